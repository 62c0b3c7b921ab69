//! Messages without a fixed size in every language, with bytes derived by hand, against the interpreter
//! (docs/conformance.md).

use std::fs;

use wirewright_tests::random::Random;
use wirewright_tests::runner::{self, Effort, Language, build};
use wirewright_tests::{Memory, compile, root};

#[test]
fn records_mean_the_same_everywhere() {
    let text = fs::read_to_string(root().join("tests/variable/records.yaml")).expect("a schema");
    let outcome = compile(&Memory::default().with("records.yaml", &text));
    let compiled =
        outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()));
    let mut testees = build::testees("variable", &compiled, Language::EACH);
    let effort = Effort { values: 50, damaged: 450, edges: true };
    let report = runner::run(&compiled, &mut testees, &mut Random::new(5), effort);
    println!("{} inputs ({} accepted)", report.inputs, report.accepted);
    assert!(report.accepted > 500 && report.inputs > 2_000, "too little was tried");
    let shown: Vec<_> = report.differences.iter().take(20).collect();
    assert!(shown.is_empty(), "{} differences:\n{shown:#?}", report.differences.len());
}
