//! What the components of `items.tera` print, each a kind of statement.
//!
//! In: text. Out: structs of text. Must not know: what a statement is for.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Set<'a> {
    pub(super) to: &'a str,
    pub(super) value: &'a str,
}

#[derive(Serialize)]
pub(super) struct Statement<'a> {
    pub(super) call: &'a str,
}

#[derive(Serialize)]
pub(super) struct Copy<'a> {
    pub(super) to: &'a str,
    pub(super) from: &'a str,
    pub(super) size: u32,
}

#[derive(Serialize)]
pub(super) struct Fill<'a> {
    pub(super) to: &'a str,
    pub(super) size: u32,
}

#[derive(Serialize)]
pub(super) struct Test<'a> {
    pub(super) condition: &'a str,
    pub(super) error: &'a str,
}

#[derive(Serialize)]
pub(super) struct Checked<'a> {
    pub(super) call: &'a str,
    pub(super) error: &'a str,
}

#[derive(Serialize)]
pub(super) struct Nested<'a> {
    pub(super) function: &'a str,
    pub(super) value: &'a str,
    pub(super) pointer: &'a str,
    pub(super) at: &'a str,
}

#[derive(Serialize)]
pub(super) struct Reserved<'a> {
    pub(super) pointer: &'a str,
    pub(super) at: &'a str,
    pub(super) size: u32,
}

#[derive(Serialize)]
pub(super) struct Loop<'a> {
    pub(super) index: &'a str,
    pub(super) count: u32,
    pub(super) lines: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Block {
    pub(super) lines: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Either {
    pub(super) little: Vec<String>,
    pub(super) other: Vec<String>,
}
