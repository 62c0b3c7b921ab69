//! Python: one module for each package, thin over `_wirewright.py`.
//!
//! `names` spells, `spell` makes expressions, `view` puts them together, the template prints.

mod member;
mod names;
mod spell;
mod testee;
mod view;

use super::template::Templates;
use super::{Artifacts, Target, Unit};
use crate::diag::Diagnostics;
use crate::model::PackageId;
use crate::name::Naming;

const TEMPLATES: &[(&str, &str)] = &[("package.py", include_str!("templates/package.py.tera"))];

/// What every module imports.
const SUPPORT: &str = include_str!("support/_wirewright.py");
/// Makes the folder a package.
const PACKAGE: &str = include_str!("support/__init__.py");

/// The language.
#[derive(Debug)]
pub struct Python;

impl Target for Python {
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
        // `py.typed` tells type checkers that the annotations are meant; it has no text by definition.
        for (path, text) in
            [("_wirewright.py", SUPPORT), ("__init__.py", PACKAGE), ("py.typed", "")]
        {
            artifacts.insert(path.to_owned(), text.to_owned());
        }
        for (index, module) in names.modules.iter().enumerate() {
            let view = view::module(unit, &names, PackageId(index));
            artifacts.insert(format!("{module}.py"), templates.print("package.py", &view));
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
