//! What has no fixed size in JavaScript, against the interpreter (docs/conformance.md).

use std::fs;
use std::process::Command;

use wirewright_tests::bars::output;
use wirewright_tests::random::Random;
use wirewright_tests::runner::{self, Effort, Language, build};
use wirewright_tests::{Memory, compile, root};

#[test]
fn texts_bytes_and_lists_give_the_interpreters_answer() {
    let text = |name: &str| {
        fs::read_to_string(root().join("tests/variable").join(name)).expect("a schema")
    };
    let memory = ["base.yaml", "javascript.yaml"]
        .into_iter()
        .fold(Memory::default(), |memory, name| memory.with(name, &text(name)));
    let outcome = compile(&memory);
    let compiled =
        outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()));
    let mut testees = build::testees("variable-javascript", &compiled, &[Language::JavaScript]);
    let effort = Effort { values: 200, damaged: 2000, edges: true };
    let report = runner::run(&compiled, &mut testees, &mut Random::new(3), effort);
    println!("{} inputs ({} accepted)", report.inputs, report.accepted);
    assert!(report.accepted > 3000 && report.inputs > 20_000, "too little was tried");
    let shown: Vec<_> = report.differences.iter().take(20).collect();
    assert!(shown.is_empty(), "{} differences:\n{shown:#?}", report.differences.len());
    let mut node = Command::new("node");
    node.arg("--disallow-code-generation-from-strings");
    node.arg(root().join("tests/variable/javascript.mjs"));
    node.arg(root().join("target/conformance/variable-javascript/javascript"));
    output(&mut node, "tests/run core needs Node");
}
