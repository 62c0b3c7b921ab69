//! What several tests need: the project's folder, schemas from memory, the compiler in one call.

pub mod bars;
pub mod files;
pub mod random;
pub mod runner;
pub mod show;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use wirewright_codegen::Compiled;
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::schema::{ReadError, Reader};
use wirewright_codegen::source::Sources;

/// The project's folder.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Schema files in memory.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, String>,
}

impl Memory {
    /// One file, `schema.yaml`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::default().with("schema.yaml", text)
    }

    /// One more file.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.files.insert(name.to_owned(), text.to_owned());
        self
    }
}

impl Reader for Memory {
    fn read(&self, name: &str) -> Result<String, ReadError> {
        self.files
            .get(name)
            .cloned()
            .ok_or_else(|| ReadError::Failed("entity not found".to_owned()))
    }
}

/// What came of a compilation.
#[derive(Debug)]
pub struct Outcome {
    /// The schema, if it is right.
    pub compiled: Option<Compiled>,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
    /// The texts.
    pub sources: Sources,
}

/// Compiles all files of a memory.
#[must_use]
pub fn compile(memory: &Memory) -> Outcome {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let names: Vec<String> = memory.files.keys().cloned().collect();
    let compiled = wirewright_codegen::compile(&names, memory, &mut sources, &mut diagnostics);
    Outcome { compiled, diagnostics, sources }
}

/// The example schemas, compiled together.
///
/// # Panics
/// If they cannot be read or are wrong.
#[must_use]
pub fn examples() -> Compiled {
    let mut memory = Memory::default();
    let entries = std::fs::read_dir(root().join("schemas")).expect("the folder is there");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "yaml")) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        memory = memory.with(name, &std::fs::read_to_string(path).expect("a schema"));
    }
    let outcome = compile(&memory);
    outcome.compiled.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics.sorted()))
}

/// The README's Rust is a documentation test.
#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
pub struct Readme;
