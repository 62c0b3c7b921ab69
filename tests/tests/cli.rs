//! Every command, and every mistake that can be made on the command line, with what is printed for it.

mod tool;

use tool::{Ran, folder, put, put_schemas, run, tree};
use wirewright_codegen::diag::Code;

/// A schema with each thing that pictures show in its own way.
const PROBE: &str = r#"wirewright: 1
package: probe
doc: For tests of the command line.
constants:
  max_lamps: 3
enums:
  Mode: {type: u8, closed: true, values: {idle: 0, busy: 1}}
  Kind: {type: u8, values: {near: 1, far: 2}}
flags:
  Options: {type: u8, bits: {urgent: 0, ack: 1}}
structs:
  Header:
    fields:
      - magic: {type: "char[2]", const: "WW"}
      - edition: {type: u8, const: 1, check: false}
      - reserved[1]
  Lamp: {fields: [{kind: Kind}, {level: {type: u8, max: 100, unit: percent}}]}
messages:
  Ping: {id: 1}
  Reading:
    id: 2
    size: 36
    doc: One reading | of a *probe*.
    fields:
      - sensor_id: i32
      - temperature: {type: i16, min: -400, max: 1250, scale: 0.1, unit: °C, doc: "Of the air."}
      - humidity: {type: u16, absent: 0xFFFF}
      - gain: f64
      - name: char[20]
    examples:
      - doc: The first one.
        value: {sensor_id: 0x07, temperature: 215, gain: 0.5, name: "say \"hi\""}
        hex: 07000000 d700 ffff 000000000000e03f 7361792022686922 000000000000000000000000
      - hex: 07000000 d7
        error: short
        at: 5
      - value: {sensor_id: 7, temperature: 2000, gain: 0x1, name: a}
        error: type
  Mixed:
    id: 3
    fields:
      - header: Header
      - status:
          bits: u16be
          first: msb
          fields:
            - version: {type: u4, const: 2}
            - mode: {type: Mode, width: 2}
            - drift: {type: i6, max: 20, unit: s}
            - moving: bool
            - reserved[1]
            - pad[2]
      - pad[1]
      - mode: Mode
      - options: Options
      - lamps: Lamp[max_lamps]
      - matrix: i16[2][2]
      - on: bool
      - key: bytes[2]
    examples:
      - value: {status: {mode: busy, drift: -3, moving: true}, mode: idle, options: [ack, 64],
          lamps: [{kind: near, level: 1}, {kind: far, level: 2}, {kind: 9, level: 3}],
          matrix: [[1, -2], [3, 4]], on: true, key: beef}
        hex: 5757 01 00 27d8 00 00 42 0101 0202 0903 0100 feff 0300 0400 01 beef
"#;

/// A folder with the schema above.
fn probe() -> tempfile::TempDir {
    let dir = folder();
    put(dir.path(), "schemas/probe.yaml", PROBE);
    dir
}

/// Runs one command line on the schema above; words are parted by blanks.
fn on_probe(line: &str) -> Ran {
    let dir = probe();
    run(dir.path(), &line.split(' ').collect::<Vec<_>>())
}

fn several(lines: &[&str]) -> String {
    lines.iter().map(|line| on_probe(line).to_string()).collect::<Vec<_>>().join("\n")
}

const MIXED: &str = "575701 00 27d8 00 00 42 010102020903 0100feff03000400 01 beef";

fn inspect_mixed(hex: &str) -> String {
    let dir = probe();
    run(dir.path(), &["inspect", "probe.Mixed", hex]).to_string()
}

#[test]
fn the_two_commands_that_must_be_seen() {
    const VALUE: &str =
        r#"{"id":67,"v1":3.14157,"v2":-7.123,"v3":6073,"v4":"N NE E SE S SW W NW"}"#;
    const HEX: &str = "430000007c0f49409eefe3c0b91700004e204e45204520534520532053572057204e5700";
    let root = wirewright_tests::root();
    let encoded = run(&root, &["encode", "weather.Data", VALUE]);
    assert_eq!((encoded.code, encoded.out.as_str()), (Some(0), format!("{HEX}\n").as_str()));
    let decoded = run(&root, &["decode", "weather.Data", HEX]);
    assert_eq!((decoded.code, decoded.out.as_str()), (Some(0), format!("{VALUE}\n").as_str()));
    assert_eq!((encoded.err.as_str(), decoded.err.as_str()), ("", ""));
}

#[test]
fn a_length_that_is_wrong_is_told_with_the_one_that_is_right() {
    let root = wirewright_tests::root();
    let long = run(&root, &["decode", "weather.Data", &"00".repeat(44)]);
    assert_eq!(long.code, Some(1));
    assert!(long.err.contains("44 bytes where 36 are expected"), "{long}");
}

#[test]
fn help() {
    insta::assert_snapshot!("help", on_probe("--help"));
    let commands = [
        "generate", "check", "layout", "inspect", "encode", "decode", "vectors", "explain", "dump",
    ];
    let all: Vec<String> =
        commands.iter().map(|name| on_probe(&format!("{name} -h")).to_string()).collect();
    insta::assert_snapshot!("help_of_commands", all.join("\n"));
}

#[test]
fn without_arguments_the_help_is_no_result() {
    let dir = probe();
    let ran = run(dir.path(), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("Usage: wirewright"), "{ran}");
}

#[test]
fn layout() {
    insta::assert_snapshot!("layout_reading", on_probe("layout probe.Reading"));
    insta::assert_snapshot!("layout_mixed", on_probe("layout probe.Mixed"));
    insta::assert_snapshot!("layout_all", on_probe("layout"));
    insta::assert_snapshot!("layout_markdown", on_probe("layout --md"));
    insta::assert_snapshot!("layout_json", on_probe("layout --json"));
    insta::assert_snapshot!("layout_struct", on_probe("layout Lamp"));
}

#[test]
fn the_picture_of_the_design() {
    let ran = run(&wirewright_tests::root(), &["layout", "greenhouse.SensorData"]);
    let title = "SensorData   id 1   36 bytes, fixed   little-endian\n";
    assert!(ran.out.starts_with(title), "{ran}");
    assert!(ran.out.contains("\n   4 │ v1                    f32 │"), "{ran}");
}

#[test]
fn every_line_of_a_picture_has_its_box_closed() {
    let dir = folder();
    put_schemas(dir.path());
    let ran = run(dir.path(), &["layout"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    for line in ran.out.lines() {
        let sides = line.matches('│').count();
        let ends = line.matches(['┌', '└', '├']).count() == line.matches(['┐', '┘', '┤']).count();
        // Where an item goes on behind a line that ends, one side belongs to the item.
        assert!(sides != 1 || !ends || line.contains(['┌', '└', '├']), "{line}");
    }
}

#[test]
fn inspect() {
    let cases = [
        ("clean", MIXED),
        ("short", "575701 00 27d8 00"),
        ("short_inside", "575701 00 27d8 00 00 42 010102020903 0100fe"),
        ("short_empty", ""),
        (
            "trailing",
            "575701 00 27d8 00 00 42 010102020903 0100feff03000400 01 beef 0102030405060708090a",
        ),
        ("const", "575801 00 27d8 00 00 42 010102020903 0100feff03000400 01 beef"),
        ("reserved", "575702 07 27d8 09 00 42 010102020903 0100feff03000400 01 beef"),
        ("const_bits", "575701 00 37d8 00 00 42 010102020903 0100feff03000400 01 beef"),
        ("range_bits", "575701 00 25fc 00 00 42 010102020903 0100feff03000400 01 beef"),
        ("enum_bits", "575701 00 2fd8 00 00 42 010102020903 0100feff03000400 01 beef"),
        ("enum", "575701 00 27d8 00 05 42 010102020903 0100feff03000400 01 beef"),
        ("range_in_array", "575701 00 27d8 00 00 42 010102650903 0100feff03000400 01 beef"),
        ("bool", "575701 00 27d8 00 00 42 010102020903 0100feff03000400 02 beef"),
    ];
    for (name, hex) in cases {
        insta::assert_snapshot!(format!("inspect_{name}"), inspect_mixed(hex));
    }
    let dir = probe();
    let broken = "07000000d700ffff000000000000e03f c3282022686922000000000000000000000000 00";
    let text = run(dir.path(), &["inspect", "Reading", broken]);
    insta::assert_snapshot!("inspect_utf8", text);
    insta::assert_snapshot!(
        "inspect_json",
        run(dir.path(), &["inspect", "Mixed", "575801 00 37d8 0000", "--format", "json"])
    );
    insta::assert_snapshot!("inspect_ping", on_probe("inspect probe.Ping 00"));
}

#[test]
fn text_from_bytes_cannot_steer_a_terminal() {
    let dir = probe();
    // ESC ] 0 ; x BEL, C1 CSI, right-to-left override.
    let hex = "07000000d700ffff000000000000e03f 1b5d303b7807 c29b e280ae 0000000000000000 00";
    for command in ["inspect", "decode"] {
        let ran = run(dir.path(), &[command, "Reading", hex]);
        assert_eq!(ran.code, Some(0), "{ran}");
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!ran.out.chars().any(steers), "{:?}", ran.out);
    }
}

#[test]
fn vectors() {
    insta::assert_snapshot!("vectors", on_probe("vectors"));
    insta::assert_snapshot!("vectors_one", on_probe("vectors probe.Mixed"));
    let root = wirewright_tests::root();
    for line in run(&root, &["vectors"]).out.lines() {
        let vector: serde_json::Value = serde_json::from_str(line).expect("a vector is JSON");
        let message = vector["message"].as_str().expect("a vector names its message");
        let value = vector.get("value").map(ToString::to_string);
        let hex = vector.get("hex").and_then(|hex| hex.as_str());
        let error = vector.get("error").and_then(|error| error.as_str());
        if let Some(hex) = hex {
            let decoded = run(&root, &["decode", message, hex]);
            assert_eq!(decoded.code, Some(i32::from(error.is_some())), "{line}");
            assert!(error.is_none_or(|error| decoded.err.contains(error)), "{line}: {decoded}");
        }
        if let Some(value) = value {
            let encoded = run(&root, &["encode", message, &value]);
            match hex {
                Some(hex) => assert_eq!(encoded.out, format!("{hex}\n"), "{line}"),
                None => assert_eq!(encoded.code, Some(1), "{line}"),
            }
        }
    }
}

#[test]
fn values_that_cannot_be_encoded() {
    let values = [
        "{\"sensor_id\":7",
        "[1]",
        "7",
        r#"{"sensor_id":7,"temperature":1,"gain":0.5}"#,
        r#"{"sensor_id":7,"temprature":1,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":7,"sensor_id":8,"temperature":1,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":"x","temperature":1,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":1.5,"temperature":1,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":7,"temperature":1251,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":7,"temperature":1,"humidity":65535,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":2147483648,"temperature":1,"gain":0.5,"name":"a"}"#,
        r#"{"sensor_id":7,"temperature":1,"gain":0.5,"name":"a text of 21 letters."}"#,
        r#"{"sensor_id":7,"temperature":null,"gain":0.5,"name":"a"}"#,
    ];
    let dir = probe();
    let ran: Vec<Ran> = values.iter().map(|v| run(dir.path(), &["encode", "Reading", v])).collect();
    assert!(ran.iter().all(|ran| ran.out.is_empty() && ran.code != Some(0)));
    let text: Vec<String> = ran.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!("encode_mistakes", text.join("\n"));
}

#[test]
fn arguments_that_cannot_be_read() {
    // The languages are no part of what is told about other mistakes.
    insta::with_settings!({filters => vec![(r"([Tt])here are (\w+, )+\w+", "${1}here are [languages]")]}, {
    insta::assert_snapshot!(
        "argument_mistakes",
        several(&[
            "decode probe.Reading 070",
            "decode probe.Reading 07zz",
            "decode probe.Reading 0x07",
            "decode probe.Readin 07",
            "decode prob.Reading 07",
            "decode Reding 07",
            "decode nothing.Like 07",
            "layout probe.Mode",
            "layout Reading --schemas elsewhere",
            "check elsewhere/probe.yaml",
            "generate --only rusty",
            "generate --only cobol",
            "explain WW9999",
            "explain duplicate-kex",
            "dump --stage later",
            "decode",
            "lyout",
        ])
    );
    });
}

#[test]
fn a_name_that_two_packages_have() {
    let dir = probe();
    put(dir.path(), "schemas/other.yaml", "wirewright: 1\npackage: other\nmessages: {Ping: {}}\n");
    insta::assert_snapshot!("ambiguous", run(dir.path(), &["decode", "Ping", "-"]));
    let ran = run(dir.path(), &["decode", "other.Ping", ""]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "{}\n"), "{ran}");
}

#[test]
fn folders_without_schemas() {
    let dir = folder();
    let missing = run(dir.path(), &["check"]);
    put(dir.path(), "schemas/readme.txt", "");
    let empty = run(dir.path(), &["check"]);
    insta::assert_snapshot!("no_schemas", format!("{missing}\n{empty}"));
}

#[test]
fn a_schema_that_is_wrong_in_every_format() {
    let dir = folder();
    put(
        dir.path(),
        "schemas/bad.yaml",
        "wirewright: 1\npackage: bad\nmessages:\n  A:\n    fields:\n      - x: u33\n",
    );
    let mut all = Vec::new();
    for format in ["human", "short", "json", "github"] {
        let ran = run(dir.path(), &["check", "--format", format]);
        assert_eq!(ran.code, Some(1), "{ran}");
        assert_eq!(ran.out.is_empty(), format == "human", "{ran}");
        all.push(ran.to_string());
    }
    insta::assert_snapshot!("bad_schema", all.join("\n"));
    for command in [&["generate"][..], &["decode", "bad.A", "00"], &["layout"], &["vectors"]] {
        let ran = run(dir.path(), command);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran}");
    }
    assert_eq!(tree(dir.path()).len(), 1, "nothing is generated from a schema that is wrong");
}

#[test]
fn a_refusal_in_every_format() {
    let dir = probe();
    let mut all = Vec::new();
    for format in ["human", "short", "json", "github"] {
        let hex = "07000000 d80f ffff 000000000000e03f 7361792022686922 000000000000000000000000";
        let ran = run(dir.path(), &["decode", "Reading", hex, "--format", format]);
        assert_eq!(ran.code, Some(1), "{ran}");
        all.push(ran.to_string());
    }
    insta::assert_snapshot!("refusal", all.join("\n"));
}

#[test]
fn check() {
    insta::assert_snapshot!("check", on_probe("check"));
}

#[test]
fn explain() {
    insta::assert_snapshot!(
        "explain",
        format!("{}\n{}", on_probe("explain WW0104"), on_probe("explain yaml-feature"))
    );
    let list = on_probe("explain");
    for code in Code::ALL {
        assert!(list.out.lines().any(|line| line.starts_with(code.id())), "{}", code.id());
    }
}

#[test]
fn dump() {
    insta::assert_snapshot!("dump_wire", on_probe("dump --stage wire"));
    for stage in ["schema", "model", "layout"] {
        let ran = on_probe(&format!("dump --stage {stage}"));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran}");
        assert!(ran.out.contains("Reading") || stage == "layout", "{ran}");
    }
}

#[test]
fn standard_input() {
    use std::io::Write;
    let dir = probe();
    let mut command = tool::command(dir.path(), &["decode", "probe.Mixed", "-"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(format!("{MIXED}\n").as_bytes()).expect("the program reads");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success());
    assert!(output.stdout.starts_with(b"{\"status\":{"));
}

/// The folder of the schema above after `generate --only rust`.
fn generated() -> tempfile::TempDir {
    let dir = probe();
    let ran = run(dir.path(), &["generate", "--only", "rust"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran}");
    dir
}

fn stale(change: impl Fn(&str, &std::path::Path)) -> String {
    let dir = generated();
    let path = "generated/rust/src/probe.rs";
    let text = std::fs::read_to_string(dir.path().join(path)).expect("the package's module");
    change(&text, dir.path());
    let before = tree(dir.path());
    let ran = run(dir.path(), &["generate", "--only", "rust", "--check"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran}");
    assert_eq!(tree(dir.path()), before, "--check writes nothing");
    ran.to_string()
}

#[test]
fn generate_check_says_why() {
    const MODULE: &str = "generated/rust/src/probe.rs";
    let current = run(generated().path(), &["generate", "--only", "rust", "--check"]);
    assert_eq!((current.code, current.out.as_str()), (Some(0), ""), "{current}");
    let cases = [
        stale(|text, dir| put(dir, MODULE, &text.replacen("pub struct", "pub  struct", 1))),
        stale(|_, dir| put(dir, "schemas/probe.yaml", &PROBE.replace("max: 100", "max: 99"))),
        stale(|_, dir| put(dir, "schemas/probe.yaml", &PROBE.replace("Of the air", "Of the soil"))),
        stale(|text, dir| {
            let version = wirewright_codegen::lang::version();
            put(dir, MODULE, &text.replacen(version, "0.0.9", 1).replacen("pub", "pub(crate)", 1));
        }),
        stale(|text, dir| {
            put(dir, "generated/rust/src/gone.rs", text);
            put(dir, "generated/rust/src/mine.rs", "// written by a person\n");
        }),
        stale(|_, dir| put(dir, MODULE, "// written by a person\n")),
        stale(|_, dir| {
            std::fs::rename(dir.join(MODULE), dir.join("moved.rs")).expect("a file is moved");
        }),
    ];
    insta::with_settings!({filters => vec![(r"\b\d+\.\d+\.\d+\b", "[version]")]}, {
        insta::assert_snapshot!("generate_check", cases.join("\n"));
    });
}

#[test]
fn generate_check_in_every_format() {
    let dir = generated();
    put(dir.path(), "schemas/probe.yaml", &PROBE.replace("max: 100", "max: 99"));
    let mut all = Vec::new();
    for format in ["short", "json", "github"] {
        let ran = run(dir.path(), &["generate", "--only=rust", "--check", "--format", format]);
        assert_eq!(ran.code, Some(1), "{ran}");
        all.push(ran.to_string());
    }
    insta::assert_snapshot!("generate_check_formats", all.join("\n"));
}

#[test]
fn the_command_that_mends_is_the_one_that_was_run() {
    let dir = probe();
    let ran = run(
        dir.path(),
        &["generate", "schemas/probe.yaml", "--out", "my code", "--only", "rust,c", "--check"],
    );
    let mend = "to mend it: wirewright generate schemas/probe.yaml --out 'my code' --only rust,c\n";
    assert!(ran.err.ends_with(mend), "{ran}");
}

#[test]
fn generate_diff() {
    let dir = generated();
    let path = "generated/rust/src/probe.rs";
    let text = std::fs::read_to_string(dir.path().join(path)).expect("the package's module");
    put(dir.path(), path, &text.replacen("pub struct", "pub  struct", 1));
    let before = tree(dir.path());
    let ran = run(dir.path(), &["generate", "--only", "rust", "--diff"]);
    assert_eq!(ran.code, Some(1), "{ran}");
    let start = "--- a/rust/src/probe.rs\n+++ b/rust/src/probe.rs\n@@ ";
    assert!(ran.out.starts_with(start), "{ran}");
    let lines = |sign: &str| ran.out.lines().filter(|line| line.starts_with(sign)).count();
    assert_eq!((lines("-"), lines("+")), (2, 2), "{ran}");
    assert_eq!(tree(dir.path()), before, "--diff writes nothing");
}
