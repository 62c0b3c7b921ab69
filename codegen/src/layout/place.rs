//! Items to their places: runs, offsets, sizes, padding (rules L2 and S1.1).

use super::accept::{Accept, IntRange};
use super::pack::{self, BitsCodec};
use super::{Codec, IntCodec, IntHost, Item, Record, Role, Run, Size, Step};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    self, ByteOrder, Encoding, Field, Model, Padding, Scalar, Stored, Type, TypeId, Value,
};

/// Messages have at most so many bytes.
const MAX_SIZE: u64 = (1 << 31) - 1;
/// Types may have at most so many items, counted through everything nested: a bound for what is generated.
const MAX_ITEMS: u64 = 1_000_000;

/// Lays out all records, nested ones before those that hold them.
pub(super) fn place(model: &Model, diagnostics: &mut Diagnostics) -> Option<Vec<Option<Record>>> {
    let mut placer = Placer { model, placed: (0..model.types.len()).map(|_| None).collect() };
    for (id, def, record) in model.records() {
        match placer.record(id) {
            Some(size) => {
                if let Some((promise, at)) = record.message.as_ref().and_then(|m| m.size)
                    && promise != size
                {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::SizePromise,
                            at,
                            format!("`{}` has {size} bytes, and promises {promise}", def.name.text),
                        )
                        .help(format!("write `size: {size}` if that is what both sides agree on")),
                    );
                }
            }
            None => {
                let message = format!(
                    "`{}` is larger than a message may be (2^31 - 1 bytes, 1,000,000 items)",
                    def.name.text
                );
                diagnostics.push(
                    Diagnostic::new(Code::TooLarge, def.name.at, message)
                        .help("send it in parts: a message for each piece, with its position"),
                );
                return None;
            }
        }
    }
    let records = placer.placed.into_iter().map(|placed| placed.map(|p| p.record)).collect();
    (!diagnostics.has_errors()).then_some(records)
}

struct Placed {
    record: Record,
    /// For `layout: c`.
    alignment: u32,
    /// How many items it has, counted through everything nested.
    weight: u64,
}

struct Placer<'m> {
    model: &'m Model,
    placed: Vec<Option<Placed>>,
}

/// The items of a record while they are placed.
#[derive(Default)]
struct Items {
    at: u64,
    alignment: u32,
    weight: u64,
    members: usize,
    placed: Vec<Item>,
}

impl Items {
    /// Adds an item; a filler of no bytes is none.
    fn push(&mut self, size: u64, path: String, role: Role) -> Option<()> {
        self.weight += 1;
        if size == 0 && matches!(role, Role::Pad | Role::Reserved) {
            return Some(());
        }
        let item =
            Item { at: u32::try_from(self.at).ok()?, size: u32::try_from(size).ok()?, path, role };
        self.placed.push(item);
        self.at = self.at.checked_add(size).filter(|end| *end <= MAX_SIZE)?;
        (self.weight <= MAX_ITEMS).then_some(())
    }

    fn pad_to(&mut self, alignment: u64) -> Option<()> {
        let gap = self.at.div_ceil(alignment) * alignment - self.at;
        self.push(gap, String::new(), Role::Pad)
    }
}

impl Placer<'_> {
    /// The size of a record; `None` if it is too large.
    fn record(&mut self, id: TypeId) -> Option<u64> {
        if self.placed[id.0].is_none() {
            let placed = self.lay_out(self.model.record_of(id))?;
            self.placed[id.0] = Some(placed);
        }
        Some(u64::from(self.get(id).record.size.min()))
    }

    fn get(&self, id: TypeId) -> &Placed {
        self.placed[id.0].as_ref().expect("nested records are placed first")
    }

    fn lay_out(&mut self, record: &model::Record) -> Option<Placed> {
        for (inner, _) in record.nested() {
            self.record(inner)?;
        }
        let mut items = Items { alignment: 1, ..Items::default() };
        for item in &record.items {
            match item {
                model::Item::Pad(n) => items.push(u64::from(*n), String::new(), Role::Pad)?,
                model::Item::Reserved(n) => {
                    items.push(u64::from(*n), String::new(), Role::Reserved)?;
                }
                model::Item::Align(n) => items.pad_to(u64::from(*n))?,
                model::Item::Field(field) => {
                    if record.c_layout.is_some() {
                        let alignment = self.alignment(&field.ty);
                        items.alignment = items.alignment.max(alignment);
                        items.pad_to(u64::from(alignment))?;
                    }
                    self.field(&mut items, field)?;
                }
            }
        }
        if record.c_layout.is_some() {
            items.pad_to(u64::from(items.alignment))?;
        }
        let size = u32::try_from(items.at).ok()?;
        let can_fail = items.placed.iter().any(|item| self.item_can_fail(item));
        // Nothing here depends on a value, so all of it is one run.
        let steps = vec![Step::Run(Run { size, items: items.placed })];
        let record = Record { size: Size::Fixed(size), steps, can_fail };
        Some(Placed { record, alignment: items.alignment, weight: items.weight })
    }

    fn field(&self, items: &mut Items, field: &Field) -> Option<()> {
        let path = field.name.text.clone();
        if let Some(fixed) = &field.constant {
            let bytes = constant_bytes(&field.ty, &fixed.value);
            return items.push(bytes.len() as u64, path, Role::Const { bytes, check: fixed.check });
        }
        if !self.model.is_member(field) {
            return self.hidden(items, &field.ty, &path);
        }
        let (codec, size) = self.codec(&field.ty)?;
        items.weight = items.weight.saturating_add(self.weight(&field.ty));
        items.members += 1;
        items.push(size, path, Role::Member(items.members - 1, codec))
    }

    /// A field without members stands as its own items in the record around it (rule L4.5).
    fn hidden(&self, items: &mut Items, ty: &Type, path: &str) -> Option<()> {
        match ty {
            Type::Record(id) => {
                let start = items.at;
                let inner = self.get(*id);
                for item in inner.record.items() {
                    items.at = start + u64::from(item.at);
                    items.push(u64::from(item.size), join(path, &item.path), item.role.clone())?;
                }
                items.at = start + u64::from(inner.record.size.min());
                items.weight += 1;
                Some(())
            }
            Type::Array(element, n) => {
                (0..*n).try_for_each(|i| self.hidden(items, element, &format!("{path}[{i}]")))
            }
            Type::Bits(bits) => {
                let size = u64::from(bits.scalar.bytes());
                let codec = pack::pack(self.model, bits);
                let bytes = int_bytes(bits.scalar, bits.order, i128::from(codec.constant()));
                items.push(size, path.to_owned(), Role::HiddenBits(codec, bytes))
            }
            Type::Int(_)
            | Type::Float(_)
            | Type::Bool
            | Type::Text(_)
            | Type::Bytes(_)
            | Type::Enum(_)
            | Type::Flags(_) => Some(()),
        }
    }

    fn codec(&self, ty: &Type) -> Option<(Codec, u64)> {
        let of = |scalar: Scalar| u64::from(scalar.bytes());
        Some(match ty {
            Type::Int(int) => {
                let range = IntRange::plain(int.scalar.bounds(), int.rules.min, int.rules.max);
                let codec = IntCodec {
                    scalar: int.scalar,
                    order: int.order,
                    host: IntHost::Plain,
                    range,
                    absent: int.rules.absent,
                    scale: int.rules.scale,
                };
                (Codec::Int(codec), of(int.scalar))
            }
            Type::Float(float) => (Codec::Float(float.clone()), of(float.scalar)),
            Type::Bool => (Codec::Bool, 1),
            Type::Text(text) => (Codec::Text(text.clone()), u64::from(text.size)),
            Type::Bytes(n) => (Codec::Bytes(*n), u64::from(*n)),
            Type::Enum(stored) => (self.named(stored, IntHost::Enum(stored.id)), of(stored.scalar)),
            Type::Flags(stored) => {
                (self.named(stored, IntHost::Flags(stored.id)), of(stored.scalar))
            }
            Type::Record(id) => (Codec::Record(*id), u64::from(self.get(*id).record.size.min())),
            Type::Array(element, count) => {
                let (element, stride) = self.codec(element)?;
                let size =
                    stride.checked_mul(u64::from(*count)).filter(|size| *size <= MAX_SIZE)?;
                let stride = u32::try_from(stride).ok()?;
                (Codec::Array { element: Box::new(element), count: *count, stride }, size)
            }
            Type::Bits(bits) => (Codec::Bits(pack::pack(self.model, bits)), of(bits.scalar)),
        })
    }

    fn named(&self, stored: &Stored, host: IntHost) -> Codec {
        Codec::Int(IntCodec {
            scalar: stored.scalar,
            order: stored.order,
            host,
            range: IntRange::named(self.model, stored.id, stored.scalar.bounds()),
            absent: None,
            scale: None,
        })
    }

    fn weight(&self, ty: &Type) -> u64 {
        ty.record().map_or(1, |id| self.get(id).weight)
    }

    /// The alignment that a C compiler gives a type (rule L2.4).
    fn alignment(&self, ty: &Type) -> u32 {
        match ty {
            Type::Int(int) => int.scalar.bytes(),
            Type::Float(float) => float.scalar.bytes(),
            Type::Enum(stored) | Type::Flags(stored) => stored.scalar.bytes(),
            Type::Bits(bits) => bits.scalar.bytes(),
            Type::Bool | Type::Text(_) | Type::Bytes(_) => 1,
            Type::Array(element, _) => self.alignment(element),
            Type::Record(id) => self.get(*id).alignment,
        }
    }

    fn item_can_fail(&self, item: &Item) -> bool {
        match &item.role {
            Role::Member(_, Codec::Record(id)) => self.get(*id).record.can_fail,
            Role::Member(_, codec) => codec_can_fail(codec, &|id| self.get(id).record.can_fail),
            Role::Const { check, .. } => *check,
            Role::HiddenBits(bits, _) => bits_can_fail(bits),
            Role::Pad => false,
            Role::Reserved => true,
        }
    }
}

fn join(outer: &str, inner: &str) -> String {
    if inner.is_empty() { outer.to_owned() } else { model::notation::join(outer, inner) }
}

pub(super) fn can_fail(records: &[Option<Record>], codec: &Codec) -> bool {
    codec_can_fail(codec, &|id| records[id.0].as_ref().is_some_and(|r| r.can_fail))
}

fn codec_can_fail(codec: &Codec, record: &dyn Fn(TypeId) -> bool) -> bool {
    match codec {
        Codec::Int(int) => int.range.decode() != Accept::All,
        Codec::Float(float) => float.min.is_some() || float.max.is_some(),
        Codec::Bool | Codec::Text(_) => true,
        Codec::Bytes(_) => false,
        Codec::Array { element, .. } => codec_can_fail(element, record),
        Codec::Record(id) => record(*id),
        Codec::Bits(bits) => bits_can_fail(bits),
    }
}

fn bits_can_fail(bits: &BitsCodec) -> bool {
    bits.slots.iter().any(pack::BitSlot::can_fail)
}

/// What stands on the wire for a constant; the front end has proved that it fits.
fn constant_bytes(ty: &Type, value: &Value) -> Vec<u8> {
    match (ty, value) {
        (Type::Int(int), Value::Int(number)) => int_bytes(int.scalar, int.order, *number),
        (Type::Enum(stored) | Type::Flags(stored), Value::Int(number)) => {
            int_bytes(stored.scalar, stored.order, *number)
        }
        (Type::Text(text), Value::Text(it)) => {
            let fill = match text.pad {
                Padding::Nul | Padding::Any => 0,
                Padding::Space => b' ',
            };
            debug_assert!(text.encoding == Encoding::Utf8 || it.is_ascii());
            let mut bytes = it.as_bytes().to_vec();
            bytes.resize(text.size as usize, fill);
            bytes
        }
        (_, Value::Bytes(bytes)) => bytes.clone(),
        _ => Vec::new(),
    }
}

fn int_bytes(scalar: Scalar, order: ByteOrder, number: i128) -> Vec<u8> {
    let mut bytes = number.to_le_bytes()[..scalar.bytes() as usize].to_vec();
    if order == ByteOrder::Big {
        bytes.reverse();
    }
    bytes
}
