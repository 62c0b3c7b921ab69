//! Views of JavaScript: what the templates print, every name and number in its final spelling.
//!
//! In: a unit and names. Out: structs of text. No decision is left to a template.

mod accessors;
mod docs;
mod fresh;
mod group;
mod imports;
mod record;
mod values;
mod variable;
mod whole;

use serde::Serialize;

use super::names::Names;
use super::spell::{Speller, literal, string};
use crate::lang::Unit;
use crate::lang::fold::{self, Style};
use crate::model::{ConstantValue, PackageId, TypeKind};

/// A whole module, for both templates.
#[derive(Serialize)]
pub(super) struct ModuleView {
    header: Vec<String>,
    doc: Vec<Vec<String>>,
    version: String,
    imports: Vec<String>,
    type_imports: Vec<String>,
    constants: Vec<ConstantView>,
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
}

/// A name, its value, and its type for programs that do not read the value.
#[derive(Serialize)]
struct ConstantView {
    doc: String,
    name: String,
    value: String,
    ty: String,
}

#[derive(Serialize)]
struct EnumView {
    doc: String,
    name: String,
    values: Vec<ConstantView>,
    tests: Vec<TestView>,
}

#[derive(Serialize)]
struct TestView {
    name: String,
    condition: Vec<String>,
    ty: String,
}

#[derive(Default, Serialize)]
struct RecordView {
    doc: String,
    name: String,
    /// `36 bytes`
    bytes: String,
    /// Of fixed size: read from and written to a view.
    is_fixed: bool,
    /// Read by a reader and written by a writer.
    is_variable: bool,
    has_members: bool,
    constants: Vec<ConstantView>,
    members: Vec<MemberView>,
    read: Vec<String>,
    write: Vec<String>,
    whole: Option<WholeView>,
    json: Vec<String>,
    accessors: Vec<AccessorView>,
}

/// The functions for a value on its own, which bits groups do not have.
#[derive(Serialize)]
struct WholeView {
    decode: Vec<String>,
    encode: Vec<String>,
    encode_into: Vec<String>,
}

#[derive(Serialize)]
struct MemberView {
    /// The comment of the declaration.
    doc: String,
    /// The comment of the assignment, which has the type in it.
    typed_doc: String,
    name: String,
    ty: String,
    initial: Vec<String>,
}

#[derive(Serialize)]
struct AccessorView {
    doc: String,
    typed_doc: String,
    signature: String,
    declaration: String,
    body: Vec<String>,
}

/// Brackets as prettier likes them.
const STYLE: Style = Style { indent: 2, hug: false };

/// A statement at a column.
fn statement(line: &str, column: usize) -> Vec<String> {
    fold::fold(line, column, STYLE)
}

fn constant(name: String, value: String, ty: &str, doc: &str) -> ConstantView {
    ConstantView { doc: format!("/** {doc} */"), name, value, ty: ty.to_owned() }
}

struct Builder<'a> {
    speller: Speller<'a>,
}

/// Makes the view of a package.
pub(super) fn module(unit: Unit<'_>, names: &Names, id: PackageId) -> ModuleView {
    let package = &unit.model.packages[id.0];
    let constants = package.constants.iter().zip(&names.constants[id.0]).map(|(constant, name)| {
        let (value, ty) = match &constant.value {
            ConstantValue::Text(text) => (string(text), "string"),
            ConstantValue::Int(n) if n.abs() > 1 << 53 => (literal::int(*n, true), "bigint"),
            ConstantValue::Int(n) => (literal::int(*n, false), "number"),
        };
        ConstantView {
            doc: docs::docs(&constant.about, "A constant.", None, 0),
            name: name.clone(),
            value,
            ty: ty.to_owned(),
        }
    });
    let mut module = ModuleView {
        header: unit.header(id),
        doc: package.doc.iter().map(|doc| docs::paragraphs(doc, 0)).collect(),
        version: crate::lang::version().to_owned(),
        imports: Vec::new(),
        type_imports: Vec::new(),
        constants: constants.collect(),
        enums: Vec::new(),
        records: Vec::new(),
    };
    for type_id in &package.types {
        let builder = Builder { speller: Speller { unit, names, package: id, owner: *type_id } };
        match &unit.model.get(*type_id).kind {
            TypeKind::Enum(it) => {
                module.enums.push(builder.values(&it.values, it.scalar, false, it.closed));
            }
            TypeKind::Flags(it) => {
                module.enums.push(builder.values(&it.bits, it.scalar, true, it.closed));
            }
            TypeKind::Record(record) => builder.record(record, &mut module.records),
        }
    }
    imports::add(unit, names, id, &mut module);
    module
}
