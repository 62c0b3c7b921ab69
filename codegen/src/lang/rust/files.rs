//! Files of Rust: a module for each package, printed item by item.
//!
//! In: items. Out: artifacts. Only whole files need a printer; a macro hands on the items themselves.

use super::{docs, names, testee, types};
use crate::diag::Diagnostics;
use crate::lang::{Artifacts, Target, Unit};
use crate::model::PackageId;
use crate::name::Naming;

/// The language.
#[derive(Debug)]
pub struct Rust;

impl Target for Rust {
    fn name(&self) -> &'static str {
        names::NAMING.language
    }

    fn naming(&self) -> &'static Naming {
        &names::NAMING
    }

    fn emit(&self, unit: Unit<'_>, diagnostics: &mut Diagnostics) -> Artifacts {
        let Some(names) = names::lower(unit.model, diagnostics) else { return Artifacts::new() };
        let mut artifacts = Artifacts::new();
        for (index, module) in names.modules.iter().enumerate() {
            let path = format!("src/{}.rs", module.trim_start_matches("r#"));
            artifacts.insert(path, file(unit, &names, PackageId(index)));
        }
        artifacts.insert("src/lib.rs".to_owned(), library(unit, &names));
        artifacts
    }

    fn view(&self, unit: Unit<'_>) -> String {
        // Rust is made of tokens and has no templates; what it has instead of a view is its names.
        format!("{:#?}", names::lower(unit.model, &mut Diagnostics::default()))
    }

    fn testee(&self, unit: Unit<'_>) -> Artifacts {
        match names::lower(unit.model, &mut Diagnostics::default()) {
            Some(names) => testee::emit(unit, &names),
            None => Artifacts::new(),
        }
    }
}

fn library(unit: Unit<'_>, names: &names::Names) -> String {
    let is_fixed = unit.model.records().all(|(id, ..)| unit.model.is_fixed_record(id));
    let allocates = if is_fixed { "" } else { "extern crate alloc;\n\n" };
    let mut modules: Vec<_> =
        names.modules.iter().map(|m| format!("#[rustfmt::skip]\npub mod {m};\n")).collect();
    modules.sort();
    format!(
        "// {} {}; do not edit.\n\n//! Messages, one module for each schema.\n\n#![no_std]\n#![forbid(unsafe_code)]\n#![allow(clippy::doc_markdown, reason = \"the docs are the prose of the schemas\")]\n\n{allocates}{}",
        crate::lang::MARK,
        crate::lang::version(),
        modules.concat()
    )
}

/// One module: header, then items with a blank line between them.
fn file(unit: Unit<'_>, names: &names::Names, package: PackageId) -> String {
    let mut text: String = unit.header(package).iter().map(|line| format!("// {line}\n")).collect();
    text.push('\n');
    for line in docs::module(unit.model, package) {
        text.push_str(&line);
        text.push('\n');
    }
    for item in types::items(unit, names, package) {
        text.push('\n');
        text.push_str(&print(item));
    }
    text
}

fn print(item: syn::Item) -> String {
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    // The printer leaves no blank lines between the methods of an impl.
    let printed = prettyplease::unparse(&file);
    let mut text = String::with_capacity(printed.len());
    let mut ended = false;
    for line in printed.lines() {
        if ended && line != "}" {
            text.push('\n');
        }
        ended = line == "    }" || line.starts_with("    pub const ") && line.ends_with(';');
        text.push_str(line);
        text.push('\n');
    }
    text
}
