//! The floors of the compiler (`ARCHITECTURE.md`): which module may use which.
//!
//! In: the text of `codegen/src`. A new line in the table is a change of the architecture: a commit of its own, with
//! its reason.

use std::collections::BTreeSet;

use wirewright_codegen::lang::TARGETS;
use wirewright_tests::files;

/// Each module and what it may use, from the lowest floor up.
const FLOORS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diag", &["source"]),
    ("name", &["diag", "source"]),
    ("model", &["diag", "name", "source"]),
    // Two sides that do not know each other: what is written, and what the bytes are.
    ("schema", &["diag", "model", "name", "source"]),
    ("layout", &["diag", "model"]),
    // It shares nothing with `layout`, and so can tell when that is wrong.
    ("interp", &["diag", "model", "source"]),
    // What all languages share. Its list of languages is the only thing that knows them all.
    (
        "lang",
        &[
            "diag",
            "layout",
            "model",
            "name",
            "lang/rust",
            "lang/javascript",
            "lang/c",
            "lang/python",
        ],
    ),
    ("lang/rust", &["diag", "lang", "layout", "model", "name"]),
    ("lang/javascript", &["diag", "lang", "layout", "model", "name"]),
    ("lang/c", &["diag", "lang", "layout", "model", "name"]),
    ("lang/python", &["diag", "lang", "layout", "model", "name"]),
    // Pictures for people: they name places by the layout and values by the interpreter.
    ("inspect", &["diag", "interp", "lang", "layout", "model"]),
    ("artifact", &["lang"]),
    // The only place that puts the stages one after the other.
    ("lib", &["diag", "interp", "layout", "model", "schema", "source"]),
];

/// `lang/rust/bits.rs` as `lang::rust::bits`, in parts.
fn module(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches(".rs");
    path.split('/').filter(|part| *part != "mod" && *part != "lib").collect()
}

/// The module of the table in which a path lies.
fn floor(parts: &[&str]) -> Option<String> {
    let name = match parts {
        [] => "lib".to_owned(),
        ["lang", language, ..] if TARGETS.iter().any(|t| t.name() == *language) => {
            format!("lang/{language}")
        }
        [first, ..] => (*first).to_owned(),
    };
    FLOORS.iter().any(|(floor, _)| *floor == name).then_some(name)
}

/// The paths behind `crate::` and `super::`, as far as two parts from the root, without what is in tests.
fn uses<'t>(text: &'t str, module: &[&'t str]) -> Vec<Vec<&'t str>> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = [rest.find("crate::"), rest.find("super::")].into_iter().flatten().min() {
        let mut base = if rest[at..].starts_with("crate") { Vec::new() } else { module.to_vec() };
        rest = &rest[at..];
        while let Some(behind) = rest.strip_prefix("super::") {
            base.pop();
            rest = behind;
        }
        rest = rest.strip_prefix("crate::").unwrap_or(rest);
        for name in names(rest) {
            let mut path = base.clone();
            path.extend(name.split("::"));
            found.push(path);
        }
    }
    found
}

/// `a::b`, or what stands in `{a::b, c}`.
fn names(rest: &str) -> Vec<&str> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    let Some(inner) = rest.strip_prefix('{') else {
        return vec![&rest[..word(rest).unwrap_or(rest.len())]];
    };
    let (mut deep, mut start, mut names) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => deep += 1,
            ',' | '}' if deep == 0 => {
                let part = inner[start..at].trim();
                names.push(&part[..word(part).unwrap_or(part.len())]);
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => deep -= 1,
            _ => {}
        }
    }
    names
}

#[test]
fn modules_use_lower_floors_only() {
    let mut edges = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in files::all() {
        let Some(inner) = path.strip_prefix("codegen/src/").filter(|p| !p.starts_with("bin/"))
        else {
            continue;
        };
        if !files::has_ending(inner, &["rs"]) {
            continue;
        }
        let module = module(inner);
        let from = floor(&module)
            .unwrap_or_else(|| panic!("{path} is on no floor: add it to tests/tests/floors.rs"));
        let allowed =
            FLOORS.iter().find(|(name, _)| *name == from).map_or(&[][..], |(_, uses)| uses);
        for used in uses(&files::text(&path), &module) {
            let Some(to) = floor(&used).filter(|to| *to != from && to != "lib") else { continue };
            if !allowed.contains(&to.as_str()) {
                wrong.push(format!("{path}: `{from}` may not use `{to}` (`{}`)", used.join("::")));
            }
            edges.insert((from.clone(), to));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let nobody = FLOORS.iter().filter(|(from, _)| *from != "lib").flat_map(|(from, uses)| {
        uses.iter()
            .filter(|to| **from != *"lang" || !to.starts_with("lang/"))
            .map(move |to| ((*from).to_owned(), (*to).to_owned()))
    });
    let nobody: Vec<_> = nobody.filter(|edge| !edges.contains(edge)).collect();
    assert!(nobody.is_empty(), "allowed, and not needed any more: {nobody:?}");
}

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let text = "use crate::diag::{Code, Diagnostic};\nuse super::{Unit, c::C};\nlet x = crate::lang::rust::Rust;";
    let found = uses(text, &["lang", "rust"]);
    let expected: [&[&str]; 4] =
        [&["diag", ""], &["lang", "Unit"], &["lang", "c", "C"], &["lang", "rust", "Rust"]];
    assert_eq!(found, expected);
    assert_eq!(floor(&found[2]).as_deref(), Some("lang/c"));
}
