//! Reading what has no fixed size: a position in the input, and runs and parts from there on.
//!
//! Offsets of errors count from the first byte of the input; names are added by the caller.

use crate::{DecodeError, ErrorCode};

/// Which bytes are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chars {
    /// UTF-8 without NULs.
    Utf8,
    /// UTF-8.
    Utf8OrNul,
    /// ASCII without NULs.
    Ascii,
    /// ASCII.
    AsciiOrNul,
}

impl Chars {
    /// Why these bytes are no such text.
    pub(crate) fn refuse(self, bytes: &[u8]) -> Result<&str, ErrorCode> {
        let (ascii, nul) = match self {
            Self::Utf8 => (false, false),
            Self::Utf8OrNul => (false, true),
            Self::Ascii => (true, false),
            Self::AsciiOrNul => (true, true),
        };
        let text = core::str::from_utf8(bytes).map_err(|_| ErrorCode::Utf8)?;
        if ascii && !text.is_ascii() {
            return Err(ErrorCode::Utf8);
        }
        if !nul && bytes.contains(&0) { Err(ErrorCode::Nul) } else { Ok(text) }
    }
}

/// The input, and how far it has been read.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// Up to the end of the message or region.
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the start.
    #[inline]
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The offset of the next byte.
    #[inline]
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// What was not read.
    #[inline]
    #[must_use]
    pub fn left(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Tests that nothing is left.
    ///
    /// # Errors
    /// [`ErrorCode::Trailing`] if something is.
    #[inline]
    pub fn end(&self) -> Result<(), DecodeError> {
        if self.left().is_empty() {
            Ok(())
        } else {
            Err(DecodeError::at(ErrorCode::Trailing, self.at))
        }
    }

    /// `N` bytes and where they begin, if `tail` more are there.
    ///
    /// # Errors
    /// [`ErrorCode::Short`] if they are not.
    #[inline]
    pub fn run<const N: usize>(
        &mut self,
        tail: usize,
    ) -> Result<(usize, &'a [u8; N]), DecodeError> {
        let at = self.at;
        let left = self.left();
        match left.first_chunk() {
            Some(run) if left.len() - N >= tail => {
                self.at += N;
                Ok((at, run))
            }
            _ => Err(self.short(N.saturating_add(tail))),
        }
    }

    /// The next bytes, as many as a count says.
    ///
    /// # Errors
    /// [`ErrorCode::Short`] if there are fewer.
    #[inline]
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let taken = self.left().get(..count).ok_or_else(|| self.short(count))?;
        self.at += count;
        Ok(taken)
    }

    #[cold]
    fn short(&self, size: usize) -> DecodeError {
        DecodeError::short(self.bytes.len(), self.at.saturating_add(size))
    }

    /// A text of so many bytes.
    ///
    /// # Errors
    /// [`ErrorCode::Short`], [`ErrorCode::Utf8`] or [`ErrorCode::Nul`].
    #[inline]
    pub fn text(&mut self, count: usize, chars: Chars) -> Result<&'a str, DecodeError> {
        let at = self.at;
        chars.refuse(self.bytes(count)?).map_err(|code| DecodeError::at(code, at))
    }

    /// A text that a NUL ends, of at most so many bytes in front of it.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if there are more, [`ErrorCode::Short`] if there is no NUL, or [`ErrorCode::Utf8`].
    pub fn c_text(&mut self, max: usize, chars: Chars) -> Result<&'a str, DecodeError> {
        let (at, left) = (self.at, self.left());
        let near = &left[..left.len().min(max.saturating_add(1))];
        match near.iter().position(|byte| *byte == 0) {
            Some(length) => {
                let text = self.text(length, chars)?;
                self.at += 1;
                Ok(text)
            }
            None if near.len() > max => Err(DecodeError::at(ErrorCode::Limit, at)),
            None => Err(DecodeError::short(self.bytes.len(), self.bytes.len() + 1)),
        }
    }

    /// An unsigned integer in LEB128.
    ///
    /// # Errors
    /// [`ErrorCode::Varint`] if it is not in its shortest form or above 64 bits, or [`ErrorCode::Short`].
    #[inline]
    pub fn uvar(&mut self) -> Result<u64, DecodeError> {
        match self.left() {
            [byte @ 0..0x80, ..] => {
                self.at += 1;
                Ok((*byte).into())
            }
            _ => self.long_uvar(),
        }
    }

    fn long_uvar(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0;
        for (index, byte) in self.left().iter().take(10).enumerate() {
            let is_last = *byte < 0x80;
            if index > 0 && *byte == 0 || index == 9 && *byte > 1 {
                return Err(DecodeError::at(ErrorCode::Varint, self.at));
            }
            number |= u64::from(byte & 0x7F) << (index * 7);
            if is_last {
                self.at += index + 1;
                return Ok(number);
            }
        }
        Err(DecodeError::short(self.bytes.len(), self.bytes.len() + 1))
    }

    /// A signed integer in LEB128 with zigzag.
    ///
    /// # Errors
    /// As [`Self::uvar`].
    #[inline]
    pub fn ivar(&mut self) -> Result<i64, DecodeError> {
        let raw = self.uvar()?;
        Ok((raw >> 1).cast_signed() ^ -(raw & 1).cast_signed())
    }

    /// A count in LEB128.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if it is above the maximum, or as [`Self::uvar`].
    pub fn count(&mut self, max: usize) -> Result<usize, DecodeError> {
        let at = self.at;
        let count = usize::try_from(self.uvar()?).unwrap_or(usize::MAX);
        if count > max { Err(DecodeError::at(ErrorCode::Limit, at)) } else { Ok(count) }
    }

    /// How many bytes are left in front of the last `tail` ones.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if they are more than the maximum.
    pub fn rest(&self, tail: usize, max: usize) -> Result<usize, DecodeError> {
        self.rest_of(1, tail, max)
    }

    /// How many elements of a size are left in front of the last `tail` bytes.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if they are more than the maximum, [`ErrorCode::Short`] if they do not fill the bytes.
    pub fn rest_of(&self, size: usize, tail: usize, max: usize) -> Result<usize, DecodeError> {
        let left = self.left().len().saturating_sub(tail);
        let (count, surplus) = (left / size, left % size);
        if count > max {
            return Err(DecodeError::at(ErrorCode::Limit, self.at));
        }
        if surplus > 0 {
            let end = self.at + left;
            return Err(DecodeError::short(end, end + size - surplus));
        }
        Ok(count)
    }

    /// Skips to the next multiple of `n` from `start`.
    ///
    /// # Errors
    /// [`ErrorCode::Short`] if the input ends before it.
    pub fn align(&mut self, start: usize, n: usize) -> Result<(), DecodeError> {
        let past = self.at - start;
        self.bytes(past.next_multiple_of(n) - past).map(|_| ())
    }
}

/// A count that is not above its maximum.
///
/// # Errors
/// [`ErrorCode::Limit`] if it is.
#[inline]
pub fn at_most(count: usize, max: usize) -> Result<usize, DecodeError> {
    if count > max { Err(DecodeError::new(ErrorCode::Limit)) } else { Ok(count) }
}

#[cfg(feature = "alloc")]
mod lists {
    use alloc::vec::Vec;

    use super::Reader;
    use crate::{DecodeError, ErrorCode};

    impl Reader<'_> {
        /// So many elements of `N` bytes, none of which can be wrong.
        ///
        /// # Errors
        /// [`ErrorCode::Short`].
        #[inline]
        pub fn list<const N: usize, T>(
            &mut self,
            count: usize,
            read: impl FnMut(&[u8; N]) -> T,
        ) -> Result<Vec<T>, DecodeError> {
            let bytes = self.bytes(count.saturating_mul(N))?;
            Ok(bytes.as_chunks().0.iter().map(read).collect())
        }

        /// So many elements of `N` bytes.
        ///
        /// # Errors
        /// [`ErrorCode::Short`], or the error of the first element that has one, with its index and offset.
        #[inline]
        pub fn checked_list<const N: usize, T>(
            &mut self,
            count: usize,
            mut read: impl FnMut(&[u8; N]) -> Result<T, DecodeError>,
        ) -> Result<Vec<T>, DecodeError> {
            let start = self.at();
            let bytes = self.bytes(count.saturating_mul(N))?;
            let elements = bytes.as_chunks().0.iter().enumerate();
            elements
                .map(|(i, element)| read(element).map_err(|e| e.element(i, start + i * N)))
                .collect()
        }

        /// So many elements that find their own ends, each of at least `least` bytes.
        ///
        /// # Errors
        /// The error of the first element that has one, with its index.
        pub fn items<T>(
            &mut self,
            count: usize,
            least: usize,
            mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
        ) -> Result<Vec<T>, DecodeError> {
            let possible = self.left().len() / least.max(1);
            let mut items = Vec::with_capacity(count.min(possible));
            for index in 0..count {
                items.push(read(self).map_err(|e| e.element(index, 0))?);
            }
            Ok(items)
        }

        /// `N` elements that find their own ends.
        ///
        /// # Errors
        /// The error of the first element that has one, with its index.
        ///
        /// # Panics
        /// Never: there are `N` elements.
        pub fn array<const N: usize, T>(
            &mut self,
            read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
        ) -> Result<[T; N], DecodeError> {
            let items = self.items(N, 1, read)?;
            Ok(items.try_into().unwrap_or_else(|_| unreachable!("there are N elements")))
        }

        /// Elements that find their own ends, up to the last `tail` bytes.
        ///
        /// # Errors
        /// [`ErrorCode::Limit`] if there are more than `max`, or the error of the first element that has one.
        pub fn items_to_end<T>(
            &mut self,
            tail: usize,
            max: usize,
            mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
        ) -> Result<Vec<T>, DecodeError> {
            let start = self.at();
            let end = start + self.left().len().saturating_sub(tail);
            let mut region = Reader { bytes: &self.bytes[..end], at: start };
            let mut items = Vec::new();
            while region.at < end {
                if items.len() >= max {
                    return Err(DecodeError::at(ErrorCode::Limit, start));
                }
                let index = items.len();
                items.push(read(&mut region).map_err(|e| e.element(index, 0))?);
            }
            self.at = end;
            Ok(items)
        }
    }
}
