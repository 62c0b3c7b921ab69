//! Generated C on the ESP8266's own core, emulated: it never traps, costs no RAM, and hardly more than a copy.
//!
//! In: the example schemas, the programs of `tests/esp8266`, and QEMU from `tests/esp8266/install`. Out: a failure for
//! each exception, wrong byte, byte of data, and number above `tests/bars/bars.txt`; the numbers as a table.
//!
//! Not shown: reads of single bytes from flash (the emulator allows them, the chip does not: hence no byte of constants),
//! cycles, and the functions of the chip's ROM, in place of which stand those of picolibc.

#![allow(clippy::disallowed_methods, reason = "tests make programs")]

#[path = "esp8266/chip.rs"]
mod chip;
#[path = "esp8266/frames.rs"]
mod frames;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use chip::{Chip, Language};
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::interp;
use wirewright_codegen::lang::c::C;
use wirewright_codegen::lang::{Artifacts, Target, Unit};
use wirewright_codegen::model::{ExampleKind, TypeId};
use wirewright_codegen::{Compiled, model::notation};
use wirewright_tests::bars::hold;
use wirewright_tests::{Memory, compile, examples, root};

/// What generated code is tried with: the options of the Arduino core, those and speed, and byte by byte.
const WAYS: &[&[&str]] = &[&[], &["-O2"], &["-DWRW_LITTLE_ENDIAN=0"]];

/// The headers of a schema.
fn headers(compiled: &Compiled) -> Artifacts {
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    C.emit(unit, &mut Diagnostics::default())
}

/// The headers of all messages that are measured.
fn all_headers() -> Artifacts {
    let plain = fs::read_to_string(root().join("tests/bars/plain.yaml")).expect("plain.yaml");
    let outcome = compile(&Memory::default().with("plain.yaml", &plain));
    let mut files = headers(&outcome.compiled.expect("plain.yaml is right"));
    files.extend(headers(&examples()));
    files
}

/// Bytes as a literal of C.
fn literal(bytes: &[u8]) -> String {
    let digits = bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "\\{byte:03o}");
        text
    });
    format!("\"{digits}\"")
}

#[test]
fn unaligned_loads_and_stores_trap() {
    let ran = Chip::with("trap", &Artifacts::new()).program(Language::C, "trap.c", &[]);
    let aligned = "0 load 0 store 0\n1 load 9 store 9\n2 load 9 store 9\n3 load 9 store 9\n";
    assert!(ran.text.starts_with(aligned), "{ran:?}");
    // And where nobody waits for it, it ends the program.
    assert!(ran.text.contains("\nexception 9 at 0x"), "{ran:?}");
    assert_eq!(ran.code, Some(109), "{ran:?}");
}

#[test]
fn counts_are_exact() {
    let ran = Chip::with("count", &Artifacts::new()).program(Language::C, "count.c", &[]);
    let mut expected = String::new();
    for n in [0, 1, 2, 3, 7, 100, 101, 1000] {
        let _ = writeln!(expected, "counted_{n} {} 0", n + 1);
    }
    expected.push_str("looped 4002 0\ndeep 4 48\n");
    assert_eq!((ran.text, ran.code), (expected, Some(0)));
}

#[test]
fn the_articles_message_at_every_alignment() {
    let chip = Chip::with("article", &all_headers());
    for language in [Language::C, Language::Cxx] {
        for way in WAYS {
            let ran = chip.program(language, "article.c", way);
            let expected = ("0 ok\n1 ok\n2 ok\n3 ok\n", Some(0));
            assert_eq!((ran.text.as_str(), ran.code), expected, "{language:?} {way:?}");
        }
    }
}

#[test]
fn a_cast_in_generated_code_is_seen() {
    let mut files = all_headers();
    let header = files.get_mut("weather.h").expect("weather.h");
    let (from, to) =
        ("memcpy(m, p, 16);", "memcpy(m, p, 16); m->id = *(const int32_t *)(const void *)p;");
    assert!(header.contains(from), "{header}");
    *header = header.replace(from, to);
    let ran = Chip::with("cast", &files).program(Language::C, "article.c", &[]);
    assert_eq!(ran.text, "0 ok\n1 exception 9\n2 exception 9\n3 exception 9\n");
}

/// `examples.h` for `messages.c`, and the names of what is in it.
fn examples_header(compiled: &Compiled) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    for (index, (id, _, record)) in compiled.model.messages().enumerate() {
        let examples = record.message.as_ref().map_or(&[][..], |message| &message.examples);
        for (number, example) in examples.iter().enumerate() {
            let (ExampleKind::Pair(_, bytes) | ExampleKind::BadBytes(bytes, ..)) = &example.kind
            else {
                continue;
            };
            let name = format!("{} {number}", compiled.model.full_name(id));
            let _ =
                writeln!(text, "  {{\"{name}\", {index}u, {}}},", expected(compiled, id, bytes));
            names.push(name);
        }
    }
    (format!("static const example EXAMPLES[] = {{\n{text}}};\n"), names)
}

/// What the interpreter says of bytes: their count, the result, the value, and the bytes again.
fn expected(compiled: &Compiled, id: TypeId, bytes: &[u8]) -> String {
    let (wire, size) = (literal(bytes), bytes.len());
    match interp::decode(&compiled.model, id, bytes) {
        Err(failure) => {
            let error = -i64::try_from(failure.offset << 8).expect("a small offset")
                - i64::from(failure.code.number());
            format!("{wire}, {size}u, {error}, \"\", 0, \"\"")
        }
        Ok(value) => {
            let dump = interp::load(&compiled.model, id, &value);
            let again = interp::encode(&compiled.model, id, &value);
            let again = again.unwrap_or_else(|failure| panic!("{}", failure.sentence()));
            let (value, count) = (literal(&dump), dump.len());
            format!("{wire}, {size}u, {size}, {value}, {count}u, {}", literal(&again))
        }
    }
}

#[test]
fn the_examples_of_schemas_at_every_alignment() {
    let compiled = examples();
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    let mut files = headers(&compiled);
    files.extend(C.testee(unit));
    let (text, names) = examples_header(&compiled);
    files.insert("examples.h".to_owned(), text);
    for (id, ..) in compiled.model.messages() {
        let message = format!("{} ", compiled.model.full_name(id));
        assert!(names.iter().any(|name| name.starts_with(&message)), "{message}has no example");
    }
    println!("{} examples, at four alignments, in {} ways", names.len(), WAYS.len());
    let expected: String = names.iter().map(|name| format!("{name} ok\n")).collect();
    let chip = Chip::with("messages", &files);
    for way in WAYS {
        let options = [*way, &["-DWW_NO_PHYSICAL"]].concat();
        let ran = chip.program(Language::C, "messages.c", &options);
        assert_eq!((ran.text, ran.code), (expected.clone(), Some(0)), "{way:?}");
    }
}

/// Bytes of RAM that an object takes: constants count, because the core copies them there.
fn ram(sections: &BTreeMap<String, u64>) -> u64 {
    let is_ram = |name: &str| {
        [".data", ".bss", ".rodata", ".sdata", ".sbss"].iter().any(|ram| name.starts_with(ram))
    };
    sections.iter().filter(|(name, _)| is_ram(name)).map(|(_, size)| size).sum()
}

/// Bytes of flash, with the literals between the instructions.
fn code(sections: &BTreeMap<String, u64>) -> u64 {
    let is_code = |name: &str| name.starts_with(".text") || name.starts_with(".literal");
    sections.iter().filter(|(name, _)| is_code(name)).map(|(_, size)| size).sum()
}

#[test]
fn size() {
    let mut files = all_headers();
    let packages: Vec<String> =
        files.keys().filter_map(|name| name.strip_suffix(".h").map(str::to_owned)).collect();
    for package in &packages {
        files.insert(format!("{package}.c"), format!("#include \"{package}.h\"\n"));
    }
    let table = "static inline int planted(unsigned i) { static const short t[] = {5, 7, 6}; return t[i % 3u]; }\n";
    files.insert("table.c".to_owned(), table.to_owned());
    let chip = Chip::with("size", &files);
    // Without the option there would be nothing in the objects: what nobody calls is left out.
    let object = |source: &str, options: &[&str]| {
        chip.compile(
            Language::C,
            source,
            "all.o",
            &[options, &["-fkeep-inline-functions"]].concat(),
        );
        chip.sections("all.o")
    };
    let planted = object("table.c", &[]);
    assert!(ram(&planted) > 0, "a table is RAM: {planted:#?}");
    let mut table =
        "| all functions of | bytes of code | of data, bss, rodata |\n| --- | ---: | ---: |\n"
            .to_owned();
    for package in &packages {
        for way in WAYS {
            let sections = object(&format!("{package}.c"), way);
            let (flash, ram) = (code(&sections), ram(&sections));
            let _ = writeln!(table, "| {package}.h {} | {flash} | {ram} |", way.concat());
            assert!(flash > 100, "{package}: nothing was compiled: {sections:#?}");
            assert_eq!(ram, 0, "{package} {way:?}: {sections:#?}");
            let is_known = |name: &String| {
                // Names of the compiler's own library, for arithmetic of doubles and of 64 bits, begin with two.
                ["memcpy", "memset", "memcmp", "strlen"].contains(&name.as_str())
                    || name.starts_with("__")
            };
            let unknown: Vec<_> =
                chip.undefined("all.o").into_iter().filter(|name| !is_known(name)).collect();
            assert!(unknown.is_empty(), "{package} {way:?} calls {unknown:?}");
        }
    }
    print!("{table}");
}

/// What a message costs in one program.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    /// Bytes of flash. As linked: the linker shortens calls, and drops literals that are there twice.
    code: u64,
    /// At the worst alignment, in the worse direction.
    instructions: u64,
    /// What the compiler reserves or what was written: the first is more where not all of a frame is written, the second
    /// where a function of the C library uses stack.
    stack: u64,
}

impl Cost {
    fn worse(self, other: Self) -> Self {
        Self {
            code: self.code.max(other.code),
            instructions: self.instructions.max(other.instructions),
            stack: self.stack.max(other.stack),
        }
    }

    /// Of a header's message; the macros say which directions are in the program.
    fn of(
        chip: &Chip,
        language: Language,
        (header, message): (&str, &str),
        golden: &[u8],
        macros: &[&str],
    ) -> Self {
        let (header, message) = (format!("-DHEADER=\"{header}\""), format!("-DMESSAGE={message}"));
        let bytes: String = golden.iter().map(|byte| format!("{byte},")).collect();
        let golden = format!("-DGOLDEN={{{bytes}}}");
        let options = [&[header.as_str(), &message], macros].concat();
        let graph = [&options[..], &["-fcallgraph-info=su"]].concat();
        chip.compile(language, "measured.c", "measured.o", &graph);
        chip.compile(Language::C, "measure.c", "main.o", &[&options[..], &[&golden]].concat());
        chip.link(&["main.o", "measured.o"]);
        let ran = chip.run();
        assert_eq!(ran.code, Some(0), "{message} {macros:?}: {ran:?}");
        assert_eq!(ran.text.lines().count(), 4 * macros.len(), "{ran:?}");
        let code = chip.sections("program.elf").get(".measured").copied().unwrap_or_default();
        let mut cost = Self { code, instructions: 0, stack: chip.frames("measured.o") };
        for line in ran.text.lines() {
            let numbers: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
            let [_, instructions, stack] = numbers[..] else { panic!("no numbers: {line}") };
            cost = cost.worse(Self { instructions, stack, ..cost });
        }
        assert!(cost.code > 0 && cost.instructions > 0, "{cost:?}");
        cost
    }
}

/// Messages, the struct of `limit.h` with as many bytes, and an encoded value.
const MEASURED: &[(&str, &str, &str, &str, &str)] = &[
    ("weather.Data", "weather.h", "weather_data", "limit_data", ARTICLE),
    ("plain.Data", "plain.h", "plain_data", "limit_data", ARTICLE),
    ("greenhouse.Command", "greenhouse.h", "greenhouse_command", "limit_command", COMMAND),
];
const ARTICLE: &str = "430000007c0f49409eefe3c0b91700004e204e45204520534520532053572057204e5700";
const COMMAND: &str = "0d0302005a00c611";

/// Directions, and how a program says which of them it has.
const OPERATIONS: &[(&str, &[&str])] =
    &[("decode", &["-DDECODE"]), ("encode", &["-DENCODE"]), ("both", &["-DDECODE", "-DENCODE"])];

#[test]
fn bars() {
    let chip = Chip::with("bars", &all_headers());
    let mut measured = BTreeMap::new();
    let mut table =
        "| message | functions | code | limit | instructions | limit | stack | limit |\n\
                     | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            .to_owned();
    for (name, header, message, limit, golden) in MEASURED {
        let golden = notation::parse_hex(golden).expect("hex");
        for (operation, macros) in OPERATIONS {
            let least = Cost::of(&chip, Language::C, ("limit.h", limit), &golden, macros);
            // A sketch is C++, its libraries may be C.
            let [c, cxx] = [Language::C, Language::Cxx]
                .map(|language| Cost::of(&chip, language, (header, message), &golden, macros));
            let ours = c.worse(cxx);
            let numbers = [
                ("code", ours.code, least.code),
                ("instructions", ours.instructions, least.instructions),
                ("stack", ours.stack, least.stack),
            ];
            let _ = write!(table, "| {name} | {operation} ");
            for (what, number, limit) in numbers {
                let _ = write!(table, "| {number} | {limit} ");
                measured.insert(format!("lx106 {name} {operation} {what}"), number);
            }
            table.push_str("|\n");
            assert!(
                *name != "plain.Data" || ours.instructions * 10 <= least.instructions * 13,
                "{name} {operation}: {ours:?}, and a copy takes {least:?}"
            );
        }
    }
    print!("{table}");
    hold("lx106", &measured);
}
