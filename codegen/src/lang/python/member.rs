//! What members are lists of, whatever their size.
//!
//! In: a layout. Out: elements, and the part that a count belongs to.

use crate::layout::{Codec, Element, Item, Kind, Part, PartCodec, Run, Step};

/// What an array or list is made of.
pub(super) fn element(kind: Kind<'_>) -> Option<Kind<'_>> {
    match kind {
        Kind::Fixed(Codec::Array { element, .. }) => Some(Kind::Fixed(element)),
        Kind::Part(PartCodec::List { element: Element::Fixed { codec, .. }, .. }) => {
            Some(Kind::Fixed(codec))
        }
        Kind::Part(
            PartCodec::List { element: Element::Variable(steps), .. }
            | PartCodec::Array { element: steps, .. },
        ) => wire_of_element(steps).map(|(_, part)| Kind::Part(&part.codec)),
        Kind::Fixed(_) | Kind::Part(_) => None,
    }
}

/// What stands on the wire for an element of variable size: a count, if it has one of fixed size, and a part.
pub(super) fn wire_of_element(steps: &[Step]) -> Option<(Option<&Item>, &Part)> {
    match steps {
        [Step::Part(part)] => Some((None, part)),
        [Step::Run(Run { items, .. }), Step::Part(part)] => Some((items.first(), part)),
        _ => None,
    }
}

/// The part that directly follows a run, to which its count belongs.
pub(super) fn behind(steps: &[Step]) -> Option<&Part> {
    match steps {
        [Step::Part(part), ..] => Some(part),
        _ => None,
    }
}
