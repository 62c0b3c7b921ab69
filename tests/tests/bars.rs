//! What generated code costs: instructions of Rust, bytes of JavaScript. Printed as tables, and held at five percent
//! above what `tests/bars/bars.txt` says (docs/benchmarks.md).

#![allow(clippy::disallowed_methods, reason = "tests make programs to measure")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::rust::Rust;
use wirewright_codegen::lang::{Target, Unit};
use wirewright_tests::bars::{hold, output};
use wirewright_tests::{Memory, compile, root};

/// How often the program of the Rust bars does each operation.
const TIMES: u64 = 1000;
const OPERATIONS: &[&str] = &["decode", "from_bytes", "encode_into", "to_bytes"];

/// Builds the program that is measured, of the article's message and the same one without text.
fn program() -> PathBuf {
    let mut memory = Memory::default();
    for (name, path) in
        [("weather.yaml", "schemas/weather.yaml"), ("plain.yaml", "tests/bars/plain.yaml")]
    {
        memory = memory.with(name, &fs::read_to_string(root().join(path)).expect("a schema"));
    }
    let outcome = compile(&memory);
    let compiled =
        outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()));
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    let dir = root().join("target/bars/rust");
    fs::create_dir_all(dir.join("src")).expect("a folder");
    let put = |path: &str, text: &str| {
        fs::write(dir.join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
    };
    for (path, text) in Rust.emit(unit, &mut Diagnostics::default()) {
        put(&path, &text);
    }
    let main = root().join("tests/bars/rust/main.rs");
    put("src/main.rs", &fs::read_to_string(main).expect("the program"));
    let runtime = root().join("runtime");
    put(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"bars\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[lib]\nname = \"messages\"\n\
             [dependencies]\nwirewright = {{ path = \"{}\" }}\n[profile.release]\n\
             debug = \"line-tables-only\"\ncodegen-units = 1\n[workspace]\n",
            runtime.display()
        ),
    );
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--offline", "--release"]).current_dir(&dir);
    cargo.env("CARGO_TARGET_DIR", dir.join("target")).env_remove("RUSTFLAGS");
    output(&mut cargo, "cargo builds this test too");
    dir.join("target/release/bars")
}

/// How many instructions an operation takes, those of the call itself left out.
fn instructions(program: &Path, operation: &str) -> u64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args([
        "--tool=callgrind",
        "--collect-atstart=no",
        "--toggle-collect=*measured_*",
        "--callgrind-out-file=/dev/null",
    ]);
    let text = output(valgrind.arg(program).arg(operation), "tests/run installs valgrind");
    let line = text.lines().find_map(|line| line.split_once("Collected : "));
    let total = line.and_then(|(_, number)| number.trim().parse::<u64>().ok());
    let total = total.unwrap_or_else(|| panic!("valgrind does not say what it collected:\n{text}"));
    assert!(total > 0 && total.is_multiple_of(TIMES), "{operation}: {total} in {TIMES} times");
    total / TIMES
}

#[test]
fn rust_takes_hardly_more_instructions_than_a_copy() {
    let program = program();
    let mut measured = BTreeMap::new();
    println!("| message | operation | limit | ours | ratio |");
    println!("| --- | --- | ---: | ---: | ---: |");
    for operation in OPERATIONS {
        let limit = instructions(&program, &format!("limit {operation}"));
        for (message, variant) in [("plain.Data", "plain"), ("weather.Data", "text")] {
            let ours = instructions(&program, &format!("{variant} {operation}"));
            let tenths = (ours * 100).div_ceil(limit);
            println!(
                "| {message} | {operation} | {limit} | {ours} | {}.{:02} |",
                tenths / 100,
                tenths % 100
            );
            assert!(
                variant == "text" || ours * 10 <= limit * 13,
                "{message} {operation}: {ours} instructions, and a copy takes {limit}"
            );
            measured.insert(format!("rust {message} {operation}"), ours);
        }
    }
    hold("rust", &measured);
}

#[test]
fn javascript_is_small() {
    let dir = root().join("tests/bars");
    let generated = root().join("generated/javascript");
    if !dir.join("node_modules/esbuild").exists() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&dir);
        output(&mut npm, "tests/run installs npm");
    }
    let mut measured = BTreeMap::new();
    println!("| what is used of weather.js | minified | gzip -9 | brotli |");
    println!("| --- | ---: | ---: | ---: |");
    for (name, program) in [
        ("decode", "export { decodeData } from \"./weather.js\";"),
        ("everything", "export * from \"./weather.js\";"),
    ] {
        let mut node = Command::new("node");
        node.arg("javascript/size.mjs").arg(&generated).arg(program).current_dir(&dir);
        let text = output(&mut node, "tests/run installs node");
        let sizes: Vec<u64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let [minified, gzip, brotli] = sizes[..] else { panic!("no sizes: {text}") };
        println!("| {name} | {minified} | {gzip} | {brotli} |");
        for (how, size) in [("minified", minified), ("gzip", gzip), ("brotli", brotli)] {
            measured.insert(format!("javascript {name} {how}"), size);
        }
    }
    hold("javascript", &measured);
}
