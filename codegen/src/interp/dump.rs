//! The canonical form in which test programs hand values around (docs/conformance.md): independent of the wire.
//!
//! Integers, enums and flags take eight bytes, floats their own width with every NaN as one, bools one byte, texts and
//! bytes a length of four bytes and then themselves, lists their number and then the elements; what can be absent has a byte 0 or 1 in front. All little-endian,
//! in the order of the schema. A dump says of each scaled integer its physical value and what that is turned back into;
//! a form to be loaded does not.

use crate::model::{
    BitField, BitType, Float, IntRules, Model, Scalar, Scale, Type, TypeId, Value, Variable, scalar,
};

/// A value in canonical form, with physical values.
#[must_use]
pub fn dump(model: &Model, id: TypeId, value: &Value) -> Vec<u8> {
    write(model, id, value, true)
}

/// A value in the form that test programs load.
#[must_use]
pub fn load(model: &Model, id: TypeId, value: &Value) -> Vec<u8> {
    write(model, id, value, false)
}

fn write(model: &Model, id: TypeId, value: &Value, physical: bool) -> Vec<u8> {
    let mut dumper = Dumper { model, physical, out: Vec::new() };
    dumper.record(id, value);
    dumper.out
}

struct Dumper<'m> {
    model: &'m Model,
    physical: bool,
    out: Vec<u8>,
}

impl Dumper<'_> {
    fn record(&mut self, id: TypeId, value: &Value) {
        let Value::Record(values) = value else { return };
        for (field, value) in self.model.members(self.model.record_of(id)).zip(values) {
            self.value(&field.ty, value);
        }
    }

    fn value(&mut self, ty: &Type, value: &Value) {
        match (ty, value) {
            (Type::Int(int), _) => {
                self.int(
                    &int.rules,
                    value,
                    scalar::int_bounds(int.scalar.bits(), int.scalar.is_signed()),
                );
            }
            (Type::Float(float), _) => self.float(float, value),
            (Type::Record(id), _) => self.record(*id, value),
            (Type::Variable(variable), _) => self.variable(variable, value),
            (Type::Array(element, _), Value::List(items)) => {
                for item in items {
                    self.value(element, item);
                }
            }
            (Type::Bits(bits), Value::Record(values)) => {
                for (field, value) in bits.members().zip(values) {
                    self.bit(field, value);
                }
            }
            (_, Value::Int(number)) => self.number(*number),
            (_, Value::Bool(truth)) => self.out.push(u8::from(*truth)),
            (_, Value::Text(text)) => self.sized(text.as_bytes()),
            (_, Value::Bytes(bytes)) => self.sized(bytes),
            (_, Value::Float(_) | Value::List(_) | Value::Record(_) | Value::Absent) => {}
        }
    }

    fn variable(&mut self, variable: &Variable, value: &Value) {
        match (variable, value) {
            (Variable::Varint(varint), _) => self.int(&varint.rules, value, varint.bounds()),
            (Variable::Text(_) | Variable::CText(_), Value::Text(text)) => {
                self.sized(text.as_bytes());
            }
            (Variable::Bytes(_), Value::Bytes(bytes)) => self.sized(bytes),
            (Variable::List(element, _), Value::List(items)) => {
                self.length(items.len());
                for item in items {
                    self.value(element, item);
                }
            }
            (
                Variable::Text(_) | Variable::CText(_) | Variable::Bytes(_) | Variable::List(..),
                _,
            ) => {}
        }
    }

    fn bit(&mut self, field: &BitField, value: &Value) {
        match (&field.ty, value) {
            (BitType::Int { signed, rules }, _) => {
                self.int(rules, value, scalar::int_bounds(field.width, *signed));
            }
            (_, Value::Int(number)) => self.number(*number),
            (_, Value::Bool(truth)) => self.out.push(u8::from(*truth)),
            _ => {}
        }
    }

    fn number(&mut self, number: i128) {
        self.out.extend(&number.to_le_bytes()[..8]);
    }

    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).expect("messages are below 2^31 bytes");
        self.out.extend(length.to_le_bytes());
    }

    fn sized(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.out.extend(bytes);
    }

    fn int(&mut self, rules: &IntRules, value: &Value, bounds: (i128, i128)) {
        if rules.absent.is_some() {
            self.out.push(u8::from(*value != Value::Absent));
        }
        let Value::Int(number) = value else { return };
        self.number(*number);
        if let Some(scale) = rules.scale.filter(|_| self.physical) {
            let physical = to_physical(&scale, *number);
            self.out.extend(physical.to_bits().to_le_bytes());
            let raw = to_raw(&scale, physical, bounds);
            self.out.push(u8::from(raw.is_none()));
            self.number(raw.unwrap_or(0));
        }
    }

    fn float(&mut self, float: &Float, value: &Value) {
        if float.absent_nan {
            self.out.push(u8::from(*value != Value::Absent));
        }
        let Value::Float(number) = value else { return };
        match crate::model::number::to_f32(*number) {
            Some(_) if float.scalar == Scalar::F32 && number.is_nan() => {
                self.out.extend(0x7fc0_0000_u32.to_le_bytes());
            }
            Some(narrow) if float.scalar == Scalar::F32 => {
                self.out.extend(narrow.to_bits().to_le_bytes());
            }
            _ if number.is_nan() => self.out.extend(0x7ff8_0000_0000_0000_u64.to_le_bytes()),
            _ => self.out.extend(number.to_bits().to_le_bytes()),
        }
    }
}

/// The physical value of a raw one (rule L3, `scale`): f64 arithmetic, each step rounded.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "scaled integers have at most 32 bits")]
pub(super) fn to_physical(scale: &Scale, raw: i128) -> f64 {
    let mut value = raw as f64;
    if let Some(multiply) = scale.multiply {
        value *= multiply;
    }
    if let Some(divide) = scale.divide {
        value /= divide;
    }
    scale.offset.map_or(value, |offset| value + offset)
}

/// The raw value of a physical one, rounded half to even; `None` where it does not fit.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "the bounds are tested first")]
pub(super) fn to_raw(
    scale: &Scale,
    physical: f64,
    (lowest, highest): (i128, i128),
) -> Option<i128> {
    let mut value = physical;
    if let Some(offset) = scale.offset {
        value -= offset;
    }
    if let Some(divide) = scale.divide {
        value *= divide;
    }
    if let Some(multiply) = scale.multiply {
        value /= multiply;
    }
    let rounded = value.round_ties_even();
    let fits = rounded.is_finite() && rounded.abs() < 1e18;
    let raw = fits.then_some(rounded as i128)?;
    (lowest..=highest).contains(&raw).then_some(raw)
}
