//! A span tree held against the table of keys.
//!
//! In: a span tree. Out: diagnostics for every unknown key, missing key and wrong kind, all in one run.
//! Must not know: what the values mean.

use super::keys::{Key, Shape};
use super::tree::{At, Kind};
use super::types;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// What a node is to a person: its name, and where that stands.
struct What<'w> {
    name: &'w str,
    at: Span,
}

/// Reports everything in which a file differs from a shape.
pub(super) fn check_file(root: At<'_>, shape: &'static Shape, diagnostics: &mut Diagnostics) {
    check(root, shape, &What { name: "the file", at: root.span() }, diagnostics);
}

fn check(at: At<'_>, shape: &'static Shape, what: &What<'_>, diagnostics: &mut Diagnostics) {
    match (shape, at.kind()) {
        (Shape::Anything, _) | (Shape::Text | Shape::TextOr(_), Kind::Scalar { .. }) => {}
        (Shape::FieldItem(_), Kind::Scalar { text, .. }) => check_filler(at, text, diagnostics),
        (Shape::NotYet(feature), _) => diagnostics.push(not_yet(at, feature)),
        (Shape::Maybe(_), Kind::Scalar { .. }) if at.is_null() => {}
        (Shape::Maybe(inner), _) | (Shape::TextOr(inner), Kind::Map(_)) => {
            check(at, inner, what, diagnostics);
        }
        (Shape::Map(keys), Kind::Map(_)) => check_map(at, keys, what, diagnostics),
        (Shape::Names(inner), Kind::Map(_)) => {
            for (key, value) in at.entries() {
                if !missing_space(key, value, diagnostics) {
                    check_value(key, value, inner, diagnostics);
                }
            }
        }
        (Shape::List(inner), Kind::List(_)) => {
            for item in at.items() {
                let what = What { name: "an item of this list", at: item.span() };
                check(item, inner, &what, diagnostics);
            }
        }
        (Shape::FieldItem(field), Kind::Map(_)) => check_field(at, field, diagnostics),
        (
            Shape::Text
            | Shape::TextOr(_)
            | Shape::Map(_)
            | Shape::Names(_)
            | Shape::List(_)
            | Shape::FieldItem(_),
            _,
        ) => diagnostics.push(wrong_kind(at, shape, what)),
    }
}

fn check_value(key: At<'_>, value: At<'_>, shape: &'static Shape, diagnostics: &mut Diagnostics) {
    let name = format!("`{}`", key.text().unwrap_or_default());
    check(value, shape, &What { name: &name, at: key.span() }, diagnostics);
}

/// The diagnostic for a feature that this version does not generate.
pub(super) fn not_yet(at: At<'_>, feature: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NotYet,
        at.span(),
        format!("this version generates only what has a fixed size, and not yet {feature}"),
    )
    .label("not generated yet")
}

fn check_map(at: At<'_>, keys: &'static [Key], what: &What<'_>, diagnostics: &mut Diagnostics) {
    for (key, value) in at.entries() {
        if diagnostics.is_full() {
            return;
        }
        if missing_space(key, value, diagnostics) {
            continue;
        }
        let name = key.text().unwrap_or_default();
        match keys.iter().find(|k| k.name == name) {
            Some(Key { shape: Shape::NotYet(feature), .. }) => {
                diagnostics.push(not_yet(key, feature));
            }
            Some(known) => check_value(key, value, &known.shape, diagnostics),
            None => {
                let few = diagnostics.has_few();
                diagnostics.push(unknown_key((key, value), keys, what, few));
            }
        }
    }
    for missing in keys.iter().filter(|k| k.required && !is_given(at, k.name)) {
        let example = match missing.name {
            "wirewright" => "wirewright: 1".to_owned(),
            "package" => "package: greenhouse".to_owned(),
            "type" => "type: u8".to_owned(),
            "values" => "values: {off: 0, on: 1}".to_owned(),
            "bits" => "bits: {urgent: 0, ack: 1}".to_owned(),
            name => format!("{name}: …"),
        };
        diagnostics.push(
            Diagnostic::new(
                Code::MissingKey,
                what.at,
                format!("{} has no `{}`", what.name, missing.name),
            )
            .help(format!("add it, as in `{example}`")),
        );
    }
}

/// Whether a key stands there, or a misspelt one that is a finding already.
pub(super) fn is_given(at: At<'_>, name: &str) -> bool {
    at.entries()
        .filter_map(|(key, _)| key.text())
        .any(|key| key == name || crate::diag::closest(key, [name]).is_some())
}

fn unknown_key(
    (key, value): (At<'_>, At<'_>),
    keys: &'static [Key],
    what: &What<'_>,
    suggest: bool,
) -> Diagnostic {
    let name = key.text().unwrap_or_default();
    let diagnostic = Diagnostic::new(
        Code::UnknownKey,
        key.span(),
        format!("`{name}` is not a key of {}", what.name),
    )
    .label("not known here");
    if !suggest {
        return diagnostic;
    }
    if let Some(close) = crate::diag::closest(name, keys.iter().map(|k| k.name)) {
        return diagnostic.help(format!("did you mean `{close}`?"));
    }
    // A type where a key is expected: somebody has written fields as a mapping.
    let has_fields = keys.iter().any(|k| k.name == "fields");
    if let Some(text) = value.text().filter(|text| has_fields && types::parse(text).is_ok()) {
        return diagnostic.help(format!(
            "fields are a list, because their order is the wire: `fields: [{{{name}: {text}}}, …]`"
        ));
    }
    let known = keys.iter().filter(|k| !matches!(k.shape, Shape::NotYet(_)));
    let known: Vec<_> = known.map(|k| format!("`{}`", k.name)).collect();
    diagnostic.help(format!("known here: {}", known.join(", ")))
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
        .label("YAML takes this for one word")
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
        diagnostics.push(
            Diagnostic::new(Code::WrongKind, at.span(), "an empty item in a field list")
                .help("write `- name: type`, `- pad[3]` or `- reserved[3]`"),
        );
        return;
    };
    if let Some(second) = entries.next() {
        diagnostics.push(several_keys((key, value), second, shape));
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
        Kind::Map(_) => {
            let name = format!("the field `{name}`");
            check(value, shape, &What { name: &name, at: key.span() }, diagnostics);
        }
    }
}

/// A dash is missing, or an attribute stands outside of its braces.
fn several_keys<'t>(
    (key, value): (At<'t>, At<'t>),
    (second, second_value): (At<'t>, At<'t>),
    shape: &'static Shape,
) -> Diagnostic {
    let text = |at: At<'t>| at.text().unwrap_or("…");
    let (name, attribute) = (text(key), text(second));
    let known = matches!(shape, Shape::Map(keys) if keys.iter().any(|k| k.name == attribute));
    let help = if known {
        format!(
            "attributes stand inside braces: `- {name}: {{type: {}, {attribute}: {}}}`",
            text(value),
            text(second_value)
        )
    } else {
        format!("a new field begins with a dash: `- {attribute}: {}`", text(second_value))
    };
    Diagnostic::new(
        Code::SeveralKeys,
        second.span(),
        "an item of a field list has one key, its name",
    )
    .label("a second key")
    .secondary(key.span(), "the field's name")
    .help(help)
}

fn wrong_kind(at: At<'_>, shape: &Shape, what: &What<'_>) -> Diagnostic {
    let flow = matches!(at.kind(), Kind::List(_) | Kind::Map(_)) && at.is_flow();
    let (expected, help) = match shape {
        Shape::Text if flow => {
            ("a text", "a text that begins with `[` or `{` must stand in quotes")
        }
        Shape::Text => ("a text", "write it behind the colon, on the same line"),
        Shape::Map(_) if what.name == "the file" => (
            "a mapping of keys (`key: value`)",
            "a schema begins with `wirewright: 1` and `package: name`",
        ),
        Shape::Map(_) => {
            ("a mapping of keys (`key: value`)", "write the keys below it, two spaces deeper")
        }
        Shape::Names(_) => (
            "a mapping of names (`name: …`)",
            "write the names below it, two spaces deeper, without dashes",
        ),
        Shape::List(_) => ("a list (`- …`)", "put a dash in front of each item: `- name: type`"),
        Shape::FieldItem(_) => {
            ("a field (`- name: type`)", "write `- name: type`, `- pad[3]` or `- reserved[3]`")
        }
        Shape::TextOr(_) => {
            ("a text, or a mapping of keys", "write one value, or `{value: …, doc: …}`")
        }
        Shape::Maybe(_) | Shape::Anything | Shape::NotYet(_) => ("something else", ""),
    };
    let found = match at.kind() {
        Kind::Scalar { .. } if at.is_null() => "nothing",
        Kind::Scalar { .. } => "a text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a mapping",
    };
    // Lines such as `on:1` are one long text to YAML.
    if let (Shape::Map(_) | Shape::Names(_), Some(text)) = (shape, at.text())
        && let Some((name, rest)) = text.split_whitespace().next().and_then(|w| w.split_once(':'))
        && !at.is_quoted()
    {
        return space(at, name, rest);
    }
    Diagnostic::new(Code::WrongKind, at.span(), format!("{} should be {expected}", what.name))
        .label(format!("this is {found}"))
        .help(help)
}
