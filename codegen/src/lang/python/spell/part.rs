//! What has no fixed size: reads by a reader and writes into a buffer, side by side.
//!
//! In: parts of the layout. Out: expressions; those that write are statements as well.

use super::literal::{letter, sign, word};
use super::number::{bounds, elements_format, plain_elements};
use super::{Place, Speller, Wire};
use crate::lang::python::member;
use crate::layout::{
    Codec, Element, IntHost, Item, PartCodec, Role, Step, Tail, Until, VarintCodec,
};
use crate::model::{ByteOrder, Encoding, Scalar};

/// The name of an element: its list adds index and name to errors.
const NAMELESS: &str = "\"\"";

/// A part that is read or written, and what its expressions need to know.
#[derive(Clone, Copy)]
pub(in super::super) struct Spot<'a> {
    pub(in super::super) part: &'a PartCodec,
    /// Its name in errors, as a literal.
    pub(in super::super) field: &'a str,
    /// The index of the member that it belongs to.
    pub(in super::super) member: usize,
    /// Whether it is an element, behind which nothing belongs to its last run.
    pub(in super::super) is_element: bool,
}

impl Speller<'_> {
    /// A value from the reader `r`; `count` is what the run in front said.
    pub(in super::super) fn read_part(&self, spot: Spot<'_>, count: &str) -> String {
        let field = spot.field;
        match spot.part {
            PartCodec::Varint(it) => read_varint(it, field),
            PartCodec::Text { until, encoding, nul } => {
                let n = spot.count(*until, 1, count);
                format!("r.text({n}, {field}{})", text_rules(*encoding, *nul))
            }
            PartCodec::CText { max, encoding } => {
                format!("r.c_text({}, {field}{})", most(*max), text_rules(*encoding, false))
            }
            PartCodec::Bytes(until) => format!("r.take({})", spot.count(*until, 1, count)),
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                self.read_fixed(codec, *stride, &spot.count(*until, *stride, count), spot)
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                let each = self.read_element(steps, spot.member);
                if let Until::Rest { max, tail } = until {
                    let (behind, max) = (spot.behind(*tail), most(*max));
                    return format!("r.each_to_end({behind}, {max}, {each}, {field})");
                }
                format!("r.each({}, {each}, {field})", spot.count(*until, 1, count))
            }
            PartCodec::Array { element, count } => {
                format!("r.each({count}, {}, {field})", self.read_element(element, spot.member))
            }
            PartCodec::Record { id, tail } => {
                let (path, behind) = (self.path(*id), spot.behind(*tail));
                if field == NAMELESS {
                    format!("{path}._read(r, {behind})")
                } else {
                    format!("r.inside({path}._read, {behind}, {field})")
                }
            }
            PartCodec::Align(n) => format!("r.align(start, {n})"),
        }
    }

    /// Elements of fixed size: one run.
    fn read_fixed(&self, codec: &Codec, stride: u32, n: &str, spot: Spot<'_>) -> String {
        let field = spot.field;
        if let Some(format) = elements_format(codec, self.order) {
            return format!("r.numbers({n}, {format}, {stride})");
        }
        if let Codec::Array { element, count, .. } = codec
            && let Some(format) = plain_elements(element, *count, self.order)
        {
            return format!("r.rows({n}, \"{format}\", {stride})");
        }
        if let Some(format) = single(codec) {
            let wire = Wire { source: "v", is_number: true };
            let each = self.read(codec, wire, &Place::element(), spot.member);
            return format!("r.values({n}, \"{format}\", {stride}, lambda v, o: {each}, {field})");
        }
        let wire = Wire { source: "b", is_number: false };
        let each = self.read(codec, wire, &Place::element(), spot.member);
        let read = match each.strip_suffix("._unpack(b, o)") {
            Some(path) => format!("{path}._unpack"),
            None => format!("lambda b, o: {each}"),
        };
        format!("r.array({n}, {stride}, {read}, {field})")
    }

    fn read_element(&self, steps: &[Step], member: usize) -> String {
        let Some((count, part)) = member::wire_of_element(steps) else { return String::new() };
        let count = count.map(|item| read_count(item, NAMELESS)).unwrap_or_default();
        let spot = Spot { part: &part.codec, field: NAMELESS, member, is_element: true };
        format!("lambda r: {}", self.read_part(spot, &count))
    }

    /// Writes a value into `out`; `value` is what was tested where its count stands, or else the member itself.
    pub(in super::super) fn write_part(&self, spot: Spot<'_>, value: &str) -> String {
        let field = spot.field;
        match spot.part {
            PartCodec::Varint(it) => {
                let place = Place { at: "len(out)".to_owned(), field: field.to_owned() };
                let number = self.checked(&it.range, IntHost::Plain, it.absent, value, &place);
                let function = if it.signed { "add_ivar" } else { "add_uvar" };
                format!("_ww.{function}(out, {number})")
            }
            PartCodec::Text { until, encoding, nul } => {
                let data = spot.counted(*until, value);
                format!("_ww.add_text(out, {data}, {field}{})", text_rules(*encoding, *nul))
            }
            PartCodec::CText { max, encoding } => {
                let rules = text_rules(*encoding, false);
                format!("_ww.add_c_text(out, {value}, {}, {field}{rules})", most(*max))
            }
            PartCodec::Bytes(until) => format!("out.extend({})", spot.counted(*until, value)),
            PartCodec::List { element: Element::Fixed { codec, .. }, until } => {
                let wire = Wire { source: "v", is_number: false };
                let each = self.write(codec, wire, &Place::element(), spot.member);
                let (data, put) = (spot.counted(*until, value), format!("lambda v, o: {each}"));
                match elements_format(codec, self.order) {
                    Some(format) => {
                        let kind = if matches!(codec, Codec::Float(_)) { "float" } else { "int" };
                        format!("_ww.add_numbers(out, {data}, {format}, {kind}, {put}, {field})")
                    }
                    None => format!("_ww.add_array(out, {data}, {put}, {field})"),
                }
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                let each = self.write_element(steps, spot.member);
                format!("_ww.add_each(out, {}, {each}, {field})", spot.counted(*until, value))
            }
            PartCodec::Array { element, count } => {
                let each = self.write_element(element, spot.member);
                let data = format!("_ww.exactly({value}, {count}, len(out), {field})");
                format!("_ww.add_each(out, {data}, {each}, {field})")
            }
            PartCodec::Record { id, .. } => {
                format!("_ww.add(out, {value}, {}, {field})", self.path(*id))
            }
            PartCodec::Align(n) => format!("_ww.add_gap(out, start, {n})"),
        }
    }

    fn write_element(&self, steps: &[Step], member: usize) -> String {
        let Some((count, part)) = member::wire_of_element(steps) else { return String::new() };
        let spot = Spot { part: &part.codec, field: NAMELESS, member, is_element: true };
        let value = match count {
            Some(item) => write_count(item, &part.codec, "v", NAMELESS),
            None => "v".to_owned(),
        };
        format!("lambda out, v: {}", self.write_part(spot, &value))
    }
}

impl Spot<'_> {
    /// The bytes behind it that belong to its last run, or are not its own.
    fn behind(self, tail: Tail) -> String {
        match (tail.open && !self.is_element, tail.bytes) {
            (false, bytes) => bytes.to_string(),
            (true, 0) => "behind".to_owned(),
            (true, bytes) => format!("{bytes} + behind"),
        }
    }

    /// How many bytes or elements there are; those up to the end are counted in units of a size.
    fn count(self, until: Until, unit: u32, given: &str) -> String {
        let field = self.field;
        match until {
            Until::Count { .. } => given.to_owned(),
            Until::Varint { max: None } => format!("r.uvar({field})"),
            Until::Varint { max } => format!("r.uvar_count({}, {field})", most(max)),
            Until::Rest { max, tail } => {
                format!("r.to_end({}, {unit}, {}, {field})", self.behind(tail), most(max))
            }
        }
    }

    /// What is written behind its count: tested already where that has a fixed size, else tested and counted here.
    fn counted(self, until: Until, value: &str) -> String {
        let data = || sized(self.part, value, "len(out)", self.field);
        match until {
            Until::Count { .. } => value.to_owned(),
            Until::Varint { .. } => format!("_ww.counted_uvar(out, {})", data()),
            Until::Rest { .. } => data(),
        }
    }
}

/// The bytes or elements of a value, not more than its bound allows.
pub(in super::super) fn sized(part: &PartCodec, value: &str, at: &str, field: &str) -> String {
    let (function, until) = match part {
        PartCodec::Text { until, .. } => ("text_bytes", *until),
        PartCodec::Bytes(until) => ("some_bytes", *until),
        PartCodec::List { until, .. } => ("some", *until),
        PartCodec::Varint(_)
        | PartCodec::CText { .. }
        | PartCodec::Array { .. }
        | PartCodec::Record { .. }
        | PartCodec::Align(_) => return value.to_owned(),
    };
    let max = match until {
        Until::Count { max, .. } => Some(max),
        Until::Varint { max } | Until::Rest { max, .. } => max,
    };
    format!("_ww.{function}({value}, {}, {at}, {field})", most(max))
}

/// A count that is a run of its own.
pub(in super::super) fn read_count(item: &Item, field: &str) -> String {
    match &item.role {
        Role::Count { scalar, order, max, .. } => {
            format!("r.count({}, {}, {}, {field})", scalar.bytes(), word(*order), most(*max))
        }
        Role::Member(..)
        | Role::Const { .. }
        | Role::HiddenBits(..)
        | Role::Pad
        | Role::Reserved => String::new(),
    }
}

/// Writes such a count; the value of it is what it counts.
pub(in super::super) fn write_count(
    item: &Item,
    part: &PartCodec,
    value: &str,
    field: &str,
) -> String {
    let data = sized(part, value, "len(out)", field);
    match &item.role {
        Role::Count { scalar, order, .. } => {
            format!("_ww.counted(out, {}, {}, {data})", scalar.bytes(), word(*order))
        }
        Role::Member(..)
        | Role::Const { .. }
        | Role::HiddenBits(..)
        | Role::Pad
        | Role::Reserved => data,
    }
}

fn most(max: Option<u32>) -> String {
    max.map_or_else(|| "None".to_owned(), |max| max.to_string())
}

fn text_rules(encoding: Encoding, nul: bool) -> String {
    let encoding = match encoding {
        Encoding::Utf8 => "",
        Encoding::Ascii => ", ascii_only=True",
    };
    format!("{encoding}{}", if nul { ", nul=True" } else { "" })
}

fn read_varint(it: &VarintCodec, field: &str) -> String {
    let bounds = bounds(&it.range.decode());
    let function = if it.signed { "ivar" } else { "uvar" };
    match (it.absent, bounds) {
        (None, None) => format!("r.{function}({field})"),
        (None, Some((low, high))) => format!("r.{function}({field}, {low}, {high})"),
        (Some(sentinel), bounds) => {
            let (low, high) = bounds.unwrap_or(("None".to_owned(), "None".to_owned()));
            format!("r.maybe_{function}({sentinel}, {low}, {high}, {field})")
        }
    }
}

/// The format of one scalar.
fn single(codec: &Codec) -> Option<String> {
    let (scalar, order) = match codec {
        Codec::Int(int) => (int.scalar, int.order),
        Codec::Float(float) => (float.scalar, float.order),
        Codec::Bool => (Scalar::U8, ByteOrder::Little),
        Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => return None,
    };
    letter(scalar).map(|letter| format!("{}{letter}", sign(order)))
}
