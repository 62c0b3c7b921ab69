//! The YAML front end: files to [`Model`].
//!
//! In: names of files and a way to read them. Out: a model, or diagnostics with places.
//! Must not know: bytes' places, languages.
//!
//! Four steps: `tree` reads YAML with its places (and `witness` reads it a second time, so that no two readers
//! differ), `shape` holds it against the table in `keys`, `resolve` gives every text its meaning, and
//! `regions` keeps what follows from another finding from being told twice.

mod keys;
mod load;
mod regions;
mod resolve;
mod shape;
mod traps;
mod tree;
mod types;
mod witness;

use std::fmt::Write;

pub use load::{ReadError, Reader};

use crate::diag::Diagnostics;
use crate::model::{Model, check};
use crate::source::Sources;

/// Loads the files and everything they import, and resolves them together.
///
/// `None` if there is an error; the diagnostics then say which. A model without errors is checked.
pub fn compile(
    files: &[String],
    reader: &dyn Reader,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Model> {
    let files = load::load(files, reader, sources, diagnostics);
    if !files.complete {
        return None;
    }
    // What has the wrong shape is still resolved, so that one run finds what is wrong elsewhere; what resolving then
    // finds at the same places is a consequence.
    let regions = regions::Regions::of_errors(&files.loaded, diagnostics);
    let mut found = Diagnostics::default();
    let model = resolve::resolve(&files.loaded, &mut found);
    diagnostics.extend(found, |finding| !regions.explain(finding));
    check::check(&model, diagnostics);
    (!diagnostics.has_errors()).then_some(model)
}

/// Prints the span trees of files, for `dump --stage schema`.
#[must_use]
pub fn dump(
    files: &[String],
    reader: &dyn Reader,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> String {
    let loaded = load::load(files, reader, sources, diagnostics).loaded;
    loaded.iter().fold(String::new(), |mut text, file| {
        let _ = writeln!(text, "{:#?}", file.tree);
        text
    })
}
