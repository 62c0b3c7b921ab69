//! Values in generated code: what a fresh message holds.
//!
//! In: values of the model. Out: expressions.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::Context;
use super::literal::{byte_string, float_literal, number, signed_number};
use super::record::Member;
use super::variable;
use crate::layout::{Codec, IntHost, Kind};
use crate::model::{TypeId, Value, fresh};

/// The value of a number: by its name if it has one.
pub(super) fn enum_value(cx: &Context<'_>, id: TypeId, number: i128) -> TokenStream {
    let path = cx.path(id);
    let it = cx.unit.model.enum_of(id);
    match it.values.iter().position(|v| v.value == number) {
        Some(index) => {
            let ident = &cx.names.inner(id)[index];
            quote! { #path::#ident }
        }
        None => {
            let number = signed_number(number);
            quote! { #path(#number) }
        }
    }
}

/// What a member of a fresh value holds.
pub(super) fn default_of(cx: &Context<'_>, member: &Member<'_>) -> TokenStream {
    let given = || fresh::of_field(cx.unit.model, member.field);
    match (member.kind, &member.field.default) {
        (Kind::Fixed(codec), None) => plain_default(cx, codec),
        (Kind::Fixed(codec), Some(_)) => value_of(cx, codec, &given()),
        (Kind::Part(codec), None) => variable::default_of(codec),
        (Kind::Part(codec), Some(_)) => variable::value_of(cx, codec, &given()),
    }
}

/// Whether the library knows the fresh value of a type; it does not of arrays of more than 32 elements.
pub(super) fn derives_default(kind: Kind<'_>) -> bool {
    match kind {
        Kind::Fixed(codec) => derives_fixed(codec),
        Kind::Part(codec) => variable::derives_default(codec),
    }
}

fn derives_fixed(codec: &Codec) -> bool {
    match codec {
        Codec::Array { element, count, .. } => *count <= 32 && derives_fixed(element),
        Codec::Bytes(size) => *size <= 32,
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Record(_)
        | Codec::Bits(_) => true,
    }
}

fn plain_default(cx: &Context<'_>, codec: &Codec) -> TokenStream {
    match codec {
        Codec::Int(int) if int.absent.is_some() => quote! { None },
        Codec::Int(int) => match int.host {
            IntHost::Plain => quote! { 0 },
            IntHost::Enum(id) | IntHost::Flags(id) => {
                let path = cx.path(id);
                quote! { #path::default() }
            }
        },
        Codec::Float(float) if float.absent_nan => quote! { None },
        Codec::Float(_) => quote! { 0.0 },
        Codec::Bool => quote! { false },
        Codec::Text(_) => quote! { wirewright::Text::EMPTY },
        Codec::Bytes(size) => {
            let size = number(*size);
            quote! { [0; #size] }
        }
        Codec::Array { element, count, .. } => {
            let (element, count) = (plain_default(cx, element), number(*count));
            quote! { [#element; #count] }
        }
        Codec::Record(id) => {
            let path = cx.path(*id);
            quote! { #path::default() }
        }
        Codec::Bits(_) => quote! { core::default::Default::default() },
    }
}

pub(super) fn value_of(cx: &Context<'_>, codec: &Codec, value: &Value) -> TokenStream {
    match (codec, value) {
        (_, Value::Absent) => quote! { None },
        (Codec::Int(int), Value::Int(n)) => {
            let plain = match int.host {
                IntHost::Plain => signed_number(*n),
                IntHost::Enum(id) => enum_value(cx, id, *n),
                IntHost::Flags(id) => {
                    let (path, n) = (cx.path(id), signed_number(*n));
                    quote! { #path(#n) }
                }
            };
            if int.absent.is_some() {
                quote! { Some(#plain) }
            } else {
                plain
            }
        }
        (Codec::Float(float), Value::Float(n)) => {
            let plain = float_literal(*n, float.scalar);
            if float.absent_nan {
                quote! { Some(#plain) }
            } else {
                plain
            }
        }
        (Codec::Bool, Value::Bool(truth)) => quote! { #truth },
        (Codec::Text(_), Value::Text(text)) => quote! { wirewright::Text::from_literal(#text) },
        (Codec::Bytes(_), Value::Bytes(bytes)) => {
            let bytes = byte_string(bytes);
            quote! { *#bytes }
        }
        (Codec::Array { element, .. }, Value::List(items)) => {
            let items = items.iter().map(|item| value_of(cx, element, item));
            quote! { [#(#items),*] }
        }
        (Codec::Record(id), Value::Record(values)) => variable::record_value(cx, *id, values),
        _ => quote! { Default::default() },
    }
}
