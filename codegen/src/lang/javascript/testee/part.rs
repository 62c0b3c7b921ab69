//! Dump and load of members of no fixed size.

use super::{Testee, maybe, optional};
use crate::lang::javascript::spell;
use crate::layout::{Element, Kind, PartCodec, Step};
use crate::model::TypeId;

impl Testee<'_> {
    pub(super) fn dump_part(
        &self,
        cx: (TypeId, usize),
        codec: &PartCodec,
        value: &str,
        place: (&str, &str),
        indices: &mut Vec<String>,
    ) -> String {
        let element = match codec {
            PartCodec::Varint(it) => {
                return optional(value, it.absent.is_some(), &format!("o.big({value});"));
            }
            PartCodec::Text { .. } | PartCodec::CText { .. } => {
                return format!("  o.text({value});\n");
            }
            PartCodec::Bytes(_) => return format!("  o.bytes({value});\n"),
            PartCodec::Record { id, .. } => return format!("  dump{}({value}, o);\n", id.0),
            PartCodec::Align(_) => return String::new(),
            PartCodec::List { element: Element::Fixed { codec, .. }, .. } => Kind::Fixed(codec),
            PartCodec::List { element: Element::Variable(element), .. }
            | PartCodec::Array { element, .. } => match spell::part_of(element) {
                Some(part) => Kind::Part(&part.codec),
                None => return String::new(),
            },
        };
        let index = format!("k{}", indices.len());
        indices.push(index.clone());
        let item = format!("{value}[{index}]");
        let inner = match element {
            Kind::Fixed(codec) => self.dump(cx, codec, &item, place, indices),
            Kind::Part(codec) => self.dump_part(cx, codec, &item, place, indices),
        };
        indices.pop();
        let before = match (codec, element) {
            (PartCodec::List { .. }, Kind::Fixed(codec)) => {
                let array = spell::typed_array(codec).unwrap_or("Array");
                format!("  o.list({value}, {array});\n")
            }
            (PartCodec::List { .. }, _) => format!("  o.list({value}, Array);\n"),
            _ => String::new(),
        };
        format!(
            "{before}  for (let {index} = 0; {index} < {value}.length; {index}++) {{\n{inner}  }}\n"
        )
    }

    pub(super) fn load_part(&self, cx: (TypeId, usize), codec: &PartCodec) -> String {
        let element = |element: &[Step]| match spell::part_of(element) {
            Some(part) => self.load_part(cx, &part.codec),
            None => String::new(),
        };
        match codec {
            PartCodec::Varint(it) => maybe(it.absent.is_some(), &format!("r.big({})", it.signed)),
            PartCodec::Text { .. } | PartCodec::CText { .. } => "r.text()".to_owned(),
            PartCodec::Bytes(_) => "r.bytes()".to_owned(),
            PartCodec::Record { id, .. } => format!("load{}(r)", id.0),
            PartCodec::Align(_) => String::new(),
            PartCodec::List { element: Element::Fixed { codec, .. }, .. } => {
                // As a program may have them: in the array that decode makes, or in a plain one.
                let array = spell::typed_array(codec).unwrap_or("Array");
                format!("r.list({array}, () => {})", self.load(cx, codec))
            }
            PartCodec::List { element: Element::Variable(steps), .. } => {
                format!("r.list(Array, () => {})", element(steps))
            }
            PartCodec::Array { element: steps, count } => {
                format!("Array.from({{ length: {count} }}, () => {})", element(steps))
            }
        }
    }
}
