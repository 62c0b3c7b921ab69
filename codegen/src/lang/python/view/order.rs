//! The order of classes in a module.

use crate::lang::Unit;
use crate::model::{PackageId, TypeId, TypeKind};

/// Types in the order of the schema, but nested ones before those that hold them: defaults name them.
pub(super) fn order(unit: Unit<'_>, package: PackageId) -> Vec<TypeId> {
    let mut sorted = Vec::new();
    for id in &unit.model.packages[package.0].types {
        visit(unit, *id, &mut sorted);
    }
    sorted
}

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
