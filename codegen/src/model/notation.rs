//! The one notation for values (rule L7): in YAML, in JSON and in what `decode` prints.
//!
//! In: a literal, and the type that it is for. Out: a [`Value`], and back. Must not know: YAML, JSON's grammar, bytes.

use super::number::{parse_float, parse_int, to_f32};
use super::{
    BitField, BitType, Bits, Enum, Flags, Float, Model, NamedValue, Record, Scalar, Type, TypeId,
    Value, Variable,
};

/// A value as somebody wrote it.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// A word or number; a quoted one can only be a text, except where numbers beyond 2^53 are written so.
    Scalar {
        /// As written.
        text: String,
        /// Whether it stood in quotes.
        quoted: bool,
    },
    /// `[…]`
    List(Vec<Literal>),
    /// `{…}`, in the order written.
    Map(Vec<(String, Literal)>),
}

/// Why a literal is no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLiteral {
    /// The member, as `readings[3].kind`; empty for the whole value.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl BadLiteral {
    fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into() }
    }

    fn within(mut self, outer: &str) -> Self {
        self.path = join(outer, &self.path);
        self
    }
}

/// Puts the name of what is around in front of a path.
#[must_use]
pub fn join(outer: &str, inner: &str) -> String {
    match inner {
        "" => outer.to_owned(),
        indexed if indexed.starts_with('[') => format!("{outer}{indexed}"),
        named => format!("{outer}.{named}"),
    }
}

type Read = Result<Value, BadLiteral>;

/// Integers beyond this are written as texts, because JSON readers lose their last digits.
const SAFE: i128 = 1 << 53;

/// Reads a message or struct.
pub fn read_record(model: &Model, id: TypeId, literal: &Literal) -> Read {
    read_members(model, model.record_of(id), literal)
}

fn read_members(model: &Model, record: &Record, literal: &Literal) -> Read {
    let members: Vec<_> = model.members(record).map(|f| f.name.text.as_str()).collect();
    let given = named(literal, &members)?;
    let values = model.members(record).map(|field| match given(&field.name.text) {
        Some(literal) => read(model, &field.ty, literal).map_err(|e| e.within(&field.name.text)),
        None if can_be_absent(&field.ty) => Ok(Value::Absent),
        None => Err(BadLiteral::new("this member is missing").within(&field.name.text)),
    });
    values.collect::<Result<_, _>>().map(Value::Record)
}

/// A look-up among the keys of a literal that must be a mapping of known members.
fn named<'l>(
    literal: &'l Literal,
    members: &[&str],
) -> Result<impl Fn(&str) -> Option<&'l Literal> + use<'l>, BadLiteral> {
    let Literal::Map(pairs) = literal else {
        return Err(BadLiteral::new("an object with the members is expected here"));
    };
    match pairs.iter().find(|(key, _)| !members.contains(&key.as_str())) {
        Some((key, _)) => Err(BadLiteral::new("there is no such member").within(key)),
        None => {
            Ok(move |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value))
        }
    }
}

fn can_be_absent(ty: &Type) -> bool {
    match ty {
        Type::Int(int) => int.rules.absent.is_some(),
        Type::Float(float) => float.absent_nan,
        Type::Variable(variable) => match &**variable {
            Variable::Varint(it) => it.rules.absent.is_some(),
            Variable::Text(_) | Variable::CText(_) | Variable::Bytes(_) | Variable::List(..) => {
                false
            }
        },
        Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_)
        | Type::Array(..)
        | Type::Bits(_) => false,
    }
}

/// Reads a value of a type.
pub fn read(model: &Model, ty: &Type, literal: &Literal) -> Read {
    if *literal == Literal::Null && can_be_absent(ty) {
        return Ok(Value::Absent);
    }
    match ty {
        Type::Int(_) => read_int(literal).map(Value::Int),
        Type::Float(_) => read_float(literal).map(Value::Float),
        Type::Bool => read_bool(literal),
        Type::Text(_) => read_text(literal),
        Type::Bytes(_) => read_bytes(literal),
        Type::Enum(stored) => read_enum(model.enum_of(stored.id), literal),
        Type::Flags(stored) => read_flags(model.flags_of(stored.id), literal),
        Type::Record(id) => read_record(model, *id, literal),
        Type::Array(element, _) => read_list(model, element, literal),
        Type::Bits(bits) => read_bits(model, bits, literal),
        Type::Variable(variable) => match &**variable {
            Variable::Varint(_) => read_int(literal).map(Value::Int),
            Variable::Text(_) | Variable::CText(_) => read_text(literal),
            Variable::Bytes(_) => read_bytes(literal),
            Variable::List(element, _) => read_list(model, element, literal),
        },
    }
}

fn read_text(literal: &Literal) -> Read {
    let text = scalar(literal).ok_or_else(|| BadLiteral::new("a text is expected here"))?;
    Ok(Value::Text(text.to_owned()))
}

fn read_bytes(literal: &Literal) -> Read {
    let text = scalar(literal)
        .ok_or_else(|| BadLiteral::new("bytes as hexadecimal digits are expected here"))?;
    parse_hex(text).map(Value::Bytes).map_err(BadLiteral::new)
}

fn read_list(model: &Model, element: &Type, literal: &Literal) -> Read {
    let Literal::List(items) = literal else {
        return Err(BadLiteral::new("a list is expected here"));
    };
    let values = items
        .iter()
        .enumerate()
        .map(|(i, item)| read(model, element, item).map_err(|e| e.within(&format!("[{i}]"))));
    values.collect::<Result<_, _>>().map(Value::List)
}

fn scalar(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Scalar { text, .. } => Some(text),
        Literal::Null | Literal::List(_) | Literal::Map(_) => None,
    }
}

fn read_int(literal: &Literal) -> Result<i128, BadLiteral> {
    let text = scalar(literal).ok_or_else(|| BadLiteral::new("an integer is expected here"))?;
    parse_int(text).map_err(BadLiteral::new)
}

fn read_float(literal: &Literal) -> Result<f64, BadLiteral> {
    let text = scalar(literal).ok_or_else(|| BadLiteral::new("a number is expected here"))?;
    parse_float(text).map_err(BadLiteral::new)
}

fn read_bool(literal: &Literal) -> Read {
    match literal {
        Literal::Scalar { text, quoted: false } if text == "true" => Ok(Value::Bool(true)),
        Literal::Scalar { text, quoted: false } if text == "false" => Ok(Value::Bool(false)),
        Literal::Null | Literal::Scalar { .. } | Literal::List(_) | Literal::Map(_) => {
            Err(BadLiteral::new("`true` or `false` is expected here"))
        }
    }
}

/// The value of a name of an enum.
#[must_use]
pub fn find_name<'m>(values: &'m [NamedValue], name: &str) -> Option<&'m NamedValue> {
    values.iter().find(|v| v.name.text == name)
}

fn read_enum(it: &Enum, literal: &Literal) -> Read {
    let text =
        scalar(literal).ok_or_else(|| BadLiteral::new("a name or a number is expected here"))?;
    match find_name(&it.values, text) {
        Some(named) => Ok(Value::Int(named.value)),
        None => parse_int(text)
            .map(Value::Int)
            .map_err(|_| BadLiteral::new(format!("`{text}` is no name of this enum"))),
    }
}

fn read_flags(it: &Flags, literal: &Literal) -> Read {
    let Literal::List(items) = literal else {
        return Err(BadLiteral::new("a list of names is expected here"));
    };
    let mut set = 0;
    for item in items {
        let text =
            scalar(item).ok_or_else(|| BadLiteral::new("a name or a number is expected here"))?;
        set |= match find_name(&it.bits, text) {
            Some(bit) => 1 << bit.value,
            None => parse_int(text)
                .map_err(|_| BadLiteral::new(format!("`{text}` is no name of these flags")))?,
        };
    }
    Ok(Value::Int(set))
}

fn read_bits(model: &Model, bits: &Bits, literal: &Literal) -> Read {
    let members: Vec<_> = bits.members().map(|f| f.name.text.as_str()).collect();
    let given = named(literal, &members)?;
    let values = bits.members().map(|field| match given(&field.name.text) {
        Some(literal) => read_bit(model, field, literal).map_err(|e| e.within(&field.name.text)),
        None if bit_can_be_absent(field) => Ok(Value::Absent),
        None => Err(BadLiteral::new("this member is missing").within(&field.name.text)),
    });
    values.collect::<Result<_, _>>().map(Value::Record)
}

fn bit_can_be_absent(field: &BitField) -> bool {
    matches!(&field.ty, BitType::Int { rules, .. } if rules.absent.is_some())
}

/// Reads a value of a bit field.
pub fn read_bit(model: &Model, field: &BitField, literal: &Literal) -> Read {
    match &field.ty {
        BitType::Int { .. } if *literal == Literal::Null && bit_can_be_absent(field) => {
            Ok(Value::Absent)
        }
        BitType::Int { .. } => read_int(literal).map(Value::Int),
        BitType::Bool => read_bool(literal),
        BitType::Enum(id) => read_enum(model.enum_of(*id), literal),
    }
}

/// Hexadecimal digits, two a byte, with blanks anywhere between bytes.
pub fn parse_hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let byte = |pair: &[char]| match pair {
        [high, low] => {
            Some(high.to_digit(16)? * 16 + low.to_digit(16)?).and_then(|b| u8::try_from(b).ok())
        }
        _ => None,
    };
    digits
        .chunks(2)
        .map(byte)
        .collect::<Option<_>>()
        .ok_or_else(|| "this is not an even number of hexadecimal digits".to_owned())
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes a value of a message or struct; a value of another shape is written as far as it goes.
#[must_use]
pub fn write_record(model: &Model, id: TypeId, value: &Value) -> Literal {
    let Value::Record(values) = value else { return Literal::Null };
    let members = model.members(model.record_of(id)).zip(values);
    let present = members.filter(|(_, value)| **value != Value::Absent);
    Literal::Map(
        present
            .map(|(field, value)| (field.name.text.clone(), write(model, &field.ty, value)))
            .collect(),
    )
}

/// Writes a value of a type.
#[must_use]
pub fn write(model: &Model, ty: &Type, value: &Value) -> Literal {
    match (ty, value) {
        (Type::Enum(stored), Value::Int(number)) => write_enum(model.enum_of(stored.id), *number),
        (Type::Flags(stored), Value::Int(set)) => write_flags(model.flags_of(stored.id), *set),
        (Type::Record(id), _) => write_record(model, *id, value),
        (Type::Array(element, _), Value::List(items)) => {
            Literal::List(items.iter().map(|item| write(model, element, item)).collect())
        }
        (Type::Bits(bits), Value::Record(values)) => {
            let members = bits.members().zip(values).filter(|(_, value)| **value != Value::Absent);
            Literal::Map(
                members
                    .map(|(field, value)| (field.name.text.clone(), write_bit(model, field, value)))
                    .collect(),
            )
        }
        (Type::Float(float), Value::Float(number)) => write_float(float, *number),
        (Type::Variable(variable), Value::List(items)) => match variable.element() {
            Some(element) => {
                Literal::List(items.iter().map(|item| write(model, element, item)).collect())
            }
            None => Literal::Null,
        },
        (_, Value::Int(number)) => write_int(*number),
        (_, Value::Bool(truth)) => plain(truth.to_string()),
        (_, Value::Text(text)) => Literal::Scalar { text: text.clone(), quoted: true },
        (_, Value::Bytes(bytes)) => Literal::Scalar { text: hex(bytes), quoted: true },
        (_, Value::Absent | Value::Float(_) | Value::List(_) | Value::Record(_)) => Literal::Null,
    }
}

/// Writes a value of a bit field.
#[must_use]
pub fn write_bit(model: &Model, field: &BitField, value: &Value) -> Literal {
    match (&field.ty, value) {
        (BitType::Enum(id), Value::Int(number)) => write_enum(model.enum_of(*id), *number),
        (_, Value::Int(number)) => write_int(*number),
        (_, Value::Bool(truth)) => plain(truth.to_string()),
        (_, _) => Literal::Null,
    }
}

fn plain(text: String) -> Literal {
    Literal::Scalar { text, quoted: false }
}

fn write_int(number: i128) -> Literal {
    Literal::Scalar { text: number.to_string(), quoted: number.abs() > SAFE }
}

fn write_float(float: &Float, number: f64) -> Literal {
    if !number.is_finite() {
        let text = if number.is_nan() {
            "nan"
        } else if number > 0.0 {
            "inf"
        } else {
            "-inf"
        };
        return Literal::Scalar { text: text.to_owned(), quoted: true };
    }
    // The shortest text that reads back as the same number of its width.
    let text = match to_f32(number) {
        Some(narrow) if float.scalar == Scalar::F32 => format!("{narrow:?}"),
        _ => format!("{number:?}"),
    };
    plain(text)
}

fn write_enum(it: &Enum, number: i128) -> Literal {
    match it.values.iter().find(|v| v.value == number) {
        Some(named) => Literal::Scalar { text: named.name.text.clone(), quoted: true },
        None => write_int(number),
    }
}

fn write_flags(it: &Flags, set: i128) -> Literal {
    let named = it.bits.iter().filter(|bit| set >> bit.value & 1 == 1);
    let mut list: Vec<_> =
        named.map(|bit| Literal::Scalar { text: bit.name.text.clone(), quoted: true }).collect();
    let rest = set & !it.mask();
    if rest != 0 {
        list.push(write_int(rest));
    }
    Literal::List(list)
}
