//! Bits groups: the type of a group, and how its slots are read from the storage unit and written into it.
//!
//! In: the slots of a layout. Out: items and statements. Must not know: where the unit stands in its message.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::codec::{Context, Expr};
use super::integer::{Number, within_encode};
use super::literal::{Bytes, hex, host, number, read_scalar, signed_number, write_scalar};
use super::scale::Scaled;
use super::values::enum_value;
use super::{docs, item, local, scale};
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{Accept, BitHost, BitSlot, BitsCodec, IntHost, IntRange, SlotRole};
use crate::model::{About, BitField, Bits, Field, Value, fresh};

/// Tests of bits that are no member.
pub(super) fn hidden_bits(
    bits: &BitsCodec,
    part: &Bytes,
    path: &str,
    at: &TokenStream,
) -> Vec<TokenStream> {
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

/// The type of a bits group: its members, and its storage unit's bytes.
pub(super) fn group(
    cx: &Context<'_>,
    (field, index): (&Field, usize),
    (bits, codec): (&Bits, &BitsCodec),
    items: &mut Vec<syn::Item>,
) {
    let (name, idents) = cx.names.group(cx.owner, index);
    let unit_name = local("unit", idents.iter());
    let place = format!("{} bits, {}", codec.scalar.bits(), codec.order.text());
    let about = About { unit: None, ..field.about.clone() };
    let docs =
        docs::attributes(&about, &format!("The bits of `{}`.", field.name.text), Some(place));
    let mut parts = Parts { derived: true, ..Parts::default() };
    let mut members = bits.members().zip(idents);
    for slot in &codec.slots {
        match &slot.role {
            SlotRole::Pad => {}
            SlotRole::Reserved => {
                let test = fixed_bits(&unit_name, (slot.shift, slot.mask), 0, &quote! { Reserved });
                parts.reads.push(quote! { #test?; });
            }
            SlotRole::Const { raw, check } => parts.constant(slot, &unit_name, *raw, *check),
            SlotRole::Member { host, signed, range, absent, scale, .. } => {
                let Some((member, ident)) = members.next() else { continue };
                let scalar = Slot {
                    cx,
                    unit: &unit_name,
                    bits: slot,
                    host: HostInt::of_slot(cx.unit.model, *host, slot.width, *signed),
                    wire: HostInt::holding(slot.width, *signed),
                    kind: *host,
                    range,
                    absent: *absent,
                };
                parts.member(&scalar, member, ident);
                if let Some(scale) = scale {
                    let optional = absent.is_some();
                    let scaled = Scaled { scale, range, int: scalar.host, optional };
                    parts.accessors.push(scale::pair(ident, &slot.name, &scaled));
                }
            }
        }
    }
    parts.declare(name, &docs, items);
    items.push(parts.codec(name, idents, &unit_name, codec));
}

/// What is said of the slots of a group, in their order.
#[derive(Default)]
struct Parts {
    declarations: Vec<TokenStream>,
    defaults: Vec<TokenStream>,
    reads: Vec<TokenStream>,
    writes: Vec<TokenStream>,
    accessors: Vec<TokenStream>,
    /// Whether every default is the one of the type.
    derived: bool,
}

impl Parts {
    fn constant(&mut self, slot: &BitSlot, unit: &Ident, raw: u64, check: bool) {
        if check {
            let path = &slot.name;
            let test = fixed_bits(unit, (slot.shift, slot.mask), raw, &quote! { Const });
            self.reads.push(quote! { #test.map_err(|error| error.within(&#path, 0))?; });
        }
        let (raw, shift, mask) = (hex(raw), number(slot.shift), hex(slot.mask));
        self.writes.push(quote! { wirewright::bits::set(#raw, #shift, #mask) });
    }

    fn member(&mut self, slot: &Slot<'_>, member: &BitField, ident: &Ident) {
        let BitSlot { shift, mask, name: path, .. } = slot.bits;
        let (shift, mask) = (number(*shift), hex(*mask));
        let docs = docs::attributes(
            &member.about,
            &format!("The field `{path}`."),
            Some(describe::slot(slot.bits, &member.about)),
        );
        let (ty, default) =
            (slot.ty(), slot.default(&fresh::of_bit_field(slot.cx.unit.model, member)));
        self.declarations.push(quote! { #docs pub #ident: #ty, });
        self.defaults.push(quote! { #ident: #default, });
        self.derived &= member.default.is_none();

        let Expr { tokens, can_fail } = slot.read();
        self.reads.push(if can_fail {
            quote! { let #ident = #tokens.map_err(|error| error.within(&#path, 0))?; }
        } else {
            quote! { let #ident = #tokens; }
        });

        let Expr { tokens, can_fail } = slot.write(&quote! { self.#ident });
        let value = if can_fail {
            quote! { #tokens.map_err(|error| error.within(&#path, 0))? }
        } else {
            tokens
        };
        self.writes.push(if slot.host.signed {
            quote! { wirewright::bits::set_signed(i64::from(#value), #shift, #mask) }
        } else {
            quote! { wirewright::bits::set(u64::from(#value), #shift, #mask) }
        });
    }

    fn declare(&self, name: &Ident, docs: &TokenStream, items: &mut Vec<syn::Item>) {
        let Self { declarations, defaults, .. } = self;
        let default = self.derived.then(|| quote! { , Default });
        items.push(item(quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq #default)]
            pub struct #name { #(#declarations)* }
        }));
        if !self.derived {
            items.push(item(quote! {
                impl Default for #name {
                    fn default() -> Self {
                        Self { #(#defaults)* }
                    }
                }
            }));
        }
    }

    fn codec(
        &self,
        name: &Ident,
        idents: &[Ident],
        unit_name: &Ident,
        codec: &BitsCodec,
    ) -> syn::Item {
        let Self { reads, writes, accessors, .. } = self;
        let size = number(codec.scalar.bytes());
        let unit = unit(codec, &Bytes::all(&quote::format_ident!("bytes")));
        let to_unit =
            quote::format_ident!("unit_{}", host(HostInt::of_scalar(codec.scalar)).to_string());
        let write = write_scalar(codec.scalar, codec.order);
        item(quote! {
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
        })
    }
}

/// A bit field in Rust.
struct Slot<'a> {
    cx: &'a Context<'a>,
    /// The local that holds the storage unit.
    unit: &'a Ident,
    bits: &'a BitSlot,
    /// The integer of the member.
    host: HostInt,
    /// The smallest integer that holds the bits.
    wire: HostInt,
    kind: BitHost,
    range: &'a IntRange,
    absent: Option<i128>,
}

impl Slot<'_> {
    fn ty(&self) -> TokenStream {
        let plain = match self.kind {
            BitHost::Plain => host(self.host),
            BitHost::Bool => quote! { bool },
            BitHost::Enum(id) => self.cx.path(id),
        };
        if self.absent.is_some() {
            quote! { Option<#plain> }
        } else {
            plain
        }
    }

    fn default(&self, value: &Value) -> TokenStream {
        let value = match (self.kind, value) {
            (_, Value::Absent) => return quote! { None },
            (BitHost::Enum(id), Value::Int(n)) => enum_value(self.cx, id, *n),
            (_, Value::Int(n)) => signed_number(*n),
            (_, Value::Bool(truth)) => quote! { #truth },
            _ => TokenStream::new(),
        };
        if self.absent.is_some() {
            quote! { Some(#value) }
        } else {
            value
        }
    }

    /// The value of the field, from the storage unit.
    fn read(&self) -> Expr {
        let (unit, shift, mask) = (self.unit, number(self.bits.shift), hex(self.bits.mask));
        let meaning = match self.kind {
            BitHost::Bool => return Expr::sure(quote! { wirewright::bits::bool(#unit, #shift) }),
            BitHost::Plain => IntHost::Plain,
            BitHost::Enum(id) => IntHost::Enum(id),
        };
        let get = host(self.wire);
        let raw = quote! { wirewright::bits::#get(#unit, #shift, #mask) };
        let number = Number { host: meaning, range: self.range, absent: self.absent };
        self.cx.decode_raw(&number, &raw, self.wire, self.host)
    }

    /// The number of the field, in a type that `u64` or `i64` can be made of.
    fn write(&self, value: &TokenStream) -> Expr {
        let accept = self.range.encode(self.host.bounds());
        match self.kind {
            BitHost::Bool => Expr::sure(value.clone()),
            BitHost::Enum(id) if self.cx.unit.model.enum_of(id).closed => {
                Expr::sure(quote! { #value.raw() })
            }
            BitHost::Enum(_) => within_encode(&quote! { #value.0 }, &accept),
            BitHost::Plain => match self.absent {
                None => within_encode(value, &accept),
                Some(sentinel) => {
                    let sentinel = signed_number(sentinel);
                    let test = (accept != Accept::All).then(|| {
                        let body = within_encode(&quote! { value }, &accept).tokens;
                        quote! { .and_then(|value| #body) }
                    });
                    Expr::unsure(
                        quote! { #value.map_or(Ok(#sentinel), |value| wirewright::encode::except(value, #sentinel) #test) },
                    )
                }
            },
        }
    }
}
