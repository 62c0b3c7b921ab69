//! Checks of what is to be written. Offsets and names are added by the caller.

use core::ops::RangeBounds;

use crate::scan::put_element;
use crate::{EncodeError, ErrorCode};

/// A number in a range; a NaN is in none.
///
/// # Errors
/// [`ErrorCode::Range`] for any other number.
#[inline]
pub fn within<T: PartialOrd>(value: T, range: impl RangeBounds<T>) -> Result<T, EncodeError> {
    if range.contains(&value) { Ok(value) } else { Err(EncodeError::new(ErrorCode::Range)) }
}

/// A number that is not the one that means "no value".
///
/// # Errors
/// [`ErrorCode::Range`] if it is.
#[inline]
pub fn except<T: PartialEq + Copy>(value: T, sentinel: T) -> Result<T, EncodeError> {
    if value == sentinel { Err(EncodeError::new(ErrorCode::Range)) } else { Ok(value) }
}

/// A float that is not NaN, where NaN means "no value".
///
/// # Errors
/// [`ErrorCode::Range`] if it is.
#[inline]
#[allow(clippy::eq_op, reason = "only a NaN differs from itself")]
pub fn not_nan<T: PartialEq + Copy>(value: T) -> Result<T, EncodeError> {
    if value == value { Ok(value) } else { Err(EncodeError::new(ErrorCode::Range)) }
}

/// Flags without unknown bits.
///
/// # Errors
/// [`ErrorCode::Enum`] if `known` is false.
#[inline]
pub fn named<T>(value: T, known: bool) -> Result<T, EncodeError> {
    if known { Ok(value) } else { Err(EncodeError::new(ErrorCode::Enum)) }
}

/// A number in a narrower type.
///
/// # Errors
/// [`ErrorCode::Range`] if it does not fit.
#[inline]
pub fn fit<T, E>(value: Result<T, E>) -> Result<T, EncodeError> {
    value.map_err(|_| EncodeError::new(ErrorCode::Range))
}

/// The bytes of every element of an array, none of which can be wrong.
#[inline]
pub fn array<T: Copy, const N: usize, const STRIDE: usize, const SIZE: usize>(
    values: &[T; N],
    mut write: impl FnMut(T) -> [u8; STRIDE],
) -> [u8; SIZE] {
    const { assert!(N * STRIDE == SIZE) }
    let mut out = [0; SIZE];
    for (index, value) in values.iter().enumerate() {
        put_element(&mut out, index, write(*value));
    }
    out
}

/// The bytes of every element of an array.
///
/// # Errors
/// The error of the first element that has one, with its index and offset.
#[inline]
pub fn checked_array<T: Copy, const N: usize, const STRIDE: usize, const SIZE: usize>(
    values: &[T; N],
    mut write: impl FnMut(T) -> Result<[u8; STRIDE], EncodeError>,
) -> Result<[u8; SIZE], EncodeError> {
    const { assert!(N * STRIDE == SIZE) }
    let mut out = [0; SIZE];
    for (index, value) in values.iter().enumerate() {
        put_element(&mut out, index, write(*value).map_err(|e| e.element(index, index * STRIDE))?);
    }
    Ok(out)
}

/// Writes a message's bytes to the start of a buffer and returns them.
///
/// # Errors
/// [`ErrorCode::Capacity`] if the buffer is too small; the offset says how many bytes are needed.
#[inline]
pub fn into<const N: usize>(out: &mut [u8], bytes: [u8; N]) -> Result<&mut [u8], EncodeError> {
    let Some(start) = out.get_mut(..N) else {
        return Err(full(N));
    };
    start.copy_from_slice(&bytes);
    Ok(start)
}

/// Kept out of the caller, where it would be put together beside the usual result.
#[cold]
#[inline(never)]
fn full(size: usize) -> EncodeError {
    EncodeError::at(ErrorCode::Capacity, size)
}
