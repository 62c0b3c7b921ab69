//! The example schemas in the core's languages, against the interpreter (docs/conformance.md).

use wirewright_tests::examples;
use wirewright_tests::random::Random;
use wirewright_tests::runner::{self, Effort, Language, build};

#[test]
fn every_language_gives_the_interpreters_answer() {
    let compiled = examples();
    let mut testees = build::testees("examples", &compiled, Language::CORE);
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
