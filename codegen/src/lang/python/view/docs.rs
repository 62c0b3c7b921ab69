//! Docstrings: schema text that cannot end one nor be an escape in it.
//!
//! In: texts of a schema, and the line that says where an item stands. Out: whole docstrings, quotes included.

use crate::lang::{fold, text};
use crate::model::About;

const QUOTES: &str = "\"\"\"";

/// Lines of schema text, safe in a docstring.
fn lines(doc: &str) -> Vec<String> {
    text::lines(doc).iter().map(|line| escape(line)).collect()
}

/// Backslashes doubled, and quotes escaped where they could end the docstring.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut before = None;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let alone = !matches!(before, None | Some('"')) && !matches!(rest.peek(), None | Some('"'));
        match c {
            '\\' => out.push_str("\\\\"),
            '"' if !alone => out.push_str("\\\""),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// A text of the schema, or what is said where it has none.
pub(super) fn sentence(doc: Option<&str>, otherwise: &str) -> Vec<String> {
    let given = doc.map(lines).filter(|lines| !lines.is_empty());
    given.unwrap_or_else(|| lines(otherwise))
}

/// The docstring of something with a place on the wire, at a column.
pub(super) fn docs(about: &About, otherwise: &str, place: Option<String>, column: usize) -> String {
    let mut notes = Vec::new();
    if let Some(place) = place {
        let mut place = lines(&place).concat();
        place[..1].make_ascii_uppercase();
        notes.push(format!("{place}."));
    }
    if let Some(note) = &about.deprecated {
        notes.push(format!("Deprecated: {}", lines(note).join(" ")));
    }
    docstring(&sentence(about.doc.as_deref(), otherwise), &notes, column)
}

/// A text and notes on it: on one line if that is short enough.
pub(super) fn docstring(text: &[String], notes: &[String], column: usize) -> String {
    if let [only] = text {
        let whole = std::iter::once(only).chain(notes).cloned().collect::<Vec<_>>().join(" ");
        let is_sentence = notes.is_empty() || only.ends_with(['.', '!', '?', '`']);
        if is_sentence && column + whole.chars().count() + 2 * QUOTES.len() <= fold::WIDTH {
            return format!("{QUOTES}{whole}{QUOTES}");
        }
    }
    let width = fold::WIDTH - column - QUOTES.len();
    let wrapped = |lines: &[String]| -> Vec<String> {
        lines.iter().flat_map(|line| fold::words(line, width)).collect()
    };
    let mut all = wrapped(text);
    if !notes.is_empty() {
        all.push(String::new());
        all.extend(wrapped(notes));
    }
    format!("{QUOTES}{}\n{QUOTES}", all.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_never_end_a_docstring() {
        assert_eq!(escape("say \"hi\" now"), "say \"hi\" now");
        assert_eq!(escape("\"\"\""), "\\\"\\\"\\\"");
        assert_eq!(escape("end\""), "end\\\"");
        assert_eq!(escape("\\N{DIGIT ONE}\\"), "\\\\N{DIGIT ONE}\\\\");
    }

    #[test]
    fn short_texts_take_one_line() {
        let text = ["Which probe.".to_owned()];
        assert_eq!(docstring(&text, &[], 4), "\"\"\"Which probe.\"\"\"");
        let place = ["Offset 0.".to_owned()];
        assert_eq!(docstring(&text, &place, 4), "\"\"\"Which probe. Offset 0.\"\"\"");
        let text = ["No sentence".to_owned()];
        assert_eq!(docstring(&text, &place, 4), "\"\"\"No sentence\n\nOffset 0.\n\"\"\"");
    }
}
