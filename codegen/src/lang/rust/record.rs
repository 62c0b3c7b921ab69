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
use super::{docs, item, local, scale, variable};
use crate::lang::describe;
use crate::layout::{BitsCodec, Codec, Item, Kind, Role, Size};
use crate::model::{Field, Record};

/// A member as the code around it needs it.
pub(super) struct Member<'a> {
    pub(super) ident: &'a Ident,
    pub(super) field: &'a Field,
    pub(super) kind: Kind<'a>,
    pub(super) ty: TokenStream,
}

/// The items of a struct or message.
pub(super) fn record(cx: &Context<'_>, record: &Record, items: &mut Vec<syn::Item>) {
    let layout = cx.unit.layout.record(cx.owner);
    let name = cx.names.of_type(cx.owner);
    let members = members(cx, record);
    for (index, member) in members.iter().enumerate() {
        if let (Some(bits), Some(codec)) = (member.field.ty.bits(), bits_codec(member.kind)) {
            group(cx, (member.field, index), (bits, codec), items);
        }
    }
    declaration(cx, record, &members, items);
    let accessors: Vec<_> = members
        .iter()
        .filter_map(|m| scale::accessors(m.ident, &m.field.name.text, m.kind))
        .collect();
    let constants = constants(cx, record);
    match layout.size {
        Size::Fixed(size) => {
            let size = number(size);
            fixed(cx, &members, (&size, &constants, &accessors), items);
            traits(name, items);
        }
        Size::Variable { .. } => {
            variable::implementation(cx, layout, (&members, &constants, &accessors), items);
        }
    }
}

/// The type itself, and what a fresh value of it is.
fn declaration(
    cx: &Context<'_>,
    record: &Record,
    members: &[Member<'_>],
    items: &mut Vec<syn::Item>,
) {
    let (def, layout) = (cx.unit.model.get(cx.owner), cx.unit.layout.record(cx.owner));
    let name = cx.names.of_type(cx.owner);
    let what = if record.message.is_some() { "message" } else { "struct" };
    let docs = docs::attributes(
        &def.about,
        &format!("The {what} `{}`.", def.name.text),
        Some(describe::size(layout.size)),
    );
    let fields = members.iter().map(|m| member(cx, m));
    let derived = members.iter().all(|m| m.field.default.is_none() && derives_default(m.kind));
    let default = derived.then(|| quote! { , Default });
    let copy = layout.size.fixed().map(|_| quote! { , Copy });
    let attribute = quote! { #[derive(Clone #copy, Debug, PartialEq #default)] };
    items.push(item(if members.is_empty() {
        quote! { #docs #attribute pub struct #name; }
    } else {
        quote! { #docs #attribute pub struct #name { #(#fields)* } }
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
}

/// `from_bytes` and `to_bytes` of a record of so many bytes.
fn fixed(
    cx: &Context<'_>,
    members: &[Member<'_>],
    (size, constants, accessors): (&TokenStream, &TokenStream, &[TokenStream]),
    items: &mut Vec<syn::Item>,
) {
    let layout = cx.unit.layout.record(cx.owner);
    let name = cx.names.of_type(cx.owner);
    let bytes = internal("bytes", members);
    let out = internal("out", members);
    let reads = read_items(cx, layout.items(), members, (&bytes, None));
    let writes = write_items(cx, layout.items(), members, (&quote! { &mut #out }, None));
    let idents: Vec<_> = members.iter().map(|m| m.ident).collect();
    let value = if members.is_empty() {
        quote! { Self }
    } else {
        quote! { Self { #(#idents),* } }
    };
    let unused = reads.is_empty().then(|| quote! { let _ = #bytes; });
    let finished = if writes.is_empty() {
        quote! { Ok([0; #size]) }
    } else {
        quote! { let mut #out = [0; #size]; #writes Ok(#out) }
    };
    items.push(item(quote! {
        impl #name {
            #constants

            /// How many bytes a value takes.
            pub const SIZE: usize = #size;

            /// Reads a value from exactly its bytes.
            ///
            /// # Errors
            /// The code of the first item that is wrong.
            #[inline]
            pub fn from_bytes(#bytes: &[u8; #size]) -> Result<Self, wirewright::DecodeError> {
                #unused
                #reads
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
}

/// A name for a local that no member has.
pub(super) fn internal(name: &str, members: &[Member<'_>]) -> Ident {
    local(name, members.iter().map(|m| m.ident))
}

fn members<'a>(cx: &Context<'a>, record: &'a Record) -> Vec<Member<'a>> {
    let idents = cx.names.inner(cx.owner);
    let fields = cx.unit.model.members(record).zip(idents);
    let layout = cx.unit.layout.record(cx.owner);
    let kinds = layout.members();
    fields
        .zip(kinds)
        .enumerate()
        .map(|(index, ((field, ident), kind))| {
            let ty = match kind {
                Kind::Fixed(codec) => cx.type_of(codec, index),
                Kind::Part(codec) => variable::part_type(cx, codec, index),
            };
            Member { ident, field, kind, ty }
        })
        .collect()
}

fn bits_codec(kind: Kind<'_>) -> Option<&BitsCodec> {
    match kind.innermost() {
        Some((Codec::Bits(bits), _)) => Some(bits),
        Some(_) | None => None,
    }
}

fn member(cx: &Context<'_>, member: &Member<'_>) -> TokenStream {
    let layout = cx.unit.layout.record(cx.owner);
    let place =
        describe::member(cx.unit.model, layout, &member.field.name.text, &member.field.about);
    let docs = docs::attributes(
        &member.field.about,
        &format!("The field `{}`.", member.field.name.text),
        place,
    );
    let (ident, ty) = (member.ident, &member.ty);
    quote! { #docs pub #ident: #ty, }
}

fn constants(cx: &Context<'_>, record: &Record) -> TokenStream {
    let Some(message) = &record.message else { return TokenStream::new() };
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
}

/// Where an item stands in the message: at a constant, or at one from where its run begins.
fn offset(at: u32, base: Option<&Ident>) -> TokenStream {
    let at_run = number(at);
    match base {
        None => at_run,
        Some(base) if at == 0 => quote! { #base },
        Some(base) => quote! { #base + #at_run },
    }
}

/// Statements that read items in the order of the wire, from a `&[u8; N]` that begins at `base`.
pub(super) fn read_items<'i>(
    cx: &Context<'_>,
    items: impl IntoIterator<Item = &'i Item>,
    members: &[Member<'_>],
    (bytes, base): (&Ident, Option<&Ident>),
) -> TokenStream {
    let mut statements = TokenStream::new();
    for item in items {
        let (at, path) = (offset(item.at, base), &item.path);
        let place = Bytes::part(bytes, item.at, item.size);
        let part = &place.borrowed;
        match &item.role {
            Role::Member(index, codec) => {
                let ident = members[*index].ident;
                let Expr { tokens, can_fail } = cx.decode(codec, &place, *index);
                statements.extend(if can_fail {
                    quote! { let #ident = #tokens.map_err(|error| error.within(&#path, #at))?; }
                } else {
                    quote! { let #ident = #tokens; }
                });
            }
            Role::Const { bytes: expected, check: true } => {
                let expected = byte_string(expected);
                statements.extend(quote! {
                    wirewright::decode::constant(#part, #expected).map_err(|error| error.within(&#path, #at))?;
                });
            }
            Role::Reserved if path.is_empty() => statements.extend(quote! {
                wirewright::decode::reserved(#part).map_err(|error| error.shifted(#at))?;
            }),
            Role::Reserved => statements.extend(quote! {
                wirewright::decode::reserved(#part).map_err(|error| error.within(&#path, #at))?;
            }),
            Role::HiddenBits(bits, _) => statements.extend(hidden_bits(bits, &place, path, &at)),
            Role::Const { check: false, .. } | Role::Count { .. } | Role::Pad => {}
        }
    }
    statements
}

/// Statements that write items in the order of the wire to a `&mut [u8; N]` that begins at `base`; zeros stand there
/// already.
pub(super) fn write_items<'i>(
    cx: &Context<'_>,
    items: impl IntoIterator<Item = &'i Item>,
    members: &[Member<'_>],
    (out, base): (&TokenStream, Option<&Ident>),
) -> TokenStream {
    let mut statements = TokenStream::new();
    for item in items {
        let (place, size) = (number(item.at), number(item.size));
        let (at, path) = (offset(item.at, base), &item.path);
        let bytes = match &item.role {
            Role::Member(index, codec) => {
                let ident = members[*index].ident;
                let Expr { tokens, can_fail } = cx.encode(codec, &quote! { self.#ident });
                if can_fail {
                    statements.extend(quote! {
                        let #ident = #tokens.map_err(|error| error.within(&#path, #at))?;
                    });
                    quote! { #ident }
                } else if is_long(&tokens) {
                    statements.extend(quote! { let #ident = #tokens; });
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
        statements.extend(quote! { wirewright::put::<#place, #size, _>(#out, #bytes); });
    }
    statements
}

/// Whether an expression would be broken inside of a `put`; the printer then breaks its numbers, too.
fn is_long(tokens: &TokenStream) -> bool {
    tokens.to_string().chars().filter(|c| !c.is_whitespace()).count() > 38
}

/// The traits, over what the record has itself.
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
        }
    }));
    items.push(item(quote! {
        impl<'a> wirewright::DecodePrefix<'a> for #name {
            #[inline]
            fn decode_prefix(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), wirewright::DecodeError> {
                let (bytes, rest) = wirewright::decode::split(bytes)?;
                Ok((Self::from_bytes(bytes)?, rest))
            }
        }
    }));
}
