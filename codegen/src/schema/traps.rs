//! The traps of YAML that our users fall into (rule L10), recognised in the text around a place.
//!
//! In: the text of a file, and where the YAML parser stopped. Out: the diagnostic that helps.
//! Must not know: which keys a schema has, beyond those whose value is prose.

use super::tree::{At, Kind, Tree};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span, is_deceptive};

/// Keys whose value is prose or hexadecimal digits: ` #1` in them is a lost word, not a comment.
const PROSE: &[&str] = &["doc", "unit", "deprecated", "original", "hex"];

/// Refuses text that is not plain.
pub(super) fn encoding(text: &str, file: FileId) -> Result<(), Diagnostic> {
    for (at, c) in text.char_indices() {
        let bad = match c {
            '\t' | '\n' => continue,
            '\r' if text[at..].starts_with("\r\n") => continue,
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

/// Why the YAML parser stopped, as far as it knows.
pub(super) enum Stop {
    /// Inside of a text in quotes.
    Quote,
    /// Inside of braces or brackets that open at this place.
    Flow(Span),
    /// Because a line stands in no column that fits.
    Indentation,
    /// For another reason, in the parser's words.
    Other(String),
}

/// What the author most likely meant where the parser stopped.
pub(super) fn explain(text: &str, at: Span, stop: Stop) -> Diagnostic {
    let here = (at.start as usize).min(text.len());
    let line_start = text[..here].rfind('\n').map_or(0, |i| i + 1);
    let previous_start = text[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |i| i + 1);
    let line_at = |start: usize| text[start..].lines().next().unwrap_or("");
    if matches!(stop, Stop::Quote)
        && let Some(open) = open_quote(text, here)
    {
        let message = "a text in quotes is not closed";
        return finding(Code::YamlSyntax, (at, open, open + 1), message)
            .label("opened here")
            .help("end it with the same quote; inside of it write `\\\"` for a quote");
    }
    if let Some(hint) = at_character(line_at(line_start), here - line_start) {
        return hint.at(at, line_start);
    }
    // The parser often stops at the start of the next line, so look at the line before as well.
    let lines = [line_start, previous_start];
    if let Some(found) =
        lines.into_iter().find_map(|start| Some(explain_line(line_at(start))?.at(at, start)))
    {
        return found;
    }
    match stop {
        Stop::Flow(open) => {
            let bracket = text[open.start as usize..].chars().next().unwrap_or('{');
            let close = if bracket == '[' { ']' } else { '}' };
            Diagnostic::new(Code::YamlSyntax, at, format!("`{bracket}` is not closed"))
                .label("this cannot stand inside of it")
                .secondary(Span { end: open.start + 1, ..open }, "opened here")
                .help(format!("close it with `{close}`, and put a comma between its items"))
        }
        Stop::Indentation => {
            let message = "this line begins in a column that fits no line above it";
            Diagnostic::new(Code::YamlSyntax, at, message)
                .help("the keys of one mapping begin in one column, two spaces deeper than what they belong to")
        }
        Stop::Quote => Diagnostic::new(Code::YamlSyntax, at, "a text in quotes is not closed"),
        Stop::Other(info) => Diagnostic::new(Code::YamlSyntax, at, "this is not well-formed YAML")
            .label(info)
            .help("quote a text that has signs in it, and compare the indentation with the lines around"),
    }
}

fn finding(code: Code, (at, start, end): (Span, usize, usize), message: &str) -> Diagnostic {
    let place = |n: usize| u32::try_from(n).expect("the file has at most 1 MiB");
    Diagnostic::new(code, Span { file: at.file, start: place(start), end: place(end) }, message)
}

/// A trap in one line: its code, its place in the line, what it is and what to do.
struct Hint {
    code: Code,
    place: (usize, usize),
    message: String,
    help: String,
}

impl Hint {
    fn at(self, at: Span, line: usize) -> Diagnostic {
        let (from, to) = self.place;
        finding(self.code, (at, line + from, line + to), &self.message).help(self.help)
    }
}

/// The quote that opens the text in which the parser is: the last one that stands where a text can begin.
fn open_quote(text: &str, stop: usize) -> Option<usize> {
    let before = &text[..crate::source::floor_boundary(text, stop)];
    let mut quotes = before.match_indices(['"', '\'']).map(|(at, _)| at);
    quotes.rfind(|at| begins_value(&text[..*at]))
}

fn begins_value(before: &str) -> bool {
    let trimmed = before.trim_end_matches(' ');
    trimmed.ends_with(['[', '{', ','])
        || (trimmed.len() < before.len() && trimmed.ends_with([':', '-']))
}

/// A character at which no unquoted text can begin.
fn at_character(line: &str, stop: usize) -> Option<Hint> {
    let rest = line.get(stop..)?;
    let first = rest.chars().next().filter(|c| "%@`".contains(*c))?;
    let end = rest.find([',', '}', ']']).unwrap_or(rest.len());
    let word = rest[..end].trim_end();
    Some(must_be_quoted(first, (stop, stop + word.len()), word))
}

fn must_be_quoted(first: char, place: (usize, usize), value: &str) -> Hint {
    let help = match (first, value) {
        ('%', "%") => "quote it, `\"%\"`, or write `percent`".to_owned(),
        ('*', _) => format!("quote it, `\"{value}\"`; aliases of YAML are not used in schemas"),
        _ => format!("quote it: `\"{value}\"`"),
    };
    let message = format!("a text that begins with `{first}` must stand in quotes");
    Hint { code: Code::QuoteNeeded, place, message, help }
}

fn explain_line(line: &str) -> Option<Hint> {
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some(Hint {
            code: Code::TabIndentation,
            place: (tab, tab + 1),
            message: "a tab is used for indentation".to_owned(),
            help: "YAML forbids it: use two spaces for each level".to_owned(),
        });
    }
    if let Some((from, to)) = bare_bracket(line) {
        let word = &line[from..to];
        return Some(Hint {
            code: Code::BareBracket,
            place: (from, to),
            message: format!("`{word}` must stand in quotes here"),
            help: format!("inside braces write `\"{word}\"`, or give the field its own lines"),
        });
    }
    value_trap(line).or_else(|| missing_space(line))
}

/// A value that YAML takes for something else than a text.
fn value_trap(line: &str) -> Option<Hint> {
    let (from, value) = value_of(line)?;
    let to = from + value.len();
    let first = value.chars().next()?;
    if "%@`!&*|>".contains(first) {
        return Some(must_be_quoted(first, (from, to), value));
    }
    let brackets = [('{', '}'), ('[', ']')];
    if let Some((open, close)) = brackets.into_iter().find(|(open, _)| *open == first) {
        let end = value.find(close)? + 1;
        let prose = value[end..].trim_start().starts_with(char::is_alphanumeric);
        let nested = value[1..end].contains(open);
        return (prose && !nested).then(|| must_be_quoted(first, (from, to), value));
    }
    (!"\"'".contains(first) && value.contains(": ")).then(|| Hint {
        code: Code::QuoteNeeded,
        place: (from, to),
        message: "a text with `: ` in it must stand in quotes".to_owned(),
        help: format!("quote it: `\"{value}\"`"),
    })
}

/// `id:1` on a line of its own.
fn missing_space(line: &str) -> Option<Hint> {
    let entry = line.trim_start().trim_start_matches("- ").trim_end();
    let (name, rest) = entry.split_once(':')?;
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if name.is_empty() || !is_word(name) || rest.is_empty() || rest.starts_with([' ', '/']) {
        return None;
    }
    let from = line.find(entry)?;
    Some(Hint {
        code: Code::MissingSpace,
        place: (from, from + entry.len()),
        message: "a space is missing after the colon".to_owned(),
        help: format!("write `{name}: {rest}`"),
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
                    return Some((i - word, suffix_end(line, i)));
                }
            }
            _ => {}
        }
    }
    None
}

/// Behind the brackets and the question mark of a type.
fn suffix_end(line: &str, mut at: usize) -> usize {
    while line[at..].starts_with('[') {
        let Some(close) = line[at..].find([']', ',', '}', ' ']) else { return line.len() };
        at += close + usize::from(line[at + close..].starts_with(']'));
    }
    at + usize::from(line[at..].starts_with('?'))
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
