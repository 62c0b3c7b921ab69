//! The run-time of code that Wirewright generates: traits, errors, fixed text, and the few functions that generated
//! code is thin over.
//!
//! In: bytes and values. Out: values and bytes, or an error with the code and offset that every other language gives
//! for the same input. Needs no `std` and has no dependencies. The feature `alloc` adds what messages without a fixed size
//! need; without it there is no allocator.

#![no_std]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod bits;
pub mod decode;
pub mod encode;
mod error;
pub mod int;
pub mod read;
pub mod scale;
mod scan;
mod text;
pub mod write;

pub use error::{DecodeError, EncodeError, ErrorCode, FieldPath};
pub use read::{Chars, Reader};
pub use scan::{get, part, put};
pub use text::Text;
pub use write::Writer;

/// The version that generated code is made for.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A value that has bytes.
pub trait Encode {
    /// How many bytes the value takes.
    fn encoded_len(&self) -> usize;

    /// Writes the value to the start of `out` and returns the bytes written.
    ///
    /// # Errors
    /// [`ErrorCode::Capacity`] if `out` is too small (its offset says how many bytes are needed), or the code of a
    /// member that the message cannot hold. Nothing useful is in `out` then.
    fn encode_into<'b>(&self, out: &'b mut [u8]) -> Result<&'b mut [u8], EncodeError>;

    /// The bytes of the value in a vector.
    ///
    /// # Errors
    /// The code of a member that the message cannot hold.
    #[cfg(feature = "alloc")]
    fn to_vec(&self) -> Result<alloc::vec::Vec<u8>, EncodeError> {
        let mut bytes = alloc::vec![0; self.encoded_len()];
        self.encode_into(&mut bytes)?;
        Ok(bytes)
    }
}

/// A value that bytes have.
pub trait Decode<'a>: Sized {
    /// Reads a value from exactly these bytes.
    ///
    /// # Errors
    /// [`ErrorCode::Short`] or [`ErrorCode::Trailing`] if there are too few or too many bytes, or the code of the first
    /// item that is wrong.
    fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError>;
}

/// A value that finds its own end in bytes: every one but those with a part that goes to the end.
pub trait DecodePrefix<'a>: Decode<'a> {
    /// Reads a value from the start of these bytes and returns the rest.
    ///
    /// # Errors
    /// As [`Decode::decode`], but for bytes left over.
    fn decode_prefix(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), DecodeError>;
}
