//! How many bytes a value has: `encoded_len`.

use proc_macro2::TokenStream;
use quote::quote;

use super::Code;
use super::write::Source;
use crate::lang::rust::codec::{Context, closure};
use crate::lang::rust::literal::{number, signed_number};
use crate::layout::{Element, Part, PartCodec, Step, Target, Until, VarintCodec};

impl Code<'_> {
    /// The bytes of all steps.
    pub(super) fn len(&self, steps: &[Step]) -> TokenStream {
        let mut sum = Sum::default();
        for step in steps {
            match step {
                Step::Run(run) => sum.fixed += u64::from(run.size),
                Step::Part(Part { codec: PartCodec::Align(n), .. }) => {
                    let (so_far, n) = (std::mem::take(&mut sum).tokens(), number(*n));
                    sum.terms.push(quote! { (#so_far).next_multiple_of(#n) });
                }
                Step::Part(part) => {
                    let source = self.source(part.target.unwrap_or(Target::Element));
                    self.part_len(&part.codec, &source, &mut sum);
                }
            }
        }
        sum.tokens()
    }

    fn part_len(&self, codec: &PartCodec, source: &Source, sum: &mut Sum) {
        let Source { place, borrowed, copied } = source;
        let counted = |until: &Until, sum: &mut Sum| {
            if let Until::Varint { .. } = until {
                sum.terms.push(quote! { wirewright::write::uvar_len(#place.len() as u64) });
            }
        };
        match codec {
            PartCodec::Varint(it) => sum.terms.push(varint_len(it, place, copied)),
            PartCodec::Text { until, .. } | PartCodec::Bytes(until) => {
                counted(until, sum);
                sum.terms.push(quote! { #place.len() });
            }
            PartCodec::CText { .. } => {
                sum.terms.push(quote! { #place.len() });
                sum.fixed += 1;
            }
            PartCodec::List { element: Element::Fixed { stride, .. }, until } => {
                counted(until, sum);
                match stride {
                    0 => {}
                    1 => sum.terms.push(quote! { #place.len() }),
                    stride => {
                        let stride = number(*stride);
                        sum.terms.push(quote! { #place.len() * #stride });
                    }
                }
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                counted(until, sum);
                sum.terms.push(self.element_sum(steps, place));
            }
            PartCodec::Array { element, .. } => sum.terms.push(self.element_sum(element, place)),
            PartCodec::Record { .. } => {
                sum.terms.push(quote! { wirewright::Encode::encoded_len(#borrowed) });
            }
            PartCodec::Align(_) => {}
        }
    }

    fn element_sum(&self, steps: &[Step], place: &TokenStream) -> TokenStream {
        let each = closure("element", &self.len(steps));
        quote! { #place.iter().map(#each).sum::<usize>() }
    }
}

#[derive(Default)]
struct Sum {
    fixed: u64,
    terms: Vec<TokenStream>,
}

impl Sum {
    fn tokens(self) -> TokenStream {
        let terms = &self.terms;
        let fixed = signed_number(self.fixed.into());
        match (self.fixed, terms.is_empty()) {
            (_, true) => fixed,
            (0, false) => quote! { #(#terms)+* },
            (_, false) => quote! { #fixed + #(#terms)+* },
        }
    }
}

fn varint_len(it: &VarintCodec, place: &TokenStream, value: &TokenStream) -> TokenStream {
    let value = match it.absent.map(signed_number) {
        Some(sentinel) => quote! { #place.unwrap_or(#sentinel) },
        None => value.clone(),
    };
    if it.signed {
        quote! { wirewright::write::ivar_len(#value) }
    } else {
        quote! { wirewright::write::uvar_len(#value) }
    }
}

/// The smallest number of bytes of an element.
pub(super) fn least(cx: &Context<'_>, steps: &[Step]) -> u32 {
    steps.iter().fold(0, |sum, step| {
        sum.saturating_add(match step {
            Step::Run(run) => run.size,
            Step::Part(part) => match &part.codec {
                PartCodec::Varint(_) | PartCodec::CText { .. } => 1,
                PartCodec::Text { until, .. }
                | PartCodec::Bytes(until)
                | PartCodec::List { until, .. } => u32::from(matches!(until, Until::Varint { .. })),
                PartCodec::Array { element, count } => least(cx, element).saturating_mul(*count),
                PartCodec::Record { id, .. } => cx.unit.layout.record(*id).size.min(),
                PartCodec::Align(_) => 0,
            },
        })
    })
}
