//! The traps of YAML that our users fall into (rule L10), recognised in the text around a place.
//!
//! In: the text of a file, and where the YAML parser stopped. Out: the diagnostic that helps.
//! Must not know: which keys a schema has, beyond those whose value is prose.

use super::tree::{At, Kind, Tree};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// Keys whose value is prose or hexadecimal digits: ` #1` in them is a lost word, not a comment.
const PROSE: &[&str] = &["doc", "unit", "deprecated", "original", "hex"];

/// Characters that change the order or the look of text, and so could hide what a schema says.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Refuses text that is not plain.
pub(super) fn encoding(text: &str, file: FileId) -> Result<(), Diagnostic> {
    for (at, c) in text.char_indices() {
        let bad = match c {
            '\t' | '\n' | '\r' => continue,
            '\u{feff}' if at == 0 => continue,
            c if c.is_control() => "a control character",
            c if is_deceptive(c) => "an invisible character",
            _ => continue,
        };
        let start = u32::try_from(at).expect("the file has at most 1 MiB");
        let span =
            Span { file, start, end: start + u32::try_from(c.len_utf8()).expect("at most 4") };
        return Err(Diagnostic::new(
            Code::FileEncoding,
            span,
            format!("{bad} stands in the file (U+{:04X})", c as u32),
        )
        .help("remove it; in a text in double quotes it can be written as an escape"));
    }
    Ok(())
}

/// What the author most likely meant where the parser stopped.
pub(super) fn explain(text: &str, at: Span, top_level: bool) -> Option<Diagnostic> {
    // The parser often stops at the start of the next line, so look at the line before as well.
    let stop = (at.start as usize).min(text.len());
    let line_start = text[..stop].rfind('\n').map_or(0, |i| i + 1);
    let previous_start = text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |i| i + 1);
    let _ = top_level;
    [line_start, previous_start].into_iter().find_map(|start| {
        let line = text[start..].lines().next().unwrap_or("");
        explain_line(line).map(|(code, from, to, message, help)| {
            let place = |n: usize| u32::try_from(start + n).expect("the file has at most 1 MiB");
            Diagnostic::new(
                code,
                Span { file: at.file, start: place(from), end: place(to) },
                message,
            )
            .help(help)
        })
    })
}

fn explain_line(line: &str) -> Option<(Code, usize, usize, String, String)> {
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some((
            Code::TabIndentation,
            tab,
            tab + 1,
            "a tab is used for indentation".to_owned(),
            "YAML forbids it: use two spaces for each level".to_owned(),
        ));
    }
    if let Some((from, to)) = bare_bracket(line) {
        let word = &line[from..to];
        return Some((
            Code::BareBracket,
            from,
            to,
            format!("`{word}` must stand in quotes here"),
            format!("inside braces write \"{word}\", or give the field its own lines"),
        ));
    }
    let (from, value) = value_of(line)?;
    let to = from + value.len();
    let first = value.chars().next()?;
    if "%@`!&*|>".contains(first) {
        let help = if value == "%" {
            "quote it, `\"%\"`, or write `percent`".to_owned()
        } else {
            format!("quote it: \"{value}\"")
        };
        return Some((
            Code::QuoteNeeded,
            from,
            to,
            format!("a text that begins with `{first}` must stand in quotes"),
            help,
        ));
    }
    (!"\"'{[".contains(first) && value.contains(": ")).then(|| {
        (
            Code::QuoteNeeded,
            from,
            to,
            "a text with `: ` in it must stand in quotes".to_owned(),
            format!("quote it: \"{value}\""),
        )
    })
}

/// The value behind the first `key: ` of a line.
fn value_of(line: &str) -> Option<(usize, &str)> {
    let colon = line.find(": ")?;
    let rest = &line[colon + 2..];
    let value = rest.trim();
    (!value.is_empty()).then(|| (colon + 2 + (rest.len() - rest.trim_start().len()), value))
}

/// A word with brackets in it, unquoted, somewhere behind an opening brace.
fn bare_bracket(line: &str) -> Option<(usize, usize)> {
    let brace = line.find('{')?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let mut quote = None;
    for (i, c) in line.char_indices().skip_while(|(i, _)| *i < brace) {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => {
                let word = line[..i].chars().rev().take_while(|c| is_word(*c)).count();
                if word > 0 && line[i - word..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                    let end = line[i..]
                        .find(|c: char| c == ',' || c == '}' || c == ' ')
                        .map_or(line.len(), |n| i + n);
                    return Some((i - word, end));
                }
            }
            _ => {}
        }
    }
    None
}

/// Warns where a comment has taken a part of a text.
pub(super) fn cut_comments(tree: &Tree, text: &str, diagnostics: &mut Diagnostics) {
    for (key, value) in tree.all().flat_map(At::entries) {
        let prose = key.text().is_some_and(|k| PROSE.contains(&k));
        let Kind::Scalar { quoted: false, .. } = value.kind() else { continue };
        let end = value.span().end as usize;
        let rest = text[end..].lines().next().unwrap_or("");
        let comment = rest.trim_start();
        let word = comment
            .strip_prefix('#')
            .is_some_and(|c| !c.is_empty() && !c.starts_with([' ', '#', '!']));
        if prose && word && rest.len() > comment.len() {
            let start = u32::try_from(end + rest.len() - comment.len())
                .expect("the file has at most 1 MiB");
            let at = Span {
                start,
                end: start + u32::try_from(comment.len()).expect("likewise"),
                ..value.span()
            };
            diagnostics.push(
                Diagnostic::new(Code::CommentCut, at, "this is a comment, not a part of the text")
                    .help(
                        "quote the whole text, or put a space behind the `#` if a comment is meant",
                    ),
            );
        }
    }
}
