//! Literals of Python, and the letters of its `struct` formats.
//!
//! In: values. Out: text that Python reads back as the same value. Must not know: items.

use crate::lang::fold::quote;
use crate::model::{ByteOrder, Scalar};

/// A string literal in which everything but printable ASCII is an escape.
pub(in super::super) fn string(text: &str) -> String {
    let quote = quote(text);
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            c if c == quote || c == '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\U{:08x}", c as u32)),
        }
    }
    out.push(quote);
    out
}

/// A bytes literal.
pub(in super::super) fn bytes(bytes: &[u8]) -> String {
    let mut out = String::from("b\"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            b' '..=b'~' => out.push(char::from(*byte)),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

/// `0x1F`, and 0 as it is.
pub(in super::super) fn hex(value: impl std::fmt::UpperHex) -> String {
    let digits = format!("{value:X}");
    if digits == "0" { digits } else { format!("0x{digits}") }
}

pub(in super::super) fn float(value: f64) -> String {
    if value.is_nan() {
        "float(\"nan\")".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "float(\"inf\")".to_owned() } else { "float(\"-inf\")".to_owned() }
    } else {
        format!("{value:?}")
    }
}

pub(in super::super) fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// The word that `int.from_bytes` takes.
pub(super) fn word(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Little => "\"little\"",
        ByteOrder::Big => "\"big\"",
    }
}

/// The sign in front of a format.
pub(in super::super) fn sign(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Little => "<",
        ByteOrder::Big => ">",
    }
}

/// The letter of a scalar in a format, if it has one.
pub(super) fn letter(scalar: Scalar) -> Option<char> {
    let letter = match (scalar, scalar.bits()) {
        (Scalar::F32, _) => 'f',
        (Scalar::F64, _) => 'd',
        (Scalar::Bool, _) => 'B',
        (_, 8) => 'b',
        (_, 16) => 'h',
        (_, 32) => 'i',
        (_, 64) => 'q',
        _ => return None,
    };
    Some(if scalar.is_integer() && !scalar.is_signed() {
        letter.to_ascii_uppercase()
    } else {
        letter
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_ascii_on_one_line() {
        assert_eq!(string("a\"\\\nß\u{1f600}"), r#"'a"\\\n\U000000df\U0001f600'"#);
        assert_eq!(string("it's \"so\""), r#"'it\'s "so"'"#);
        assert_eq!(string("it's"), r#""it's""#);
        assert_eq!(bytes(b"a\"\\\n\xff"), "b\"a\\\"\\\\\\x0a\\xff\"");
        assert_eq!(hex(0), "0");
        assert_eq!(hex(255_u8), "0xFF");
    }
}
