//! What a module imports: only what it names, so that what a bundler sees is what is used.
//!
//! In: a view without imports. Out: import statements.

use std::collections::BTreeSet;

use super::{ModuleView, statement};
use crate::lang::Unit;
use crate::lang::fold;
use crate::lang::javascript::names::{Names, SUPPORT};
use crate::model::PackageId;

/// Completes a view.
pub(super) fn add(unit: Unit<'_>, names: &Names, id: PackageId, module: &mut ModuleView) {
    let mentioned = mentioned(module);
    let mut used: Vec<String> = SUPPORT
        .iter()
        .filter(|name| mentioned.contains(**name))
        .map(|name| (*name).to_owned())
        .collect();
    used.push("madeFor".to_owned());
    if module.records.iter().any(|r| r.is_variable) {
        used.extend(["done", "reader", "written", "writtenInto"].map(str::to_owned));
    }
    if module.records.iter().any(|r| r.whole.is_some() && r.is_fixed) {
        used.extend(["end", "room", "view as viewOf"].map(str::to_owned));
    }
    if module.records.iter().any(|r| r.has_members) {
        used.push("plain".to_owned());
    }
    if !module.records.is_empty() {
        used.push("members".to_owned());
    }
    used.sort_unstable();
    module.imports = import("import", &used, "wirewright");
    let types = words(module.records.iter().flat_map(|r| &r.members).map(|m| &m.ty));
    for imported in &unit.model.packages[id.0].imports {
        let (mut values, mut type_names, mut unimported) = (Vec::new(), Vec::new(), Vec::new());
        for name in names.exported(*imported) {
            let alias = names.seen(id, *imported, name);
            for prefix in ["", "read", "write", "is"] {
                if mentioned.contains(&format!("{prefix}{alias}")) {
                    values.push(renamed(&format!("{prefix}{name}"), &format!("{prefix}{alias}")));
                }
            }
            if types.contains(alias) {
                type_names.push(renamed(name, alias));
                if !mentioned.contains(alias) {
                    unimported.push((alias.to_owned(), name.clone()));
                }
            }
        }
        values.sort_unstable();
        let from = &unit.model.packages[imported.0].name.text;
        for (alias, name) in unimported {
            name_where_it_is(module, &alias, &format!("import(\"./{from}.js\").{name}"));
        }
        module.imports.extend(import("import", &values, from));
        module.type_imports.extend(import("import type", &type_names, from));
    }
}

/// Names a type that only comments use by its module, since an import would be of no use to the code.
fn name_where_it_is(module: &mut ModuleView, alias: &str, path: &str) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    for member in module.records.iter_mut().flat_map(|record| &mut record.members) {
        let Some((start, end)) = member.ty.find(alias).map(|at| (at, at + alias.len())) else {
            continue;
        };
        let (before, behind) = (&member.ty[..start], &member.ty[end..]);
        if !before.ends_with(is_part) && !behind.starts_with(is_part) {
            let old = format!("@type {{{}}}", member.ty);
            let new = format!("@type {{{before}{path}{behind}}}");
            member.typed_doc = member.typed_doc.replace(&old, &new);
        }
    }
}

fn renamed(name: &str, alias: &str) -> String {
    if name == alias { name.to_owned() } else { format!("{name} as {alias}") }
}

fn import(word: &str, names: &[String], from: &str) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    statement(&format!("{word} {{ {} }} from \"./{from}.js\";", names.join(", ")), 0)
}

/// Every word of the module's code.
fn mentioned(module: &ModuleView) -> BTreeSet<String> {
    words(module.records.iter().flat_map(|r| {
        let accessors = r.accessors.iter().flat_map(|a| &a.body);
        let initial = r.members.iter().flat_map(|m| &m.initial);
        r.read.iter().chain(&r.write).chain(accessors).chain(initial)
    }))
}

/// The names in lines of code; members, keys of objects and literals aside.
fn words<'l>(lines: impl Iterator<Item = &'l String>) -> BTreeSet<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let mut found = BTreeSet::new();
    for line in lines {
        let code: String = fold::code(line).map(|(_, c)| c).collect();
        let mut rest = code.as_str();
        while let Some(start) = rest.find(part) {
            let word = &rest[start..];
            let length = word.find(|c| !part(c)).unwrap_or(word.len());
            rest = &word[length..];
            if !rest.starts_with(':') {
                found.insert(word[..length].to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_code() {
        let line = "value.range = new Point({ int: fill(a, \"big\") });".to_owned();
        let found = words(std::iter::once(&line));
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            ["Point", "a", "fill", "new", "value.range"]
        );
    }
}
