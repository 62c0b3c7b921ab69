//! Generated files on disk: written whole or not at all, and never over what is not ours.
//!
//! In: files in memory. Out: what was written, or what differs. The only module that writes files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::lang::{Artifacts, MARK};

/// What the names of files begin with while they are written.
const UNFINISHED: &str = ".wirewright-";

/// Where a file stands beside what would be generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is what would be generated.
    Current,
    /// It is not there.
    Missing,
    /// It carries our mark, and differs.
    Changed,
    /// It differs, and does not carry our mark.
    Foreign,
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
///
/// # Errors
/// The system's, or that a path leaves the folder by a symbolic link or is no regular file.
pub fn compare(root: &Path, files: &Artifacts) -> io::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let full = contained(root, path)?;
        let state = match fs::symlink_metadata(&full) {
            Ok(about) if !about.is_file() => {
                let message = format!("{} is no regular file", full.display());
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
            Ok(_) => match fs::read(&full).map_err(|e| at(&full, &e))? {
                found if found == text.as_bytes() => State::Current,
                found if is_marked(&found) => State::Changed,
                _ => State::Foreign,
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
            Err(error) => return Err(at(&full, &error)),
        };
        findings.push(Finding { path: path.clone(), state });
    }
    let tops: BTreeSet<&str> = files.keys().filter_map(|path| path.split('/').next()).collect();
    for top in tops {
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
    let full = root.join(dir);
    let Ok(entries) = fs::read_dir(&full) else { return Ok(()) };
    let entries = entries.collect::<Result<Vec<_>, _>>();
    let mut entries = entries.map_err(|e| at(&full, &e))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, own_name) = (dir.join(entry.file_name()), entry.file_name());
        let own_name = own_name.to_string_lossy();
        let Ok(kind) = entry.file_type() else { continue };
        let name = path.to_string_lossy().replace('\\', "/");
        if kind.is_dir() {
            if !matches!(own_name.as_ref(), "node_modules" | "target" | "__pycache__" | ".git") {
                strays(root, &path, files, findings)?;
            }
        } else if kind.is_file()
            && !own_name.starts_with(UNFINISHED)
            && !files.contains_key(&name)
            && is_ours(&entry.path())
        {
            findings.push(Finding { path: name, state: State::Stray });
        }
    }
    Ok(())
}

/// Whether a file carries our mark; one that is gone or cannot be read does not.
fn is_ours(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(NEAR).read_to_end(&mut start));
    read.is_ok() && is_marked(&start)
}

/// How far from the start of a file the mark may stand.
const NEAR: u64 = 1024;

fn is_marked(bytes: &[u8]) -> bool {
    let near = usize::try_from(NEAR).unwrap_or(usize::MAX).min(bytes.len());
    bytes[..near].windows(MARK.len()).any(|window| window == MARK.as_bytes())
}

/// Writes what differs, each file by a rename, so that a kill or a full disk leaves the old or the new.
///
/// # Errors
/// The system's; or that a file is not ours or leaves the folder by a symbolic link, and then nothing was written.
pub fn write(root: &Path, files: &Artifacts, findings: &[Finding]) -> io::Result<()> {
    let mut due = Vec::new();
    let mut folders = BTreeSet::new();
    for finding in findings {
        folders.extend(root.join(&finding.path).parent().map(Path::to_path_buf));
        match finding.state {
            State::Current | State::Stray => {}
            State::Missing | State::Changed => due.push((contained(root, &finding.path)?, finding)),
            State::Foreign => {
                let message = format!(
                    "{} is not a generated file (it does not say `{MARK}`), so it is not overwritten; \
                     move it away first. Nothing was written",
                    root.join(&finding.path).display()
                );
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
            }
        }
    }
    for folder in &folders {
        sweep(folder);
    }
    for (path, finding) in &due {
        let folder = path.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(|e| at(folder, &e))?;
        write_file(path, &files[&finding.path])?;
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
                "{} is a symbolic link, and links are not followed on output; nothing was written",
                full.display()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    Ok(full)
}

/// Removes what runs left behind that were killed: a run that still writes holds a lock on its file.
#[allow(clippy::disallowed_methods, reason = "this is the module that changes files")]
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let left = entries.flatten().filter(|entry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file && entry.file_name().to_string_lossy().starts_with(UNFINISHED)
    });
    for entry in left {
        let abandoned = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if abandoned {
            // Another run may have removed it first.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Between its creation and its lock a file can be swept away by another run; then it is written again.
fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let mut tries = 0;
    loop {
        match write_once(path, text) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && tries < 5 => tries += 1,
            result => return result.map_err(|e| at(path, &e)),
        }
    }
}

fn write_once(path: &Path, text: &str) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As other tools create files; the process's mask still applies.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(UNFINISHED).tempfile_in(dir)?;
    // Where a file system knows no locks, a sweep cannot take one either, and removes nothing.
    let _ = file.as_file().try_lock();
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
