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
        if !is_plain(bytes)
            && let Some(code) = unusual(bytes)
        {
            return Err(DecodeError::new(code));
        }
        Ok(Self { bytes: *bytes })
    }

    /// The text up to the first NUL of a field; what stands behind it is ignored.
    ///
    /// # Errors
    /// [`ErrorCode::Utf8`].
    #[inline]
    pub fn from_any_padded(bytes: &[u8; N]) -> Result<Self, DecodeError> {
        if is_plain(bytes) { Ok(Self { bytes: *bytes }) } else { Self::from_unusual(bytes) }
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

    /// What is not ASCII, or has something behind the first NUL.
    #[cold]
    fn from_unusual(bytes: &[u8; N]) -> Result<Self, DecodeError> {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(N);
        core::str::from_utf8(&bytes[..end]).map_err(|_| DecodeError::new(ErrorCode::Utf8))?;
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

/// What is wrong with a text that is not ASCII, or not padded with NULs only.
///
/// A number comes back rather than an error, which would be written where the value of the usual case is put together.
#[cold]
fn unusual(bytes: &[u8]) -> Option<ErrorCode> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    match core::str::from_utf8(&bytes[..end]) {
        Err(_) => Some(ErrorCode::Utf8),
        Ok(_) if bytes[end..].iter().any(|byte| *byte != 0) => Some(ErrorCode::Nul),
        Ok(_) => None,
    }
}

/// Whether bytes are ASCII without a NUL, then only NULs: nearly every text is, and it is tested eight bytes at a time.
#[inline]
fn is_plain<const N: usize>(bytes: &[u8; N]) -> bool {
    let bad = if N > 8 {
        // Each byte beside the next one; the last eight pairs may overlap the ones before.
        let (pairs, _) = bytes[..N - 1].as_chunks();
        let (nexts, _) = bytes[1..].as_chunks();
        let bad = pairs.iter().zip(nexts).fold(0, |bad, (bytes, nexts)| {
            bad | not_plain(u64::from_le_bytes(*bytes), u64::from_le_bytes(*nexts))
        });
        let last = u64::from_le_bytes(*bytes.last_chunk().expect("there are more than eight"));
        let pairs = bytes[N - 9..].first_chunk().expect("there are more than eight");
        bad | not_plain(u64::from_le_bytes(*pairs), last) | last
    } else {
        let mut all = [0; 8];
        all[..N].copy_from_slice(bytes);
        let all = u64::from_le_bytes(all);
        not_plain(all, all >> 8)
    };
    bad & 0x8080_8080_8080_8080 == 0
}

/// Of eight bytes and those behind each of them: a highest bit is set if a byte is not ASCII, or is a NUL before a byte
/// that is none. It may be set wrongly only where the next byte is not ASCII.
#[inline]
fn not_plain(bytes: u64, nexts: u64) -> u64 {
    // What is carried to another byte comes from one that is not ASCII, or from a NUL to a byte that is not one.
    let ended = bytes.wrapping_sub(0x0101_0101_0101_0101);
    let filled = nexts.wrapping_add(0x7f7f_7f7f_7f7f_7f7f);
    ended & filled | bytes
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

    fn compare<const N: usize>(bytes: &[u8]) {
        let bytes: &[u8; N] = bytes.last_chunk().expect("long enough");
        assert_eq!(is_plain(bytes), slow(bytes), "{bytes:?}");
        assert!(!slow(bytes) || unusual(bytes).is_none(), "{bytes:?}");
    }

    #[test]
    fn the_fast_test_agrees_with_the_slow_one() {
        const ODD: [u8; 8] = [0, 0, 1, 2, 0x7f, 0x80, 0x81, 0xff];
        let mut seed = 1_u32;
        for _ in 0..200_000 {
            let mut bytes = [0; 40];
            let mut chance = |n: u32| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 16) as usize % n as usize
            };
            let end = chance(41);
            bytes[..end].fill(ODD[2 + chance(3)]);
            for _ in 0..chance(3) {
                bytes[chance(40)] = ODD[chance(8)];
            }
            compare::<0>(&bytes);
            compare::<1>(&bytes);
            compare::<7>(&bytes);
            compare::<8>(&bytes);
            compare::<9>(&bytes);
            compare::<13>(&bytes);
            compare::<17>(&bytes);
            compare::<20>(&bytes);
            compare::<40>(&bytes);
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
