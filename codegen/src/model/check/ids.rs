//! Message ids are unique in a package.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Model, PackageId, TypeDef};

pub(super) fn check(model: &Model, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<(PackageId, u32), &TypeDef> = BTreeMap::new();
    for (_, def, record) in model.messages() {
        let Some(id) = record.message.as_ref().and_then(|m| m.id) else { continue };
        let first = *seen.entry((def.package, id)).or_insert(def);
        if first.name.at != def.name.at {
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    def.name.at,
                    format!("`{}` and `{}` both have the id {id}", first.name.text, def.name.text),
                )
                .label("the same id")
                .secondary(first.name.at, "the first message with it")
                .help("give one of them another id"),
            );
        }
    }
}
