//! The program itself, run as a person runs it, in folders made for one test.
#![allow(dead_code, reason = "every test uses another part of it")]
#![allow(clippy::disallowed_methods, reason = "tests make files to try the program on")]

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The program, built once for each test executable and from the sources as they are.
pub(crate) fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its own path");
        let profile = test.parent().and_then(Path::parent).expect("tests are built into `deps`");
        let target = profile.parent().expect("a profile has a folder in the target folder");
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "wirewright-codegen", "--bin", "wirewright"]);
        build.arg("--target-dir").arg(target).current_dir(wirewright_tests::root());
        if profile.file_name().is_some_and(|name| name == "release") {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "the program is built");
        profile.join(format!("wirewright{}", std::env::consts::EXE_SUFFIX))
    })
}

/// The program with arguments, in a folder, without what a terminal or a person's settings add.
pub(crate) fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(dir).stdin(Stdio::null());
    command.env_remove("COLUMNS").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// How a run ended and what it printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) line: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    fn of(line: String, output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self {
            line,
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        writeln!(f, "$ wirewright {}\n", self.line)?;
        for (name, text) in [("stdout", &self.out), ("stderr", &self.err)] {
            if !text.is_empty() {
                writeln!(f, "[{name}]\n{text}")?;
            }
        }
        writeln!(f, "[exit {code}]")
    }
}

/// Runs the program to its end.
pub(crate) fn run(dir: &Path, arguments: &[&str]) -> Ran {
    let word = |word: &&str| {
        if word.is_empty() || word.contains([' ', '"', '{']) {
            format!("'{word}'")
        } else {
            (*word).to_owned()
        }
    };
    let line = arguments.iter().map(word).collect::<Vec<_>>().join(" ");
    Ran::of(line, command(dir, arguments).output().expect("the program runs"))
}

/// A folder that is gone after the test.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Writes a file and the folders around it.
pub(crate) fn put(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder is made");
    fs::write(path, text).expect("a file is written");
}

/// Copies the schemas of the project into `schemas`.
pub(crate) fn put_schemas(dir: &Path) {
    let from = wirewright_tests::root().join("schemas");
    for (name, bytes) in tree(&from) {
        put(dir, &format!("schemas/{name}"), &String::from_utf8(bytes).expect("schemas are UTF-8"));
    }
}

/// All files below a folder with their bytes, hidden ones too.
pub(crate) fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(dir, "", &mut files);
    files
}

fn walk(dir: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(bytes) = fs::read(entry.path()) {
            files.insert(name, bytes);
        }
    }
}
