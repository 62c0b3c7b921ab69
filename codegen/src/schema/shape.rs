//! Which keys may stand where, and what kind of node each holds: one table, held against the span tree.
//!
//! In: a span tree. Out: diagnostics for every unknown key, missing key and wrong kind, all in one run.
//! Must not know: what the values mean.

use super::tree::{At, Kind};
use crate::diag::{Code, Diagnostic, Diagnostics};

/// What may stand at a position.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A text, quoted or not.
    Text,
    /// A text, or the shape for its long form.
    TextOr(&'static Shape),
    /// A mapping with these keys.
    Map(&'static [Key]),
    /// A mapping from names to one shape.
    Names(&'static Shape),
    /// A list of one shape.
    List(&'static Shape),
    /// Nothing at all, or a shape.
    Maybe(&'static Shape),
    /// An item of a field list: `- pad[3]`, or one key with a type or attributes.
    FieldItem(&'static Shape),
    /// Any YAML: a value in an example.
    Anything,
    /// A part of the language that this version does not generate, with its name.
    NotYet(&'static str),
}

/// A key of a mapping.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) shape: Shape,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, required: true, shape }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, required: false, shape }
}

const fn later(name: &'static str, what: &'static str) -> Key {
    Key { name, required: false, shape: Shape::NotYet(what) }
}

const RENAME: Shape = Shape::Names(&Shape::Text);

/// A whole file.
pub(crate) const FILE: Shape = Shape::Map(&[
    must("wirewright", Shape::Text),
    must("package", Shape::Text),
    may("doc", Shape::Text),
    may("endian", Shape::Text),
    may("imports", Shape::List(&Shape::Text)),
    may("constants", Shape::Names(&CONSTANT)),
    may("enums", Shape::Names(&ENUM)),
    may("flags", Shape::Names(&FLAGS)),
    may("structs", Shape::Names(&Shape::Maybe(&STRUCT))),
    may("messages", Shape::Names(&Shape::Maybe(&MESSAGE))),
    later("extensible", "versions (L8)"),
    later("unions", "unions (L6.3)"),
    later("frames", "frames (L9)"),
]);

const CONSTANT: Shape = Shape::TextOr(&Shape::Map(&[
    must("value", Shape::Text),
    may("doc", Shape::Text),
    may("unit", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
]));

const FLAG_BIT: Shape = Shape::TextOr(&Shape::Map(&[
    must("bit", Shape::Text),
    may("doc", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
]));

const ENUM: Shape = Shape::Map(&[
    must("type", Shape::Text),
    must("values", Shape::Names(&CONSTANT)),
    may("closed", Shape::Text),
    may("alias", Shape::Text),
    may("doc", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
]);

const FLAGS: Shape = Shape::Map(&[
    must("type", Shape::Text),
    must("bits", Shape::Names(&FLAG_BIT)),
    may("closed", Shape::Text),
    may("doc", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
]);

const STRUCT: Shape = Shape::Map(&[
    may("fields", Shape::List(&Shape::FieldItem(&FIELD))),
    may("layout", Shape::Text),
    may("doc", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
    later("sized", "sized structs and messages (L6.2)"),
    later("extensible", "versions (L8)"),
]);

const MESSAGE: Shape = Shape::Map(&[
    may("id", Shape::Text),
    may("size", Shape::Text),
    may("fields", Shape::List(&Shape::FieldItem(&FIELD))),
    may("layout", Shape::Text),
    may("doc", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
    may("examples", Shape::List(&EXAMPLE)),
    later("sized", "sized structs and messages (L6.2)"),
    later("extensible", "versions (L8)"),
    later("extra", "frames (L9)"),
]);

const EXAMPLE: Shape = Shape::Map(&[
    may("doc", Shape::Text),
    may("value", Shape::Anything),
    may("hex", Shape::Text),
    may("error", Shape::Text),
    may("at", Shape::Text),
]);

const FIELD: Shape = Shape::Map(&[
    may("type", Shape::Text),
    may("doc", Shape::Text),
    may("unit", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
    may("as", Shape::Text),
    may("const", Shape::Text),
    may("check", Shape::Text),
    may("min", Shape::Text),
    may("max", Shape::Text),
    may("scale", Shape::Text),
    may("offset", Shape::Text),
    may("absent", Shape::Text),
    may("default", Shape::Anything),
    may("encoding", Shape::Text),
    may("pad", Shape::Text),
    may("bits", Shape::Text),
    may("first", Shape::Text),
    may("fields", Shape::List(&Shape::FieldItem(&BIT_FIELD))),
    later("if", "conditions (L4)"),
    later("since", "versions (L8)"),
    later("length_of", "computed fields (L4)"),
    later("plus", "computed fields (L4)"),
    later("checksum", "checksums (L3)"),
    later("tag", "unions (L6.3)"),
    later("bytes", "regions (L3)"),
    later("nul", "texts without a fixed size (L2)"),
    later("key", "maps (L6.4)"),
    later("value", "maps (L6.4)"),
    later("inline", "lists (L2)"),
]);

const BIT_FIELD: Shape = Shape::Map(&[
    must("type", Shape::Text),
    may("width", Shape::Text),
    may("doc", Shape::Text),
    may("unit", Shape::Text),
    may("deprecated", Shape::Text),
    may("original", Shape::Text),
    may("rename", RENAME),
    may("const", Shape::Text),
    may("check", Shape::Text),
    may("min", Shape::Text),
    may("max", Shape::Text),
    may("scale", Shape::Text),
    may("offset", Shape::Text),
    may("absent", Shape::Text),
    may("default", Shape::Anything),
]);

/// Reports everything in which a node differs from a shape.
pub(crate) fn check(at: At<'_>, shape: &'static Shape, what: &str, diagnostics: &mut Diagnostics) {
    match (shape, at.kind()) {
        (Shape::Anything, _)
        | (Shape::Text | Shape::TextOr(_) | Shape::FieldItem(_), Kind::Scalar { .. }) => {
            if let (Shape::FieldItem(_), Some(text)) = (shape, at.text()) {
                check_filler(at, text, diagnostics);
            }
        }
        (Shape::NotYet(feature), _) => diagnostics.push(not_yet(at, feature)),
        (Shape::Maybe(_), Kind::Scalar { .. }) if at.is_null() => {}
        (Shape::Maybe(inner) | Shape::TextOr(inner), _) => check(at, inner, what, diagnostics),
        (Shape::Map(keys), Kind::Map(_)) => check_map(at, keys, what, diagnostics),
        (Shape::Names(inner), Kind::Map(_)) => {
            for (key, value) in at.entries() {
                let name = key.text().unwrap_or_default();
                if missing_space(key, value, diagnostics) {
                    continue;
                }
                check(value, inner, &format!("`{name}`"), diagnostics);
            }
        }
        (Shape::List(inner), Kind::List(_)) => {
            for item in at.items() {
                check(item, inner, "an item of this list", diagnostics);
            }
        }
        (Shape::FieldItem(field), Kind::Map(_)) => check_field(at, field, diagnostics),
        (
            Shape::Text | Shape::Map(_) | Shape::Names(_) | Shape::List(_) | Shape::FieldItem(_),
            _,
        ) => {
            diagnostics.push(wrong_kind(at, shape, what));
        }
    }
}

/// The diagnostic for a feature that this version does not generate.
pub(crate) fn not_yet(at: At<'_>, feature: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NotYet,
        at.span(),
        format!("this version generates only what has a fixed size, and not yet {feature}"),
    )
}

fn check_map(at: At<'_>, keys: &'static [Key], what: &str, diagnostics: &mut Diagnostics) {
    for (key, value) in at.entries() {
        if missing_space(key, value, diagnostics) {
            continue;
        }
        let name = key.text().unwrap_or_default();
        match keys.iter().find(|k| k.name == name) {
            Some(Key { shape: Shape::NotYet(feature), .. }) => {
                diagnostics.push(not_yet(key, feature))
            }
            Some(known) => check(value, &known.shape, &format!("`{name}`"), diagnostics),
            None => diagnostics.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    key.span(),
                    format!("`{name}` is not a key of {what}"),
                )
                .label("not known here")
                .did_you_mean(name, keys.iter().map(|k| k.name)),
            ),
        }
    }
    for missing in keys.iter().filter(|k| k.required && at.get(k.name).is_none()) {
        let start = crate::source::Span { end: at.span().start + 1, ..at.span() };
        diagnostics.push(Diagnostic::new(
            Code::MissingKey,
            start,
            format!("{what} has no `{}`", missing.name),
        ));
    }
}

/// `{on:1}` is one word to YAML, with nothing as its value.
fn missing_space(key: At<'_>, value: At<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some((name, rest)) = key.text().and_then(|text| text.split_once(':')) else { return false };
    if !value.is_null() || key.is_quoted() {
        return false;
    }
    diagnostics.push(space(key, name, rest));
    true
}

fn space(at: At<'_>, name: &str, rest: &str) -> Diagnostic {
    Diagnostic::new(Code::MissingSpace, at.span(), "a space is missing after the colon")
        .help(format!("write `{name}: {rest}`"))
}

/// A text in a field list: `pad[3]`, or a field without its space.
fn check_filler(at: At<'_>, text: &str, diagnostics: &mut Diagnostics) {
    if let Some((name, rest)) = text.split_once(':') {
        diagnostics.push(space(at, name, rest));
    }
}

fn check_field(at: At<'_>, shape: &'static Shape, diagnostics: &mut Diagnostics) {
    let mut entries = at.entries();
    let Some((key, value)) = entries.next() else {
        diagnostics.push(Diagnostic::new(
            Code::WrongKind,
            at.span(),
            "an empty item in a field list",
        ));
        return;
    };
    if let Some((second, _)) = entries.next() {
        diagnostics.push(
            Diagnostic::new(Code::SeveralKeys, second.span(), "an item of a field list has one key, its name")
                .secondary(key.span(), "the field's name")
                .help("begin a new field with a dash, or put attributes inside braces: `- name: {type: …, doc: …}`"),
        );
        return;
    }
    if missing_space(key, value, diagnostics) {
        return;
    }
    let name = key.text().unwrap_or_default();
    match value.kind() {
        Kind::Scalar { .. } if !value.is_null() => {}
        Kind::Scalar { .. } | Kind::List(_) => {
            diagnostics.push(
                Diagnostic::new(
                    Code::WrongKind,
                    key.span(),
                    format!("the field `{name}` has no type"),
                )
                .help(format!(
                    "write `- {name}: u16`, or with attributes `- {name}: {{type: u16, doc: …}}`"
                )),
            );
        }
        Kind::Map(_) => check(value, shape, &format!("the field `{name}`"), diagnostics),
    }
}

fn wrong_kind(at: At<'_>, shape: &Shape, what: &str) -> Diagnostic {
    let expected = match shape {
        Shape::Text => "a text",
        Shape::Map(_) => "a mapping of keys (`key: value`)",
        Shape::Names(_) => "a mapping of names (`name: …`)",
        Shape::List(_) => "a list (`- …`)",
        Shape::FieldItem(_) => "a field (`- name: type`)",
        Shape::TextOr(_) | Shape::Maybe(_) | Shape::Anything | Shape::NotYet(_) => "something else",
    };
    let found = match at.kind() {
        Kind::Scalar { .. } if at.is_null() => "nothing",
        Kind::Scalar { .. } => "a text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a mapping",
    };
    Diagnostic::new(Code::WrongKind, at.span(), format!("{what} should be {expected}"))
        .label(format!("this is {found}"))
}
