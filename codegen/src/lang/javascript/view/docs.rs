//! Comments: schema text that cannot end one, nor be read as a tag of it.
//!
//! In: texts of a schema, and the line that says where an item stands. Out: whole comments.

use crate::lang::{fold, text};
use crate::model::About;

/// The text of a schema in lines of a comment at a column, its signs aside.
pub(super) fn paragraphs(doc: &str, column: usize) -> Vec<String> {
    let width = fold::WIDTH - column - " * ".len();
    text::lines(doc).iter().flat_map(|line| fold::words(&escape(line), width)).collect()
}

fn escape(line: &str) -> String {
    line.replace("*/", "*\u{2215}").replace('@', "\u{ff20}").replace("</", "<\u{2215}")
}

/// The lines of something with a place on the wire.
pub(super) fn lines(
    about: &About,
    otherwise: &str,
    place: Option<String>,
    column: usize,
) -> Vec<String> {
    let mut out = about.doc.as_deref().map_or_else(Vec::new, |doc| paragraphs(doc, column));
    if out.is_empty() {
        out = paragraphs(otherwise, column);
    }
    if let Some(place) = place.filter(|place| !place.is_empty()) {
        let mut place = escape(&text::lines(&place).concat());
        place[..1].make_ascii_uppercase();
        out.extend(paragraphs(&format!("{place}."), column));
    }
    if let Some(note) = &about.deprecated {
        out.push(format!("@deprecated {}", escape(&text::lines(note).join(" "))));
    }
    out
}

/// The comment of something with a place on the wire.
pub(super) fn docs(about: &About, otherwise: &str, place: Option<String>, column: usize) -> String {
    comment(&lines(about, otherwise, place, column), column)
}

/// A comment at a column: on one line if it has only one.
pub(super) fn comment(lines: &[String], column: usize) -> String {
    match lines {
        [only] if column + only.chars().count() + "/**  */".len() <= fold::WIDTH => {
            format!("/** {only} */")
        }
        _ => {
            let signed = |line: &String| format!(" * {line}").trim_end().to_owned();
            let inner: Vec<_> = lines.iter().map(signed).collect();
            format!("/**\n{}\n */", inner.join("\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schema_text_ends_no_comment() {
        assert_eq!(
            paragraphs("a */ b @type {x} </script>", 0),
            ["a *\u{2215} b \u{ff20}type {x} <\u{2215}script>"]
        );
    }

    #[test]
    fn short_comments_take_one_line() {
        assert_eq!(comment(&["a".to_owned()], 2), "/** a */");
        let lines = ["a".to_owned(), String::new(), "  b".to_owned()];
        assert_eq!(comment(&lines, 2), "/**\n * a\n *\n *   b\n */");
    }
}
