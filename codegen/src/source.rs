//! The texts that are compiled, and places in them.
//!
//! In: file names with their text. Out: `FileId`s, `Span`s, lines and columns.
//! Must not know: what the text means.

/// A file among the [`Sources`] of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

impl Span {
    /// The empty range at the start of a file, for what concerns the file as a whole.
    #[must_use]
    pub fn file_start(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// One file: the name that diagnostics show, and its text.
#[derive(Debug)]
pub struct SourceFile {
    /// Relative to the schema root, with `/` between its parts.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// All files of one run, in the order in which they were loaded.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// What stands in front of a file's name where a person reads it: the schema root as it was given.
    prefix: String,
}

impl Sources {
    /// No files yet; `prefix` stands in front of every name that a person reads.
    #[must_use]
    pub fn with_prefix(prefix: &str) -> Self {
        Self { files: Vec::new(), prefix: prefix.to_owned() }
    }

    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(SourceFile { name: name.into(), text: text.into() });
        id
    }

    /// A file that was added.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// A file's name where a person reads it.
    #[must_use]
    pub fn shown(&self, id: FileId) -> String {
        format!("{}{}", self.prefix, self.file(id).name)
    }

    /// The text at a place; ends outside the file or inside a character are moved to where they are valid.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        let text = &self.file(span.file).text;
        let start = floor_boundary(text, span.start as usize);
        let end = floor_boundary(text, span.end as usize).max(start);
        &text[start..end]
    }

    /// Line and column of the start of a place, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let text = &self.file(span.file).text;
        let before = &text[..floor_boundary(text, span.start as usize)];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The last character boundary at or before `at`.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
