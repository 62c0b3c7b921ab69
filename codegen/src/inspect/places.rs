//! The items of a record one after the other, nested ones in place, each with its offset from the start.
//!
//! In: model and layout. Out: [`Place`]s. Must not know: how they are drawn.

use crate::Compiled;
use crate::layout::{BitsCodec, Codec, Role};
use crate::model::notation::join;
use crate::model::{Bits, Field, Fixed, Item, Model, Type, TypeId};

/// An item at its place.
#[derive(Debug)]
pub struct Place<'a> {
    /// From the start of the outermost record.
    pub at: u64,
    /// Its bytes.
    pub size: u64,
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
    /// A storage unit and its bit fields.
    Bits(&'a Bits, &'a BitsCodec),
    /// Zeros that are ignored.
    Pad,
    /// Zeros that are checked.
    Reserved,
}

/// How far a walk goes into arrays, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// An array is one item.
    Whole,
    /// Each element is walked, up to the first item that ends behind this offset.
    Each(u64),
}

/// Walks a record.
#[must_use]
pub fn places(compiled: &Compiled, id: TypeId, depth: Depth) -> Vec<Place<'_>> {
    let mut walk = Walk { compiled, depth, done: false, out: Vec::new() };
    walk.record(id, 0, "");
    walk.out
}

struct Walk<'a> {
    compiled: &'a Compiled,
    depth: Depth,
    done: bool,
    out: Vec<Place<'a>>,
}

impl<'a> Walk<'a> {
    fn record(&mut self, id: TypeId, base: u64, outer: &str) {
        let model = &self.compiled.model;
        let members: Vec<&Field> = model.members(model.record_of(id)).collect();
        for item in self.compiled.layout.record(id).items() {
            let (at, size) = (base + u64::from(item.at), u64::from(item.size));
            let named = if item.path.is_empty() { None } else { find(model, id, &item.path) };
            let path = match item.path.as_str() {
                "" => String::new(),
                inner => within(outer, inner),
            };
            let kind = match &item.role {
                Role::Member(index, codec) => {
                    let field = members[*index];
                    self.member(
                        &field.ty,
                        codec,
                        Place { at, size, path, field: Some(field), kind: Kind::Pad },
                    );
                    continue;
                }
                Role::Const { bytes, .. } => named.and_then(|field| {
                    Some(Kind::Const(&field.ty, field.constant.as_ref()?, bytes))
                }),
                Role::HiddenBits(codec, _) => {
                    named.and_then(|field| Some(Kind::Bits(bits(&field.ty)?, codec)))
                }
                Role::Pad => Some(Kind::Pad),
                Role::Reserved => Some(Kind::Reserved),
            };
            if let Some(kind) = kind {
                self.push(Place { at, size, path, field: named, kind });
            }
        }
    }

    /// Adds a place, and says whether the walk goes on.
    fn push(&mut self, place: Place<'a>) -> bool {
        if self.done {
            return false;
        }
        let is_group = matches!(place.kind, Kind::Group(_));
        if let Depth::Each(end) = self.depth {
            self.done = place.at + place.size > end && !is_group;
        }
        self.out.push(place);
        true
    }

    fn member(&mut self, ty: &'a Type, codec: &'a Codec, place: Place<'a>) {
        if self.done {
            return;
        }
        let (at, path, field) = (place.at, place.path.clone(), place.field);
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
                    self.member(ty, element, Place { at, size, path, field, kind: Kind::Pad });
                }
            }
            (ty, codec) => {
                self.push(Place { kind: Kind::Value(ty, codec), ..place });
            }
        }
    }
}

fn within(outer: &str, inner: &str) -> String {
    if outer.is_empty() { inner.to_owned() } else { join(outer, inner) }
}

/// The bits group that a type is, or is an array of.
fn bits(ty: &Type) -> Option<&Bits> {
    match ty {
        Type::Bits(bits) => Some(bits),
        Type::Array(element, _) => bits(element),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_) => None,
    }
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
