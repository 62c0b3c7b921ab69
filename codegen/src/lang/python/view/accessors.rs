//! Accessors of physical values: properties, or methods that take indices.
//!
//! In: a scale. Out: getter and setter.

use super::MethodView;
use crate::lang::python::spell::{self, string};
use crate::layout::{Codec, IntRange, Kind};
use crate::model::Scale;

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
    let (Codec::Int(int), depth) = kind.innermost()? else { return None };
    let (range, absent) = (&int.range, int.absent.is_some());
    int.scale.as_ref().map(|scale| Scaled { scale, range, depth, absent })
}

/// Getter and setter of a member; `names` are its own and that of the schema.
pub(super) fn accessors(
    names: (&str, &str),
    scale: &Scale,
    range: &IntRange,
    (depth, absent): (usize, bool),
) -> Vec<MethodView> {
    let (name, schema) = names;
    let plain = name.trim_end_matches('_');
    let indices: Vec<String> = (0..depth)
        .map(|d| if depth == 1 { "index".to_owned() } else { format!("index{d}") })
        .collect();
    let place: String = std::iter::once(format!("self.{name}"))
        .chain(indices.iter().map(|i| format!("[{i}]")))
        .collect();
    let typed: String = indices.iter().map(|i| format!(", {i}: int")).collect();
    let ty = if absent { "float | None" } else { "float" };
    let or_none = |value: &str, some: String| {
        if absent { format!("None if {value} is None else {some}") } else { some }
    };
    // Type checkers follow a test of a member, but not of an element.
    let physical = if absent && depth > 0 {
        or_none(&format!("(raw := {place})"), spell::physical(scale, "raw"))
    } else {
        or_none(&place, spell::physical(scale, &place))
    };
    let (low, high) = range.wire;
    let inverse = spell::raw_of_physical(scale);
    let raw = or_none("value", format!("_ww.scaled({inverse}, {low}, {high}, {})", string(schema)));
    let is_property = depth == 0;
    let decorator = |line: String| if is_property { vec![line] } else { Vec::new() };
    let set = if is_property { "" } else { "set_" };
    vec![
        MethodView {
            decorator: decorator("@property".to_owned()),
            signature: format!("{plain}_physical(self{typed}) -> {ty}"),
            doc: format!("The physical value of `{schema}`."),
            body: vec![format!("return {physical}")],
        },
        MethodView {
            decorator: decorator(format!("@{plain}_physical.setter")),
            signature: format!("{set}{plain}_physical(self{typed}, value: {ty}) -> None"),
            doc: format!(
                "Set `{schema}` to the raw value nearest to a physical one, or raise EncodeError."
            ),
            body: vec![format!("{place} = {raw}")],
        },
    ]
}
