//! The example schemas with the other compilers of C and on the ESP8266's core (docs/conformance.md).

use wirewright_tests::examples;
use wirewright_tests::random::Random;
use wirewright_tests::runner::{self, Effort, Language, build};

#[test]
fn every_compiler_of_c_gives_the_interpreters_answer() {
    let compiled = examples();
    let languages = [Language::CClang, Language::CPortable, Language::CLx106];
    let mut testees = build::testees("compilers", &compiled, &languages);
    let effort = Effort { values: 60, damaged: 1000, edges: true };
    let report = runner::run(&compiled, &mut testees, &mut Random::new(2), effort);
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
