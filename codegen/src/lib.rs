//! Wirewright's compiler: from one schema to codecs in several languages for the same bytes.
//!
//! ```text
//!  schemas/*.yaml --> schema --> model --> layout --> (Unit) --> lang/{rust,c,javascript,python} --> Artifacts --> disk
//!                                  |
//!                                  +--> interp (decodes and encodes any message; shares nothing with layout)
//! ```
//!
//! One direction, and nothing flows back: see `ARCHITECTURE.md`.

#[cfg(feature = "schema")]
pub mod artifact;
pub mod diag;
#[cfg(feature = "schema")]
pub mod inspect;
#[cfg(feature = "schema")]
pub mod interp;
pub mod lang;
pub mod layout;
pub mod model;
pub mod name;
#[cfg(feature = "schema")]
pub mod schema;
pub mod source;

use layout::Layout;
use model::Model;

/// A schema that is right: what it means, and what its bytes are.
#[derive(Debug)]
pub struct Compiled {
    /// What it means.
    pub model: Model,
    /// What its bytes are.
    pub layout: Layout,
}

/// Compiles schema files, and everything that they import, up to their layout; runs their examples.
///
/// `None` if there is an error; the diagnostics then say which. Nothing is written anywhere.
#[cfg(feature = "schema")]
pub fn compile(
    files: &[String],
    reader: &dyn schema::Reader,
    sources: &mut source::Sources,
    diagnostics: &mut diag::Diagnostics,
) -> Option<Compiled> {
    let model = schema::compile(files, reader, sources, diagnostics)?;
    let layout = layout::lay_out(&model, diagnostics)?;
    interp::examples::check(&model, diagnostics);
    (!diagnostics.has_errors()).then_some(Compiled { model, layout })
}
