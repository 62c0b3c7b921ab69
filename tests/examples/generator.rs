//! A benchmark of the generator: many messages in all languages, seconds and memory (docs/benchmarks.md).
//!
//! `cargo run --release -p wirewright-tests --example generator [MESSAGES…]`; nothing is written.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::interp;
use wirewright_codegen::lang::{TARGETS, Unit};
use wirewright_codegen::source::Sources;
use wirewright_codegen::{layout, schema};
use wirewright_tests::Memory;

/// Far below the limits of one file.
const IN_FILE: usize = 500;

/// The fields of messages, in turn.
const KINDS: [&str; 5] = [
    r#"      - v1: {type: f32, unit: V, doc: "The first one."}
      - v2: f64
      - name: char[20]
"#,
    r"      - mode: Mode
      - kind: Kind
      - options: Options
      - at: Point
      - path: Point[4]
",
    r"      - status:
          bits: u16
          fields:
            - fix: u3
            - mode: {type: Mode, width: 2}
            - moving: bool
            - reserved[10]
      - temperature: {type: i16, scale: 0.01, offset: -40}
",
    r"      - magic: {type: u16, const: 0xCAFE}
      - level: {type: u8, min: 1, max: 100, default: 5}
      - voltage: {type: u16, absent: 0xFFFF}
      - reserved[2]
      - key: bytes[16]
",
    r"      - samples: i16[32]
      - wide: u48
      - far: i24[3]
      - on: bool
      - pad[3]
    examples:
      - hex: 00000001
        error: short
",
];

/// A file of messages that are unlike their neighbours, with an enum, flags, a struct and examples.
fn file(number: usize, messages: usize) -> String {
    let mut text = format!(
        "wirewright: 1
package: p{number}
endian: {}
enums:
  Mode: {{type: u8, values: {{off: 0, slow: 1, fast: 2}}}}
  Kind: {{type: u16, closed: true, values: {{none: 0, some: 7}}}}
flags:
  Options: {{type: u8, bits: {{urgent: 0, ack: 1, dry_run: 7}}}}
structs:
  Point: {{fields: [{{x: f32}}, {{y: f32}}, {{z: {{type: i16, min: -90, max: 90}}}}]}}
messages:
",
        if number.is_multiple_of(2) { "little" } else { "big" }
    );
    for i in 0..messages {
        let _ = write!(
            text,
            "  Message{i}:
    id: {}
    doc: Number {i} of its file.
    fields:
      - sequence: u32
",
            i + 1
        );
        text.push_str(KINDS[i % KINDS.len()]);
    }
    text
}

/// The most memory that this process has had, in MiB.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<usize>().ok());
    kib.map_or(0, |kib| kib / 1024)
}

/// Runs every stage once and prints a line for each: name, milliseconds, MiB at the peak so far.
fn run(messages: usize) {
    let mut memory = Memory::default();
    let mut names = Vec::new();
    for number in 0..messages.div_ceil(IN_FILE) {
        let name = format!("p{number}.yaml");
        memory = memory.with(&name, &file(number, IN_FILE.min(messages - number * IN_FILE)));
        names.push(name);
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut start = Instant::now();
    let mut stage = |name: &str| {
        println!("{name} {} {}", start.elapsed().as_millis(), peak());
        start = Instant::now();
    };
    let model = schema::compile(&names, &memory, &mut sources, &mut diagnostics);
    let model = model.unwrap_or_else(|| panic!("{:#?}", diagnostics.sorted()));
    stage("schema");
    let layout = layout::lay_out(&model, &mut diagnostics);
    let layout = layout.unwrap_or_else(|| panic!("{:#?}", diagnostics.sorted()));
    stage("layout");
    interp::examples::check(&model, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.sorted());
    stage("examples");
    let unit = Unit { model: &model, layout: &layout, folder: "schemas" };
    for target in TARGETS {
        let files = black_box(target.emit(unit, &mut diagnostics));
        let bytes: usize = files.values().map(String::len).sum();
        assert!(bytes > messages * 100, "{} printed nothing", target.name());
        stage(target.name());
    }
}

/// What a process of its own measures, so that each peak is its own.
fn measure(messages: usize) -> Vec<(String, Duration, usize)> {
    let program = std::env::current_exe().expect("the program's own path");
    let done = Command::new(program).arg("--once").arg(messages.to_string()).output();
    let done = done.expect("it can be started again");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let lines = text.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (name, millis, mib) = (words.next()?, words.next()?, words.next()?);
        Some((name.to_owned(), Duration::from_millis(millis.parse().ok()?), mib.parse().ok()?))
    });
    lines.collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<usize> =
        arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if arguments.first().is_some_and(|argument| argument == "--once") {
        numbers.into_iter().for_each(run);
        return;
    }
    let counts = if numbers.is_empty() { vec![10_000, 20_000] } else { numbers };
    let runs: Vec<_> = counts.iter().map(|count| measure(*count)).collect();
    println!("seconds (and MiB at the peak so far) for each stage");
    for (index, (name, ..)) in runs[0].iter().enumerate() {
        let cells = runs.iter().map(|stages| {
            let (_, time, mib) = &stages[index];
            format!(" {:.2} ({mib}) |", time.as_secs_f64())
        });
        println!("| {name} |{}", cells.collect::<String>());
    }
    let totals: Vec<Duration> =
        runs.iter().map(|stages| stages.iter().map(|(_, time, _)| *time).sum()).collect();
    let cells = totals.iter().map(|total| format!(" {:.2} |", total.as_secs_f64()));
    println!("| all of {counts:?} |{}", cells.collect::<String>());
    for (times, sizes) in totals.windows(2).zip(counts.windows(2)) {
        let longer = times[1].as_secs_f64() / times[0].as_secs_f64();
        println!("{} messages take {longer:.2} times as long as {}", sizes[1], sizes[0]);
    }
}
