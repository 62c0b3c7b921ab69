//! Words of Rust: numbers, masks, texts and the names of types and conversions.
//!
//! In: numbers and scalars. Out: tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Ident;

use crate::lang::host::HostInt;
use crate::model::{ByteOrder, Scalar};

/// A float that reads back as exactly this number.
pub(super) fn float_literal(value: f64, scalar: Scalar) -> TokenStream {
    let ty = if scalar == Scalar::F32 {
        quote! { f32 }
    } else {
        quote! { f64 }
    };
    if value.is_nan() {
        return quote! { #ty::NAN };
    }
    if value.is_infinite() {
        return if value > 0.0 {
            quote! { #ty::INFINITY }
        } else {
            quote! { #ty::NEG_INFINITY }
        };
    }
    let shortest: String = match crate::model::number::to_f32(value) {
        Some(narrow) if scalar == Scalar::F32 => format!("{narrow:?}"),
        _ => format!("{value:?}"),
    };
    let (sign, plain) =
        shortest.strip_prefix('-').map_or(("", shortest.as_str()), |plain| ("-", plain));
    let (whole, rest) = plain.split_at(plain.find(['.', 'e']).unwrap_or(plain.len()));
    format!("{sign}{}{rest}", grouped(whole, 3)).parse().unwrap_or_default()
}

/// The bytes of an item, in two forms.
pub(super) struct Bytes {
    /// A `&[u8; N]`.
    pub(super) borrowed: TokenStream,
    /// A `[u8; N]`, for numbers.
    pub(super) copied: TokenStream,
}

impl Bytes {
    /// The bytes at a place of an expression that is a `&[u8; M]`.
    pub(super) fn part(of: &Ident, at: u32, size: u32) -> Self {
        let (at, size) = (number(at), number(size));
        Self {
            borrowed: quote! { wirewright::part::<#at, #size, _>(#of) },
            copied: quote! { wirewright::get::<#at, #size, _>(#of) },
        }
    }

    /// All bytes of a variable that is a `&[u8; N]`.
    pub(super) fn all(of: &Ident) -> Self {
        Self { borrowed: quote! { #of }, copied: quote! { *#of } }
    }
}

/// A scalar from its bytes.
pub(super) fn read_scalar(scalar: Scalar, order: ByteOrder, bytes: &Bytes) -> TokenStream {
    let Bytes { borrowed, copied } = bytes;
    let ty = host(HostInt::of_scalar(scalar));
    if scalar.bytes() == 1 && !scalar.is_signed() {
        return quote! { #borrowed[0] };
    }
    if scalar.bytes().is_power_of_two() {
        let read = from_order(order);
        return quote! { #ty::#read(#copied) };
    }
    let read = quote::format_ident!("{}_{}", scalar.keyword(), from_order(order).to_string());
    quote! { wirewright::int::#read(#copied) }
}

/// A function from a scalar to its bytes.
pub(super) fn write_scalar(scalar: Scalar, order: ByteOrder) -> TokenStream {
    let ty = host(HostInt::of_scalar(scalar));
    if scalar.bytes().is_power_of_two() {
        let write = to_order(order);
        return quote! { #ty::#write };
    }
    let write = quote::format_ident!("{}_{}", scalar.keyword(), to_order(order).to_string());
    quote! { wirewright::int::#write }
}

/// The function of a primitive type that reads its bytes.
pub(super) fn from_order(order: ByteOrder) -> TokenStream {
    match order {
        ByteOrder::Little => quote! { from_le_bytes },
        ByteOrder::Big => quote! { from_be_bytes },
    }
}

/// The function of a primitive type that gives its bytes.
pub(super) fn to_order(order: ByteOrder) -> TokenStream {
    match order {
        ByteOrder::Little => quote! { to_le_bytes },
        ByteOrder::Big => quote! { to_be_bytes },
    }
}

/// The type of an integer in memory.
pub(super) fn host(int: HostInt) -> TokenStream {
    let name = quote::format_ident!("{}{}", if int.signed { "i" } else { "u" }, int.bits);
    quote! { #name }
}

/// A number; long ones with separators.
pub(super) fn number(n: u32) -> TokenStream {
    signed_number(i128::from(n))
}

/// A number that may be negative; long ones with separators.
pub(super) fn signed_number(n: i128) -> TokenStream {
    let digits: TokenStream = grouped(&n.unsigned_abs().to_string(), 3).parse().unwrap_or_default();
    if n < 0 {
        quote! { -#digits }
    } else {
        digits
    }
}

/// A mask; long ones with separators.
pub(super) fn hex(n: u64) -> TokenStream {
    format!("0x{}", grouped(&format!("{n:x}"), 4)).parse().unwrap_or_default()
}

/// Digits with separators, if there are many.
fn grouped(digits: &str, size: usize) -> String {
    if digits.len() <= 5 {
        return digits.to_owned();
    }
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(size).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join("_")
}

/// Bytes as `b"…"`.
pub(super) fn byte_string(bytes: &[u8]) -> Literal {
    Literal::byte_string(bytes)
}
