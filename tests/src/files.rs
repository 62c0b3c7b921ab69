//! The project's own files, for the tests that read them.
//!
//! In: the folder. Out: paths with `/`, relative to it, in order; what tools leave behind is not among them.

use std::fs;
use std::path::Path;

use crate::root;

/// Folders of tools.
const OF_TOOLS: &[&str] =
    &["target", ".git", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache"];

/// All files.
///
/// # Panics
/// If a folder cannot be read.
#[must_use]
pub fn all() -> Vec<String> {
    let mut paths = Vec::new();
    collect(&root(), "", &mut paths);
    paths.sort();
    paths
}

fn collect(folder: &Path, prefix: &str, paths: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !OF_TOOLS.contains(&name) {
                collect(&path, &format!("{prefix}{name}/"), paths);
            }
        } else {
            paths.push(format!("{prefix}{name}"));
        }
    }
}

/// Whether a name ends in one of these, without their dots.
#[must_use]
pub fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

/// The text of a file.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}
