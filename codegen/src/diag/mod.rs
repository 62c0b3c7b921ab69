//! Diagnostics: what is wrong with a schema, where, and what to do about it.
//!
//! In: findings of every stage. Out: plain values; `render` turns them into text.
//! Must not know: how a schema is read or what is made of it.

pub mod codes;
#[cfg(feature = "schema")]
pub mod render;

pub use codes::Code;

use crate::source::Span;

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which rule was broken.
    pub code: Code,
    /// Where.
    pub at: Span,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// What to say under the place itself.
    pub label: Option<String>,
    /// Other places that belong to it.
    pub secondary: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding with a message only.
    #[must_use]
    pub fn new(code: Code, at: Span, message: impl Into<String>) -> Self {
        let message = clip(message.into());
        Self { code, at, message, label: None, secondary: Vec::new(), help: None }
    }

    /// Adds what to say under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(clip(label.into()));
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn secondary(mut self, at: Span, label: impl Into<String>) -> Self {
        self.secondary.push((at, clip(label.into())));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clip(help.into()));
        self
    }

    /// Adds a close name, if there is one, as what to do.
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match closest(written, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// A text of a schema may be a MiB long, and a finding quotes it.
fn clip(mut text: String) -> String {
    const LONGEST: usize = 400;
    if text.len() > LONGEST {
        text.truncate(crate::source::floor_boundary(&text, LONGEST));
        text.push('…');
    }
    text
}

/// The known word nearest to what was written, if it is near.
#[cfg(feature = "schema")]
#[must_use]
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The distance is at least the difference in length, and takes far longer to find.
    let near = |name: &&str| written.len().abs_diff(name.len()) <= furthest(name);
    known
        .into_iter()
        .filter(near)
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, name)| *distance <= furthest(name))
        .min()
        .map(|(_, name)| name)
}

/// How many letters may be wrong.
#[cfg(feature = "schema")]
fn furthest(name: &str) -> usize {
    1 + name.len() / 4
}

/// How many findings a run shows: a bound for the time that it takes (rule S5).
const MAX_FINDINGS: usize = 1_000;

/// The findings of a run.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding. Beyond [`MAX_FINDINGS`] it is dropped, and one more finding says so.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < MAX_FINDINGS {
            self.list.push(diagnostic);
        } else if self.list.len() == MAX_FINDINGS {
            let message = format!("there are more than {MAX_FINDINGS} findings");
            self.list.push(
                Diagnostic::new(Code::TooMany, diagnostic.at, message)
                    .label("the first that is not shown")
                    .help("mend what is shown, then run again"),
            );
        }
    }

    /// Adds the findings of another list that a filter lets through.
    pub fn extend(&mut self, other: Self, keep: impl Fn(&Diagnostic) -> bool) {
        other.list.into_iter().filter(keep).for_each(|diagnostic| self.push(diagnostic));
    }

    /// The findings in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether no further finding would be kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.list.len() > MAX_FINDINGS
    }

    /// Whether there are few findings, so that there is time to look for names that were meant.
    #[must_use]
    pub fn has_few(&self) -> bool {
        self.list.len() < 100
    }

    /// Takes the value of a result, or adds its finding.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Whether anything stops the next stage.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.code.is_error())
    }

    /// The findings in the order of their places, each once.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<&Diagnostic> = self.list.iter().collect();
        list.sort_by_key(|d| (d.code == Code::TooMany, d.at, d.code));
        list.dedup_by(|a, b| a.at == b.at && a.code == b.code && a.message == b.message);
        list
    }
}
