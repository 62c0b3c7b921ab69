//! Bytes to a value (rule S1).

use super::place::{ahead, is_fixed, item_size, padding_before, size, trailing_padding, up};
use super::{ErrorCode, Failure, text};
use crate::model::{
    BitItem, BitOrder, BitType, Bits, Bound, ByteOrder, CText, Count, Field, Float, Int, IntRules,
    Item, Model, Prefix, Scalar, Stored, Type, TypeId, Value, VarText, Variable, Varint,
};

type Read = Result<Value, Failure>;

/// Decodes exactly one message.
pub fn decode(model: &Model, id: TypeId, bytes: &[u8]) -> Read {
    let mut decoder = Decoder::new(model, bytes, 0);
    let value = decoder.record(id, 0)?;
    if decoder.at < decoder.end {
        return Err(Failure::at(ErrorCode::Trailing, decoder.at));
    }
    Ok(value)
}

/// Decodes one item that stands somewhere in bytes, for pictures of them.
pub fn decode_item(model: &Model, ty: &Type, bytes: &[u8], at: u64) -> Read {
    decode_part(model, ty, bytes, at, 0).map(|(value, _)| value)
}

/// The same for a part of variable size, with so many bytes of fixed size behind it; says where it ends, too.
pub fn decode_part(
    model: &Model,
    ty: &Type,
    bytes: &[u8],
    at: u64,
    behind: u64,
) -> Result<(Value, u64), Failure> {
    let mut decoder = Decoder::new(model, bytes, at);
    let value = decoder.value(ty, behind)?;
    Ok((value, decoder.at))
}

struct Decoder<'a> {
    model: &'a Model,
    bytes: &'a [u8],
    /// The next byte.
    at: u64,
    /// The end of the input, or of the region.
    end: u64,
    /// How far the run that is being read reaches: its length was tested (rule S1.1).
    tested: u64,
}

impl<'a> Decoder<'a> {
    fn new(model: &'a Model, bytes: &'a [u8], at: u64) -> Self {
        Self { model, bytes, at, end: bytes.len() as u64, tested: 0 }
    }

    /// Starts a run of so many bytes, unless one is being read.
    fn run(&mut self, size: impl FnOnce(&Self) -> u64) -> Result<(), Failure> {
        if self.at < self.tested {
            return Ok(());
        }
        let end = self.at.saturating_add(size(self));
        if end > self.end {
            return Err(Failure {
                need: end - self.end,
                ..Failure::at(ErrorCode::Short, self.end)
            });
        }
        self.tested = end;
        Ok(())
    }

    /// The next bytes of a run.
    fn take(&mut self, size: u64) -> &'a [u8] {
        let index = |n| usize::try_from(n).expect("inside the input");
        let taken = &self.bytes[index(self.at)..index(self.at + size)];
        self.at += size;
        taken
    }

    /// Reads a record; `behind` are the bytes of fixed size behind it, which belong to its last run.
    fn record(&mut self, id: TypeId, behind: u64) -> Read {
        let model = self.model;
        let record = model.record_of(id);
        let start = self.at;
        let mut members = Vec::new();
        for (index, item) in record.items.iter().enumerate() {
            match item {
                Item::Align(n) => {
                    let gap = up(self.at - start, u64::from(*n)) - (self.at - start);
                    self.run(|_| gap.max(ahead(model, record, index, behind)))?;
                    self.take(gap);
                    continue;
                }
                Item::Field(_) | Item::Pad(_) | Item::Reserved(_) => {
                    self.run(|_| ahead(model, record, index, behind))?;
                }
            }
            self.take(padding_before(model, record, item, self.at - start));
            match item {
                Item::Field(field) => {
                    let behind = if is_fixed(model, item) {
                        0
                    } else {
                        ahead(model, record, index + 1, behind)
                    };
                    let value =
                        self.field(field, behind).map_err(|e| e.within(&field.name.text))?;
                    if model.is_member(field) {
                        members.push(value);
                    }
                }
                Item::Reserved(n) => self.reserved(u64::from(*n))?,
                Item::Pad(_) | Item::Align(_) => {
                    self.take(item_size(model, item, self.at - start));
                }
            }
        }
        self.take(trailing_padding(model, record, self.at - start));
        Ok(Value::Record(members))
    }

    fn field(&mut self, field: &Field, behind: u64) -> Read {
        let Some(fixed) = &field.constant else { return self.value(&field.ty, behind) };
        let at = self.at;
        let expected = super::encode::constant(self.model, &field.ty, &fixed.value);
        let found = self.take(size(self.model, &field.ty));
        if fixed.check && found != expected {
            return Err(Failure::at(ErrorCode::Const, at));
        }
        Ok(Value::Absent)
    }

    fn reserved(&mut self, size: u64) -> Result<(), Failure> {
        let at = self.at;
        match self.take(size).iter().position(|b| *b != 0) {
            Some(i) => Err(Failure::at(ErrorCode::Reserved, at + i as u64)),
            None => Ok(()),
        }
    }

    /// Reads a value; `behind` as in `record`.
    fn value(&mut self, ty: &Type, behind: u64) -> Read {
        let model = self.model;
        match ty {
            Type::Record(id) => return self.record(*id, behind),
            Type::Array(element, n) if !model.is_fixed(element) => {
                return self.elements(element, |count, _| count < u64::from(*n));
            }
            Type::Variable(variable) => return self.variable(variable, behind),
            Type::Int(_)
            | Type::Float(_)
            | Type::Bool
            | Type::Text(_)
            | Type::Bytes(_)
            | Type::Enum(_)
            | Type::Flags(_)
            | Type::Array(..)
            | Type::Bits(_) => {}
        }
        self.run(|_| size(model, ty))?;
        let at = self.at;
        match ty {
            Type::Int(int) => self.int(int),
            Type::Float(float) => self.float(float),
            Type::Bool => match self.take(1)[0] {
                0 => Ok(Value::Bool(false)),
                1 => Ok(Value::Bool(true)),
                _ => Err(Failure::at(ErrorCode::Bool, at)),
            },
            Type::Text(rules) => match text::read(rules, self.take(u64::from(rules.size))) {
                Ok(text) => Ok(Value::Text(text)),
                Err(code) => Err(Failure::at(code, at)),
            },
            Type::Bytes(n) => Ok(Value::Bytes(self.take(u64::from(*n)).to_vec())),
            Type::Enum(stored) | Type::Flags(stored) => self.named(stored),
            Type::Array(element, n) => self.elements(element, |count, _| count < u64::from(*n)),
            Type::Bits(bits) => self.bits(bits),
            Type::Record(_) | Type::Variable(_) => unreachable!("read above"),
        }
    }

    /// Reads elements for as long as there is another one, by how many there are already.
    fn elements(&mut self, element: &Type, mut goes_on: impl FnMut(u64, &Self) -> bool) -> Read {
        let mut values = Vec::new();
        while goes_on(values.len() as u64, self) {
            let value = self.value(element, 0);
            values.push(value.map_err(|e| e.within(&format!("[{}]", values.len())))?);
        }
        Ok(Value::List(values))
    }

    fn variable(&mut self, variable: &Variable, behind: u64) -> Read {
        match variable {
            Variable::Varint(varint) => self.varint(varint),
            Variable::Text(text) => self.text(text, behind),
            Variable::CText(text) => self.c_text(text),
            Variable::Bytes(bound) => {
                let count = self.count(bound, 1, behind)?;
                self.run(|_| count)?;
                Ok(Value::Bytes(self.take(count).to_vec()))
            }
            Variable::List(element, bound) if self.model.is_fixed(element) => {
                self.fixed_elements(element, bound, behind)
            }
            Variable::List(element, bound @ Bound::Prefix(_)) => {
                let count = self.count(bound, 1, behind)?;
                self.elements(element, |have, _| have < count)
            }
            Variable::List(element, Bound::Rest(max)) => self.rest(element, *max, behind),
        }
    }

    /// The elements of a list that all have the same size: one run.
    fn fixed_elements(&mut self, element: &Type, bound: &Bound, behind: u64) -> Read {
        let size = size(self.model, element);
        let count = self.count(bound, size.max(1), behind)?;
        if matches!(bound, Bound::Rest(_)) {
            let end = self.region(behind);
            let surplus = (end - self.at) % size.max(1);
            if surplus > 0 {
                let need = size - surplus;
                return Err(Failure { need, ..Failure::at(ErrorCode::Short, end) });
            }
        }
        self.run(|_| count.saturating_mul(size))?;
        self.elements(element, |have, _| have < count)
    }

    /// Elements of variable size up to the end of a region.
    fn rest(&mut self, element: &Type, max: Option<u32>, behind: u64) -> Read {
        let (start, region) = (self.at, self.region(behind));
        let outer = std::mem::replace(&mut self.end, region);
        let mut too_many = false;
        let values = self.elements(element, |have, decoder| {
            let goes_on = decoder.at < region;
            too_many = goes_on && max.is_some_and(|max| have >= u64::from(max));
            goes_on && !too_many
        });
        self.end = outer;
        if too_many { Err(Failure::at(ErrorCode::Limit, start)) } else { values }
    }

    /// Where the region of a `rest` ends: in front of the items that follow it.
    fn region(&self, behind: u64) -> u64 {
        self.end.saturating_sub(behind).max(self.at)
    }

    fn text(&mut self, rules: &VarText, behind: u64) -> Read {
        let count = self.count(&rules.bound, 1, behind)?;
        self.run(|_| count)?;
        let at = self.at;
        match text::read_free(rules.encoding, rules.nul, self.take(count)) {
            Ok(text) => Ok(Value::Text(text)),
            Err(code) => Err(Failure::at(code, at)),
        }
    }

    /// A text and the NUL behind it.
    fn c_text(&mut self, rules: &CText) -> Read {
        let at = self.at;
        let mut size = 0;
        loop {
            self.run(|_| 1)?;
            if self.take(1)[0] == 0 {
                break;
            }
            size += 1;
            if rules.max.is_some_and(|max| size > u64::from(max)) {
                return Err(Failure::at(ErrorCode::Limit, at));
            }
        }
        self.at = at;
        let text = text::read_free(rules.encoding, true, self.take(size));
        self.take(1);
        text.map(Value::Text).map_err(|code| Failure::at(code, at))
    }

    /// A LEB128 number, in a run of its own.
    fn leb128(&mut self) -> Result<u64, Failure> {
        let at = self.at;
        let mut number: u64 = 0;
        for shift in (0..70).step_by(7) {
            self.run(|_| 1)?;
            let byte = self.take(1)[0];
            let bits = u64::from(byte & 0x7F);
            let is_last = byte < 0x80;
            let is_longer_than_needed = is_last && bits == 0 && shift > 0;
            if is_longer_than_needed || shift == 63 && (bits > 1 || !is_last) {
                break;
            }
            number |= bits << shift;
            if is_last {
                return Ok(number);
            }
        }
        Err(Failure::at(ErrorCode::Varint, at))
    }

    fn varint(&mut self, varint: &Varint) -> Read {
        let at = self.at;
        let raw = i128::from(self.leb128()?);
        let number = match varint.signed {
            true if raw & 1 == 1 => -(raw >> 1) - 1,
            true => raw >> 1,
            false => raw,
        };
        ruled(&varint.rules, number).map_err(|code| Failure::at(code, at))
    }

    /// How many bytes (of texts and bytes) or elements there are; those up to the end are counted in units of a size.
    fn count(&mut self, bound: &Bound, unit: u64, behind: u64) -> Result<u64, Failure> {
        let at = self.at;
        let (count, max) = match bound {
            Bound::Prefix(Prefix { count, max }) => {
                let number = match count {
                    Count::Fixed(scalar, order) => {
                        self.run(|_| u64::from(scalar.bytes()))?;
                        self.raw(*scalar, *order)
                    }
                    Count::Varint => self.leb128()?,
                };
                (number, max)
            }
            Bound::Rest(max) => ((self.region(behind) - self.at) / unit, max),
        };
        match max {
            Some(max) if count > u64::from(*max) => Err(Failure::at(ErrorCode::Limit, at)),
            _ => Ok(count),
        }
    }
    /// The bits of a scalar as an unsigned number.
    fn raw(&mut self, scalar: Scalar, order: ByteOrder) -> u64 {
        let bytes = self.take(u64::from(scalar.bytes()));
        let push = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        match order {
            ByteOrder::Big => bytes.iter().fold(0, push),
            ByteOrder::Little => bytes.iter().rev().fold(0, push),
        }
    }

    fn number(&mut self, scalar: Scalar, order: ByteOrder) -> i128 {
        signed(i128::from(self.raw(scalar, order)), scalar.bits(), scalar.is_signed())
    }

    fn int(&mut self, int: &Int) -> Read {
        let at = self.at;
        let number = self.number(int.scalar, int.order);
        ruled(&int.rules, number).map_err(|code| Failure::at(code, at))
    }

    fn float(&mut self, float: &Float) -> Read {
        let at = self.at;
        let raw = self.raw(float.scalar, float.order);
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

    fn named(&mut self, stored: &Stored) -> Read {
        let at = self.at;
        let number = self.number(stored.scalar, stored.order);
        match super::encode::named_problem(self.model, stored.id, number) {
            Some(code) => Err(Failure::at(code, at)),
            None => Ok(Value::Int(number)),
        }
    }

    fn bits(&mut self, bits: &Bits) -> Read {
        let at = self.at;
        let unit = self.raw(bits.scalar, bits.order);
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
                ruled(rules, signed(raw, width, *is_signed))
            }
            BitType::Enum(id) => {
                super::encode::named_problem(self.model, *id, raw).map_or(Ok(Value::Int(raw)), Err)
            }
        }
    }
}

/// The value that a raw number is under its rules.
fn ruled(rules: &IntRules, number: i128) -> Result<Value, ErrorCode> {
    if rules.absent == Some(number) {
        Ok(Value::Absent)
    } else if super::encode::in_range(rules, number) {
        Ok(Value::Int(number))
    } else {
        Err(ErrorCode::Range)
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
