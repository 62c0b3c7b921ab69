//! Which findings follow from others: where a part of a file has the wrong shape, what it means cannot be told.
//!
//! In: span trees, and what is wrong with their shape. Out: whether a later finding is a consequence of that.
//! Must not know: what the findings say, beyond their code.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::load::Loaded;
use super::tree::At;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// The parts of files that can be right or wrong by themselves: items of lists, and keys with their values.
#[derive(Default)]
pub(super) struct Regions {
    /// By their start; of those that start together the largest first.
    all: Vec<Span>,
    /// Those that have the wrong shape; `None` is a file as a whole.
    wrong: BTreeSet<Option<Span>>,
    /// Whether a declaration may be hidden, so that a name that is not known is no finding of its own.
    hides_names: bool,
}

/// Keys of a file that declare nothing.
const DECLARE_NOTHING: &[&str] = &["wirewright", "doc", "endian", "extensible"];

impl Regions {
    /// The parts of some files, and which of them have errors.
    pub(super) fn of_errors(loaded: &[Loaded], diagnostics: &Diagnostics) -> Self {
        let mut regions = Self::default();
        let errors = diagnostics.iter().filter(|d| d.code.is_error()).map(|d| d.at);
        let errors: Vec<Span> = errors.collect();
        if errors.is_empty() {
            return regions;
        }
        // Entries of a file that declare nothing, and entries of those that do: an error elsewhere may hide a name.
        let mut harmless = BTreeSet::new();
        for file in loaded {
            let root = file.tree.root();
            for (key, section) in root.entries() {
                if key.text().is_some_and(|name| DECLARE_NOTHING.contains(&name)) {
                    harmless.insert(entry(key, section));
                }
                harmless.extend(section.entries().map(|(key, value)| entry(key, value)));
            }
            regions.collect(root);
        }
        regions.all.sort_by_key(|span| (span.file, span.start, Reverse(span.end)));
        for at in errors {
            let inside = |outer: &Span| contains(*outer, at);
            regions.hides_names |= !harmless.iter().any(inside);
            let region = regions.smallest(at);
            regions.wrong.insert(region);
        }
        regions
    }

    fn collect(&mut self, at: At<'_>) {
        for item in at.items() {
            self.all.push(item.span());
            self.collect(item);
        }
        for (key, value) in at.entries() {
            self.all.push(entry(key, value));
            self.collect(value);
        }
    }

    /// The smallest part in which a place lies.
    fn smallest(&self, at: Span) -> Option<Span> {
        let end = self.all.partition_point(|span| (span.file, span.start) <= (at.file, at.start));
        self.all[..end].iter().rev().find(|span| contains(**span, at)).copied()
    }

    /// Whether a finding follows from a wrong shape.
    pub(super) fn explain(&self, finding: &Diagnostic) -> bool {
        let unknown = matches!(
            finding.code,
            Code::UnknownType | Code::UnknownConstant | Code::UnknownPackage
        );
        (self.hides_names && unknown)
            || (!self.wrong.is_empty() && self.wrong.contains(&self.smallest(finding.at)))
    }
}

fn entry(key: At<'_>, value: At<'_>) -> Span {
    Span { end: value.span().end.max(key.span().end), ..key.span() }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}
