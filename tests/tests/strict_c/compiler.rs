//! The compilers of C and C++ as the tests call them: side by side, and a missing one is a failure with its package.
//!
//! In: commands. Out: what they said, or why they failed. Must not know: what is compiled.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What users of the headers may have switched on.
pub(crate) const WARNINGS: &[&str] = &[
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wconversion",
    "-Wsign-conversion",
    "-Wshadow",
    "-Wcast-align",
    "-Wcast-qual",
    "-Wundef",
    "-Wdouble-promotion",
    "-Werror",
];

/// A language, by what its compilers want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    C,
    Cpp,
}

impl Language {
    /// What the names of its files end in.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::C => "c",
            Self::Cpp => "cpp",
        }
    }

    fn warnings(self) -> &'static [&'static str] {
        match self {
            Self::C => &["-Wstrict-prototypes", "-Wmissing-prototypes"],
            Self::Cpp => &[],
        }
    }
}

/// A compiler, where it comes from, and what it has to know.
#[derive(Debug)]
pub(crate) struct Compiler {
    pub(crate) program: &'static str,
    /// The Debian package that has it.
    pub(crate) package: &'static str,
    pub(crate) language: Language,
    /// Every standard that is tried, the oldest one first.
    pub(crate) standards: &'static [&'static str],
    options: &'static [&'static str],
}

const C: &[&str] = &["c99", "c11", "c17", "c2x"];
const CPP: &[&str] = &["c++11", "c++14", "c++17", "c++20"];
/// The last one is what the Arduino core compiles with.
const C_CHIP: &[&str] = &["c99", "c11", "c17", "gnu17"];
const CPP_CHIP: &[&str] = &["c++11", "c++14", "c++17", "gnu++17"];
const CHIP: &[&str] = &[
    "-specs=/usr/lib/xtensa-lx106-elf/picolibc.specs",
    "-mlongcalls",
    "-mtext-section-literals",
    "-Wcast-align=strict",
];

/// All of them. The warning of casts that gcc gives on every machine is `strict`; clang has no other.
pub(crate) const COMPILERS: &[Compiler] = &[
    Compiler {
        program: "gcc",
        package: "gcc",
        language: Language::C,
        standards: C,
        options: &["-Wcast-align=strict"],
    },
    Compiler {
        program: "clang",
        package: "clang",
        language: Language::C,
        standards: C,
        options: &[],
    },
    Compiler {
        program: "g++",
        package: "g++",
        language: Language::Cpp,
        standards: CPP,
        options: &["-Wcast-align=strict"],
    },
    Compiler {
        program: "clang++",
        package: "clang",
        language: Language::Cpp,
        standards: CPP,
        options: &[],
    },
    Compiler {
        program: "xtensa-lx106-elf-gcc",
        package: "gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf",
        language: Language::C,
        standards: C_CHIP,
        options: CHIP,
    },
    Compiler {
        program: "xtensa-lx106-elf-g++",
        package: "gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf",
        language: Language::Cpp,
        standards: CPP_CHIP,
        options: CHIP,
    },
];

impl Compiler {
    /// The compiler with every warning, and a folder in which it looks for headers.
    pub(crate) fn command(&self, standard: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.program);
        command.arg(format!("-std={standard}")).args(WARNINGS).args(self.language.warnings());
        // Behind the warnings: what comes later wins.
        command.args(self.options).arg("-I").arg(folder);
        command
    }

    pub(crate) fn is_gcc(&self) -> bool {
        !self.program.contains("clang")
    }
}

/// Whether a program succeeded, and all that it said.
pub(crate) struct Done {
    pub(crate) ok: bool,
    pub(crate) said: String,
}

/// Where a compiler comes from.
pub(crate) fn missing(program: &str) -> String {
    let compiler = COMPILERS.iter().find(|compiler| compiler.program == program);
    compiler.map_or_else(String::new, |it| format!(": Debian's package {} has it", it.package))
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<Done, String> {
    let output = command.output().map_err(|error| {
        let program = command.get_program().to_string_lossy();
        format!("`{program}` cannot be run ({error}){}", missing(&program))
    })?;
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok(Done { ok: output.status.success(), said })
}

/// Runs a program that has to succeed, and gives what it said.
pub(crate) fn succeed(command: &mut Command) -> Result<String, String> {
    let done = run(command)?;
    if done.ok { Ok(done.said) } else { Err(failure(command, &done.said)) }
}

/// Runs a program that has to succeed without a word.
pub(crate) fn silent(command: &mut Command) -> Result<(), String> {
    let said = succeed(command)?;
    if said.is_empty() { Ok(()) } else { Err(failure(command, &said)) }
}

/// Runs a program that has to fail and to say why.
pub(crate) fn refuse(command: &mut Command, why: &str) -> Result<(), String> {
    let done = run(command)?;
    if !done.ok && done.said.contains(why) {
        return Ok(());
    }
    Err(failure(command, &format!("this does not refuse for `{why}`:\n{}", done.said)))
}

fn failure(command: &Command, said: &str) -> String {
    let mut text = format!("{command:?}\n");
    for line in said.lines().take(30) {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// Runs jobs side by side, and fails with all that failed, the first ones in full.
///
/// # Panics
/// If a job fails, or there is none.
pub(crate) fn side_by_side<J: Sync>(jobs: &[J], run: impl Fn(&J) -> Result<(), String> + Sync) {
    assert!(!jobs.is_empty(), "nothing is tried");
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((index, job)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            jobs.get(index).map(|job| (index, job))
        } {
            if let Err(failure) = run(job) {
                failures.lock().expect("no worker panics").push((index, failure));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let mut failures = failures.into_inner().expect("no worker panics");
    failures.sort();
    let shown: Vec<_> = failures.iter().take(5).map(|(_, failure)| failure.as_str()).collect();
    assert!(
        failures.is_empty(),
        "{} of {} failed:\n{}",
        failures.len(),
        jobs.len(),
        shown.join("\n")
    );
}
