//! Each kind of member: how it is read and tested, tested and written.
//!
//! In: codecs and places. Out: statements, in the order of the wire. Must not know: what stands beside a member.

use super::body::{Body, Local};
use super::builder::Builder;
use super::place::Place;
use super::spell;
use crate::lang::host::HostInt;
use crate::layout::{Accept, Codec, IntCodec};
use crate::model::Float;

/// What is wanted of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// To bring it to the other side, no matter what it is; only of what [`super::run`] may move.
    Move,
    /// To test it where it is in memory.
    Test,
    /// Both.
    Whole,
}

impl Part {
    fn moves(self) -> bool {
        self != Self::Test
    }

    fn tests(self) -> bool {
        self != Self::Move
    }
}

impl Builder<'_> {
    /// Statements that read a member and test it.
    pub(super) fn read(
        &self,
        (codec, member): (&Codec, usize),
        part: Part,
        place: &Place,
        body: &mut Body<'_>,
    ) {
        match codec {
            Codec::Int(int) => self.read_int(int, part, place, body),
            Codec::Float(float) => {
                if part.moves() {
                    body.get(place, &spell::get(float.scalar, float.order, place));
                }
                if part.tests() {
                    test_float(float, place, body);
                }
            }
            Codec::Bool => {
                body.get(place, &place.byte());
                test_bool(place, body);
            }
            Codec::Text(rules) => {
                let (to, from, size) = (&place.value, place.pointer(), rules.size);
                let rules = spell::text_rules(rules);
                body.checked(&format!("wrw_text_get({to}, {from}, {size}, {rules})"), place);
            }
            Codec::Bytes(size) => {
                if part.moves() {
                    body.copy(&place.value, &place.pointer(), *size);
                }
            }
            Codec::Record(id) => {
                body.nested(&format!("{}_read_", self.names.of_type(*id)), place);
            }
            Codec::Bits(_) => {
                body.nested(&format!("{}_read_", self.names.group(self.owner, member).0), place);
            }
            Codec::Array { element, count, stride } => {
                let mut each = body.inner();
                self.read((element, member), part, &place.element(*stride), &mut each);
                body.repeat(&place.index(), *count, each);
            }
        }
    }

    /// Statements that test a member and write it.
    pub(super) fn write(
        &self,
        (codec, member): (&Codec, usize),
        part: Part,
        place: &Place,
        body: &mut Body<'_>,
    ) {
        match codec {
            Codec::Int(int) => self.write_int(int, part, place, body),
            Codec::Float(float) => {
                if part.tests() {
                    test_float(float, place, body);
                }
                if part.moves() {
                    let bits = spell::float_bits(float.scalar, &place.value);
                    body.put(
                        &spell::put(float.scalar, float.order, place, &bits),
                        &[Local::Memory],
                    );
                }
            }
            Codec::Bool => {
                test_bool(place, body);
                body.put_byte(&place.byte(), &place.value, &[Local::Memory]);
            }
            Codec::Text(rules) => {
                let (to, from, size) = (place.pointer(), &place.value, rules.size);
                let rules = spell::text_rules(rules);
                body.checked(&format!("wrw_text_put({to}, {from}, {size}, {rules})"), place);
            }
            Codec::Bytes(size) => {
                if part.moves() {
                    body.copy(&place.pointer(), &place.value, *size);
                }
            }
            Codec::Record(id) => {
                body.nested(&format!("{}_write_", self.names.of_type(*id)), place);
            }
            Codec::Bits(_) => {
                body.nested(&format!("{}_write_", self.names.group(self.owner, member).0), place);
            }
            Codec::Array { element, count, stride } => {
                let mut each = body.inner();
                self.write((element, member), part, &place.element(*stride), &mut each);
                body.repeat(&place.index(), *count, each);
            }
        }
    }

    fn read_int(&self, int: &IntCodec, part: Part, place: &Place, body: &mut Body<'_>) {
        let (wire, mine) =
            (HostInt::of_scalar(int.scalar), HostInt::of_codec(self.unit.model, int));
        let raw = spell::get(int.scalar, int.order, place);
        if !mine.holds(wire) {
            // A number that may not fit is tested where it stands, then brought in.
            refuse(&int.range.decode(), int.absent, (&raw, wire, Local::Wire), place, body);
            body.get(place, &format!("({}){raw}", self.int_type(int)));
            return;
        }
        if part.moves() {
            body.get(place, &raw);
        }
        if part.tests() {
            let value = (place.value.as_str(), mine, Local::Memory);
            refuse(&int.range.decode(), int.absent, value, place, body);
        }
    }

    fn write_int(&self, int: &IntCodec, part: Part, place: &Place, body: &mut Body<'_>) {
        let mine = HostInt::of_codec(self.unit.model, int);
        if part.tests() {
            let accept = int.range.encode(mine.bounds());
            let value = (place.value.as_str(), mine, Local::Memory);
            refuse(&accept, int.absent, value, place, body);
        }
        if part.moves() {
            let raw = spell::unsigned(&place.value, mine, int.scalar.bits());
            if int.scalar.bytes() == 1 {
                body.put_byte(&place.byte(), &raw, &[Local::Memory]);
            } else {
                body.put(&spell::put(int.scalar, int.order, place, &raw), &[Local::Memory]);
            }
        }
    }
}

/// Refuses numbers, but not the one that stands for no value.
pub(super) fn refuse(
    accept: &Accept,
    absent: Option<i128>,
    (value, int, local): (&str, HostInt, Local),
    place: &Place,
    body: &mut Body<'_>,
) {
    let accept = &joined(accept, absent, int.bounds());
    let code = match accept {
        Accept::All => return,
        Accept::Within { .. } => "WRW_RANGE",
        Accept::OneOf(ranges) => {
            body.expect_tables(ranges.len());
            "WRW_ENUM"
        }
        Accept::Mask(_) => "WRW_ENUM",
    };
    let Some(refused) = spell::refused(accept, value, int) else { return };
    let condition = match absent.filter(|absent| !accepts(accept, *absent)) {
        None => refused,
        Some(absent) => {
            let refused = if refused.contains(" || ") { format!("({refused})") } else { refused };
            format!("{value} != {} && {refused}", spell::int_literal(absent, int))
        }
    };
    body.test(&condition, local, place, code);
}

/// A range that begins or ends beside the number that stands for no value, with that number: one test fewer, and none
/// that compilers find to be always true.
fn joined(accept: &Accept, absent: Option<i128>, (lowest, highest): (i128, i128)) -> Accept {
    let (Accept::Within { min, max }, Some(absent)) = (accept, absent) else {
        return accept.clone();
    };
    let min = min.map(|min| if absent == min - 1 { absent } else { min });
    let max = max.map(|max| if absent == max + 1 { absent } else { max });
    match (min.filter(|min| *min > lowest), max.filter(|max| *max < highest)) {
        (None, None) => Accept::All,
        (min, max) => Accept::Within { min, max },
    }
}

/// Whether a number passes a test.
fn accepts(accept: &Accept, number: i128) -> bool {
    match accept {
        Accept::All => true,
        Accept::Within { min, max } => {
            min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max)
        }
        Accept::OneOf(ranges) => ranges.iter().any(|(low, high)| (low..=high).contains(&&number)),
        Accept::Mask(known) => number & !known == 0,
    }
}

fn test_float(float: &Float, place: &Place, body: &mut Body<'_>) {
    if let Some(condition) = spell::float_refused(float, &place.value) {
        body.test(&condition, Local::Memory, place, "WRW_RANGE");
    }
}

fn test_bool(place: &Place, body: &mut Body<'_>) {
    body.test(&format!("{} > 1", place.value), Local::Memory, place, "WRW_BOOL");
}
