//! Enums and flags: newtypes whose unnamed values survive, and closed enums as Rust's own.
//!
//! In: the model's declarations. Out: items. Must not know: where a value stands on the wire.

use quote::quote;
use syn::Ident;

use super::codec::Context;
use super::literal::{host, signed_number};
use super::{docs, item};
use crate::lang::host::HostInt;
use crate::model::{Enum, Flags};

/// A newtype, so that values without a name survive.
pub(super) fn open_enum(cx: &Context<'_>, it: &Enum, items: &mut Vec<syn::Item>) {
    let def = cx.unit.model.get(cx.owner);
    let (name, repr) = (cx.names.of_type(cx.owner), host(HostInt::of_scalar(it.scalar)));
    let docs = docs::attributes(&def.about, &format!("The enum `{}`.", def.name.text), None);
    items.push(item(quote! {
        #docs
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct #name(pub #repr);
    }));
    let values = it.values.iter().zip(cx.names.inner(cx.owner)).map(|(value, ident)| {
        let docs =
            docs::attributes(&value.about, &format!("The value `{}`.", value.name.text), None);
        let number = signed_number(value.value);
        quote! { #docs pub const #ident: Self = Self(#number); }
    });
    let arms = first_names(it, cx.names.inner(cx.owner))
        .into_iter()
        .map(|(ident, text)| quote! { Self::#ident => Some(#text), });
    items.push(item(quote! {
        impl #name {
            #(#values)*

            /// The name of the value in the schema, if it has one.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self { #(#arms)* Self(_) => None }
            }
        }
    }));
    items.push(item(quote! {
        impl core::fmt::Debug for #name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{}", self.0),
                }
            }
        }
    }));
}

/// The names of an enum, each value once.
fn first_names<'e>(it: &'e Enum, idents: &'e [Ident]) -> Vec<(&'e Ident, &'e str)> {
    let mut seen = Vec::new();
    let mut firsts = Vec::new();
    for (value, ident) in it.values.iter().zip(idents) {
        if !seen.contains(&value.value) {
            seen.push(value.value);
            firsts.push((ident, value.name.text.as_str()));
        }
    }
    firsts
}

/// A Rust enum; a second name for a value is an associated constant.
pub(super) fn closed_enum(cx: &Context<'_>, it: &Enum, items: &mut Vec<syn::Item>) {
    let def = cx.unit.model.get(cx.owner);
    let (name, repr) = (cx.names.of_type(cx.owner), host(HostInt::of_scalar(it.scalar)));
    let docs = docs::attributes(&def.about, &format!("The closed enum `{}`.", def.name.text), None);
    let idents = cx.names.inner(cx.owner);
    let firsts = first_names(it, idents);
    let is_first = |ident: &Ident| firsts.iter().any(|(first, _)| *first == ident);
    let (mut variants, mut aliases, mut arms, mut raws) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (index, (value, ident)) in it.values.iter().zip(idents).enumerate() {
        let docs =
            docs::attributes(&value.about, &format!("The value `{}`.", value.name.text), None);
        let number = signed_number(value.value);
        if is_first(ident) {
            let default = (index == 0).then(|| quote! { #[default] });
            variants.push(quote! { #docs #default #ident });
            arms.push(quote! { #number => Some(Self::#ident), });
            raws.push(quote! { Self::#ident => #number, });
        } else if let Some(first) = it.values.iter().position(|v| v.value == value.value) {
            let (alias, first) =
                (crate::name::recase(&value.name.text, crate::name::Case::Shouty), &idents[first]);
            let alias = quote::format_ident!("{alias}");
            aliases.push(quote! { #docs pub const #alias: Self = Self::#first; });
        }
    }
    items.push(item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum #name { #(#variants,)* }
    }));
    items.push(item(quote! {
        impl #name {
            #(#aliases)*

            /// The value of a number, if it has a name.
            #[must_use]
            pub const fn from_raw(raw: #repr) -> Option<Self> {
                match raw { #(#arms)* _ => None }
            }

            /// The number of the value.
            #[must_use]
            pub const fn raw(self) -> #repr {
                match self { #(#raws)* }
            }
        }
    }));
}

/// A newtype with a constant for each bit.
pub(super) fn flags(cx: &Context<'_>, it: &Flags, items: &mut Vec<syn::Item>) {
    let def = cx.unit.model.get(cx.owner);
    let (name, repr) = (cx.names.of_type(cx.owner), host(HostInt::of_scalar(it.scalar)));
    let docs = docs::attributes(&def.about, &format!("The flags `{}`.", def.name.text), None);
    items.push(item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
        pub struct #name(pub #repr);
    }));
    let bits = it.bits.iter().zip(cx.names.inner(cx.owner)).map(|(bit, ident)| {
        let docs = docs::attributes(
            &bit.about,
            &format!("The flag `{}`.", bit.name.text),
            Some(format!("bit {}", bit.value)),
        );
        let shift = signed_number(bit.value);
        quote! { #docs pub const #ident: Self = Self(1 << #shift); }
    });
    let mask = signed_number(it.mask());
    let closed = it.closed.then(|| {
        quote! {
            /// The flags of a number, if every bit that is set has a name.
            #[must_use]
            pub const fn from_bits(bits: #repr) -> Option<Self> {
                let flags = Self(bits);
                if flags.is_known() { Some(flags) } else { None }
            }
        }
    });
    items.push(item(quote! {
        impl #name {
            #(#bits)*
            /// No flag.
            pub const EMPTY: Self = Self(0);
            /// Every flag that has a name.
            pub const ALL: Self = Self(#mask);

            /// Whether all of these flags are set.
            #[must_use]
            pub const fn contains(self, flags: Self) -> bool {
                self.0 & flags.0 == flags.0
            }

            /// Whether every bit that is set has a name.
            #[must_use]
            pub const fn is_known(self) -> bool {
                self.0 & !Self::ALL.0 == 0
            }

            #closed
        }
    }));
    items.push(item(quote! {
        impl core::ops::BitOr for #name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }
    }));
}
