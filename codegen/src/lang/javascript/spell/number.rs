//! Numbers of JavaScript: what is tested of them on their way from and to the wire.
//!
//! In: codecs of integers and floats. Out: expressions and statements.

use super::literal::{float as float_literal, int as int_literal};
use super::scalar::{get, set};
use super::{Place, Speller, is_big};
use crate::lang::host::HostInt;
use crate::layout::{Accept, IntCodec, IntHost, IntRange};
use crate::model::{Float, Scalar};

/// A number that is a bigint or is to be one, as the other kind if need be.
pub(super) fn convert(value: String, is_big: bool, to_big: bool) -> String {
    match (is_big, to_big) {
        (true, false) => format!("Number({value})"),
        (false, true) => format!("BigInt({value})"),
        (true, true) | (false, false) => value,
    }
}

/// A number that may mean "no value".
pub(super) fn unless(raw: &str, none: &str, tested: &str) -> String {
    if tested == "raw" {
        format!("unless({raw}, {none})")
    } else {
        format!("unless({raw}, {none}, (raw) => {tested})")
    }
}

/// A value that may be missing.
fn optional(value: &str, none: &str, tested: &str, Place { at, field, .. }: &Place) -> String {
    format!("optional({value}, {none}, {at}, {field}, (it) => {tested})")
}

impl Speller<'_> {
    /// What is tested of a number that came from the wire or is to go there.
    pub(super) fn accepted(
        &self,
        (accept, host): (&Accept, IntHost),
        range: &IntRange,
        value: String,
        big: bool,
        Place { at, field, .. }: &Place,
    ) -> String {
        match accept {
            Accept::All => value,
            Accept::Within { min, max } => {
                let low = int_literal(min.unwrap_or(range.wire.0), big);
                let high = int_literal(max.unwrap_or(range.wire.1), big);
                format!("range({value}, {low}, {high}, {at}, {field})")
            }
            Accept::OneOf(_) | Accept::Mask(_) => match host {
                IntHost::Enum(id) | IntHost::Flags(id) => {
                    format!("named({value}, is{}, {at}, {field})", self.path(id))
                }
                IntHost::Plain => value,
            },
        }
    }

    /// The bits of an integer as it is declared.
    pub(in super::super) fn declared_bits(&self, int: &IntCodec) -> u32 {
        match int.host {
            IntHost::Plain => int.scalar.bits(),
            IntHost::Enum(id) => self.unit.model.enum_of(id).scalar.bits(),
            IntHost::Flags(id) => self.unit.model.flags_of(id).scalar.bits(),
        }
    }

    pub(super) fn read_int(&self, int: &IntCodec, place: &Place) -> String {
        let raw = get(int.scalar, int.order, &place.at);
        let big = is_big(int.scalar.bits());
        let accept = int.range.decode();
        let test = (&accept, int.host);
        if let Some(sentinel) = int.absent {
            let tested = self.accepted(test, &int.range, "raw".to_owned(), big, place);
            return unless(&raw, &int_literal(sentinel, big), &tested);
        }
        let host = HostInt::of_codec(self.unit.model, int).bits;
        let mine = is_big(host.min(self.declared_bits(int)));
        match &accept {
            // Tests of names take numbers of the declared type.
            Accept::OneOf(_) | Accept::Mask(_) => {
                self.accepted(test, &int.range, convert(raw, big, mine), big, place)
            }
            Accept::All | Accept::Within { .. } => {
                convert(self.accepted(test, &int.range, raw, big, place), big, mine)
            }
        }
    }

    pub(super) fn write_int(&self, int: &IntCodec, place: &Place, value: &str) -> String {
        let mine = is_big(self.declared_bits(int));
        let checked = self.checked((&int.range, int.host), int.absent, mine, place, value);
        let number = convert(checked, mine, is_big(int.scalar.bits()));
        set(int.scalar, int.order, &place.at, &number)
    }

    /// A number of a program, tested for its kind and range.
    pub(super) fn checked(
        &self,
        (range, host): (&IntRange, IntHost),
        absent: Option<i128>,
        big: bool,
        place: &Place,
        value: &str,
    ) -> String {
        let Place { at, field, .. } = place;
        let function = if big { "big" } else { "int" };
        let (low, high) = match &range.closed {
            // Whatever has no name is refused as that, however large it is.
            Some(_) if big => (int_literal(-(1 << 64), true), int_literal(1 << 64, true)),
            Some(_) => ("-Infinity".to_owned(), "Infinity".to_owned()),
            None => (int_literal(range.allowed.0, big), int_literal(range.allowed.1, big)),
        };
        let given = if absent.is_some() { "it" } else { value };
        let number = format!("{function}({given}, {low}, {high}, {at}, {field})");
        let checked = match &range.closed {
            Some(accept) => self.accepted((accept, host), range, number, big, place),
            None => number,
        };
        match absent {
            Some(sentinel) => optional(value, &int_literal(sentinel, big), &checked, place),
            None => checked,
        }
    }
}

pub(super) fn read_float(float: &Float, place: &Place) -> String {
    let raw = get(float.scalar, float.order, &place.at);
    if float.absent_nan {
        let tested = float_range(float, "raw", place).unwrap_or_else(|| "raw".to_owned());
        return unless(&raw, "NaN", &tested);
    }
    float_range(float, &raw, place).unwrap_or(raw)
}

pub(super) fn write_float(float: &Float, place: &Place, value: &str) -> String {
    let Place { at, field, .. } = place;
    let given = if float.absent_nan { "it" } else { value };
    let number = format!("float({given}, {}, {at}, {field})", float.scalar == Scalar::F32);
    let checked = float_range(float, &number, place).unwrap_or(number);
    let checked = if float.absent_nan { optional(value, "NaN", &checked, place) } else { checked };
    set(float.scalar, float.order, at, &checked)
}

fn float_range(float: &Float, value: &str, Place { at, field, .. }: &Place) -> Option<String> {
    (float.min.is_some() || float.max.is_some()).then(|| {
        let low = float.min.map_or_else(|| "-Infinity".to_owned(), float_literal);
        let high = float.max.map_or_else(|| "Infinity".to_owned(), float_literal);
        format!("range({value}, {low}, {high}, {at}, {field})")
    })
}
