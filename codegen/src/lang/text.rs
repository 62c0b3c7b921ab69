//! Schema text on its way into generated files: cleaned of what no comment should carry.
//!
//! In: any text. Out: lines of printable characters. Each language then escapes what ends its own comments.

/// The lines of a text, without control and direction characters, which are shown as escapes instead.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.trim().lines().map(|line| clean(line.trim_end())).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// One line without control, direction and separator characters.
#[must_use]
pub fn clean(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => out.push(' '),
            c if is_unsafe(c) => {
                out.push_str("U+");
                out.push_str(&format!("{:04X}", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}

/// Characters that end lines somewhere, change the direction of text, or cannot be seen.
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
