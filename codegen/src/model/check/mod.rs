//! Rules about the model as a whole, one file per group, in the order in which they run.
//!
//! In: a resolved model. Out: diagnostics. Must not know: which front end built the model.

mod c_layout;
mod ids;
mod recursion;
mod rest;
mod work;

use super::Model;
use crate::diag::Diagnostics;

/// Checks every rule; of a model that has errors already, those whose answer does not depend on what is missing.
pub fn check(model: &Model, diagnostics: &mut Diagnostics) {
    ids::check(model, diagnostics);
    let bounded = recursion::check(model, diagnostics);
    if !bounded || diagnostics.has_errors() {
        // Every later walk over the types relies on there being no circle.
        return;
    }
    c_layout::check(model, diagnostics);
    rest::check(model, diagnostics);
    work::check(model, diagnostics);
}
