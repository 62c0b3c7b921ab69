//! Bit fields of JavaScript: parts of a number or bigint called `unit`.
//!
//! In: slots of a bits group. Out: expressions.

use super::literal::{int as int_literal, string};
use super::number::{convert, unless};
use super::scalar::{get, little, set};
use super::{Place, Speller, is_big};
use crate::layout::{Accept, BitHost, BitSlot, BitsCodec, IntHost, SlotRole};
use crate::model::Scalar;

/// Units of more than 32 bits are taken apart as bigints.
pub(in super::super) fn unit_is_big(bits: &BitsCodec) -> bool {
    bits.scalar.bits() > 32
}

/// A storage unit as an unsigned number.
pub(in super::super) fn get_unit(bits: &BitsCodec, at: &str) -> String {
    if !unit_is_big(bits) {
        return get(bits.scalar, bits.order, at);
    }
    if bits.scalar.bits() == 64 {
        return get(Scalar::U64, bits.order, at);
    }
    format!("getBigUint(view, {at}, {}, {})", bits.scalar.bytes(), little(bits.order))
}

/// A statement that writes a storage unit.
pub(in super::super) fn set_unit(bits: &BitsCodec, at: &str, unit: &str) -> String {
    match bits.scalar.bits() {
        64 => set(Scalar::U64, bits.order, at, unit),
        40..64 => format!(
            "setBigInt(view, {at}, {}, {}, {unit});",
            bits.scalar.bytes(),
            little(bits.order)
        ),
        _ => set(bits.scalar, bits.order, at, unit),
    }
}

/// A part of a unit as a number, or as a bigint if it is wide.
pub(in super::super) fn slot_value(
    slot: &BitSlot,
    unit: (&str, bool),
    signed: bool,
    big: bool,
) -> String {
    let (unit, unit_big) = unit;
    if unit_big {
        let shifted =
            if slot.shift == 0 { unit.to_owned() } else { format!("{unit} >> {}n", slot.shift) };
        let sign = if signed { "asIntN" } else { "asUintN" };
        return convert(format!("BigInt.{sign}({}, {shifted})", slot.width), true, big);
    }
    if signed {
        let (up, down) = (32 - slot.shift - slot.width, 32 - slot.width);
        return match up {
            0 => format!("{unit} >> {down}"),
            up => format!("({unit} << {up}) >> {down}"),
        };
    }
    match (slot.shift, slot.width) {
        (0, 32) => unit.to_owned(),
        (0, _) => format!("{unit} & {}", hex(slot.mask)),
        (shift, _) => format!("({unit} >>> {shift}) & {}", hex(slot.mask)),
    }
}

/// `0x1f`, and one digit as it is.
fn hex(mask: u64) -> String {
    if mask < 10 { mask.to_string() } else { format!("{mask:#x}") }
}

impl Speller<'_> {
    /// The value of a bit field, from `unit`.
    pub(in super::super) fn read_slot(
        &self,
        bits: &BitsCodec,
        slot: &BitSlot,
        group: &Place,
    ) -> String {
        let place = Place { field: string(&slot.name), ..group.clone() };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let unit_big = unit_is_big(bits);
        let big = is_big(slot.width);
        let raw = slot_value(slot, ("unit", unit_big), *signed, big);
        let (host, mine) = match host {
            BitHost::Bool if unit_big => {
                return format!("((unit >> {}n) & 1n) === 1n", slot.shift);
            }
            BitHost::Bool => return format!("({raw}) === 1"),
            BitHost::Plain => (IntHost::Plain, big),
            BitHost::Enum(id) => {
                (IntHost::Enum(*id), is_big(self.unit.model.enum_of(*id).scalar.bits()))
            }
        };
        let accept = range.decode();
        let test = (&accept, host);
        if let Some(sentinel) = absent {
            let tested = self.accepted(test, range, "raw".to_owned(), big, &place);
            return unless(&raw, &int_literal(*sentinel, big), &tested);
        }
        match &accept {
            Accept::OneOf(_) | Accept::Mask(_) => {
                self.accepted(test, range, convert(raw, big, mine), big, &place)
            }
            Accept::All | Accept::Within { .. } => {
                convert(self.accepted(test, range, raw, big, &place), big, mine)
            }
        }
    }

    /// The bits of a bit field at their place in the unit.
    pub(in super::super) fn write_slot(
        &self,
        bits: &BitsCodec,
        slot: &BitSlot,
        group: &Place,
        value: &str,
    ) -> String {
        let place = Place { field: string(&slot.name), ..group.clone() };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let Place { at, field, .. } = &place;
        let (number, mine) = match host {
            BitHost::Bool => (format!("bool({value}, {at}, {field})"), false),
            BitHost::Plain => {
                let big = is_big(slot.width);
                (self.checked((range, IntHost::Plain), *absent, big, &place, value), big)
            }
            BitHost::Enum(id) => {
                let big = is_big(self.unit.model.enum_of(*id).scalar.bits());
                (self.checked((range, IntHost::Enum(*id)), None, big, &place, value), big)
            }
        };
        let unit_big = unit_is_big(bits);
        let number = convert(number, mine, unit_big);
        match (unit_big, *signed, slot.shift) {
            (_, false, 0) => number,
            (true, false, shift) => format!("({number} << {shift}n)"),
            (true, true, 0) => format!("BigInt.asUintN({}, {number})", slot.width),
            (true, true, shift) => {
                format!("(BigInt.asUintN({}, {number}) << {shift}n)", slot.width)
            }
            (false, false, shift) => format!("({number} << {shift})"),
            (false, true, 0) => format!("({number} & {})", hex(slot.mask)),
            (false, true, shift) => format!("(({number} & {}) << {shift})", hex(slot.mask)),
        }
    }
}
