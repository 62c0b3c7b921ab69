//! Rules about the model as a whole, one file per group, in the order in which they run.
//!
//! In: a resolved model. Out: diagnostics. Must not know: which front end built the model.

mod c_layout;
mod ids;
mod recursion;

use super::Model;
use crate::diag::Diagnostics;

/// Checks every rule.
pub fn check(model: &Model, diagnostics: &mut Diagnostics) {
    recursion::check(model, diagnostics);
    if diagnostics.has_errors() {
        // Every later walk over the types relies on there being no circle.
        return;
    }
    ids::check(model, diagnostics);
    c_layout::check(model, diagnostics);
}
