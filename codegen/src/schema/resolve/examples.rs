//! Examples of messages: read here, run later.

use super::Resolver;
use crate::diag::Code;
use crate::model::notation::{Literal, parse_hex};
use crate::model::{Example, ExampleKind, PackageId};
use crate::schema::tree::{At, Kind};

impl Resolver<'_> {
    pub(super) fn examples(&mut self, message: At<'_>) -> Vec<Example> {
        let list = message.get("examples").into_iter().flat_map(At::items);
        list.filter_map(|at| self.example(at)).collect()
    }

    fn example(&mut self, at: At<'_>) -> Option<Example> {
        let digits = at.get("hex");
        let hex = digits.and_then(|hex| match parse_hex(hex.text()?) {
            Ok(bytes) => Some(bytes),
            Err(message) => {
                self.report(hex, Code::BadExample, message)
                    .help("two digits for each byte, with blanks where they help: `07 00ff`");
                None
            }
        });
        if digits.is_some() && hex.is_none() {
            return None;
        }
        let value = at.get("value").map(literal);
        let error = at.get("error").and_then(At::text).map(str::to_owned);
        let place = at
            .get("at")
            .and_then(|n| self.int(PackageId(0), n))
            .and_then(|n| u64::try_from(n).ok());
        if let Some(word) = at.get("error") {
            self.error_word(word);
        }
        let kind = match (value, hex, error) {
            (Some(value), Some(bytes), None) => ExampleKind::Pair(value, bytes),
            (None, Some(bytes), Some(error)) => ExampleKind::BadBytes(bytes, error, place),
            (Some(value), None, Some(error)) => ExampleKind::BadValue(value, error),
            _ => {
                self.report(
                    at,
                    Code::BadExample,
                    "an example needs two of `value`, `hex` and `error`",
                )
                .help("`value` with `hex`, or `hex` with `error`, or `value` with `error`");
                return None;
            }
        };
        Some(Example {
            at: at.span(),
            doc: at.get("doc").and_then(At::text).map(str::to_owned),
            kind,
        })
    }
}

impl Resolver<'_> {
    fn error_word(&mut self, at: At<'_>) {
        let text = at.text().unwrap_or_default();
        if !ERRORS.contains(&text) {
            let otherwise = format!("the errors are {}", ERRORS.join(", "));
            self.report(
                at,
                Code::BadExample,
                format!("`{text}` is not an error of decode or encode"),
            )
            .did_you_mean(text, ERRORS.iter().copied(), &otherwise);
        }
    }
}

/// The vocabulary of errors (rule S3).
const ERRORS: &[&str] = &[
    "short",
    "trailing",
    "limit",
    "tag",
    "enum",
    "bool",
    "reserved",
    "const",
    "range",
    "varint",
    "utf8",
    "nul",
    "duplicate",
    "length",
    "checksum",
    "auth",
    "frame_size",
    "framing",
    "capacity",
    "type",
    "presence",
];

/// Any YAML as a literal.
pub(super) fn literal(at: At<'_>) -> Literal {
    match at.kind() {
        Kind::Scalar { .. } if at.is_null() => Literal::Null,
        Kind::Scalar { text, quoted } => Literal::Scalar { text: text.clone(), quoted: *quoted },
        Kind::List(_) => Literal::List(at.items().map(literal).collect()),
        Kind::Map(_) => Literal::Map(
            at.entries()
                .map(|(key, value)| (key.text().unwrap_or_default().to_owned(), literal(value)))
                .collect(),
        ),
    }
}
