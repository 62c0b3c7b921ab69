//! Random schemas in every language, against the interpreter (docs/conformance.md).
//!
//! `WW_SEED` and `WW_SCHEMAS` choose other ones; a failure names the schema, which stands below `target/conformance`.

#![allow(clippy::print_stdout, reason = "the seed and the counts are what the test says")]

use std::fs;

use wirewright_tests::random::Random;
use wirewright_tests::random::schema::{self, Sizes};
use wirewright_tests::runner::{self, Effort, Language, Report, build};
use wirewright_tests::{Memory, compile, root};

/// How many schemas one program is built of.
const UNIT: usize = 50;

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn schemas_of_fixed_size_have_one_meaning() {
    sweep(Sizes::Fixed);
}

#[test]
fn schemas_of_variable_size_have_one_meaning() {
    sweep(Sizes::Variable);
}

fn sweep(sizes: Sizes) {
    let languages = Language::EACH;
    // Programs of variable size take longer to build, and far longer on the emulated core.
    let usual = match sizes {
        Sizes::Fixed => 200,
        Sizes::Variable => 50,
    };
    let (seed, count) = (setting("WW_SEED", 20_261_121), setting("WW_SCHEMAS", usual));
    println!("seed {seed}, {count} schemas of {sizes:?} size");
    let mut random = Random::new(seed as u64);
    let mut report = Report::default();
    let mut number = 0;
    while number < count {
        let name = format!("random-{sizes:?}-{}", number / UNIT);
        let mut memory = Memory::default();
        let texts: Vec<String> = (number..count.min(number + UNIT))
            .map(|n| schema::schema(&mut random, n, sizes))
            .collect();
        let dir = root().join(format!("target/conformance/schemas-{sizes:?}"));
        fs::create_dir_all(&dir).expect("a folder");
        for (i, text) in texts.iter().enumerate() {
            let file = format!("r{}.yaml", number + i);
            fs::write(dir.join(&file), text).expect("a schema");
            memory = memory.with(&file, text);
        }
        number += texts.len();
        let outcome = compile(&memory);
        let compiled =
            outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()));
        let mut testees = build::testees(&name, &compiled, languages);
        // Two messages each: at least 2,000 byte strings for each schema; half as many where they are longer.
        let effort = match sizes {
            Sizes::Fixed => Effort { values: 100, damaged: 900, edges: false },
            Sizes::Variable => Effort { values: 50, damaged: 450, edges: false },
        };
        report.add(runner::run(&compiled, &mut testees, &mut random, effort));
    }
    println!(
        "{} inputs ({} accepted) in each of {} programs",
        report.inputs,
        report.accepted,
        languages.len()
    );
    let shown: Vec<_> = report.differences.iter().take(20).collect();
    assert!(shown.is_empty(), "{} differences:\n{shown:#?}", report.differences.len());
}
