//! Texts that were once schemas.
//!
//! In: a text and a source of pseudo-random numbers. Out: the text with a mistake in it. Must not know: YAML.

/// A small generator of pseudo-random numbers; the seed is fixed, so that a failure comes again.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(usize::MAX) % limit.max(1)
    }
}

/// What is put into texts.
const SPLINTERS: &[&str] = &[
    "\n",
    " ",
    "  ",
    "\t",
    ":",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    " #",
    "&a ",
    "*a",
    "!",
    "|\n",
    ">\n",
    "%",
    "@",
    "?",
    "? ",
    "~",
    "0",
    "-1",
    "18446744073709551616",
    "0x",
    "e",
    "[2147483647]",
    "u64",
    "u3",
    "bits",
    "fields",
    "type",
    "const",
    "default",
    "absent",
    "examples",
    "value",
    "hex",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "\u{e9}",
    "\u{1f600}",
    "\r\n",
    "\\",
    "<<: ",
    "---\n",
    "...",
    "SensorData",
];

/// One mutation of a text: a byte or a line lost, doubled, swapped, or a splinter put in.
pub(crate) fn mutate(text: &str, random: &mut Random) -> String {
    let boundary = |at: usize| (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return SPLINTERS[random.below(SPLINTERS.len())].to_owned();
    }
    match random.below(6) {
        0 => {
            let at = boundary(random.below(text.len()));
            let end = boundary((at + 1 + random.below(8)).min(text.len())).max(at);
            format!("{}{}", &text[..at], &text[end..])
        }
        1 => {
            let line = random.below(lines.len());
            lines.remove(line);
            lines.concat()
        }
        2 => {
            let (from, to) = (random.below(lines.len()), random.below(lines.len()));
            lines.insert(to, lines[from]);
            lines.concat()
        }
        3 => {
            let (a, b) = (random.below(lines.len()), random.below(lines.len()));
            lines.swap(a, b);
            lines.concat()
        }
        _ => {
            let at = boundary(random.below(text.len()));
            let splinter = SPLINTERS[random.below(SPLINTERS.len())];
            format!("{}{splinter}{}", &text[..at], &text[at..])
        }
    }
}
