//! Writing: statements for the steps of a record, an expression for each part.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Code, chars, maximum, mentions};
use crate::lang::host::HostInt;
use crate::lang::rust::codec::{Expr, closure};
use crate::lang::rust::integer::within_encode;
use crate::lang::rust::literal::{host, number, signed_number, write_scalar};
use crate::lang::rust::record::write_items;
use crate::layout::{Element, Item, Part, PartCodec, Role, Run, Step, Target, Until, VarintCodec};

/// What is written, as a place, by reference, and as a copy.
pub(super) struct Source {
    pub(super) place: TokenStream,
    pub(super) borrowed: TokenStream,
    pub(super) copied: TokenStream,
}

impl Source {
    /// The element that a closure has by reference.
    pub(super) fn element() -> Self {
        let element = quote! { element };
        Self { place: element.clone(), borrowed: element, copied: quote! { *element } }
    }
}

impl Code<'_> {
    pub(super) fn source(&self, target: Target) -> Source {
        match Self::index(target) {
            Some(index) => {
                let ident = self.members[index].ident;
                let place = quote! { self.#ident };
                Source { borrowed: quote! { &#place }, copied: place.clone(), place }
            }
            None => Source::element(),
        }
    }

    /// Statements that write every step.
    pub(super) fn writes(&self, steps: &[Step]) -> TokenStream {
        let (out, start) = (self.local("out"), self.local("start"));
        let mut statements = TokenStream::new();
        for step in steps {
            statements.extend(match step {
                Step::Run(run) => self.write_run(run, false, &out),
                Step::Part(Part { codec: PartCodec::Align(n), .. }) => {
                    let n = number(*n);
                    quote! { #out.align(#start, #n); }
                }
                Step::Part(part) => match self.write_part(part, &out) {
                    Written::Sure(tokens) => quote! { #tokens; },
                    Written::Unsure(tokens) => {
                        let path = &part.path;
                        quote! { #tokens.map_err(|error| error.named(&#path))?; }
                    }
                },
            });
        }
        statements
    }

    fn write_run(&self, run: &Run, in_element: bool, out: &Ident) -> TokenStream {
        let (at, bytes) = if in_element {
            (format_ident!("at"), format_ident!("run"))
        } else {
            (self.local("at"), self.local("run"))
        };
        let mut statements = TokenStream::new();
        for item in &run.items {
            statements.extend(match &item.role {
                Role::Count { of, .. } => self.write_count(item, *of, &bytes, &at),
                Role::Member(..)
                | Role::Const { .. }
                | Role::HiddenBits(..)
                | Role::Pad
                | Role::Reserved => {
                    write_items(self.cx, [item], self.members, (&quote! { #bytes }, Some(&at)))
                }
            });
        }
        let size = number(run.size);
        let underscore = |ident: &Ident| {
            if mentions(&statements, ident) {
                quote! { #ident }
            } else {
                quote! { _ }
            }
        };
        let (at, bytes) = (underscore(&at), underscore(&bytes));
        quote! {
            let (#at, #bytes) = #out.run::<#size>();
            #statements
        }
    }

    fn write_count(&self, item: &Item, of: Target, bytes: &Ident, at: &Ident) -> TokenStream {
        let Role::Count { scalar, order, max, .. } = &item.role else { return TokenStream::new() };
        let (place, path) = (self.source(of).place, &item.path);
        let (ty, write) = (host(HostInt::of_scalar(*scalar)), write_scalar(*scalar, *order));
        let (offset, size) = (number(item.at), number(item.size));
        let max = maximum(*max);
        let from = if item.at == 0 {
            quote! { #at }
        } else {
            quote! { #at + #offset }
        };
        let named = if path.is_empty() {
            quote! { error.shifted(#from) }
        } else {
            quote! { error.within(&#path, #from) }
        };
        quote! {
            let count = wirewright::write::count::<#ty>(#place.len(), #max).map_err(|error| #named)?;
            wirewright::put::<#offset, #size, _>(#bytes, #write(count));
        }
    }

    fn write_part(&self, part: &Part, out: &Ident) -> Written {
        let target = part.target.unwrap_or(Target::Element);
        let Source { place, borrowed, copied } = self.source(target);
        match &part.codec {
            PartCodec::Varint(it) => write_varint(it, (&place, &copied), out),
            PartCodec::Text { until, encoding, nul } => {
                let chars = chars(*encoding, *nul);
                let write = Written::Unsure(quote! { #out.text(#borrowed, #chars) });
                counted(*until, &place, out, write)
            }
            PartCodec::CText { max, encoding } => {
                let (chars, max) = (chars(*encoding, false), maximum(*max));
                Written::Unsure(quote! { #out.c_text(#borrowed, #max, #chars) })
            }
            PartCodec::Bytes(until) => {
                counted(*until, &place, out, Written::Sure(quote! { #out.bytes(#borrowed) }))
            }
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                let each = self.cx.encode(codec, &quote! { element });
                let (each_of, size) = (closure("element", &each.tokens), number(*stride));
                let write = match (*stride, each.can_fail) {
                    (0, _) => Written::Sure(quote! { () }),
                    (_, true) => Written::Unsure(
                        quote! { #out.checked_list::<#size, _>(#borrowed, #each_of) },
                    ),
                    (_, false) => {
                        Written::Sure(quote! { #out.list::<#size, _>(#borrowed, #each_of) })
                    }
                };
                counted(*until, &place, out, write)
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                let each = self.write_element(steps, out);
                counted(
                    *until,
                    &place,
                    out,
                    Written::Unsure(quote! { #out.items(#borrowed, #each) }),
                )
            }
            PartCodec::Array { element, .. } => {
                let each = self.write_element(element, out);
                Written::Unsure(quote! { #out.items(#borrowed, #each) })
            }
            PartCodec::Record { .. } => Written::Unsure(quote! { #place.write(#out) }),
            PartCodec::Align(_) => Written::Sure(quote! { () }),
        }
    }

    /// A closure that writes one element.
    fn write_element(&self, steps: &[Step], out: &Ident) -> TokenStream {
        let mut statements = TokenStream::new();
        let mut last = quote! { Ok(()) };
        for step in steps {
            match step {
                Step::Run(run) => statements.extend(self.write_run(run, true, out)),
                Step::Part(part) => match self.write_part(part, out) {
                    Written::Sure(tokens) => statements.extend(quote! { #tokens; }),
                    Written::Unsure(tokens) => last = tokens,
                },
            }
        }
        if statements.is_empty() {
            quote! { |element, #out| #last }
        } else {
            quote! { |element, #out| { #statements #last } }
        }
    }
}

/// An expression that writes something: of `()`, or of a `Result` whose error has no name yet.
enum Written {
    Sure(TokenStream),
    Unsure(TokenStream),
}

/// Writes or tests the count of a part that has none in the run in front.
fn counted(until: Until, place: &TokenStream, out: &Ident, write: Written) -> Written {
    let test = match until {
        Until::Count { .. } | Until::Rest { max: None, .. } => return write,
        Until::Varint { max } => {
            let max = maximum(max);
            quote! { #out.count(#place.len(), #max) }
        }
        Until::Rest { max: Some(max), .. } => {
            let max = number(max);
            quote! { #out.at_most(#place.len(), #max) }
        }
    };
    Written::Unsure(match write {
        Written::Sure(tokens) => quote! { #test.map(|()| #tokens) },
        Written::Unsure(tokens) => quote! { #test.and_then(|()| #tokens) },
    })
}

fn write_varint(
    it: &VarintCodec,
    (place, value): (&TokenStream, &TokenStream),
    out: &Ident,
) -> Written {
    let write = if it.signed {
        quote! { ivar }
    } else {
        quote! { uvar }
    };
    let int = HostInt { bits: 64, signed: it.signed };
    let accept = it.range.encode(int.bounds());
    let tested = match it.absent.map(signed_number) {
        None => within_encode(value, &accept),
        Some(sentinel) => {
            let each = within_encode(&quote! { value }, &accept);
            let body = each.tokens;
            let test = each.can_fail.then(|| quote! { .and_then(|value| #body) });
            Expr::unsure(quote! {
                #place.map_or(Ok(#sentinel), |value| wirewright::encode::except(value, #sentinel) #test)
            })
        }
    };
    let tokens = tested.tokens;
    if tested.can_fail {
        Written::Unsure(quote! {
            #tokens.map_err(|error| error.shifted(#out.at())).map(|number| #out.#write(number))
        })
    } else {
        Written::Sure(quote! { #out.#write(#tokens) })
    }
}
