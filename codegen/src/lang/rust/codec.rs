//! How each kind of item is read and written: decode and encode side by side, one expression each.
//!
//! In: layout and names. Out: tokens. Shared with the derive macro.
//!
//! A read is an expression over bytes of exactly the item's size; a write is an expression of such bytes. Those that
//! can fail are `Result`s whose error is at offset 0 and has no name yet: the caller adds both.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::literal::{Bytes, float_literal, from_order, host, number, to_order};
use super::names::Names;
use crate::lang::Unit;
use crate::lang::host::HostInt;
use crate::layout::Codec;
use crate::model::{Encoding, Float, PackageId, Padding, Scalar, Text, TypeId};

/// An expression, and whether it is a `Result`.
pub(super) struct Expr {
    pub(super) tokens: TokenStream,
    pub(super) can_fail: bool,
}

impl Expr {
    /// One that cannot fail.
    pub(super) fn sure(tokens: TokenStream) -> Self {
        Self { tokens, can_fail: false }
    }

    /// One that is a `Result`.
    pub(super) fn unsure(tokens: TokenStream) -> Self {
        Self { tokens, can_fail: true }
    }

    /// Applies an infallible function to the value.
    pub(super) fn map(self, function: &TokenStream) -> Self {
        let tokens = self.tokens;
        if self.can_fail {
            Self::unsure(quote! { #tokens.map(#function) })
        } else {
            Self::sure(quote! { #function(#tokens) })
        }
    }
}

/// What the code of a package needs to know.
pub(super) struct Context<'a> {
    pub(super) unit: Unit<'a>,
    pub(super) names: &'a Names,
    pub(super) package: PackageId,
    /// The record whose members are read, to which bits groups belong.
    pub(super) owner: TypeId,
}

impl Context<'_> {
    /// The path of a type, from the module of the package.
    pub(super) fn path(&self, id: TypeId) -> TokenStream {
        let name = self.names.of_type(id);
        let package = self.unit.model.get(id).package;
        if package == self.package {
            return quote! { #name };
        }
        let module: TokenStream = self.names.modules[package.0].parse().unwrap_or_default();
        quote! { super::#module::#name }
    }

    /// The type of a member in memory.
    pub(super) fn type_of(&self, codec: &Codec, member: usize) -> TokenStream {
        match codec {
            Codec::Int(int) => {
                let plain = match Names::of_host(int.host) {
                    Some(id) => self.path(id),
                    None => host(HostInt::of_codec(self.unit.model, int)),
                };
                if int.absent.is_some() {
                    quote! { Option<#plain> }
                } else {
                    plain
                }
            }
            Codec::Float(float) => {
                let plain = float_type(float);
                if float.absent_nan {
                    quote! { Option<#plain> }
                } else {
                    plain
                }
            }
            Codec::Bool => quote! { bool },
            Codec::Text(text) => {
                let size = number(text.size);
                quote! { wirewright::Text<#size> }
            }
            Codec::Bytes(size) => {
                let size = number(*size);
                quote! { [u8; #size] }
            }
            Codec::Array { element, count, .. } => {
                let (element, count) = (self.type_of(element, member), number(*count));
                quote! { [#element; #count] }
            }
            Codec::Record(id) => self.path(*id),
            Codec::Bits(_) => {
                let name = &self.names.group(self.owner, member).0;
                quote! { #name }
            }
        }
    }

    /// Reads a value from its bytes.
    pub(super) fn decode(&self, codec: &Codec, place: &Bytes, member: usize) -> Expr {
        let bytes = &place.borrowed;
        match codec {
            Codec::Int(int) => self.decode_int(int, place),
            Codec::Float(float) => decode_float(float, &place.copied),
            Codec::Bool => Expr::unsure(quote! { wirewright::decode::boolean(#bytes[0]) }),
            Codec::Text(text) => Expr::unsure(decode_text(text, bytes)),
            Codec::Bytes(_) => Expr::sure(quote! { *#bytes }),
            Codec::Array { element, stride, .. } => {
                let stride = number(*stride);
                let each = self.decode(element, &Bytes::all(&format_ident!("element")), member);
                let body = &each.tokens;
                if each.can_fail {
                    Expr::unsure(
                        quote! { wirewright::decode::checked_array(#bytes, |element: &[u8; #stride]| #body) },
                    )
                } else {
                    Expr::sure(
                        quote! { wirewright::decode::array(#bytes, |element: &[u8; #stride]| #body) },
                    )
                }
            }
            Codec::Record(id) => {
                let path = self.path(*id);
                Expr::unsure(quote! { #path::from_bytes(#bytes) })
            }
            Codec::Bits(_) => {
                let name = &self.names.group(self.owner, member).0;
                Expr::unsure(quote! { #name::from_bytes(#bytes) })
            }
        }
    }

    /// Writes a value, given as a place of a `Copy` type, as a `[u8; N]`.
    pub(super) fn encode(&self, codec: &Codec, value: &TokenStream) -> Expr {
        match codec {
            Codec::Int(int) => self.encode_int(int, value),
            Codec::Float(float) => encode_float(float, value),
            Codec::Bool => Expr::sure(quote! { [u8::from(#value)] }),
            Codec::Text(text) => encode_text(text, value),
            Codec::Bytes(_) => Expr::sure(quote! { #value }),
            Codec::Array { element, stride, .. } => {
                let each = self.encode(element, &quote! { element });
                let (closure, stride) = (closure("element", &each.tokens), number(*stride));
                if each.can_fail {
                    Expr::unsure(
                        quote! { wirewright::encode::checked_array::<_, _, #stride, _>(&#value, #closure) },
                    )
                } else {
                    Expr::sure(
                        quote! { wirewright::encode::array::<_, _, #stride, _>(&#value, #closure) },
                    )
                }
            }
            Codec::Record(_) | Codec::Bits(_) => Expr::unsure(quote! { #value.to_bytes() }),
        }
    }
}

/// A closure over one parameter, or the function itself where the body only calls one.
pub(super) fn closure(parameter: &str, body: &TokenStream) -> TokenStream {
    let text = body.to_string();
    let function = text.strip_suffix(&format!("({parameter})")).map(str::trim_end);
    let is_path = |f: &&str| f.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | ' '));
    match function.filter(is_path).and_then(|f| f.parse::<TokenStream>().ok()) {
        Some(function) => function,
        None => {
            let parameter = quote::format_ident!("{parameter}");
            quote! { |#parameter| #body }
        }
    }
}

fn decode_float(float: &Float, bytes: &TokenStream) -> Expr {
    let (ty, read) = (float_type(float), from_order(float.order));
    let raw = quote! { #ty::#read(#bytes) };
    let range = float_range(float);
    if float.absent_nan {
        let some = quote! { Some(#raw).filter(|value| !value.is_nan()) };
        return match range {
            Some(range) => Expr::unsure(
                quote! { #some.map(|value| wirewright::decode::within(value, #range)).transpose() },
            ),
            None => Expr::sure(some),
        };
    }
    match range {
        Some(range) => Expr::unsure(quote! { wirewright::decode::within(#raw, #range) }),
        None => Expr::sure(raw),
    }
}

fn encode_float(float: &Float, value: &TokenStream) -> Expr {
    let (ty, write) = (float_type(float), to_order(float.order));
    let write = quote! { #ty::#write };
    let range = float_range(float);
    if float.absent_nan {
        let test = range
            .map(|range| quote! { .and_then(|value| wirewright::encode::within(value, #range)) });
        let some = closure("value", &quote! { wirewright::encode::not_nan(value) #test });
        return Expr::unsure(quote! { #value.map_or(Ok(#ty::NAN), #some).map(#write) });
    }
    match range {
        Some(range) => {
            Expr::unsure(quote! { wirewright::encode::within(#value, #range).map(#write) })
        }
        None => Expr::sure(quote! { #write(#value) }),
    }
}

fn float_range(float: &Float) -> Option<TokenStream> {
    let literal = |bound: f64| float_literal(bound, float.scalar);
    let (min, max) = (float.min.map(literal), float.max.map(literal));
    match (&min, &max) {
        (None, None) => None,
        (Some(min), None) => Some(quote! { #min.. }),
        (_, Some(max)) => Some(quote! { #min..=#max }),
    }
}

fn decode_text(text: &Text, bytes: &TokenStream) -> TokenStream {
    let read = match text.pad {
        Padding::Nul => quote! { wirewright::Text::from_nul_padded },
        Padding::Any => quote! { wirewright::Text::from_any_padded },
        Padding::Space => quote! { wirewright::Text::from_space_padded },
    };
    match text.encoding {
        Encoding::Utf8 => quote! { #read(#bytes) },
        Encoding::Ascii => quote! { wirewright::decode::ascii(#bytes).and_then(#read) },
    }
}

fn encode_text(text: &Text, value: &TokenStream) -> Expr {
    let space = text.pad == Padding::Space;
    match (text.encoding, space) {
        (Encoding::Utf8, false) => Expr::sure(quote! { #value.nul_padded() }),
        (Encoding::Utf8, true) => Expr::unsure(quote! { #value.space_padded() }),
        (Encoding::Ascii, false) => {
            Expr::unsure(quote! { #value.to_ascii().map(wirewright::Text::nul_padded) })
        }
        (Encoding::Ascii, true) => {
            Expr::unsure(quote! { #value.to_ascii().and_then(wirewright::Text::space_padded) })
        }
    }
}

fn float_type(float: &Float) -> TokenStream {
    if float.scalar == Scalar::F32 {
        quote! { f32 }
    } else {
        quote! { f64 }
    }
}
