//! Views of Python: what the template prints, every name and number in its final spelling.
//!
//! In: a unit and names. Out: structs of text. No decision is left to a template.

use serde::Serialize;

use super::names::Names;
use super::spell::{self, Place, Speller, string};
use crate::lang::{Unit, describe, text};
use crate::layout::{BitHost, BitsCodec, Codec, IntHost, IntRange, Item, Role, SlotRole};
use crate::model::{
    About, Bits, ByteOrder, ConstantValue, Field, NamedValue, PackageId, Record, Scale, Type,
    TypeKind, Value, fresh,
};

/// A whole module.
#[derive(Serialize)]
pub(super) struct ModuleView {
    header: Vec<String>,
    doc: Vec<String>,
    version: String,
    standard: Vec<String>,
    imports: Vec<String>,
    constants: Vec<ConstantView>,
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
}

#[derive(Serialize)]
struct ConstantView {
    doc: Vec<String>,
    name: String,
    value: String,
}

#[derive(Serialize)]
struct EnumView {
    doc: Vec<String>,
    name: String,
    base: String,
    values: Vec<ConstantView>,
    later: Vec<ConstantView>,
}

#[derive(Default, Serialize)]
struct RecordView {
    doc: Vec<String>,
    name: String,
    size: u32,
    format: String,
    constants: Vec<ConstantView>,
    members: Vec<MemberView>,
    before: Vec<String>,
    reads: Vec<String>,
    arguments: Vec<ArgumentView>,
    packed: Vec<String>,
    result: String,
    is_bits: bool,
    accessors: Vec<AccessorView>,
}

#[derive(Serialize)]
struct MemberView {
    doc: Vec<String>,
    name: String,
    ty: String,
    initial: String,
}

#[derive(Serialize)]
struct ArgumentView {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct AccessorView {
    decorator: Vec<String>,
    signature: String,
    doc: String,
    body: String,
}

/// Makes the view of a package.
pub(super) fn module(unit: Unit<'_>, names: &Names, id: PackageId) -> ModuleView {
    let package = &unit.model.packages[id.0];
    let constants = package.constants.iter().zip(&names.constants[id.0]).map(|(constant, name)| {
        let (value, ty) = match &constant.value {
            ConstantValue::Text(text) => (string(text), "str"),
            ConstantValue::Int(n) => (n.to_string(), "int"),
        };
        ConstantView {
            doc: docs(&constant.about, "A constant.", None),
            name: format!("{name}: Final[{ty}]"),
            value,
        }
    });
    let mut module = ModuleView {
        header: unit.header(id),
        doc: package
            .doc
            .as_ref()
            .map_or_else(|| vec![format!("The package {}.", package.name.text)], |doc| lines(doc)),
        version: crate::lang::version().to_owned(),
        standard: Vec::new(),
        imports: package.imports.iter().map(|i| names.modules[i.0].clone()).collect(),
        constants: constants.collect(),
        enums: Vec::new(),
        records: Vec::new(),
    };
    for type_id in order(unit, id) {
        let speller =
            Speller { unit, names, package: id, owner: type_id, order: ByteOrder::Little };
        let builder = Builder { speller };
        match &unit.model.get(type_id).kind {
            TypeKind::Enum(it) => module.enums.push(builder.values(
                &it.values,
                if it.closed { "IntEnum" } else { "_ww.OpenEnum" },
                false,
            )),
            TypeKind::Flags(it) => module.enums.push(builder.values(&it.bits, "_ww.Flags", true)),
            TypeKind::Record(record) => builder.record(record, &mut module.records),
        }
    }
    module.imports.retain(|name| {
        let prefix = format!("{name}.");
        let texts = module.records.iter().flat_map(|r| {
            r.reads
                .iter()
                .chain(r.arguments.iter().map(|a| &a.value))
                .chain(r.members.iter().map(|m| &m.initial))
        });
        texts.into_iter().any(|t| t.contains(&prefix))
    });
    module.standard = standard(&module);
    module
}

/// Types in the order of the schema, but nested ones before those that hold them: defaults name them.
fn order(unit: Unit<'_>, package: PackageId) -> Vec<crate::model::TypeId> {
    fn visit(unit: Unit<'_>, id: crate::model::TypeId, order: &mut Vec<crate::model::TypeId>) {
        if order.contains(&id) {
            return;
        }
        if let TypeKind::Record(record) = &unit.model.get(id).kind {
            for (inner, _) in record.nested() {
                if unit.model.get(inner).package == unit.model.get(id).package {
                    visit(unit, inner, order);
                }
            }
        }
        order.push(id);
    }
    let mut sorted = Vec::new();
    for id in &unit.model.packages[package.0].types {
        visit(unit, *id, &mut sorted);
    }
    sorted
}

/// Imports of the standard library that the module uses.
fn standard(module: &ModuleView) -> Vec<String> {
    let mut lines = Vec::new();
    let plain: Vec<_> = module.records.iter().filter(|r| !r.is_bits).collect();
    let uses_struct = !plain.is_empty();
    if uses_struct {
        lines.push("import struct".to_owned());
    }
    let with_field =
        module.records.iter().flat_map(|r| &r.members).any(|m| m.initial.starts_with("field("));
    if !module.records.is_empty() {
        lines.push(format!(
            "from dataclasses import dataclass{}",
            if with_field { ", field" } else { "" }
        ));
    }
    if module.enums.iter().any(|e| e.base == "IntEnum") {
        lines.push("from enum import IntEnum".to_owned());
    }
    let class_var = !plain.is_empty() || module.enums.iter().any(|e| !e.later.is_empty());
    let mut typing = Vec::new();
    if class_var {
        typing.push("ClassVar");
    }
    if !module.constants.is_empty() {
        typing.push("Final");
    }
    if !typing.is_empty() {
        lines.push(format!("from typing import {}", typing.join(", ")));
    }
    lines
}

/// Lines of schema text that cannot end a docstring or be an escape in it.
fn lines(doc: &str) -> Vec<String> {
    text::lines(doc)
        .into_iter()
        .map(|line| line.replace('\\', "\\\\").replace('"', "\\\""))
        .collect()
}

fn docs(about: &About, otherwise: &str, place: Option<String>) -> Vec<String> {
    let mut out = match &about.doc {
        Some(doc) => lines(doc),
        None => vec![lines(otherwise).concat()],
    };
    if let Some(place) = place {
        let mut place = lines(&place).concat();
        place[..1].make_ascii_uppercase();
        out.push(format!("{place}."));
    }
    if let Some(note) = &about.deprecated {
        out.push(format!("Deprecated: {}", lines(note).join(" ")));
    }
    out
}

struct Builder<'a> {
    speller: Speller<'a>,
}

impl Builder<'_> {
    fn values(&self, values: &[NamedValue], base: &str, flags: bool) -> EnumView {
        let Speller { unit, names, owner, .. } = self.speller;
        let def = unit.model.get(owner);
        let name = names.of_type(owner);
        let (mut inside, mut later) = (Vec::new(), Vec::new());
        for (value, spelt) in values.iter().zip(names.inner(owner)) {
            let doc = docs(&value.about, &format!("`{}`", value.name.text), None);
            if flags {
                inside.push(ConstantView {
                    doc,
                    name: format!("{spelt}: ClassVar[{name}]"),
                    value: String::new(),
                });
                later.push(ConstantView {
                    doc: Vec::new(),
                    name: format!("{name}.{spelt}"),
                    value: format!("{name}({:#x})", 1_i128 << value.value),
                });
            } else {
                inside.push(ConstantView {
                    doc,
                    name: spelt.clone(),
                    value: format!(" = {}", value.value),
                });
            }
        }
        let what = if flags { "flags" } else { "enum" };
        EnumView {
            doc: docs(&def.about, &format!("The {what} `{}`.", def.name.text), None),
            name: name.to_owned(),
            base: base.to_owned(),
            values: inside,
            later,
        }
    }

    fn record(&self, record: &Record, records: &mut Vec<RecordView>) {
        let Speller { unit, names, owner, .. } = self.speller;
        let layout = unit.layout.record(owner);
        let def = unit.model.get(owner);
        let fields: Vec<&Field> = unit.model.members(record).collect();
        let builder =
            Builder { speller: Speller { order: main_order(layout.items()), ..self.speller } };
        for item in layout.items() {
            if let Role::Member(index, codec) = &item.role
                && let (Some(bits), Some(group)) = (bits_codec(codec), bits_of(&fields[*index].ty))
            {
                records.push(builder.group(fields[*index], *index, bits, group));
            }
        }
        let what = if record.message.is_some() { "message" } else { "struct" };
        let size = layout.size.min();
        let mut view = RecordView {
            doc: docs(
                &def.about,
                &format!("The {what} `{}`.", def.name.text),
                Some(format!("{size} bytes")),
            ),
            name: names.of_type(owner).to_owned(),
            size,
            format: spell::sign(builder.speller.order).to_owned(),
            constants: self.constants(record, size),
            ..RecordView::default()
        };
        let mut values = Vec::new();
        for item in layout.items() {
            builder.item(item, &fields, &mut view, &mut values);
        }
        view.result = values.join(", ");
        records.push(view);
    }

    fn constants(&self, record: &Record, size: u32) -> Vec<ConstantView> {
        let constant = |name: &str, value: String, doc: &str| ConstantView {
            doc: vec![doc.to_owned()],
            name: name.to_owned(),
            value,
        };
        let mut constants =
            vec![constant("SIZE", size.to_string(), "How many bytes a value takes.")];
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                constants.push(constant(
                    "ID",
                    id.to_string(),
                    "The number that tells the message apart in a union.",
                ));
            }
            let fingerprint =
                format!("0x{}", self.speller.unit.layout.fingerprint(self.speller.owner));
            constants.push(constant(
                "FINGERPRINT",
                fingerprint,
                "Equal in two programs exactly when the message's bytes mean the same in both.",
            ));
        }
        constants
    }

    fn item(
        &self,
        item: &Item,
        fields: &[&Field],
        view: &mut RecordView,
        values: &mut Vec<String>,
    ) {
        let Speller { unit, names, owner, order, .. } = self.speller;
        let place = Place::new(item.at, &item.path);
        let source = format!("w[{}]", view.packed.len());
        match &item.role {
            Role::Member(index, codec) => {
                let (field, name) = (fields[*index], &names.inner(owner)[*index]);
                let letter = spell::direct(codec, order);
                view.format
                    .push_str(&letter.map_or_else(|| format!("{}s", item.size), String::from));
                view.packed.push(format!("v{index}"));
                view.members.push(MemberView {
                    doc: docs(
                        &field.about,
                        &format!("The field `{}`.", field.name.text),
                        Some(describe::item(unit.model, item, &field.about)),
                    ),
                    name: name.clone(),
                    ty: self.type_of(codec, *index),
                    initial: self.initial(
                        codec,
                        &fresh::of_field(unit.model, field),
                        *index,
                        field.default.is_some(),
                    ),
                });
                values.push(self.speller.read(codec, &source, letter.is_some(), &place, *index));
                view.arguments.push(ArgumentView {
                    name: format!("v{index}"),
                    value: self.speller.write(
                        codec,
                        &format!("self.{name}"),
                        letter.is_some(),
                        &place,
                        *index,
                    ),
                });
                if let Some((scale, range, depth, absent)) = scaled(codec, 0) {
                    view.accessors.extend(accessors(
                        name,
                        &field.name.text,
                        scale,
                        range,
                        (depth, absent),
                    ));
                }
                // Values are made in the order of the wire, so that the first failure is the first on it.
                if let Some(last) = values.last_mut() {
                    let read = std::mem::replace(last, format!("v{index}"));
                    view.reads.push(format!("v{index} = {read}"));
                }
            }
            Role::Const { bytes, check } => {
                view.format.push_str(&format!("{}s", item.size));
                view.packed.push(spell::bytes(bytes));
                if *check {
                    view.reads.push(format!(
                        "_ww.constant({source}, {}, {}, {})",
                        spell::bytes(bytes),
                        place.at,
                        place.field
                    ));
                }
            }
            Role::HiddenBits(bits, bytes) => {
                view.format.push_str(&format!("{}s", item.size));
                view.packed.push(spell::bytes(bytes));
                view.reads.extend(hidden_tests(bits, &source, &place, &item.path));
            }
            Role::Reserved => {
                view.format.push_str(&format!("{}s", item.size));
                view.packed.push(format!("bytes({})", item.size));
                view.reads.push(format!("_ww.reserved({source}, {}, {})", place.at, place.field));
            }
            Role::Pad => view.format.push_str(&format!("{}x", item.size)),
        }
    }

    fn type_of(&self, codec: &Codec, member: usize) -> String {
        let optional = |ty: String, absent: bool| if absent { format!("{ty} | None") } else { ty };
        match codec {
            Codec::Int(int) => {
                let plain = match int.host {
                    IntHost::Plain => "int".to_owned(),
                    IntHost::Enum(id) | IntHost::Flags(id) => self.speller.path(id),
                };
                optional(plain, int.absent.is_some())
            }
            Codec::Float(float) => optional("float".to_owned(), float.absent_nan),
            Codec::Bool => "bool".to_owned(),
            Codec::Text(_) => "str".to_owned(),
            Codec::Bytes(_) => "bytes".to_owned(),
            Codec::Array { element, .. } => format!("list[{}]", self.type_of(element, member)),
            Codec::Record(id) => self.speller.path(*id),
            Codec::Bits(_) => self.speller.names.group(self.speller.owner, member).0.clone(),
        }
    }

    /// What a member of a fresh value holds; what can change is made anew for each value.
    fn initial(&self, codec: &Codec, value: &Value, member: usize, given: bool) -> String {
        let literal = self.literal(codec, value, member, given);
        match codec {
            Codec::Array { .. } | Codec::Record(_) | Codec::Bits(_) => {
                match literal.strip_suffix("()") {
                    Some(name) => format!("field(default_factory={name})"),
                    None => format!("field(default_factory=lambda: {literal})"),
                }
            }
            Codec::Int(_) | Codec::Float(_) | Codec::Bool | Codec::Text(_) | Codec::Bytes(_) => {
                literal
            }
        }
    }

    fn literal(&self, codec: &Codec, value: &Value, member: usize, given: bool) -> String {
        let Speller { names, owner, .. } = self.speller;
        match (codec, value) {
            (_, Value::Absent) => "None".to_owned(),
            (Codec::Int(int), Value::Int(n)) => match int.host {
                IntHost::Plain => n.to_string(),
                IntHost::Enum(id) | IntHost::Flags(id) => format!("{}({n})", self.speller.path(id)),
            },
            (Codec::Float(_), Value::Float(n)) => spell::float_literal(*n),
            (Codec::Bool, Value::Bool(truth)) => if *truth { "True" } else { "False" }.to_owned(),
            (Codec::Text(_), Value::Text(it)) => string(it),
            (Codec::Bytes(size), Value::Bytes(bytes)) => {
                if bytes.iter().all(|b| *b == 0) {
                    format!("bytes({size})")
                } else {
                    spell::bytes(bytes)
                }
            }
            (Codec::Array { element, count, .. }, Value::List(items)) => {
                if given {
                    let list: Vec<_> = items
                        .iter()
                        .map(|item| self.literal(element, item, member, true))
                        .collect();
                    return format!("[{}]", list.join(", "));
                }
                let each = items.first().map_or_else(
                    || "None".to_owned(),
                    |item| self.literal(element, item, member, false),
                );
                let mutable =
                    matches!(**element, Codec::Array { .. } | Codec::Record(_) | Codec::Bits(_));
                if mutable {
                    format!("[{each} for _ in range({count})]")
                } else {
                    format!("[{each}] * {count}")
                }
            }
            (Codec::Record(id), Value::Record(values)) if given => {
                let inner = Builder { speller: Speller { owner: *id, ..self.speller } };
                let record = self.speller.unit.layout.record(*id);
                let fields = record.items().filter_map(|item| match &item.role {
                    Role::Member(i, codec) => Some(format!(
                        "{}={}",
                        names.inner(*id)[*i],
                        inner.literal(codec, &values[*i], *i, true)
                    )),
                    Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
                });
                format!("{}({})", self.speller.path(*id), fields.collect::<Vec<_>>().join(", "))
            }
            (Codec::Record(id), _) => format!("{}()", self.speller.path(*id)),
            (Codec::Bits(_), _) => format!("{}()", names.group(owner, member).0),
            _ => "None".to_owned(),
        }
    }

    fn group(&self, field: &Field, index: usize, bits: &BitsCodec, group: &Bits) -> RecordView {
        let Speller { unit, names, owner, .. } = self.speller;
        let (name, members) = names.group(owner, index);
        let fields: Vec<_> = group.members().collect();
        let about = About { unit: None, ..field.about.clone() };
        let note = format!("{} bits, {}", bits.scalar.bits(), bits.order.text());
        let mut view = RecordView {
            doc: docs(&about, &format!("The bits of `{}`.", field.name.text), Some(note)),
            name: name.clone(),
            size: bits.scalar.bytes(),
            is_bits: true,
            before: vec![format!("unit = {}", spell::unit_from(bits, "data"))],
            ..RecordView::default()
        };
        let mut values = Vec::new();
        for slot in &bits.slots {
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => view.reads.push(format!(
                    "_ww.fixed_bits({}, 0, \"reserved\", at, \"\")",
                    spell::slot_bits(slot)
                )),
                SlotRole::Const { raw, check } => {
                    if *check {
                        view.reads.push(format!(
                            "_ww.fixed_bits({}, {raw:#x}, \"const\", at, {})",
                            spell::slot_bits(slot),
                            string(&slot.name)
                        ));
                    }
                    view.packed.push(format!("{:#x}", raw << slot.shift));
                }
                SlotRole::Member { index, host, range, absent, scale, .. } => {
                    let (member, declared) = (&members[*index], fields[*index]);
                    view.reads.push(format!("v{index} = {}", self.speller.read_slot(slot)));
                    values.push(format!("v{index}"));
                    view.arguments.push(ArgumentView {
                        name: format!("v{index}"),
                        value: self.speller.write_slot(slot, &format!("self.{member}")),
                    });
                    view.packed.push(format!("v{index}"));
                    let ty = match host {
                        BitHost::Bool => "bool".to_owned(),
                        BitHost::Plain => "int".to_owned(),
                        BitHost::Enum(id) => self.speller.path(*id),
                    };
                    let initial = match (fresh::of_bit_field(unit.model, declared), host) {
                        (Value::Int(n), BitHost::Enum(id)) => {
                            format!("{}({n})", self.speller.path(*id))
                        }
                        (Value::Int(n), _) => n.to_string(),
                        (Value::Bool(true), _) => "True".to_owned(),
                        (Value::Bool(false), _) => "False".to_owned(),
                        _ => "None".to_owned(),
                    };
                    view.members.push(MemberView {
                        doc: docs(
                            &declared.about,
                            &format!("The field `{}`.", slot.name),
                            Some(describe::slot(slot, &declared.about)),
                        ),
                        name: member.clone(),
                        ty: if absent.is_some() { format!("{ty} | None") } else { ty },
                        initial,
                    });
                    if let Some(scale) = scale {
                        view.accessors.extend(accessors(
                            member,
                            &slot.name,
                            scale,
                            range,
                            (0, absent.is_some()),
                        ));
                    }
                }
            }
        }
        let unit_value =
            if view.packed.is_empty() { "0".to_owned() } else { view.packed.join(" | ") };
        view.packed = vec![spell::to_bytes(unsigned(bits), bits.order, &unit_value)];
        view.result = values.join(", ");
        view
    }
}

fn unsigned(bits: &BitsCodec) -> crate::model::Scalar {
    bits.scalar
}

/// The byte order of most of a record's numbers, so that one format reads most of them.
fn main_order<'i>(items: impl Iterator<Item = &'i Item>) -> ByteOrder {
    let mut balance = 0;
    for item in items {
        let (scalar, order) = match &item.role {
            Role::Member(_, Codec::Int(int)) => (int.scalar, int.order),
            Role::Member(_, Codec::Float(float)) => (float.scalar, float.order),
            Role::Member(..)
            | Role::Const { .. }
            | Role::HiddenBits(..)
            | Role::Pad
            | Role::Reserved => continue,
        };
        match order {
            _ if scalar.bytes() == 1 => {}
            ByteOrder::Little => balance += 1,
            ByteOrder::Big => balance -= 1,
        }
    }
    if balance < 0 { ByteOrder::Big } else { ByteOrder::Little }
}

fn hidden_tests(bits: &BitsCodec, source: &str, place: &Place, path: &str) -> Vec<String> {
    let unit = spell::unit_from(bits, source);
    let tests = bits.slots.iter().filter_map(|slot| {
        let (expected, code, path) = match &slot.role {
            SlotRole::Const { raw, check: true } => {
                (*raw, "const", format!("{path}.{}", slot.name))
            }
            SlotRole::Reserved => (0, "reserved", path.to_owned()),
            SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => {
                return None;
            }
        };
        let found = spell::slot_bits(slot).replace("unit", &unit);
        Some(format!(
            "_ww.fixed_bits({found}, {expected:#x}, \"{code}\", {}, {})",
            place.at,
            string(&path)
        ))
    });
    tests.collect()
}

fn bits_codec(codec: &Codec) -> Option<&BitsCodec> {
    match codec {
        Codec::Bits(bits) => Some(bits),
        Codec::Array { element, .. } => bits_codec(element),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_) => None,
    }
}

fn bits_of(ty: &Type) -> Option<&Bits> {
    match ty {
        Type::Bits(bits) => Some(bits),
        Type::Array(element, _) => bits_of(element),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_) => None,
    }
}

fn scaled(codec: &Codec, depth: usize) -> Option<(&Scale, &IntRange, usize, bool)> {
    match codec {
        Codec::Int(int) => {
            int.scale.as_ref().map(|scale| (scale, &int.range, depth, int.absent.is_some()))
        }
        Codec::Array { element, .. } => scaled(element, depth + 1),
        Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// Getter and setter of a physical value: a property, or methods that take indices.
fn accessors(
    name: &str,
    schema: &str,
    scale: &Scale,
    range: &IntRange,
    (depth, absent): (usize, bool),
) -> Vec<AccessorView> {
    let plain = name.trim_end_matches('_');
    let indices: Vec<String> = (0..depth)
        .map(|d| if depth == 1 { "index".to_owned() } else { format!("index{d}") })
        .collect();
    let place: String = std::iter::once(format!("self.{name}"))
        .chain(indices.iter().map(|i| format!("[{i}]")))
        .collect();
    let typed: String = indices.iter().map(|i| format!(", {i}: int")).collect();
    let ty = if absent { "float | None" } else { "float" };
    let physical = if absent {
        format!("return None if {place} is None else {}", spell::physical(scale, &place))
    } else {
        format!("return {}", spell::physical(scale, &place))
    };
    let raw = format!(
        "_ww.scaled({}, {}, {}, {})",
        spell::raw_of_physical(scale),
        range.wire.0,
        range.wire.1,
        string(schema)
    );
    let raw = if absent { format!("None if value is None else {raw}") } else { raw };
    let is_property = depth == 0;
    let set_name =
        if is_property { format!("{plain}_physical") } else { format!("set_{plain}_physical") };
    vec![
        AccessorView {
            decorator: if is_property { vec!["@property".to_owned()] } else { Vec::new() },
            signature: format!("{plain}_physical(self{typed}) -> {ty}"),
            doc: format!("The physical value of `{schema}`."),
            body: physical,
        },
        AccessorView {
            decorator: if is_property {
                vec![format!("@{plain}_physical.setter")]
            } else {
                Vec::new()
            },
            signature: format!("{set_name}(self{typed}, value: {ty}) -> None"),
            doc: format!(
                "Set `{schema}` to the raw value nearest to a physical one; raises for a NaN and for what does not fit."
            ),
            body: format!("{place} = {raw}"),
        },
    ]
}
