//! C: one header for each package, thin over `wirewright.h`.
//!
//! `names` spells; `spell` makes one-line expressions of a `place`; `codec`, `group` and `init` make statements of them,
//! `item` puts those into a `body` in the order of the wire; `record`, `variable` for what has no fixed size, and `header`
//! fill the `view`s that templates print.
//!
//! In: a unit. Out: headers. Must not know: other languages.

mod accessors;
mod body;
mod builder;
mod codec;
mod comment;
mod group;
mod header;
mod init;
mod item;
mod names;
mod order;
mod place;
mod record;
mod run;
mod spell;
mod statement;
mod testee;
mod variable;
mod view;
mod words;

use super::template::Templates;
use super::{Artifacts, Target, Unit};
use crate::diag::Diagnostics;
use crate::model::PackageId;
use crate::name::Naming;

const TEMPLATES: &[(&str, &str)] = &[
    ("items", include_str!("templates/items.tera")),
    ("constants", include_str!("templates/constants.h.tera")),
    ("enum", include_str!("templates/enum.h.tera")),
    ("record", include_str!("templates/record.h.tera")),
    ("variable", include_str!("templates/variable.h.tera")),
    ("header", include_str!("templates/package.h.tera")),
];

/// What every header includes.
const SUPPORT: &str = include_str!("support/wirewright.h");

/// The language.
#[derive(Debug)]
pub struct C;

impl Target for C {
    fn name(&self) -> &'static str {
        names::NAMING.language
    }

    fn naming(&self) -> &'static Naming {
        &names::NAMING
    }

    fn emit(&self, unit: Unit<'_>, diagnostics: &mut Diagnostics) -> Artifacts {
        let Some(names) = names::lower(unit, diagnostics) else { return Artifacts::new() };
        let templates = Templates::load(TEMPLATES);
        let mut artifacts = Artifacts::from([("wirewright.h".to_owned(), SUPPORT.to_owned())]);
        for (index, package) in unit.model.packages.iter().enumerate() {
            let view = header::header(unit, &names, &templates, PackageId(index));
            artifacts.insert(format!("{}.h", package.name.text), templates.print("header", &view));
        }
        artifacts
    }

    fn view(&self, unit: Unit<'_>) -> String {
        let Some(names) = names::lower(unit, &mut Diagnostics::default()) else {
            return String::new();
        };
        let templates = Templates::load(TEMPLATES);
        let packages = (0..unit.model.packages.len())
            .map(|index| header::header(unit, &names, &templates, PackageId(index)));
        serde_json::to_string_pretty(&packages.collect::<Vec<_>>()).unwrap_or_default()
    }

    fn testee(&self, unit: Unit<'_>) -> Artifacts {
        match names::lower(unit, &mut Diagnostics::default()) {
            Some(names) => testee::emit(unit, &names),
            None => Artifacts::new(),
        }
    }
}
