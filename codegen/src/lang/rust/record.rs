//! Structs and messages: the declaration, and `from_bytes` and `to_bytes` around the codecs of the items.
//!
//! In: a record's layout. Out: items. Must not know: how a single item is read, which `codec` and `bits` know.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::bits::{group, hidden_bits};
use super::codec::{Context, Expr};
use super::literal::{Bytes, byte_string, hex, number};
use super::values::{default_of, derives_default};
use super::{docs, item, local, scale};
use crate::lang::describe;
use crate::layout::{BitsCodec, Codec, Role};
use crate::model::{Field, Record};

/// A member as the code around it needs it.
pub(super) struct Member<'a> {
    pub(super) ident: &'a Ident,
    pub(super) field: &'a Field,
    pub(super) codec: &'a Codec,
    pub(super) ty: TokenStream,
}

/// The items of a struct or message.
pub(super) fn record(cx: &Context<'_>, record: &Record, items: &mut Vec<syn::Item>) {
    let model = cx.unit.model;
    let def = model.get(cx.owner);
    let layout = cx.unit.layout.record(cx.owner);
    let name = cx.names.of_type(cx.owner);
    let size = number(layout.size.min());
    let members = members(cx, record);
    for (index, member) in members.iter().enumerate() {
        if let (Some(bits), Some(codec)) = (member.field.ty.bits(), bits_codec(member.codec)) {
            group(cx, (member.field, index), (bits, codec), items);
        }
    }
    let what = if record.message.is_some() { "message" } else { "struct" };
    let docs = docs::attributes(
        &def.about,
        &format!("The {what} `{}`.", def.name.text),
        Some(format!("{} bytes", layout.size.min())),
    );
    let fields = members.iter().map(|m| declaration(cx, m));
    let empty = members.is_empty();
    let derived = members.iter().all(|m| m.field.default.is_none() && derives_default(m.codec));
    let default = derived.then(|| quote! { , Default });
    items.push(item(if empty {
        quote! { #docs #[derive(Clone, Copy, Debug, PartialEq #default)] pub struct #name; }
    } else {
        quote! { #docs #[derive(Clone, Copy, Debug, PartialEq #default)] pub struct #name { #(#fields)* } }
    }));
    if !derived {
        let values = members.iter().map(|m| {
            let (ident, value) = (m.ident, default_of(cx, m));
            quote! { #ident: #value, }
        });
        items.push(item(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#values)* }
                }
            }
        }));
    }
    let constants = constants(cx, record, &size);
    let bytes = internal("bytes", &members);
    let out = internal("out", &members);
    let reads = reads(cx, &members, &bytes);
    let writes = writes(cx, &members, &out);
    let idents: Vec<_> = members.iter().map(|m| m.ident).collect();
    let value = if empty {
        quote! { Self }
    } else {
        quote! { Self { #(#idents),* } }
    };
    let accessors =
        members.iter().filter_map(|m| scale::accessors(m.ident, &m.field.name.text, m.codec));
    let unused = unused(&reads, &bytes);
    let finished = if writes.is_empty() {
        quote! { Ok([0; #size]) }
    } else {
        quote! { let mut #out = [0; #size]; #(#writes)* Ok(#out) }
    };
    items.push(item(quote! {
        impl #name {
            #constants

            /// Reads a value from exactly its bytes.
            ///
            /// # Errors
            /// The code of the first item that is wrong.
            #[inline]
            pub fn from_bytes(#bytes: &[u8; #size]) -> Result<Self, wirewright::DecodeError> {
                #unused
                #(#reads)*
                Ok(#value)
            }

            /// The bytes of the value.
            ///
            /// # Errors
            /// The code of the first member that the message cannot hold.
            #[inline]
            pub fn to_bytes(&self) -> Result<[u8; #size], wirewright::EncodeError> {
                #finished
            }

            #(#accessors)*
        }
    }));
    traits(name, items);
}

/// A parameter that nothing reads is named on purpose.
fn unused(reads: &[TokenStream], bytes: &Ident) -> TokenStream {
    if reads.is_empty() {
        quote! { let _ = #bytes; }
    } else {
        TokenStream::new()
    }
}

/// A name for a local that no member has.
fn internal(name: &str, members: &[Member<'_>]) -> Ident {
    local(name, members.iter().map(|m| m.ident))
}

fn members<'a>(cx: &Context<'a>, record: &'a Record) -> Vec<Member<'a>> {
    let fields: Vec<&Field> = cx.unit.model.members(record).collect();
    let idents = cx.names.inner(cx.owner);
    let items = cx.unit.layout.record(cx.owner).items();
    items
        .filter_map(|item| match &item.role {
            Role::Member(index, codec) => Some(Member {
                ident: &idents[*index],
                field: fields[*index],
                codec,
                ty: cx.type_of(codec, *index),
            }),
            Role::Const { .. }
            | Role::Count { .. }
            | Role::HiddenBits(..)
            | Role::Pad
            | Role::Reserved => None,
        })
        .collect()
}

fn bits_codec(codec: &Codec) -> Option<&BitsCodec> {
    match codec {
        Codec::Bits(bits) => Some(bits),
        Codec::Array { element, .. } => bits_codec(element),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_) => None,
    }
}

fn declaration(cx: &Context<'_>, member: &Member<'_>) -> TokenStream {
    let layout = cx.unit.layout.record(cx.owner);
    let item = layout.items().find(|item| item.path == member.field.name.text);
    let place = item.map(|item| describe::item(cx.unit.model, item, &member.field.about));
    let docs = docs::attributes(
        &member.field.about,
        &format!("The field `{}`.", member.field.name.text),
        place,
    );
    let (ident, ty) = (member.ident, &member.ty);
    quote! { #docs pub #ident: #ty, }
}

fn constants(cx: &Context<'_>, record: &Record, size: &TokenStream) -> TokenStream {
    let message = record.message.as_ref().map(|message| {
        let id = message.id.map(|id| {
            let id = number(id);
            quote! {
                /// The number that tells the message apart in a union.
                pub const ID: u32 = #id;
            }
        });
        let fingerprint = hex(cx.unit.layout.fingerprint(cx.owner).0);
        quote! {
            #id
            /// Equal in two programs exactly when the message's bytes mean the same in both.
            pub const FINGERPRINT: u64 = #fingerprint;
        }
    });
    quote! {
        #message
        /// How many bytes a value takes.
        pub const SIZE: usize = #size;
    }
}

/// Statements that read every item in the order of the wire.
fn reads(cx: &Context<'_>, members: &[Member<'_>], bytes: &Ident) -> Vec<TokenStream> {
    let layout = cx.unit.layout.record(cx.owner);
    let mut statements = Vec::new();
    for item in layout.items() {
        let (at, path) = (number(item.at), &item.path);
        let place = Bytes::part(bytes, item.at, item.size);
        let part = &place.borrowed;
        match &item.role {
            Role::Member(index, codec) => {
                let ident = members[*index].ident;
                let Expr { tokens, can_fail } = cx.decode(codec, &place, *index);
                statements.push(if can_fail {
                    quote! { let #ident = #tokens.map_err(|error| error.within(&#path, #at))?; }
                } else {
                    quote! { let #ident = #tokens; }
                });
            }
            Role::Const { bytes: expected, check: true } => {
                let expected = byte_string(expected);
                statements.push(quote! {
                    wirewright::decode::constant(#part, #expected).map_err(|error| error.within(&#path, #at))?;
                });
            }
            Role::Reserved if path.is_empty() => statements.push(quote! {
                wirewright::decode::reserved(#part).map_err(|error| error.shifted(#at))?;
            }),
            Role::Reserved => statements.push(quote! {
                wirewright::decode::reserved(#part).map_err(|error| error.within(&#path, #at))?;
            }),
            Role::HiddenBits(bits, _) => statements.extend(hidden_bits(bits, &place, path, &at)),
            Role::Const { check: false, .. } | Role::Count { .. } | Role::Pad => {}
        }
    }
    statements
}

/// Statements that write every item in the order of the wire; zeros stand there already.
fn writes(cx: &Context<'_>, members: &[Member<'_>], out: &Ident) -> Vec<TokenStream> {
    let layout = cx.unit.layout.record(cx.owner);
    let mut statements = Vec::new();
    for item in layout.items() {
        let (at, size, path) = (number(item.at), number(item.size), &item.path);
        let bytes = match &item.role {
            Role::Member(index, codec) => {
                let ident = members[*index].ident;
                let Expr { tokens, can_fail } = cx.encode(codec, &quote! { self.#ident });
                if can_fail {
                    statements.push(quote! {
                        let #ident = #tokens.map_err(|error| error.within(&#path, #at))?;
                    });
                    quote! { #ident }
                } else if is_long(&tokens) {
                    statements.push(quote! { let #ident = #tokens; });
                    quote! { #ident }
                } else {
                    tokens
                }
            }
            Role::Const { bytes, .. } | Role::HiddenBits(_, bytes) => {
                let bytes = byte_string(bytes);
                quote! { *#bytes }
            }
            Role::Count { .. } | Role::Pad | Role::Reserved => continue,
        };
        statements.push(quote! { wirewright::put::<#at, #size, _>(&mut #out, #bytes); });
    }
    statements
}

/// Whether an expression would be broken inside of a `put`; the printer then breaks its numbers, too.
fn is_long(tokens: &TokenStream) -> bool {
    tokens.to_string().chars().filter(|c| !c.is_whitespace()).count() > 38
}

/// The two traits, over what the record has itself.
fn traits(name: &Ident, items: &mut Vec<syn::Item>) {
    items.push(item(quote! {
        impl wirewright::Encode for #name {
            #[inline]
            fn encoded_len(&self) -> usize {
                Self::SIZE
            }

            #[inline]
            fn encode_into<'b>(&self, out: &'b mut [u8]) -> Result<&'b mut [u8], wirewright::EncodeError> {
                wirewright::encode::into(out, self.to_bytes()?)
            }
        }
    }));
    items.push(item(quote! {
        impl<'a> wirewright::Decode<'a> for #name {
            #[inline]
            fn decode(bytes: &'a [u8]) -> Result<Self, wirewright::DecodeError> {
                match bytes.try_into() {
                    Ok(bytes) => Self::from_bytes(bytes),
                    Err(_) => Err(wirewright::decode::inexact::<Self>(bytes, Self::SIZE)),
                }
            }

            #[inline]
            fn decode_prefix(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), wirewright::DecodeError> {
                let (bytes, rest) = wirewright::decode::split(bytes)?;
                Ok((Self::from_bytes(bytes)?, rest))
            }
        }
    }));
}
