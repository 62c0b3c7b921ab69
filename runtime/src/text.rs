//! Text in a fixed number of bytes.

use core::fmt;

use crate::{DecodeError, EncodeError, ErrorCode};

/// At most `N` bytes of UTF-8 without a NUL.
///
/// In memory it is what `char[N]` is on the wire: the text, then NULs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text<const N: usize> {
    bytes: [u8; N],
}

impl<const N: usize> Text<N> {
    /// The empty text.
    pub const EMPTY: Self = Self { bytes: [0; N] };

    /// A text that is written in a program.
    ///
    /// # Panics
    /// If it has more than `N` bytes.
    #[must_use]
    pub const fn from_literal(text: &str) -> Self {
        let (text, mut bytes, mut i) = (text.as_bytes(), [0; N], 0);
        while i < text.len() {
            bytes[i] = text[i];
            i += 1;
        }
        Self { bytes }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The text's bytes, without padding.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len()]
    }

    /// How many bytes the text has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.iter().position(|byte| *byte == 0).unwrap_or(N)
    }

    /// Whether the text has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.first().is_none_or(|byte| *byte == 0)
    }

    /// The text that fills a field and is padded with NULs.
    ///
    /// # Errors
    /// [`ErrorCode::Utf8`], or [`ErrorCode::Nul`] if something other than NULs stands behind a NUL.
    #[inline]
    pub fn from_nul_padded(bytes: &[u8; N]) -> Result<Self, DecodeError> {
        if is_plain(bytes) { Ok(Self { bytes: *bytes }) } else { Self::from_unusual(bytes, true) }
    }

    /// The text up to the first NUL of a field; what stands behind it is ignored.
    ///
    /// # Errors
    /// [`ErrorCode::Utf8`].
    #[inline]
    pub fn from_any_padded(bytes: &[u8; N]) -> Result<Self, DecodeError> {
        if is_plain(bytes) { Ok(Self { bytes: *bytes }) } else { Self::from_unusual(bytes, false) }
    }

    /// The text of a field that is padded with spaces.
    ///
    /// # Errors
    /// [`ErrorCode::Utf8`], or [`ErrorCode::Nul`] if there is a NUL.
    pub fn from_space_padded(bytes: &[u8; N]) -> Result<Self, DecodeError> {
        let end = bytes.iter().rposition(|byte| *byte != b' ').map_or(0, |last| last + 1);
        let mut text = Self::EMPTY;
        text.bytes[..end].copy_from_slice(&bytes[..end]);
        core::str::from_utf8(text.as_bytes()).map_err(|_| DecodeError::new(ErrorCode::Utf8))?;
        if text.len() == end { Ok(text) } else { Err(DecodeError::new(ErrorCode::Nul)) }
    }

    /// What is not ASCII, or not padded as it should be.
    #[cold]
    fn from_unusual(bytes: &[u8; N], strict: bool) -> Result<Self, DecodeError> {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(N);
        core::str::from_utf8(&bytes[..end]).map_err(|_| DecodeError::new(ErrorCode::Utf8))?;
        if strict && bytes[end..].iter().any(|byte| *byte != 0) {
            return Err(DecodeError::new(ErrorCode::Nul));
        }
        let mut text = Self::EMPTY;
        text.bytes[..end].copy_from_slice(&bytes[..end]);
        Ok(text)
    }

    /// The same text, which is to be written as ASCII.
    ///
    /// # Errors
    /// [`ErrorCode::Utf8`] if it is not.
    pub fn to_ascii(self) -> Result<Self, EncodeError> {
        if self.bytes.is_ascii() { Ok(self) } else { Err(EncodeError::new(ErrorCode::Utf8)) }
    }

    /// The text and NULs.
    #[must_use]
    pub const fn nul_padded(self) -> [u8; N] {
        self.bytes
    }

    /// The text and spaces.
    ///
    /// # Errors
    /// [`ErrorCode::Range`] if the text ends in a space, which would not come back.
    pub fn space_padded(self) -> Result<[u8; N], EncodeError> {
        let end = self.len();
        if self.as_bytes().ends_with(b" ") {
            return Err(EncodeError::new(ErrorCode::Range));
        }
        let mut bytes = self.bytes;
        bytes[end..].fill(b' ');
        Ok(bytes)
    }
}

/// Whether bytes are ASCII without a NUL, then only NULs: nearly every text is, and it is tested eight bytes at a time.
#[inline]
fn is_plain<const N: usize>(bytes: &[u8; N]) -> bool {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let mut bad = 0;
    let mut ended = 0;
    let mut rest = bytes.as_slice();
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        // The highest bit of each byte: whether the byte is not zero (of ASCII, where the sum cannot carry).
        let filled = ((word & LOW) + LOW) & HIGH;
        // A byte that is filled behind one that is not.
        bad |= word & HIGH | filled & !(filled << 8 | (HIGH & 0xff) & !ended);
        ended = (!filled >> 56) & 0x80;
        rest = after;
    }
    let mut previous = ended == 0;
    for byte in rest {
        if *byte >= 0x80 || *byte != 0 && !previous {
            return false;
        }
        previous = *byte != 0;
    }
    bad == 0
}

impl<const N: usize> Default for Text<N> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<const N: usize> TryFrom<&str> for Text<N> {
    type Error = EncodeError;

    /// # Errors
    /// [`ErrorCode::Limit`] if there are more than `N` bytes, [`ErrorCode::Nul`] if there is a NUL.
    fn try_from(text: &str) -> Result<Self, EncodeError> {
        let mut bytes = [0; N];
        let Some(start) = bytes.get_mut(..text.len()) else {
            return Err(EncodeError::new(ErrorCode::Limit));
        };
        start.copy_from_slice(text.as_bytes());
        if text.contains('\0') { Err(EncodeError::new(ErrorCode::Nul)) } else { Ok(Self { bytes }) }
    }
}

impl<const N: usize> AsRef<str> for Text<N> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> PartialEq<str> for Text<N> {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> PartialEq<&str> for Text<N> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow<const N: usize>(bytes: &[u8; N]) -> bool {
        let end = bytes.iter().position(|b| *b == 0).unwrap_or(N);
        bytes.is_ascii() && bytes[end..].iter().all(|b| *b == 0)
    }

    #[test]
    fn the_fast_test_agrees_with_the_slow_one() {
        let mut seed = 1_u32;
        for _ in 0..200_000 {
            let mut bytes = [0; 20];
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let end = (seed >> 24) as usize % 21;
            bytes[..end].fill(b'A' + seed.to_be_bytes()[2] % 8);
            let at = (seed >> 16) as usize % 20;
            match seed >> 4 & 3 {
                0 => bytes[at] = 0,
                1 => bytes[at] = 0x80 | seed.to_be_bytes()[3],
                2 => bytes[at] = 1,
                _ => {}
            }
            assert_eq!(is_plain(&bytes), slow(&bytes), "{bytes:?}");
            let short: [u8; 13] = *bytes[3..].first_chunk().expect("long enough");
            assert_eq!(is_plain(&short), slow(&short), "{short:?}");
        }
    }

    #[test]
    fn texts_of_each_padding_come_back() {
        let text = Text::<6>::try_from("Zoë").expect("fits");
        assert_eq!(Text::from_nul_padded(&text.nul_padded()), Ok(text));
        assert_eq!(Text::from_space_padded(&text.space_padded().expect("no space")), Ok(text));
        assert_eq!(
            Text::<4>::try_from("a b ").expect("fits").space_padded().map_err(|e| e.code()),
            Err(ErrorCode::Range)
        );
        assert_eq!(Text::<4>::from_any_padded(b"ab\0c"), Ok(Text::try_from("ab").expect("fits")));
        assert_eq!(Text::<4>::from_nul_padded(b"ab\0c").map_err(|e| e.code()), Err(ErrorCode::Nul));
        assert_eq!(
            Text::<4>::from_nul_padded(b"\xff\0\0c").map_err(|e| e.code()),
            Err(ErrorCode::Utf8)
        );
        assert_eq!(Text::<4>::try_from("abcde").map_err(|e| e.code()), Err(ErrorCode::Limit));
        assert_eq!(Text::<4>::try_from("a\0").map_err(|e| e.code()), Err(ErrorCode::Nul));
    }
}
