//! Views of Python: what the template prints, every name and number in its final spelling.
//!
//! In: a unit and names. Out: structs of text. No decision is left to a template.

mod accessors;
mod docs;
mod fresh;
mod group;
mod methods;
mod order;
mod record;
mod run;
mod variable;

use serde::Serialize;

use super::names::Names;
use super::spell::{Speller, literal, string};
use crate::lang::Unit;
use crate::lang::fold::{self, Style};
use crate::model::{ByteOrder, ConstantValue, NamedValue, PackageId, TypeKind};
use docs::{docs, docstring, sentence};

/// A whole module.
#[derive(Serialize)]
pub(super) struct ModuleView {
    header: Vec<String>,
    doc: String,
    version: String,
    standard: Vec<String>,
    imports: Vec<String>,
    constants: Vec<AttributeView>,
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
}

/// A name with a value and a text below it.
#[derive(Serialize)]
struct AttributeView {
    line: String,
    doc: String,
}

#[derive(Serialize)]
struct EnumView {
    doc: String,
    name: String,
    base: String,
    values: Vec<AttributeView>,
    later: Vec<Vec<String>>,
}

#[derive(Default, Serialize)]
struct RecordView {
    doc: String,
    name: String,
    /// Members, then constants; neither is there if it would be empty.
    sections: Vec<Vec<AttributeView>>,
    has_bytes: bool,
    has_fields: bool,
    methods: Vec<MethodView>,
}

#[derive(Serialize)]
struct MethodView {
    decorator: Vec<String>,
    signature: String,
    doc: String,
    body: Vec<String>,
}

/// Brackets as black and ruff like them.
const STYLE: Style = Style { indent: 4, hug: true };

/// A statement at a column.
fn statement(line: &str, column: usize) -> Vec<String> {
    fold::fold(line, column, STYLE)
}

/// Makes the view of a package.
pub(super) fn module(unit: Unit<'_>, names: &Names, id: PackageId) -> ModuleView {
    let package = &unit.model.packages[id.0];
    let constants = package.constants.iter().zip(&names.constants[id.0]).map(|(constant, name)| {
        let (value, ty) = match &constant.value {
            ConstantValue::Text(text) => (string(text), "str"),
            ConstantValue::Int(n) => (n.to_string(), "int"),
        };
        AttributeView {
            line: format!("{name}: Final[{ty}] = {value}"),
            doc: docs(&constant.about, "A constant.", None, 0),
        }
    });
    let otherwise = format!("The package {}.", package.name.text);
    let doc = sentence(package.doc.as_deref(), &otherwise);
    let mut module = ModuleView {
        header: unit.header(id),
        doc: docstring(&doc, &[], 0),
        version: crate::lang::version().to_owned(),
        standard: Vec::new(),
        imports: Vec::new(),
        constants: constants.collect(),
        enums: Vec::new(),
        records: Vec::new(),
    };
    for type_id in order::order(unit, id) {
        let speller =
            Speller { unit, names, package: id, owner: type_id, order: ByteOrder::Little };
        let builder = Builder { speller };
        match &unit.model.get(type_id).kind {
            TypeKind::Enum(it) => {
                let base = if it.closed { "IntEnum" } else { "_ww.OpenEnum" };
                module.enums.push(builder.values(&it.values, base));
            }
            TypeKind::Flags(it) => module.enums.push(builder.flags(&it.bits)),
            TypeKind::Record(record) => builder.record(record, &mut module.records),
        }
    }
    module.imports = imports(unit, names, id, &module);
    module.standard = standard(&module);
    module
}

/// Only what the module names is imported.
fn imports(unit: Unit<'_>, names: &Names, id: PackageId, module: &ModuleView) -> Vec<String> {
    let mut lines: Vec<_> = unit.model.packages[id.0]
        .imports
        .iter()
        .filter(|imported| {
            let prefix = format!("{}.", names.alias(id, **imported));
            let attributes = |r: &RecordView| {
                let members = r.sections.iter().flatten().map(|a| a.line.clone());
                let bodies = r.methods.iter().flat_map(|method| method.body.clone());
                members.chain(bodies).collect::<Vec<_>>()
            };
            module.records.iter().flat_map(attributes).any(|line| names_it(&line, &prefix))
        })
        .map(|imported| {
            let (module, alias) = (&names.modules[imported.0], names.alias(id, *imported));
            if alias == module.as_str() {
                format!("from . import {module}")
            } else {
                format!("from . import {module} as {alias}")
            }
        })
        .collect();
    lines.sort_unstable();
    lines
}

/// Whether a line has a name, and not a longer one that ends like it.
fn names_it(line: &str, name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.' || c == '"';
    line.match_indices(name).any(|(i, _)| !line[..i].ends_with(part))
}

/// Imports of the standard library that the module uses.
fn standard(module: &ModuleView) -> Vec<String> {
    let mut lines = Vec::new();
    let with_bytes = module.records.iter().any(|r| r.has_bytes);
    let texts = |record: &RecordView| {
        let lines = record.sections.iter().flatten().map(|a| a.line.clone());
        lines.chain(record.methods.iter().flat_map(|m| m.body.clone())).collect::<Vec<_>>()
    };
    if module.records.iter().flat_map(texts).any(|line| names_it(&line, "struct.")) {
        lines.push("import struct".to_owned());
    }
    if !module.records.is_empty() {
        let field = if module.records.iter().any(|r| r.has_fields) { ", field" } else { "" };
        lines.push(format!("from dataclasses import dataclass{field}"));
    }
    if module.enums.iter().any(|e| e.base == "IntEnum") {
        lines.push("from enum import IntEnum".to_owned());
    }
    let class_var = with_bytes || module.enums.iter().any(|e| !e.later.is_empty());
    let typing: Vec<_> = [("ClassVar", class_var), ("Final", !module.constants.is_empty())]
        .iter()
        .filter_map(|(name, used)| used.then_some(*name))
        .collect();
    if !typing.is_empty() {
        lines.push(format!("from typing import {}", typing.join(", ")));
    }
    lines
}

struct Builder<'a> {
    speller: Speller<'a>,
}

impl Builder<'_> {
    /// A class of numbers with names.
    fn values(&self, values: &[NamedValue], base: &str) -> EnumView {
        let Speller { unit, names, owner, .. } = self.speller;
        let def = unit.model.get(owner);
        let members = values.iter().zip(names.inner(owner)).map(|(value, spelt)| AttributeView {
            line: format!("{spelt} = {}", value.value),
            doc: docs(&value.about, &format!("`{}`", value.name.text), None, 4),
        });
        EnumView {
            doc: docs(&def.about, &format!("The enum `{}`.", def.name.text), None, 4),
            name: names.of_type(owner).to_owned(),
            base: base.to_owned(),
            values: members.collect(),
            later: Vec::new(),
        }
    }

    /// A class of integers; its values can only be made when it is there.
    fn flags(&self, bits: &[NamedValue]) -> EnumView {
        let Speller { unit, names, owner, .. } = self.speller;
        let def = unit.model.get(owner);
        let name = names.of_type(owner);
        let declared = bits.iter().zip(names.inner(owner)).map(|(bit, spelt)| AttributeView {
            line: format!("{spelt}: ClassVar[{name}]"),
            doc: docs(&bit.about, &format!("`{}`", bit.name.text), None, 4),
        });
        let made = bits.iter().zip(names.inner(owner)).map(|(bit, spelt)| {
            format!("{name}.{spelt} = {name}({})", literal::hex(1_i128 << bit.value))
        });
        EnumView {
            doc: docs(&def.about, &format!("The flags `{}`.", def.name.text), None, 4),
            name: name.to_owned(),
            base: "_ww.Flags".to_owned(),
            values: declared.collect(),
            later: if bits.is_empty() { Vec::new() } else { vec![made.collect()] },
        }
    }
}
