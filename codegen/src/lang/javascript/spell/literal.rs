//! Literals of JavaScript.
//!
//! In: values. Out: text that JavaScript reads back as the same value. Must not know: items.

use crate::lang::fold::quote;
use crate::lang::text;

/// A string literal without what ends lines or scripts elsewhere.
pub(in super::super) fn string(given: &str) -> String {
    let quote = quote(given);
    let mut out = String::from(quote);
    for c in given.chars() {
        match c {
            c if c == quote || c == '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if text::is_unsafe(c) || c == '<' => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// `12` or `12n`
pub(in super::super) fn int(value: i128, big: bool) -> String {
    format!("{value}{}", if big { "n" } else { "" })
}

pub(in super::super) fn float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else {
        format!("{value:?}").trim_end_matches(".0").to_owned()
    }
}

/// `[0x57, 0x49]`
pub(in super::super) fn bytes(bytes: &[u8]) -> String {
    let list: Vec<_> = bytes.iter().map(|byte| format!("0x{byte:02x}")).collect();
    format!("[{}]", list.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_end_nothing_around_them() {
        assert_eq!(string("a\"\\\n</script>\u{2028}"), "'a\"\\\\\\n\\u003c/script>\\u2028'");
        assert_eq!(string("it's"), "\"it's\"");
        assert_eq!(float(-0.0), "-0");
        assert_eq!(float(1e300), "1e300");
    }
}
