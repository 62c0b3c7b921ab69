//! Views of C: what the templates print, every name and number in its final spelling.
//!
//! In: a unit and names. Out: structs of text. No decision is left to a template.

mod accessors;
mod body;
mod comment;
mod group;
mod init;
mod record;
mod statement;
mod views;

use crate::lang::c::names::{self, Names};
use crate::lang::c::spell;
use crate::lang::host::HostInt;
use crate::lang::template::Templates;
use crate::lang::{Unit, version};
use crate::model::{ConstantValue, PackageId, TypeId, TypeKind};
use comment::{comment, comment_lines, string_literal};
use statement::Builder;
use views::{ConstantView, HeaderView};

/// Makes the view of a package.
pub(super) fn header(
    unit: Unit<'_>,
    names: &Names,
    templates: &Templates,
    id: PackageId,
) -> HeaderView {
    let package = &unit.model.packages[id.0];
    let mut header = unit.header(id);
    header.push(String::new());
    header.extend(package.doc.iter().flat_map(|doc| comment_lines(doc)));
    let mut items: Vec<String> = Vec::new();
    for type_id in dependency_order(unit, id) {
        let builder = Builder { unit, names, templates, owner: type_id };
        match &unit.model.get(type_id).kind {
            TypeKind::Enum(it) => {
                items.push(builder.values(&it.values, HostInt::of_scalar(it.scalar), false));
            }
            TypeKind::Flags(it) => {
                items.push(builder.values(&it.bits, HostInt::of_scalar(it.scalar), true));
            }
            TypeKind::Record(record) => builder.record(record, &mut items),
        }
    }
    let constants =
        package.constants.iter().zip(&names.constants[id.0]).map(|(constant, name)| ConstantView {
            doc: comment(&constant.about, "A constant.", None),
            name: name.clone(),
            value: match &constant.value {
                ConstantValue::Text(text) => string_literal(text),
                ConstantValue::Int(value) => constant_literal(*value),
            },
        });
    HeaderView {
        header: header.into_iter().map(|line| line.trim_end().to_owned()).collect(),
        guard: names::guard(unit.model, id),
        file: format!("{}.h", package.name.text),
        version: support_version(),
        includes: package
            .imports
            .iter()
            .map(|i| format!("{}.h", unit.model.packages[i.0].name.text))
            .collect(),
        constants: constants.collect(),
        items,
    }
}

/// `0.1.0` as `100`, `2.3.4` as `20304`.
fn support_version() -> u32 {
    version()
        .split('.')
        .filter_map(|part| part.parse::<u32>().ok())
        .fold(0, |all, part| all * 100 + part)
}

fn constant_literal(value: i128) -> String {
    let bits = if i32::try_from(value).is_ok() || u32::try_from(value).is_ok() { 32 } else { 64 };
    format!("({})", spell::int_literal(value, HostInt { bits, signed: value < 0 }))
}

/// Types in the order of the schema, but nested ones before those that hold them: C reads from the top.
fn dependency_order(unit: Unit<'_>, package: PackageId) -> Vec<TypeId> {
    fn visit(unit: Unit<'_>, id: TypeId, order: &mut Vec<TypeId>) {
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
    let types = &unit.model.packages[package.0].types;
    let is_record = |id: &&TypeId| matches!(unit.model.get(**id).kind, TypeKind::Record(_));
    let mut order: Vec<TypeId> = types.iter().filter(|id| !is_record(id)).copied().collect();
    for id in types.iter().filter(is_record) {
        visit(unit, *id, &mut order);
    }
    order
}

/// The records of all packages, nested ones before those that hold them.
pub(super) fn dependency_order_of_all(unit: Unit<'_>) -> Vec<TypeId> {
    let packages = (0..unit.model.packages.len()).map(PackageId);
    let all = packages.flat_map(|package| dependency_order(unit, package));
    all.filter(|id| matches!(unit.model.get(*id).kind, TypeKind::Record(_))).collect()
}
