//! Types, sizes and rules in words.
//!
//! In: model and layout. Out: short texts that a terminal can show. Must not know: where they stand in a picture.

use crate::Compiled;
use crate::diag::closest;
use crate::lang::text::clean;
use crate::layout::{
    Accept, BitHost, BitSlot, BitsCodec, Codec, Element, IntCodec, IntHost, PartCodec, Role, Size,
    SlotRole, Step,
};
use crate::model::{
    Bits, Bound, ByteOrder, CText, Count, Field, Model, PackageId, Prefix, Scalar, Scale, Type,
    TypeId, Variable,
};

use super::json;
use super::places::{Depth, Kind, Place, places};

/// What type names and byte orders need no mention, because the picture's title says them.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) model: &'a Model,
    /// The package whose types need no prefix.
    pub(super) home: PackageId,
    /// The byte order of everything, if it is one.
    pub(super) order: Option<ByteOrder>,
}

impl<'a> Scope<'a> {
    /// The scope of a record's picture.
    pub(super) fn of(compiled: &'a Compiled, id: TypeId) -> Self {
        let model = &compiled.model;
        let mut found = Orders::default();
        orders_of(compiled, id, &mut found);
        Self { model, home: model.get(id).package, order: found.only() }
    }

    fn name(&self, id: TypeId) -> String {
        let def = self.model.get(id);
        if def.package == self.home { def.name.text.clone() } else { self.model.full_name(id) }
    }

    fn scalar(&self, scalar: Scalar, order: ByteOrder) -> String {
        let suffix = match order {
            _ if scalar.bytes() == 1 || self.order == Some(order) => "",
            ByteOrder::Little => "le",
            ByteOrder::Big => "be",
        };
        format!("{}{suffix}", scalar.keyword())
    }

    fn int(&self, int: &IntCodec) -> String {
        let scalar = self.scalar(int.scalar, int.order);
        let (id, declared) = match int.host {
            IntHost::Plain => return scalar,
            IntHost::Enum(id) => (id, self.model.enum_of(id).scalar),
            IntHost::Flags(id) => (id, self.model.flags_of(id).scalar),
        };
        let plain = declared == int.scalar && scalar == declared.keyword();
        if plain { self.name(id) } else { format!("{} as {scalar}", self.name(id)) }
    }

    /// A type as a schema would write it.
    pub(super) fn codec(&self, codec: &Codec) -> String {
        match codec {
            Codec::Int(int) => self.int(int),
            Codec::Float(float) => self.scalar(float.scalar, float.order),
            Codec::Bool => "bool".to_owned(),
            Codec::Text(text) => format!("char[{}]", text.size),
            Codec::Bytes(n) => format!("bytes[{n}]"),
            Codec::Array { element, count, .. } => format!("{}[{count}]", self.codec(element)),
            Codec::Record(id) => self.name(*id),
            Codec::Bits(bits) => format!("bits {}", self.scalar(bits.scalar, bits.order)),
        }
    }

    /// The type of a constant.
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Int(int) => self.scalar(int.scalar, int.order),
            Type::Float(float) => self.scalar(float.scalar, float.order),
            Type::Bool => "bool".to_owned(),
            Type::Text(text) => format!("char[{}]", text.size),
            Type::Bytes(n) => format!("bytes[{n}]"),
            Type::Enum(stored) | Type::Flags(stored) => self.name(stored.id),
            Type::Record(id) => self.name(*id),
            Type::Array(element, n) => format!("{}[{n}]", self.ty(element)),
            Type::Bits(bits) => format!("bits {}", self.scalar(bits.scalar, bits.order)),
            Type::Variable(variable) => self.variable(variable),
        }
    }

    fn variable(&self, variable: &Variable) -> String {
        match variable {
            Variable::Varint(it) => it.keyword().to_owned(),
            Variable::Text(text) => format!("string[{}]", self.bound(&text.bound)),
            Variable::CText(CText { max: Some(max), .. }) => format!("cstring[..{max}]"),
            Variable::CText(CText { max: None, .. }) => "cstring".to_owned(),
            Variable::Bytes(bound) => format!("bytes[{}]", self.bound(bound)),
            Variable::List(element, bound) => {
                format!("{}[{}]", self.ty(element), self.bound(bound))
            }
        }
    }

    fn bound(&self, bound: &Bound) -> String {
        let (head, max) = match bound {
            Bound::Prefix(Prefix { count: Count::Fixed(scalar, order), max }) => {
                (self.scalar(*scalar, *order), max)
            }
            Bound::Prefix(Prefix { count: Count::Varint, max }) => ("uvar".to_owned(), max),
            Bound::Rest(max) => ("rest".to_owned(), max),
        };
        match max {
            Some(max) => format!("{head}..{max}"),
            None => head,
        }
    }

    /// The type of a place; of constants their value too.
    pub(super) fn place(&self, place: &Place<'_>) -> String {
        match place.kind {
            Kind::Group(codec) | Kind::Value(_, codec) => self.codec(codec),
            Kind::Const(ty, fixed, _) => {
                let value = crate::model::notation::write(self.model, ty, &fixed.value);
                format!("= {}", json::write(&value))
            }
            Kind::Count(scalar, order, _) => format!("count {}", self.scalar(scalar, order)),
            Kind::Part(ty, ..) => self.ty(ty),
            Kind::Bits(_, bits) => format!("bits {}", self.scalar(bits.scalar, bits.order)),
            Kind::Pad => "pad".to_owned(),
            Kind::Reserved => "reserved".to_owned(),
        }
    }

    /// The type of a bit field.
    pub(super) fn slot(&self, slot: &BitSlot) -> String {
        match &slot.role {
            SlotRole::Member { host: BitHost::Bool, .. } => "bool".to_owned(),
            SlotRole::Member { host: BitHost::Enum(id), .. } => self.name(*id),
            SlotRole::Member { host: BitHost::Plain, signed, .. } => {
                format!("{}{}", if *signed { 'i' } else { 'u' }, slot.width)
            }
            SlotRole::Const { raw, .. } => format!("= {raw}"),
            SlotRole::Pad | SlotRole::Reserved => count(u64::from(slot.width), "bit"),
        }
    }
}

#[derive(Default)]
struct Orders {
    little: bool,
    big: bool,
}

impl Orders {
    fn add(&mut self, scalar: Scalar, order: ByteOrder) {
        let seen = match order {
            ByteOrder::Little => &mut self.little,
            ByteOrder::Big => &mut self.big,
        };
        *seen |= scalar.bytes() > 1;
    }

    fn only(&self) -> Option<ByteOrder> {
        match (self.little, self.big) {
            (true, false) => Some(ByteOrder::Little),
            (false, true) => Some(ByteOrder::Big),
            (true, true) | (false, false) => None,
        }
    }
}

fn orders_of(compiled: &Compiled, id: TypeId, found: &mut Orders) {
    for place in places(compiled, id, Depth::Whole) {
        match place.kind {
            Kind::Value(_, codec) => codec_orders(compiled, codec, found),
            Kind::Bits(_, bits) => found.add(bits.scalar, bits.order),
            Kind::Count(scalar, order, _) => found.add(scalar, order),
            Kind::Part(_, codec, _) => part_orders(compiled, codec, found),
            Kind::Const(ty, ..) => match ty {
                Type::Int(int) => found.add(int.scalar, int.order),
                Type::Enum(it) | Type::Flags(it) => {
                    found.add(it.scalar, it.order);
                }
                Type::Float(_)
                | Type::Bool
                | Type::Text(_)
                | Type::Bytes(_)
                | Type::Record(_)
                | Type::Array(..)
                | Type::Bits(_)
                | Type::Variable(_) => {}
            },
            Kind::Group(_) | Kind::Pad | Kind::Reserved => {}
        }
    }
}

fn codec_orders(compiled: &Compiled, codec: &Codec, found: &mut Orders) {
    match codec {
        Codec::Int(int) => found.add(int.scalar, int.order),
        Codec::Float(float) => found.add(float.scalar, float.order),
        Codec::Bits(bits) => found.add(bits.scalar, bits.order),
        Codec::Array { element, .. } => codec_orders(compiled, element, found),
        Codec::Record(id) => orders_of(compiled, *id, found),
        Codec::Bool | Codec::Text(_) | Codec::Bytes(_) => {}
    }
}

/// The orders of the elements of a list or array.
fn part_orders(compiled: &Compiled, codec: &PartCodec, found: &mut Orders) {
    let steps = match codec {
        PartCodec::List { element: Element::Fixed { codec, .. }, .. } => {
            return codec_orders(compiled, codec, found);
        }
        PartCodec::List { element: Element::Variable(steps), .. }
        | PartCodec::Array { element: steps, .. } => steps,
        PartCodec::Record { id, .. } => return orders_of(compiled, *id, found),
        PartCodec::Varint(_)
        | PartCodec::Text { .. }
        | PartCodec::CText { .. }
        | PartCodec::Bytes(_)
        | PartCodec::Align(_) => return,
    };
    for step in steps {
        match step {
            Step::Part(part) => part_orders(compiled, &part.codec, found),
            Step::Run(run) => {
                for item in &run.items {
                    if let Role::Count { scalar, order, .. } = item.role {
                        found.add(scalar, order);
                    }
                }
            }
        }
    }
}

/// `1 byte`, `2 bytes`
pub(super) fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// `36 bytes, fixed`
pub(super) fn size(size: Size) -> String {
    match size {
        Size::Fixed(n) => format!("{}, fixed", count(u64::from(n), "byte")),
        Size::Variable { min, max: Some(max) } => format!("{min} to {max} bytes"),
        Size::Variable { min, max: None } => format!("{} or more", count(u64::from(min), "byte")),
    }
}

/// The unit alone.
pub(super) fn rules_of_unit(field: Option<&Field>) -> String {
    field.and_then(|f| f.about.unit.as_deref()).map(clean).unwrap_or_default()
}

/// `0 to 180, 65535 for no value, degrees`; empty if there is nothing to say.
pub(super) fn rules(codec: &Codec, field: Option<&Field>) -> String {
    let mut parts = Vec::new();
    codec_rules(codec, &mut parts);
    let unit = field.and_then(|f| f.about.unit.as_deref());
    parts.extend(measure(scale_of(codec), unit));
    parts.join(", ")
}

fn scale_of(codec: &Codec) -> Option<&Scale> {
    match codec {
        Codec::Int(int) => int.scale.as_ref(),
        Codec::Array { element, .. } => scale_of(element),
        Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// The unit, and how it comes from the raw number: `°C = raw × 0.1`.
fn measure(scale: Option<&Scale>, unit: Option<&str>) -> Option<String> {
    let unit = unit.map(clean);
    let Some(scale) = scale else { return unit };
    let parts = [(" × ", scale.multiply), (" / ", scale.divide), (" + ", scale.offset)];
    let parts = parts.iter().filter_map(|(sign, n)| n.map(|n| format!("{sign}{n}")));
    let formula = parts.collect::<String>().replace("+ -", "- ");
    Some(format!("{} = raw{formula}", unit.unwrap_or_else(|| "physical".to_owned())))
}

fn codec_rules(codec: &Codec, parts: &mut Vec<String>) {
    match codec {
        Codec::Int(int) => {
            parts.extend(accept(&int.range.decode()));
            parts.extend(int.absent.map(|raw| format!("{raw} for no value")));
        }
        Codec::Float(float) => {
            let bound = |b: Option<f64>| b.map(|b| format!("{b:?}"));
            parts.extend(between(bound(float.min), bound(float.max)));
            if float.absent_nan {
                parts.push("NaN for no value".to_owned());
            }
        }
        Codec::Array { element, .. } => codec_rules(element, parts),
        Codec::Bool | Codec::Text(_) | Codec::Bytes(_) | Codec::Record(_) | Codec::Bits(_) => {}
    }
}

/// What a bit field may hold, and its unit.
pub(super) fn slot_rules(slot: &BitSlot, bits: &Bits) -> String {
    let mut parts = Vec::new();
    if let SlotRole::Member { range, absent, scale, .. } = &slot.role {
        parts.extend(accept(&range.decode()));
        parts.extend(absent.map(|raw| format!("{raw} for no value")));
        let field = bits.members().find(|field| field.name.text == slot.name);
        let unit = field.and_then(|f| f.about.unit.as_deref());
        parts.extend(measure(scale.as_ref(), unit));
    }
    parts.join(", ")
}

/// What an item may hold: `the field is i16le, -400 to 1250`, `the field is Mode: idle, busy`.
#[must_use]
pub fn expectation(compiled: &Compiled, id: TypeId, path: &str) -> Option<String> {
    let scope = Scope { order: None, ..Scope::of(compiled, id) };
    let places = places(compiled, id, Depth::Whole);
    let bare = without_indices(path);
    let inside = |place: &&Place<'_>| {
        let rest = bare.strip_prefix(&without_indices(&place.path));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let is_named = |place: &&Place<'_>| !place.path.is_empty();
    let is_last = |place: &&Place<'_>| !matches!(place.kind, Kind::Group(_));
    let place = places.iter().filter(is_named).filter(is_last).find(inside)?;
    let rest = bare[without_indices(&place.path).len()..].trim_start_matches('.');
    match place.kind {
        Kind::Value(_, codec) => match (rest, innermost(codec)) {
            ("", inner) => Some(field(compiled, &scope, if bare == path { codec } else { inner })),
            (rest, Codec::Record(id)) => expectation(compiled, *id, rest),
            (rest, Codec::Bits(bits)) => slot(&scope, bits, rest),
            (_, _) => None,
        },
        Kind::Bits(_, bits) => slot(&scope, bits, rest),
        Kind::Const(..) => Some(format!("the constant is {}", &scope.place(place)[2..])),
        Kind::Count(_, _, max) => max.map(|max| format!("at most {max} are allowed")),
        Kind::Part(ty, ..) => match (rest, ty.record()) {
            ("", _) => Some(format!("the field is {}", scope.ty(ty))),
            (rest, Some(id)) => expectation(compiled, id, rest),
            (_, None) => None,
        },
        Kind::Group(_) | Kind::Pad | Kind::Reserved => None,
    }
}

fn field(compiled: &Compiled, scope: &Scope<'_>, codec: &Codec) -> String {
    let mut parts = vec![scope.codec(codec)];
    codec_rules(codec, &mut parts);
    let names = names(compiled, codec).map(|names| format!(": {names}"));
    format!("the field is {}{}", parts.join(", "), names.unwrap_or_default())
}

fn slot(scope: &Scope<'_>, bits: &BitsCodec, name: &str) -> Option<String> {
    let slot = bits.slots.iter().find(|slot| slot.name == name)?;
    let mut parts = vec![scope.slot(slot)];
    if let SlotRole::Member { range, absent, .. } = &slot.role {
        parts.extend(accept(&range.decode()));
        parts.extend(absent.map(|raw| format!("{raw} for no value")));
    }
    Some(match slot.role {
        SlotRole::Const { raw, .. } => format!("the constant is {raw}"),
        SlotRole::Member { .. } | SlotRole::Pad | SlotRole::Reserved => {
            format!("the field is {}", parts.join(", "))
        }
    })
}

/// The path of an item that is spelt nearly as one that does not exist.
#[must_use]
pub fn near_path(compiled: &Compiled, id: TypeId, path: &str) -> Option<String> {
    let mut paths = Vec::new();
    for place in places(compiled, id, Depth::Whole) {
        if let Kind::Bits(bits, _) = place.kind {
            paths.extend(bits.members().map(|field| format!("{}.{}", place.path, field.name.text)));
        }
        paths.push(place.path);
    }
    if path.is_empty() || paths.iter().any(|known| known == path) {
        return None;
    }
    closest(path, paths.iter().filter(|path| !path.is_empty()).map(String::as_str))
        .map(str::to_owned)
}

fn without_indices(path: &str) -> String {
    let mut inside = false;
    let keep = |c: &char| {
        inside = (inside || *c == '[') && *c != ']';
        !inside && *c != ']'
    };
    path.chars().filter(keep).collect()
}

fn innermost(codec: &Codec) -> &Codec {
    match codec {
        Codec::Array { element, .. } => innermost(element),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => codec,
    }
}

/// The names that a closed enum or closed flags allow.
fn names(compiled: &Compiled, codec: &Codec) -> Option<String> {
    const MANY: usize = 12;
    let Codec::Int(int) = codec else { return None };
    let list = match int.host {
        IntHost::Enum(id) => &compiled.model.enum_of(id).values,
        IntHost::Flags(id) => &compiled.model.flags_of(id).bits,
        IntHost::Plain => return None,
    };
    int.range.closed.as_ref()?;
    let mut names: Vec<&str> = list.iter().take(MANY).map(|v| v.name.text.as_str()).collect();
    if list.len() > MANY {
        names.push("…");
    }
    Some(names.join(", "))
}

/// Which numbers are allowed; names are left to the type.
pub(super) fn accept(accept: &Accept) -> Option<String> {
    match accept {
        Accept::Within { min, max } => {
            between(min.map(|n| n.to_string()), max.map(|n| n.to_string()))
        }
        Accept::All | Accept::OneOf(_) | Accept::Mask(_) => None,
    }
}

fn between(min: Option<String>, max: Option<String>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("{min} and above")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

/// `Command   id 2   8 bytes, fixed   little-endian`
pub(super) fn title(compiled: &Compiled, id: TypeId, name: &str, scope: &Scope<'_>) -> String {
    let mut parts = vec![name.to_owned()];
    let message = compiled.model.record_of(id).message.as_ref();
    parts.extend(message.and_then(|m| m.id).map(|number| format!("id {number}")));
    parts.push(size(compiled.layout.record(id).size));
    parts.extend(scope.order.map(|order| order.text().to_owned()));
    parts.join("   ")
}
