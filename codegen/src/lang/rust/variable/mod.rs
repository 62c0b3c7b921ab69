//! Structs and messages without a fixed size: `read` and `write` from a position on, step by step.
//!
//! In: a record's steps. Out: items. `read` and `write` stand side by side, and `len` says how long what is written is.
//! A nested record reads its own runs; `behind` is what follows it in its last one (rule S1.1).

mod len;
mod read;
mod types;
mod write;

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::Ident;

use super::codec::Context;
use super::item;
use super::literal::number;
use super::record::{Member, internal};
use crate::layout::{Record, Size, Tail, Target};
use crate::model::Encoding;

pub(super) use types::{default_of, derives_default, part_type, record_value, value_of};

/// The functions and traits of a record.
pub(super) fn implementation(
    cx: &Context<'_>,
    layout: &Record,
    (members, constants, accessors): (&[Member<'_>], &TokenStream, &[TokenStream]),
    items: &mut Vec<syn::Item>,
) {
    let name = cx.names.of_type(cx.owner);
    let code = Code { cx, members };
    let (input, out, behind) = (code.local("input"), code.local("out"), code.local("behind"));
    let reads = code.reads(&layout.steps);
    let writes = code.writes(&layout.steps);
    let len = code.len(&layout.steps);
    let idents = members.iter().map(|m| m.ident);
    let start = code.local("start");
    let needs_start = mentions(&reads, &start).then(|| quote! { let #start = #input.at(); });
    let written_start = mentions(&writes, &start).then(|| quote! { let #start = #out.at(); });
    let unused = (!mentions(&reads, &behind)).then(|| quote! { let _ = #behind; });
    let sizes = sizes(layout.size);
    items.push(item(quote! {
        impl #name {
            #constants
            #sizes

            /// Reads a value from where it begins; `behind` bytes of fixed size follow it.
            ///
            /// # Errors
            /// The code of the first item that is wrong; offsets count from the start of the input.
            pub fn read(#input: &mut wirewright::Reader<'_>, #behind: usize) -> Result<Self, wirewright::DecodeError> {
                #unused
                #needs_start
                #reads
                Ok(Self { #(#idents),* })
            }

            /// Writes the value where the last one ended.
            ///
            /// # Errors
            /// The code of the first member that the message cannot hold.
            pub fn write(&self, #out: &mut wirewright::Writer<'_>) -> Result<(), wirewright::EncodeError> {
                #written_start
                #writes
                Ok(())
            }

            #(#accessors)*
        }
    }));
    items.push(item(quote! {
        impl wirewright::Encode for #name {
            fn encoded_len(&self) -> usize {
                #len
            }

            fn encode_into<'b>(&self, out: &'b mut [u8]) -> Result<&'b mut [u8], wirewright::EncodeError> {
                let mut writer = wirewright::Writer::new(out, self.encoded_len())?;
                self.write(&mut writer)?;
                Ok(writer.finish())
            }
        }
    }));
    items.push(item(quote! {
        impl<'a> wirewright::Decode<'a> for #name {
            fn decode(bytes: &'a [u8]) -> Result<Self, wirewright::DecodeError> {
                let mut input = wirewright::Reader::new(bytes);
                let value = Self::read(&mut input, 0)?;
                input.end()?;
                Ok(value)
            }
        }
    }));
    if !layout.finds_end {
        return;
    }
    items.push(item(quote! {
        impl<'a> wirewright::DecodePrefix<'a> for #name {
            fn decode_prefix(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), wirewright::DecodeError> {
                let mut input = wirewright::Reader::new(bytes);
                Ok((Self::read(&mut input, 0)?, input.left()))
            }
        }
    }));
}

fn sizes(size: Size) -> TokenStream {
    let (min, max) = (number(size.min()), size.max().map(number));
    let max = max.map(|max| {
        quote! {
            /// How many bytes a value takes at most.
            pub const MAX_SIZE: usize = #max;
        }
    });
    quote! {
        /// How many bytes a value takes at least.
        pub const MIN_SIZE: usize = #min;
        #max
    }
}

/// Whether a name stands in tokens.
fn mentions(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The code of one record.
struct Code<'a> {
    cx: &'a Context<'a>,
    members: &'a [Member<'a>],
}

impl Code<'_> {
    /// A name that no member has.
    fn local(&self, name: &str) -> Ident {
        internal(name, self.members)
    }

    /// How many bytes or elements a part has, once that was read.
    fn count(&self, target: Target) -> Ident {
        match target {
            Target::Member(index) => {
                let member = self.members[index].ident.to_string();
                self.local(&format!("{}_count", member.trim_start_matches("r#")))
            }
            Target::Element => format_ident!("count"),
        }
    }

    /// The bytes that a test of length is for as well.
    fn tail(&self, tail: Tail) -> TokenStream {
        let (bytes, behind) = (number(tail.bytes), self.local("behind"));
        match (tail.open, tail.bytes) {
            (false, _) => bytes,
            (true, 0) => quote! { #behind },
            (true, _) => quote! { #behind + #bytes },
        }
    }

    /// The index by which names of bits groups are known.
    fn index(target: Target) -> Option<usize> {
        match target {
            Target::Member(index) => Some(index),
            Target::Element => None,
        }
    }
}

fn chars(encoding: Encoding, nul: bool) -> TokenStream {
    match (encoding, nul) {
        (Encoding::Utf8, false) => quote! { wirewright::Chars::Utf8 },
        (Encoding::Utf8, true) => quote! { wirewright::Chars::Utf8OrNul },
        (Encoding::Ascii, false) => quote! { wirewright::Chars::Ascii },
        (Encoding::Ascii, true) => quote! { wirewright::Chars::AsciiOrNul },
    }
}

fn maximum(max: Option<u32>) -> TokenStream {
    max.map_or_else(|| quote! { usize::MAX }, number)
}
