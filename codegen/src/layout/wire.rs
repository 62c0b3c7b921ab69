//! The canonical text of a wire, and fingerprints over it (rule L8.5).
//!
//! Two messages have one fingerprint exactly when every byte string means the same in both: no names, no docs, no
//! scales, because those are not on the wire.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{
    Accept, BitSlot, BitsCodec, Codec, Element, IntCodec, Item, PartCodec, Record, Role, Size,
    SlotRole, Step, Until,
};
use crate::model::{ByteOrder, Encoding, Float, Model, PackageId, Padding, Scalar, Text, TypeId};

/// Changes with every change of the text below.
const FORMAT: u32 = 1;

/// The first eight bytes of a SHA-256, as a number read from the highest byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(pub u64);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[derive(Debug)]
pub(super) struct Fingerprints {
    messages: Vec<Option<Fingerprint>>,
    packages: Vec<Fingerprint>,
}

impl Fingerprints {
    pub(super) fn message(&self, id: TypeId) -> Fingerprint {
        self.messages[id.0].unwrap_or(Fingerprint(0))
    }

    pub(super) fn package(&self, id: PackageId) -> Fingerprint {
        self.packages[id.0]
    }
}

pub(super) fn fingerprints(model: &Model, records: &[Option<Record>]) -> Fingerprints {
    let mut messages = vec![None; model.types.len()];
    for (id, ..) in model.messages() {
        messages[id.0] = Some(hash(&text(model, records, id)));
    }
    let packages = model.packages.iter().map(|package| {
        let mut of_messages: Vec<_> =
            package.types.iter().filter_map(|id| messages[id.0]).collect();
        of_messages.sort_unstable();
        let lines: String = of_messages.iter().map(|f| format!("{f}\n")).collect();
        hash(&format!("wire {FORMAT}\npackage\n{lines}"))
    });
    Fingerprints { packages: packages.collect(), messages }
}

fn hash(text: &str) -> Fingerprint {
    let digest = Sha256::digest(text.as_bytes());
    Fingerprint(digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// The text over which a message's fingerprint is taken.
#[must_use]
pub fn canonical_text(model: &Model, layout: &super::Layout, id: TypeId) -> String {
    text(model, &layout.records, id)
}

fn text(model: &Model, records: &[Option<Record>], id: TypeId) -> String {
    let mut writer = Writer { records, out: format!("wire {FORMAT}\nmessage") };
    let message = model.record_of(id).message.as_ref();
    if let Some(number) = message.and_then(|m| m.id) {
        let _ = write!(writer.out, " id={number}");
    }
    writer.record(id, 1);
    writer.out.push('\n');
    writer.out
}

fn words(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Ascii => "ascii",
    }
}

struct Writer<'a> {
    records: &'a [Option<Record>],
    out: String,
}

impl Writer<'_> {
    fn record(&mut self, id: TypeId, depth: usize) {
        let Some(record) = &self.records[id.0] else { return };
        let _ = match record.size {
            Size::Fixed(size) => write!(self.out, " size={size} {{"),
            Size::Variable { .. } => write!(self.out, " {{"),
        };
        self.steps(&record.steps, depth);
        self.line(depth - 1);
        self.out.push('}');
    }

    /// Items of a run have their offset in it, parts a dash.
    fn steps(&mut self, steps: &[Step], depth: usize) {
        for step in steps {
            match step {
                Step::Run(run) => run.items.iter().for_each(|item| self.item(item, depth)),
                Step::Part(part) => self.part(&part.codec, depth),
            }
        }
    }

    fn part(&mut self, codec: &PartCodec, depth: usize) {
        self.line(depth);
        self.out.push_str("- ");
        match codec {
            PartCodec::Varint(it) => {
                self.out.push_str(if it.signed { "ivar" } else { "uvar" });
                self.accept(&it.range.decode());
                self.absent(it.absent);
            }
            PartCodec::Text { until, encoding, nul } => {
                let _ = write!(self.out, "string {}", words(*encoding));
                self.out.push_str(if *nul { " nul" } else { "" });
                self.until(*until);
            }
            PartCodec::CText { max, encoding } => {
                let _ = write!(self.out, "cstring {}", words(*encoding));
                self.at_most(*max);
            }
            PartCodec::Bytes(until) => {
                self.out.push_str("bytes");
                self.until(*until);
            }
            PartCodec::List { element, until } => {
                self.out.push_str("list");
                self.until(*until);
                self.out.push_str(" of ");
                match element {
                    Element::Fixed { codec, .. } => self.codec(codec, depth),
                    Element::Variable(steps) => self.elements(steps, depth),
                }
            }
            PartCodec::Array { element, count } => {
                let _ = write!(self.out, "array[{count}] of ");
                self.elements(element, depth);
            }
            PartCodec::Record { id, .. } => {
                self.out.push_str("record");
                self.record(*id, depth + 1);
            }
            PartCodec::Align(n) => {
                let _ = write!(self.out, "align[{n}]");
            }
        }
    }

    fn elements(&mut self, steps: &[Step], depth: usize) {
        self.out.push('{');
        self.steps(steps, depth + 1);
        self.line(depth);
        self.out.push('}');
    }

    /// What the count in the run in front says of itself is told there.
    fn until(&mut self, until: Until) {
        match until {
            Until::Count { .. } => self.out.push_str(" counted"),
            Until::Varint { max } => {
                self.out.push_str(" counted by uvar");
                self.at_most(max);
            }
            Until::Rest { max, .. } => {
                self.out.push_str(" to the end");
                self.at_most(max);
            }
        }
    }

    fn at_most(&mut self, max: Option<u32>) {
        if let Some(max) = max {
            let _ = write!(self.out, " ..{max}");
        }
    }

    fn absent(&mut self, absent: Option<i128>) {
        if let Some(absent) = absent {
            let _ = write!(self.out, " absent={absent}");
        }
    }

    fn line(&mut self, depth: usize) {
        let _ = write!(self.out, "\n{:1$}", "", depth * 2);
    }

    fn item(&mut self, item: &Item, depth: usize) {
        self.line(depth);
        let _ = write!(self.out, "{} ", item.at);
        match &item.role {
            Role::Member(_, codec) => self.codec(codec, depth),
            Role::Const { bytes, check } => {
                let _ = write!(self.out, "const {}", crate::model::notation::hex(bytes));
                self.out.push_str(if *check { "" } else { " unchecked" });
            }
            Role::Count { scalar, order, max, .. } => {
                self.out.push_str("count ");
                self.scalar(*scalar, *order);
                self.at_most(*max);
            }
            Role::HiddenBits(bits, _) => self.bits(bits, depth),
            Role::Pad => {
                let _ = write!(self.out, "pad[{}]", item.size);
            }
            Role::Reserved => {
                let _ = write!(self.out, "reserved[{}]", item.size);
            }
        }
    }

    fn codec(&mut self, codec: &Codec, depth: usize) {
        match codec {
            Codec::Int(int) => self.int(int),
            Codec::Float(float) => self.float(float),
            Codec::Bool => self.out.push_str("bool"),
            Codec::Text(text) => self.text(text),
            Codec::Bytes(n) => {
                let _ = write!(self.out, "bytes[{n}]");
            }
            Codec::Array { element, count, .. } => {
                let _ = write!(self.out, "array[{count}] of ");
                self.codec(element, depth);
            }
            Codec::Record(id) => {
                self.out.push_str("record");
                self.record(*id, depth + 1);
            }
            Codec::Bits(bits) => self.bits(bits, depth),
        }
    }

    fn scalar(&mut self, scalar: Scalar, order: ByteOrder) {
        self.out.push_str(scalar.keyword());
        if scalar.bytes() > 1 {
            self.out.push_str(match order {
                ByteOrder::Little => "le",
                ByteOrder::Big => "be",
            });
        }
    }

    fn int(&mut self, int: &IntCodec) {
        self.scalar(int.scalar, int.order);
        self.accept(&int.range.decode());
        self.absent(int.absent);
    }

    fn accept(&mut self, accept: &Accept) {
        let _ = match accept {
            Accept::All => Ok(()),
            Accept::Within { min, max } => {
                let bound = |b: &Option<i128>| b.map(|b| b.to_string()).unwrap_or_default();
                write!(self.out, " {}..{}", bound(min), bound(max))
            }
            Accept::OneOf(ranges) => {
                let list: Vec<_> =
                    ranges.iter().map(|(low, high)| format!("{low}..{high}")).collect();
                write!(self.out, " one of {}", list.join(","))
            }
            Accept::Mask(mask) => write!(self.out, " mask {mask:#x}"),
        };
    }

    fn float(&mut self, float: &Float) {
        self.scalar(float.scalar, float.order);
        for (name, bound) in [("min", float.min), ("max", float.max)] {
            if let Some(bound) = bound {
                let _ = write!(self.out, " {name}={:016x}", bound.to_bits());
            }
        }
        self.out.push_str(if float.absent_nan { " absent=nan" } else { "" });
    }

    fn text(&mut self, text: &Text) {
        let encoding = words(text.encoding);
        let pad = match text.pad {
            Padding::Nul => "nul",
            Padding::Any => "any",
            Padding::Space => "space",
        };
        let _ = write!(self.out, "char[{}] {encoding} pad {pad}", text.size);
    }

    fn bits(&mut self, bits: &BitsCodec, depth: usize) {
        self.out.push_str("bits ");
        self.scalar(bits.scalar, bits.order);
        let mut by_place: Vec<&BitSlot> = bits.slots.iter().collect();
        by_place.sort_by_key(|slot| slot.shift);
        for slot in by_place {
            self.line(depth + 1);
            let _ = write!(self.out, "{}+{} ", slot.shift, slot.width);
            match &slot.role {
                SlotRole::Member { signed, range, absent, .. } => {
                    self.out.push_str(if *signed { "int" } else { "uint" });
                    self.accept(&range.decode());
                    self.absent(*absent);
                }
                SlotRole::Const { raw, check } => {
                    let _ = write!(
                        self.out,
                        "const {raw:#x}{}",
                        if *check { "" } else { " unchecked" }
                    );
                }
                SlotRole::Pad => self.out.push_str("pad"),
                SlotRole::Reserved => self.out.push_str("reserved"),
            }
        }
    }
}
