//! Reading: statements for the steps of a record, an expression for each part.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::{Code, chars, maximum, mentions};
use crate::lang::host::HostInt;
use crate::lang::rust::codec::closure;
use crate::lang::rust::integer::Number;
use crate::lang::rust::literal::{Bytes, host, number, read_scalar};
use crate::lang::rust::record::read_items;
use crate::layout::{
    Element, IntHost, Item, Part, PartCodec, Role, Run, Step, Target, Until, VarintCodec,
};

impl Code<'_> {
    /// Statements that read every step into locals named after the members.
    pub(super) fn reads(&self, steps: &[Step]) -> TokenStream {
        let (input, start) = (self.local("input"), self.local("start"));
        let mut out = TokenStream::new();
        for step in steps {
            out.extend(match step {
                Step::Run(run) => self.read_run(run, None, &input),
                Step::Part(Part { codec: PartCodec::Align(n), .. }) => {
                    let n = number(*n);
                    quote! { #input.align(#start, #n)?; }
                }
                Step::Part(part) => {
                    let Some(Target::Member(index)) = part.target else { continue };
                    let (ident, path) = (self.members[index].ident, &part.path);
                    let value = self.read_part(part, index, &input);
                    quote! { let #ident = #value.map_err(|error| error.named(&#path))?; }
                }
            });
        }
        out
    }

    /// A test of length, and then the items; those of an element belong to the member of this index.
    fn read_run(&self, run: &Run, element_of: Option<usize>, input: &Ident) -> TokenStream {
        let (at, bytes) = match element_of {
            Some(_) => (format_ident!("at"), format_ident!("run")),
            None => (self.local("at"), self.local("run")),
        };
        let mut statements = TokenStream::new();
        for item in &run.items {
            statements.extend(match &item.role {
                Role::Count { of, .. } => self.read_count(item, *of, &bytes, &at),
                Role::Member(..)
                | Role::Const { .. }
                | Role::HiddenBits(..)
                | Role::Pad
                | Role::Reserved => read_items(self.cx, [item], self.members, (&bytes, Some(&at))),
            });
        }
        let (size, tail) = (number(run.size), self.tail(run.tail));
        let underscore = |ident: &Ident| {
            if mentions(&statements, ident) {
                quote! { #ident }
            } else {
                quote! { _ }
            }
        };
        let (at, bytes) = (underscore(&at), underscore(&bytes));
        quote! {
            let (#at, #bytes) = #input.run::<#size>(#tail)?;
            #statements
        }
    }

    fn read_count(&self, item: &Item, of: Target, bytes: &Ident, at: &Ident) -> TokenStream {
        let Role::Count { scalar, order, max, .. } = &item.role else { return TokenStream::new() };
        let raw = read_scalar(*scalar, *order, &Bytes::part(bytes, item.at, item.size));
        let count = if scalar.bytes() < 4 {
            quote! { usize::from(#raw) }
        } else {
            quote! { #raw as usize }
        };
        let (name, offset) = (self.count(of), number(item.at));
        let Some(max) = max.map(number) else { return quote! { let #name = #count; } };
        let place = if item.at == 0 {
            quote! { #at }
        } else {
            quote! { #at + #offset }
        };
        let path = &item.path;
        let named = if path.is_empty() {
            quote! { error.shifted(#place) }
        } else {
            quote! { error.within(&#path, #place) }
        };
        quote! {
            let #name = wirewright::read::at_most(#count, #max).map_err(|error| #named)?;
        }
    }

    /// The value of a part, a `Result` whose error has no name yet; it belongs to the member of this index.
    fn read_part(&self, part: &Part, member: usize, input: &Ident) -> TokenStream {
        let target = part.target.unwrap_or(Target::Element);
        match &part.codec {
            PartCodec::Varint(it) => self.read_varint(it, input),
            PartCodec::Text { until, encoding, nul } => {
                let chars = chars(*encoding, *nul);
                let text = self.counted(*until, target, input, None, &|count| {
                    quote! { #input.text(#count, #chars) }
                });
                quote! { #text.map(alloc::string::String::from) }
            }
            PartCodec::CText { max, encoding } => {
                let (chars, max) = (chars(*encoding, false), maximum(*max));
                quote! { #input.c_text(#max, #chars).map(alloc::string::String::from) }
            }
            PartCodec::Bytes(until) => {
                let bytes = self.counted(*until, target, input, None, &|count| {
                    quote! { #input.bytes(#count) }
                });
                quote! { #bytes.map(<[u8]>::to_vec) }
            }
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                let each = self.cx.decode(codec, &Bytes::all(&format_ident!("element")), member);
                let (body, size) = (&each.tokens, number(*stride));
                let list = |count: TokenStream| match (*stride, each.can_fail) {
                    (0, true) => {
                        quote! { #input.items(#count, 0, |_| { let element = &[0; 0]; #body }) }
                    }
                    (0, false) => {
                        quote! { #input.items(#count, 0, |_| { let element = &[0; 0]; Ok(#body) }) }
                    }
                    (_, true) => {
                        quote! { #input.checked_list(#count, |element: &[u8; #size]| #body) }
                    }
                    (_, false) => quote! { #input.list(#count, |element: &[u8; #size]| #body) },
                };
                self.counted(*until, target, input, Some(*stride), &list)
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                let each = self.read_element(steps, member, input);
                if let Until::Rest { max, tail } = until {
                    let (max, tail) = (maximum(*max), self.tail(*tail));
                    return quote! { #input.items_to_end(#tail, #max, #each) };
                }
                let least = number(super::len::least(self.cx, steps));
                self.counted(*until, target, input, None, &|count| {
                    quote! { #input.items(#count, #least, #each) }
                })
            }
            PartCodec::Array { element, .. } => {
                let each = self.read_element(element, member, input);
                quote! { #input.array(#each) }
            }
            PartCodec::Record { id, tail } => {
                let (path, tail) = (self.cx.path(*id), self.tail(*tail));
                match target {
                    Target::Member(_) => quote! { #path::read(#input, #tail) },
                    Target::Element => quote! { #path::read(#input, 0) },
                }
            }
            PartCodec::Align(_) => quote! { Ok(()) },
        }
    }

    /// Applies something to the count of a part.
    fn counted(
        &self,
        until: Until,
        target: Target,
        input: &Ident,
        stride: Option<u32>,
        apply: &dyn Fn(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let count = match until {
            Until::Count { .. } => {
                let count = self.count(target);
                return apply(quote! { #count });
            }
            Until::Varint { max } => {
                let max = maximum(max);
                quote! { #input.count(#max) }
            }
            Until::Rest { max, tail } => {
                let (max, tail) = (maximum(max), self.tail(tail));
                match stride.map(number) {
                    Some(stride) => quote! { #input.rest_of(#stride, #tail, #max) },
                    None => quote! { #input.rest(#tail, #max) },
                }
            }
        };
        let applied = apply(quote! { count });
        quote! { #count.and_then(|count| #applied) }
    }

    /// A closure that reads one element.
    fn read_element(&self, steps: &[Step], member: usize, input: &Ident) -> TokenStream {
        let mut statements = TokenStream::new();
        let mut value = quote! { Ok(()) };
        for step in steps {
            match step {
                Step::Run(run) => statements.extend(self.read_run(run, Some(member), input)),
                Step::Part(part) => value = self.read_part(part, member, input),
            }
        }
        if statements.is_empty() {
            closure(&input.to_string(), &value)
        } else {
            quote! { |#input| { #statements #value } }
        }
    }

    fn read_varint(&self, it: &VarintCodec, input: &Ident) -> TokenStream {
        let read = if it.signed {
            quote! { ivar }
        } else {
            quote! { uvar }
        };
        let int = HostInt { bits: 64, signed: it.signed };
        let of = Number { host: IntHost::Plain, range: &it.range, absent: it.absent };
        let each = self.cx.decode_raw(&of, &quote! { number }, int, int);
        let (body, ty) = (&each.tokens, host(int));
        if each.can_fail {
            let at = self.local("at");
            return quote! {
                {
                    let #at = #input.at();
                    #input.#read().and_then(|number: #ty| #body.map_err(|error| error.shifted(#at)))
                }
            };
        }
        if it.absent.is_some() {
            quote! { #input.#read().map(|number| #body) }
        } else {
            quote! { #input.#read() }
        }
    }
}
