//! All items of a package, in the order of the schema.
//!
//! In: a unit and its names. Out: items. Must not know: bytes.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::Context;
use super::literal::signed_number;
use super::names::{self, Names};
use super::{docs, enums, item, record};
use crate::lang::Unit;
use crate::model::{ConstantValue, PackageId, TypeKind};

/// All items of a package, in the order of the schema.
pub(super) fn items(unit: Unit<'_>, names: &Names, package: PackageId) -> Vec<syn::Item> {
    let mut items = Vec::new();
    for constant in &unit.model.packages[package.0].constants {
        let (name, docs) =
            (names::constant(constant), docs::attributes(&constant.about, "A constant.", None));
        items.push(item(match &constant.value {
            ConstantValue::Text(text) => quote! { #docs pub const #name: &str = #text; },
            ConstantValue::Int(value) => {
                let ty = constant_type(*value);
                let value = signed_number(*value);
                quote! { #docs pub const #name: #ty = #value; }
            }
        }));
    }
    for id in &unit.model.packages[package.0].types {
        let cx = Context { unit, names, package, owner: *id };
        match &unit.model.get(*id).kind {
            TypeKind::Enum(it) if it.closed => enums::closed_enum(&cx, it, &mut items),
            TypeKind::Enum(it) => enums::open_enum(&cx, it, &mut items),
            TypeKind::Flags(it) => enums::flags(&cx, it, &mut items),
            TypeKind::Record(record) => record::record(&cx, record, &mut items),
        }
    }
    items
}

fn constant_type(value: i128) -> TokenStream {
    if u32::try_from(value).is_ok() {
        quote! { u32 }
    } else if i64::try_from(value).is_ok() {
        quote! { i64 }
    } else {
        quote! { u64 }
    }
}
