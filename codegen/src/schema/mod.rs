//! The YAML front end: files to [`Model`].
//!
//! In: names of files and a way to read them. Out: a model, or diagnostics with places.
//! Must not know: bytes' places, languages.
//!
//! Three steps: `tree` reads YAML with its places (and `witness` reads it a second time, so that no two readers
//! differ), `shape` holds it against the table of keys, `resolve` gives every text its meaning.

mod load;
mod resolve;
pub mod shape;
mod traps;
pub mod tree;
mod types;
mod witness;

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
    let loaded = load::load(files, reader, sources, diagnostics)?;
    let model = resolve::resolve(&loaded, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
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
    let loaded = load::load(files, reader, sources, diagnostics).unwrap_or_default();
    loaded.iter().map(|file| format!("{:#?}\n", file.tree)).collect()
}
