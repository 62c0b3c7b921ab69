//! What has no fixed size in JavaScript: expressions that go on with a reader called `input`, statements that go on with a
//! writer called `output`.
//!
//! In: parts of the layout. Out: text on one line.

use super::literal::{int as int_literal, string};
use super::number::unless;
use super::scalar::get;
use super::{Place, Speller, typed_array};
use crate::layout::{
    Accept, Codec, Element, IntHost, Part, PartCodec, Role, Step, Tail, Until, VarintCodec,
};
use crate::model::{ByteOrder, Encoding, Scalar};

/// A count in the run in front of a part: how it is read, and what the support file calls it.
#[derive(Clone)]
pub(in super::super) struct Counted {
    read: String,
    kind: &'static str,
}

impl Counted {
    /// A count that stands at a place and is called as there.
    pub(in super::super) fn new(
        (scalar, order, max): (Scalar, ByteOrder, Option<u32>),
        place: &Place,
    ) -> Self {
        Self::read_at((scalar, order, max), &place.at, &place.at, &place.field)
    }

    /// Its expression: read at the first place, refused at the second one.
    fn read_at(
        (scalar, order, max): (Scalar, ByteOrder, Option<u32>),
        at: &str,
        refused_at: &str,
        field: &str,
    ) -> Self {
        let raw = get(scalar, order, at);
        let read = match max {
            Some(max) => format!("limit({raw}, {max}, {refused_at}, {field})"),
            None => raw,
        };
        let kind = match (scalar.bits(), order) {
            (8, _) => "u8",
            (16, ByteOrder::Little) => "u16le",
            (16, ByteOrder::Big) => "u16be",
            (_, ByteOrder::Little) => "u32le",
            (_, ByteOrder::Big) => "u32be",
        };
        Self { read, kind }
    }
}

/// The part of the steps of an element, and the count in the run in front of it.
fn of_element<'s>(steps: &'s [Step], place: &Place) -> Option<(&'s Part, Option<Counted>)> {
    let counted = |step: &Step| match step {
        Step::Run(run) => run.items.iter().find_map(|item| match item.role {
            Role::Count { scalar, order, max, .. } => {
                let at = format!("run(input, {})", run.size);
                Some(Counted::read_at((scalar, order, max), &at, "input.from", &place.field))
            }
            Role::Member(..)
            | Role::Const { .. }
            | Role::HiddenBits(..)
            | Role::Pad
            | Role::Reserved => None,
        }),
        Step::Part(_) => None,
    };
    let count = steps.first().and_then(counted);
    part_of(steps).map(|part| (part, count))
}

/// The part of the steps of an element.
pub(in super::super) fn part_of(steps: &[Step]) -> Option<&Part> {
    steps.iter().find_map(|step| match step {
        Step::Part(part) => Some(part),
        Step::Run(_) => None,
    })
}

/// The bytes behind that belong to the same test: those of the record, and those behind it.
pub(in super::super) fn behind(tail: Tail) -> Option<String> {
    match (tail.bytes, tail.open) {
        (0, false) => None,
        (0, true) => Some("behind".to_owned()),
        (n, false) => Some(n.to_string()),
        (n, true) => Some(format!("{n} + behind")),
    }
}

fn max_of(max: Option<u32>) -> String {
    max.map_or_else(|| "Infinity".to_owned(), |max| max.to_string())
}

/// The typed array that numbers are copied to and from at once: nothing of them is tested, the lowest byte is the first.
fn bulk_array(element: &Codec) -> Option<&'static str> {
    let plain = match element {
        Codec::Int(int) => {
            let whole = matches!(int.scalar.bits(), 8 | 16 | 32);
            let little = int.order == ByteOrder::Little || int.scalar.bits() == 8;
            whole && little && int.range.decode() == Accept::All
        }
        Codec::Float(float) => {
            float.order == ByteOrder::Little && float.min.is_none() && float.max.is_none()
        }
        Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => false,
    };
    typed_array(element).filter(|_| plain)
}

impl Place {
    /// What stands at the reader or writer, as it is called in errors.
    pub(in super::super) fn next(at: &str, field: &str) -> Self {
        Self { at: at.to_owned(), field: string(field), depth: 0 }
    }

    /// An element of a list that stands at `at`.
    fn listed(&self, at: &str) -> Self {
        Self { at: at.to_owned(), field: string(""), depth: self.depth + 1 }
    }

    fn value(&self) -> String {
        if self.depth == 0 { "v".to_owned() } else { format!("v{}", self.depth) }
    }

    /// The bytes behind; an element has none.
    fn behind(&self, tail: Tail) -> String {
        behind(tail).filter(|_| self.depth == 0).unwrap_or_else(|| "0".to_owned())
    }
}

impl Speller<'_> {
    /// The value of a part.
    pub(in super::super) fn read_part(
        &self,
        part: &Part,
        count: Option<&Counted>,
        place: &Place,
        member: usize,
    ) -> String {
        let field = &place.field;
        let count = |until: Until, unit: u32| match until {
            Until::Count { .. } => count.map_or_else(String::new, |count| count.read.clone()),
            Until::Varint { max } => format!("countOf(input, {}, {field})", max_of(max)),
            Until::Rest { max, tail } => {
                format!("restOf(input, {}, {unit}, {}, {field})", place.behind(tail), max_of(max))
            }
        };
        match &part.codec {
            PartCodec::Varint(varint) => self.read_varint(varint, place),
            PartCodec::Text { until, encoding, nul } => {
                let ascii = *encoding == Encoding::Ascii;
                format!("getString(input, {}, {field}, {ascii}, {nul})", count(*until, 1))
            }
            PartCodec::CText { max, encoding } => {
                let ascii = *encoding == Encoding::Ascii;
                format!("getCString(input, {}, {field}, {ascii})", max_of(*max))
            }
            PartCodec::Bytes(until) => format!("takeBytes(input, {})", count(*until, 1)),
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                let count = count(*until, *stride);
                let inner = self.read(codec, &place.listed("at"), member);
                if let Some(array) = bulk_array(codec) {
                    return format!("bulk(input, {array}, {count}, (at) => {inner})");
                }
                let rest = format!("{count}, {stride}, (at) => {inner}, {field})");
                match typed_array(codec) {
                    Some(array) => format!("numbers(input, {array}, {rest}"),
                    None => format!("block(input, {rest}"),
                }
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                let inner = self.read_element(steps, place, member);
                if let Until::Rest { max, tail } = until {
                    let (behind, max) = (place.behind(*tail), max_of(*max));
                    return format!("listRest(input, {behind}, {max}, () => {inner}, {field})");
                }
                format!("list(input, {}, () => {inner}, {field})", count(*until, 1))
            }
            PartCodec::Array { element, count } => {
                let inner = self.read_element(element, place, member);
                format!("list(input, {count}, () => {inner}, {field})")
            }
            PartCodec::Record { id, tail } => {
                let (read, behind) = (format!("read{}", self.path(*id)), place.behind(*tail));
                if place.is_nameless() {
                    format!("{read}(input, {behind})")
                } else {
                    format!("part({read}, input, {behind}, {field})")
                }
            }
            PartCodec::Align(_) => String::new(),
        }
    }

    fn read_element(&self, steps: &[Step], place: &Place, member: usize) -> String {
        let place = place.listed("input.from");
        match of_element(steps, &place) {
            Some((part, count)) => self.read_part(part, count.as_ref(), &place, member),
            None => String::new(),
        }
    }

    /// A statement that writes a part, its count with it.
    pub(in super::super) fn write_part(
        &self,
        part: &Part,
        count: Option<&Counted>,
        (place, value): (&Place, &str),
        member: usize,
    ) -> String {
        let field = &place.field;
        let counted = |until: Until| match until {
            Until::Count { max, .. } => {
                format!("\"{}\", {max}", count.map_or("rest", |count| count.kind))
            }
            Until::Varint { max } => format!("\"uvar\", {}", max_of(max)),
            Until::Rest { max, .. } => format!("\"rest\", {}", max_of(max)),
        };
        match &part.codec {
            PartCodec::Varint(varint) => {
                let rules = (&varint.range, IntHost::Plain);
                let checked = self.checked(rules, varint.absent, true, place, value);
                let put = if varint.signed { "putIvar" } else { "putUvar" };
                format!("{put}(output, {checked});")
            }
            PartCodec::Text { until, encoding, nul } => {
                let ascii = *encoding == Encoding::Ascii;
                let count = counted(*until);
                format!("putString(output, {count}, {value}, {field}, {ascii}, {nul});")
            }
            PartCodec::CText { max, encoding } => {
                let ascii = *encoding == Encoding::Ascii;
                format!("putCString(output, {}, {value}, {field}, {ascii});", max_of(*max))
            }
            PartCodec::Bytes(until) => {
                format!("putCounted(output, {}, {value}, {field});", counted(*until))
            }
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                let (count, name) = (counted(*until), place.value());
                let inner = self.write(codec, &place.listed("at"), &name, member);
                let (put, unit) = match bulk_array(codec) {
                    Some(array) => ("putBulk", array.to_owned()),
                    None => ("putBlock", stride.to_string()),
                };
                let write = format!("({name}, view, at) => {}", inner.trim_end_matches(';'));
                format!("{put}(output, {count}, {unit}, {value}, {field}, {write});")
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                let write = self.write_element(steps, place, member);
                format!("putList(output, {}, {value}, {field}, {write});", counted(*until))
            }
            PartCodec::Array { element, count } => {
                let write = self.write_element(element, place, member);
                format!("each({value}, {count}, {}, {field}, {write});", place.at)
            }
            PartCodec::Record { id, .. } => {
                let write = format!("write{}", self.path(*id));
                if place.is_nameless() {
                    format!("{write}({value}, output);")
                } else {
                    format!("putPart({write}, {value}, output, {field});")
                }
            }
            PartCodec::Align(to) => format!("putAlign(output, start, {to});"),
        }
    }

    fn write_element(&self, steps: &[Step], place: &Place, member: usize) -> String {
        let (name, place) = (place.value(), place.listed("output.at"));
        let inner = match of_element(steps, &place) {
            Some((part, count)) => self.write_part(part, count.as_ref(), (&place, &name), member),
            None => String::new(),
        };
        format!("({name}) => {}", inner.trim_end_matches(';'))
    }

    fn read_varint(&self, varint: &VarintCodec, place: &Place) -> String {
        let place = Place { at: "input.from".to_owned(), ..place.clone() };
        let get = if varint.signed { "getIvar" } else { "getUvar" };
        let raw = format!("{get}(input, {})", place.field);
        let accept = varint.range.decode();
        let test = (&accept, IntHost::Plain);
        match varint.absent {
            Some(sentinel) => {
                let tested = self.accepted(test, &varint.range, "raw".to_owned(), true, &place);
                unless(&raw, &int_literal(sentinel, true), &tested)
            }
            None => self.accepted(test, &varint.range, raw, true, &place),
        }
    }
}
