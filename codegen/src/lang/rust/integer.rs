//! Integers, enums and flags: how a raw number becomes a value that was tested, and back.
//!
//! In: an integer's codec. Out: expressions. Decode and encode stand side by side.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::{Context, Expr};
use super::literal::{Bytes, host, read_scalar, signed_number, write_scalar};
use crate::lang::host::HostInt;
use crate::layout::{Accept, IntCodec, IntHost, IntRange};

/// What a raw number means, wherever its bits stand.
pub(super) struct Number<'a> {
    pub(super) host: IntHost,
    pub(super) range: &'a IntRange,
    pub(super) absent: Option<i128>,
}

impl<'a> From<&'a IntCodec> for Number<'a> {
    fn from(int: &'a IntCodec) -> Self {
        Self { host: int.host, range: &int.range, absent: int.absent }
    }
}

impl Context<'_> {
    /// Reads an integer from its bytes.
    pub(super) fn decode_int(&self, int: &IntCodec, bytes: &Bytes) -> Expr {
        let raw = read_scalar(int.scalar, int.order, bytes);
        self.decode_raw(
            &Number::from(int),
            &raw,
            HostInt::of_scalar(int.scalar),
            HostInt::of_codec(self.unit.model, int),
        )
    }

    /// A number that was read, of a type `wire`, as a value whose numbers are of a type `mine`.
    pub(super) fn decode_raw(
        &self,
        int: &Number<'_>,
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

    /// Writes an integer as its bytes.
    pub(super) fn encode_int(&self, int: &IntCodec, value: &TokenStream) -> Expr {
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
    fn decode_open(int: &Number<'_>, raw: &TokenStream, wire: HostInt, mine: HostInt) -> Expr {
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
