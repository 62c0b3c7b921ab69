//! Which files there are, and the schema root that bounds them (rules L1.5 and S5).

use std::fs;
use std::path::{Path, PathBuf};

use wirewright_codegen::Compiled;
use wirewright_codegen::diag::Diagnostics;
use wirewright_codegen::schema::{ReadError, Reader};
use wirewright_codegen::source::Sources;

use crate::Failed;
use crate::report::Out;

/// The name of a project file, which marks the schema root.
const PROJECT_FILE: &str = "wirewright.yaml";

/// Where schemas are looked for.
pub(crate) const DEFAULT: &str = "schemas";

/// A schema root and the files to compile in it.
pub(crate) struct Project {
    /// The root, without symbolic links.
    root: PathBuf,
    /// The root as a person wrote it, with a slash at its end, or nothing.
    prefix: String,
    /// The root's own name, for headers of generated files.
    pub(crate) folder: String,
    /// Relative to the root.
    files: Vec<String>,
}

impl Project {
    /// Finds the root and the files of what was given: one folder, or some files.
    pub(crate) fn open(given: &[PathBuf]) -> Result<Self, Failed> {
        let first = given.first().ok_or_else(|| Failed("no schema is given".to_owned()))?;
        let near = if first.is_dir() {
            first.clone()
        } else {
            first.parent().map(Path::to_path_buf).unwrap_or_default()
        };
        let shown = if near.as_os_str().is_empty() { PathBuf::from(".") } else { near };
        let folder = shown.canonicalize().map_err(|e| missing(first, &e))?;
        let marked = folder.ancestors().find(|dir| dir.join(PROJECT_FILE).is_file());
        let root = marked.unwrap_or(&folder).to_path_buf();
        let mut files = Vec::new();
        for path in given {
            let path = path.canonicalize().map_err(|e| missing(path, &e))?;
            if path.is_dir() {
                collect(&path, &root, &mut files)?;
            } else {
                files.push(relative(&path, &root)?);
            }
        }
        if files.is_empty() {
            return Err(Failed(format!("there is no schema (*.yaml) in {}", first.display())));
        }
        files.sort();
        files.dedup();
        let prefix = if root == folder {
            shown.to_string_lossy().into_owned()
        } else {
            root.to_string_lossy().into_owned()
        };
        let prefix = if prefix == "." {
            String::new()
        } else {
            format!("{}/", prefix.trim_end_matches('/'))
        };
        let name = root.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { root, prefix, folder: name, files })
    }

    /// Compiles the files and reports what is wrong with them.
    pub(crate) fn compile(&self, out: &Out) -> Option<Compiled> {
        let (mut sources, mut diagnostics) = self.start();
        let compiled =
            wirewright_codegen::compile(&self.files, self, &mut sources, &mut diagnostics);
        out.findings(&diagnostics, &sources);
        compiled
    }

    /// Sources and diagnostics of a run that has not begun.
    pub(crate) fn start(&self) -> (Sources, Diagnostics) {
        (Sources::with_prefix(&self.prefix), Diagnostics::default())
    }

    pub(crate) fn files(&self) -> &[String] {
        &self.files
    }
}

impl Reader for Project {
    fn read(&self, name: &str) -> Result<String, ReadError> {
        let failed = |e: std::io::Error| ReadError::Failed(e.kind().to_string());
        let path = self.root.join(name).canonicalize().map_err(failed)?;
        if !path.starts_with(&self.root) {
            return Err(ReadError::Outside);
        }
        let about = fs::metadata(&path).map_err(failed)?;
        if !about.is_file() {
            return Err(ReadError::Failed("not a regular file".to_owned()));
        }
        // One byte over the limit is enough for the parser to refuse the file.
        let mut bytes = Vec::new();
        let file = fs::File::open(&path).map_err(failed)?;
        std::io::Read::read_to_end(&mut std::io::Read::take(file, (1 << 20) + 1), &mut bytes)
            .map_err(failed)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            // A file that is too long may have been cut inside a character.
            Err(error) if error.as_bytes().len() > 1 << 20 => {
                Ok(String::from_utf8_lossy(error.as_bytes()).into_owned())
            }
            Err(_) => Err(ReadError::NotText),
        }
    }
}

/// What to do where there is no such schema.
fn missing(path: &Path, error: &std::io::Error) -> Failed {
    let path = path.display();
    Failed(if error.kind() == std::io::ErrorKind::NotFound {
        format!(
            "there is no file or folder `{path}`; name your schemas, as in `wirewright check path/to/schemas` \
             or `wirewright layout --schemas path/to/schemas`"
        )
    } else {
        format!("{path}: {error}")
    })
}

fn relative(path: &Path, root: &Path) -> Result<String, Failed> {
    let outside =
        || Failed(format!("{} is outside of the schema root {}", path.display(), root.display()));
    let inside = path.strip_prefix(root).map_err(|_| outside())?;
    let parts: Option<Vec<&str>> = inside.components().map(|c| c.as_os_str().to_str()).collect();
    let no_text = || Failed(format!("{} is a name that is not UTF-8", path.display()));
    Ok(parts.ok_or_else(no_text)?.join("/"))
}

/// All `*.yaml` below a folder, in a fixed order, without hidden and linked folders and without the project file.
fn collect(dir: &Path, root: &Path, files: &mut Vec<String>) -> Result<(), Failed> {
    let failed = |e: std::io::Error| Failed(format!("{}: {e}", dir.display()));
    let entries = fs::read_dir(dir).map_err(failed)?.collect::<Result<Vec<_>, _>>();
    let mut entries = entries.map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name();
        let kind = entry.file_type().map_err(failed)?;
        let is_schema = path.extension().is_some_and(|e| e == "yaml") && name != PROJECT_FILE;
        if kind.is_dir() && !name.to_string_lossy().starts_with('.') {
            collect(&path, root, files)?;
        } else if kind.is_symlink() && is_schema {
            // One that leads out of the root keeps its own name, under which reading it is refused.
            let target = path.canonicalize().ok().filter(|target| target.starts_with(root));
            files.push(relative(&target.unwrap_or(path), root)?);
        } else if kind.is_file() && is_schema {
            files.push(relative(&path, root)?);
        }
    }
    Ok(())
}
