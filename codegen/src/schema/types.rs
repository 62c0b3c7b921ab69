//! The grammar of types (rule L2): text to its parts.
//!
//! In: `f32be[3][2]`. Out: [`TypeText`], or what is wrong with the text. Must not know: which types are declared.

use crate::diag::Code;
use crate::model::{ByteOrder, Scalar};
use crate::name::{is_type_name, is_value_name};

/// A type, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeText<'t> {
    pub(crate) base: Base<'t>,
    /// What stands in each pair of brackets, from left to right.
    pub(crate) bounds: Vec<BoundText<'t>>,
}

/// A bound, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BoundText<'t> {
    /// The whole text, for messages.
    pub(crate) text: &'t str,
    pub(crate) head: BoundHead<'t>,
    /// What stands behind `..`.
    pub(crate) max: Option<&'t str>,
}

/// What a bound begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoundHead<'t> {
    /// A number or a name.
    Exact(&'t str),
    /// `u8`, `u16`, `u32`, with a byte order.
    Prefix(Scalar, Option<ByteOrder>),
    /// `uvar`
    Varint,
    /// `rest`
    Rest,
    /// Nothing: `..32`.
    Nothing,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Base<'t> {
    Scalar(Scalar, Option<ByteOrder>),
    Char,
    Bytes,
    Text,
    CText,
    /// LEB128, zigzag if signed.
    Varint {
        signed: bool,
    },
    Named {
        package: Option<&'t str>,
        name: &'t str,
    },
}

/// What is wrong with a type's text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadType {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

fn bad(code: Code, message: impl Into<String>, help: Option<&str>) -> BadType {
    BadType { code, message: message.into(), help: help.map(str::to_owned) }
}

fn not_yet(what: &str) -> BadType {
    bad(
        Code::NotYet,
        format!("this version generates only what has a fixed size, and not yet {what}"),
        None,
    )
}

/// Type names of other languages, what is meant, and its size.
const FOREIGN: &[(&[&str], &str)] = &[
    (
        &["int", "int32", "int32_t", "s32", "sint32", "Int32", "integer", "Integer"],
        "i32` (4 bytes)",
    ),
    (&["uint", "uint32", "uint32_t", "UInt32", "dword", "DWORD"], "u32` (4 bytes)"),
    (&["long"], "i32` (4 bytes, a C `long` on the ESP8266) or `i64` (8 bytes, on a 64-bit server)"),
    (
        &["ulong", "unsigned long"],
        "u32` (4 bytes, on the ESP8266) or `u64` (8 bytes, on a 64-bit server)",
    ),
    (&["long long", "int64", "int64_t", "s64", "Int64"], "i64` (8 bytes)"),
    (&["uint64", "uint64_t", "UInt64", "size_t", "unsigned long long"], "u64` (8 bytes)"),
    (&["short", "int16", "int16_t", "s16", "Int16"], "i16` (2 bytes)"),
    (
        &["ushort", "uint16", "uint16_t", "UInt16", "word", "WORD", "unsigned short"],
        "u16` (2 bytes)",
    ),
    (
        &["byte", "Byte", "uint8", "uint8_t", "UInt8", "uchar", "BYTE", "unsigned char"],
        "u8` (1 byte)",
    ),
    (&["int8", "int8_t", "s8", "Int8", "sbyte", "signed char"], "i8` (1 byte)"),
    (&["unsigned", "unsigned int"], "u32` (4 bytes)"),
    (&["float", "float32", "Float", "single"], "f32` (4 bytes)"),
    (&["double", "float64", "Double", "number", "Number"], "f64` (8 bytes)"),
    (&["boolean", "Boolean", "Bool", "_Bool"], "bool` (1 byte)"),
    (
        &["String", "str", "text", "Text"],
        "char[20]` (exactly 20 bytes, padded) or `string[u8..200]` (a count, then at most 200 bytes)",
    ),
    (&["blob", "Blob", "binary", "bytearray"], "bytes[16]` (exactly 16 bytes)"),
];

/// Arrays of arrays are types within types: a bound for every walk over them.
const MAX_BOUNDS: usize = 16;

/// Reads a type.
pub(crate) fn parse(text: &str) -> Result<TypeText<'_>, BadType> {
    if let Some((_, meant)) = FOREIGN.iter().find(|(names, _)| names.contains(&text)) {
        return Err(bad(
            Code::ForeignType,
            format!("`{text}` is a type of another language"),
            Some(&format!("write `{meant}")),
        ));
    }
    if text.contains(char::is_whitespace) {
        return Err(bad(
            Code::BadType,
            format!("`{text}` has blanks in it"),
            Some("types are written without blanks"),
        ));
    }
    let (base, mut rest) = text.split_at(text.find(['[', '?']).unwrap_or(text.len()));
    let mut bounds = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let Some((bound, after)) = inner.split_once(']') else {
            return Err(bad(
                Code::BadType,
                format!("`{text}` has a bracket that is not closed"),
                Some("close it with `]`"),
            ));
        };
        if bounds.len() == MAX_BOUNDS {
            return Err(bad(
                Code::BadType,
                format!("a type has at most {MAX_BOUNDS} pairs of brackets"),
                Some("put some of them into a struct"),
            ));
        }
        bounds.push(bound);
        rest = after;
    }
    match rest {
        "" => {}
        "?" => return Err(not_yet("optional values (L2)")),
        _ => {
            return Err(bad(
                Code::BadType,
                format!("`{text}` cannot be read: nothing is expected at `{rest}`"),
                Some("a type is a base and bounds in brackets, as in `f32[3]`"),
            ));
        }
    }
    if base.starts_with("map") && !bounds.is_empty() {
        return Err(not_yet("maps (L6.4)"));
    }
    text_bounds(base, &bounds)?;
    let bounds = bounds.into_iter().map(parse_bound).collect::<Result<_, _>>()?;
    Ok(TypeText { base: parse_base(base)?, bounds })
}

fn parse_base(text: &str) -> Result<Base<'_>, BadType> {
    match text {
        "char" => return Ok(Base::Char),
        "bytes" => return Ok(Base::Bytes),
        "string" => return Ok(Base::Text),
        "cstring" => return Ok(Base::CText),
        "uvar" | "ivar" => return Ok(Base::Varint { signed: text == "ivar" }),
        _ => {}
    }
    if let Some(scalar) = Scalar::from_keyword(text) {
        return Ok(Base::Scalar(scalar, None));
    }
    for (suffix, order) in [("le", ByteOrder::Little), ("be", ByteOrder::Big)] {
        if let Some(scalar) = text.strip_suffix(suffix).and_then(Scalar::from_keyword) {
            if scalar.bytes() == 1 {
                return Err(bad(
                    Code::BadType,
                    format!("`{text}`: a single byte has no byte order"),
                    Some(&format!("write `{}`", scalar.keyword())),
                ));
            }
            return Ok(Base::Scalar(scalar, Some(order)));
        }
    }
    let (package, name) = text.split_once('.').map_or((None, text), |(p, n)| (Some(p), n));
    if is_type_name(name) && package.is_none_or(is_value_name) {
        return Ok(Base::Named { package, name });
    }
    if text == "f16" {
        return Err(bad(
            Code::NotYet,
            "`f16` is kept for a later edition",
            Some("write `f32`, or a scaled `i16`"),
        ));
    }
    let width = text.strip_prefix(['u', 'i']).and_then(|w| w.parse::<u32>().ok());
    let help = match width {
        Some(1..=64) => Some(
            "integers have 8, 16, 24, 32, 40, 48, 56 or 64 bits; other widths stand in a bits group",
        ),
        _ => Some(
            "types are scalars such as `u16` and `f32be`, `bool`, `char[20]`, `bytes[4]`, and the names that are declared",
        ),
    };
    Err(bad(Code::BadType, format!("`{text}` is not a type"), help))
}

/// Texts and bytes always need a bound that says how their end is found.
fn text_bounds(base: &str, bounds: &[&str]) -> Result<(), BadType> {
    let is_number = |b: &str| b.starts_with(|c: char| c.is_ascii_digit());
    match (base, bounds.first()) {
        ("char" | "bytes", None) => Err(bad(
            Code::MissingBound,
            format!("`{base}` does not say how many bytes"),
            Some(&format!("write `{base}[20]` for exactly 20 bytes")),
        )),
        ("string", None) => Err(bad(
            Code::MissingBound,
            format!("`{base}` does not say how its end is found"),
            Some(
                "`string[u8..200]` writes a count in one byte, `cstring[..200]` ends with a NUL, `char[20]` takes exactly 20 bytes",
            ),
        )),
        ("string", Some(bound)) if is_number(bound) || bound.starts_with("..") => {
            let max = bound.trim_start_matches('.');
            Err(bad(
                Code::StringBound,
                format!("`string[{bound}]` does not say how the end of the text is found"),
                Some(&format!(
                    "`string[u8..{max}]` writes a count in one byte, then at most {max} bytes; `char[{max}]` takes exactly {max} bytes; `cstring[..{max}]` ends with a NUL"
                )),
            ))
        }
        ("cstring", Some(bound)) if !bound.starts_with("..") => Err(bad(
            Code::StringBound,
            format!("`cstring[{bound}]`: a text that a NUL ends has no count"),
            Some("`cstring[..32]` is at most 32 bytes and a NUL"),
        )),
        _ => Ok(()),
    }
}

fn parse_bound(text: &str) -> Result<BoundText<'_>, BadType> {
    if text == "*" || text.is_empty() {
        return Err(bad(
            Code::BadBound,
            "an empty bound says nothing",
            Some("write how many, as in `u8[4]`, or where the number stands, as in `u8[u16..100]`"),
        ));
    }
    let (head, max) = match text.split_once("..") {
        Some((head, max)) => (head, Some(max)),
        None => (text, None),
    };
    let order = [("le", ByteOrder::Little), ("be", ByteOrder::Big)];
    let ordered = order.iter().find_map(|(suffix, order)| {
        Some((head.strip_suffix(suffix).and_then(Scalar::from_keyword)?, Some(*order)))
    });
    let scalar = Scalar::from_keyword(head).map(|scalar| (scalar, None)).or(ordered);
    let head = match (head, scalar) {
        ("", _) => BoundHead::Nothing,
        ("rest", _) => BoundHead::Rest,
        ("uvar", _) => BoundHead::Varint,
        (_, Some((scalar @ (Scalar::U8 | Scalar::U16 | Scalar::U32), order)))
            if scalar.bytes() > 1 || order.is_none() =>
        {
            BoundHead::Prefix(scalar, order)
        }
        (_, Some(_)) => {
            return Err(bad(
                Code::BadBound,
                format!("`{head}` cannot be a prefix"),
                Some("prefixes are u8, u16, u32 and uvar"),
            ));
        }
        (head, None) => BoundHead::Exact(head),
    };
    Ok(BoundText { text, head, max })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_taken_apart() {
        let parsed = parse("f32be[3][2]").expect("a type");
        assert_eq!(parsed.base, Base::Scalar(Scalar::F32, Some(ByteOrder::Big)));
        assert_eq!(parsed.bounds.iter().map(|b| b.text).collect::<Vec<_>>(), ["3", "2"]);
        let bound = parse("string[u16be..200]").expect("a type").bounds[0];
        assert_eq!(bound.head, BoundHead::Prefix(Scalar::U16, Some(ByteOrder::Big)));
        assert_eq!(bound.max, Some("200"));
        assert_eq!(
            parse("common.Point").expect("a type").base,
            Base::Named { package: Some("common"), name: "Point" }
        );
    }

    #[test]
    fn mistakes_have_their_codes() {
        for (text, code) in [
            ("int", Code::ForeignType),
            ("uint8_t", Code::ForeignType),
            ("char", Code::MissingBound),
            ("string[200]", Code::StringBound),
            ("string[..200]", Code::StringBound),
            ("cstring[20]", Code::StringBound),
            ("u8[u24]", Code::BadBound),
            ("u8[u8be]", Code::BadBound),
            ("u8?", Code::NotYet),
            ("u8[", Code::BadType),
            ("u8be", Code::BadType),
            ("u12", Code::BadType),
            ("u8[]", Code::BadBound),
            ("u8 [2]", Code::BadType),
        ] {
            assert_eq!(parse(text).expect_err(text).code, code, "{text}");
        }
    }
}
