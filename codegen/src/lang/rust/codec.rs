//! How each kind of item is read and written: decode and encode side by side, one expression each.
//!
//! In: layout and names. Out: tokens. Shared with the derive macro.
//!
//! A read is an expression over bytes of exactly the item's size; a write is an expression of such bytes. Those that
//! can fail are `Result`s whose error is at offset 0 and has no name yet: the caller adds both.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::names::Names;
use crate::lang::Unit;
use crate::lang::host::HostInt;
use crate::layout::{Accept, Codec, IntCodec, IntHost};
use crate::model::{ByteOrder, Encoding, Float, PackageId, Padding, Scalar, Text, TypeId};

/// An expression, and whether it is a `Result`.
pub(super) struct Expr {
    pub(super) tokens: TokenStream,
    pub(super) can_fail: bool,
}

impl Expr {
    fn sure(tokens: TokenStream) -> Self {
        Self { tokens, can_fail: false }
    }

    fn unsure(tokens: TokenStream) -> Self {
        Self { tokens, can_fail: true }
    }

    /// Applies an infallible function to the value.
    fn map(self, function: &TokenStream) -> Self {
        let tokens = self.tokens;
        if self.can_fail {
            Self::unsure(quote! { #tokens.map(#function) })
        } else {
            Self::sure(quote! { #function(#tokens) })
        }
    }
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
    pub(super) fn of(all: &impl ToTokens, at: u32, size: u32) -> Self {
        let (at, size) = (number(at), number(size));
        Self {
            borrowed: quote! { wirewright::part::<#at, #size, _>(#all) },
            copied: quote! { wirewright::get::<#at, #size, _>(#all) },
        }
    }

    /// All bytes of an expression that is a `&[u8; N]`.
    pub(super) fn all(bytes: TokenStream) -> Self {
        Self { copied: quote! { *#bytes }, borrowed: bytes }
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
                let plain = match self.names.of_host(int.host) {
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
                let each = self.decode(element, &Bytes::all(quote! { element }), member);
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

    fn decode_int(&self, int: &IntCodec, bytes: &Bytes) -> Expr {
        let raw = read_scalar(int.scalar, int.order, bytes);
        self.decode_raw(
            int,
            &raw,
            HostInt::of_scalar(int.scalar),
            HostInt::of_codec(self.unit.model, int),
        )
    }

    /// A number that was read, of a type `wire`, as a value whose numbers are of a type `mine`.
    pub(super) fn decode_raw(
        &self,
        int: &IntCodec,
        raw: &TokenStream,
        wire: HostInt,
        mine: HostInt,
    ) -> Expr {
        match int.host {
            IntHost::Plain => {
                let accept = int.range.decode();
                let Some(sentinel) = int.absent else { return within_decode(raw, &accept) };
                let sentinel = signed_number(sentinel);
                let some = quote! { wirewright::decode::unless(#raw, #sentinel) };
                let each = within_decode(&quote! { value }, &accept);
                let body = each.tokens;
                if each.can_fail {
                    Expr::unsure(quote! { #some.map(|value| #body).transpose() })
                } else {
                    Expr::sure(some)
                }
            }
            IntHost::Enum(id) => {
                let path = self.path(id);
                if self.unit.model.enum_of(id).closed {
                    let value = closed_value(raw, wire, mine, &quote! { #path::from_raw });
                    return Expr::unsure(quote! { wirewright::decode::named(#value) });
                }
                Self::decode_open(int, raw, wire, mine).map(&quote! { #path })
            }
            IntHost::Flags(id) => {
                let path = self.path(id);
                if self.unit.model.flags_of(id).closed {
                    let value = closed_value(raw, wire, mine, &quote! { #path::from_bits });
                    return Expr::unsure(quote! { wirewright::decode::named(#value) });
                }
                Self::decode_open(int, raw, wire, mine).map(&quote! { #path })
            }
        }
    }

    fn encode_int(&self, int: &IntCodec, value: &TokenStream) -> Expr {
        let write = write_scalar(int.scalar, int.order);
        let wire = HostInt::of_scalar(int.scalar);
        let mine = HostInt::of_codec(self.unit.model, int);
        let raw = match int.host {
            IntHost::Plain => {
                let accept = int.range.encode(mine.bounds());
                let Some(sentinel) = int.absent else {
                    return within_encode(value, &accept).map(&write);
                };
                let sentinel = signed_number(sentinel);
                let each = within_encode(&quote! { value }, &accept);
                let test = if each.can_fail {
                    let body = each.tokens;
                    quote! { .and_then(|value| #body) }
                } else {
                    TokenStream::new()
                };
                return Expr::unsure(quote! {
                    #value.map_or(Ok(#sentinel), |value| wirewright::encode::except(value, #sentinel) #test).map(#write)
                });
            }
            IntHost::Enum(id) if self.unit.model.enum_of(id).closed => quote! { #value.raw() },
            IntHost::Enum(_) => quote! { #value.0 },
            IntHost::Flags(id) => {
                if self.unit.model.flags_of(id).closed {
                    let raw = Expr::unsure(
                        quote! { wirewright::encode::named(#value.0, #value.is_known()) },
                    );
                    return convert_encode_result(raw, wire, mine).map(&write);
                }
                quote! { #value.0 }
            }
        };
        // A conversion tests the range by itself where the two are the same.
        let converts =
            int.range.closed.is_some() || !wire.holds(mine) && int.range.allowed == wire.bounds();
        let accept = if converts { Accept::All } else { int.range.encode(mine.bounds()) };
        let checked = within_encode(&raw, &accept);
        let converted = if checked.can_fail {
            convert_encode_result(checked, wire, mine)
        } else {
            convert_encode(&raw, wire, mine)
        };
        converted.map(&write)
    }

    /// A raw number of an open enum or flags, in the integer of its declaration.
    fn decode_open(int: &IntCodec, raw: &TokenStream, wire: HostInt, mine: HostInt) -> Expr {
        let converts =
            (int.range.wire.0.max(mine.bounds().0), int.range.wire.1.min(mine.bounds().1))
                == int.range.allowed;
        let accept = if converts { Accept::All } else { int.range.decode() };
        let checked = within_decode(raw, &accept);
        if !checked.can_fail {
            return convert_decode(raw, wire, mine);
        }
        let (tokens, target) = (checked.tokens, host(mine));
        Expr::unsure(if wire == mine {
            tokens
        } else if mine.holds(wire) {
            quote! { #tokens.map(#target::from) }
        } else {
            quote! { #tokens.and_then(|raw| wirewright::decode::fit(#target::try_from(raw))) }
        })
    }
}

/// A closure over one parameter, or the function itself where the body only calls one.
fn closure(parameter: &str, body: &TokenStream) -> TokenStream {
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

/// Puts a number that may not fit into a narrower type.
fn convert_decode(raw: &TokenStream, from: HostInt, to: HostInt) -> Expr {
    let target = host(to);
    if from == to {
        Expr::sure(raw.clone())
    } else if to.holds(from) {
        Expr::sure(quote! { #target::from(#raw) })
    } else {
        Expr::unsure(quote! { wirewright::decode::fit(#target::try_from(#raw)) })
    }
}

fn convert_encode(raw: &TokenStream, wire: HostInt, mine: HostInt) -> Expr {
    let target = host(wire);
    if wire == mine {
        Expr::sure(raw.clone())
    } else if wire.holds(mine) {
        Expr::sure(quote! { #target::from(#raw) })
    } else {
        Expr::unsure(quote! { wirewright::encode::fit(#target::try_from(#raw)) })
    }
}

fn convert_encode_result(raw: Expr, wire: HostInt, mine: HostInt) -> Expr {
    let target = host(wire);
    let tokens = raw.tokens;
    if wire == mine {
        Expr::unsure(tokens)
    } else if wire.holds(mine) {
        Expr::unsure(quote! { #tokens.map(#target::from) })
    } else {
        Expr::unsure(
            quote! { #tokens.and_then(|raw| wirewright::encode::fit(#target::try_from(raw))) },
        )
    }
}

/// The value of a closed type for a number of another width; one that does not fit has no name.
fn closed_value(raw: &TokenStream, from: HostInt, to: HostInt, read: &TokenStream) -> TokenStream {
    let target = host(to);
    if from == to {
        quote! { #read(#raw) }
    } else if to.holds(from) {
        quote! { #read(#target::from(#raw)) }
    } else {
        quote! { #target::try_from(#raw).ok().and_then(#read) }
    }
}

/// `value` tested against a range on decode.
pub(super) fn within_decode(value: &TokenStream, accept: &Accept) -> Expr {
    match range(accept) {
        Some(range) => Expr::unsure(quote! { wirewright::decode::within(#value, #range) }),
        None => Expr::sure(value.clone()),
    }
}

/// `value` tested against a range on encode.
pub(super) fn within_encode(value: &TokenStream, accept: &Accept) -> Expr {
    match range(accept) {
        Some(range) => Expr::unsure(quote! { wirewright::encode::within(#value, #range) }),
        None => Expr::sure(value.clone()),
    }
}

fn range(accept: &Accept) -> Option<TokenStream> {
    match accept {
        Accept::Within { min, max } => {
            let (min, max) = (min.map(signed_number), max.map(signed_number));
            Some(match (min, max) {
                (Some(min), None) => quote! { #min.. },
                (min, Some(max)) => quote! { #min..=#max },
                (None, None) => quote! { .. },
            })
        }
        // Closed types are tested by their own functions.
        Accept::All | Accept::OneOf(_) | Accept::Mask(_) => None,
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

fn from_order(order: ByteOrder) -> TokenStream {
    match order {
        ByteOrder::Little => quote! { from_le_bytes },
        ByteOrder::Big => quote! { from_be_bytes },
    }
}

fn to_order(order: ByteOrder) -> TokenStream {
    match order {
        ByteOrder::Little => quote! { to_le_bytes },
        ByteOrder::Big => quote! { to_be_bytes },
    }
}

fn float_type(float: &Float) -> TokenStream {
    if float.scalar == Scalar::F32 {
        quote! { f32 }
    } else {
        quote! { f64 }
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
