//! Every feature of the language through every stage: what it means, what its bytes are, what each language makes of it.
//!
//! In: `tests/cases/`, one feature for each file or folder. Out: `tests/snapshots/<feature>/`. A snapshot notices
//! changes; it proves nothing. What is right is said by the examples in the cases, which the compiler runs.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::{Artifacts, TARGETS, Target, Unit};
use wirewright_codegen::model::Scalar;
use wirewright_codegen::{Compiled, name};
use wirewright_tests::{Memory, compile, root, show};

const RENEW: &str = "INSTA_UPDATE=always cargo test -p wirewright-tests --test snapshots";

/// Snapshots that other tests compare.
const OF_OTHERS: &[&str] = &["fingerprints.snap"];

struct Case {
    feature: String,
    files: Memory,
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a plain name")
}

/// All cases: a file, or a folder of files that import each other.
fn cases() -> Vec<Case> {
    let case = |path: &PathBuf| {
        let paths = if path.is_dir() { entries(path) } else { vec![path.clone()] };
        let files = paths.iter().fold(Memory::default(), |memory, path| {
            memory.with(file_name(path), &fs::read_to_string(path).expect("a case is text"))
        });
        Case { feature: file_name(path).trim_end_matches(".yaml").to_owned(), files }
    };
    entries(&root().join("tests/cases")).iter().map(case).collect()
}

fn compiled(case: &Case) -> Compiled {
    let outcome = compile(&case.files);
    outcome
        .compiled
        .unwrap_or_else(|| panic!("{}: {:#?}", case.feature, outcome.diagnostics.sorted()))
}

fn emit(target: &dyn Target, compiled: &Compiled) -> Artifacts {
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "cases" };
    let mut diagnostics = Diagnostics::default();
    let files = target.emit(unit, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}: {:#?}", target.name(), diagnostics.sorted());
    files
}

/// What a language makes of a case, without the files that it makes of every schema.
fn printed(target: &dyn Target, compiled: &Compiled) -> String {
    let other =
        Memory::of("wirewright: 1\npackage: other_package_of_a_test\nmessages: {Ping: {}}\n");
    let other = emit(target, &compile(&other).compiled.expect("it is right"));
    let mut out = String::new();
    for (path, text) in emit(target, compiled) {
        if !other.contains_key(&path) {
            let _ = writeln!(out, "--- {path}\n{text}");
        }
    }
    out.replace(env!("CARGO_PKG_VERSION"), "[version]")
}

/// The texts of a case by the names of their snapshots.
fn snapshots(case: &Case) -> Vec<(String, String)> {
    let compiled = compiled(case);
    let mut all = vec![
        ("model".to_owned(), show::model(&compiled)),
        ("layout".to_owned(), show::layout(&compiled)),
        ("wire".to_owned(), show::wire(&compiled)),
    ];
    for target in TARGETS {
        all.push((target.name().to_owned(), printed(*target, &compiled)));
    }
    all
}

#[test]
fn every_stage_of_every_feature() {
    let mut changed = Vec::new();
    for case in cases() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{}", case.feature));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            for (name, text) in snapshots(&case) {
                let same =
                    std::panic::catch_unwind(|| insta::assert_snapshot!(name.as_str(), text));
                if same.is_err() {
                    changed.push(format!("tests/snapshots/{}/{name}.snap", case.feature));
                }
            }
        });
    }
    assert!(
        changed.is_empty(),
        "changed:\n{}\nif that is meant: {RENEW}, then read the difference",
        changed.join("\n")
    );
}

#[test]
fn no_snapshot_is_left_behind() {
    let mut expected: BTreeSet<String> = OF_OTHERS.iter().map(|name| (*name).to_owned()).collect();
    let languages = TARGETS.iter().map(|target| target.name());
    let names: Vec<&str> = ["model", "layout", "wire"].into_iter().chain(languages).collect();
    for case in cases() {
        expected.extend(names.iter().map(|name| format!("{}/{name}.snap", case.feature)));
    }
    let mut found = BTreeSet::new();
    for path in entries(&root().join("tests/snapshots")) {
        let name = file_name(&path).to_owned();
        if path.is_dir() {
            let inner = entries(&path);
            found.extend(inner.iter().map(|path| format!("{name}/{}", file_name(path))));
        } else {
            found.insert(name);
        }
    }
    let missing: Vec<_> = expected.difference(&found).collect();
    let stray: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty(), "no snapshot: {missing:?}\nto write them: {RENEW}");
    assert!(stray.is_empty(), "no test compares: {stray:?}\nremove them");
}

#[test]
fn every_scalar_has_a_case() {
    let mut text = String::new();
    for path in entries(&root().join("tests/cases")) {
        if path.is_file() {
            text.push_str(&fs::read_to_string(path).expect("a case is text"));
        }
    }
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    for scalar in Scalar::ALL {
        assert!(words.contains(scalar.keyword()), "no case has the type `{}`", scalar.keyword());
    }
}

#[test]
fn cases_are_named_after_features_and_say_how_their_bytes_came_about() {
    for case in cases() {
        let words = case.feature.replace('-', "_");
        assert_eq!(name::recase(&words, name::Case::Snake), words, "{}", case.feature);
        let compiled = compiled(&case);
        for (id, _, record) in compiled.model.messages() {
            let examples = record.message.as_ref().map(|m| &m.examples).expect("a message");
            let documented = examples.is_empty() || examples.iter().any(|e| e.doc.is_some());
            assert!(documented, "{}: no example says why", compiled.model.full_name(id));
        }
    }
}
