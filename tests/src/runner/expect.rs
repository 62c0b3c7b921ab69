//! What the interpreter says of an input, and how an answer differs from that.

use wirewright_codegen::interp;
use wirewright_codegen::model::{Model, TypeId, Value, notation};

use super::build::Language;
use super::process::Answer;

/// The only right answer.
#[derive(Debug)]
pub(super) enum Expected {
    Accept { bytes: Vec<u8>, dump: Vec<u8>, plain_dump: Vec<u8> },
    Reject { code: u8, offset: u32, need: u32, path: String },
}

pub(super) fn decode(model: &Model, id: TypeId, bytes: &[u8]) -> Expected {
    match interp::decode(model, id, bytes) {
        Err(failure) => reject(&failure),
        Ok(value) => match interp::encode(model, id, &value) {
            Ok(again) => Expected::Accept {
                bytes: again,
                dump: interp::dump(model, id, &value),
                plain_dump: interp::load(model, id, &value),
            },
            Err(failure) => {
                panic!("the interpreter cannot encode what it decoded: {}", failure.sentence())
            }
        },
    }
}

pub(super) fn encode(model: &Model, id: TypeId, value: &Value) -> Expected {
    match interp::encode(model, id, value) {
        Err(failure) => reject(&failure),
        Ok(bytes) => Expected::Accept { bytes, dump: Vec::new(), plain_dump: Vec::new() },
    }
}

fn reject(failure: &interp::Failure) -> Expected {
    let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Expected::Reject {
        code: failure.code.number(),
        offset: narrow(failure.offset),
        need: narrow(failure.need),
        path: failure.path.clone(),
    }
}

impl Expected {
    pub(super) fn accepted(&self) -> bool {
        matches!(self, Self::Accept { .. })
    }

    /// In what an answer differs, if it does.
    pub(super) fn difference(
        &self,
        model: &Model,
        id: TypeId,
        answer: &Answer,
        language: Language,
    ) -> Option<String> {
        match self {
            Self::Accept { bytes, dump, plain_dump } => {
                let dump = if language.has_physical() { dump } else { plain_dump };
                if answer.status != 0 {
                    Some(format!(
                        "accepted by interp, but status {} code {} offset {}",
                        answer.status, answer.code, answer.offset
                    ))
                } else if !same_bytes(model, id, bytes, &answer.bytes) {
                    Some(format!(
                        "bytes {} instead of {}",
                        notation::hex(&answer.bytes),
                        notation::hex(bytes)
                    ))
                } else if *dump != answer.dump {
                    Some(format!(
                        "value {} instead of {}",
                        notation::hex(&answer.dump),
                        notation::hex(dump)
                    ))
                } else {
                    None
                }
            }
            Self::Reject { code, offset, need, path } => {
                let found = (answer.status, answer.code, answer.offset);
                if found != (1, *code, *offset) {
                    return Some(format!(
                        "status, code, offset {found:?} instead of {:?}",
                        (1, code, offset)
                    ));
                }
                if !language.has_paths() {
                    return None;
                }
                // Rust keeps the innermost four names.
                let shown = answer.path.trim_start_matches('…').trim_start_matches('.');
                if answer.need == *need
                    && (answer.path == *path
                        || path.ends_with(shown) && answer.path.starts_with('…'))
                {
                    None
                } else {
                    Some(format!(
                        "need {} field `{}` instead of {need} `{path}`",
                        answer.need, answer.path
                    ))
                }
            }
        }
    }
}

/// Equal, but for the bits of a NaN (rule S1.5).
fn same_bytes(model: &Model, id: TypeId, expected: &[u8], found: &[u8]) -> bool {
    if expected == found {
        return true;
    }
    let canonical = |bytes| {
        interp::decode(model, id, bytes)
            .ok()
            .and_then(|v| interp::encode(model, id, &one_nan(v)).ok())
    };
    expected.len() == found.len()
        && canonical(expected).is_some()
        && canonical(expected) == canonical(found)
}

fn one_nan(value: Value) -> Value {
    match value {
        Value::Float(number) if number.is_nan() => Value::Float(f64::NAN),
        Value::List(items) => Value::List(items.into_iter().map(one_nan).collect()),
        Value::Record(items) => Value::Record(items.into_iter().map(one_nan).collect()),
        Value::Int(_)
        | Value::Float(_)
        | Value::Bool(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::Absent => value,
    }
}
