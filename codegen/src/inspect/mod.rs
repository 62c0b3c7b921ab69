//! What stands where: pictures of a layout, and of the bytes of one message.
//!
//! In: a compiled schema, bytes. Out: text for people and JSON for programs.
//! Must not know: output languages, the terminal. Offsets come from `layout`, values from `interp`.

pub mod bytes;
pub mod json;
pub mod picture;
pub mod places;
mod report;
pub mod table;
pub mod vectors;
pub mod words;
