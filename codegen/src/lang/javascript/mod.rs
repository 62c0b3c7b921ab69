//! JavaScript: one ES module for each package with its types, thin over `wirewright.js`.
//!
//! `names` spells, `spell` makes expressions, `view` puts them together, the templates print.

mod names;
mod spell;
mod testee;
mod view;

use super::template::Templates;
use super::{Artifacts, Target, Unit};
use crate::diag::Diagnostics;
use crate::model::PackageId;
use crate::name::Naming;

const TEMPLATES: &[(&str, &str)] = &[
    ("package.js", include_str!("templates/package.js.tera")),
    ("package.d.ts", include_str!("templates/package.d.ts.tera")),
];

/// What every module imports.
const SUPPORT: &str = include_str!("support/wirewright.js");
/// Its types, for programs that do not read the comments.
const SUPPORT_TYPES: &str = include_str!("support/wirewright.d.ts");
/// Tells Node that these are ES modules, and bundlers that unused ones can go.
const PACKAGE: &str = include_str!("support/package.json");

/// The language.
#[derive(Debug)]
pub struct JavaScript;

impl Target for JavaScript {
    fn name(&self) -> &'static str {
        names::NAMING.language
    }

    fn naming(&self) -> &'static Naming {
        &names::NAMING
    }

    fn emit(&self, unit: Unit<'_>, diagnostics: &mut Diagnostics) -> Artifacts {
        let Some(names) = names::lower(unit.model, diagnostics) else { return Artifacts::new() };
        let templates = Templates::load(TEMPLATES);
        let mut artifacts = Artifacts::new();
        for (path, text) in [
            ("wirewright.js", SUPPORT),
            ("wirewright.d.ts", SUPPORT_TYPES),
            ("package.json", PACKAGE),
        ] {
            artifacts.insert(path.to_owned(), text.to_owned());
        }
        for (index, package) in unit.model.packages.iter().enumerate() {
            let view = view::module(unit, &names, PackageId(index));
            artifacts
                .insert(format!("{}.js", package.name.text), templates.print("package.js", &view));
            artifacts.insert(
                format!("{}.d.ts", package.name.text),
                templates.print("package.d.ts", &view),
            );
        }
        artifacts
    }

    fn view(&self, unit: Unit<'_>) -> String {
        let Some(names) = names::lower(unit.model, &mut Diagnostics::default()) else {
            return String::new();
        };
        let packages = (0..unit.model.packages.len())
            .map(|index| view::module(unit, &names, PackageId(index)));
        serde_json::to_string_pretty(&packages.collect::<Vec<_>>()).unwrap_or_default()
    }

    fn testee(&self, unit: Unit<'_>) -> Artifacts {
        match names::lower(unit.model, &mut Diagnostics::default()) {
            Some(names) => testee::emit(unit, &names),
            None => Artifacts::new(),
        }
    }
}
