//! Diagnostics as text: for people, for editors, for programs and for a forge's annotations.
//!
//! In: diagnostics and the sources that they point into. Out: text. Must not know: where it is printed.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Code, Diagnostic};
use crate::source::{Sources, Span, floor_boundary, is_deceptive};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the source underlined.
    Human,
    /// `file:line:column: error[WW0101]: message`
    Short,
    /// A JSON object a line.
    Json,
    /// Workflow commands that a forge shows beside the source.
    Github,
}

/// How many bytes two places of one finding may lie apart to be shown in one window. More would take the time that
/// rule S5 grants.
const FAR: usize = 2 << 10;

/// Writes findings in a format; `colour` is for a terminal.
#[must_use]
pub fn render(list: &[&Diagnostic], sources: &Sources, format: Format, colour: bool) -> String {
    let one = |diagnostic: &&Diagnostic| match format {
        Format::Human => human(diagnostic, sources, colour),
        Format::Short => short(diagnostic, sources),
        Format::Json => json(diagnostic, sources),
        Format::Github => github(diagnostic, sources),
    };
    list.iter().map(one).collect()
}

fn severity(code: Code) -> &'static str {
    if code.is_error() { "error" } else { "warning" }
}

/// Text from a schema could carry what a terminal or a forge takes for a command, or what cannot be seen.
fn printable(text: &str) -> String {
    text.chars().map(|c| if is_unprintable(c) { '\u{fffd}' } else { c }).collect()
}

fn is_unprintable(c: char) -> bool {
    c.is_control() || is_deceptive(c)
}

/// Source text with stand-ins of the same length, so that places in it stay where they are.
fn printable_source(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match (is_unprintable(c) && c != '\n', c.len_utf8()) {
            (false, _) => shown.push(c),
            (true, 1) => shown.push(if c == '\t' || c == '\r' { ' ' } else { '?' }),
            (true, 2) => shown.push('\u{bf}'),
            (true, 3) => shown.push('\u{fffd}'),
            (true, _) => shown.push_str("\u{fffd} "),
        }
    }
    shown
}

fn human(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = if diagnostic.code.is_error() { Level::ERROR } else { Level::WARNING };
    let message = printable(&diagnostic.message);
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.id()));
    let windows = Window::all(diagnostic, sources);
    for window in &windows {
        group = if window.too_long {
            group.element(Origin::path(&window.name).line(window.at.0).char_column(window.at.1))
        } else {
            group.element(window.snippet())
        };
    }
    let help = diagnostic.help.as_deref().map(printable);
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Unicode).render(&[group]);
    text.push_str("\n\n");
    text
}

struct Mark {
    kind: AnnotationKind,
    at: Span,
    label: Option<String>,
}

/// A part of a file that a finding is about, with its places moved into it.
struct Window {
    name: String,
    text: String,
    /// The line and column of its first place.
    at: (usize, usize),
    /// Whether the lines are too long to be shown.
    too_long: bool,
    first_line: usize,
    marks: Vec<(AnnotationKind, Range<usize>, Option<String>)>,
}

impl Window {
    /// One for the place and all that is near it, and one for each other place.
    fn all(diagnostic: &Diagnostic, sources: &Sources) -> Vec<Self> {
        let label = diagnostic.label.as_deref().map(printable);
        let primary = Mark { kind: AnnotationKind::Primary, at: diagnostic.at, label };
        let mut near = vec![primary];
        let mut far = Vec::new();
        for (at, label) in &diagnostic.secondary {
            let mark =
                Mark { kind: AnnotationKind::Context, at: *at, label: Some(printable(label)) };
            let distance = at.start.abs_diff(diagnostic.at.start) as usize;
            if at.file == diagnostic.at.file && distance <= FAR {
                near.push(mark);
            } else {
                far.push(vec![mark]);
            }
        }
        std::iter::once(near).chain(far).map(|marks| Self::of(&marks, sources)).collect()
    }

    /// The lines of some places, the first of which gives the file.
    fn of(marks: &[Mark], sources: &Sources) -> Self {
        let file = marks[0].at.file;
        let text = sources.file(file).text.as_str();
        let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |i| from + i);
        // A place that spans lines is shown by its first line, so that a whole mapping is not underlined.
        let place = |mark: &Mark| {
            let from = floor_boundary(text, mark.at.start as usize);
            from..floor_boundary(text, mark.at.end as usize).clamp(from, line_end(from))
        };
        let places: Vec<Range<usize>> = marks.iter().map(place).collect();
        let first = marks.iter().map(|mark| sources.line(mark.at)).min().unwrap_or(1);
        let start = sources.line_start(file, first);
        let end = line_end(places.iter().map(|place| place.end).max().unwrap_or(start));
        let too_long = end - start > 2 * FAR;
        let position = sources.line_column(marks[0].at);
        let labels = marks.iter().map(|mark| (mark.kind, mark.label.clone()));
        let moved = places.iter().map(|place| place.start - start..place.end - start);
        let marks = labels.zip(moved).map(|((kind, label), place)| (kind, place, label));
        Self {
            name: printable(&sources.shown(file)),
            text: if too_long { String::new() } else { printable_source(&text[start..end]) },
            at: position,
            too_long,
            first_line: first,
            marks: marks.collect(),
        }
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        let mut snippet = Snippet::source(self.text.as_str())
            .line_start(self.first_line)
            .path(self.name.as_str());
        for (kind, range, label) in &self.marks {
            snippet = snippet.annotation(kind.span(range.clone()).label(label.as_deref()));
        }
        snippet
    }
}

fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let (line, column) = sources.line_column(diagnostic.at);
    let file = printable(&sources.shown(diagnostic.at.file));
    let code = diagnostic.code;
    format!(
        "{file}:{line}:{column}: {}[{}]: {}\n",
        severity(code),
        code.id(),
        printable(&diagnostic.message)
    )
}

fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = |at: Span| {
        let (line, column) = sources.line_column(at);
        serde_json::json!({ "file": sources.shown(at.file), "line": line, "column": column, "start": at.start, "end": at.end })
    };
    let secondary: Vec<_> = diagnostic
        .secondary
        .iter()
        .map(|(at, label)| serde_json::json!({ "at": place(*at), "label": label }))
        .collect();
    let object = serde_json::json!({
        "code": diagnostic.code.id(),
        "slug": diagnostic.code.slug(),
        "severity": severity(diagnostic.code),
        "message": diagnostic.message,
        "at": place(diagnostic.at),
        "label": diagnostic.label,
        "secondary": secondary,
        "help": diagnostic.help,
    });
    format!("{object}\n")
}

/// GitHub's workflow commands escape `%`, line ends and, in properties, `:` and `,`.
fn github(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let data =
        |text: &str| printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let (line, column) = sources.line_column(diagnostic.at);
    let file = property(&sources.shown(diagnostic.at.file));
    let mut message = data(&diagnostic.message);
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "%0A{}", data(help));
    }
    let code = diagnostic.code;
    format!(
        "::{} file={file},line={line},col={column},title={}::{message}\n",
        severity(code),
        code.id()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A finding about the second line of a file.
    fn rendered(text: &str, format: Format) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let start = u32::try_from(text.find('\n').expect("two lines") + 1).expect("short");
        let end = u32::try_from(text.len()).expect("short");
        let diagnostic = Diagnostic::new(Code::BadName, Span { file, start, end }, text)
            .secondary(Span { file, start: 0, end: 1 }, text)
            .help(text);
        render(&[&diagnostic], &sources, format, false)
    }

    #[test]
    fn text_of_a_schema_commands_nothing() {
        let hostile = "::set-output\r\n::add-path::%0A\u{1b}[2J\u{9b}m\u{85}\u{202e}\u{e0041}x";
        for format in [Format::Human, Format::Short, Format::Github] {
            let text = rendered(hostile, format);
            let command =
                text.lines().any(|line| line.starts_with("::") && !line.starts_with("::error "));
            assert!(!command && !text.contains(|c| is_unprintable(c) && c != '\n'), "{text:?}");
        }
        assert_eq!(rendered(hostile, Format::Github).lines().count(), 1);
        assert_eq!(rendered(hostile, Format::Json).lines().count(), 1);
    }

    #[test]
    fn stand_ins_have_the_length_of_what_they_stand_for() {
        let text = "a\u{7}\u{85}\u{ad}\u{202e}\u{e0041}\tz";
        assert_eq!(printable_source(text).len(), text.len());
    }

    #[test]
    fn long_lines_are_named_and_not_shown() {
        let text = rendered(&format!("a\n{}", "x".repeat(100_000)), Format::Short);
        assert!(text.starts_with("a.yaml:2:1: "));
        let shown = rendered(&format!("a\n{}", "x".repeat(100_000)), Format::Human);
        assert!(shown.contains("a.yaml:2:1"), "{shown}");
    }
}
