//! Generated files on disk: written whole or not at all, and never over what is not ours.
//!
//! In: files in memory. Out: what was written, or what differs. The only module that writes files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::lang::{Artifacts, MARK};

/// Where a file stands beside what would be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is what would be generated.
    Current,
    /// It is not there.
    Missing,
    /// It is there, and differs.
    Changed,
    /// It carries our mark, and nothing generates it any more.
    Stray,
}

/// A file and its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Relative to the output folder.
    pub path: String,
    /// How it stands.
    pub state: State,
}

/// Compares files in memory with a folder, and names what in it carries our mark but is generated no more.
pub fn compare(root: &Path, files: &Artifacts) -> io::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let state = match fs::read(root.join(path)) {
            Ok(found) if found == text.as_bytes() => State::Current,
            Ok(_) => State::Changed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
            Err(error) => return Err(at(&root.join(path), &error)),
        };
        findings.push(Finding { path: path.clone(), state });
    }
    let tops: Vec<&str> = files.keys().filter_map(|path| path.split('/').next()).collect();
    for top in tops
        .iter()
        .enumerate()
        .filter(|(i, top)| tops[..*i].last() != Some(*top))
        .map(|(_, top)| top)
    {
        strays(root, Path::new(top), files, &mut findings)?;
    }
    Ok(findings)
}

fn strays(
    root: &Path,
    dir: &Path,
    files: &Artifacts,
    findings: &mut Vec<Finding>,
) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(root.join(dir)) else { return Ok(()) };
    let mut entries = entries.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = dir.join(entry.file_name());
        let kind = entry.file_type()?;
        let name = path.to_string_lossy().into_owned();
        if kind.is_dir()
            && !matches!(
                entry.file_name().to_str(),
                Some("node_modules" | "target" | "__pycache__")
            )
        {
            strays(root, &path, files, findings)?;
        } else if kind.is_file() && !files.contains_key(&name) && is_ours(&entry.path())? {
            findings.push(Finding { path: name, state: State::Stray });
        }
    }
    Ok(())
}

/// Whether a file carries our mark near its start.
fn is_ours(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(fs::File::open(path)?, 1024), &mut start)?;
    Ok(start.windows(MARK.len()).any(|window| window == MARK.as_bytes()))
}

/// Writes what differs, each file by a rename, so that a kill or a full disk leaves the old or the new.
///
/// Before the first file is touched, every file that would be overwritten is tested to be ours.
///
/// # Errors
/// The system's, or that a file is not ours or leaves the folder by a symbolic link; then nothing was written.
pub fn write(root: &Path, files: &Artifacts, findings: &[Finding]) -> io::Result<()> {
    let due: Vec<&Finding> =
        findings.iter().filter(|f| matches!(f.state, State::Missing | State::Changed)).collect();
    for finding in &due {
        let path = contained(root, &finding.path)?;
        if finding.state == State::Changed && !is_ours(&path)? {
            let message = format!(
                "{} is not a generated file (it does not say `{MARK}`), so it is not overwritten; move it away first",
                path.display()
            );
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
    }
    for finding in due {
        write_file(&contained(root, &finding.path)?, &files[&finding.path])?;
    }
    Ok(())
}

/// The path of a file, none of whose folders inside the root is a symbolic link.
fn contained(root: &Path, path: &str) -> io::Result<PathBuf> {
    let mut full = root.to_path_buf();
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." || part.contains(['\\', ':']) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("`{path}` is not a path inside the output folder"),
            ));
        }
        full.push(part);
        if fs::symlink_metadata(&full).is_ok_and(|about| about.file_type().is_symlink()) {
            let message = format!(
                "{} is a symbolic link, and links are not followed on output",
                full.display()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    Ok(full)
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir).map_err(|e| at(dir, &e))?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As other tools create files; the process's mask still applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".wirewright-").tempfile_in(dir).map_err(|e| at(dir, &e))?;
    file.write_all(text.as_bytes()).map_err(|e| at(path, &e))?;
    file.as_file().sync_all().map_err(|e| at(path, &e))?;
    file.persist(path).map_err(|e| at(path, &e.error))?;
    Ok(())
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
