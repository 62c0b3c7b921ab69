//! The items of a record one after the other, nested ones in place, each with its offset.
//!
//! In: model and layout, and bytes if there are any. Out: [`Place`]s. Must not know: how they are drawn.

use crate::Compiled;
use crate::interp;
use crate::layout::{BitsCodec, Codec, Part, PartCodec, Role, Run, Step, Target, Until};
use crate::model::notation::join;
use crate::model::{Bits, ByteOrder, Field, Fixed, Item, Model, Scalar, Type, TypeId};

/// An item at its place.
#[derive(Debug)]
pub struct Place<'a> {
    /// From the start of the outermost record; without bytes, and behind a part, from the end of that part.
    pub at: u64,
    /// Its bytes; of a part without bytes 0.
    pub size: u64,
    /// How many parts stand in front of it.
    pub parts: usize,
    /// As in errors: `readings[3].kind`; empty for fillers.
    pub path: String,
    /// The field that it is, or is a part of.
    pub field: Option<&'a Field>,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What an item is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// A record or an array whose parts follow.
    Group(&'a Codec),
    /// A member of the value.
    Value(&'a Type, &'a Codec),
    /// Always the same bytes.
    Const(&'a Type, &'a Fixed, &'a [u8]),
    /// How many bytes or elements the next part has, and how many it may have.
    Count(Scalar, ByteOrder, Option<u32>),
    /// A member whose size depends on the value; with bytes, where it begins with its count, and what is behind it.
    Part(&'a Type, &'a PartCodec, (u64, u64)),
    /// A storage unit and its bit fields.
    Bits(&'a Bits, &'a BitsCodec),
    /// Zeros that are ignored.
    Pad,
    /// Zeros that are checked.
    Reserved,
}

/// How far a walk goes into arrays and parts, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth<'b> {
    /// An array is one item.
    Whole,
    /// Each element is walked, up to the first item that does not end within these bytes.
    Each(&'b [u8]),
}

/// Walks a record.
#[must_use]
pub fn places<'a>(compiled: &'a Compiled, id: TypeId, depth: Depth<'_>) -> Vec<Place<'a>> {
    let mut walk = Walk { compiled, depth, done: false, parts: 0, out: Vec::new() };
    walk.record(id, 0, "");
    walk.out
}

struct Walk<'a, 'b> {
    compiled: &'a Compiled,
    depth: Depth<'b>,
    done: bool,
    parts: usize,
    out: Vec<Place<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn record(&mut self, id: TypeId, start: u64, outer: &str) {
        let model = &self.compiled.model;
        let members: Vec<&Field> = model.members(model.record_of(id)).collect();
        let mut at = start;
        for step in &self.compiled.layout.record(id).steps {
            match step {
                Step::Run(run) => {
                    self.run(id, run, at, (&members, outer));
                    at += u64::from(run.size);
                }
                Step::Part(part) => at = self.part(part, (start, at), &members),
            }
        }
    }

    fn run(&mut self, id: TypeId, run: &'a Run, base: u64, (members, outer): (&[&'a Field], &str)) {
        let model = &self.compiled.model;
        for item in &run.items {
            let (at, size) = (base + u64::from(item.at), u64::from(item.size));
            let named = if item.path.is_empty() { None } else { find(model, id, &item.path) };
            let path = match item.path.as_str() {
                "" => String::new(),
                inner => within(outer, inner),
            };
            let parts = self.parts;
            let kind = match &item.role {
                Role::Member(index, codec) => {
                    let field = Some(members[*index]);
                    let place = Place { at, size, parts, path, field, kind: Kind::Pad };
                    self.member(&members[*index].ty, codec, place);
                    continue;
                }
                Role::Const { bytes, .. } => named.and_then(|field| {
                    Some(Kind::Const(&field.ty, field.constant.as_ref()?, bytes))
                }),
                Role::Count { scalar, order, max, .. } => Some(Kind::Count(*scalar, *order, *max)),
                Role::HiddenBits(codec, _) => {
                    named.and_then(|field| Some(Kind::Bits(field.ty.bits()?, codec)))
                }
                Role::Pad => Some(Kind::Pad),
                Role::Reserved => Some(Kind::Reserved),
            };
            if let Some(kind) = kind {
                self.push(Place { at, size, parts, path, field: named, kind });
            }
        }
    }

    /// Adds a part that begins at `at`, and says where the next step begins.
    fn part(&mut self, part: &'a Part, (start, at): (u64, u64), members: &[&'a Field]) -> u64 {
        if let PartCodec::Align(n) = part.codec {
            let end = start + (at - start).div_ceil(u64::from(n)) * u64::from(n);
            let size = if self.depth == Depth::Whole { 0 } else { end - at };
            let parts = self.parts;
            let kind = Kind::Pad;
            self.push(Place { at, size, parts, path: String::new(), field: None, kind });
            self.parts += 1;
            return if self.depth == Depth::Whole { 0 } else { end };
        }
        let Some(Target::Member(index)) = part.target else { return at };
        let field = members[index];
        let (counted, behind) = around(&part.codec);
        let from = at.saturating_sub(counted);
        let end = match self.depth {
            Depth::Whole => at,
            Depth::Each(bytes) => {
                let model = &self.compiled.model;
                let read = interp::decode_part(model, &field.ty, bytes, from, behind);
                read.map_or(bytes.len() as u64, |(_, end)| end)
            }
        };
        self.push(Place {
            at,
            size: end.saturating_sub(at),
            parts: self.parts,
            path: part.path.clone(),
            field: Some(field),
            kind: Kind::Part(&field.ty, &part.codec, (from, behind)),
        });
        self.parts += 1;
        if self.depth == Depth::Whole { 0 } else { end }
    }

    /// Adds a place, and says whether the walk goes on.
    fn push(&mut self, place: Place<'a>) -> bool {
        if self.done {
            return false;
        }
        let is_group = matches!(place.kind, Kind::Group(_));
        if let Depth::Each(bytes) = self.depth {
            self.done = place.at + place.size > bytes.len() as u64 && !is_group;
        }
        self.out.push(place);
        true
    }

    fn member(&mut self, ty: &'a Type, codec: &'a Codec, place: Place<'a>) {
        if self.done {
            return;
        }
        let Place { at, parts, field, .. } = place;
        let path = place.path.clone();
        match (ty, codec) {
            (_, Codec::Record(id)) => {
                self.push(Place { kind: Kind::Group(codec), ..place });
                self.record(*id, at, &path);
            }
            (Type::Bits(bits), Codec::Bits(inner)) => {
                self.push(Place { kind: Kind::Bits(bits, inner), ..place });
            }
            (Type::Array(ty, _), Codec::Array { element, count, stride })
                if self.depth != Depth::Whole =>
            {
                self.push(Place { kind: Kind::Group(codec), ..place });
                let size = u64::from(*stride);
                for i in 0..*count {
                    if self.done {
                        return;
                    }
                    let (at, path) = (at + u64::from(i) * size, format!("{path}[{i}]"));
                    let kind = Kind::Pad;
                    self.member(ty, element, Place { at, size, parts, path, field, kind });
                }
            }
            (ty, codec) => {
                self.push(Place { kind: Kind::Value(ty, codec), ..place });
            }
        }
    }
}

/// The bytes of a part's count in the run in front, and those of fixed size behind it.
fn around(codec: &PartCodec) -> (u64, u64) {
    let until = match codec {
        PartCodec::Text { until, .. } | PartCodec::Bytes(until) | PartCodec::List { until, .. } => {
            *until
        }
        PartCodec::Record { tail, .. } => return (0, u64::from(tail.bytes)),
        PartCodec::Varint(_)
        | PartCodec::CText { .. }
        | PartCodec::Array { .. }
        | PartCodec::Align(_) => return (0, 0),
    };
    match until {
        Until::Count { bytes, .. } => (u64::from(bytes), 0),
        Until::Varint { .. } => (0, 0),
        Until::Rest { tail, .. } => (0, u64::from(tail.bytes)),
    }
}

fn within(outer: &str, inner: &str) -> String {
    if outer.is_empty() { inner.to_owned() } else { join(outer, inner) }
}

/// The field behind a path inside a record.
fn find<'m>(model: &'m Model, id: TypeId, path: &str) -> Option<&'m Field> {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let name = head.split('[').next().unwrap_or_default();
    let field = model.record_of(id).items.iter().find_map(|item| match item {
        Item::Field(field) if field.name.text == name => Some(&**field),
        Item::Field(_) | Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => None,
    })?;
    if rest.is_empty() { Some(field) } else { find(model, field.ty.record()?, rest) }
}
