//! The bytes of one message, item by item, with the value of each and what is wrong with it.
//!
//! In: a compiled schema and bytes, which may be wrong. Out: [`Report`]. Must not know: how it is printed.

use super::picture::slot_name;
use super::places::{Depth, Kind, Place, places};
use super::words::{self, Scope, count};
use super::{json as literal, picture};
use crate::Compiled;
use crate::interp::{self, ErrorCode, Failure};
use crate::layout::{BitSlot, BitsCodec, Size, SlotRole};
use crate::model::notation::{self, hex, join};
use crate::model::{BitItem, BitOrder, BitType, Bits, Int, IntRules, Scalar, Type, TypeId, Value};

/// What the bytes of a message are.
#[derive(Debug)]
pub struct Report {
    pub(super) name: String,
    pub(super) length: usize,
    pub(super) lines: Vec<Line>,
    /// Why they are no such message, as one sentence.
    pub refusal: Option<Refusal>,
}

/// Why bytes are refused.
#[derive(Debug)]
pub struct Refusal {
    /// What, where and in which member.
    pub failure: Failure,
    /// The same as one sentence, with what was found and what was expected.
    pub sentence: String,
}

/// What a person reads where a sentinel says so.
pub(super) const NO_VALUE: &str = "(no value)";

/// One item.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) at: u64,
    /// Its bytes, or of a bit field its bits.
    pub(super) shown: Shown,
    pub(super) path: String,
    pub(super) ty: String,
    pub(super) value: String,
    pub(super) error: Option<ErrorCode>,
    /// What is said of the error.
    pub(super) remark: String,
}

#[derive(Debug, Default)]
pub(super) enum Shown {
    #[default]
    Nothing,
    Bytes(Vec<u8>),
    Bits(String),
}

/// Reads bytes as a message or struct.
#[must_use]
pub fn inspect(compiled: &Compiled, id: TypeId, bytes: &[u8]) -> Report {
    let failure = interp::decode(&compiled.model, id, bytes).err();
    let scope = Scope { order: None, ..Scope::of(compiled, id) };
    let mut reader = Reader { compiled, scope, bytes, lines: Vec::new() };
    let walked = places(compiled, id, Depth::Each(bytes));
    for place in &walked {
        reader.place(place);
    }
    let mut lines = reader.lines;
    let end = walked.iter().map(|place| place.at + place.size).max().unwrap_or(0);
    let surplus = usize::try_from(end).ok().and_then(|end| bytes.get(end..));
    if let Some(surplus) = surplus.filter(|surplus| !surplus.is_empty()) {
        lines.push(Line {
            at: end,
            shown: Shown::Bytes(surplus.to_vec()),
            error: Some(ErrorCode::Trailing),
            remark: "left over behind the end of the message".to_owned(),
            ..Line::default()
        });
    }
    let expected = failure.as_ref().and_then(|f| words::expectation(compiled, id, &f.path));
    let size = compiled.layout.record(id).size;
    let refusal = failure.map(|failure| Refusal {
        sentence: sentence(&failure, size, bytes, &lines, expected),
        failure,
    });
    Report { name: compiled.model.full_name(id), length: bytes.len(), lines, refusal }
}

/// One plain sentence about a refusal: what was found, and what was expected.
fn sentence(
    failure: &Failure,
    size: Size,
    bytes: &[u8],
    lines: &[Line],
    expected: Option<String>,
) -> String {
    let have = bytes.len() as u64;
    let faulty = lines.iter().find(|line| line.error == Some(failure.code));
    let lengths = || {
        let are = if have == 1 { "is" } else { "are" };
        let have = count(have, "byte");
        match size {
            Size::Fixed(size) => format!("there {are} {have} where {size} are expected"),
            Size::Variable { .. } => format!("there {are} {have}"),
        }
    };
    match (failure.code, faulty) {
        (ErrorCode::Short, Some(line)) => {
            let is = if failure.need == 1 { "is" } else { "are" };
            let cut = matches!(&line.shown, Shown::Bytes(bytes) if !bytes.is_empty());
            let within = if cut { "within " } else { "" };
            let name = match line.path.as_str() {
                "" => line.ty.clone(),
                path => format!("`{path}`"),
            };
            let (need, offset) = (failure.need, failure.offset);
            format!(
                "short: {}; {need} {is} missing at offset {offset}, from {within}{name} on",
                lengths()
            )
        }
        (ErrorCode::Trailing, _) => {
            let surplus = have - failure.offset;
            let over = if surplus == 1 { "is left over" } else { "are left over" };
            format!("trailing: {}; {surplus} {over} at offset {}", lengths(), failure.offset)
        }
        (_, faulty) => {
            let value = faulty.map(|line| &line.value).filter(|value| !value.is_empty());
            let found = value.map(|value| format!("found {value}"));
            let parts: Vec<String> = [found, expected].into_iter().flatten().collect();
            let parts =
                if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) };
            format!("{}{parts}", failure.sentence())
        }
    }
}

struct Reader<'a> {
    compiled: &'a Compiled,
    scope: Scope<'a>,
    bytes: &'a [u8],
    lines: Vec<Line>,
}

impl Reader<'_> {
    fn place(&mut self, place: &Place<'_>) {
        let all = self.bytes;
        let index = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(all.len());
        let bytes = &all[index(place.at)..index(place.at.saturating_add(place.size))];
        let missing = place.size - bytes.len() as u64;
        let mut line = Line {
            at: place.at,
            shown: Shown::Bytes(bytes.to_vec()),
            path: place.path.clone(),
            ty: self.scope.place(place),
            ..Line::default()
        };
        if matches!(place.kind, Kind::Group(_)) {
            line.shown = Shown::Nothing;
        } else if missing > 0 {
            line.error = Some(ErrorCode::Short);
            line.remark = match bytes.len() {
                0 => "the input ends here".to_owned(),
                some => format!("the input ends behind {some} of {}", count(place.size, "byte")),
            };
        } else {
            self.whole(place, bytes, &mut line);
        }
        self.lines.push(line);
        if let Kind::Bits(bits, codec) = place.kind
            && missing == 0
        {
            self.slots(place, bits, codec);
        }
    }

    /// An item all of whose bytes are there.
    fn whole(&self, place: &Place<'_>, bytes: &[u8], line: &mut Line) {
        let model = &self.compiled.model;
        match place.kind {
            Kind::Value(ty, _) => match interp::decode_item(model, ty, self.bytes, place.at) {
                Ok(value) => line.value = self.value(ty, &value),
                Err(failure) => {
                    line.error = Some(failure.code);
                    line.value = self.raw(ty, place.at);
                }
            },
            Kind::Const(ty, fixed, expected) => {
                let constant = literal::write(&notation::write(model, ty, &fixed.value));
                line.ty = self.scope.ty(ty);
                line.value = match interp::decode_item(model, ty, self.bytes, place.at) {
                    Ok(value) => self.value(ty, &value),
                    Err(_) => literal::string(&hex(bytes)),
                };
                if bytes != expected {
                    line.remark = format!("{constant} is expected");
                    line.error = fixed.check.then_some(ErrorCode::Const);
                }
            }
            Kind::Pad => {
                if bytes.iter().any(|byte| *byte != 0) {
                    "not zero, and ignored".clone_into(&mut line.remark);
                }
            }
            Kind::Reserved => {
                let wrong = bytes.iter().any(|byte| *byte != 0);
                line.error = wrong.then_some(ErrorCode::Reserved);
            }
            Kind::Bits(..) => line.value = format!("{:#x}", self.unit(place)),
            Kind::Count(scalar, order, max) => {
                let ty = Type::Int(Int { scalar, order, rules: IntRules::default() });
                line.value = self.raw(&ty, place.at);
                let number: Option<u64> = line.value.parse().ok();
                let too_many = max.zip(number).is_some_and(|(max, n)| n > u64::from(max));
                line.error = too_many.then_some(ErrorCode::Limit);
            }
            Kind::Part(ty, _, (from, behind)) => {
                match interp::decode_part(model, ty, self.bytes, from, behind) {
                    Ok((value, _)) => line.value = self.value(ty, &value),
                    Err(failure) => line.error = Some(failure.code),
                }
            }
            Kind::Group(_) => {}
        }
    }

    fn value(&self, ty: &Type, value: &Value) -> String {
        match value {
            Value::Absent => NO_VALUE.to_owned(),
            Value::Int(_)
            | Value::Float(_)
            | Value::Bool(_)
            | Value::Text(_)
            | Value::Bytes(_)
            | Value::List(_)
            | Value::Record(_) => literal::write(&notation::write(&self.compiled.model, ty, value)),
        }
    }

    /// The number that stands where a rule refuses it; nothing of texts, whose bytes are shown.
    fn raw(&self, ty: &Type, at: u64) -> String {
        let int = |scalar, order| Type::Int(Int { scalar, order, rules: IntRules::default() });
        let bare = match ty {
            Type::Int(it) => int(it.scalar, it.order),
            Type::Enum(it) | Type::Flags(it) => int(it.scalar, it.order),
            Type::Bool => int(Scalar::U8, crate::model::ByteOrder::Little),
            Type::Float(it) => Type::Float(crate::model::Float {
                min: None,
                max: None,
                absent_nan: false,
                ..it.clone()
            }),
            Type::Text(_)
            | Type::Bytes(_)
            | Type::Record(_)
            | Type::Array(..)
            | Type::Bits(_)
            | Type::Variable(_) => return String::new(),
        };
        let read = interp::decode_item(&self.compiled.model, &bare, self.bytes, at);
        read.map(|value| self.value(&bare, &value)).unwrap_or_default()
    }

    /// A storage unit as a number.
    fn unit(&self, place: &Place<'_>) -> u64 {
        let Kind::Bits(_, codec) = place.kind else { return 0 };
        let rules = IntRules::default();
        let ty = Type::Int(Int { scalar: codec.scalar, order: codec.order, rules });
        match interp::decode_item(&self.compiled.model, &ty, self.bytes, place.at) {
            Ok(Value::Int(number)) => u64::try_from(number).unwrap_or(0),
            _ => 0,
        }
    }

    fn slots(&mut self, place: &Place<'_>, bits: &Bits, codec: &BitsCodec) {
        let unit = self.unit(place);
        for (slot, item) in codec.slots.iter().zip(&bits.items) {
            let raw = unit >> slot.shift & slot.mask;
            let path = match slot.role {
                SlotRole::Member { .. } | SlotRole::Const { .. } => join(&place.path, &slot.name),
                SlotRole::Pad | SlotRole::Reserved => String::new(),
            };
            let width = slot.width as usize;
            let digits = format!("{raw:0width$b}");
            let mut line = Line {
                at: place.at,
                shown: Shown::Bits(format!("{} = {digits}", picture::bit_range(slot))),
                path,
                ty: self.scope.slot(slot),
                ..Line::default()
            };
            match &slot.role {
                SlotRole::Pad | SlotRole::Reserved => {
                    slot_name(slot).clone_into(&mut line.ty);
                    let wrong = raw != 0 && matches!(slot.role, SlotRole::Reserved);
                    line.error = wrong.then_some(ErrorCode::Reserved);
                }
                SlotRole::Const { raw: expected, check } => {
                    line.value = raw.to_string();
                    if raw != *expected {
                        line.remark = format!("{expected} is expected");
                        line.error = check.then_some(ErrorCode::Const);
                    }
                }
                SlotRole::Member { .. } => self.slot(place, bits, (slot, item, raw), &mut line),
            }
            self.lines.push(line);
        }
    }

    /// The value of one bit field, read from a group that has no other.
    fn slot(
        &self,
        place: &Place<'_>,
        bits: &Bits,
        (slot, item, raw): (&BitSlot, &BitItem, u64),
        line: &mut Line,
    ) {
        let only = |item: BitItem| {
            let above = bits.scalar.bits() - slot.shift - slot.width;
            let fill = |width| (width > 0).then_some(BitItem::Pad(width));
            let items = [fill(slot.shift), Some(item), fill(above)].into_iter().flatten().collect();
            Type::Bits(Box::new(Bits { first: BitOrder::Lsb, items, ..bits.clone() }))
        };
        let read = |item| {
            let read =
                interp::decode_item(&self.compiled.model, &only(item), self.bytes, place.at)?;
            match read {
                Value::Record(values) => Ok(values.into_iter().next().unwrap_or(Value::Absent)),
                Value::Int(_)
                | Value::Float(_)
                | Value::Bool(_)
                | Value::Text(_)
                | Value::Bytes(_)
                | Value::List(_)
                | Value::Absent => Ok(Value::Absent),
            }
        };
        let BitItem::Field(field) = item else { return };
        match read(item.clone()) {
            Ok(Value::Absent) => NO_VALUE.clone_into(&mut line.value),
            Ok(value) => {
                let value = notation::write_bit(&self.compiled.model, field, &value);
                line.value = literal::write(&value);
            }
            Err(Failure { code, .. }) => {
                line.error = Some(code);
                let mut bare = field.clone();
                let signed = matches!(field.ty, BitType::Int { signed: true, .. });
                bare.ty = BitType::Int { signed, rules: IntRules::default() };
                line.value = match read(BitItem::Field(bare)) {
                    Ok(Value::Int(number)) => number.to_string(),
                    _ => raw.to_string(),
                };
            }
        }
    }
}
