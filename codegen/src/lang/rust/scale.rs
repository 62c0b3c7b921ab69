//! Accessors for the physical values of scaled integers (rule L3, `scale`).

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::literal::{float_literal, host, signed_number};
use crate::lang::host::HostInt;
use crate::layout::{Codec, IntRange, Kind};
use crate::model::{Scalar, Scale};

/// The pair for a member, if it has a scale; on an array or list the pair takes an index.
pub(super) fn accessors(ident: &Ident, path: &str, kind: Kind<'_>) -> Option<TokenStream> {
    let (inner, depth) = kind.innermost()?;
    let Codec::Int(int) = inner else { return None };
    let scale = int.scale.as_ref()?;
    let scaled = Scaled {
        scale,
        range: &int.range,
        int: HostInt::of_scalar(int.scalar),
        optional: int.absent.is_some(),
    };
    Some(match depth {
        0 => pair(ident, path, &scaled),
        depth => indexed(ident, path, &scaled, depth),
    })
}

/// An integer with a scale.
pub(super) struct Scaled<'a> {
    pub(super) scale: &'a Scale,
    pub(super) range: &'a IntRange,
    /// The integer of the member.
    pub(super) int: HostInt,
    /// Whether the member can be absent.
    pub(super) optional: bool,
}

/// Getter and setter of a member.
pub(super) fn pair(ident: &Ident, path: &str, scaled: &Scaled<'_>) -> TokenStream {
    let (get, set, get_doc, set_doc) = names(ident, path);
    let (physical, raw) = (physical(scaled.scale), raw(scaled, path));
    let (result, got, stored) = if scaled.optional {
        (quote! { Option<f64> }, quote! { self.#ident.map(|raw| #physical) }, quote! { Some(#raw) })
    } else {
        (quote! { f64 }, quote! { let raw = self.#ident; #physical }, raw)
    };
    quote! {
        #[doc = #get_doc]
        #[must_use]
        pub fn #get(&self) -> #result { #got }

        #[doc = #set_doc]
        ///
        /// # Errors
        /// `range` for a NaN and for what does not fit.
        pub fn #set(&mut self, value: f64) -> Result<(), wirewright::EncodeError> {
            self.#ident = #stored;
            Ok(())
        }
    }
}

/// Getter and setter of an element.
fn indexed(ident: &Ident, path: &str, scaled: &Scaled<'_>, depth: usize) -> TokenStream {
    let (get, set, get_doc, set_doc) = names(ident, path);
    let (physical, raw) = (physical(scaled.scale), raw(scaled, path));
    let indices: Vec<_> = (0..depth)
        .map(|i| if depth == 1 { format_ident!("index") } else { format_ident!("index_{i}") })
        .collect();
    let (result, got, stored) = if scaled.optional {
        (
            quote! { Option<f64> },
            quote! { self.#ident #([#indices])*.map(|raw| #physical) },
            quote! { Some(#raw) },
        )
    } else {
        (quote! { f64 }, quote! { let raw = self.#ident #([#indices])*; #physical }, raw)
    };
    quote! {
        #[doc = #get_doc]
        ///
        /// # Panics
        /// If there is no such element.
        #[must_use]
        pub fn #get(&self, #(#indices: usize),*) -> #result { #got }

        #[doc = #set_doc]
        ///
        /// # Errors
        /// `range` for a NaN and for what does not fit.
        ///
        /// # Panics
        /// If there is no such element.
        pub fn #set(&mut self, #(#indices: usize,)* value: f64) -> Result<(), wirewright::EncodeError> {
            self.#ident #([#indices])* = #stored;
            Ok(())
        }
    }
}

fn names(ident: &Ident, path: &str) -> (Ident, Ident, String, String) {
    let plain = ident.to_string();
    let plain = plain.trim_start_matches("r#");
    (
        format_ident!("{plain}_physical"),
        format_ident!("set_{plain}_physical"),
        format!(" The physical value of `{path}`."),
        format!(" Sets `{path}` to the raw value nearest to a physical one."),
    )
}

/// `f64::from(raw) / 100.0 + 5.0`
fn physical(scale: &Scale) -> TokenStream {
    let literal = |value: f64| float_literal(value, Scalar::F64);
    let multiply = scale.multiply.map(literal).map(|n| quote! { * #n });
    let divide = scale.divide.map(literal).map(|n| quote! { / #n });
    let offset = scale.offset.map(literal).map(|n| quote! { + #n });
    quote! { f64::from(raw) #multiply #divide #offset }
}

/// `(value - 5.0) * 100.0`, as a raw number.
fn raw(Scaled { scale, range, int, .. }: &Scaled<'_>, path: &str) -> TokenStream {
    let literal = |value: f64| float_literal(value, Scalar::F64);
    let mut value = quote! { value };
    if let Some(offset) = scale.offset.map(literal) {
        value = if scale.multiply.is_some() || scale.divide.is_some() {
            quote! { (#value - #offset) }
        } else {
            quote! { #value - #offset }
        };
    }
    if let Some(divide) = scale.divide.map(literal) {
        value = quote! { #value * #divide };
    }
    if let Some(multiply) = scale.multiply.map(literal) {
        value = quote! { #value / #multiply };
    }
    let (low, high, target) =
        (signed_number(range.wire.0), signed_number(range.wire.1), host(*int));
    quote! {
        wirewright::scale::to_raw(#value, #low, #high)
            .and_then(|raw| wirewright::encode::fit(#target::try_from(raw)))
            .map_err(|error| error.within(&#path, 0))?
    }
}
