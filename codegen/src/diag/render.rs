//! Diagnostics as text: for people, for editors, for programs and for a forge's annotations.
//!
//! In: diagnostics and the sources that they point into. Out: text. Must not know: where it is printed.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span, floor_boundary};

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

/// How many lines around a place a person sees at most.
const FAR: usize = 64 << 10;

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

/// Text from a schema could carry what a terminal or a forge takes for a command.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

fn human(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = if diagnostic.code.is_error() { Level::ERROR } else { Level::WARNING };
    let message = printable(&diagnostic.message);
    let mut group = Group::with_title(level.primary_title(message).id(diagnostic.code.id()));
    let mut files: Vec<FileId> = vec![diagnostic.at.file];
    for (at, _) in &diagnostic.secondary {
        if !files.contains(&at.file) {
            files.push(at.file);
        }
    }
    let windows: Vec<_> = files.iter().map(|file| Window::of(diagnostic, sources, *file)).collect();
    for window in &windows {
        group = group.element(window.snippet());
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

/// The part of a file that a finding is about, with its places moved into it.
struct Window {
    name: String,
    text: String,
    first_line: usize,
    marks: Vec<(AnnotationKind, Range<usize>, Option<String>)>,
}

impl Window {
    fn of(diagnostic: &Diagnostic, sources: &Sources, file: FileId) -> Self {
        let source = sources.file(file);
        let text = source.text.as_str();
        let primary =
            std::iter::once((AnnotationKind::Primary, diagnostic.at, diagnostic.label.as_deref()));
        let secondary = diagnostic
            .secondary
            .iter()
            .map(|(at, label)| (AnnotationKind::Context, *at, Some(label.as_str())));
        let marks: Vec<_> = primary.chain(secondary).filter(|(_, at, _)| at.file == file).collect();
        let near = |at: Span| {
            at.start.abs_diff(diagnostic.at.start) as usize <= FAR || at.file != diagnostic.at.file
        };
        let marks: Vec<_> = marks.into_iter().filter(|(_, at, _)| near(*at)).collect();
        let start = marks.iter().map(|(_, at, _)| at.start as usize).min().unwrap_or(0);
        let end = marks.iter().map(|(_, at, _)| at.end as usize).max().unwrap_or(0);
        let start = text[..floor_boundary(text, start)].rfind('\n').map_or(0, |i| i + 1);
        let end = floor_boundary(text, end.min(start + 2 * FAR)).max(start);
        let end = text[end..].find('\n').map_or(text.len(), |i| end + i);
        let place = |at: Span| {
            let from = floor_boundary(text, at.start as usize).clamp(start, end) - start;
            // A place that spans lines is shown by its first line, so that a whole mapping is not underlined.
            let line = text[start + from..end].find('\n').map_or(end, |i| start + from + i);
            let to = floor_boundary(text, at.end as usize).clamp(start + from, line) - start;
            from..to
        };
        let marks =
            marks.into_iter().map(|(kind, at, label)| (kind, place(at), label.map(printable)));
        Self {
            name: sources.shown(file),
            marks: marks.collect(),
            text: text[start..end].replace(|c: char| c.is_control() && c != '\n', " "),
            first_line: text[..start].matches('\n').count() + 1,
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
    let file = sources.shown(diagnostic.at.file);
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
