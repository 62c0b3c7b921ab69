//! The example schemas in every language, against the interpreter (docs/conformance.md).

use std::fs;

use wirewright_tests::random::Random;
use wirewright_tests::runner::{self, Effort, Language, build};
use wirewright_tests::{Memory, compile, root};

/// All files of a folder, compiled together.
fn schemas(folder: &str) -> wirewright_codegen::Compiled {
    let mut memory = Memory::default();
    let mut entries: Vec<_> = fs::read_dir(root().join(folder))
        .expect("the folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries.iter().filter(|p| p.extension().is_some_and(|e| e == "yaml")) {
        let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
        memory = memory.with(name, &fs::read_to_string(path).expect("a schema"));
    }
    let outcome = compile(&memory);
    outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()))
}

#[test]
fn every_language_gives_the_interpreters_answer() {
    let compiled = schemas("schemas");
    let mut testees = build::testees("examples", &compiled, Language::ALL);
    let effort = Effort { values: 60, damaged: 1000, edges: true };
    let report = runner::run(&compiled, &mut testees, &mut Random::new(1), effort);
    println!(
        "{} inputs ({} accepted) in {} programs",
        report.inputs,
        report.accepted,
        testees.len()
    );
    assert!(report.accepted > 100 && report.inputs > 10_000, "too little was tried");
    let shown: Vec<_> = report.differences.iter().take(20).collect();
    assert!(shown.is_empty(), "{} differences:\n{shown:#?}", report.differences.len());
}
