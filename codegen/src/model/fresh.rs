//! What a fresh value holds: the default, else 0, empty, absent, the first value of a closed enum (rule L3).

use super::{BitField, BitType, Field, Model, Type, TypeId, Value, Variable};

/// A fresh value of a message or struct.
#[must_use]
pub fn fresh(model: &Model, id: TypeId) -> Value {
    Value::Record(model.members(model.record_of(id)).map(|field| of_field(model, field)).collect())
}

/// What a field of a fresh value holds.
#[must_use]
pub fn of_field(model: &Model, field: &Field) -> Value {
    field.default.clone().unwrap_or_else(|| of_type(model, &field.ty))
}

fn of_type(model: &Model, ty: &Type) -> Value {
    match ty {
        Type::Int(int) if int.rules.absent.is_some() => Value::Absent,
        Type::Int(_) | Type::Flags(_) => Value::Int(0),
        Type::Float(float) if float.absent_nan => Value::Absent,
        Type::Float(_) => Value::Float(0.0),
        Type::Bool => Value::Bool(false),
        Type::Text(_) => Value::Text(String::new()),
        Type::Bytes(n) => Value::Bytes(vec![0; *n as usize]),
        Type::Enum(stored) => of_enum(model, stored.id),
        Type::Record(id) => fresh(model, *id),
        Type::Array(element, n) => Value::List(vec![of_type(model, element); *n as usize]),
        Type::Bits(bits) => {
            Value::Record(bits.members().map(|field| of_bit_field(model, field)).collect())
        }
        Type::Variable(variable) => match &**variable {
            Variable::Varint(it) if it.rules.absent.is_some() => Value::Absent,
            Variable::Varint(_) => Value::Int(0),
            Variable::Text(_) | Variable::CText(_) => Value::Text(String::new()),
            Variable::Bytes(_) => Value::Bytes(Vec::new()),
            Variable::List(..) => Value::List(Vec::new()),
        },
    }
}

fn of_enum(model: &Model, id: TypeId) -> Value {
    let it = model.enum_of(id);
    Value::Int(it.values.first().filter(|_| it.closed).map_or(0, |v| v.value))
}

/// What a bit field of a fresh value holds.
#[must_use]
pub fn of_bit_field(model: &Model, field: &BitField) -> Value {
    field.default.clone().unwrap_or_else(|| match &field.ty {
        BitType::Int { rules, .. } if rules.absent.is_some() => Value::Absent,
        BitType::Int { .. } => Value::Int(0),
        BitType::Bool => Value::Bool(false),
        BitType::Enum(id) => of_enum(model, *id),
    })
}
