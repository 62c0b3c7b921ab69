//! Scalars of the wire in JavaScript: methods of a `DataView`, and functions for the widths that it does not have.
//!
//! In: scalars and places. Out: expressions that read, statements that write.

use super::is_big;
use crate::model::{ByteOrder, Scalar};

pub(super) fn little(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Little => "true",
        ByteOrder::Big => "false",
    }
}

fn sign(scalar: Scalar) -> &'static str {
    if scalar.is_signed() { "Int" } else { "Uint" }
}

/// A scalar of the wire.
pub(super) fn get(scalar: Scalar, order: ByteOrder, at: &str) -> String {
    let (little, sign) = (little(order), sign(scalar));
    match scalar.bits() {
        8 => format!("view.get{sign}8({at})"),
        32 | 64 if !scalar.is_integer() => {
            format!("view.getFloat{}({at}, {little})", scalar.bits())
        }
        16 | 32 => format!("view.get{sign}{}({at}, {little})", scalar.bits()),
        64 => format!("view.getBig{sign}64({at}, {little})"),
        bits if is_big(bits) => format!("getBig{sign}(view, {at}, {}, {little})", scalar.bytes()),
        _ => format!("get{sign}(view, {at}, {}, {little})", scalar.bytes()),
    }
}

/// A statement that writes a scalar whose value was tested.
pub(super) fn set(scalar: Scalar, order: ByteOrder, at: &str, value: &str) -> String {
    let (little, sign) = (little(order), sign(scalar));
    match scalar.bits() {
        8 => format!("view.set{sign}8({at}, {value});"),
        32 | 64 if !scalar.is_integer() => {
            format!("view.setFloat{}({at}, {value}, {little});", scalar.bits())
        }
        16 | 32 => format!("view.set{sign}{}({at}, {value}, {little});", scalar.bits()),
        64 => format!("view.setBig{sign}64({at}, {value}, {little});"),
        bits if is_big(bits) => {
            format!("setBigInt(view, {at}, {}, {little}, {value});", scalar.bytes())
        }
        _ => format!("setInt(view, {at}, {}, {little}, {value});", scalar.bytes()),
    }
}
