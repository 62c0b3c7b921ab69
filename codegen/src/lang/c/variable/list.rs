//! Lists: the type of an element, and the functions that read and write one and all of them, those of inner lists first.
//!
//! What a program has of an element is a number, a struct, a view, or a struct around text, bytes or an array.

use super::{Code, Spot, element_part};
use crate::lang::c::body::Body;
use crate::lang::c::builder::signature;
use crate::lang::c::codec::Part as Wanted;
use crate::lang::c::place::Place;
use crate::lang::c::spell;
use crate::lang::c::view::{FunctionView, MemberView};
use crate::layout::{Codec, Element, PartCodec, Step, Target, Until};

/// What the lists of a record need.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) types: Vec<MemberView>,
    /// Those that read and write.
    pub(super) functions: Vec<FunctionView>,
    /// Those that programs call.
    pub(super) accessors: Vec<FunctionView>,
}

/// What stands on the wire for each element.
#[derive(Clone, Copy)]
pub(in super::super) enum Each<'a> {
    Fixed { codec: &'a Codec, stride: u32 },
    Variable(&'a [Step]),
}

/// What says how many elements there are.
#[derive(Clone, Copy)]
pub(in super::super) enum Told {
    /// Their number.
    Count,
    /// How many bytes stand behind them; at most so many elements are allowed.
    Tail(Option<u32>),
}

/// A list or array.
pub(in super::super) struct List<'a> {
    /// What its functions' names begin with.
    pub(in super::super) prefix: String,
    pub(in super::super) element: Each<'a>,
    /// What the function that reads all of them is told.
    pub(in super::super) told: Told,
    /// The type of an element.
    pub(in super::super) ty: String,
    /// What the names of an element's functions begin with.
    pub(in super::super) functions: String,
    /// Whether an element's own functions belong to a record without a fixed size.
    pub(in super::super) is_record: bool,
}

impl List<'_> {
    /// Whether programs have an element by value.
    pub(in super::super) fn is_scalar(&self) -> bool {
        match self.element {
            Each::Fixed { codec, .. } => {
                matches!(codec, Codec::Int(_) | Codec::Float(_) | Codec::Bool)
            }
            Each::Variable(steps) => {
                matches!(element_part(steps).map(|part| &part.codec), Some(PartCodec::Varint(_)))
            }
        }
    }
}

/// Whether an element stands in a struct of its own.
fn is_wrapped(codec: &Codec) -> bool {
    match codec {
        Codec::Text(_) | Codec::Bytes(_) | Codec::Array { .. } => true,
        Codec::Int(_) | Codec::Float(_) | Codec::Bool | Codec::Record(_) | Codec::Bits(_) => false,
    }
}

impl Code<'_> {
    /// A part as a list, if it is one.
    pub(in super::super) fn list<'l>(&self, spot: &Spot, part: &'l PartCodec) -> Option<List<'l>> {
        let (element, until) = match part {
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                (Each::Fixed { codec, stride: *stride }, Some(until))
            }
            PartCodec::List { element: Element::Variable(steps), until } => {
                (Each::Variable(steps), Some(until))
            }
            PartCodec::Array { element, .. } => (Each::Variable(element.as_slice()), None),
            PartCodec::Varint(_)
            | PartCodec::Text { .. }
            | PartCodec::CText { .. }
            | PartCodec::Bytes(_)
            | PartCodec::Record { .. }
            | PartCodec::Align(_) => return None,
        };
        let told = match (element, until) {
            (Each::Variable(_), Some(Until::Rest { max, .. })) => Told::Tail(*max),
            (Each::Variable(_) | Each::Fixed { .. }, _) => Told::Count,
        };
        let prefix = spot.prefix.clone();
        let own = format!("{prefix}_item");
        let names = self.builder.names;
        let (ty, functions, is_record) = match element {
            Each::Fixed { codec: Codec::Record(id), .. } => {
                (names.of_type(*id).to_owned(), names.of_type(*id).to_owned(), false)
            }
            Each::Fixed { codec: Codec::Bits(_), .. } => {
                let group = &names.group(self.builder.owner, self.member).0;
                (group.clone(), group.clone(), false)
            }
            Each::Fixed { codec, .. } => {
                let ty = match codec {
                    Codec::Int(int) => self.builder.int_type(int),
                    Codec::Float(float) => spell::float_type(float).to_owned(),
                    Codec::Bool => "uint8_t".to_owned(),
                    Codec::Text(_)
                    | Codec::Bytes(_)
                    | Codec::Array { .. }
                    | Codec::Record(_)
                    | Codec::Bits(_) => own.clone(),
                };
                (ty, own, false)
            }
            Each::Variable(steps) => {
                let part = &element_part(steps)?.codec;
                let ty = self.builder.part_type(part);
                match part {
                    PartCodec::Record { .. } => (ty.clone(), ty, true),
                    PartCodec::Varint(_)
                    | PartCodec::Text { .. }
                    | PartCodec::CText { .. }
                    | PartCodec::Bytes(_)
                    | PartCodec::List { .. }
                    | PartCodec::Array { .. }
                    | PartCodec::Align(_) => (ty, own, false),
                }
            }
        };
        Some(List { prefix, element, told, ty, functions, is_record })
    }

    /// The same code for the elements of a list.
    pub(in super::super) fn of_elements(&self, list: &List<'_>) -> Self {
        Self { element: format!("{}_item", list.prefix), ..self.clone() }
    }

    /// Types and functions of a list and of those in it.
    pub(super) fn lists(&self, spot: &Spot, part: &PartCodec, lists: &mut Lists) {
        let Some(list) = self.list(spot, part) else { return };
        let inner = self.of_elements(&list);
        let mut is_tested = true;
        match list.element {
            Each::Fixed { codec, .. } => {
                if !matches!(codec, Codec::Record(_) | Codec::Bits(_)) {
                    inner.fixed_element(&list, codec, lists);
                }
                is_tested = self.builder.unit.layout.can_fail(codec);
            }
            Each::Variable(steps) => {
                let spot = inner.spot(Target::Element);
                if let Some(part) = element_part(steps) {
                    inner.lists(&spot, &part.codec, lists);
                }
                if !list.is_record {
                    inner.variable_element(&list, steps, lists);
                }
            }
        }
        if is_tested {
            lists.functions.push(Self::read_elements(&list));
            lists.functions.push(Self::write_elements(&list));
        }
        self.list_access(&list, spot, lists);
    }

    /// The functions of an element that is no record.
    fn fixed_element(&self, list: &List<'_>, codec: &Codec, lists: &mut Lists) {
        let (ty, name) = (&list.ty, &list.functions);
        if is_wrapped(codec) {
            let inner = self.builder.declaration(codec, "value", self.member);
            lists.types.push(MemberView {
                doc: vec![format!("/** An element of `{}`. */", list.prefix)],
                declaration: format!("typedef struct {ty} {{\n  {inner};\n}} {ty}"),
            });
        }
        let place = if is_wrapped(codec) { Place::named("m->value") } else { Place::named("*m") };
        let (mut read, mut write) = (self.body(), self.body());
        self.builder.read((codec, self.member), Wanted::Whole, &place, &mut read);
        self.builder.write((codec, self.member), Wanted::Whole, &place, &mut write);
        let function = |what: &str, doc: &str, memory: String, wire: &str, body: Body<'_>| {
            let attribute = if body.has_tables() { "WRW_NO_TABLES " } else { "" };
            let parameters = [&memory, wire, "uint32_t at"];
            let signature =
                signature(attribute, "int32_t", &format!("{name}_{what}_"), &parameters);
            let mut body = body.finish();
            body.push("  return 0;".to_owned());
            FunctionView { doc: doc.to_owned(), signature, body }
        };
        lists.functions.push(function(
            "read",
            "Reads an element that stands at offset `at`: 0 or an error.",
            format!("{ty} *m"),
            "const uint8_t *p",
            read,
        ));
        lists.functions.push(function(
            "write",
            "Writes an element that stands at offset `at`: 0 or an error.",
            format!("const {ty} *m"),
            "uint8_t *p",
            write,
        ));
    }

    fn variable_element(&self, list: &List<'_>, steps: &[Step], lists: &mut Lists) {
        let (ty, name) = (&list.ty, &list.functions);
        lists.functions.push(self.reader(
            "Reads an element from where it begins: 0 or an error.",
            &format!("{name}_read_"),
            &[&format!("{ty} *m"), "wrw_in *in"],
            steps,
        ));
        let value = format!("const {ty} *m");
        lists.functions.push(self.writer(
            "Writes an element where there is room for it: 0 or an error.",
            &format!("{name}_write_"),
            &value,
            steps,
        ));
        lists.functions.push(self.length(
            "How many bytes an element has.",
            &format!("{name}_len_"),
            &value,
            steps,
        ));
    }
}
