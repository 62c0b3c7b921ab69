//! Schema text as comments and string literals of C.
//!
//! In: any text. Out: what cannot end a comment, begin one, or be a trigraph.

use crate::lang::text;
use crate::model::About;

/// Lines of schema text that cannot end a comment or begin one.
pub(super) fn comment_lines(doc: &str) -> Vec<String> {
    let safe = |line: String| {
        line.replace("*/", "*\u{2215}").replace("/*", "\u{2215}*").replace("??/", "? ?/")
    };
    text::lines(doc)
        .into_iter()
        .map(safe)
        .map(|line| {
            line.strip_suffix('\\')
                .map(|l| format!("{l}\\ "))
                .unwrap_or(line)
                .trim_end_matches('\\')
                .to_owned()
        })
        .collect()
}

/// A doc comment: what the schema says, then where it stands.
pub(super) fn comment(about: &About, otherwise: &str, place: Option<String>) -> String {
    let mut lines = match &about.doc {
        Some(doc) => comment_lines(doc),
        None => vec![otherwise.to_owned()],
    };
    if let Some(place) = place {
        let mut place = comment_lines(&place).concat();
        place[..1].make_ascii_uppercase();
        lines.push(format!("{place}."));
    }
    if let Some(note) = &about.deprecated {
        lines.push(format!("Deprecated: {}", comment_lines(note).join(" ")));
    }
    if lines.len() == 1 {
        return format!("/** {} */", lines[0]);
    }
    format!("/** {}\n */", lines.join("\n *  "))
}

/// A string literal of C, in which every byte that is not plain is an octal escape.
pub(super) fn string_literal(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' | b'?' => {
                let _ = write!(out, "\\{}", char::from(byte));
            }
            0x20..=0x7e => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out.push('"');
    out
}

pub(super) fn escape_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:03o}")).collect()
}
