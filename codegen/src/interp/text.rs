//! What is text (rule S3, rows `utf8` and `nul`), and how it fills a `char[n]` (rule L2).

use super::ErrorCode;
use crate::model::{Encoding, Padding, Text};

/// The text in a field's bytes.
pub(super) fn read(rules: &Text, bytes: &[u8]) -> Result<String, ErrorCode> {
    let content = match rules.pad {
        Padding::Nul | Padding::Any => bytes,
        Padding::Space => trim_spaces(bytes),
    };
    let end = content.iter().position(|b| *b == 0).unwrap_or(content.len());
    let (text, rest) = content.split_at(end);
    let text = std::str::from_utf8(text).map_err(|_| ErrorCode::Utf8)?;
    if rules.encoding == Encoding::Ascii && !text.is_ascii() {
        return Err(ErrorCode::Utf8);
    }
    let rest_is_padding = match rules.pad {
        Padding::Nul => rest.iter().all(|b| *b == 0),
        Padding::Any => true,
        Padding::Space => rest.is_empty(),
    };
    if rest_is_padding { Ok(text.to_owned()) } else { Err(ErrorCode::Nul) }
}

fn trim_spaces(mut bytes: &[u8]) -> &[u8] {
    while let [start @ .., b' '] = bytes {
        bytes = start;
    }
    bytes
}

/// The text that bytes without padding are.
pub(super) fn read_free(
    encoding: Encoding,
    may_hold_nul: bool,
    bytes: &[u8],
) -> Result<String, ErrorCode> {
    let text = std::str::from_utf8(bytes).map_err(|_| ErrorCode::Utf8)?;
    check_free(encoding, may_hold_nul, text).map(|()| text.to_owned())
}

/// Whether a text may stand without padding.
pub(super) fn check_free(
    encoding: Encoding,
    may_hold_nul: bool,
    text: &str,
) -> Result<(), ErrorCode> {
    if encoding == Encoding::Ascii && !text.is_ascii() {
        return Err(ErrorCode::Utf8);
    }
    if text.contains('\0') && !may_hold_nul { Err(ErrorCode::Nul) } else { Ok(()) }
}

/// A field's bytes for a text.
pub(super) fn write(rules: &Text, text: &str) -> Result<Vec<u8>, ErrorCode> {
    let size = rules.size as usize;
    if text.len() > size {
        return Err(ErrorCode::Limit);
    }
    if rules.encoding == Encoding::Ascii && !text.is_ascii() {
        return Err(ErrorCode::Utf8);
    }
    if text.contains('\0') {
        return Err(ErrorCode::Nul);
    }
    if rules.pad == Padding::Space && text.ends_with(' ') {
        return Err(ErrorCode::Range);
    }
    let fill = match rules.pad {
        Padding::Nul | Padding::Any => 0,
        Padding::Space => b' ',
    };
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(size, fill);
    Ok(bytes)
}
