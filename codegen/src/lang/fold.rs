//! Long lines of generated code, broken where formatters break them: inside brackets, and texts between words.
//!
//! In: one statement, or one paragraph. Out: lines, indented relative to the first. Must not know: any language; whoever
//! calls it says how it likes its brackets.

/// The longest line that generated code should have.
pub(crate) const WIDTH: usize = 120;

/// How a language likes long lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// The spaces of one level.
    pub(crate) indent: usize,
    /// Whether what stands in brackets may stay on one line of its own.
    pub(crate) hug: bool,
}

/// The lines of a statement that starts at a column.
pub(crate) fn fold(line: &str, column: usize, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    fold_into(line, 0, column, style, &mut lines);
    lines
}

fn fold_into(line: &str, level: usize, column: usize, style: Style, lines: &mut Vec<String>) {
    let pad = " ".repeat(level * style.indent);
    let room = WIDTH.saturating_sub(column + pad.len());
    let groups = groups(line);
    let fits = |(open, close): &&(usize, usize)| open < &room && line.len() - close <= room;
    let Some((open, close)) = groups
        .iter()
        .rev()
        .find(fits)
        .or(groups.first())
        .filter(|_| line.chars().count() > room)
        .copied()
    else {
        lines.push(format!("{pad}{line}"));
        return;
    };
    let (head, body, tail) = (&line[..=open], line[open + 1..close].trim(), &line[close..]);
    lines.push(format!("{pad}{}", head.trim_end()));
    let inner = " ".repeat((level + 1) * style.indent);
    let parts = parts(body);
    if style.hug && column + inner.len() + body.chars().count() <= WIDTH {
        lines.push(format!("{inner}{body}"));
    } else if parts.len() > 1 && parts.iter().all(|part| part.len() <= 6) {
        let width = WIDTH.saturating_sub(column + inner.len());
        lines.extend(words(&format!("{body},"), width).into_iter().map(|l| format!("{inner}{l}")));
    } else {
        for part in parts {
            fold_into(&format!("{part},"), level + 1, column, style, lines);
        }
    }
    lines.push(format!("{pad}{tail}"));
}

/// The outermost pairs of brackets that hold a list: in parentheses that only group, and behind an index, a comma would be
/// wrong.
fn groups(line: &str) -> Vec<(usize, usize)> {
    let (mut found, mut start, mut deep) = (Vec::new(), 0, 0_usize);
    for (at, c) in code(line) {
        match c {
            '(' | '[' | '{' => {
                if deep == 0 {
                    start = at;
                }
                deep += 1;
            }
            ')' | ']' | '}' => {
                deep = deep.saturating_sub(1);
                let before = line[..start].chars().next_back();
                let named = before.is_some_and(|c| c.is_alphanumeric() || "_)]".contains(c));
                let lists = c != ')' || named;
                let body = &line[start + 1..at];
                // A comma behind an index would make a list of it.
                let is_index = c == ']' && named && deep == 0 && parts(body).len() == 1;
                if deep == 0 && lists && !is_index && !body.trim().is_empty() {
                    found.push((start, at));
                }
            }
            _ => {}
        }
    }
    found
}

/// What commas part, brackets aside.
fn parts(body: &str) -> Vec<&str> {
    let (mut parts, mut start, mut deep) = (Vec::new(), 0, 0_usize);
    for (at, c) in code(body) {
        match c {
            '(' | '[' | '{' => deep += 1,
            ')' | ']' | '}' => deep = deep.saturating_sub(1),
            // Python's anonymous functions have no brackets around their parameters.
            ',' if deep == 0 && !is_parameter(&body[start..at]) => {
                parts.push(body[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(body[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn is_parameter(part: &str) -> bool {
    part.trim_start().starts_with("lambda ") && !part.contains(':')
}

/// The characters outside of literals, and the quotes that begin them.
pub(crate) fn code(line: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let (mut quote, mut escaped) = (None, false);
    line.char_indices().filter(move |(_, c)| {
        let inside = quote.is_some();
        if escaped {
            escaped = false;
        } else if inside && *c == '\\' {
            escaped = true;
        } else if quote == Some(*c) {
            quote = None;
        } else if !inside && matches!(c, '"' | '\'') {
            quote = Some(*c);
        }
        !inside
    })
}

/// The quote that needs fewer escapes in a text; double ones if there is no difference.
pub(crate) fn quote(text: &str) -> char {
    let count = |quote: char| text.matches(quote).count();
    if count('"') > count('\'') { '\'' } else { '"' }
}

/// A paragraph in lines of a width; the first line's indentation stays that of all.
pub(crate) fn words(text: &str, width: usize) -> Vec<String> {
    let indent = &text[..text.len() - text.trim_start_matches(' ').len()];
    let mut lines = vec![indent.to_owned()];
    let mut used = indent.len();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if used > indent.len() && used + 1 + length > width {
            lines.push(indent.to_owned());
            used = indent.len();
        }
        let Some(last) = lines.last_mut() else { break };
        if used > indent.len() {
            last.push(' ');
            used += 1;
        }
        last.push_str(word);
        used += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUG: Style = Style { indent: 4, hug: true };
    const OPEN: Style = Style { indent: 2, hug: false };

    #[test]
    fn short_lines_stay() {
        assert_eq!(fold("a(b, c)", 0, HUG), ["a(b, c)"]);
    }

    #[test]
    fn brackets_are_opened_from_the_right() {
        let line = format!("v = call({}).then(1, \"a)b\")", "x".repeat(90));
        assert_eq!(
            fold(&line, 8, HUG),
            [&line[..line.len() - 9], "    1, \"a)b\"", ")"].map(str::to_owned)
        );
    }

    #[test]
    fn parameters_stay_together() {
        assert_eq!(parts("a, lambda v, o: f(v, o), b"), ["a", "lambda v, o: f(v, o)", "b"]);
        assert_eq!(parts("'a, \\'b', \"c, 'd\""), ["'a, \\'b'", "\"c, 'd\""]);
    }

    #[test]
    fn grouping_parentheses_stay_closed() {
        assert_eq!(groups("f(a) + (b, c) => g(1) | {}"), [(1, 3), (18, 20)]);
    }

    #[test]
    fn indices_stay_closed() {
        assert_eq!(groups("a[0][f(i)] + b[1, 2] + [3]"), [(14, 19), (23, 25)]);
    }

    #[test]
    fn many_things_stand_one_to_a_line() {
        let line = format!("call({}, [1, 2], \"{}\");", "x".repeat(60), "y, (".repeat(15));
        let lines = fold(&line, 2, OPEN);
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[2], "  [1, 2],");
        assert_eq!(lines[4], ");");
    }

    #[test]
    fn short_things_fill_lines() {
        let line = format!("f([{}]);", vec!["0x00"; 60].join(", "));
        let lines = fold(&line, 2, OPEN);
        assert!(lines.iter().all(|l| l.len() <= WIDTH - 2), "{lines:#?}");
        assert!(lines.len() < 9, "{lines:#?}");
    }

    #[test]
    fn paragraphs_keep_their_indentation() {
        assert_eq!(words("  a bb ccc", 6), ["  a bb", "  ccc"]);
        assert_eq!(words("", 6), [""]);
    }
}
