//! Rules about the project's own text: what is documented, how long files are, who may know what.
//!
//! In: every file of the project. Exceptions stand in tables, each with its reason. (The floors are a test of their
//! own, `floors.rs`; that each diagnostic has a case is one in `diagnostics.rs`, that each snapshot of a stage is
//! compared one in `snapshots.rs`.)

use wirewright_codegen::lang::TARGETS;
use wirewright_tests::files::{all, has_ending, text};

/// A file has at most so many lines, and half of them have fewer than `MEDIAN`.
const LINES: usize = 600;
const MEDIAN: usize = 200;

/// Longer files, and why.
const LONG: &[(&str, &str)] = &[
    ("codegen/src/lang/javascript/support/wirewright.js", "one file that a program takes along"),
    ("codegen/src/lang/python/support/_wirewright.py", "one file that a program takes along"),
    ("codegen/src/lang/javascript/support/wirewright.d.ts", "TypeScript makes it of the former"),
    ("tests/tests/hostile.rs", "a table: a row for each way to attack"),
];

/// A word of code, and the only files (or folders) of `codegen/src` that may have it.
const ONLY_IN: &[(&str, &[&str])] = &[
    // Names change case in one module.
    (" heck::", &["name.rs"]),
    // The parser, and the second reader that must agree with it.
    ("granit_parser::", &["schema/tree.rs"]),
    ("serde_yaml::", &["schema/witness.rs"]),
    ("tera::", &["lang/template.rs"]),
    // One module writes; the command line reads.
    ("std::fs", &["artifact.rs", "bin/"]),
    ("fs::write", &["artifact.rs"]),
    ("fs::create_dir", &["artifact.rs"]),
    ("fs::remove", &["artifact.rs"]),
    ("fs::rename", &["artifact.rs"]),
    ("File::create", &["artifact.rs"]),
    ("OpenOptions", &["artifact.rs"]),
    // Only the binary speaks to anybody.
    ("print!(", &["bin/"]),
    ("println!(", &["bin/"]),
    ("stdout()", &["bin/"]),
    ("stderr()", &["bin/"]),
    // The tool knows neither time nor surroundings.
    ("SystemTime", &[]),
    ("std::env::var", &["bin/"]),
    // Nothing below the languages names one, but for the key `rename`, whose words are theirs.
    ("\"javascript\"", &["lang/", "schema/resolve/mod.rs"]),
    ("\"python\"", &["lang/", "schema/resolve/mod.rs"]),
];

/// What stands for unfinished work, machines, or places that a reader cannot reach.
const NOWHERE: &[&str] = &[
    "FIXME",
    "TODO",
    "todo!(",
    "unimplemented!(",
    "/tmp/",
    "/work/",
    "/home/",
    "/root/",
    "://localhost",
    "index.crates.io",
    "static.crates.io",
    "registry.npmjs.org",
    "files.pythonhosted.org",
    "proxy.golang.org",
];

/// Files that have such words all the same, and why.
const NOWHERE_BUT: &[(&str, &str)] = &[
    ("tests/tests/tidy.rs", "the list itself"),
    ("tests/tests/determinism.rs", "its list of what no output may hold"),
    ("Cargo.lock", "cargo writes it"),
];

/// Text files that people write.
fn written() -> Vec<String> {
    let binary = ["bin", "png"];
    let mut paths = all();
    paths.retain(|path| !has_ending(path, &binary) && !path.starts_with("generated/"));
    paths
}

fn sources() -> Vec<String> {
    let mut paths = written();
    paths.retain(|path| has_ending(path, &["rs", "tera", "js", "mjs", "py", "h", "c", "ts"]));
    paths
}

/// Names every wrong thing at once.
fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    let mut wrong = sources();
    wrong.retain(|path| has_ending(path, &["rs"]) && !text(path).starts_with("//! "));
    report(&wrong);
}

#[test]
fn files_are_short() {
    let mut counts: Vec<(usize, String)> =
        sources().into_iter().map(|path| (text(&path).lines().count(), path)).collect();
    counts.sort();
    let median = counts[counts.len() / 2].0;
    println!("{} files, half of them shorter than {median} lines", counts.len());
    assert!(median < MEDIAN, "half of all files have {median} lines or more");
    let long = |path: &str| LONG.iter().any(|(long, _)| *long == path);
    counts.retain(|(count, path)| *count > LINES && !long(path));
    assert!(counts.is_empty(), "longer than {LINES} lines: {counts:?}");
}

#[test]
fn each_library_is_known_to_one_module() {
    let mut wrong = Vec::new();
    for path in sources() {
        let Some(inner) = path.strip_prefix("codegen/src/").filter(|p| has_ending(p, &["rs"]))
        else {
            continue;
        };
        let text = text(&path);
        for (word, allowed) in ONLY_IN {
            let known =
                allowed.iter().any(|a| inner == *a || a.ends_with('/') && inner.starts_with(a));
            // A word of comments, and of generated text, is no use of it.
            let is_code = |line: &str| line.contains(word) && !line.trim_start().starts_with("//");
            if !known && text.lines().any(is_code) {
                wrong.push(format!("{path} has `{word}`, which only {allowed:?} may have"));
            }
        }
    }
    report(&wrong);
}

/// What stands between `{%` and `%}`, or `{{` and `}}`, with its line.
fn tags(text: &str) -> Vec<(usize, bool, String)> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{%").into_iter().chain(text[at..].find("{{")).min() {
        let start = at + start;
        let statement = text[start..].starts_with("{%");
        let end =
            start + text[start..].find(if statement { "%}" } else { "}}" }).expect("a tag ends");
        let line = text[..start].matches('\n').count() + 1;
        let inner = text[start + 2..end].trim_matches(['-', ' ', '\n']);
        tags.push((line, statement, inner.to_owned()));
        at = end + 2;
    }
    tags
}

#[test]
fn templates_make_no_decisions() {
    let mut wrong = Vec::new();
    for path in sources().into_iter().filter(|path| has_ending(path, &["tera"])) {
        let text = text(&path);
        let language = path.split("templates/").next().unwrap_or_default();
        let opening = text.lines().next().unwrap_or_default();
        let views: String = all()
            .iter()
            .filter(|p| p.starts_with(language) && has_ending(p, &["rs"]))
            .map(|p| self::text(p))
            .collect();
        let mut words = opening.split(|c: char| !c.is_alphanumeric());
        let named = words.any(|word| {
            word.starts_with(char::is_uppercase)
                && (views.contains(&format!("struct {word} "))
                    || views.contains(&format!("struct {word}<")))
        });
        if !opening.starts_with("{#") || !named {
            wrong.push(format!("{path}: its first line names no view"));
        }
        if text.lines().count() > 200 {
            wrong.push(format!("{path}: longer than 200 lines"));
        }
        let mut ifs = 0;
        for (line, statement, tag) in tags(&text) {
            let mut say = |what: &str| wrong.push(format!("{path}:{line}: {what}: `{tag}`"));
            let words: Vec<&str> = tag.split_whitespace().collect();
            match words.first().copied().unwrap_or_default() {
                "if" if ifs > 0 => say("an `if` in an `if`"),
                "if" => ifs += 1,
                "endif" => ifs -= 1,
                "else" | "elif" | "set" | "set_global" | "filter" if statement => say("a decision"),
                _ => {}
            }
            let is_for = words.first() == Some(&"for");
            let operators = ["==", "!=", "<", ">", "+", "*", "/", "%", "~", "starts_with", "is"];
            if words.iter().any(|w| operators.contains(w)) || !is_for && words.contains(&"in") {
                say("an operator");
            }
            if tag.split('|').skip(1).any(|filter| !filter.trim_start().starts_with("indent")) {
                say("a filter");
            }
        }
    }
    report(&wrong);
}

#[test]
fn keywords_are_sorted() {
    for target in TARGETS {
        for pair in target.naming().keywords.windows(2) {
            assert!(pair[0] < pair[1], "{}: `{}` and `{}`", target.name(), pair[0], pair[1]);
        }
    }
}

#[test]
fn rename_knows_every_language() {
    let text = text("codegen/src/schema/resolve/mod.rs");
    for target in TARGETS {
        assert!(text.contains(&format!("\"{}\"", target.name())), "{}", target.name());
    }
}

#[test]
fn nothing_unfinished_and_no_machine() {
    let mut wrong = Vec::new();
    for path in written().iter().filter(|path| !NOWHERE_BUT.iter().any(|(but, _)| but == path)) {
        let text = text(path);
        for (number, line) in text.lines().enumerate() {
            for word in NOWHERE.iter().filter(|word| line.contains(**word)) {
                wrong.push(format!("{path}:{}: `{word}`", number + 1));
            }
        }
    }
    report(&wrong);
}

#[test]
fn docs_name_paths_that_exist() {
    let paths = all();
    let tops: Vec<&str> =
        paths.iter().filter_map(|p| p.split_once('/').map(|(top, _)| top)).collect();
    let exists = |name: &str| paths.iter().any(|p| p == name || p.starts_with(&format!("{name}/")));
    let mut wrong = Vec::new();
    for doc in paths.iter().filter(|path| has_ending(path, &["md"])) {
        let text = text(doc);
        for name in text.split('`').skip(1).step_by(2) {
            let plain = name.chars().all(|c| c.is_alphanumeric() || "._-/".contains(c));
            let top = name.split('/').next().unwrap_or_default();
            let is_path = plain && name.contains('/') && tops.contains(&top);
            let is_source = plain && !name.contains('/') && has_ending(name, &["rs", "tera"]);
            let found = |p: &String| p.ends_with(&format!("/{name}"));
            if is_path && !exists(name.trim_end_matches('/'))
                || is_source && !paths.iter().any(found)
            {
                wrong.push(format!("{doc}: `{name}` is not there"));
            }
        }
    }
    report(&wrong);
}

#[test]
fn every_snapshot_of_a_test_is_compared() {
    let mut wrong = Vec::new();
    let paths = all();
    for path in paths.iter().filter(|path| has_ending(path, &["snap"])) {
        let name = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".snap");
        let compared = if let Some(case) = name.strip_prefix("check@") {
            paths.contains(&format!("tests/diagnostics/{case}"))
        } else if let Some((test, name)) = name.split_once("__") {
            let text = text(&format!("tests/tests/{test}.rs"));
            // Names may be put together: `format!("inspect_{name}")`.
            let stem = name.split('_').next().unwrap_or(name);
            text.contains(&format!("\"{name}\"")) || text.contains(&format!("\"{stem}_{{"))
        } else {
            path.starts_with("tests/snapshots/")
        };
        if !compared {
            wrong.push(format!("{path}: no test compares it"));
        }
    }
    report(&wrong);
}

#[test]
fn nothing_is_large() {
    let size =
        |path: &str| std::fs::metadata(wirewright_tests::root().join(path)).map_or(0, |m| m.len());
    let mut wrong = all();
    wrong.retain(|path| size(path) > 1 << 20);
    report(&wrong);
}
