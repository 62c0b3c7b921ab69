//! Texts, bytes, lists and variable integers in Python, against the interpreter (docs/conformance.md).

use std::process::Command;

use wirewright_tests::random::Random;
use wirewright_tests::runner::{self, Effort, Language, build};
use wirewright_tests::{Memory, compile, root};

#[test]
fn python_gives_the_interpreters_answer() {
    let path = root().join("tests/variable/python.yaml");
    let text = std::fs::read_to_string(path).expect("the schema is there");
    let outcome = compile(&Memory::of(&text));
    let compiled =
        outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()));
    let mut testees = build::testees("variable-python", &compiled, &[Language::Python]);
    let effort = Effort { values: 60, damaged: 1000, edges: true };
    let report = runner::run(&compiled, &mut testees, &mut Random::new(3), effort);
    println!("{} inputs ({} accepted)", report.inputs, report.accepted);
    assert!(report.accepted > 100 && report.inputs > 5_000, "too little was tried");
    let shown: Vec<_> = report.differences.iter().take(20).collect();
    assert!(shown.is_empty(), "{} differences:\n{shown:#?}", report.differences.len());
    let mut python = Command::new("python3");
    python.current_dir(root().join("target/conformance/variable-python"));
    python.args(["-B", "-W", "error"]).arg(root().join("tests/variable/python_test.py"));
    let output = python.output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
