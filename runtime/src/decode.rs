//! Checks of what was read. Offsets and names are added by the caller.

use core::ops::RangeBounds;

use crate::scan::element;
use crate::{DecodeError, DecodePrefix, ErrorCode};

/// A truth value: 0 or 1.
///
/// # Errors
/// [`ErrorCode::Bool`] for any other byte.
#[inline]
pub fn boolean(byte: u8) -> Result<bool, DecodeError> {
    match byte {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(DecodeError::new(ErrorCode::Bool)),
    }
}

/// A number in a range; a NaN is in none.
///
/// # Errors
/// [`ErrorCode::Range`] for any other number.
#[inline]
pub fn within<T: PartialOrd>(value: T, range: impl RangeBounds<T>) -> Result<T, DecodeError> {
    if range.contains(&value) { Ok(value) } else { Err(DecodeError::new(ErrorCode::Range)) }
}

/// A number, or nothing if it is the one that means "no value".
#[inline]
pub fn unless<T: PartialEq + Copy>(value: T, sentinel: T) -> Option<T> {
    if value == sentinel { None } else { Some(value) }
}

/// The value of a closed enum.
///
/// # Errors
/// [`ErrorCode::Enum`] if there is none.
#[inline]
pub fn named<T>(value: Option<T>) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::new(ErrorCode::Enum))
}

/// A number in a narrower type.
///
/// # Errors
/// [`ErrorCode::Range`] if it does not fit.
#[inline]
pub fn fit<T, E>(value: Result<T, E>) -> Result<T, DecodeError> {
    value.map_err(|_| DecodeError::new(ErrorCode::Range))
}

/// The same bytes, if what stands before the first NUL is ASCII.
///
/// # Errors
/// [`ErrorCode::Utf8`] if it is not.
#[inline]
pub fn ascii<const N: usize>(bytes: &[u8; N]) -> Result<&[u8; N], DecodeError> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(N);
    if bytes[..end].is_ascii() { Ok(bytes) } else { Err(DecodeError::new(ErrorCode::Utf8)) }
}

/// Every element of an array, none of which can be wrong.
///
/// # Panics
/// Never: `SIZE` is `N * STRIDE`, which is tested when the code is compiled.
#[inline]
pub fn array<T, const N: usize, const STRIDE: usize, const SIZE: usize>(
    bytes: &[u8; SIZE],
    mut read: impl FnMut(&[u8; STRIDE]) -> T,
) -> [T; N] {
    const { assert!(N * STRIDE == SIZE) }
    core::array::from_fn(|index| read(element(bytes, index)))
}

/// Every element of an array.
///
/// # Errors
/// The error of the first element that has one, with its index and offset.
///
/// # Panics
/// Never: `SIZE` is `N * STRIDE`, which is tested when the code is compiled.
#[inline]
pub fn checked_array<T, const N: usize, const STRIDE: usize, const SIZE: usize>(
    bytes: &[u8; SIZE],
    mut read: impl FnMut(&[u8; STRIDE]) -> Result<T, DecodeError>,
) -> Result<[T; N], DecodeError> {
    const { assert!(N * STRIDE == SIZE) }
    let mut failure = None;
    let elements: [Option<T>; N] = core::array::from_fn(|index| match failure {
        Some(_) => None,
        None => read(element(bytes, index))
            .map_err(|e| failure = Some(e.element(index, index * STRIDE)))
            .ok(),
    });
    match failure {
        Some(error) => Err(error),
        None => Ok(elements.map(|element| element.expect("no element failed"))),
    }
}

/// The bytes of a message of `N` bytes, and what is left.
///
/// # Errors
/// [`ErrorCode::Short`] if there are fewer.
#[inline]
pub fn split<const N: usize>(bytes: &[u8]) -> Result<(&[u8; N], &[u8]), DecodeError> {
    bytes.split_first_chunk().ok_or_else(|| DecodeError::short(bytes.len(), N))
}

/// Why bytes whose number is not a message's are not one: what is wrong inside of it comes before what is behind it.
#[cold]
#[inline(never)]
pub fn inexact<'a, T: DecodePrefix<'a>>(bytes: &'a [u8], size: usize) -> DecodeError {
    match T::decode_prefix(bytes) {
        Err(error) => error,
        Ok(_) => DecodeError::at(ErrorCode::Trailing, size),
    }
}

/// Tests that bytes are a constant.
///
/// # Errors
/// [`ErrorCode::Const`] if they are not.
#[inline]
pub fn constant<const N: usize>(bytes: &[u8; N], expected: &[u8; N]) -> Result<(), DecodeError> {
    if bytes == expected { Ok(()) } else { Err(DecodeError::new(ErrorCode::Const)) }
}

/// Tests that reserved bytes are zero.
///
/// # Errors
/// [`ErrorCode::Reserved`] at the first one that is not.
#[inline]
pub fn reserved<const N: usize>(bytes: &[u8; N]) -> Result<(), DecodeError> {
    match bytes.iter().position(|byte| *byte != 0) {
        None => Ok(()),
        Some(at) => Err(DecodeError::at(ErrorCode::Reserved, at)),
    }
}

/// Tests bits of a storage unit that always have one value.
///
/// # Errors
/// `code` if they have another.
#[inline]
pub fn fixed_bits(found: u64, expected: u64, code: ErrorCode) -> Result<(), DecodeError> {
    if found == expected { Ok(()) } else { Err(DecodeError::new(code)) }
}
