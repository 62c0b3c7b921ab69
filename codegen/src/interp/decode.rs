//! Bytes to a value (rule S1).

use super::place::{item_size, padding_before, record_size, size};
use super::{ErrorCode, Failure, text};
use crate::model::{
    BitItem, BitOrder, BitType, Bits, ByteOrder, Float, Int, Item, Model, Scalar, Stored, Type,
    TypeId, Value,
};

type Read = Result<Value, Failure>;

/// Decodes exactly one message.
pub fn decode(model: &Model, id: TypeId, bytes: &[u8]) -> Read {
    let size = record_size(model, id);
    let have = bytes.len() as u64;
    if have < size {
        return Err(Failure { need: size - have, ..Failure::at(ErrorCode::Short, have) });
    }
    let value = Decoder { model, bytes }.record(id, 0)?;
    if have > size { Err(Failure::at(ErrorCode::Trailing, size)) } else { Ok(value) }
}

/// Decodes one item of fixed size that stands somewhere in bytes, for pictures of them.
pub fn decode_item(model: &Model, ty: &Type, bytes: &[u8], at: u64) -> Read {
    let (have, end) = (bytes.len() as u64, at.saturating_add(size(model, ty)));
    if have < end {
        return Err(Failure { need: end - have, ..Failure::at(ErrorCode::Short, have) });
    }
    Decoder { model, bytes }.value(ty, at)
}

/// The bytes of one run, whose length was tested.
struct Decoder<'a> {
    model: &'a Model,
    bytes: &'a [u8],
}

impl Decoder<'_> {
    fn take(&self, at: u64, size: u64) -> &[u8] {
        let index = |n| usize::try_from(n).expect("inside the input");
        &self.bytes[index(at)..index(at + size)]
    }

    fn record(&self, id: TypeId, start: u64) -> Read {
        let record = self.model.record_of(id);
        let mut at = 0;
        let mut members = Vec::new();
        for item in &record.items {
            at += padding_before(self.model, record, item, at);
            match item {
                Item::Field(field) => {
                    let here = start + at;
                    let value = match &field.constant {
                        Some(fixed) => {
                            let expected =
                                super::encode::constant(self.model, &field.ty, &fixed.value);
                            let found = self.take(here, size(self.model, &field.ty));
                            if fixed.check && found != expected {
                                Err(Failure::at(ErrorCode::Const, here))
                            } else {
                                Ok(Value::Absent)
                            }
                        }
                        None => self.value(&field.ty, here),
                    };
                    let value = value.map_err(|e| e.within(&field.name.text))?;
                    if self.model.is_member(field) {
                        members.push(value);
                    }
                }
                Item::Reserved(n) => self.reserved(start + at, u64::from(*n))?,
                Item::Pad(_) | Item::Align(_) => {}
            }
            at += item_size(self.model, item, at);
        }
        Ok(Value::Record(members))
    }

    fn reserved(&self, at: u64, size: u64) -> Result<(), Failure> {
        match self.take(at, size).iter().position(|b| *b != 0) {
            Some(i) => Err(Failure::at(ErrorCode::Reserved, at + i as u64)),
            None => Ok(()),
        }
    }

    fn value(&self, ty: &Type, at: u64) -> Read {
        match ty {
            Type::Int(int) => self.int(int, at),
            Type::Float(float) => self.float(float, at),
            Type::Bool => match self.take(at, 1)[0] {
                0 => Ok(Value::Bool(false)),
                1 => Ok(Value::Bool(true)),
                _ => Err(Failure::at(ErrorCode::Bool, at)),
            },
            Type::Text(rules) => match text::read(rules, self.take(at, u64::from(rules.size))) {
                Ok(text) => Ok(Value::Text(text)),
                Err(code) => Err(Failure::at(code, at)),
            },
            Type::Bytes(n) => Ok(Value::Bytes(self.take(at, u64::from(*n)).to_vec())),
            Type::Enum(stored) | Type::Flags(stored) => self.named(stored, at),
            Type::Record(id) => self.record(*id, at),
            Type::Array(element, n) => {
                let stride = size(self.model, element);
                let one = |i: u32| {
                    self.value(element, at + u64::from(i) * stride)
                        .map_err(|e| e.within(&format!("[{i}]")))
                };
                (0..*n).map(one).collect::<Result<_, _>>().map(Value::List)
            }
            Type::Bits(bits) => self.bits(bits, at),
        }
    }

    /// The bits of a scalar as an unsigned number.
    fn raw(&self, scalar: Scalar, order: ByteOrder, at: u64) -> u64 {
        let bytes = self.take(at, u64::from(scalar.bytes()));
        let push = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        match order {
            ByteOrder::Big => bytes.iter().fold(0, push),
            ByteOrder::Little => bytes.iter().rev().fold(0, push),
        }
    }

    fn number(&self, scalar: Scalar, order: ByteOrder, at: u64) -> i128 {
        signed(i128::from(self.raw(scalar, order, at)), scalar.bits(), scalar.is_signed())
    }

    fn int(&self, int: &Int, at: u64) -> Read {
        let number = self.number(int.scalar, int.order, at);
        if int.rules.absent == Some(number) {
            return Ok(Value::Absent);
        }
        if super::encode::in_range(&int.rules, number) {
            Ok(Value::Int(number))
        } else {
            Err(Failure::at(ErrorCode::Range, at))
        }
    }

    fn float(&self, float: &Float, at: u64) -> Read {
        let raw = self.raw(float.scalar, float.order, at);
        let number = match u32::try_from(raw) {
            Ok(raw) if float.scalar == Scalar::F32 => f64::from(f32::from_bits(raw)),
            _ => f64::from_bits(raw),
        };
        if float.absent_nan && number.is_nan() {
            return Ok(Value::Absent);
        }
        if super::encode::float_in_range(float, number) {
            Ok(Value::Float(number))
        } else {
            Err(Failure::at(ErrorCode::Range, at))
        }
    }

    fn named(&self, stored: &Stored, at: u64) -> Read {
        let number = self.number(stored.scalar, stored.order, at);
        match super::encode::named_problem(self.model, stored.id, number) {
            Some(code) => Err(Failure::at(code, at)),
            None => Ok(Value::Int(number)),
        }
    }

    fn bits(&self, bits: &Bits, at: u64) -> Read {
        let unit = self.raw(bits.scalar, bits.order, at);
        let mut used = 0;
        let mut members = Vec::new();
        for item in &bits.items {
            let width = item.width();
            let shift = match bits.first {
                BitOrder::Lsb => used,
                BitOrder::Msb => bits.scalar.bits() - used - width,
            };
            used += width;
            let raw = i128::from(unit) >> shift & ((1 << width) - 1);
            match item {
                BitItem::Pad(_) => {}
                BitItem::Reserved(_) if raw == 0 => {}
                BitItem::Reserved(_) => return Err(Failure::at(ErrorCode::Reserved, at)),
                BitItem::Field(field) => {
                    let value =
                        self.bit(&field.ty, width, raw).and_then(|value| match field.constant {
                            Some((constant, true)) if bit_number(&value) != constant => {
                                Err(ErrorCode::Const)
                            }
                            _ => Ok(value),
                        });
                    let value =
                        value.map_err(|code| Failure::at(code, at).within(&field.name.text))?;
                    if field.constant.is_none() {
                        members.push(value);
                    }
                }
            }
        }
        Ok(Value::Record(members))
    }

    fn bit(&self, ty: &BitType, width: u32, raw: i128) -> Result<Value, ErrorCode> {
        match ty {
            BitType::Bool => Ok(Value::Bool(raw == 1)),
            BitType::Int { signed: is_signed, rules } => {
                let number = signed(raw, width, *is_signed);
                if rules.absent == Some(number) {
                    Ok(Value::Absent)
                } else if super::encode::in_range(rules, number) {
                    Ok(Value::Int(number))
                } else {
                    Err(ErrorCode::Range)
                }
            }
            BitType::Enum(id) => {
                super::encode::named_problem(self.model, *id, raw).map_or(Ok(Value::Int(raw)), Err)
            }
        }
    }
}

fn bit_number(value: &Value) -> i128 {
    match value {
        Value::Int(number) => *number,
        Value::Bool(truth) => i128::from(*truth),
        Value::Float(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Absent => -1,
    }
}

/// Reads two's complement of a width.
fn signed(raw: i128, bits: u32, is_signed: bool) -> i128 {
    if is_signed && raw >> (bits - 1) & 1 == 1 { raw - (1 << bits) } else { raw }
}
