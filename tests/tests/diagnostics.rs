//! Every code of a diagnostic has a schema that earns it, with the text that a person then reads.
//!
//! In: `tests/diagnostics/*.yaml`, one mistake each, named after its code. Out: a snapshot of the human and the
//! short text, and the page `docs/diagnostics.md`.
//!
//! A case may hold several files, each behind a line `# file: name.yaml`; a case about a language names it in a
//! line `# language: c`; `<U+202E>` stands for a character that no editor should be trusted with.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use wirewright_codegen::diag::render::{Format, render};
use wirewright_codegen::diag::{Code, Diagnostic};
use wirewright_codegen::lang::{TARGETS, Unit};
use wirewright_tests::{Memory, Outcome, compile, root};

/// Codes without a case, and why.
const WITHOUT_CASE: &[(Code, &str)] =
    &[(Code::TooMany, "its text is that of 1,000 other findings; tests/hostile.rs has a schema")];

/// The command that writes what the tests compare.
const BLESS: &str = "WIREWRIGHT_BLESS=1 cargo test -p wirewright-tests --test diagnostics";

/// The files of a case.
fn files(text: &str) -> Memory {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut name = "schema.yaml";
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.trim_end().strip_prefix("# file: ") {
            name = next;
            files.entry(name.to_owned()).or_default();
        } else {
            files.entry(name.to_owned()).or_default().push_str(&characters(line));
        }
    }
    files.iter().fold(Memory::default(), |memory, (name, text)| memory.with(name, text))
}

/// A line with its `<U+202E>` replaced.
fn characters(line: &str) -> String {
    let mut parts = line.split("<U+");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('>').expect("`<U+` is closed by `>`");
        let number = u32::from_str_radix(digits, 16).expect("hexadecimal digits");
        text.push(char::from_u32(number).expect("a character"));
        text.push_str(rest);
    }
    text
}

/// Compiles a case, and hands it to the language that it names.
fn run(text: &str) -> Outcome {
    let mut outcome = compile(&files(text));
    let language = text.lines().find_map(|line| line.strip_prefix("# language: "));
    if let (Some(compiled), Some(language)) = (&outcome.compiled, language) {
        let target = TARGETS.iter().find(|t| t.name() == language).expect("a known language");
        let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
        target.emit(unit, &mut outcome.diagnostics);
    }
    outcome
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|name| name.to_str()).expect("a case has a name")
}

#[test]
fn cases() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../diagnostics/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut wrong = String::new();
    settings.bind(|| {
        insta::glob!("..", "diagnostics/*.yaml", |path| {
            if let Err(why) = check(path) {
                let _ = writeln!(wrong, "{}: {why}", stem(path));
            }
        });
    });
    assert!(wrong.is_empty(), "{wrong}");
}

/// Compares a case with its snapshot; what its name and its marks promise is told instead of panicked about, so that
/// one run tells it of all cases.
fn check(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).expect("a case is readable");
    let outcome = run(&text);
    let found = outcome.diagnostics.sorted();
    let write = |format| render(&found, &outcome.sources, format, false);
    check_json(&write(Format::Json), &found);
    check_github(&write(Format::Github), &found);
    insta::assert_snapshot!(format!("{}{}", write(Format::Human), write(Format::Short)));
    let expected = match stem(path).split_once('-') {
        Some((id, _)) if id.starts_with("WW") => vec![id.to_owned()],
        _ => marks(&text),
    };
    let reported: Vec<_> = if expected.len() == 1 && !expected[0].contains(':') {
        found.iter().map(|d| d.code.id().to_owned()).collect()
    } else {
        places(&outcome, &found)
    };
    if expected == reported {
        return Ok(());
    }
    Err(format!("expected {expected:?}\n  and found {reported:?}"))
}

/// In a case of many mistakes each line says which code it earns, and no other line earns one.
fn marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let codes = line.split_once("# WW").map(|(_, codes)| codes).unwrap_or_default();
        marks.extend(
            codes.split_whitespace().map(|code| mark(index + 1, code.trim_start_matches("WW"))),
        );
    }
    marks.sort();
    marks
}

fn mark(line: usize, digits: &str) -> String {
    format!("{line:03}: WW{digits}")
}

fn places(outcome: &Outcome, found: &[&Diagnostic]) -> Vec<String> {
    let line = |d: &&Diagnostic| outcome.sources.line_column(d.at).0;
    let mut places: Vec<_> =
        found.iter().map(|d| mark(line(d), d.code.id().trim_start_matches("WW"))).collect();
    places.sort();
    places
}

fn check_json(text: &str, found: &[&Diagnostic]) {
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect();
    let codes: Vec<_> = lines.iter().map(|line| line["code"].as_str()).collect();
    let expected: Vec<_> = found.iter().map(|d| Some(d.code.id())).collect();
    assert_eq!(codes, expected);
}

/// A forge takes a line that begins with `::` for a command, so no text of a schema may begin one.
fn check_github(text: &str, found: &[&Diagnostic]) {
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), found.len());
    for (line, diagnostic) in lines.iter().zip(found) {
        let severity = if diagnostic.code.is_error() { "error" } else { "warning" };
        assert!(line.starts_with(&format!("::{severity} file=")), "{line}");
        assert!(line.contains(&format!("title={}::", diagnostic.code.id())), "{line}");
    }
}

/// The names of all cases, in order.
fn case_names() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("tests/diagnostics")).expect("the folder of cases");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .map(|path| stem(&path).to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn every_code_has_a_case() {
    let names = case_names();
    for code in Code::ALL {
        let has_case = names.iter().any(|name| name.starts_with(code.id()));
        let excused = WITHOUT_CASE.iter().any(|(excused, _)| excused == code);
        assert!(has_case != excused, "{} needs a case, or a reason for having none", code.id());
    }
    for name in names.iter().filter(|name| name.starts_with("WW")) {
        let (id, _) = name.split_once('-').expect("a case is named WW0105-unknown-key");
        assert!(Code::find(id).is_some(), "{name} is named after no code");
    }
    assert!(names.len() >= 55, "{} cases are not enough", names.len());
}

#[test]
fn codes_are_in_order_and_said_once() {
    for pair in Code::ALL.windows(2) {
        assert!(
            pair[0].id() < pair[1].id(),
            "{} stands in front of {}",
            pair[0].id(),
            pair[1].id()
        );
    }
    for code in Code::ALL {
        let same = Code::ALL.iter().filter(|other| other.slug() == code.slug());
        assert_eq!(same.count(), 1, "{} is the slug of two codes", code.slug());
        assert!(!code.title().ends_with('.'), "{}: a title is no sentence", code.id());
        assert!(code.explanation().ends_with('.'), "{}: an explanation is", code.id());
        assert_eq!(Code::find(&code.id().to_lowercase()), Some(*code));
        assert_eq!(Code::find(code.slug()), Some(*code));
    }
}

#[test]
fn the_page_is_up_to_date() {
    let path = root().join("docs/diagnostics.md");
    let page = page(&case_names());
    if std::env::var_os("WIREWRIGHT_BLESS").is_some() {
        bless(&path, &page);
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/diagnostics.md is not what codes.rs says; run\n  {BLESS}");
}

#[allow(clippy::disallowed_methods, reason = "this page is no generated code")]
fn bless(path: &Path, page: &str) {
    std::fs::write(path, page).expect("the page is written");
}

/// `docs/diagnostics.md`.
fn page(cases: &[String]) -> String {
    let mut page = String::from(
        "# Diagnostics\n\nEvery finding has a code that never changes its meaning. `wirewright explain CODE` prints what stands here.\n\
         The schemas below earn the code; the text that a person then reads lies beside them, in `tests/diagnostics/snapshots`.\n\n\
         This page is made from `codegen/src/diag/codes.rs`; do not edit it.\n",
    );
    let mut stage = "";
    for code in Code::ALL {
        let id = code.id();
        if id[..4] != *stage {
            stage = &id[..4];
            let _ = write!(page, "\n## {stage}xx: {}\n", stage_title(stage));
        }
        let severity = if code.is_error() { "error" } else { "warning" };
        let _ = write!(
            page,
            "\n### {id} {}\n\n{severity}: {}\n\n{}\n",
            code.slug(),
            code.title(),
            code.explanation()
        );
        let examples = cases.iter().filter(|name| name.starts_with(id));
        let links = examples.map(|name| format!("[{name}](../tests/diagnostics/{name}.yaml)"));
        let links: Vec<String> = links.collect();
        if !links.is_empty() {
            let _ = write!(page, "\nEarned by {}.\n", links.join(", "));
        }
    }
    page
}

fn stage_title(stage: &str) -> &'static str {
    match stage {
        "WW01" => "the file",
        "WW02" => "names",
        "WW03" => "meaning",
        "WW04" => "bytes",
        "WW05" => "languages",
        _ => panic!("{stage}xx is no stage"),
    }
}
