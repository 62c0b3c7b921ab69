//! The examples of a schema as lines of JSON, for programs that test themselves against them.
//!
//! In: a compiled schema. Out: one object a line, keys sorted, values as `decode` prints them.
//! Must not know: test programs.

use super::json;
use crate::Compiled;
use crate::model::notation::{self, Literal};
use crate::model::{Example, ExampleKind, TypeId};

/// The vectors of one message.
#[must_use]
pub fn lines(compiled: &Compiled, id: TypeId) -> String {
    let examples = compiled.model.record_of(id).message.iter().flat_map(|m| &m.examples);
    examples.map(|example| line(compiled, id, example) + "\n").collect()
}

fn line(compiled: &Compiled, id: TypeId, example: &Example) -> String {
    let model = &compiled.model;
    let text = |text: &str| Literal::Scalar { text: text.to_owned(), quoted: true };
    let hex = |bytes: &[u8]| text(&notation::hex(bytes));
    // Read and written again, a value is spelt as `decode` spells it.
    let spelt = |literal: &Literal| match notation::read_record(model, id, literal) {
        Ok(value) => notation::write_record(model, id, &value),
        Err(_) => literal.clone(),
    };
    let mut pairs = vec![("message", text(&model.full_name(id)))];
    pairs.extend(example.doc.as_deref().map(|doc| ("doc", text(doc.trim()))));
    match &example.kind {
        ExampleKind::Pair(value, bytes) => {
            pairs.extend([("value", spelt(value)), ("hex", hex(bytes))]);
        }
        ExampleKind::BadBytes(bytes, error, at) => {
            pairs.extend([("hex", hex(bytes)), ("error", text(error))]);
            let number = |at: u64| Literal::Scalar { text: at.to_string(), quoted: false };
            pairs.extend(at.map(|at| ("offset", number(at))));
        }
        ExampleKind::BadValue(value, error) => {
            pairs.extend([("value", spelt(value)), ("error", text(error))]);
        }
    }
    pairs.sort_by_key(|(key, _)| *key);
    json::write(&Literal::Map(pairs.into_iter().map(|(key, it)| (key.to_owned(), it)).collect()))
}
