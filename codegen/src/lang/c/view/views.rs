//! Structs that the templates print, every name and number in its final spelling.
//!
//! In: what the other files put together. Out: text, by serde. No decision is left to a template.

use serde::Serialize;

/// `package.h.tera`
#[derive(Serialize)]
pub(in crate::lang::c) struct HeaderView {
    pub(super) header: Vec<String>,
    pub(super) guard: String,
    pub(super) file: String,
    pub(super) version: u32,
    pub(super) includes: Vec<String>,
    pub(super) constants: Vec<ConstantView>,
    pub(super) items: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ConstantView {
    pub(super) doc: String,
    pub(super) name: String,
    pub(super) value: String,
}

/// `record.h.tera`
#[derive(Default, Serialize)]
pub(super) struct RecordView {
    pub(super) doc: String,
    pub(super) name: String,
    pub(super) members: Vec<MemberView>,
    pub(super) constants: Vec<ConstantView>,
    pub(super) asserts: Vec<AssertView>,
    pub(super) size: u32,
    pub(super) init: Vec<String>,
    pub(super) read: Vec<String>,
    pub(super) write: Vec<String>,
    pub(super) has_bytes: bool,
    pub(super) too_short: String,
    pub(super) too_small: String,
    pub(super) unused_len: Vec<String>,
    pub(super) unused_cap: Vec<String>,
    pub(super) accessors: Vec<AccessorView>,
}

#[derive(Serialize)]
pub(super) struct MemberView {
    pub(super) doc: String,
    pub(super) declaration: String,
}

#[derive(Serialize)]
pub(super) struct AssertView {
    pub(super) condition: String,
    pub(super) name: String,
}

#[derive(Serialize)]
pub(super) struct AccessorView {
    pub(super) doc: String,
    pub(super) signature: String,
    pub(super) body: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct EnumView {
    pub(super) doc: String,
    pub(super) name: String,
    pub(super) repr: String,
    pub(super) values: Vec<ConstantView>,
}

pub(super) fn constant(prefix: &str, suffix: &str, value: String, doc: &str) -> ConstantView {
    ConstantView { doc: doc.to_owned(), name: format!("{prefix}_{suffix}"), value }
}
