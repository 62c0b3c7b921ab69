//! What is printed: results on standard output, everything else on standard error.
//!
//! Findings in a format for programs are results too.

use std::io::{IsTerminal, Write};

use serde_json::{Map, Value, json};
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::diag::render::{self, render};
use wirewright_codegen::source::Sources;

use crate::Format;

pub(crate) struct Out {
    format: Format,
    colour: bool,
}

/// A finding that is about no place in a schema: a file that is stale, bytes that are refused.
pub(crate) struct Finding {
    code: String,
    message: String,
    file: Option<String>,
    more: Map<String, Value>,
}

impl Finding {
    /// `code` is one word for programs, `message` a sentence for people.
    pub(crate) fn new(code: &str, message: &str) -> Self {
        let (code, message) = (code.to_owned(), message.to_owned());
        Self { code, message, file: None, more: Map::new() }
    }

    /// Names the file that it is about; the message names it too.
    pub(crate) fn file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// Adds something for programs.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.more.insert(key.to_owned(), value.into());
        self
    }

    /// The sentence without the code, where that is said anyway.
    fn plain(&self) -> &str {
        let rest = self.message.strip_prefix(&self.code).and_then(|rest| rest.strip_prefix(": "));
        rest.unwrap_or(&self.message)
    }

    fn json(&self) -> String {
        let mut object = self.more.clone();
        object.insert("code".to_owned(), json!(self.code));
        object.insert("severity".to_owned(), json!("error"));
        object.insert("message".to_owned(), json!(self.message));
        if let Some(file) = &self.file {
            object.insert("file".to_owned(), json!(file));
        }
        Value::Object(object).to_string()
    }

    fn github(&self) -> String {
        let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
        let file = self.file.as_deref().map(|f| format!("file={},", property(f)));
        let (code, message) = (property(&self.code), data(self.plain()));
        format!("::error {}title={code}::{message}", file.unwrap_or_default())
    }
}

#[allow(clippy::unused_self, reason = "whoever was not given an `Out` does not print")]
impl Out {
    pub(crate) fn new(format: Format) -> Self {
        // anstream takes colours out where a stream is no terminal or `NO_COLOR` is set.
        Self { format, colour: std::io::stderr().is_terminal() }
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Prints a result; a reader that has gone away is no error of ours.
    pub(crate) fn result(&self, text: &str) {
        let _ = writeln!(anstream::stdout(), "{text}");
    }

    /// Prints a result that ends its own lines.
    pub(crate) fn block(&self, text: &str) {
        let _ = write!(anstream::stdout(), "{text}");
    }

    /// Says something about the run.
    pub(crate) fn note(&self, text: &str) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Says why the run failed.
    pub(crate) fn complain(&self, text: &str) {
        let _ = writeln!(anstream::stderr(), "wirewright: {text}");
    }

    /// Reports one finding.
    pub(crate) fn finding(&self, finding: &Finding) {
        match self.format {
            Format::Human => self.complain(&finding.message),
            Format::Short => self.result(&format!("error[{}]: {}", finding.code, finding.plain())),
            Format::Json => self.result(&finding.json()),
            Format::Github => self.result(&finding.github()),
        }
    }

    /// Reports what is wrong with schemas.
    pub(crate) fn findings(&self, diagnostics: &Diagnostics, sources: &Sources) {
        let list = diagnostics.sorted();
        let format = match self.format {
            Format::Human => render::Format::Human,
            Format::Short => render::Format::Short,
            Format::Json => render::Format::Json,
            Format::Github => render::Format::Github,
        };
        let text = render(&list, sources, format, self.colour);
        if self.format != Format::Human {
            return self.block(&text);
        }
        let _ = write!(anstream::stderr(), "{text}");
        let errors = list.iter().filter(|d| d.code.is_error()).count();
        let warnings = list.len() - errors;
        if !list.is_empty() {
            let count =
                |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
            self.note(&format!("{}, {}", count(errors, "error"), count(warnings, "warning")));
        }
    }
}
