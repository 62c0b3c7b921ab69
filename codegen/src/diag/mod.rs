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
        Self { code, at, message: message.into(), label: None, secondary: Vec::new(), help: None }
    }

    /// Adds what to say under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn secondary(mut self, at: Span, label: impl Into<String>) -> Self {
        self.secondary.push((at, label.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
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

/// The known word nearest to what was written, if it is near.
#[cfg(feature = "schema")]
#[must_use]
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .min()
        .map(|(_, name)| name)
}

/// The findings of a run.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
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
        list.sort_by_key(|d| (d.at, d.code));
        list.dedup_by(|a, b| a.at == b.at && a.code == b.code && a.message == b.message);
        list
    }
}
