//! One-line expressions of C: types, literals, reads, writes, tests.
//!
//! In: layout and places. Out: text without line ends. Must not know: statements, names.

use super::place::Place;
use crate::lang::host::HostInt;
use crate::layout::{Accept, BitSlot};
use crate::model::{ByteOrder, Encoding, Float, Padding, Scalar, ScalarKind, Scale, Text};

/// `uint16_t`
pub(super) fn int_type(int: HostInt) -> String {
    format!("{}int{}_t", if int.signed { "" } else { "u" }, int.bits)
}

pub(super) fn float_type(float: &Float) -> &'static str {
    if float.scalar == Scalar::F32 { "float" } else { "double" }
}

/// A number of a type, such that no compiler warns of its sign or width.
pub(super) fn int_literal(value: i128, int: HostInt) -> String {
    if int.bits == 64 {
        return match (int.signed, value) {
            (true, v) if v == i128::from(i64::MIN) => "INT64_MIN".to_owned(),
            (true, v) => format!("INT64_C({v})"),
            (false, v) => format!("UINT64_C({v})"),
        };
    }
    match (int.signed, value) {
        (true, v) if v == i128::from(i32::MIN) => "INT32_MIN".to_owned(),
        (true, v) => v.to_string(),
        // What an `int` of 16 bits holds is one anywhere.
        (false, v) if int.bits < 32 && v <= i128::from(i16::MAX) => v.to_string(),
        (false, v) => format!("{v}u"),
    }
}

/// A mask, or bits of a storage unit: C gives hexadecimal numbers the type that holds them.
pub(super) fn mask(value: u64) -> String {
    if value < 10 { value.to_string() } else { format!("0x{value:X}") }
}

/// `(unit >> 3) & 7`
pub(super) fn slot(unit: &str, slot: &BitSlot) -> String {
    match slot.shift {
        0 => format!("{unit} & {}", mask(slot.mask)),
        shift => format!("({unit} >> {shift}) & {}", mask(slot.mask)),
    }
}

/// A float that reads back as exactly this number.
pub(super) fn float_literal(value: f64, scalar: Scalar) -> String {
    match crate::model::number::to_f32(value) {
        _ if value.is_infinite() => {
            let sign = if value < 0.0 { "-" } else { "" };
            if scalar == Scalar::F32 {
                format!("{sign}wrw_f32(0x7F800000)")
            } else {
                format!("{sign}wrw_f64(0x7FF0000000000000)")
            }
        }
        Some(narrow) if scalar == Scalar::F32 => format!("{narrow:?}f"),
        _ => format!("{value:?}"),
    }
}

fn suffix(scalar: Scalar, order: ByteOrder) -> String {
    let order = match order {
        _ if scalar.bytes() == 1 => "",
        ByteOrder::Little => "le",
        ByteOrder::Big => "be",
    };
    format!("u{}{order}", scalar.bits())
}

/// The raw bits of a scalar at a place, as an unsigned number.
pub(super) fn get_raw(scalar: Scalar, order: ByteOrder, from: &Place) -> String {
    if scalar.bytes() == 1 {
        return from.byte();
    }
    format!("wrw_get_{}({})", suffix(scalar, order), from.pointer())
}

/// A scalar at a place.
pub(super) fn get(scalar: Scalar, order: ByteOrder, from: &Place) -> String {
    let raw = get_raw(scalar, order, from);
    match scalar.kind() {
        ScalarKind::Float => format!("wrw_f{}({raw})", scalar.bits()),
        ScalarKind::Signed => signed(&raw, scalar.bits(), HostInt::of_scalar(scalar)),
        ScalarKind::Unsigned | ScalarKind::Bool => raw,
    }
}

/// The bits of a two's complement number in a type; `raw` has the type that holds them, or 32 bits.
pub(super) fn signed(raw: &str, bits: u32, int: HostInt) -> String {
    let top = || mask(1 << (bits - 1));
    let extended = match (bits == int.bits, int.bits) {
        (true, _) => raw.to_owned(),
        (false, 64) => format!("wrw_sign64({raw}, {})", top()),
        (false, 32) => format!("wrw_sign32({raw}, {})", top()),
        (false, _) => {
            let narrow = int_type(HostInt { signed: false, ..int });
            format!("({narrow})wrw_sign32({raw}, {})", top())
        }
    };
    format!("wrw_i{}({extended})", int.bits)
}

/// A call that writes a scalar of more than one byte to a place.
pub(super) fn put(scalar: Scalar, order: ByteOrder, to: &Place, value: &str) -> String {
    format!("wrw_put_{}({}, {value})", suffix(scalar, order), to.pointer())
}

/// The raw bits of a float.
pub(super) fn float_bits(scalar: Scalar, value: &str) -> String {
    format!("wrw_f{}_bits({value})", scalar.bits())
}

/// A number as the unsigned type that holds so many bits.
pub(super) fn unsigned(value: &str, int: HostInt, bits: u32) -> String {
    let target = HostInt::holding(bits, false);
    if int == target {
        return value.to_owned();
    }
    format!("({}){value}", int_type(target))
}

/// A condition that is true for numbers that are refused, if there are any.
pub(super) fn refused(accept: &Accept, value: &str, int: HostInt) -> Option<String> {
    match accept {
        Accept::All => None,
        Accept::Within { min, max } => {
            let low = min.map(|min| format!("{value} < {}", int_literal(min, int)));
            let high = max.map(|max| format!("{value} > {}", int_literal(max, int)));
            Some([low, high].into_iter().flatten().collect::<Vec<_>>().join(" || "))
        }
        Accept::OneOf(ranges) => {
            let (lowest, highest) = int.bounds();
            let literal = |number: i128| int_literal(number, int);
            let tests = ranges.iter().map(|(low, high)| match (*low, *high) {
                (low, high) if low == high => format!("{value} != {}", literal(low)),
                (low, high) if low == lowest => format!("{value} > {}", literal(high)),
                (low, high) if high == highest => format!("{value} < {}", literal(low)),
                (low, high) => {
                    let outside =
                        format!("{value} < {} || {value} > {}", literal(low), literal(high));
                    if ranges.len() == 1 { outside } else { format!("({outside})") }
                }
            });
            Some(tests.collect::<Vec<_>>().join(" && "))
        }
        Accept::Mask(known) => {
            let unknown = u64::try_from(!known & int.bounds().1).unwrap_or(u64::MAX);
            Some(format!("({value} & {}) != 0", mask(unknown)))
        }
    }
}

/// A condition that is true for floats that are refused, if there are any.
pub(super) fn float_refused(float: &Float, value: &str) -> Option<String> {
    let literal = |bound: f64| float_literal(bound, float.scalar);
    let low = float.min.map(|min| format!("{value} >= {}", literal(min)));
    let high = float.max.map(|max| format!("{value} <= {}", literal(max)));
    let tests: Vec<_> = [low, high].into_iter().flatten().collect();
    if tests.is_empty() {
        return None;
    }
    let present = if float.absent_nan { format!("{value} == {value} && ") } else { String::new() };
    Some(format!("{present}!({})", tests.join(" && ")))
}

/// The rules of a text for the support file's functions.
pub(super) fn text_rules(text: &Text) -> String {
    let encoding = match text.encoding {
        Encoding::Utf8 => None,
        Encoding::Ascii => Some("WRW_TEXT_ASCII"),
    };
    let pad = match text.pad {
        Padding::Nul => None,
        Padding::Any => Some("WRW_TEXT_ANY"),
        Padding::Space => Some("WRW_TEXT_SPACE"),
    };
    let rules: Vec<_> = [encoding, pad].into_iter().flatten().collect();
    if rules.is_empty() { "0".to_owned() } else { rules.join(" | ") }
}

/// The rules of a text that has no padding.
pub(super) fn free_text_rules(encoding: Encoding, nul: bool) -> &'static str {
    match (encoding, nul) {
        (Encoding::Utf8, false) => "0",
        (Encoding::Utf8, true) => "WRW_TEXT_NUL",
        (Encoding::Ascii, false) => "WRW_TEXT_ASCII",
        (Encoding::Ascii, true) => "WRW_TEXT_ASCII | WRW_TEXT_NUL",
    }
}

/// A maximum, where there may be none.
pub(super) fn maximum(max: Option<u32>) -> String {
    max.map_or_else(|| "UINT32_MAX".to_owned(), |max| format!("{max}u"))
}

/// `(double)raw / 100.0 + 5.0`
pub(super) fn physical(scale: &Scale, raw: &str) -> String {
    let literal = |value: f64| float_literal(value, Scalar::F64);
    let mut value = format!("(double){raw}");
    for (sign, number) in [("*", scale.multiply), ("/", scale.divide), ("+", scale.offset)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", literal(number));
        }
    }
    value
}

/// `(value - 5.0) * 100.0`
pub(super) fn raw_of_physical(scale: &Scale) -> String {
    let literal = |value: f64| float_literal(value, Scalar::F64);
    let mut value = "value".to_owned();
    if let Some(offset) = scale.offset {
        value = format!("(value - {})", literal(offset));
    }
    for (sign, number) in [("*", scale.divide), ("/", scale.multiply)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", literal(number));
        }
    }
    value
}
