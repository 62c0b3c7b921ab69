//! Views of C: what the templates print, every name and number in its final spelling.
//!
//! In: text. Out: structs of text. No decision is left to a template. Must not know: layouts.

use serde::Serialize;

/// `package.h.tera`
#[derive(Serialize)]
pub(super) struct HeaderView {
    pub(super) header: Vec<String>,
    pub(super) guard: String,
    pub(super) file: String,
    pub(super) version: u32,
    pub(super) includes: Vec<String>,
    pub(super) items: Vec<String>,
}

/// `constants.h.tera`
#[derive(Serialize)]
pub(super) struct ConstantsView {
    pub(super) constants: Vec<MacroView>,
}

/// A macro, and what is said of it above or behind.
#[derive(Serialize)]
pub(super) struct MacroView {
    pub(super) doc: Vec<String>,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) behind: String,
}

impl MacroView {
    /// One of ours, with a short note.
    pub(super) fn noted(prefix: &str, suffix: &str, value: String, note: &str) -> Self {
        Self { behind: format!(" /**< {note} */"), ..Self::plain(prefix, suffix, value) }
    }

    /// One of ours, whose name says it all.
    pub(super) fn plain(prefix: &str, suffix: &str, value: String) -> Self {
        Self { doc: Vec::new(), name: format!("{prefix}_{suffix}"), value, behind: String::new() }
    }
}

/// `enum.h.tera`
#[derive(Serialize)]
pub(super) struct EnumView {
    pub(super) doc: Vec<String>,
    pub(super) name: String,
    pub(super) repr: String,
    pub(super) values: Vec<MacroView>,
}

/// `record.h.tera`
#[derive(Default, Serialize)]
pub(super) struct RecordView {
    pub(super) doc: Vec<String>,
    pub(super) name: String,
    pub(super) members: Vec<MemberView>,
    /// One, or none if there is nothing in it.
    pub(super) facts: Vec<FactsView>,
    pub(super) size: u32,
    pub(super) init: Vec<String>,
    pub(super) read_signature: String,
    pub(super) read: Vec<String>,
    pub(super) write_signature: String,
    pub(super) write: Vec<String>,
    pub(super) whole: Vec<WholeView>,
    pub(super) accessors: Vec<AccessorView>,
}

/// `variable.h.tera`: a record without a fixed size.
#[derive(Serialize)]
pub(super) struct VariableView {
    pub(super) doc: Vec<String>,
    pub(super) name: String,
    pub(super) members: Vec<MemberView>,
    pub(super) facts: Vec<FactsView>,
    pub(super) types: Vec<MemberView>,
    pub(super) init: Vec<String>,
    pub(super) functions: Vec<FunctionView>,
    pub(super) accessors: Vec<AccessorView>,
}

/// A function that reads or writes something without a fixed size.
#[derive(Serialize)]
pub(super) struct FunctionView {
    pub(super) doc: String,
    pub(super) signature: String,
    /// As it stands in the file.
    pub(super) body: Vec<String>,
}

/// What is known of a record before a program runs.
#[derive(Default, Serialize)]
pub(super) struct FactsView {
    pub(super) constants: Vec<MacroView>,
    pub(super) asserts: Vec<AssertView>,
}

/// A member of a struct.
#[derive(Serialize)]
pub(super) struct MemberView {
    pub(super) doc: Vec<String>,
    pub(super) declaration: String,
}

/// A proof that members may be copied together.
#[derive(Serialize)]
pub(super) struct AssertView {
    pub(super) name: String,
    pub(super) owner: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) size: u32,
}

/// The functions for a buffer that begins with a value: a bits group has none.
#[derive(Serialize)]
pub(super) struct WholeView {
    pub(super) decode: String,
    pub(super) decode_prefix: String,
    pub(super) encode: String,
    /// `len < 36 ? WRW_ERROR(WRW_SHORT, len) : `
    pub(super) too_short: String,
    /// `cap < 36 ? WRW_ERROR(WRW_CAPACITY, 36) : `
    pub(super) too_small: String,
    /// What of a longer buffer is read.
    pub(super) prefix: String,
    /// Parameters that nothing is too small for.
    pub(super) unused: Vec<UnusedView>,
}

/// A parameter that a function has for the sake of others.
#[derive(Serialize)]
pub(super) struct UnusedView {
    pub(super) length: &'static str,
    pub(super) capacity: &'static str,
}

/// A function that is no part of reading or writing a whole value.
#[derive(Serialize)]
pub(super) struct AccessorView {
    pub(super) doc: String,
    pub(super) signature: String,
    pub(super) body: Vec<String>,
}
