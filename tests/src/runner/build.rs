//! Test programs from a schema: generated code, the part that is made for the schema, and the loop of each language.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use wirewright_codegen::Compiled;
use wirewright_codegen::artifact;
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::lang::{TARGETS, Unit};

use super::Testee;
use crate::root;

/// A language, and how its test program is built and run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A debug build, so that overflow is found.
    Rust,
    /// Node.
    JavaScript,
    /// gcc with the address and undefined-behaviour sanitizers.
    CGcc,
    /// clang with the same.
    CClang,
    /// gcc, byte by byte as on big-endian machines.
    CPortable,
    /// The ESP8266's core, emulated.
    CLx106,
    /// The interpreter that is installed.
    Python,
}

impl Language {
    /// Those that need nothing but the core's tools.
    pub const CORE: &[Self] = &[Self::Rust, Self::JavaScript, Self::CGcc, Self::Python];
    /// One for each language, and the chip: what random schemas are tried with.
    pub const EACH: &[Self] =
        &[Self::Rust, Self::JavaScript, Self::CGcc, Self::CLx106, Self::Python];

    /// For reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JavaScript => "javascript",
            Self::CGcc => "c (gcc, sanitizers)",
            Self::CClang => "c (clang, sanitizers)",
            Self::CPortable => "c (byte by byte)",
            Self::CLx106 => "c (lx106)",
            Self::Python => "python",
        }
    }

    /// Whether errors name the member.
    #[must_use]
    pub fn has_paths(self) -> bool {
        match self {
            Self::Rust | Self::JavaScript | Self::Python => true,
            Self::CGcc | Self::CClang | Self::CPortable | Self::CLx106 => false,
        }
    }

    /// Whether physical values are dumped; the chip's arithmetic of doubles is in its ROM, which is not ours to run.
    #[must_use]
    pub fn has_physical(self) -> bool {
        self != Self::CLx106
    }

    /// The folder of the generated files.
    fn folder(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JavaScript => "javascript",
            Self::CGcc | Self::CClang | Self::CPortable | Self::CLx106 => "c",
            Self::Python => "python",
        }
    }
}

/// Builds and starts the test programs of a schema, in a folder of their own below `target/`.
///
/// # Panics
/// If a tool is missing or a program does not compile: both are failures, and the message says which.
#[must_use]
pub fn testees(name: &str, compiled: &Compiled, languages: &[Language]) -> Vec<Testee> {
    testees_with(name, compiled, languages, None)
}

/// An edit in a generated file: every occurrence of a text becomes another.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Relative to the folder of the test programs.
    pub file: &'static str,
    /// What stands there.
    pub from: &'static str,
    /// What is to stand there.
    pub to: &'static str,
}

/// As [`testees`], with a fault.
///
/// # Panics
/// As [`testees`], and if the fault's text is not there.
#[must_use]
pub fn testees_with(
    name: &str,
    compiled: &Compiled,
    languages: &[Language],
    fault: Option<&Fault>,
) -> Vec<Testee> {
    let dir = root().join("target/conformance").join(name);
    write(&dir, compiled, languages).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    if let Some(Fault { file, from, to }) = fault {
        let path = dir.join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(from), "`{from}` is not in {}", path.display());
        fs::write(&path, text.replace(from, to))
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
    std::thread::scope(|scope| {
        let build = |language: &Language| Testee::start(*language, command(*language, &dir));
        let started: Vec<_> =
            languages.iter().map(|language| scope.spawn(move || build(language))).collect();
        started.into_iter().map(|thread| thread.join().expect("the program was built")).collect()
    })
}

/// Writes the code of the targets that these languages need, and the loops.
fn write(dir: &Path, compiled: &Compiled, languages: &[Language]) -> io::Result<()> {
    let unit = Unit { model: &compiled.model, layout: &compiled.layout, folder: "schemas" };
    let mut diagnostics = Diagnostics::default();
    // What an earlier run left would be compiled too.
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    let needed = |target: &str| languages.iter().any(|language| language.folder() == target);
    for target in TARGETS.iter().filter(|target| needed(target.name())) {
        let mut files = target.emit(unit, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{}: {:#?}", target.name(), diagnostics.sorted());
        files.extend(target.testee(unit));
        let root = dir.join(target.name());
        let findings = artifact::compare(&root, &files)?;
        artifact::write(&root, &files, &findings)?;
    }
    let loops = root().join("tests/conformance");
    for (from, to) in [
        ("rust/main.rs", "rust/src/main.rs"),
        ("rust/values.rs", "rust/src/values.rs"),
        ("javascript/testee.mjs", "javascript/testee.mjs"),
        ("c/testee.c", "c/testee.c"),
        ("c/values.h", "c/values.h"),
        ("c/start_lx106.S", "c/start_lx106.S"),
        ("c/lx106.ld", "c/lx106.ld"),
        ("python/testee.py", "testee.py"),
    ] {
        let folder = dir.join(to);
        fs::create_dir_all(folder.parent().unwrap_or(dir))?;
        fs::copy(loops.join(from), folder)?;
    }
    let manifest = format!(
        "[package]\nname = \"testee\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[lib]\nname = \"messages\"\n[dependencies]\nwirewright = {{ path = \"{}\", features = [\"alloc\"] }}\n[profile.dev]\ndebug = false\nopt-level = 1\n[workspace]\n",
        root().join("runtime").display()
    );
    fs::write(dir.join("rust/Cargo.toml"), manifest)?;
    fs::copy(root().join("Cargo.lock"), dir.join("rust/Cargo.lock"))?;
    Ok(())
}

/// Builds a program and says how it is started.
fn command(language: Language, dir: &Path) -> Command {
    let folder = dir.join(language.folder());
    match language {
        Language::Rust => {
            // One folder for all of them, so that the runtime is compiled once.
            let target = root().join("target/conformance/target");
            let mut cargo = Command::new(env!("CARGO"));
            cargo
                .args(["build", "--quiet", "--offline"])
                .current_dir(&folder)
                .env("CARGO_TARGET_DIR", &target);
            run(cargo.env_remove("RUSTFLAGS"));
            let program = folder.join("testee");
            let built = fs::copy(target.join("debug/testee"), &program);
            built.unwrap_or_else(|e| panic!("{}: {e}", program.display()));
            Command::new(program)
        }
        Language::JavaScript => {
            let mut node = Command::new("node");
            node.arg("--disallow-code-generation-from-strings")
                .arg("testee.mjs")
                .current_dir(folder);
            node
        }
        Language::CGcc => Command::new(compile("gcc", "gcc", SANITIZE, &folder)),
        Language::CClang => Command::new(compile("clang", "clang", SANITIZE, &folder)),
        Language::CPortable => {
            Command::new(compile("gcc", "portable", &["-O2", "-DWRW_LITTLE_ENDIAN=0"], &folder))
        }
        Language::CLx106 => {
            let mut qemu = Command::new("qemu-xtensa");
            qemu.args(["-cpu", "lx106"]).arg(lx106(&folder));
            qemu
        }
        Language::Python => {
            let mut python = Command::new("python3");
            python.arg("testee.py").current_dir(dir);
            python
        }
    }
}

const SANITIZE: &[&str] = &[
    "-O1",
    "-g",
    "-fsanitize=address,undefined",
    "-fno-sanitize-recover=all",
    "-fno-omit-frame-pointer",
];

fn compile(compiler: &str, name: &str, options: &[&str], folder: &Path) -> PathBuf {
    let program = folder.join(name);
    let mut command = Command::new(compiler);
    command
        .args(["-std=gnu11", "-Wall", "-Wextra", "-Wno-unused-function"])
        .args(options)
        .arg("-I")
        .arg(folder);
    run(command.arg(folder.join("testee.c")).arg("-o").arg(&program));
    program
}

/// As the Arduino core compiles, at a place that the emulator of Linux can load.
fn lx106(folder: &Path) -> PathBuf {
    let program = folder.join("lx106.elf");
    let mut command = Command::new("xtensa-lx106-elf-gcc");
    command.arg("-specs=/usr/lib/xtensa-lx106-elf/picolibc.specs");
    command.args([
        "-std=gnu99",
        "-Os",
        "-mlongcalls",
        "-mtext-section-literals",
        "-ffunction-sections",
        "-fdata-sections",
    ]);
    command
        .args(["-DWW_BARE", "-DWW_NO_PHYSICAL", "-nostartfiles", "-Wl,--gc-sections", "-T"])
        .arg(folder.join("lx106.ld"));
    command.arg("-I").arg(folder).arg(folder.join("start_lx106.S")).arg(folder.join("testee.c"));
    run(command.arg("-o").arg(&program));
    program
}

fn run(command: &mut Command) {
    let done = command.output();
    match done {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stderr);
            let start: String = text.lines().take(60).collect::<Vec<_>>().join("\n");
            panic!("{command:?} failed:\n{start}");
        }
        Err(error) => {
            panic!("{command:?} cannot be run ({error}); tests/run installs what is missing")
        }
    }
}
