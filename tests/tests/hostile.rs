//! Schemas that mean harm: whatever a file says, it ends in output or in diagnostics, soon (semantics.md, S5).
//!
//! In: files made up here, rows 133 to 150 of the list of hazards, named as `haz(133)`. Out: no panic, no long wait,
//! and for what must be refused its code.

#[path = "hostile/mutate.rs"]
mod mutate;

use std::fmt::Write;
use std::time::{Duration, Instant};

use mutate::{Random, mutate};
use wirewright_codegen::diag::render::{Format, render};
use wirewright_codegen::diag::{Code, Diagnostics};
use wirewright_codegen::lang::{TARGETS, Unit};
use wirewright_codegen::model::{Model, TypeKind};
use wirewright_codegen::schema::{ReadError, Reader};
use wirewright_codegen::source::Sources;
use wirewright_tests::{Memory, Outcome, compile, root};

/// What every schema here begins with.
const HEAD: &str = "wirewright: 1\npackage: demo\n";

/// How long one schema may take without optimization on a busy machine: what has no end takes longer. Rule S5 grants
/// 2 s with optimization on an idle one.
const SOON: Duration = Duration::from_mins(1);

/// How many types and fields the languages are given here: more takes long without optimization.
const USUAL: usize = 1_000;

fn items(model: &Model) -> usize {
    let records = model.records().map(|(_, _, record)| record.items.len());
    let named = model.types.iter().map(|def| match &def.kind {
        TypeKind::Enum(it) => it.values.len(),
        TypeKind::Flags(it) => it.bits.len(),
        TypeKind::Record(_) => 0,
    });
    records.chain(named).sum::<usize>()
        + model.packages.iter().map(|p| p.constants.len()).sum::<usize>()
}

/// Compiles files to the end: every format of what is found, and every language where the files are of a usual size.
fn run(memory: &Memory) -> Vec<Code> {
    let start = Instant::now();
    let Outcome { compiled, mut diagnostics, sources } = compile(memory);
    assert!(compiled.is_some() != diagnostics.has_errors(), "what is refused says why");
    let items: usize = compiled.iter().map(|c| c.model.types.len() + items(&c.model)).sum();
    if let Some(compiled) = compiled.as_ref().filter(|_| items <= USUAL) {
        let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
        for target in TARGETS {
            target.emit(unit, &mut diagnostics);
        }
    }
    let found = diagnostics.sorted();
    for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
        let _ = render(&found, &sources, format, false);
    }
    let taken = start.elapsed();
    assert!(taken < SOON, "{taken:?}");
    found.iter().map(|d| d.code).collect()
}

/// The codes that the rest of a file earns.
fn codes(rest: &str) -> Vec<Code> {
    run(&Memory::of(&format!("{HEAD}{rest}")))
}

/// The file is refused with a code, perhaps among others.
fn refused(rest: &str, code: Code) {
    let found = codes(rest);
    assert!(found.contains(&code), "{code:?} is not among {found:?}");
}

fn accepted(rest: &str) {
    let found = codes(rest);
    assert!(found.is_empty(), "{found:?}");
}

fn repeat(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn aliases_are_refused_before_they_grow() {
    // haz(133)
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{below}]");
    }
    refused(&bomb, Code::YamlFeature);
    refused("doc: &self [*self]\n", Code::YamlFeature);
    refused("doc: *nothing\n", Code::QuoteNeeded);
    refused("messages:\n  Ping: {<<: {id: 1}}\n", Code::YamlFeature);
}

#[test]
fn nesting_ends_at_64() {
    // haz(134)
    refused(&format!("doc: {}\n", "[".repeat(100_000)), Code::YamlLimit);
    refused(&format!("doc: {}\n", "{a: ".repeat(100_000)), Code::YamlLimit);
    refused(&format!("doc: {}\n", "[".repeat(100_000) + &"]".repeat(100_000)), Code::YamlLimit);
    refused(
        &format!("doc:\n{}", repeat(1_000, |i| format!("{}- \n", " ".repeat(i)))),
        Code::YamlLimit,
    );
    refused(
        &format!("doc:\n{}", repeat(1_000, |i| format!("{}a:\n", " ".repeat(i + 1)))),
        Code::YamlLimit,
    );
    refused(&format!("doc:\n  {}x\n", "- ".repeat(100_000)), Code::YamlLimit);
    refused(&format!("{}\n", "? ".repeat(100_000)), Code::YamlLimit);
}

#[test]
fn size_is_bounded() {
    // haz(135)
    refused(&format!("doc: {}\n", "x".repeat(1 << 20)), Code::YamlLimit);
    accepted(&format!("doc: {}\n", "x".repeat((1 << 20) - 100)));
    accepted(&format!("doc: |\n{}", "  x\n".repeat(200_000)));
    refused(&repeat(100_000, |i| format!("k{i}:\n")), Code::YamlLimit);
    let keys = codes(&repeat(45_000, |i| format!("k{i}:\n")));
    assert_eq!((keys.len(), keys.last()), (1_001, Some(&Code::TooMany)));
    // One name as long as the file, and one line as long as the file with many mistakes in it.
    refused(&format!("messages:\n  {}:\n", "a".repeat(1_000)), Code::BadName);
    refused(
        &format!("messages: {{{}}}\n", repeat(20_000, |i| format!("a{i}: {{}}, "))),
        Code::TooMany,
    );
    refused(&format!("{}: 1\n", "k".repeat(1 << 19)), Code::YamlSyntax);
}

#[test]
fn findings_about_long_texts_are_short() {
    // haz(135): one long name in thousands of findings would fill the memory.
    let long = "a".repeat(1_000);
    let values = repeat(20_000, |i| format!("      b{i}: 0\n"));
    refused(
        &format!("enums:\n  Mode:\n    type: u8\n    values:\n      {long}: 0\n{values}"),
        Code::TooMany,
    );
    let text =
        format!("{HEAD}messages:\n  Reading: {{fields: [{{x: {}}}]}}\n", "y".repeat(1 << 19));
    let outcome = compile(&Memory::of(&text));
    let found = outcome.diagnostics.sorted();
    for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
        let shown = render(&found, &outcome.sources, format, false);
        assert!(shown.len() < 10_000, "{} bytes", shown.len());
    }
}

#[test]
fn keys_stand_once() {
    // haz(136)
    refused("messages:\n  Ping: {id: 1}\n  Ping: {id: 2}\n", Code::DuplicateKey);
    refused("messages:\n  \"Ping\": {id: 1}\n  Ping: {id: 2}\n", Code::DuplicateKey);
    refused("enums:\n  E: {type: u8, values: {a: 0, \"a\": 1}}\n", Code::DuplicateKey);
}

#[test]
fn words_are_texts() {
    // haz(137): fields x, y, on, off, no; the value NO; a code 010; 12:30.
    let fields = "- x: u8\n      - y: u8\n      - on: u8\n      - off: u8\n      - no: u8\n      - null: u8\n      - true: u8";
    accepted(&format!("messages:\n  Reading:\n    fields:\n      {fields}\n"));
    accepted(
        "enums:\n  E:\n    type: u8\n    values: {on: 0, off: 1, yes: 2, no: 3, y: 4, n: 5, null: 6}\n",
    );
    refused("enums:\n  E:\n    type: u8\n    values: {NO: 0}\n", Code::BadName);
    for number in ["010", "1e3", "12:30", "0o7", "+1", "1.0", "1_", "_1", "0x", "", "~", "true"] {
        let found = codes(&format!("messages:\n  Ping:\n    id: {number}\n"));
        let accepted = ["1_"].contains(&number);
        assert_eq!(found.is_empty(), accepted, "{number}: {found:?}");
    }
}

#[test]
fn what_is_no_plain_text_is_refused() {
    // haz(138)
    refused("doc: !!binary aGk=\n", Code::YamlFeature);
    refused("doc: !local x\n", Code::YamlFeature);
    refused("---\nwirewright: 1\n", Code::YamlFeature);
    refused("messages:\n\tPing:\n", Code::TabIndentation);
    for c in [
        '\0',
        '\u{1}',
        '\u{7f}',
        '\u{85}',
        '\u{9b}',
        '\u{ad}',
        '\u{200e}',
        '\u{2028}',
        '\u{202e}',
        '\u{2066}',
        '\u{feff}',
        '\u{e0041}',
    ] {
        refused(&format!("doc: a{c}b\n"), Code::FileEncoding);
        refused(&format!("# {c}\n"), Code::FileEncoding);
    }
    refused("doc: a\rmessages: {}\n", Code::FileEncoding);
    accepted("doc: a\r\nmessages:\r\n  Ping:\r\n    id: 1\r\n");
    assert!(run(&Memory::of(&format!("\u{feff}{HEAD}"))).is_empty());
    // UTF-16 read as UTF-8: every second byte is a NUL.
    let wide: String = HEAD.chars().flat_map(|c| [c, '\0']).collect();
    assert_eq!(run(&Memory::of(&wide)), [Code::FileEncoding]);
    // Escapes bring the same characters into texts, and there they are harmless.
    accepted(
        "doc: \"\\u202e\\x1b[2J\\0\\n::error::x\\n*/ --> ]]> \\u2028\"\nmessages:\n  Ping: {doc: \"\\u202e */ \\\"\\\"\\\" \\\\\"}\n",
    );
}

#[test]
fn the_wrong_kind_of_node_is_refused_everywhere() {
    // haz(139), haz(140): each value of a good schema is replaced by each other kind, each key is misspelt.
    let good = std::fs::read_to_string(root().join("schemas/greenhouse.yaml")).expect("a schema");
    let lines: Vec<&str> = good.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some((key, value)) = line.split_once(": ").filter(|(key, _)| !key.contains('{')) else {
            continue;
        };
        let others = ["[]", "{}", "[[a]]", "{a: {b: c}}", "~", "''", "-", "x"];
        let replaced = others.iter().map(|other| format!("{key}: {other}"));
        let misspelt = [format!("{key}x: {value}"), format!("{key}: {value}\n{key}: {value}")];
        for line in replaced.chain(misspelt) {
            let mut lines = lines.clone();
            lines[index] = &line;
            run(&Memory::of(&lines.join("\n")));
        }
    }
}

#[test]
fn numbers_outside_of_their_bounds_are_refused() {
    // haz(141)
    let field = |field: &str| format!("messages:\n  Reading:\n    fields:\n      - {field}\n");
    for (text, code) in [
        ("x: u0", Code::BadType),
        ("x: u65", Code::BadType),
        ("x: i1", Code::BadType),
        ("x: u99999999999999999999", Code::BadType),
        ("x: u8[-1]", Code::BadBound),
        ("x: u8[0]", Code::BadBound),
        ("x: u8[2147483648]", Code::BadBound),
        ("x: u8[99999999999999999999999999999999999999999]", Code::BadBound),
        ("pad[0]", Code::BadBound),
        ("pad[-1]", Code::BadBound),
        ("align[0]", Code::BadBound),
        ("x: {bits: u8, fields: [x: u0]}", Code::BadType),
        ("x: {bits: u8, fields: [x: u65]}", Code::BadType),
        ("x: {bits: u8, fields: [x: u64]}", Code::BitsDoNotFill),
        ("x: {bits: u8, fields: []}", Code::BitsDoNotFill),
        (
            "x: {bits: u64, fields: [\"pad[2147483647]\", \"pad[2147483647]\", \"pad[2147483647]\"]}",
            Code::BitsDoNotFill,
        ),
        ("x: {type: u8, min: -1}", Code::DoesNotFit),
        ("x: {type: u8, absent: 256}", Code::DoesNotFit),
        ("x: {type: i8, scale: 1/9999999999999999999999999999999}", Code::BadScale),
        ("x: {type: i8, scale: 1e999}", Code::BadScale),
        ("x: {type: f32, max: 1e39}", Code::DoesNotFit),
    ] {
        refused(&field(text), code);
    }
    refused("enums:\n  E: {type: u8, values: {a: 256}}\n", Code::DoesNotFit);
    refused("enums:\n  E: {type: i64, values: {a: 9223372036854775808}}\n", Code::DoesNotFit);
    refused("flags:\n  F: {type: u8, bits: {a: -1}}\n", Code::BadFlagBit);
    refused("flags:\n  F: {type: u8, bits: {a: 18446744073709551615}}\n", Code::BadFlagBit);
    refused("messages:\n  A: {id: 1}\n  B: {id: 0x1}\n", Code::DuplicateId);
    refused("messages:\n  A: {id: 4294967296}\n", Code::DoesNotFit);
}

#[test]
fn circles_of_types_are_named() {
    // haz(142)
    for (length, last) in [(1, "T0"), (2, "\"T0[3]\""), (3, "T0"), (60, "T0")] {
        let types = repeat(length, |i| {
            let next = if i + 1 == length { last.to_owned() } else { format!("T{}", i + 1) };
            format!("  T{i}: {{fields: [{{x: {next}}}]}}\n")
        });
        refused(&format!("structs:\n{types}"), Code::RecursiveType);
    }
    refused("structs:\n  A: {fields: [{a: A}, {b: A}, {c: \"A[2]\"}]}\n", Code::RecursiveType);
}

/// A reader that has every file, each importing what a function says.
struct Endless(fn(&str) -> String);

impl Reader for Endless {
    fn read(&self, name: &str) -> Result<String, ReadError> {
        Ok((self.0)(name))
    }
}

fn compile_with(reader: &dyn Reader, first: &str) -> Vec<Code> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    wirewright_codegen::compile(&[first.to_owned()], reader, &mut sources, &mut diagnostics);
    diagnostics.sorted().iter().map(|d| d.code).collect()
}

#[test]
fn imports_end() {
    // haz(143): a circle is refused, a diamond is loaded once, a chain without an end ends.
    let file = |name: &str, imports: &str| {
        format!("wirewright: 1\npackage: {name}\nimports: [{imports}]\n")
    };
    let circle = Memory::default()
        .with("a.yaml", &file("a", "b.yaml"))
        .with("b.yaml", &file("b", "c.yaml"))
        .with("c.yaml", &file("c", "a.yaml"));
    assert!(run(&circle).contains(&Code::ImportCycle));
    let diamond = Memory::default()
        .with("a.yaml", &file("a", "b.yaml, c.yaml, b.yaml, ./b.yaml"))
        .with("b.yaml", &file("b", "d.yaml"))
        .with("c.yaml", &file("c", "d.yaml"))
        .with("d.yaml", "wirewright: 1\npackage: d\n");
    assert_eq!(run(&diamond), []);
    let chain = Endless(|name| {
        let number: usize = name.trim_end_matches(".yaml").parse().unwrap_or(0);
        format!("wirewright: 1\npackage: p{number}\nimports: [{}.yaml]\n", number + 1)
    });
    assert_eq!(compile_with(&chain, "0.yaml"), [Code::YamlLimit]);
    let deeper = Endless(|name| {
        format!(
            "wirewright: 1\npackage: p\nimports: [a/{}]\n",
            name.rsplit('/').next().unwrap_or(name)
        )
    });
    assert_eq!(compile_with(&deeper, "a.yaml"), [Code::YamlLimit]);
}

/// A reader that refuses what a file imports.
struct Refusing;

impl Reader for Refusing {
    fn read(&self, name: &str) -> Result<String, ReadError> {
        match name {
            "a.yaml" => Ok(format!("{HEAD}imports: [link.yaml, binary.yaml]\n")),
            "link.yaml" => Err(ReadError::Outside),
            _ => Err(ReadError::NotText),
        }
    }
}

#[test]
fn imports_stay_inside_the_root() {
    // haz(144): links are followed and tested by the reader of the command line, which has its own tests.
    for path in [
        "../common.yaml",
        "a/../../common.yaml",
        "./../common.yaml",
        "/etc/passwd",
        "//host/share",
        "\"C:\\\\common.yaml\"",
        "\"..\\\\common.yaml\"",
        "c:common.yaml",
        "\"file:///etc/passwd\"",
        "\"http://example.org/common.yaml\"",
        "\"common.yaml\\0.txt\"",
        "\"\"",
    ] {
        refused(&format!("imports: [{path}]\n"), Code::ImportPath);
    }
    for name in
        ["missing.yaml", "..yaml", "\".../x\"", "\"%2e%2e/x\"", "~/x", "$HOME/x", "\"\\u2025/x\""]
    {
        refused(&format!("imports: [{name}]\n"), Code::Unreadable);
    }
    assert_eq!(compile_with(&Refusing, "a.yaml"), [Code::ImportPath, Code::FileEncoding]);
}

#[test]
fn doubled_types_end() {
    // haz(145): 64 levels that hold the next twice, with a byte, with nothing, with padding, with an array.
    for last in [
        "{fields: [{x: u8}]}",
        "{}",
        "{fields: [\"pad[1]\"]}",
        "{fields: [{x: {type: u8, const: 1}}]}",
    ] {
        for levels in [10, 20, 30, 63] {
            let types = repeat(levels, |i| {
                format!("  T{i}: {{fields: [{{a: T{0}}}, {{b: T{0}}}]}}\n", i + 1)
            });
            let examples = "    examples:\n      - {hex: \"00\", error: short}\n      - {value: {}, hex: \"\"}\n";
            let found = codes(&format!(
                "structs:\n{types}  T{levels}: {last}\nmessages:\n  M:\n    fields: [{{t: T0}}]\n{examples}"
            ));
            assert!(!found.is_empty());
        }
    }
    let chain = |levels: usize| {
        let types = repeat(levels, |i| format!("  T{i}: {{fields: [{{a: T{}}}]}}\n", i + 1));
        format!("structs:\n{types}  T{levels}: {{fields: [{{x: u8}}]}}\n")
    };
    accepted(&chain(63));
    refused(&chain(64), Code::TooLarge);
    refused(&chain(8_000), Code::TooLarge);
}

#[test]
fn arrays_of_little_or_nothing_end() {
    // haz(145), L2.2
    let message = |inner: &str, field: &str| {
        format!("structs:\n  S: {inner}\nmessages:\n  M: {{fields: [{field}]}}\n")
    };
    for inner in ["{}", "{fields: []}", "{fields: [\"align[4]\"]}"] {
        for array in ["S[2147483647]", "S[2147483647][2147483647]", "S[1024][2]"] {
            refused(&message(inner, &format!("{{x: \"{array}\"}}")), Code::BadBound);
        }
    }
    accepted(&message("{}", "{x: \"S[1024]\"}"));
    for inner in [
        "{fields: [\"pad[1]\"]}",
        "{fields: [\"reserved[1]\"]}",
        "{fields: [{x: {type: u8, const: 1}}]}",
    ] {
        refused(&message(inner, "{x: \"S[2147483647]\"}"), Code::TooLarge);
        refused(&message(inner, "{x: \"S[100000]\"}"), Code::TooLarge);
        accepted(&message(inner, "{x: \"S[1000]\"}"));
    }
    refused(&message("{}", "{x: \"u8[2147483647]\"}, {y: u8}"), Code::TooLarge);
    refused(&message("{}", "{x: \"u8[65536][65536]\"}"), Code::TooLarge);
    refused(&message("{}", "\"pad[2147483647]\", \"pad[2147483647]\""), Code::TooLarge);
    refused(
        &message(
            "{}",
            "\"pad[1]\", \"align[2147483647]\", \"pad[1]\", \"align[2147483647]\", \"pad[1]\"",
        ),
        Code::TooLarge,
    );
}

#[test]
fn large_messages_are_not_filled_to_be_tested() {
    // haz(145): an example or default of 2 GiB would be written out in memory.
    let field = |field: &str| format!("messages:\n  M:\n    fields:\n      - {field}\n");
    let example = "    examples:\n      - value: {x: a}\n        hex: 61\n";
    refused(&format!("{}{example}", field("x: char[2147483647]")), Code::BadExample);
    refused(
        &format!("{}      - pad[2147483000]\n{example}", field("x: char[1]")),
        Code::BadExample,
    );
    refused(
        &format!("{}      - align[2147483000]\n{example}", field("x: char[1]")),
        Code::BadExample,
    );
    refused(&field("x: {type: \"char[2147483647]\", default: a}"), Code::BadDefault);
    refused(&field("x: {type: \"char[2147483647]\", const: a}"), Code::BadConstant);
    let many = "      - {hex: \"00\", error: short}\n".repeat(10_000);
    refused(
        &format!(
            "{}    examples:\n{many}{}",
            field("x: \"char[1000000]\""),
            &example[14..].repeat(1_000)
        ),
        Code::BadExample,
    );
}

#[test]
fn many_of_everything_ends() {
    // haz(146): 10,000 of each for the compiler, 900 for the languages.
    let fields = repeat(900, |i| format!("      - a{i}: u8\n"));
    accepted(&format!("messages:\n  M:\n    fields:\n{fields}"));
    let fields = |line: fn(usize) -> String| {
        format!("messages:\n  M:\n    fields:\n{}", repeat(10_000, line))
    };
    accepted(&fields(|i| format!("      - a{i}: u8\n")));
    refused(&fields(|i| format!("      - a{i}: Missing{i}\n")), Code::TooMany);
    refused(&fields(|_| "      - same: u8\n".to_owned()), Code::TooMany);
    refused(&fields(|i| format!("      - a{i}: {{type: u8, max: c{i}}}\n")), Code::TooMany);
    let constants = repeat(10_000, |i| format!("  c{i}: {i}\n"));
    accepted(&format!("constants:\n{constants}"));
    let values = repeat(10_000, |i| format!("      v{i}: {i}\n"));
    accepted(&format!("enums:\n  E:\n    type: u16\n    values:\n{values}"));
    let messages = repeat(5_000, |i| format!("  M{i}: {{id: {i}}}\n"));
    accepted(&format!("messages:\n{messages}"));
    let bits = repeat(10_000, |i| format!("{{b{i}: u1}}, "));
    refused(
        &format!("messages:\n  M: {{fields: [{{x: {{bits: u64, fields: [{bits}]}}}}]}}\n"),
        Code::BitsDoNotFill,
    );
}

#[test]
fn nothing_is_calculated() {
    // haz(147): a scale is a number or one fraction, a bound a number or a name.
    for scale in [
        "1/0",
        "0/1",
        "1/2/3",
        "1+1",
        "(1)",
        "1e999",
        "nan",
        "inf",
        "-inf",
        "1/-2",
        "__import__",
        "1 / 2",
    ] {
        let found = codes(&format!(
            "messages:\n  M:\n    fields:\n      - x: {{type: i16, scale: {scale}}}\n"
        ));
        assert_eq!(found.is_empty(), scale == "1 / 2", "{scale}: {found:?}");
    }
    for bound in ["1+1", "(1)", "c*2", "c-1", "1.0", "1e3", "c.d", "-c"] {
        refused(
            &format!(
                "constants:\n  c: 4\nmessages:\n  M:\n    fields:\n      - x: \"u8[{bound}]\"\n"
            ),
            Code::BadBound,
        );
    }
    refused(
        &format!("messages:\n  M:\n    fields:\n      - x: u8{}\n", "[1]".repeat(100_000)),
        Code::BadType,
    );
}

#[test]
fn mutated_schemas_end() {
    // haz(148), haz(149): no panic, and what is refused has an error (`run` asserts both).
    let folder = |name: &str| std::fs::read_dir(root().join(name)).expect("a folder of schemas");
    let mut texts: Vec<(String, String)> = Vec::new();
    for entry in folder("schemas").chain(folder("tests/diagnostics")) {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let name =
                path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            texts.push((name, std::fs::read_to_string(&path).expect("a schema")));
        }
    }
    texts.sort();
    let common = std::fs::read_to_string(root().join("schemas/common.yaml")).expect("a schema");
    let mut random = Random(0x5eed);
    for round in 0..3_000 {
        let (name, text) = &texts[round % texts.len()];
        let mut mutated = mutate(text, &mut random);
        for _ in 0..random.below(3) {
            mutated = mutate(&mutated, &mut random);
        }
        run(&Memory::default().with("common.yaml", &common).with(name, &mutated));
    }
}
