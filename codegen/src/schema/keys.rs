//! The table of keys: which may stand where, and what kind of node each holds.
//!
//! In: nothing. Out: [`FILE`], which `shape` holds against a span tree. Must not know: what the values mean.

/// What may stand at a position.
#[derive(Debug)]
pub(super) enum Shape {
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
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) shape: Shape,
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
pub(super) const FILE: Shape = Shape::Map(&[
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
    may("nul", Shape::Text),
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
