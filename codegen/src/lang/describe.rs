//! What the docs of every language say of a field: where it stands, in how many bytes, and what it may hold.
//!
//! In: layout and model. Out: one line of plain words. Must not know: how a language writes comments.

use crate::layout::{
    Accept, BitSlot, Codec, Element, IntCodec, IntHost, Item, PartCodec, Record, Role, Size,
    SlotRole, Step, Until,
};
use crate::model::{About, ByteOrder, Encoding, Model, Padding, Scalar};

/// `offset 4, 2 bytes, little-endian, in s, 0 to 100`
#[must_use]
pub fn item(model: &Model, item: &Item, about: &About) -> String {
    let mut parts = vec![format!("offset {}", item.at), bytes(item.size)];
    if let Role::Member(_, codec) = &item.role {
        codec_parts(model, codec, &mut parts);
    }
    about_parts(about, &mut parts);
    parts.join(", ")
}

/// What an item of a run is; `placed` if the run stands at the start of its record.
#[must_use]
pub fn item_of_run(model: &Model, item: &Item, placed: bool, about: &About) -> String {
    let all = self::item(model, item, about);
    let placeless = || all.split_once(", ").map(|(_, behind)| behind.to_owned());
    if placed { all } else { placeless().unwrap_or_default() }
}

/// What a member is, wherever it stands in a record.
#[must_use]
pub fn member(model: &Model, record: &Record, path: &str, about: &About) -> Option<String> {
    if let Some(part) = record.parts().find(|part| part.path == path) {
        return Some(self::part(model, &part.codec, about));
    }
    let placed = record.items().find(|item| item.path == path)?;
    let text = item(model, placed, about);
    // Behind a part nobody knows the offset.
    match (record.size, record.steps.first()) {
        (Size::Variable { .. }, Some(Step::Run(run)))
            if run.items.iter().any(|item| item.path == path) =>
        {
            Some(text)
        }
        (Size::Variable { .. }, _) => text.split_once(", ").map(|(_, behind)| behind.to_owned()),
        (Size::Fixed(_), _) => Some(text),
    }
}

/// `a count in 2 bytes, at most 200 bytes of UTF-8`
#[must_use]
pub fn part(model: &Model, codec: &PartCodec, about: &About) -> String {
    let mut parts = Vec::new();
    part_parts(model, codec, &mut parts);
    about_parts(about, &mut parts);
    parts.join(", ")
}

fn part_parts(model: &Model, codec: &PartCodec, parts: &mut Vec<String>) {
    let encoding = |encoding: Encoding| match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Ascii => "ASCII",
    };
    match codec {
        PartCodec::Varint(it) => {
            parts.push("1 to 10 bytes, LEB128".to_owned());
            accept_part(&it.range.decode(), parts);
            absent_part(it.absent, parts);
        }
        PartCodec::Text { until, encoding: of, .. } => {
            parts.push(format!("{}, {}", encoding(*of), ended(*until, "byte")));
        }
        PartCodec::CText { max, encoding: of } => {
            parts.push(format!("{} ended by a NUL", encoding(*of)));
            parts.extend(max.map(|max| format!("at most {} in front of it", bytes(max))));
        }
        PartCodec::Bytes(until) => parts.push(ended(*until, "byte")),
        PartCodec::List { element, until } => {
            parts.push(ended(*until, "element"));
            match element {
                Element::Fixed { codec, stride } => {
                    parts.push(format!("{} each", bytes(*stride)));
                    codec_parts(model, codec, parts);
                }
                Element::Variable(steps) => element_parts(model, steps, parts),
            }
        }
        PartCodec::Array { element, count } => {
            parts.push(format!("{count} elements"));
            element_parts(model, element, parts);
        }
        PartCodec::Record { .. } | PartCodec::Align(_) => {}
    }
}

fn element_parts(model: &Model, steps: &[Step], parts: &mut Vec<String>) {
    for step in steps {
        if let Step::Part(part) = step {
            let mut inner = Vec::new();
            part_parts(model, &part.codec, &mut inner);
            parts.extend(inner.first().map(|first| format!("each {first}")));
        }
    }
}

/// `as many bytes as a count in front says, at most 200`
fn ended(until: Until, what: &str) -> String {
    let (text, max) = match until {
        Until::Count { bytes: size, max } => {
            (format!("as many {what}s as a count of {} in front says", bytes(size)), Some(max))
        }
        Until::Varint { max } => (format!("as many {what}s as a LEB128 count in front says"), max),
        Until::Rest { max, .. } => (format!("{what}s up to the end"), max),
    };
    match max {
        Some(max) => format!("{text}, at most {max}"),
        None => text,
    }
}

/// `36 bytes`, `4 to 300 bytes`
#[must_use]
pub fn size(size: Size) -> String {
    match size {
        Size::Fixed(size) => bytes(size),
        Size::Variable { min, max: Some(max) } => format!("{min} to {}", bytes(max)),
        Size::Variable { min: 0, max: None } => "any number of bytes".to_owned(),
        Size::Variable { min, max: None } => format!("{} or more", bytes(min)),
    }
}

/// `bits 3 to 5, 0 to 7`
#[must_use]
pub fn slot(slot: &BitSlot, about: &About) -> String {
    let last = slot.shift + slot.width - 1;
    let place = if slot.width == 1 {
        format!("bit {last}")
    } else {
        format!("bits {} to {last}", slot.shift)
    };
    let mut parts = vec![place];
    if let SlotRole::Member { range, absent, .. } = &slot.role {
        accept_part(&range.decode(), &mut parts);
        absent_part(*absent, &mut parts);
    }
    about_parts(about, &mut parts);
    parts.join(", ")
}

pub(super) fn bytes(n: u32) -> String {
    if n == 1 { "1 byte".to_owned() } else { format!("{n} bytes") }
}

fn about_parts(about: &About, parts: &mut Vec<String>) {
    if let Some(unit) = &about.unit {
        parts.push(format!("in {}", super::text::clean(unit)));
    }
    if let Some(original) = &about.original {
        parts.push(format!("originally {}", super::text::clean(original)));
    }
}

fn order_part(scalar: Scalar, order: ByteOrder, parts: &mut Vec<String>) {
    if scalar.bytes() > 1 {
        parts.push(order.text().to_owned());
    }
}

fn codec_parts(model: &Model, codec: &Codec, parts: &mut Vec<String>) {
    match codec {
        Codec::Int(int) => int_parts(model, int, parts),
        Codec::Float(float) => {
            order_part(float.scalar, float.order, parts);
            for (word, bound) in [("from", float.min), ("to", float.max)] {
                if let Some(bound) = bound {
                    parts.push(format!("{word} {bound:?}"));
                }
            }
            if float.absent_nan {
                parts.push("NaN for no value".to_owned());
            }
        }
        Codec::Bool => parts.push("0 or 1".to_owned()),
        Codec::Text(text) => {
            let encoding = match text.encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Ascii => "ASCII",
            };
            let pad = match text.pad {
                Padding::Nul => "padded with NULs",
                Padding::Any => "ended by a NUL unless full",
                Padding::Space => "padded with spaces",
            };
            parts.push(format!("{encoding} {pad}"));
        }
        Codec::Bytes(_) | Codec::Record(_) => {}
        Codec::Array { element, count, stride } => {
            parts.push(format!("{count} elements of {}", bytes(*stride)));
            codec_parts(model, element, parts);
        }
        Codec::Bits(bits) => order_part(bits.scalar, bits.order, parts),
    }
}

fn int_parts(model: &Model, int: &IntCodec, parts: &mut Vec<String>) {
    order_part(int.scalar, int.order, parts);
    let closed = match int.host {
        IntHost::Plain => false,
        IntHost::Enum(id) => model.enum_of(id).closed,
        IntHost::Flags(id) => model.flags_of(id).closed,
    };
    if !closed {
        accept_part(&int.range.decode(), parts);
    }
    absent_part(int.absent, parts);
}

fn accept_part(accept: &Accept, parts: &mut Vec<String>) {
    if let Accept::Within { min, max } = accept {
        parts.push(match (min, max) {
            (Some(min), Some(max)) => format!("{min} to {max}"),
            (Some(min), None) => format!("from {min}"),
            (None, Some(max)) => format!("at most {max}"),
            (None, None) => String::new(),
        });
    }
}

fn absent_part(absent: Option<i128>, parts: &mut Vec<String>) {
    if let Some(absent) = absent {
        parts.push(format!("{absent} for no value"));
    }
}
