//! Accessors of physical values: properties, or methods that take indices.
//!
//! In: a scale. Out: getter and setter.

use super::docs::comment;
use super::record::METHOD;
use super::{AccessorView, statement};
use crate::lang::javascript::spell::{self, string};
use crate::layout::{Codec, IntRange, Kind};
use crate::model::Scale;
use crate::name::{Case, recase};

/// A scaled item, or an element of one.
pub(super) struct Scaled<'a> {
    pub(super) scale: &'a Scale,
    pub(super) range: &'a IntRange,
    /// How many indices lead to it.
    pub(super) depth: usize,
    /// Whether it may hold no value.
    pub(super) absent: bool,
}

pub(super) fn scaled(kind: Kind<'_>) -> Option<Scaled<'_>> {
    match kind.innermost()? {
        (Codec::Int(int), depth) => {
            let (range, absent) = (&int.range, int.absent.is_some());
            int.scale.as_ref().map(|scale| Scaled { scale, range, depth, absent })
        }
        _ => None,
    }
}

/// Getter and setter of a member; `names` are its own and that of the schema.
pub(super) fn accessors(
    names: (&str, &str),
    scale: &Scale,
    range: &IntRange,
    (depth, absent): (usize, bool),
) -> Vec<AccessorView> {
    let (name, schema) = names;
    let plain = name.trim_end_matches('_');
    let indices: Vec<String> = (0..depth)
        .map(|d| if depth == 1 { "index".to_owned() } else { format!("index{d}") })
        .collect();
    let place: String = std::iter::once(format!("this.{name}"))
        .chain(indices.iter().map(|i| format!("[{i}]")))
        .collect();
    let physical = spell::physical(scale, &place);
    let (low, high) = range.wire;
    let raw =
        format!("round({}, {low}, {high}, {})", spell::raw_of_physical(scale), string(schema));
    let (result, get_body, set_body) = if absent {
        (
            "number | undefined",
            format!("return {place} === undefined ? undefined : {physical};"),
            format!("{place} = value === undefined ? undefined : {raw};"),
        )
    } else {
        ("number", format!("return {physical};"), format!("{place} = {raw};"))
    };
    let typed: Vec<_> = indices.iter().map(|i| format!("{i}: number")).collect();
    let (get, declared_get, set, declared_set) = if depth == 0 {
        let name = format!("{plain}Physical");
        (
            format!("get {name}()"),
            format!("get {name}(): {result}"),
            format!("set {name}(value)"),
            format!("set {name}(value: {result})"),
        )
    } else {
        let set = setter(plain);
        (
            format!("{plain}Physical({})", indices.join(", ")),
            format!("{plain}Physical({}): {result}", typed.join(", ")),
            format!("{set}({}, value)", indices.join(", ")),
            format!("{set}({}, value: {result}): void", typed.join(", ")),
        )
    };
    let parameters = indices.iter().map(|i| format!("@param {{number}} {i}"));
    let get_doc = vec![format!("The physical value of `{schema}`.")];
    let set_doc = vec![format!(
        "Sets `{schema}` to the raw value nearest to a physical one; throws a WireError."
    )];
    let value = [format!("@param {{{result}}} value")];
    vec![
        accessor((get_doc, parameters.clone().collect()), get, declared_get, &get_body),
        accessor((set_doc, parameters.chain(value).collect()), set, declared_set, &set_body),
    ]
}

/// The method that sets the physical value of an element.
pub(in super::super) fn setter(plain: &str) -> String {
    format!("set{}Physical", recase(plain, Case::Pascal))
}

fn accessor(
    (doc, tags): (Vec<String>, Vec<String>),
    signature: String,
    declaration: String,
    body: &str,
) -> AccessorView {
    AccessorView {
        typed_doc: comment(&[doc.clone(), tags].concat(), 2),
        doc: comment(&doc, 2),
        signature,
        declaration,
        body: statement(body, METHOD),
    }
}
