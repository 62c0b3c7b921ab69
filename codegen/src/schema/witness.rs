//! A second reader for the same file: `serde_yaml` must see what the span tree holds.
//!
//! In: the text, and the span tree made of it. Out: the place where two readers of YAML differ, if there is one.
//! Must not know: what a schema is. Other tools read these files too, with parsers like this one.

use serde_yaml::Value;

use super::tree::{At, Kind, Tree};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// Reads the text again and compares.
pub(super) fn agree(text: &str, tree: &Tree) -> Result<(), Diagnostic> {
    let root = tree.root();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let differ = |at: At<'_>| {
        Diagnostic::new(
            Code::HeterogeneousYaml,
            at.span(),
            "two YAML readers do not agree on what stands here",
        )
        .help("quote the text")
    };
    match serde_yaml::from_str::<Value>(text) {
        Ok(value) => compare(root, &value).map_err(differ),
        Err(error) => Err(refused(root, &error)),
    }
}

/// The first reader takes what the second refuses.
fn refused(root: At<'_>, error: &serde_yaml::Error) -> Diagnostic {
    let place = error.location().and_then(|place| u32::try_from(place.index()).ok());
    let start = place.unwrap_or(root.span().start);
    let at = Span { start, end: start + 1, ..root.span() };
    Diagnostic::new(Code::HeterogeneousYaml, at, "one of two YAML readers refuses what stands here")
        .label(error.to_string())
        .help("quote the text, or write it another way")
}

/// The first node in which the two differ.
fn compare<'t>(at: At<'t>, value: &Value) -> Result<(), At<'t>> {
    let same = match (at.kind(), value) {
        (Kind::Scalar { text, .. }, Value::String(other)) => text == other,
        (Kind::Scalar { quoted, .. }, Value::Null | Value::Bool(_) | Value::Number(_)) => !quoted,
        (Kind::List(items), Value::Sequence(others)) => {
            for (item, other) in at.items().zip(others) {
                compare(item, other)?;
            }
            items.len() == others.len()
        }
        (Kind::Map(pairs), Value::Mapping(others)) => {
            for ((key, item), (other_key, other)) in at.entries().zip(others) {
                compare(key, other_key)?;
                compare(item, other)?;
            }
            pairs.len() == others.len()
        }
        (Kind::Scalar { .. } | Kind::List(_) | Kind::Map(_), _) => false,
    };
    if same { Ok(()) } else { Err(at) }
}
