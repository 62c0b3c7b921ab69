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
    /// Where each line starts: a count from the start would take quadratic time over many places.
    lines: Vec<u32>,
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
    ///
    /// # Panics
    ///
    /// With more than 2^32 files.
    ///
    /// # Panics
    /// If there are 2^32 files already.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        let text = text.into();
        let line_feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        // A text beyond 2^32 bytes is refused by its length; until then its last lines are counted as one.
        let starts = line_feeds.map_while(|(at, _)| u32::try_from(at + 1).ok());
        let lines = std::iter::once(0).chain(starts).collect();
        self.files.push(SourceFile { name: name.into(), text, lines });
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
        let line = self.line(span);
        let text = &self.file(span.file).text;
        let end = floor_boundary(text, span.start as usize);
        let before = &text[self.line_start(span.file, line).min(end)..end];
        (line, before.chars().count() + 1)
    }

    /// The line of the start of a place, from 1.
    pub(crate) fn line(&self, span: Span) -> usize {
        self.file(span.file).lines.partition_point(|start| *start <= span.start)
    }

    /// Where a line starts.
    pub(crate) fn line_start(&self, file: FileId, line: usize) -> usize {
        let lines = &self.file(file).lines;
        lines.get(line.saturating_sub(1)).map_or(0, |start| *start as usize)
    }
}

/// Characters that cannot be seen, or that change the order or the look of the text around them: with them a file
/// could hide what it says.
#[cfg(feature = "schema")]
pub(crate) fn is_deceptive(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// The last character boundary at or before `at`.
pub(crate) fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_lines_and_columns() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "\u{e4}b\ncd\n");
        let place = |start| sources.line_column(Span { file, start, end: start });
        assert_eq!(place(0), (1, 1));
        // Columns count characters, and a place inside of one belongs to it.
        assert_eq!((place(1), place(2), place(3)), ((1, 1), (1, 2), (1, 3)));
        assert_eq!((place(4), place(6), place(7), place(99)), ((2, 1), (2, 3), (3, 1), (3, 1)));
    }
}
