//! Message ids are unique in a package.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Model, TypeDef};

pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    let mut seen: Vec<(u32, &TypeDef)> = Vec::new();
    for (_, def, record) in model.messages() {
        let Some(id) = record.message.as_ref().and_then(|m| m.id) else { continue };
        match seen.iter().find(|(other, first)| *other == id && first.package == def.package) {
            Some((_, first)) => diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    def.name.at,
                    format!("`{}` and `{}` both have the id {id}", first.name.text, def.name.text),
                )
                .secondary(first.name.at, "the other one"),
            ),
            None => seen.push((id, def)),
        }
    }
}
