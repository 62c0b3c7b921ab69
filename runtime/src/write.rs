//! Writing what has no fixed size: a position in a buffer, and runs and parts from there on.
//!
//! The buffer has the size that `encoded_len` says. Offsets of errors count from its start; names are added by the caller.

use crate::read::Chars;
use crate::{EncodeError, ErrorCode};

/// A buffer, and how far it has been written; what was not written is zero.
#[derive(Debug)]
pub struct Writer<'b> {
    out: &'b mut [u8],
    at: usize,
}

impl<'b> Writer<'b> {
    /// Writes to the first `size` bytes of a buffer.
    ///
    /// # Errors
    /// [`ErrorCode::Capacity`] if it has fewer; the offset says how many bytes are needed.
    #[inline]
    pub fn new(out: &'b mut [u8], size: usize) -> Result<Self, EncodeError> {
        match out.get_mut(..size) {
            Some(out) => {
                out.fill(0);
                Ok(Self { out, at: 0 })
            }
            None => Err(EncodeError::at(ErrorCode::Capacity, size)),
        }
    }

    /// The offset of the next byte.
    #[inline]
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// What was written.
    #[inline]
    #[must_use]
    pub fn finish(self) -> &'b mut [u8] {
        debug_assert_eq!(self.at, self.out.len(), "`encoded_len` says what is written");
        self.out
    }

    /// `N` bytes to write to, and where they begin.
    ///
    /// # Panics
    /// Never: the buffer has the size of the value.
    #[inline]
    pub fn run<const N: usize>(&mut self) -> (usize, &mut [u8; N]) {
        let at = self.at;
        self.at += N;
        (at, self.out[at..].first_chunk_mut().expect("the buffer has the size of the value"))
    }

    /// Raw bytes.
    ///
    /// # Panics
    /// Never: the buffer has the size of the value.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.out[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    /// A text without its count.
    ///
    /// # Errors
    /// [`ErrorCode::Utf8`] or [`ErrorCode::Nul`].
    #[inline]
    pub fn text(&mut self, text: &str, chars: Chars) -> Result<(), EncodeError> {
        chars.refuse(text.as_bytes()).map_err(|code| EncodeError::at(code, self.at))?;
        self.bytes(text.as_bytes());
        Ok(())
    }

    /// A text and the NUL that ends it.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if it is too long, [`ErrorCode::Utf8`] or [`ErrorCode::Nul`].
    pub fn c_text(&mut self, text: &str, max: usize, chars: Chars) -> Result<(), EncodeError> {
        self.at_most(text.len(), max)?;
        self.text(text, chars)?;
        self.bytes(&[0]);
        Ok(())
    }

    /// An unsigned integer in LEB128.
    pub fn uvar(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes(&[value.to_le_bytes()[0] | 0x80]);
            value >>= 7;
        }
        self.bytes(&[value.to_le_bytes()[0]]);
    }

    /// A signed integer in LEB128 with zigzag.
    pub fn ivar(&mut self, value: i64) {
        self.uvar(zigzag(value));
    }

    /// A count in LEB128.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if it is above the maximum.
    pub fn count(&mut self, count: usize, max: usize) -> Result<(), EncodeError> {
        self.at_most(count, max)?;
        self.uvar(count as u64);
        Ok(())
    }

    /// Tests a count that is not written.
    ///
    /// # Errors
    /// [`ErrorCode::Limit`] if it is above the maximum.
    pub fn at_most(&self, count: usize, max: usize) -> Result<(), EncodeError> {
        at_most(count, max).map(|_| ()).map_err(|error| error.shifted(self.at))
    }

    /// Leaves zeros up to the next multiple of `n` from `start`.
    pub fn align(&mut self, start: usize, n: usize) {
        self.at = start + (self.at - start).next_multiple_of(n);
    }

    /// Elements of `N` bytes, none of which can be wrong.
    #[inline]
    pub fn list<const N: usize, T: Copy>(
        &mut self,
        values: &[T],
        mut write: impl FnMut(T) -> [u8; N],
    ) {
        let out = &mut self.out[self.at..self.at + values.len() * N];
        for (place, value) in out.as_chunks_mut().0.iter_mut().zip(values) {
            *place = write(*value);
        }
        self.at += values.len() * N;
    }

    /// Elements of `N` bytes.
    ///
    /// # Errors
    /// The error of the first element that has one, with its index and offset.
    #[inline]
    pub fn checked_list<const N: usize, T: Copy>(
        &mut self,
        values: &[T],
        mut write: impl FnMut(T) -> Result<[u8; N], EncodeError>,
    ) -> Result<(), EncodeError> {
        let out = &mut self.out[self.at..self.at + values.len() * N];
        for (index, (place, value)) in out.as_chunks_mut().0.iter_mut().zip(values).enumerate() {
            *place = write(*value).map_err(|e| e.element(index, self.at + index * N))?;
        }
        self.at += values.len() * N;
        Ok(())
    }

    /// Elements that find their own ends.
    ///
    /// # Errors
    /// The error of the first element that has one, with its index.
    pub fn items<T>(
        &mut self,
        values: &[T],
        mut write: impl FnMut(&T, &mut Self) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        for (index, value) in values.iter().enumerate() {
            write(value, self).map_err(|e| e.element(index, 0))?;
        }
        Ok(())
    }
}

/// A count that is not above its maximum.
///
/// # Errors
/// [`ErrorCode::Limit`] if it is.
#[inline]
pub fn at_most(count: usize, max: usize) -> Result<usize, EncodeError> {
    if count > max { Err(EncodeError::new(ErrorCode::Limit)) } else { Ok(count) }
}

/// A count in the integer that stands in front of a part.
///
/// # Errors
/// [`ErrorCode::Limit`] if it is above the maximum, or does not fit.
#[inline]
pub fn count<T: TryFrom<usize>>(count: usize, max: usize) -> Result<T, EncodeError> {
    T::try_from(at_most(count, max)?).map_err(|_| EncodeError::new(ErrorCode::Limit))
}

/// How many bytes an unsigned integer has in LEB128.
#[must_use]
pub const fn uvar_len(value: u64) -> usize {
    (70 - (value | 1).leading_zeros() as usize) / 7
}

/// How many bytes a signed integer has in LEB128 with zigzag.
#[must_use]
pub const fn ivar_len(value: i64) -> usize {
    uvar_len(zigzag(value))
}

const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_leb128() {
        for (value, size) in [(0, 1), (127, 1), (128, 2), (16383, 2), (16384, 3), (u64::MAX, 10)] {
            assert_eq!(uvar_len(value), size, "{value}");
        }
        assert_eq!((ivar_len(-64), ivar_len(64), ivar_len(i64::MIN)), (1, 2, 10));
    }
}
