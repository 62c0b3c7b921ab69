//! Programs for the emulated chip: built with the options of the Arduino core, run, and what they say.
//!
//! In: sources of `tests/esp8266` and texts. Out: objects, their sections and stack, programs, their output.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use wirewright_tests::bars::output;
use wirewright_tests::root;

/// The language that a source is compiled as; a sketch is C++.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    C,
    Cxx,
}

/// Of `compiler.c.flags` and `compiler.cpp.flags` in the `platform.txt` of esp8266/Arduino 3.1, what makes code.
const BOTH: &[&str] = &[
    "-Os",
    "-free",
    "-fipa-pta",
    "-mlongcalls",
    "-mtext-section-literals",
    "-falign-functions=4",
    "-ffunction-sections",
    "-fdata-sections",
    "-fno-exceptions",
];
const C: &[&str] = &["-std=gnu17", "-fno-inline-functions"];
const CXX: &[&str] = &["-std=gnu++17", "-fno-rtti"];
/// Debian's compiler has its C library in a place of its own.
const LIBRARY: &str = "-specs=/usr/lib/xtensa-lx106-elf/picolibc.specs";
const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Werror", "-Wno-unused-function"];

const MISSING: &str = "tests/run installs what is missing, and tests/esp8266/install the emulator";

/// A folder of one test, with the generated headers and the start-up code.
#[derive(Debug)]
pub(crate) struct Chip {
    folder: PathBuf,
}

/// How a program ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) text: String,
}

impl Chip {
    /// A fresh folder with these files.
    pub(crate) fn with(name: &str, files: &BTreeMap<String, String>) -> Self {
        let folder = root().join("target/esp8266/tests").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("what an earlier run left");
        }
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        let chip = Self { folder };
        chip.compile(Language::C, "start.S", "start.o", &[]);
        chip.compile(Language::C, "chip.c", "chip.o", &[]);
        chip
    }

    /// Compiles a source of `tests/esp8266`, or one of this folder.
    pub(crate) fn compile(&self, language: Language, source: &str, object: &str, options: &[&str]) {
        let (compiler, own) = match language {
            Language::C => ("xtensa-lx106-elf-gcc", C),
            Language::Cxx => ("xtensa-lx106-elf-g++", CXX),
        };
        let sources = root().join("tests/esp8266");
        let here = self.folder.join(source);
        let source = if here.exists() { here } else { sources.join(source) };
        let mut command = Command::new(compiler);
        command.arg(LIBRARY).args(BOTH).args(own).args(WARNINGS).args(options);
        command.arg("-I").arg(&self.folder).arg("-I").arg(sources);
        command.arg("-I").arg(root().join("tests/conformance/c"));
        if language == Language::Cxx {
            command.args(["-x", "c++"]);
        }
        command.arg("-c").arg(source).arg("-o").arg(self.folder.join(object));
        output(&mut command, MISSING);
    }

    /// Links objects with the start-up code, for the chip's places.
    pub(crate) fn link(&self, objects: &[&str]) {
        let mut command = Command::new("xtensa-lx106-elf-gcc");
        command.arg(LIBRARY).args(["-nostartfiles", "-Wl,--gc-sections", "-T"]);
        command.arg(root().join("tests/esp8266/chip.ld")).args(["start.o", "chip.o"]);
        command.args(objects).args(["-o", "program.elf"]).current_dir(&self.folder);
        output(&mut command, MISSING);
    }

    /// Runs the program that was linked last.
    ///
    /// `timeout` is there because a core without a way on takes exceptions for ever. One instruction takes 2^7 ns of
    /// the emulator's clock, whatever the machine does meanwhile: `chip_instructions()` counts with that.
    pub(crate) fn run(&self) -> Ran {
        let emulator = root().join("target/esp8266/qemu-system-xtensa");
        assert!(emulator.exists(), "no {}: {MISSING}", emulator.display());
        let mut command = Command::new("timeout");
        command.arg("20").arg(emulator).args(["-M", "sim", "-cpu", "lx106", "-nographic"]);
        command.args(["-monitor", "none", "-serial", "none", "-semihosting"]);
        command.args(["-icount", "shift=7,sleep=off", "-kernel", "program.elf"]);
        let ran = command.current_dir(&self.folder).output();
        let ran = ran.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Ran { code: ran.status.code(), text: text(&ran.stdout) + &text(&ran.stderr) }
    }

    /// Compiles, links and runs a program of one source.
    pub(crate) fn program(&self, language: Language, source: &str, options: &[&str]) -> Ran {
        self.compile(language, source, "main.o", options);
        self.link(&["main.o"]);
        self.run()
    }

    /// Sections of an object or a program, and their bytes.
    pub(crate) fn sections(&self, file: &str) -> BTreeMap<String, u64> {
        let mut command = Command::new("xtensa-lx106-elf-size");
        let text = output(command.arg("-A").arg(file).current_dir(&self.folder), MISSING);
        let mut sections = BTreeMap::new();
        for line in text.lines().filter(|line| line.starts_with('.')) {
            let mut words = line.split_whitespace();
            let (name, size) = (words.next(), words.next().and_then(|n| n.parse::<u64>().ok()));
            let (name, size) = name.zip(size).unwrap_or_else(|| panic!("no size: {line}"));
            *sections.entry(name.to_owned()).or_default() += size;
        }
        sections
    }

    /// What an object wants from others.
    pub(crate) fn undefined(&self, object: &str) -> Vec<String> {
        let mut command = Command::new("xtensa-lx106-elf-nm");
        let text = output(command.arg("-u").arg(object).current_dir(&self.folder), MISSING);
        text.split_whitespace().filter(|word| *word != "U").map(str::to_owned).collect()
    }

    /// The frames of the deepest chain of calls in an object that was compiled with `-fcallgraph-info=su`.
    pub(crate) fn frames(&self, object: &str) -> u64 {
        let path = self.folder.join(object).with_extension("ci");
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        super::frames::deepest(&text)
    }
}
