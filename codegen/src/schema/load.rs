//! Files and their imports, each read once, imports first.
//!
//! In: names relative to the schema root. Out: trees of the right shape, in an order in which every import precedes
//! its importer. Must not know: what stands in a file, but for `imports`.

use std::collections::BTreeMap;

use super::tree::{At, Tree};
use super::witness;
use super::{keys, shape};
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

/// How many imports may follow one another: a bound for the depth of the loader's own calls.
const MAX_IMPORTS: usize = 64;

/// What was loaded, and whether all of it.
pub(super) struct Files {
    /// Imports first.
    pub(super) loaded: Vec<Loaded>,
    /// Whether every file could be read as YAML, and every import was found.
    pub(super) complete: bool,
}

struct Loader<'a> {
    reader: &'a dyn Reader,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    loaded: Vec<Loaded>,
    complete: bool,
    state: BTreeMap<String, State>,
    /// The files whose imports are being loaded.
    path: Vec<String>,
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
) -> Files {
    let mut loader = Loader {
        reader,
        sources,
        diagnostics,
        loaded: Vec::new(),
        complete: true,
        state: BTreeMap::new(),
        path: Vec::new(),
    };
    for name in files {
        loader.file(name, None);
    }
    Files { loaded: loader.loaded, complete: loader.complete }
}

impl Loader<'_> {
    /// Loads a file that is asked for at `from`, and what it imports.
    fn file(&mut self, name: &str, from: Option<Span>) -> Option<usize> {
        match self.state.get(name) {
            Some(State::Done(index)) => return Some(*index),
            Some(State::Failed) => return None,
            Some(State::Open) => {
                self.circle(name, from.unwrap_or(Span::file_start(FileId(0))));
                return None;
            }
            None => {}
        }
        if self.path.len() >= MAX_IMPORTS {
            let at = from.unwrap_or(Span::file_start(FileId(0)));
            let message = format!("more than {MAX_IMPORTS} files import one another in a row");
            self.fail(Diagnostic::new(Code::YamlLimit, at, message).label("one import too many"));
            return None;
        }
        self.state.insert(name.to_owned(), State::Open);
        self.path.push(name.to_owned());
        let index = self.read(name, from);
        self.path.pop();
        self.state.insert(name.to_owned(), index.map_or(State::Failed, State::Done));
        index
    }

    /// Reports what keeps a file from being read: nothing is resolved while it stands.
    fn fail(&mut self, diagnostic: Diagnostic) {
        self.complete = false;
        self.diagnostics.push(diagnostic);
    }

    fn circle(&mut self, name: &str, at: Span) {
        let start = self.path.iter().position(|open| open == name).unwrap_or(0);
        let mut names: Vec<&str> = self.path[start..].iter().map(String::as_str).collect();
        names.push(name);
        let message = format!("`{name}` imports itself: {}", names.join(" > "));
        self.fail(
            Diagnostic::new(Code::ImportCycle, at, message)
                .label("the circle closes here")
                .help("move what the files share into a file of its own"),
        );
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
        let tree = match Tree::read(self.sources, file, self.diagnostics) {
            Ok(tree) => tree,
            Err(diagnostic) => {
                self.fail(diagnostic);
                return None;
            }
        };
        if let Err(diagnostic) = witness::agree(&self.sources.file(file).text, &tree) {
            self.fail(diagnostic);
            return None;
        }
        shape::check_file(tree.root(), &keys::FILE, self.diagnostics);
        let wanted = tree.root().get("imports").into_iter().flat_map(At::items);
        let mut imports: Vec<usize> = wanted.filter_map(|at| self.import(name, at)).collect();
        imports.sort_unstable();
        imports.dedup();
        self.loaded.push(Loaded { name: name.to_owned(), tree, imports });
        Some(self.loaded.len() - 1)
    }

    fn import(&mut self, importer: &str, at: At<'_>) -> Option<usize> {
        let path = at.text()?;
        if let Some(name) = relative(importer, path) {
            return self.file(&name, Some(at.span()));
        }
        self.unreadable(path, Some(at.span()), &ReadError::Outside);
        None
    }

    fn unreadable(&mut self, name: &str, from: Option<Span>, error: &ReadError) {
        let at = from.unwrap_or_else(|| Span::file_start(self.sources.add(name, "")));
        let imports =
            "imports are relative to the importing file, with `/`, and stay inside the schema root";
        let diagnostic = match error {
            ReadError::Outside => {
                let message = format!("`{name}` is not a path inside the schema root");
                Diagnostic::new(Code::ImportPath, at, message).help(imports)
            }
            ReadError::NotText => {
                Diagnostic::new(Code::FileEncoding, at, format!("`{name}` is not UTF-8"))
                    .help("save it as UTF-8")
            }
            ReadError::Failed(why) => {
                let message = format!("`{name}` cannot be read: {why}");
                let diagnostic = Diagnostic::new(Code::Unreadable, at, message);
                if from.is_some() { diagnostic.help(imports) } else { diagnostic }
            }
        };
        self.fail(diagnostic);
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
