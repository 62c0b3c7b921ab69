//! Files and their imports, each read once, imports first.
//!
//! In: names relative to the schema root. Out: trees of the right shape, in an order in which every import precedes
//! its importer. Must not know: what stands in a file, but for `imports`.

use std::collections::BTreeMap;

use super::shape;
use super::tree::{At, Tree};
use super::witness;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};

/// Why a file was not read.
#[derive(Debug)]
pub enum ReadError {
    /// It lies outside the schema root.
    Outside,
    /// It is not UTF-8.
    NotText,
    /// The system's words.
    Failed(String),
}

/// Reads files by names relative to the schema root.
pub trait Reader {
    /// The whole text of a file.
    fn read(&self, name: &str) -> Result<String, ReadError>;
}

/// A file that was read and has the right shape.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// Relative to the schema root.
    pub(crate) name: String,
    pub(crate) tree: Tree,
    /// Indices of the files that it imports.
    pub(crate) imports: Vec<usize>,
}

struct Loader<'a> {
    reader: &'a dyn Reader,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    loaded: Vec<Loaded>,
    state: BTreeMap<String, State>,
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Failed,
    Done(usize),
}

pub(super) fn load(
    files: &[String],
    reader: &dyn Reader,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Loaded>> {
    let mut loader =
        Loader { reader, sources, diagnostics, loaded: Vec::new(), state: BTreeMap::new() };
    for name in files {
        loader.file(name, None);
    }
    let loaded = loader.loaded;
    (!diagnostics.has_errors()).then_some(loaded)
}

impl Loader<'_> {
    /// Loads a file that is asked for at `from`, and what it imports.
    fn file(&mut self, name: &str, from: Option<Span>) -> Option<usize> {
        match self.state.get(name) {
            Some(State::Done(index)) => return Some(*index),
            Some(State::Failed) => return None,
            Some(State::Open) => {
                let at = from.unwrap_or(Span::file_start(FileId(0)));
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::ImportCycle,
                        at,
                        format!("`{name}` imports itself through this import"),
                    )
                    .help("move what both files need into a third one"),
                );
                return None;
            }
            None => {}
        }
        self.state.insert(name.to_owned(), State::Open);
        let index = self.read(name, from);
        self.state.insert(name.to_owned(), index.map_or(State::Failed, State::Done));
        index
    }

    fn read(&mut self, name: &str, from: Option<Span>) -> Option<usize> {
        let text = match self.reader.read(name) {
            Ok(text) => text,
            Err(error) => {
                self.unreadable(name, from, &error);
                return None;
            }
        };
        let file = self.sources.add(name, text);
        let tree = Tree::read(self.sources, file, self.diagnostics)?;
        if let Err(diagnostic) = witness::agree(&self.sources.file(file).text, &tree) {
            self.diagnostics.push(diagnostic);
            return None;
        }
        shape::check(tree.root(), &shape::FILE, "the file", self.diagnostics);
        let wanted = tree.root().get("imports").into_iter().flat_map(At::items);
        let imports = wanted.filter_map(|at| self.import(name, at)).collect();
        self.loaded.push(Loaded { name: name.to_owned(), tree, imports });
        Some(self.loaded.len() - 1)
    }

    fn import(&mut self, importer: &str, at: At<'_>) -> Option<usize> {
        let path = at.text()?;
        match relative(importer, path) {
            Some(name) => self.file(&name, Some(at.span())),
            None => {
                self.unreadable(path, Some(at.span()), &ReadError::Outside);
                None
            }
        }
    }

    fn unreadable(&mut self, name: &str, from: Option<Span>, error: &ReadError) {
        let at = from.unwrap_or_else(|| Span::file_start(self.sources.add(name, "")));
        self.diagnostics.push(match error {
            ReadError::Outside => {
                Diagnostic::new(Code::ImportPath, at, format!("`{name}` is not a path inside the schema root"))
                    .help("imports are relative to the importing file, with `/`, and stay inside the schema root")
            }
            ReadError::NotText => Diagnostic::new(Code::FileEncoding, at, format!("`{name}` is not UTF-8")),
            ReadError::Failed(why) => {
                Diagnostic::new(Code::Unreadable, at, format!("`{name}` cannot be read: {why}"))
            }
        });
    }
}

/// A path relative to the importer's folder, as a name relative to the root; `None` outside of it.
fn relative(importer: &str, path: &str) -> Option<String> {
    if path.is_empty() || path.starts_with('/') || path.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn imports_stay_inside_the_root() {
        assert_eq!(relative("a/b.yaml", "c.yaml").as_deref(), Some("a/c.yaml"));
        assert_eq!(relative("a/b.yaml", "../c.yaml").as_deref(), Some("c.yaml"));
        assert_eq!(relative("b.yaml", "./c.yaml").as_deref(), Some("c.yaml"));
        for path in
            ["../c.yaml", "/etc/passwd", "a/../../c", "C:\\x", "..\\c", "http://x/y", "", "file:c"]
        {
            assert_eq!(relative("b.yaml", path), None, "{path}");
        }
    }
}
