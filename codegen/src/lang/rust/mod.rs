//! Rust: modules of plain types with `from_bytes` and `to_bytes`, thin over the crate `wirewright`.
//!
//! In: a unit. Out: one module for each package. `codec` and `integer` say how one item is read and written, `bits` how the
//! slots of a storage unit are; `record` and `enums` declare types around them, `types` walks the package, `files` prints it.

mod bits;
mod codec;
mod docs;
mod enums;
#[cfg(feature = "schema")]
mod files;
mod integer;
mod literal;
mod names;
mod record;
mod scale;
#[cfg(feature = "schema")]
mod testee;
mod types;
mod values;
mod variable;

#[cfg(feature = "schema")]
pub use files::Rust;

use quote::ToTokens;

use super::Unit;
use crate::diag::Diagnostics;
use crate::model::PackageId;

/// The items of a package, as a macro puts them where it stands; or a report of names that collide.
pub fn items(
    unit: Unit<'_>,
    package: PackageId,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<syn::Item>> {
    let names = names::lower(unit.model, diagnostics)?;
    Some(types::items(unit, &names, package))
}

/// An item from tokens that this module put together.
fn item(tokens: impl ToTokens) -> syn::Item {
    let tokens = tokens.into_token_stream();
    syn::parse2(tokens.clone())
        .unwrap_or_else(|error| unreachable!("generated Rust is well-formed: {error}: {tokens}"))
}

/// A name for a local that no member has.
fn local<'i>(name: &str, mut taken: impl Iterator<Item = &'i syn::Ident>) -> syn::Ident {
    if taken.any(|ident| ident == name) {
        quote::format_ident!("ww_{name}")
    } else {
        quote::format_ident!("{name}")
    }
}
