//! Examples and defaults are tests: the compiler runs them (rule L7).
//!
//! In: a checked model of bounded size. Out: diagnostics.

use super::encode::value as value_bytes;
use super::{decode, encode};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::notation::{self, Literal};
use crate::model::{BitItem, Example, ExampleKind, Field, Item, Model, Type, TypeId};

/// Checks every example of every message, and every default.
pub fn check(model: &Model, diagnostics: &mut Diagnostics) {
    for (id, _, record) in model.records() {
        for item in &record.items {
            if let Item::Field(field) = item {
                check_default(model, field, diagnostics);
            }
        }
        for example in record.message.iter().flat_map(|m| &m.examples) {
            if let Err(message) = run(model, id, example) {
                diagnostics.push(Diagnostic::new(Code::ExampleFails, example.at, message));
            }
        }
    }
}

fn run(model: &Model, id: TypeId, example: &Example) -> Result<(), String> {
    match &example.kind {
        ExampleKind::Pair(literal, bytes) => pair(model, id, literal, bytes),
        ExampleKind::BadBytes(bytes, error, at) => match decode(model, id, bytes) {
            Ok(_) => Err(format!("these bytes are accepted, and should be refused as `{error}`")),
            Err(failure)
                if failure.code.word() != error || at.is_some_and(|at| at != failure.offset) =>
            {
                Err(format!("the bytes are refused as {}", failure.sentence()))
            }
            Err(_) => Ok(()),
        },
        ExampleKind::BadValue(literal, error) => {
            let found = match notation::read_record(model, id, literal) {
                Err(_) => "type",
                Ok(value) => match encode(model, id, &value) {
                    Ok(_) => {
                        return Err(format!(
                            "this value is accepted, and should be refused as `{error}`"
                        ));
                    }
                    Err(failure) => failure.code.word(),
                },
            };
            if found == error {
                Ok(())
            } else {
                Err(format!("the value is refused as `{found}`, not as `{error}`"))
            }
        }
    }
}

fn pair(model: &Model, id: TypeId, literal: &Literal, bytes: &[u8]) -> Result<(), String> {
    let value = notation::read_record(model, id, literal).map_err(|bad| {
        format!("the value is none of this message: {} (at `{}`)", bad.message, bad.path)
    })?;
    let written =
        encode(model, id, &value).map_err(|f| format!("the value is refused: {}", f.sentence()))?;
    if written != bytes {
        return Err(format!("the value is encoded as {}", notation::hex(&written)));
    }
    let read =
        decode(model, id, bytes).map_err(|f| format!("the bytes are refused: {}", f.sentence()))?;
    // Compared by what is written, because a NaN differs from itself.
    match encode(model, id, &read) {
        Ok(again) if again == bytes => Ok(()),
        _ => Err("the decoded value is not encoded as the same bytes".to_owned()),
    }
}

/// A default is a value that can be encoded: tried in a model that has nothing else.
fn check_default(model: &Model, field: &Field, diagnostics: &mut Diagnostics) {
    if let Type::Bits(bits) = &field.ty {
        let inner = bits.items.iter().filter_map(|item| match item {
            BitItem::Field(bit) => Some(bit),
            BitItem::Pad(_) | BitItem::Reserved(_) => None,
        });
        for bit in inner.filter(|bit| bit.default.is_some()) {
            let only = crate::model::Bits {
                items: vec![BitItem::Field(bit.clone()), BitItem::Pad(64 - bit.width)],
                scalar: crate::model::Scalar::U64,
                ..(**bits).clone()
            };
            let value = crate::model::Value::Record(bit.default.clone().into_iter().collect());
            report(
                value_bytes(model, &Type::Bits(Box::new(only)), &value),
                bit.name.at,
                diagnostics,
            );
        }
    }
    if let Some(default) = &field.default {
        report(value_bytes(model, &field.ty, default), field.name.at, diagnostics);
    }
}

fn report(
    result: Result<Vec<u8>, super::Failure>,
    at: crate::source::Span,
    diagnostics: &mut Diagnostics,
) {
    if let Err(failure) = result {
        let message = format!("the default cannot be encoded: {}", failure.sentence());
        diagnostics.push(Diagnostic::new(Code::BadDefault, at, message));
    }
}
