//! Types and fresh values of parts.

use proc_macro2::TokenStream;
use quote::quote;

use crate::lang::rust::codec::Context;
use crate::lang::rust::literal::{byte_string, number, signed_number};
use crate::lang::rust::values::value_of as fixed_value;
use crate::layout::{Element, PartCodec, Role, Step};
use crate::model::{TypeId, Value};

/// The type of a part in memory; it belongs to the member of this index.
pub(in super::super) fn part_type(
    cx: &Context<'_>,
    codec: &PartCodec,
    member: usize,
) -> TokenStream {
    match codec {
        PartCodec::Varint(it) => {
            let plain = if it.signed {
                quote! { i64 }
            } else {
                quote! { u64 }
            };
            if it.absent.is_some() {
                quote! { Option<#plain> }
            } else {
                plain
            }
        }
        PartCodec::Text { .. } | PartCodec::CText { .. } => quote! { alloc::string::String },
        PartCodec::Bytes(_) => quote! { alloc::vec::Vec<u8> },
        PartCodec::List { element, .. } => {
            let element = match element {
                Element::Fixed { codec, .. } => cx.type_of(codec, member),
                Element::Variable(steps) => element_type(cx, steps, member),
            };
            quote! { alloc::vec::Vec<#element> }
        }
        PartCodec::Array { element, count } => {
            let (element, count) = (element_type(cx, element, member), number(*count));
            quote! { [#element; #count] }
        }
        PartCodec::Record { id, .. } => cx.path(*id),
        PartCodec::Align(_) => quote! { () },
    }
}

/// What the last step of an element is; in front of it there is at most a count.
fn element_part(steps: &[Step]) -> Option<&PartCodec> {
    steps.iter().find_map(|step| match step {
        Step::Part(part) => Some(&part.codec),
        Step::Run(_) => None,
    })
}

fn element_type(cx: &Context<'_>, steps: &[Step], member: usize) -> TokenStream {
    element_part(steps).map_or_else(TokenStream::new, |codec| part_type(cx, codec, member))
}

/// Whether the library knows the fresh value of a part.
pub(in super::super) fn derives_default(codec: &PartCodec) -> bool {
    match codec {
        PartCodec::Array { element, count } => {
            *count <= 32 && element_part(element).is_none_or(derives_default)
        }
        PartCodec::Varint(_)
        | PartCodec::Text { .. }
        | PartCodec::CText { .. }
        | PartCodec::Bytes(_)
        | PartCodec::List { .. }
        | PartCodec::Record { .. }
        | PartCodec::Align(_) => true,
    }
}

/// What a part of a fresh value holds, where the schema says nothing.
pub(in super::super) fn default_of(codec: &PartCodec) -> TokenStream {
    match codec {
        PartCodec::Array { .. } => {
            quote! { core::array::from_fn(|_| core::default::Default::default()) }
        }
        PartCodec::Varint(_)
        | PartCodec::Text { .. }
        | PartCodec::CText { .. }
        | PartCodec::Bytes(_)
        | PartCodec::List { .. }
        | PartCodec::Record { .. }
        | PartCodec::Align(_) => quote! { core::default::Default::default() },
    }
}

/// A value of a part in a program.
pub(in super::super) fn value_of(
    cx: &Context<'_>,
    codec: &PartCodec,
    value: &Value,
) -> TokenStream {
    match (codec, value) {
        (_, Value::Absent) => quote! { None },
        (PartCodec::Varint(it), Value::Int(n)) => {
            let n = signed_number(*n);
            if it.absent.is_some() {
                quote! { Some(#n) }
            } else {
                n
            }
        }
        (PartCodec::Text { .. } | PartCodec::CText { .. }, Value::Text(text)) => {
            quote! { alloc::string::String::from(#text) }
        }
        (PartCodec::Bytes(_), Value::Bytes(bytes)) => {
            let bytes = byte_string(bytes);
            quote! { #bytes.to_vec() }
        }
        (PartCodec::List { element: Element::Fixed { codec, .. }, .. }, Value::List(items)) => {
            let items = items.iter().map(|item| fixed_value(cx, codec, item));
            quote! { alloc::vec![#(#items),*] }
        }
        (PartCodec::List { element: Element::Variable(steps), .. }, Value::List(items)) => {
            let items = elements(cx, steps, items);
            quote! { alloc::vec![#(#items),*] }
        }
        (PartCodec::Array { element, .. }, Value::List(items)) => {
            let items = elements(cx, element, items);
            quote! { [#(#items),*] }
        }
        (PartCodec::Record { id, .. }, Value::Record(values)) => record_value(cx, *id, values),
        _ => quote! { core::default::Default::default() },
    }
}

fn elements(cx: &Context<'_>, steps: &[Step], items: &[Value]) -> Vec<TokenStream> {
    let codec = element_part(steps);
    items.iter().filter_map(|item| Some(value_of(cx, codec?, item))).collect()
}

/// A struct with all of its members.
pub(in super::super) fn record_value(
    cx: &Context<'_>,
    id: TypeId,
    values: &[Value],
) -> TokenStream {
    let path = cx.path(id);
    let idents = cx.names.inner(id);
    let fixed = cx.unit.layout.record(id).items().filter_map(|item| match &item.role {
        Role::Member(index, codec) => Some((*index, fixed_value(cx, codec, &values[*index]))),
        Role::Const { .. }
        | Role::Count { .. }
        | Role::HiddenBits(..)
        | Role::Pad
        | Role::Reserved => None,
    });
    let parts = cx.unit.layout.record(id).parts().filter_map(|part| {
        let index = part.member()?;
        Some((index, value_of(cx, &part.codec, &values[index])))
    });
    let fields = fixed.chain(parts).map(|(index, value)| {
        let ident = &idents[index];
        quote! { #ident: #value }
    });
    quote! { #path { #(#fields),* } }
}
