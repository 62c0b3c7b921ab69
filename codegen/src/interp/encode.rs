//! A value to bytes (rule S2).

use super::place::{item_size, padding_before, trailing_padding};
use super::{ErrorCode, Failure, text};
use crate::model::number::to_f32;
use crate::model::{
    BitItem, BitOrder, BitType, Bits, Bound, ByteOrder, Count, Encoding, Float, Int, IntRules,
    Item, Model, Prefix, Scalar, Stored, Type, TypeId, TypeKind, Value, Variable, Varint,
};

type Written = Result<(), Failure>;

/// Encodes a message.
pub fn encode(model: &Model, id: TypeId, value: &Value) -> Result<Vec<u8>, Failure> {
    let mut encoder = Encoder { model, bytes: Vec::new() };
    encoder.record(id, value)?;
    Ok(encoder.bytes)
}

/// Encodes a value of any type.
pub(super) fn value(model: &Model, ty: &Type, value: &Value) -> Result<Vec<u8>, Failure> {
    let mut encoder = Encoder { model, bytes: Vec::new() };
    encoder.value(ty, value)?;
    Ok(encoder.bytes)
}

/// The bytes of a constant, which the front end has proved to have some.
pub(super) fn constant(model: &Model, ty: &Type, fixed: &Value) -> Vec<u8> {
    value(model, ty, fixed).unwrap_or_default()
}

/// Whether min and max allow a number.
pub(super) fn in_range(rules: &IntRules, number: i128) -> bool {
    rules.min.is_none_or(|min| number >= min) && rules.max.is_none_or(|max| number <= max)
}

/// Whether min and max allow a number; a NaN is outside any bound.
pub(super) fn float_in_range(float: &Float, number: f64) -> bool {
    float.min.is_none_or(|min| number >= min) && float.max.is_none_or(|max| number <= max)
}

struct Encoder<'a> {
    model: &'a Model,
    bytes: Vec<u8>,
}

impl Encoder<'_> {
    fn at(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn fail(&self, code: ErrorCode) -> Written {
        Err(Failure::at(code, self.at()))
    }

    fn zeros(&mut self, n: u64) {
        let end = self.bytes.len() + usize::try_from(n).unwrap_or(0);
        self.bytes.resize(end, 0);
    }

    fn record(&mut self, id: TypeId, value: &Value) -> Written {
        let record = self.model.record_of(id);
        let Value::Record(members) = value else { return self.fail(ErrorCode::Type) };
        if members.len() != self.model.members(record).count() {
            return self.fail(ErrorCode::Type);
        }
        let mut members = members.iter();
        let start = self.at();
        for item in &record.items {
            self.zeros(padding_before(self.model, record, item, self.at() - start));
            match item {
                Item::Field(field) => {
                    let nothing = Value::Record(Vec::new());
                    let value = match &field.constant {
                        Some(fixed) => &fixed.value,
                        None if self.model.is_member(field) => {
                            members.next().unwrap_or(&Value::Absent)
                        }
                        None => &nothing,
                    };
                    self.value(&field.ty, value).map_err(|e| e.within(&field.name.text))?;
                }
                Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => {
                    self.zeros(item_size(self.model, item, self.at() - start));
                }
            }
        }
        self.zeros(trailing_padding(self.model, record, self.at() - start));
        Ok(())
    }

    fn value(&mut self, ty: &Type, value: &Value) -> Written {
        match (ty, value) {
            (Type::Int(int), _) => self.int(int, value),
            (Type::Float(float), _) => self.float(float, value),
            (Type::Bool, Value::Bool(truth)) => {
                self.bytes.push(u8::from(*truth));
                Ok(())
            }
            (Type::Text(rules), Value::Text(it)) => match text::write(rules, it) {
                Ok(bytes) => {
                    self.bytes.extend(bytes);
                    Ok(())
                }
                Err(code) => self.fail(code),
            },
            (Type::Bytes(n), Value::Bytes(it)) if it.len() == *n as usize => {
                self.bytes.extend(it);
                Ok(())
            }
            (Type::Bytes(_), Value::Bytes(_)) => self.fail(ErrorCode::Length),
            (Type::Enum(stored) | Type::Flags(stored), Value::Int(number)) => {
                self.named(stored, *number)
            }
            (Type::Record(id), _) => self.record(*id, value),
            (Type::Array(element, n), _) => self.array(element, *n, value),
            (Type::Bits(bits), _) => self.bits(bits, value),
            (Type::Variable(variable), _) => self.variable(variable, value),
            (Type::Bool | Type::Text(_) | Type::Bytes(_) | Type::Enum(_) | Type::Flags(_), _) => {
                self.fail(ErrorCode::Type)
            }
        }
    }

    /// An array of a type without members takes no value: its elements are written all the same.
    fn array(&mut self, element: &Type, n: u32, value: &Value) -> Written {
        if *value == Value::Record(Vec::new()) {
            return (0..n).try_for_each(|_| self.value(element, value));
        }
        let Value::List(items) = value else { return self.fail(ErrorCode::Type) };
        if items.len() != n as usize {
            return self.fail(ErrorCode::Length);
        }
        self.elements(element, items)
    }

    fn elements(&mut self, element: &Type, items: &[Value]) -> Written {
        for (i, item) in items.iter().enumerate() {
            self.value(element, item).map_err(|e| e.within(&format!("[{i}]")))?;
        }
        Ok(())
    }

    fn variable(&mut self, variable: &Variable, value: &Value) -> Written {
        match (variable, value) {
            (Variable::Varint(varint), _) => self.varint(varint, value),
            (Variable::Text(rules), Value::Text(text)) => {
                self.count(&rules.bound, text.len())?;
                self.free_text(rules.encoding, rules.nul, text)
            }
            (Variable::CText(rules), Value::Text(text)) => {
                if rules.max.is_some_and(|max| text.len() > max as usize) {
                    return self.fail(ErrorCode::Limit);
                }
                self.free_text(rules.encoding, false, text)?;
                self.bytes.push(0);
                Ok(())
            }
            (Variable::Bytes(bound), Value::Bytes(bytes)) => {
                self.count(bound, bytes.len())?;
                self.bytes.extend(bytes);
                Ok(())
            }
            (Variable::List(element, bound), Value::List(items)) => {
                self.count(bound, items.len())?;
                self.elements(element, items)
            }
            (
                Variable::Text(_) | Variable::CText(_) | Variable::Bytes(_) | Variable::List(..),
                _,
            ) => self.fail(ErrorCode::Type),
        }
    }

    fn free_text(&mut self, encoding: Encoding, may_hold_nul: bool, text: &str) -> Written {
        if let Err(code) = text::check_free(encoding, may_hold_nul, text) {
            return self.fail(code);
        }
        self.bytes.extend(text.as_bytes());
        Ok(())
    }

    /// Tests a count, and writes it where one stands in front.
    fn count(&mut self, bound: &Bound, count: usize) -> Written {
        let count = count as u64;
        let max = match bound {
            Bound::Prefix(prefix) => {
                prefix.max.map_or(prefix.count.highest(), u64::from).min(prefix.count.highest())
            }
            Bound::Rest(max) => max.map_or(u64::MAX, u64::from),
        };
        if count > max {
            return self.fail(ErrorCode::Limit);
        }
        match bound {
            Bound::Prefix(Prefix { count: Count::Fixed(scalar, order), .. }) => {
                self.raw(*scalar, *order, count);
            }
            Bound::Prefix(Prefix { count: Count::Varint, .. }) => self.leb128(count),
            Bound::Rest(_) => {}
        }
        Ok(())
    }

    fn varint(&mut self, varint: &Varint, value: &Value) -> Written {
        let number = match number_of(&varint.rules, value) {
            Ok(number) => number,
            Err(code) => return self.fail(code),
        };
        let (lowest, highest) = varint.bounds();
        if number < lowest || number > highest {
            return self.fail(ErrorCode::Range);
        }
        let raw = match varint.signed {
            true if number < 0 => -2 * number - 1,
            true => 2 * number,
            false => number,
        };
        self.leb128(low_bits(raw));
        Ok(())
    }

    fn leb128(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(u8::try_from(number & 0x7F).unwrap_or(0) | 0x80);
            number >>= 7;
        }
        self.bytes.push(u8::try_from(number).unwrap_or(0));
    }

    fn raw(&mut self, scalar: Scalar, order: ByteOrder, raw: u64) {
        let bytes = raw.to_le_bytes();
        let used = &bytes[..scalar.bytes() as usize];
        match order {
            ByteOrder::Little => self.bytes.extend(used),
            ByteOrder::Big => self.bytes.extend(used.iter().rev()),
        }
    }

    fn number(&mut self, scalar: Scalar, order: ByteOrder, number: i128) -> Written {
        let (lowest, highest) = scalar.bounds();
        if number < lowest || number > highest {
            return self.fail(ErrorCode::Range);
        }
        self.raw(scalar, order, low_bits(number));
        Ok(())
    }

    fn int(&mut self, int: &Int, value: &Value) -> Written {
        match number_of(&int.rules, value) {
            Ok(number) => self.number(int.scalar, int.order, number),
            Err(code) => self.fail(code),
        }
    }

    fn float(&mut self, float: &Float, value: &Value) -> Written {
        let number = match value {
            Value::Absent if float.absent_nan => f64::NAN,
            Value::Float(number) => {
                let stored = if float.scalar == Scalar::F32 {
                    to_f32(*number).map(f64::from)
                } else {
                    Some(*number)
                };
                let Some(stored) = stored else { return self.fail(ErrorCode::Range) };
                if !float_in_range(float, stored) || float.absent_nan && stored.is_nan() {
                    return self.fail(ErrorCode::Range);
                }
                stored
            }
            Value::Int(_)
            | Value::Bool(_)
            | Value::Text(_)
            | Value::Bytes(_)
            | Value::List(_)
            | Value::Record(_)
            | Value::Absent => return self.fail(ErrorCode::Type),
        };
        match to_f32(number) {
            Some(narrow) if float.scalar == Scalar::F32 => {
                self.raw(float.scalar, float.order, u64::from(narrow.to_bits()));
            }
            _ => self.raw(float.scalar, float.order, number.to_bits()),
        }
        Ok(())
    }

    fn named(&mut self, stored: &Stored, number: i128) -> Written {
        match named_problem(self.model, stored.id, number) {
            Some(code) => self.fail(code),
            None => self.number(stored.scalar, stored.order, number),
        }
    }

    fn bits(&mut self, bits: &Bits, value: &Value) -> Written {
        let Value::Record(members) = value else { return self.fail(ErrorCode::Type) };
        if members.len() != bits.members().count() {
            return self.fail(ErrorCode::Type);
        }
        let mut members = members.iter();
        let mut unit: u64 = 0;
        let mut used = 0;
        for item in &bits.items {
            let width = item.width();
            let shift = match bits.first {
                BitOrder::Lsb => used,
                BitOrder::Msb => bits.scalar.bits() - used - width,
            };
            used += width;
            let BitItem::Field(field) = item else { continue };
            let number = match field.constant {
                Some((constant, _)) => constant,
                None => {
                    match self.bit(&field.ty, width, members.next().unwrap_or(&Value::Absent)) {
                        Ok(number) => number,
                        Err(code) => {
                            return self.fail(code).map_err(|e| e.within(&field.name.text));
                        }
                    }
                }
            };
            unit |= (low_bits(number) & low_bits((1 << width) - 1)) << shift;
        }
        self.raw(bits.scalar, bits.order, unit);
        Ok(())
    }

    fn bit(&self, ty: &BitType, width: u32, value: &Value) -> Result<i128, ErrorCode> {
        let fits = |number: i128, is_signed| {
            let (lowest, highest) = crate::model::scalar::int_bounds(width, is_signed);
            if number < lowest || number > highest { Err(ErrorCode::Range) } else { Ok(number) }
        };
        match (ty, value) {
            (BitType::Bool, Value::Bool(truth)) => Ok(i128::from(*truth)),
            (BitType::Int { signed, rules }, _) => fits(number_of(rules, value)?, *signed),
            (BitType::Enum(id), Value::Int(number)) => {
                match named_problem(self.model, *id, *number) {
                    Some(code) => Err(code),
                    None => fits(*number, false),
                }
            }
            (BitType::Bool | BitType::Enum(_), _) => Err(ErrorCode::Type),
        }
    }
}

/// Why a number is no value of an enum or of flags: without a name in a closed one, or wider than it is declared.
pub(super) fn named_problem(model: &Model, id: TypeId, number: i128) -> Option<ErrorCode> {
    let (known, scalar) = match &model.get(id).kind {
        TypeKind::Enum(it) => {
            (!it.closed || it.values.iter().any(|v| v.value == number), it.scalar)
        }
        TypeKind::Flags(it) => (!it.closed || number & !it.mask() == 0, it.scalar),
        TypeKind::Record(_) => return Some(ErrorCode::Type),
    };
    let (lowest, highest) = scalar.bounds();
    if !known {
        return Some(ErrorCode::Enum);
    }
    (number < lowest || number > highest).then_some(ErrorCode::Range)
}

/// The raw number of a value under its rules; the width is tested by the caller.
fn number_of(rules: &IntRules, value: &Value) -> Result<i128, ErrorCode> {
    match (value, rules.absent) {
        (Value::Absent, Some(sentinel)) => Ok(sentinel),
        (Value::Int(number), sentinel) => {
            let allowed = in_range(rules, *number) && sentinel != Some(*number);
            if allowed { Ok(*number) } else { Err(ErrorCode::Range) }
        }
        _ => Err(ErrorCode::Type),
    }
}

/// The lowest 64 bits in two's complement.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the low bits are what is asked for"
)]
fn low_bits(number: i128) -> u64 {
    number as u64
}
