//! Numbers of Python: what they are read from, what is tested of them, and what they are written as.
//!
//! In: codecs of integers and floats. Out: expressions.

use super::literal::{float as float_literal, hex, letter, sign, truth, word};
use super::{Place, Speller, Wire};
use crate::layout::{Accept, Codec, IntCodec, IntHost, IntRange};
use crate::model::{ByteOrder, Float, Scalar};

/// Whether an item is a number of the record's format, and not its bytes.
pub(in super::super) fn direct(codec: &Codec, order: ByteOrder) -> Option<char> {
    match codec {
        Codec::Int(int) => direct_scalar(int.scalar, int.order, order),
        Codec::Float(float) => direct_scalar(float.scalar, float.order, order),
        Codec::Bool => Some('B'),
        Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// The letter of a scalar of a byte order, in a format of another one or the same.
pub(in super::super) fn direct_scalar(
    scalar: Scalar,
    own: ByteOrder,
    order: ByteOrder,
) -> Option<char> {
    letter(scalar).filter(|_| scalar.bytes() == 1 || own == order)
}

/// An integer from bytes.
pub(in super::super) fn from_bytes(scalar: Scalar, order: ByteOrder, data: &str) -> String {
    if scalar.bytes() == 1 && !scalar.is_signed() {
        return format!("{data}[0]");
    }
    let signed = if scalar.is_signed() { ", signed=True" } else { "" };
    format!("int.from_bytes({data}, {}{signed})", word(order))
}

/// The bytes of an integer that was tested: a call or a name.
pub(in super::super) fn to_bytes(scalar: Scalar, order: ByteOrder, value: &str) -> String {
    let signed = if scalar.is_signed() { ", signed=True" } else { "" };
    format!("{value}.to_bytes({}, {}{signed})", scalar.bytes(), word(order))
}

pub(super) fn raw_int(int: &IntCodec, wire: Wire<'_>) -> String {
    if wire.is_number {
        wire.source.to_owned()
    } else {
        from_bytes(int.scalar, int.order, wire.source)
    }
}

impl Speller<'_> {
    pub(super) fn read_int(&self, int: &IntCodec, raw: &str, place: &Place) -> String {
        let Place { at, field } = place;
        let accept = int.range.decode();
        match int.host {
            IntHost::Plain => match int.absent {
                Some(sentinel) => {
                    let some = format!("_ww.unless({raw}, {sentinel})");
                    match bounds(&accept) {
                        Some((low, high)) => {
                            format!("_ww.maybe({some}, {low}, {high}, {at}, {field})")
                        }
                        None => some,
                    }
                }
                None => ranged(&accept, raw, place),
            },
            IntHost::Enum(id) if self.unit.model.enum_of(id).closed => {
                format!("_ww.closed({}, {raw}, {at}, {field})", self.path(id))
            }
            IntHost::Flags(id) if self.unit.model.flags_of(id).closed => {
                let mask = hex(self.unit.model.flags_of(id).mask());
                format!("_ww.known({}, {raw}, {mask}, {at}, {field})", self.path(id))
            }
            IntHost::Enum(id) | IntHost::Flags(id) => {
                format!("{}({})", self.path(id), ranged(&accept, raw, place))
            }
        }
    }

    /// A number of a program, tested for its kind and range.
    pub(super) fn checked(
        &self,
        range: &IntRange,
        host: IntHost,
        absent: Option<i128>,
        value: &str,
        place: &Place,
    ) -> String {
        let Place { at, field } = place;
        let (low, high) = range.allowed;
        match host {
            IntHost::Enum(id) if self.unit.model.enum_of(id).closed => {
                format!("_ww.put_closed({}, {value}, {at}, {field})", self.path(id))
            }
            IntHost::Flags(id) if self.unit.model.flags_of(id).closed => {
                let mask = hex(self.unit.model.flags_of(id).mask());
                format!("_ww.put_known({value}, {mask}, {at}, {field})")
            }
            IntHost::Plain | IntHost::Enum(_) | IntHost::Flags(_) => match absent {
                None => format!("_ww.integer({value}, {low}, {high}, {at}, {field})"),
                Some(sentinel) => {
                    format!("_ww.optional({value}, {sentinel}, {low}, {high}, {at}, {field})")
                }
            },
        }
    }
}

pub(super) fn bounds(accept: &Accept) -> Option<(String, String)> {
    match accept {
        Accept::Within { min, max } => {
            Some((bound(min.map(|n| n.to_string())), bound(max.map(|n| n.to_string()))))
        }
        // Closed types are tested by their own functions.
        Accept::All | Accept::OneOf(_) | Accept::Mask(_) => None,
    }
}

fn bound(value: Option<String>) -> String {
    value.unwrap_or_else(|| "None".to_owned())
}

fn ranged(accept: &Accept, raw: &str, Place { at, field }: &Place) -> String {
    match bounds(accept) {
        Some((low, high)) => format!("_ww.within({raw}, {low}, {high}, {at}, {field})"),
        None => raw.to_owned(),
    }
}

fn float_bounds(float: &Float) -> Option<(String, String)> {
    (float.min.is_some() || float.max.is_some())
        .then(|| (bound(float.min.map(float_literal)), bound(float.max.map(float_literal))))
}

pub(super) fn read_float(float: &Float, wire: Wire<'_>, Place { at, field }: &Place) -> String {
    let raw = if wire.is_number {
        wire.source.to_owned()
    } else {
        let function = if float.scalar == Scalar::F32 { "f32" } else { "f64" };
        format!("_ww.{function}({}, \"{}\")", wire.source, sign(float.order))
    };
    match (float.absent_nan, float_bounds(float)) {
        (false, None) => raw,
        (false, Some((low, high))) => format!("_ww.within({raw}, {low}, {high}, {at}, {field})"),
        (true, None) => format!("_ww.unless_nan({raw})"),
        (true, Some((low, high))) => {
            format!("_ww.maybe(_ww.unless_nan({raw}), {low}, {high}, {at}, {field})")
        }
    }
}

pub(super) fn write_float(float: &Float, wire: Wire<'_>, Place { at, field }: &Place) -> String {
    let (low, high) = float_bounds(float).unwrap_or((bound(None), bound(None)));
    let function = if float.absent_nan { "real_or_nan" } else { "real" };
    let (value, is_single) = (wire.source, truth(float.scalar == Scalar::F32));
    let number = format!("_ww.{function}({value}, {is_single}, {low}, {high}, {at}, {field})");
    if wire.is_number {
        number
    } else {
        let letter = if float.scalar == Scalar::F32 { "f" } else { "d" };
        format!("struct.pack(\"{}{letter}\", {number})", sign(float.order))
    }
}

/// The format of elements that one `struct.unpack` reads: plain numbers without tests.
pub(super) fn plain_elements(element: &Codec, count: u32, order: ByteOrder) -> Option<String> {
    let (sign, letter) = plain(element, order)?;
    Some(format!("{sign}{count}{letter}"))
}

/// The same for as many as there are: sign and letter, as two arguments.
pub(super) fn elements_format(element: &Codec, order: ByteOrder) -> Option<String> {
    plain(element, order).map(|(sign, letter)| format!("\"{sign}\", \"{letter}\""))
}

fn plain(element: &Codec, order: ByteOrder) -> Option<(&'static str, char)> {
    let (letter, own) = match element {
        Codec::Int(int)
            if int.host == IntHost::Plain
                && int.absent.is_none()
                && int.range.decode() == Accept::All =>
        {
            (letter(int.scalar)?, int.order)
        }
        Codec::Float(float) if !float.absent_nan && float_bounds(float).is_none() => {
            (letter(float.scalar)?, float.order)
        }
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => return None,
    };
    let one_byte = matches!(letter, 'b' | 'B');
    Some((sign(if one_byte { order } else { own }), letter))
}
