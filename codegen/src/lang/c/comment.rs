//! Schema text in comments and literals of C.
//!
//! In: any text. Out: comments that nothing in it can end, and literals that say exactly it. Must not know: layouts.

use crate::lang::fold::{self, WIDTH};
use crate::lang::text;
use crate::model::About;

/// Lines of schema text that cannot end a comment, begin one, or join lines.
pub(super) fn lines(doc: &str) -> Vec<String> {
    text::lines(doc).iter().map(|line| safe(line)).collect()
}

/// What would mean something to a preprocessor, in characters that look alike and mean nothing.
fn safe(line: &str) -> String {
    let line = line.replace("*/", "*\u{2215}").replace("/*", "\u{2215}*");
    // The trigraph of a backslash, and the backslash itself, continue a line.
    let line = line.replace("??/", "??\u{2215}");
    match line.strip_suffix('\\') {
        Some(start) => format!("{start}\u{2216}"),
        None => line,
    }
}

/// What a comment says: the schema's words, where it stands, and what to use instead.
fn paragraphs(about: &About, place: Option<&str>) -> Vec<String> {
    let mut all = about.doc.as_deref().map(lines).unwrap_or_default();
    if let Some(place) = place {
        let mut place = lines(place).concat();
        place[..1].make_ascii_uppercase();
        all.push(format!("{place}."));
    }
    if let Some(note) = &about.deprecated {
        all.push(format!("Deprecated: {}", lines(note).join(" ")));
    }
    all
}

/// The lines of a doc comment that stands at a column; none if there is nothing to say.
pub(super) fn doc(about: &About, place: Option<&str>, column: usize) -> Vec<String> {
    let paragraphs = paragraphs(about, place);
    let ended = paragraphs.iter().all(|line| line.ends_with(['.', '!', '?']));
    let joined = paragraphs.join(" ");
    if joined.is_empty() {
        return Vec::new();
    }
    let short = column + "/**  */".len() + joined.chars().count() <= WIDTH;
    if short && (ended || paragraphs.len() == 1) {
        return vec![format!("/** {joined} */")];
    }
    let width = WIDTH - column - " * ".len();
    let mut comment = vec!["/**".to_owned()];
    comment.extend(
        paragraphs.iter().flat_map(|line| fold::words(line, width)).map(|line| starred(&line)),
    );
    comment.push(" */".to_owned());
    comment
}

/// The comment behind a macro, if it fits there: ` /**< … */`.
pub(super) fn behind(about: &About, column: usize) -> Option<String> {
    let joined = paragraphs(about, None).join(" ");
    let fits = column + " /**<  */".len() + joined.chars().count() <= WIDTH;
    match joined.as_str() {
        "" => Some(String::new()),
        _ if fits && about.deprecated.is_none() => Some(format!(" /**< {joined} */")),
        _ => None,
    }
}

/// ` * line`, without a blank behind the star of an empty one.
pub(super) fn starred(line: &str) -> String {
    if line.is_empty() { " *".to_owned() } else { format!(" * {line}") }
}

/// A string literal, in which every byte that is not plain is an octal escape.
pub(super) fn string_literal(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        out.push_str(&escaped(byte, '"'));
    }
    out.push('"');
    out
}

/// A literal of one `char`, which may be signed or not.
pub(super) fn char_literal(byte: u8) -> String {
    format!("'{}'", escaped(byte, '\''))
}

fn escaped(byte: u8, quote: char) -> String {
    match char::from(byte) {
        // Two question marks begin a trigraph.
        c if c == quote || c == '\\' || c == '?' => format!("\\{c}"),
        c @ ' '..='~' => c.to_string(),
        _ => format!("\\{byte:03o}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> About {
        About { doc: Some(text.to_owned()), ..About::default() }
    }

    #[test]
    fn nothing_ends_a_comment() {
        assert_eq!(lines("a */ b /* c \\"), ["a *\u{2215} b \u{2215}* c \u{2216}"]);
        assert_eq!(lines("what??/"), ["what??\u{2215}"]);
        assert!(!lines("/*/")[0].contains("*/") && !lines("*/*/")[0].contains("*/"));
    }

    #[test]
    fn short_comments_take_one_line() {
        assert_eq!(doc(&of("Which."), Some("offset 0"), 2), ["/** Which. Offset 0. */"]);
        assert_eq!(
            doc(&of("Which"), Some("offset 0"), 2),
            ["/**", " * Which", " * Offset 0.", " */"]
        );
        assert!(doc(&About::default(), None, 0).is_empty());
    }

    #[test]
    fn literals_hold_plain_characters() {
        assert_eq!(string_literal("a\"\\??=\u{e9}"), r#""a\"\\\?\?=\303\251""#);
        assert_eq!(char_literal(b'\''), r"'\''");
    }
}
