//! What is printed: results on standard output, everything else on standard error.

use std::io::{IsTerminal, Write};

use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::diag::render::{self, render};
use wirewright_codegen::source::Sources;

use crate::Format;

pub(crate) struct Out {
    format: render::Format,
    colour: bool,
}

impl Out {
    pub(crate) fn new(format: Format) -> Self {
        let format = match format {
            Format::Human => render::Format::Human,
            Format::Short => render::Format::Short,
            Format::Json => render::Format::Json,
            Format::Github => render::Format::Github,
        };
        // anstream takes colours out where a stream is no terminal or `NO_COLOR` is set.
        Self { format, colour: std::io::stderr().is_terminal() }
    }

    /// Prints a result; a reader that has gone away is no error of ours.
    pub(crate) fn result(&self, text: &str) {
        let _ = writeln!(anstream::stdout(), "{text}");
    }

    /// Says something about the run.
    pub(crate) fn note(&self, text: &str) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Says why the run failed.
    pub(crate) fn complain(&self, text: &str) {
        let _ = writeln!(anstream::stderr(), "wirewright: {text}");
    }

    /// Reports findings: machine formats are results, the others are for people.
    pub(crate) fn findings(&self, diagnostics: &Diagnostics, sources: &Sources) {
        let list = diagnostics.sorted();
        let text = render(&list, sources, self.format, self.colour);
        let written = match self.format {
            render::Format::Human => write!(anstream::stderr(), "{text}"),
            render::Format::Short | render::Format::Json | render::Format::Github => {
                write!(anstream::stdout(), "{text}")
            }
        };
        let _ = written;
        let (errors, warnings) = list
            .iter()
            .fold((0, 0), |(e, w), d| if d.code.is_error() { (e + 1, w) } else { (e, w + 1) });
        if errors + warnings > 0 && self.format == render::Format::Human {
            let count =
                |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
            self.note(&format!("{}, {}", count(errors, "error"), count(warnings, "warning")));
        }
    }
}
