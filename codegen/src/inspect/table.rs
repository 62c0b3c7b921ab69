//! A layout as a table for documents, and as JSON for programs.
//!
//! In: places. Out: Markdown, or a JSON object on one line. Must not know: the box picture.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::picture::{bit_range, slot_name};
use super::places::{Depth, Kind, Place, places};
use super::words::{self, Scope, title};
use crate::Compiled;
use crate::lang::text::clean;
use crate::layout::{Accept, BitSlot, Codec, IntRange, Size, SlotRole};
use crate::model::{Bits, Scale, TypeId};

/// A Markdown table of a record below its title, which begins with `name`.
#[must_use]
pub fn markdown(compiled: &Compiled, id: TypeId, name: &str) -> String {
    let scope = Scope::of(compiled, id);
    let mut out = format!("### {}\n\n", title(compiled, id, name, &scope).replace("   ", " · "));
    if let Some(doc) = &compiled.model.get(id).about.doc {
        let _ = writeln!(out, "{}\n", escape(doc));
    }
    out.push_str("| offset | size | name | type | what it holds |\n");
    out.push_str("| -----: | ---: | ---- | ---- | ------------- |\n");
    for place in places(compiled, id, Depth::Whole) {
        let (name, note) = match place.kind {
            Kind::Pad => ("pad".to_owned(), String::new()),
            Kind::Reserved => ("reserved".to_owned(), String::new()),
            Kind::Value(_, codec) => (code(&place.path), words::rules(codec, place.field)),
            Kind::Group(_)
            | Kind::Const(..)
            | Kind::Bits(..)
            | Kind::Count(..)
            | Kind::Part(..) => (code(&place.path), words::rules_of_unit(place.field)),
        };
        let doc = place.field.and_then(|field| field.about.doc.as_deref());
        let ty = match place.kind {
            Kind::Pad | Kind::Reserved => String::new(),
            Kind::Group(_)
            | Kind::Value(..)
            | Kind::Const(..)
            | Kind::Bits(..)
            | Kind::Count(..)
            | Kind::Part(..) => code(&scope.place(&place)),
        };
        let (at, size) = match (place.parts, is_part(&place)) {
            (0, false) => (place.at.to_string(), place.size.to_string()),
            (0, true) => (place.at.to_string(), String::new()),
            (_, false) => (String::new(), place.size.to_string()),
            (_, true) => (String::new(), String::new()),
        };
        let _ = writeln!(out, "| {at} | {size} | {name} | {ty} | {} |", about(&note, doc));
        if let Kind::Bits(bits, codec) = place.kind {
            for slot in &codec.slots {
                slot_row(&place, slot, bits, &scope, &mut out);
            }
        }
    }
    out
}

/// Whether the size of a place depends on the value.
fn is_part(place: &Place<'_>) -> bool {
    matches!(place.kind, Kind::Part(..)) || matches!(place.kind, Kind::Pad) && place.size == 0
}

fn slot_row(place: &Place<'_>, slot: &BitSlot, bits: &Bits, scope: &Scope<'_>, out: &mut String) {
    let name = match slot.role {
        SlotRole::Pad | SlotRole::Reserved => slot_name(slot).to_owned(),
        SlotRole::Member { .. } | SlotRole::Const { .. } => {
            code(&format!("{}.{}", place.path, slot.name))
        }
    };
    let field = bits.members().find(|field| field.name.text == slot.name);
    let doc = field.and_then(|field| field.about.doc.as_deref());
    let note = about(&words::slot_rules(slot, bits), doc);
    let ty = match slot.role {
        SlotRole::Pad | SlotRole::Reserved => String::new(),
        SlotRole::Member { .. } | SlotRole::Const { .. } => code(&scope.slot(slot)),
    };
    let (range, bits) = (bit_range(slot), if slot.width == 1 { "bit" } else { "bits" });
    let _ = writeln!(out, "| | {bits} {range} | {name} | {ty} | {note} |");
}

fn code(text: &str) -> String {
    format!("`{}`", clean(text).replace('`', "'").replace('|', "\\|"))
}

/// Rules, then words.
fn about(rules: &str, doc: Option<&str>) -> String {
    let parts = [Some(escape(rules)), doc.map(escape)];
    let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(". ")
}

/// One line in which nothing of a schema's text is taken for Markdown or HTML.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '!' => out.extend(['\\', c]),
            c => out.push_str(&clean(&c.to_string())),
        }
    }
    out
}

/// A record as a JSON object on one line.
#[must_use]
pub fn json(compiled: &Compiled, id: TypeId) -> String {
    let (model, scope) = (&compiled.model, Scope { order: None, ..Scope::of(compiled, id) });
    let message = model.record_of(id).message.as_ref();
    let mut object = Map::new();
    object.insert("name".to_owned(), json!(model.full_name(id)));
    match compiled.layout.record(id).size {
        Size::Fixed(size) => object.insert("size".to_owned(), json!(size)),
        Size::Variable { min, max } => {
            object.insert("min_size".to_owned(), json!(min));
            object.insert("max_size".to_owned(), json!(max))
        }
    };
    if let Some(number) = message.and_then(|m| m.id) {
        object.insert("id".to_owned(), json!(number));
    }
    if message.is_some() {
        let fingerprint = compiled.layout.fingerprint(id).to_string();
        object.insert("fingerprint".to_owned(), json!(fingerprint));
    }
    object.insert("items".to_owned(), items(compiled, id, &scope));
    Value::Object(object).to_string()
}

fn items(compiled: &Compiled, id: TypeId, scope: &Scope<'_>) -> Value {
    let places = places(compiled, id, Depth::Whole);
    places.iter().map(|place| item(place, scope)).collect()
}

fn item(place: &Place<'_>, scope: &Scope<'_>) -> Value {
    let mut object = Map::new();
    let kind = match place.kind {
        Kind::Group(_) => "record",
        Kind::Value(_, Codec::Array { .. }) => "array",
        Kind::Value(..) => "value",
        Kind::Const(..) => "const",
        Kind::Bits(..) => "bits",
        Kind::Count(..) => "count",
        Kind::Part(..) => "part",
        Kind::Pad => "pad",
        Kind::Reserved => "reserved",
    };
    object.insert("kind".to_owned(), json!(kind));
    // Behind a part nobody knows the offset, and nobody the size of a part.
    if place.parts == 0 {
        object.insert("offset".to_owned(), json!(place.at));
    }
    if !is_part(place) {
        object.insert("size".to_owned(), json!(place.size));
    }
    if !place.path.is_empty() {
        object.insert("path".to_owned(), json!(place.path));
    }
    match place.kind {
        Kind::Group(codec) | Kind::Value(_, codec) => {
            object.insert("type".to_owned(), json!(scope.codec(codec)));
            codec_rules(codec, &mut object);
            if let Codec::Array { count, stride, .. } = codec {
                object.insert("count".to_owned(), json!(count));
                object.insert("stride".to_owned(), json!(stride));
            }
        }
        Kind::Const(ty, fixed, bytes) => {
            object.insert("type".to_owned(), json!(scope.ty(ty)));
            object.insert("hex".to_owned(), json!(crate::model::notation::hex(bytes)));
            object.insert("check".to_owned(), json!(fixed.check));
        }
        Kind::Count(_, _, max) => {
            object.insert("type".to_owned(), json!(scope.place(place)));
            object.insert("max".to_owned(), json!(max));
        }
        Kind::Part(..) => {
            object.insert("type".to_owned(), json!(scope.place(place)));
        }
        Kind::Bits(bits, codec) => {
            object.insert("type".to_owned(), json!(scope.place(place)));
            let slots = codec.slots.iter().map(|slot| self::slot(slot, bits, scope));
            object.insert("bits".to_owned(), slots.collect());
        }
        Kind::Pad | Kind::Reserved => {}
    }
    if let Some(unit) = place.field.and_then(|field| field.about.unit.as_ref()) {
        object.insert("unit".to_owned(), json!(unit));
    }
    Value::Object(object)
}

fn slot(slot: &BitSlot, bits: &Bits, scope: &Scope<'_>) -> Value {
    let mut object = Map::new();
    let kind = match &slot.role {
        SlotRole::Member { .. } => "value",
        SlotRole::Const { .. } => "const",
        SlotRole::Pad => "pad",
        SlotRole::Reserved => "reserved",
    };
    object.insert("kind".to_owned(), json!(kind));
    object.insert("shift".to_owned(), json!(slot.shift));
    object.insert("width".to_owned(), json!(slot.width));
    match &slot.role {
        SlotRole::Member { range, absent, scale, .. } => {
            object.insert("name".to_owned(), json!(slot.name));
            object.insert("type".to_owned(), json!(scope.slot(slot)));
            let field = bits.members().find(|field| field.name.text == slot.name);
            if let Some(unit) = field.and_then(|field| field.about.unit.as_ref()) {
                object.insert("unit".to_owned(), json!(unit));
            }
            int_rules(range, *absent, scale.as_ref(), &mut object);
        }
        SlotRole::Const { raw, check } => {
            object.insert("name".to_owned(), json!(slot.name));
            object.insert("raw".to_owned(), json!(raw));
            object.insert("check".to_owned(), json!(check));
        }
        SlotRole::Pad | SlotRole::Reserved => {}
    }
    Value::Object(object)
}

/// What a program can test: `min`, `max`, `absent`, `scale`.
fn codec_rules(codec: &Codec, object: &mut Map<String, Value>) {
    match codec {
        Codec::Int(int) => int_rules(&int.range, int.absent, int.scale.as_ref(), object),
        Codec::Float(float) => {
            for (key, bound) in [("min", float.min), ("max", float.max)] {
                if let Some(bound) = bound {
                    object.insert(key.to_owned(), json!(bound));
                }
            }
            if float.absent_nan {
                object.insert("absent".to_owned(), json!("nan"));
            }
        }
        Codec::Array { element, .. } => codec_rules(element, object),
        Codec::Bool | Codec::Text(_) | Codec::Bytes(_) | Codec::Record(_) | Codec::Bits(_) => {}
    }
}

fn int_rules(
    range: &IntRange,
    absent: Option<i128>,
    scale: Option<&Scale>,
    object: &mut Map<String, Value>,
) {
    let (min, max) = match range.decode() {
        Accept::Within { min, max } => (min, max),
        Accept::All | Accept::OneOf(_) | Accept::Mask(_) => (None, None),
    };
    for (key, number) in [("min", min), ("max", max), ("absent", absent)] {
        if let Some(number) = number {
            object.insert(key.to_owned(), json!(number));
        }
    }
    if let Some(scale) = scale {
        let parts =
            [("multiply", scale.multiply), ("divide", scale.divide), ("offset", scale.offset)];
        let parts = parts.into_iter().filter_map(|(key, n)| n.map(|n| (key.to_owned(), json!(n))));
        object.insert("scale".to_owned(), Value::Object(parts.collect()));
    }
}
