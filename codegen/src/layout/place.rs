//! Items to their places: runs, offsets, sizes, padding (rules L2 and S1.1).

use super::accept::{Accept, IntRange};
use super::pack::{self, BitsCodec};
use super::part::{self, Element, Part, PartCodec, Tail, Target, Until, VarintCodec};
use super::{Codec, IntCodec, IntHost, Item, Record, Role, Run, Size, Step};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    self, Bound, ByteOrder, Count, Encoding, Field, Model, Padding, Scalar, Stored, Type, TypeId,
    Value, Variable,
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
                    && let Some((message, help)) = broken_promise(&def.name.text, size, promise)
                {
                    diagnostics.push(Diagnostic::new(Code::SizePromise, at, message).help(help));
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

/// Compares a size with the one that the schema promises; what is wrong, and what to do.
fn broken_promise(name: &str, size: Size, promise: u64) -> Option<(String, String)> {
    match size {
        Size::Fixed(size) if u64::from(size) == promise => None,
        Size::Fixed(size) => Some((
            format!("`{name}` has {size} bytes, and promises {promise}"),
            format!("write `size: {size}` if that is what both sides agree on"),
        )),
        Size::Variable { min, .. } => Some((
            format!("the size of `{name}` depends on the value, and it promises {promise} bytes"),
            format!("remove `size`: {min} is only the smallest"),
        )),
    }
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
    /// From the start of the run.
    at: u64,
    alignment: u32,
    weight: u64,
    members: usize,
    /// Those of the run.
    placed: Vec<Item>,
    /// What stands in front of the run.
    steps: Vec<Step>,
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

    /// Ends a run.
    fn end_run(&mut self) -> Option<()> {
        let size = u32::try_from(std::mem::take(&mut self.at)).ok()?;
        let items = std::mem::take(&mut self.placed);
        if size > 0 || !items.is_empty() {
            self.steps.push(Step::Run(Run { size, tail: Tail::default(), items }));
        }
        Some(())
    }

    /// Adds a part, in front of which a run ends.
    fn part(&mut self, target: Option<Target>, path: &str, codec: PartCodec) -> Option<()> {
        self.end_run()?;
        self.steps.push(Step::Part(Part { target, path: path.to_owned(), codec }));
        self.weight += 1;
        (self.weight <= MAX_ITEMS).then_some(())
    }

    fn pad_to(&mut self, alignment: u64) -> Option<()> {
        if self.steps.iter().any(|step| matches!(step, Step::Part(_))) {
            return self.part(None, "", PartCodec::Align(u32::try_from(alignment).ok()?));
        }
        let gap = self.at.div_ceil(alignment) * alignment - self.at;
        self.push(gap, String::new(), Role::Pad)
    }
}

impl Placer<'_> {
    /// The size of a record; `None` if it is too large.
    fn record(&mut self, id: TypeId) -> Option<Size> {
        if self.placed[id.0].is_none() {
            let placed = self.lay_out(self.model.record_of(id))?;
            self.placed[id.0] = Some(placed);
        }
        Some(self.get(id).record.size)
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
        items.end_run()?;
        let Items { mut steps, alignment, weight, .. } = items;
        if steps.is_empty() {
            steps.push(Step::Run(Run { size: 0, tail: Tail::default(), items: Vec::new() }));
        }
        part::set_tails(&mut steps, &|id| self.lead(id));
        let record = match steps.as_slice() {
            [Step::Run(run)] => Record {
                size: Size::Fixed(run.size),
                can_fail: run.items.iter().any(|item| self.item_can_fail(item)),
                finds_end: true,
                steps,
            },
            [..] => {
                let (min, max) = part::size(&steps, &|id| self.get(id).record.size);
                let max =
                    max.filter(|max| *max <= MAX_SIZE).and_then(|max| u32::try_from(max).ok());
                let min = u32::try_from(min).ok().filter(|min| u64::from(*min) <= MAX_SIZE)?;
                let finds_end = part::find_end(&steps, &|id| self.get(id).record.finds_end);
                Record { size: Size::Variable { min, max }, can_fail: true, finds_end, steps }
            }
        };
        Some(Placed { record, alignment, weight })
    }

    fn lead(&self, id: TypeId) -> u32 {
        part::lead(&self.get(id).record.steps, &|id| self.lead(id))
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
        items.weight = items.weight.saturating_add(self.weight(&field.ty));
        items.members += 1;
        let target = Target::Member(items.members - 1);
        if !self.model.is_fixed(&field.ty) {
            return self.variable(items, &field.ty, target, &path);
        }
        let (codec, size) = self.codec(&field.ty)?;
        items.push(size, path, Role::Member(items.members - 1, codec))
    }

    /// Places what has no fixed size: a count, if there is one, in the run in front, and then a part.
    fn variable(&self, items: &mut Items, ty: &Type, target: Target, path: &str) -> Option<()> {
        let codec = match ty {
            Type::Record(id) => PartCodec::Record { id: *id, tail: Tail::default() },
            Type::Array(element, count) => {
                PartCodec::Array { element: self.element_steps(element)?, count: *count }
            }
            Type::Variable(variable) => match &**variable {
                Variable::Varint(it) => PartCodec::Varint(VarintCodec {
                    signed: it.signed,
                    range: IntRange::plain(it.bounds(), it.rules.min, it.rules.max),
                    absent: it.rules.absent,
                }),
                Variable::Text(it) => PartCodec::Text {
                    until: until(items, &it.bound, target, path)?,
                    encoding: it.encoding,
                    nul: it.nul,
                },
                Variable::CText(it) => PartCodec::CText { max: it.max, encoding: it.encoding },
                Variable::Bytes(bound) => PartCodec::Bytes(until(items, bound, target, path)?),
                Variable::List(element, bound) => {
                    let until = until(items, bound, target, path)?;
                    let element = if self.model.is_fixed(element) {
                        let (codec, stride) = self.codec(element)?;
                        Element::Fixed { codec, stride: u32::try_from(stride).ok()? }
                    } else {
                        Element::Variable(self.element_steps(element)?)
                    };
                    PartCodec::List { element, until }
                }
            },
            Type::Int(_)
            | Type::Float(_)
            | Type::Bool
            | Type::Text(_)
            | Type::Bytes(_)
            | Type::Enum(_)
            | Type::Flags(_)
            | Type::Bits(_) => return None,
        };
        items.part(Some(target), path, codec)
    }

    /// What stands on the wire for an element of variable size.
    fn element_steps(&self, ty: &Type) -> Option<Vec<Step>> {
        let mut items = Items { alignment: 1, ..Items::default() };
        self.variable(&mut items, ty, Target::Element, "")?;
        items.end_run()?;
        part::set_tails(&mut items.steps, &|id| self.lead(id));
        Some(items.steps)
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
            | Type::Flags(_)
            | Type::Variable(_) => Some(()),
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
            Type::Variable(_) => return None,
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
            Type::Bool | Type::Text(_) | Type::Bytes(_) | Type::Variable(_) => 1,
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
            Role::Count { .. } | Role::Reserved => true,
        }
    }
}

/// How the end of a part is found; a count of fixed size is placed in the run.
fn until(items: &mut Items, bound: &Bound, of: Target, path: &str) -> Option<Until> {
    let prefix = match bound {
        Bound::Prefix(prefix) => prefix,
        Bound::Rest(max) => return Some(Until::Rest { max: *max, tail: Tail::default() }),
    };
    match prefix.count {
        Count::Varint => Some(Until::Varint { max: prefix.max }),
        Count::Fixed(scalar, order) => {
            let highest = u32::try_from(prefix.count.highest()).ok()?;
            let max = prefix.max.filter(|max| *max < highest);
            let role = Role::Count { of, scalar, order, max };
            items.push(u64::from(scalar.bytes()), path.to_owned(), role)?;
            Some(Until::Count { bytes: scalar.bytes(), max: max.unwrap_or(highest) })
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
