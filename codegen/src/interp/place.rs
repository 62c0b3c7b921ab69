//! Sizes and alignments by walking the types (rules L2.3 and L2.4), and how far a run reaches (rule S1.1).
//! Independent of `layout` on purpose.

use crate::model::{Bound, Count, Item, Model, Record, Type, TypeId, Variable};

/// The bytes that a record takes; of one without a fixed size nothing.
#[must_use]
pub fn record_size(model: &Model, id: TypeId) -> Option<u64> {
    model.is_fixed_record(id).then(|| {
        let record = model.record_of(id);
        let at = offset(model, record, record.items.len());
        at + trailing_padding(model, record, at)
    })
}

/// Where the fixed items before this index end.
fn offset(model: &Model, record: &Record, index: usize) -> u64 {
    record.items[..index].iter().fold(0, |at, item| {
        let at = at + padding_before(model, record, item, at);
        at + item_size(model, item, at)
    })
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

/// The bytes of an item of fixed size that begins at `at` of its record.
pub(super) fn item_size(model: &Model, item: &Item, at: u64) -> u64 {
    match item {
        Item::Field(field) => size(model, &field.ty),
        Item::Pad(n) | Item::Reserved(n) => u64::from(*n),
        Item::Align(n) => up(at, u64::from(*n)) - at,
    }
}

/// The bytes of a type of fixed size; of another type those that come first in any value of it.
pub(super) fn size(model: &Model, ty: &Type) -> u64 {
    match ty {
        Type::Int(int) => u64::from(int.scalar.bytes()),
        Type::Float(float) => u64::from(float.scalar.bytes()),
        Type::Bool => 1,
        Type::Text(text) => u64::from(text.size),
        Type::Bytes(n) => u64::from(*n),
        Type::Enum(stored) | Type::Flags(stored) => u64::from(stored.scalar.bytes()),
        Type::Record(id) => {
            record_size(model, *id).unwrap_or_else(|| ahead(model, model.record_of(*id), 0, 0))
        }
        Type::Array(element, n) if model.is_fixed(element) => {
            size(model, element).saturating_mul(u64::from(*n))
        }
        // Its elements start runs of their own.
        Type::Array(..) => 0,
        Type::Bits(bits) => u64::from(bits.scalar.bytes()),
        Type::Variable(variable) => match &**variable {
            Variable::Varint(_) | Variable::CText(_) => 0,
            Variable::Text(text) => prefix_size(&text.bound),
            Variable::Bytes(bound) | Variable::List(_, bound) => prefix_size(bound),
        },
    }
}

fn prefix_size(bound: &Bound) -> u64 {
    match bound {
        Bound::Prefix(prefix) => match prefix.count {
            Count::Fixed(scalar, _) => u64::from(scalar.bytes()),
            Count::Varint => 0,
        },
        Bound::Rest(_) => 0,
    }
}

/// The bytes of the run that goes on with the item of this index; `behind` are those behind the record.
pub(super) fn ahead(model: &Model, record: &Record, index: usize, behind: u64) -> u64 {
    let mut has_offset = record.items[..index].iter().all(|item| is_fixed(model, item));
    let start = if has_offset { offset(model, record, index) } else { 0 };
    let mut at = start;
    for item in &record.items[index..] {
        if matches!(item, Item::Align(_)) && !has_offset {
            return at - start;
        }
        at += padding_before(model, record, item, at);
        at = at.saturating_add(item_size(model, item, at));
        if !is_fixed(model, item) {
            return at - start;
        }
        has_offset &= is_fixed(model, item);
    }
    (at - start + trailing_padding(model, record, at)).saturating_add(behind)
}

/// Whether an item takes the same number of bytes in every value; `align` does where all in front of it do.
pub(super) fn is_fixed(model: &Model, item: &Item) -> bool {
    match item {
        Item::Field(field) => model.is_fixed(&field.ty),
        Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => true,
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
        Type::Text(_) | Type::Bytes(_) | Type::Variable(_) => 1,
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

pub(super) fn up(at: u64, to: u64) -> u64 {
    at.div_ceil(to) * to
}
