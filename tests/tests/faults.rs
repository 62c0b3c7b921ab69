//! Faults planted in the output of each language are found by the conformance runner: the tests can fail.

use wirewright_tests::examples;
use wirewright_tests::random::Random;
use wirewright_tests::runner::build::{self, Fault};
use wirewright_tests::runner::{self, Effort, Language};

/// One edit in the output of a language, and the language that must be found out.
const FAULTS: &[(Language, Fault)] = &[
    (Language::Rust, Fault { file: "rust/src/greenhouse.rs", from: "..=180", to: "..=181" }),
    (
        Language::Rust,
        Fault {
            file: "rust/src/showcase.rs",
            from: "i16::from_be_bytes",
            to: "i16::from_le_bytes",
        },
    ),
    (
        Language::JavaScript,
        Fault {
            file: "javascript/weather.js",
            from: "view.getFloat32(at + 8",
            to: "view.getFloat32(at + 4",
        },
    ),
    (
        Language::JavaScript,
        Fault { file: "javascript/wirewright.js", from: "byte > 1 ?", to: "byte > 2 ?" },
    ),
    (Language::CGcc, Fault { file: "c/sockets.h", from: "wrw_get_u32be", to: "wrw_get_u32le" }),
    (Language::CGcc, Fault { file: "c/wirewright.h", from: "c == 0xEDu", to: "c == 0xEEu" }),
    (Language::CLx106, Fault { file: "c/showcase.h", from: "> 5)", to: "> 6)" }),
    (
        Language::Python,
        Fault { file: "python/_wirewright.py", from: "if byte < 2", to: "if byte < 3" },
    ),
    (
        Language::Python,
        Fault {
            file: "python/_wirewright.py",
            from: "pad == \"space\" and nul",
            to: "pad == \"spice\" and nul",
        },
    ),
];

#[test]
fn planted_faults_are_found() {
    let compiled = examples();
    for (index, (language, fault)) in FAULTS.iter().enumerate() {
        let mut testees =
            build::testees_with(&format!("fault-{index}"), &compiled, &[*language], Some(fault));
        let effort = Effort { values: 60, damaged: 1000, edges: true };
        let report = runner::run(&compiled, &mut testees, &mut Random::new(3), effort);
        assert!(!report.differences.is_empty(), "not found: {} {fault:?}", language.name());
        println!(
            "| {} | {} | `{}` | `{}` | {} |",
            language.name(),
            fault.file,
            fault.from,
            fault.to,
            report.differences.len()
        );
    }
}
