//! The order of types in headers: C reads from the top, so what is nested stands before what holds it.
//!
//! In: a model. Out: ids. Must not know: names, layouts.

use crate::lang::Unit;
use crate::model::{PackageId, TypeId, TypeKind};

/// The types of a package: enums and flags, then records as in the schema, but nested ones first.
pub(super) fn of_package(unit: Unit<'_>, package: PackageId) -> Vec<TypeId> {
    let types = &unit.model.packages[package.0].types;
    let is_record = |id: &TypeId| matches!(unit.model.get(*id).kind, TypeKind::Record(_));
    let mut order: Vec<TypeId> = types.iter().filter(|id| !is_record(id)).copied().collect();
    let mut entered = vec![false; unit.model.types.len()];
    // A stack of its own: types may nest deeper than calls. The last that is pushed comes first.
    let mut open: Vec<(TypeId, bool)> =
        types.iter().filter(|id| is_record(id)).rev().map(|id| (*id, false)).collect();
    while let Some((id, inner_done)) = open.pop() {
        if inner_done {
            order.push(id);
        } else if !std::mem::replace(&mut entered[id.0], true) {
            open.push((id, true));
            let mut inner: Vec<TypeId> =
                unit.model.record_of(id).nested().map(|(inner, _)| inner).collect();
            inner.retain(|inner| unit.model.get(*inner).package == package);
            open.extend(inner.into_iter().rev().map(|id| (id, false)));
        }
    }
    order
}

/// The records of all packages, nested ones before those that hold them.
pub(super) fn of_records(unit: Unit<'_>) -> Vec<TypeId> {
    let packages = (0..unit.model.packages.len()).map(PackageId);
    let all = packages.flat_map(|package| of_package(unit, package));
    all.filter(|id| matches!(unit.model.get(*id).kind, TypeKind::Record(_))).collect()
}
