//! Rust: modules of plain types with `from_bytes` and `to_bytes`, thin over the crate `wirewright`.
//!
//! `codec` makes the bodies and is what the derive macro shares; `types` makes the declarations around them.

mod codec;
mod docs;
mod names;
mod scale;
mod testee;
mod types;

use quote::ToTokens;

use super::{Artifacts, Target, Unit};
use crate::diag::Diagnostics;
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
        artifacts.insert("src/lib.rs".to_owned(), library(&names));
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

fn library(names: &names::Names) -> String {
    // A formatter would make the files differ from what is generated.
    let module = |name: &String| format!("#[rustfmt::skip]\npub mod {name};\n");
    let mut modules: Vec<_> = names.modules.iter().map(module).collect();
    modules.sort();
    format!(
        "// {} {}; do not edit.\n\n//! Messages, one module for each schema.\n\n#![no_std]\n#![forbid(unsafe_code)]\n#![allow(clippy::doc_markdown, reason = \"the docs are the prose of the schemas\")]\n\n{}",
        super::MARK,
        super::version(),
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

/// An item from tokens that this module put together.
fn item(tokens: impl ToTokens) -> syn::Item {
    let tokens = tokens.into_token_stream();
    syn::parse2(tokens.clone())
        .unwrap_or_else(|error| unreachable!("generated Rust is well-formed: {error}: {tokens}"))
}
