//! Values of any type: those that can be encoded, and those that every language can hold and must refuse.
//!
//! A value that some language cannot hold (300 in a `u8`, a text that is too long, an unknown value of a closed enum) is
//! not made here: each language's own tests try what its types let through.

use wirewright_codegen::lang::host::HostInt;
use wirewright_codegen::layout::BitHost;
use wirewright_codegen::model::number::to_f32;
use wirewright_codegen::model::{
    BitType, Bits, Bound, Encoding, Float, Int, IntRules, Model, Padding, Scalar, Stored, Text,
    Type, TypeId, TypeKind, Value, Variable, scalar,
};

use super::Random;

/// A value of a message; `wild` ones may be out of range.
pub fn record(random: &mut Random, model: &Model, id: TypeId, wild: bool) -> Value {
    let fields = model.members(model.record_of(id));
    Value::Record(fields.map(|field| of_type(random, model, &field.ty, wild)).collect())
}

fn of_type(random: &mut Random, model: &Model, ty: &Type, wild: bool) -> Value {
    match ty {
        Type::Int(int) => of_int(random, int, wild),
        Type::Float(float) => of_float(random, float, wild),
        Type::Bool => Value::Bool(random.once_in(2)),
        Type::Text(text) => Value::Text(of_text(random, text, wild)),
        Type::Bytes(n) => Value::Bytes((0..*n).map(|_| random.bits().to_le_bytes()[0]).collect()),
        Type::Enum(stored) | Type::Flags(stored) => {
            Value::Int(of_named(random, model, stored, wild))
        }
        Type::Record(id) => record(random, model, *id, wild),
        Type::Array(element, n) => {
            Value::List((0..*n).map(|_| of_type(random, model, element, wild)).collect())
        }
        Type::Bits(bits) => of_bits(random, model, bits, wild),
        Type::Variable(variable) => of_variable(random, model, variable, wild),
    }
}

fn of_variable(random: &mut Random, model: &Model, variable: &Variable, wild: bool) -> Value {
    match variable {
        Variable::Varint(it) => ruled(random, &it.rules, it.bounds(), it.bounds(), wild),
        Variable::Text(it) => {
            let mut text = {
                let length = count(random, &it.bound, wild);
                free_text(random, it.encoding, length, wild)
            };
            if random.once_in(6) && (it.nul || wild) && it.bound.max().is_none_or(|max| max > 30) {
                text.push('\0');
            }
            Value::Text(text)
        }
        Variable::CText(it) => {
            let max = it.max.map_or(12, |max| max as usize + usize::from(wild));
            let length = random.below(max + 1);
            Value::Text(free_text(random, it.encoding, length, wild))
        }
        Variable::Bytes(bound) => {
            let n = count(random, bound, wild);
            Value::Bytes((0..n).map(|_| random.bits().to_le_bytes()[0]).collect())
        }
        Variable::List(element, bound) => {
            let n = count(random, bound, wild);
            Value::List((0..n).map(|_| of_type(random, model, element, wild)).collect())
        }
    }
}

/// How many bytes or elements; one more than allowed if it is wild.
fn count(random: &mut Random, bound: &Bound, wild: bool) -> usize {
    let max = bound.max().map_or(20, |max| max as usize);
    if wild && max < 400 && random.once_in(12) {
        return max + 1;
    }
    let usual = max.min(if random.once_in(8) { 20 } else { 4 });
    random.below(usual + 1)
}

fn of_int(random: &mut Random, int: &Int, wild: bool) -> Value {
    let bounds = int.scalar.bounds();
    let host = if wild { HostInt::of_scalar(int.scalar).bounds() } else { bounds };
    ruled(random, &int.rules, bounds, host, wild)
}

/// A number under rules: within `bounds`, or if it is wild within `host`.
fn ruled(
    random: &mut Random,
    rules: &IntRules,
    bounds: (i128, i128),
    host: (i128, i128),
    wild: bool,
) -> Value {
    if rules.absent.is_some() && random.once_in(3) {
        return Value::Absent;
    }
    let (low, high) = (rules.min.unwrap_or(bounds.0), rules.max.unwrap_or(bounds.1));
    for _ in 0..20 {
        let number = if wild && random.once_in(3) {
            random.number(host.0, host.1)
        } else {
            random.number(low, high)
        };
        if rules.absent != Some(number) {
            return Value::Int(number);
        }
    }
    Value::Absent
}

fn of_float(random: &mut Random, float: &Float, wild: bool) -> Value {
    if float.absent_nan && random.once_in(3) {
        return Value::Absent;
    }
    let any = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        3.25e7,
        f64::MIN_POSITIVE,
        1e-40,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ];
    let mut number = *random.pick(&any);
    if !wild || random.once_in(2) {
        if number.is_nan() {
            number = float.min.or(float.max).unwrap_or(number);
        }
        if !number.is_nan() {
            number = number
                .max(float.min.unwrap_or(f64::NEG_INFINITY))
                .min(float.max.unwrap_or(f64::INFINITY));
        }
    }
    if float.absent_nan && number.is_nan() {
        return Value::Absent;
    }
    match to_f32(number) {
        Some(narrow) if float.scalar == Scalar::F32 => Value::Float(f64::from(narrow)),
        None if float.scalar == Scalar::F32 => Value::Float(float.min.or(float.max).unwrap_or(0.0)),
        _ => Value::Float(number),
    }
}

fn of_text(random: &mut Random, text: &Text, wild: bool) -> String {
    let length = random.below(text.size as usize + 1);
    let mut out = free_text(random, text.encoding, length, wild);
    if text.pad == Padding::Space && !wild {
        out.truncate(out.trim_end_matches(' ').len());
    }
    out
}

/// A text of at most so many bytes, most often of nearly as many.
fn free_text(random: &mut Random, encoding: Encoding, length: usize, wild: bool) -> String {
    let ascii = ["a", "Z", "~", " ", "0", "\u{1}", "\u{7f}"];
    let wide = [
        "é",
        "ß",
        "\u{7ff}",
        "\u{800}",
        "€",
        "\u{ffff}",
        "\u{feff}",
        "\u{10000}",
        "😀",
        "\u{10ffff}",
    ];
    let mut out = String::new();
    loop {
        let allow_wide = encoding == Encoding::Utf8 || wild && random.once_in(8);
        let next = if allow_wide && random.once_in(4) {
            *random.pick(&wide)
        } else {
            *random.pick(&ascii)
        };
        if out.len() + next.len() > length {
            break;
        }
        out.push_str(next);
    }
    out
}

fn of_named(random: &mut Random, model: &Model, stored: &Stored, wild: bool) -> i128 {
    let (low, high) = stored.scalar.bounds();
    match &model.get(stored.id).kind {
        TypeKind::Enum(it) if it.closed || random.once_in(2) => random.pick(&it.values).value,
        TypeKind::Enum(it) => declared(random, it.scalar, (low, high), wild),
        TypeKind::Flags(it) if it.closed && !(wild && random.once_in(3)) => {
            i128::from(random.bits()) & it.mask() & (high - low)
        }
        TypeKind::Flags(it) => declared(random, it.scalar, (low, high), wild),
        TypeKind::Record(_) => 0,
    }
}

/// A number that the declared type holds, and if it is not wild the wire too.
fn declared(random: &mut Random, scalar: Scalar, wire: (i128, i128), wild: bool) -> i128 {
    let own = scalar.bounds();
    if wild {
        let host = HostInt::of_scalar(scalar).bounds();
        return random.number(host.0, host.1);
    }
    random.number(own.0.max(wire.0), own.1.min(wire.1))
}

fn of_bits(random: &mut Random, model: &Model, bits: &Bits, wild: bool) -> Value {
    let fields = bits.members().map(|field| match &field.ty {
        BitType::Bool => Value::Bool(random.once_in(2)),
        BitType::Int { signed, rules } => {
            let bounds = scalar::int_bounds(field.width, *signed);
            let host = HostInt::of_slot(model, BitHost::Plain, field.width, *signed).bounds();
            ruled(random, rules, bounds, host, wild)
        }
        BitType::Enum(id) => {
            let it = model.enum_of(*id);
            if it.closed || random.once_in(2) {
                return Value::Int(random.pick(&it.values).value);
            }
            Value::Int(declared(random, it.scalar, scalar::int_bounds(field.width, false), wild))
        }
    });
    Value::Record(fields.collect())
}
