//! The interpreter: decodes and encodes any message straight from the model, one item after the other.
//!
//! In: a [`Model`], bytes or a [`Value`]. Out: the other, or a [`Failure`].
//! Must not know: `layout` and the languages. It is written from `docs/` alone and shares nothing with them, so that
//! it can tell when they are wrong.

mod decode;
mod dump;
mod encode;
pub mod examples;
mod failure;
mod place;
mod text;

pub use decode::{decode, decode_item, decode_part};
pub use dump::{dump, load};
pub use encode::encode;
pub use failure::{ErrorCode, Failure};
pub use place::record_size;
