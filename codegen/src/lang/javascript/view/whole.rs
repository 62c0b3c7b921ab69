//! A value on its own: how many bytes it takes, and the functions that take or give exactly these.
//!
//! In: a size. Out: constants and statements.

use super::{ConstantView, WholeView, constant};
use crate::lang::javascript::names::shouty;
use crate::lang::javascript::spell;
use crate::layout::{Element, Part, PartCodec, Record, Size, Step};

/// The functions of a record.
pub(super) fn whole(name: &str, size: Size) -> WholeView {
    let (decode, encode, encode_into) = match size.fixed() {
        Some(size) => (
            vec![
                format!("const view = viewOf(data, {size}, true);"),
                format!("return end(read{name}(view, 0), view, {size});"),
            ],
            vec![
                format!("const bytes = new Uint8Array({size});"),
                format!("write{name}(value, new DataView(bytes.buffer), 0);"),
                "return bytes;".to_owned(),
            ],
            vec![
                format!("write{name}(value, room(target, offset, {size}), 0);"),
                format!("return {size};"),
            ],
        ),
        None => (
            vec![
                "const input = reader(data);".to_owned(),
                format!("return done(read{name}(input), input);"),
            ],
            vec![format!("return written(write{name}, value);")],
            vec![format!("return writtenInto(write{name}, value, target, offset);")],
        ),
    };
    WholeView { decode, encode, encode_into }
}

/// The smallest and the largest size.
pub(super) fn size_constants(name: &str, size: Size) -> Vec<ConstantView> {
    let of = |what: &str, n: u32, doc: &str| {
        constant(format!("{}_{what}", shouty(name)), n.to_string(), "number", doc)
    };
    match size {
        Size::Fixed(n) => vec![of("SIZE", n, "How many bytes a value takes.")],
        Size::Variable { min, max } => {
            let least = of("MIN_SIZE", min, "How many bytes a value takes at least.");
            let most = max.map(|n| of("MAX_SIZE", n, "How many bytes a value takes at most."));
            std::iter::once(least).chain(most).collect()
        }
    }
}

/// How many bytes a value takes, and what its lists of numbers are.
pub(super) fn about_size(record: &Record, bytes: &str) -> String {
    if record.steps.iter().any(|step| matches!(step, Step::Part(part) if has_numbers(part))) {
        format!(
            "{bytes}. Lists of floats and of integers up to 32 bits without a sentinel are typed arrays; encoding takes plain \
             arrays as well"
        )
    } else {
        bytes.to_owned()
    }
}

fn has_numbers(part: &Part) -> bool {
    match &part.codec {
        PartCodec::List { element: Element::Fixed { codec, .. }, .. } => {
            spell::typed_array(codec).is_some()
        }
        PartCodec::List { element: Element::Variable(element), .. }
        | PartCodec::Array { element, .. } => spell::part_of(element).is_some_and(has_numbers),
        PartCodec::Varint(_)
        | PartCodec::Text { .. }
        | PartCodec::CText { .. }
        | PartCodec::Bytes(_)
        | PartCodec::Record { .. }
        | PartCodec::Align(_) => false,
    }
}
