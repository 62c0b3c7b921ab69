//! The README says what is true: its numbers are measured, and its examples run.

use std::fs;
use std::path::Path;
use std::process::Command;

use wirewright_codegen::interp;
use wirewright_codegen::model::{TypeId, notation};
use wirewright_tests::{examples, root};

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("README.md")
}

/// The text of the first block of a language.
fn block(language: &str) -> String {
    let text = readme();
    let start = text.find(&format!("```{language}\n")).expect("a block") + language.len() + 4;
    let end = text[start..].find("```").expect("its end");
    text[start..start + end].to_owned()
}

/// The numbers of the row of a table that begins with a text.
fn row(start: &str) -> Vec<usize> {
    let text = readme();
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("| {start}")))
        .expect("a row")
        .to_owned();
    line.split('|').filter_map(|cell| cell.trim().parse().ok()).collect()
}

#[test]
fn the_sizes_are_measured() {
    let compiled = examples();
    let find = |name: &str| -> TypeId {
        compiled
            .model
            .records()
            .map(|(id, ..)| id)
            .find(|id| compiled.model.full_name(*id) == name)
            .expect("a message")
    };
    let size = |name: &str| {
        interp::record_size(&compiled.model, find(name))
            .and_then(|size| usize::try_from(size).ok())
            .expect("a small fixed size")
    };
    let (json, csv) = (r#"{"key":101,"value":180}"#, "101,180\r\n");
    let utf16 = |text: &str| 2 * text.encode_utf16().count();
    assert_eq!(row("a command of two numbers"), [utf16(json), utf16(csv), size("sockets.Command")]);
    assert_eq!(row("the same in UTF-8"), [json.len(), csv.len(), size("sockets.Command")]);
    let bytes = notation::parse_hex(
        "430000007c0f49409eefe3c0b91700004e204e45204520534520532053572057204e5700",
    )
    .expect("hex");
    assert!(interp::decode(&compiled.model, find("weather.Data"), &bytes).is_ok());
    let json = r#"{"id":67,"v1":3.14157,"v2":-7.123,"v3":6073,"v4":"N NE E SE S SW W NW"}"#;
    let csv = "67,3.14157,-7.123,6073,\"N NE E SE S SW W NW\"\r\n";
    assert_eq!(row("the weather station's message"), [json.len(), csv.len(), bytes.len()]);
}

fn run(program: &str, arguments: &[&str], dir: &Path) -> String {
    let output = Command::new(program).args(arguments).current_dir(dir).output();
    let output = output.unwrap_or_else(|e| panic!("{program}: {e}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn the_examples_run() {
    let dir = tempfile::tempdir().expect("a folder");
    let generated = root().join("generated");
    for file in ["weather.js", "wirewright.js", "package.json"] {
        fs::copy(generated.join("javascript").join(file), dir.path().join(file)).expect("a copy");
    }
    fs::write(dir.path().join("example.js"), block("js")).expect("a file");
    assert_eq!(run("node", &["example.js"], dir.path()), "N NE E");

    let package = dir.path().join("weather_messages");
    fs::create_dir(&package).expect("a folder");
    for file in ["weather.py", "_wirewright.py", "__init__.py"] {
        fs::copy(generated.join("python").join(file), package.join(file)).expect("a copy");
    }
    fs::write(dir.path().join("example.py"), block("python")).expect("a file");
    assert_eq!(run("python3", &["example.py"], dir.path()), "N NE E");

    let (include, rest) = block("c")
        .split_once("\n\n")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .expect("an include first");
    let program = format!(
        "#include <stdio.h>\n{include}\nint main(void) {{\n{rest}\nprintf(\"%d\", (int)n);\nreturn 0;\n}}\n"
    );
    fs::write(dir.path().join("example.c"), program).expect("a file");
    let include = format!("-I{}", generated.join("c").display());
    run(
        "gcc",
        &["-std=c99", "-Wall", "-Wextra", "-Werror", &include, "example.c", "-o", "example"],
        dir.path(),
    );
    assert_eq!(run("./example", &[], dir.path()), "36");
}

#[test]
fn the_schema_is_the_shipped_one() {
    let short = wirewright_tests::compile(&wirewright_tests::Memory::of(&block("yaml")))
        .compiled
        .expect("it compiles");
    let shipped = examples();
    let size = |c: &wirewright_codegen::Compiled, name: &str| {
        c.model
            .records()
            .find(|(id, ..)| c.model.full_name(*id) == name)
            .and_then(|(id, ..)| interp::record_size(&c.model, id))
    };
    assert_eq!(size(&short, "weather.Data"), size(&shipped, "weather.Data"));
}
