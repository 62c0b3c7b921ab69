//! Sizes and alignments by walking the types (rules L2.3 and L2.4). Independent of `layout` on purpose.

use crate::model::{Item, Model, Record, Type, TypeId};

/// The bytes that a record takes.
#[must_use]
pub fn record_size(model: &Model, id: TypeId) -> u64 {
    let record = model.record_of(id);
    let mut at = 0;
    for item in &record.items {
        at += padding_before(model, record, item, at) + item_size(model, item, at);
    }
    at + trailing_padding(model, record, at)
}

/// The bytes that `layout: c` puts in front of an item that would begin at `at`.
pub(super) fn padding_before(model: &Model, record: &Record, item: &Item, at: u64) -> u64 {
    match item {
        Item::Field(field) if record.c_layout.is_some() => up(at, alignment(model, &field.ty)) - at,
        Item::Field(_) | Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => 0,
    }
}

/// The bytes that `layout: c` puts behind the last item.
pub(super) fn trailing_padding(model: &Model, record: &Record, at: u64) -> u64 {
    if record.c_layout.is_some() { up(at, record_alignment(model, record)) - at } else { 0 }
}

pub(super) fn item_size(model: &Model, item: &Item, at: u64) -> u64 {
    match item {
        Item::Field(field) => size(model, &field.ty),
        Item::Pad(n) | Item::Reserved(n) => u64::from(*n),
        Item::Align(n) => up(at, u64::from(*n)) - at,
    }
}

pub(super) fn size(model: &Model, ty: &Type) -> u64 {
    match ty {
        Type::Int(int) => u64::from(int.scalar.bytes()),
        Type::Float(float) => u64::from(float.scalar.bytes()),
        Type::Bool => 1,
        Type::Text(text) => u64::from(text.size),
        Type::Bytes(n) => u64::from(*n),
        Type::Enum(stored) | Type::Flags(stored) => u64::from(stored.scalar.bytes()),
        Type::Record(id) => record_size(model, *id),
        Type::Array(element, n) => size(model, element).saturating_mul(u64::from(*n)),
        Type::Bits(bits) => u64::from(bits.scalar.bytes()),
    }
}

fn record_alignment(model: &Model, record: &Record) -> u64 {
    let fields = record.items.iter().map(|item| match item {
        Item::Field(field) => alignment(model, &field.ty),
        Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => 1,
    });
    fields.max().unwrap_or(1)
}

fn alignment(model: &Model, ty: &Type) -> u64 {
    match ty {
        Type::Text(_) | Type::Bytes(_) => 1,
        Type::Array(element, _) => alignment(model, element),
        Type::Record(id) => record_alignment(model, model.record_of(*id)),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Bits(_) => size(model, ty),
    }
}

fn up(at: u64, to: u64) -> u64 {
    at.div_ceil(to) * to
}
