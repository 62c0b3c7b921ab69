//! Declarations and the bodies around their codecs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Ident;

use super::codec::{
    Bytes, Context, Expr, float_literal, hex, host, number, read_scalar, signed_number,
    within_encode, write_scalar,
};
use super::names::{self, Names};
use super::{docs, item, scale};
use crate::lang::Unit;
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{Accept, BitHost, BitsCodec, Codec, IntHost, Role, SlotRole};
use crate::model::{
    About, Bits, ConstantValue, Enum, Field, Flags, PackageId, Record, Type, TypeId, TypeKind,
    Value, fresh,
};

/// All items of a package, in the order of the schema.
pub(super) fn items(unit: Unit<'_>, names: &Names, package: PackageId) -> Vec<syn::Item> {
    let mut items = Vec::new();
    for constant in &unit.model.packages[package.0].constants {
        let (name, docs) =
            (names::constant(constant), docs::attributes(&constant.about, "A constant.", None));
        items.push(item(match &constant.value {
            ConstantValue::Text(text) => quote! { #docs pub const #name: &str = #text; },
            ConstantValue::Int(value) => {
                let ty = constant_type(*value);
                let value = signed_number(*value);
                quote! { #docs pub const #name: #ty = #value; }
            }
        }));
    }
    for id in &unit.model.packages[package.0].types {
        let cx = Context { unit, names, package, owner: *id };
        match &unit.model.get(*id).kind {
            TypeKind::Enum(it) if it.closed => closed_enum(&cx, it, &mut items),
            TypeKind::Enum(it) => open_enum(&cx, it, &mut items),
            TypeKind::Flags(it) => flags(&cx, it, &mut items),
            TypeKind::Record(record) => self::record(&cx, record, &mut items),
        }
    }
    items
}

fn constant_type(value: i128) -> TokenStream {
    if u32::try_from(value).is_ok() {
        quote! { u32 }
    } else if i64::try_from(value).is_ok() {
        quote! { i64 }
    } else {
        quote! { u64 }
    }
}

/// A newtype, so that values without a name survive.
fn open_enum(cx: &Context<'_>, it: &Enum, items: &mut Vec<syn::Item>) {
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
fn closed_enum(cx: &Context<'_>, it: &Enum, items: &mut Vec<syn::Item>) {
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

fn flags(cx: &Context<'_>, it: &Flags, items: &mut Vec<syn::Item>) {
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

/// A member as the code around it needs it.
struct Member<'a> {
    ident: &'a Ident,
    field: &'a Field,
    codec: &'a Codec,
    ty: TokenStream,
}

fn record(cx: &Context<'_>, record: &Record, items: &mut Vec<syn::Item>) {
    let model = cx.unit.model;
    let def = model.get(cx.owner);
    let layout = cx.unit.layout.record(cx.owner);
    let name = cx.names.of_type(cx.owner);
    let size = number(layout.size.min());
    let members = members(cx, record);
    for (index, member) in members.iter().enumerate() {
        if let (Some(bits), Some(codec)) = (bits_of(&member.field.ty), bits_codec(member.codec)) {
            group(cx, member.field, index, bits, codec, items);
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

fn local<'i>(name: &str, mut taken: impl Iterator<Item = &'i Ident>) -> Ident {
    if taken.any(|ident| ident == name) {
        quote::format_ident!("ww_{name}")
    } else {
        quote::format_ident!("{name}")
    }
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
            Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
        })
        .collect()
}

fn bits_of(ty: &Type) -> Option<&Bits> {
    match ty {
        Type::Bits(bits) => Some(bits),
        Type::Array(element, _) => bits_of(element),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_) => None,
    }
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
        let place = Bytes::of(bytes, item.at, item.size);
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
            Role::Const { check: false, .. } | Role::Pad => {}
        }
    }
    statements
}

fn byte_string(bytes: &[u8]) -> Literal {
    Literal::byte_string(bytes)
}

/// Tests of bits that are no member.
fn hidden_bits(bits: &BitsCodec, part: &Bytes, path: &str, at: &TokenStream) -> Vec<TokenStream> {
    let unit = unit(bits, part);
    let checks = bits.slots.iter().filter_map(|slot| {
        let (expected, code, path) = match &slot.role {
            SlotRole::Const { raw, check: true } => {
                (*raw, quote! { Const }, format!("{path}.{}", slot.name))
            }
            SlotRole::Reserved => (0, quote! { Reserved }, path.to_owned()),
            SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => {
                return None;
            }
        };
        let test =
            fixed_bits(&quote::format_ident!("unit"), (slot.shift, slot.mask), expected, &code);
        Some(quote! {
            { let unit = #unit; #test.map_err(|error| error.within(&#path, #at))?; }
        })
    });
    checks.collect()
}

fn fixed_bits(
    unit: &Ident,
    (shift, mask): (u32, u64),
    expected: u64,
    code: &TokenStream,
) -> TokenStream {
    let (shift, mask, expected) = (number(shift), hex(mask), hex(expected));
    quote! {
        wirewright::decode::fixed_bits(wirewright::bits::u64(#unit, #shift, #mask), #expected, wirewright::ErrorCode::#code)
    }
}

/// A storage unit as a `u64`.
fn unit(bits: &BitsCodec, part: &Bytes) -> TokenStream {
    let raw = read_scalar(bits.scalar, bits.order, part);
    if HostInt::of_scalar(bits.scalar).bits == 64 {
        raw
    } else {
        quote! { u64::from(#raw) }
    }
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
                    quote! { #tokens.map_err(|error| error.within(&#path, #at))? }
                } else {
                    tokens
                }
            }
            Role::Const { bytes, .. } | Role::HiddenBits(_, bytes) => {
                let bytes = byte_string(bytes);
                quote! { *#bytes }
            }
            Role::Pad | Role::Reserved => continue,
        };
        statements.push(quote! { wirewright::put::<#at, #size, _>(&mut #out, #bytes); });
    }
    statements
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

/// The type of a bits group: its members, and its storage unit's bytes.
fn group(
    cx: &Context<'_>,
    field: &Field,
    index: usize,
    bits: &Bits,
    codec: &BitsCodec,
    items: &mut Vec<syn::Item>,
) {
    let (name, idents) = cx.names.group(cx.owner, index);
    let unit_name = local("unit", idents.iter());
    let size = number(codec.scalar.bytes());
    let place = format!("{} bits, {}", codec.scalar.bits(), codec.order.text());
    let about = About { unit: None, ..field.about.clone() };
    let docs =
        docs::attributes(&about, &format!("The bits of `{}`.", field.name.text), Some(place));
    let mut fields = bits.members();
    let mut members = idents.iter();
    let (mut declarations, mut defaults, mut reads, mut writes, mut accessors) =
        (vec![], vec![], vec![], vec![], vec![]);
    let mut derived = true;
    for slot in &codec.slots {
        let (shift, mask) = (number(slot.shift), hex(slot.mask));
        match &slot.role {
            SlotRole::Pad => {}
            SlotRole::Reserved => {
                let test = fixed_bits(&unit_name, (slot.shift, slot.mask), 0, &quote! { Reserved });
                reads.push(quote! { #test?; });
            }
            SlotRole::Const { raw, check } => {
                if *check {
                    let (test, path) = (
                        fixed_bits(&unit_name, (slot.shift, slot.mask), *raw, &quote! { Const }),
                        &slot.name,
                    );
                    reads.push(quote! { #test.map_err(|error| error.within(&#path, 0))?; });
                }
                let raw = hex(*raw);
                writes.push(quote! { wirewright::bits::set(#raw, #shift, #mask) });
            }
            SlotRole::Member { host: kind, signed, range, absent, scale, .. } => {
                let (Some(member), Some(ident)) = (fields.next(), members.next()) else { continue };
                let path = &slot.name;
                let parts = SlotParts {
                    cx,
                    unit: &unit_name,
                    host: HostInt::of_slot(cx.unit.model, *kind, slot.width, *signed),
                    kind: *kind,
                };
                let (ty, default) = (
                    parts.ty(*absent),
                    parts.default(&fresh::of_bit_field(cx.unit.model, member), absent.is_some()),
                );
                derived &= member.default.is_none();
                let docs = docs::attributes(
                    &member.about,
                    &format!("The field `{path}`."),
                    Some(describe::slot(slot, &member.about)),
                );
                declarations.push(quote! { #docs pub #ident: #ty, });
                defaults.push(quote! { #ident: #default, });
                let wire = HostInt::holding(slot.width, *signed);
                let get = host(wire);
                let raw = quote! { wirewright::bits::#get(#unit_name, #shift, #mask) };
                let read = parts.read(slot, &raw, wire, range, *absent);
                let tokens = read.tokens;
                reads.push(if read.can_fail {
                    quote! { let #ident = #tokens.map_err(|error| error.within(&#path, 0))?; }
                } else {
                    quote! { let #ident = #tokens; }
                });
                let write = parts.write(&quote! { self.#ident }, range, *absent);
                let tokens = write.tokens;
                let value = if write.can_fail {
                    quote! { #tokens.map_err(|error| error.within(&#path, 0))? }
                } else {
                    tokens
                };
                writes.push(if parts.host.signed {
                    quote! { wirewright::bits::set_signed(i64::from(#value), #shift, #mask) }
                } else {
                    quote! { wirewright::bits::set(u64::from(#value), #shift, #mask) }
                });
                if let Some(scale) = scale {
                    accessors.push(scale::pair(
                        ident,
                        path,
                        scale,
                        range,
                        parts.host,
                        absent.is_some(),
                    ));
                }
            }
        }
    }
    let default = derived.then(|| quote! { , Default });
    items.push(item(quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq #default)]
        pub struct #name { #(#declarations)* }
    }));
    if !derived {
        items.push(item(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#defaults)* }
                }
            }
        }));
    }
    let unit = unit(codec, &Bytes::all(quote! { bytes }));
    let to_unit =
        quote::format_ident!("unit_{}", host(HostInt::of_scalar(codec.scalar)).to_string());
    let write = write_scalar(codec.scalar, codec.order);
    items.push(item(quote! {
        impl #name {
            /// Reads the bits from their storage unit.
            ///
            /// # Errors
            /// The code of the first field that is wrong.
            #[inline]
            pub fn from_bytes(bytes: &[u8; #size]) -> Result<Self, wirewright::DecodeError> {
                let #unit_name = #unit;
                #(#reads)*
                Ok(Self { #(#idents),* })
            }

            /// The storage unit of the bits.
            ///
            /// # Errors
            /// The code of the first field that does not fit.
            #[inline]
            pub fn to_bytes(&self) -> Result<[u8; #size], wirewright::EncodeError> {
                let unit = #(#writes)|*;
                Ok(#write(wirewright::bits::#to_unit(unit)))
            }

            #(#accessors)*
        }
    }));
}

/// A bit field in Rust.
struct SlotParts<'a> {
    cx: &'a Context<'a>,
    unit: &'a Ident,
    host: HostInt,
    kind: BitHost,
}

impl SlotParts<'_> {
    fn ty(&self, absent: Option<i128>) -> TokenStream {
        let plain = match self.kind {
            BitHost::Plain => host(self.host),
            BitHost::Bool => quote! { bool },
            BitHost::Enum(id) => self.cx.path(id),
        };
        if absent.is_some() {
            quote! { Option<#plain> }
        } else {
            plain
        }
    }

    fn default(&self, value: &Value, optional: bool) -> TokenStream {
        let value = match (self.kind, value) {
            (_, Value::Absent) => return quote! { None },
            (BitHost::Enum(id), Value::Int(n)) => enum_value(self.cx, id, *n),
            (_, Value::Int(n)) => signed_number(*n),
            (_, Value::Bool(truth)) => quote! { #truth },
            _ => TokenStream::new(),
        };
        if optional {
            quote! { Some(#value) }
        } else {
            value
        }
    }

    fn read(
        &self,
        slot: &crate::layout::BitSlot,
        raw: &TokenStream,
        wire: HostInt,
        range: &crate::layout::IntRange,
        absent: Option<i128>,
    ) -> Expr {
        let codec = crate::layout::IntCodec {
            scalar: crate::model::Scalar::U8,
            order: crate::model::ByteOrder::Little,
            host: match self.kind {
                BitHost::Plain | BitHost::Bool => IntHost::Plain,
                BitHost::Enum(id) => IntHost::Enum(id),
            },
            range: range.clone(),
            absent,
            scale: None,
        };
        if self.kind == BitHost::Bool {
            let (unit, shift) = (self.unit, number(slot.shift));
            return Expr {
                tokens: quote! { wirewright::bits::bool(#unit, #shift) },
                can_fail: false,
            };
        }
        self.cx.decode_raw(&codec, raw, wire, self.host)
    }

    /// The number of the field, in a type that `u64` or `i64` can be made of.
    fn write(
        &self,
        value: &TokenStream,
        range: &crate::layout::IntRange,
        absent: Option<i128>,
    ) -> Expr {
        let accept = range.encode(self.host.bounds());
        match self.kind {
            BitHost::Bool => Expr { tokens: value.clone(), can_fail: false },
            BitHost::Enum(id) if self.cx.unit.model.enum_of(id).closed => {
                Expr { tokens: quote! { #value.raw() }, can_fail: false }
            }
            BitHost::Enum(_) => within_encode(&quote! { #value.0 }, &accept),
            BitHost::Plain => match absent {
                None => within_encode(value, &accept),
                Some(sentinel) => {
                    let sentinel = signed_number(sentinel);
                    let test = (accept != Accept::All).then(|| {
                        let body = within_encode(&quote! { value }, &accept).tokens;
                        quote! { .and_then(|value| #body) }
                    });
                    let tokens = quote! { #value.map_or(Ok(#sentinel), |value| wirewright::encode::except(value, #sentinel) #test) };
                    Expr { tokens, can_fail: true }
                }
            },
        }
    }
}

fn enum_value(cx: &Context<'_>, id: TypeId, number: i128) -> TokenStream {
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
fn default_of(cx: &Context<'_>, member: &Member<'_>) -> TokenStream {
    if member.field.default.is_none() {
        return plain_default(cx, member.codec);
    }
    value_of(cx, member.codec, &fresh::of_field(cx.unit.model, member.field))
}

/// Whether the library knows the fresh value of a type; it does not of arrays of more than 32 elements.
fn derives_default(codec: &Codec) -> bool {
    match codec {
        Codec::Array { element, count, .. } => *count <= 32 && derives_default(element),
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

fn value_of(cx: &Context<'_>, codec: &Codec, value: &Value) -> TokenStream {
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
        (Codec::Record(id), Value::Record(values)) => {
            let path = cx.path(*id);
            let record = cx.unit.layout.record(*id);
            let fields = record.items().filter_map(|item| match &item.role {
                Role::Member(index, codec) => {
                    let (ident, value) =
                        (&cx.names.inner(*id)[*index], value_of(cx, codec, &values[*index]));
                    Some(quote! { #ident: #value })
                }
                Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
            });
            quote! { #path { #(#fields),* } }
        }
        _ => quote! { Default::default() },
    }
}
