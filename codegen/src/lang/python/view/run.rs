//! The items of a run: one format of Python's `struct`, and what is made of its values.
//!
//! In: a run. Out: the format, statements that read, expressions that write, members.

use super::accessors::{Scaled, accessors, scaled};
use super::docs::docs;
use super::record::Step;
use super::{AttributeView, Builder, RecordView, statement};
use crate::lang::describe;
use crate::lang::python::member;
use crate::lang::python::spell::{self, Speller, Wire, literal, string};
use crate::layout::{
    self, BitsCodec, Codec, IntHost, Item, Kind, PartCodec, Role, Run, SlotRole, Target,
};
use crate::model::{ByteOrder, Field, Scalar, fresh};

/// Where a run stands in its record.
pub(super) struct Place {
    /// The local with the values of its format.
    pub(super) words: String,
    /// Whether its items have offsets from the start of the record.
    pub(super) has_offset: bool,
}

/// What a run is made of.
pub(super) struct Packed {
    pub(super) format: String,
    pub(super) steps: Vec<Step>,
    pub(super) values: Vec<String>,
    pub(super) members: Vec<AttributeView>,
    /// How many values of the format there are so far.
    read: usize,
}

/// The constant that holds a format.
pub(super) fn format_constant(name: &str, format: &str) -> AttributeView {
    AttributeView {
        line: format!("{name}: ClassVar[struct.Struct] = struct.Struct(\"{format}\")"),
        doc: "\"\"\"The numbers and bytes of a value, in the order of the wire.\"\"\"".to_owned(),
    }
}

impl Builder<'_> {
    pub(super) fn run(
        &self,
        behind: &[layout::Step],
        run: &Run,
        place: &Place,
        fields: &[&Field],
        view: &mut RecordView,
    ) -> Packed {
        let order = main_order(&run.items);
        let builder = Builder { speller: Speller { order, ..self.speller } };
        let mut packed = Packed {
            format: literal::sign(order).to_owned(),
            steps: Vec::new(),
            values: Vec::new(),
            members: Vec::new(),
            read: 0,
        };
        for item in &run.items {
            builder.item(behind, item, place, fields, (&mut packed, view));
        }
        packed
    }

    fn item(
        &self,
        behind: &[layout::Step],
        item: &Item,
        run: &Place,
        fields: &[&Field],
        (packed, view): (&mut Packed, &mut RecordView),
    ) {
        let place = spell::Place::new(item.at, &item.path);
        let source = format!("{}[{}]", run.words, packed.read);
        let test = |function: &str, expected: &str| {
            let spell::Place { at, field } = &place;
            Step::Test(format!("_ww.{function}({source}{expected}, {at}, {field})"))
        };
        match &item.role {
            Role::Count { of, scalar, order, max } => {
                let Target::Member(index) = of else { return };
                let counted = member::behind(behind).map(|part| &part.codec);
                self.count(item, (*index, counted), (*scalar, *order, *max), &source, packed);
            }
            Role::Pad => {
                packed.format.push_str(&format!("{}x", item.size));
                return;
            }
            Role::Member(index, codec) => {
                self.member(item, (*index, fields[*index]), codec, run, (&source, packed));
                self.access(Kind::Fixed(codec), *index, fields[*index], view);
            }
            Role::Const { bytes, check } => {
                let expected = literal::bytes(bytes);
                if *check {
                    packed.steps.push(test("constant", &format!(", {expected}")));
                }
                packed.format.push_str(&format!("{}s", item.size));
                packed.values.push(expected);
            }
            Role::HiddenBits(bits, bytes) => {
                packed.steps.extend(hidden_tests(bits, &source, &place, &item.path));
                packed.format.push_str(&format!("{}s", item.size));
                packed.values.push(literal::bytes(bytes));
            }
            Role::Reserved => {
                packed.steps.push(test("reserved", ""));
                packed.format.push_str(&format!("{}s", item.size));
                packed.values.push(format!("bytes({})", item.size));
            }
        }
        packed.read += 1;
    }

    /// How many bytes or elements a member has, and the same of what is to be written.
    fn count(
        &self,
        item: &Item,
        (index, counted): (usize, Option<&PartCodec>),
        (scalar, order, max): (Scalar, ByteOrder, Option<u32>),
        source: &str,
        packed: &mut Packed,
    ) {
        let Speller { names, owner, .. } = self.speller;
        let spell::Place { at, field } = spell::Place::new(item.at, &item.path);
        let letter = spell::direct_scalar(scalar, order, self.speller.order);
        packed.format.push_str(&letter.map_or_else(|| format!("{}s", item.size), String::from));
        let number = match letter {
            Some(_) => source.to_owned(),
            None => spell::from_bytes(scalar, order, source),
        };
        packed.steps.push(Step::Test(match max {
            Some(max) => format!("n{index} = _ww.at_most({number}, {max}, {at}, {field})"),
            None => format!("n{index} = {number}"),
        }));
        let value = format!("self.{}", names.inner(owner)[index]);
        let data = counted.map(|part| spell::sized(part, &value, &at, &field)).unwrap_or_default();
        let length = format!("len(b{index} := {data})");
        packed.values.push(match letter {
            Some(_) => length,
            None => spell::to_bytes(scalar, order, &length),
        });
    }

    fn member(
        &self,
        item: &Item,
        (index, field): (usize, &Field),
        codec: &Codec,
        run: &Place,
        (source, packed): (&str, &mut Packed),
    ) {
        let Speller { unit, names, owner, order, .. } = self.speller;
        let place = spell::Place::new(item.at, &item.path);
        let name = &names.inner(owner)[index];
        let letter = spell::direct(codec, order);
        let is_number = letter.is_some();
        packed.format.push_str(&letter.map_or_else(|| format!("{}s", item.size), String::from));
        let text = describe::item(unit.model, item, &field.about);
        let described = match text.split_once(", ") {
            Some((_, behind)) if !run.has_offset => behind.to_owned(),
            Some(_) | None => text,
        };
        packed.members.push(self.attribute(Kind::Fixed(codec), index, field, described));
        let read = self.speller.read(codec, Wire { source, is_number }, &place, index);
        packed.steps.push(Step::Member(name.clone(), read));
        let value = format!("self.{name}");
        let wire = Wire { source: &value, is_number };
        packed.values.push(self.speller.write(codec, wire, &place, index));
    }

    /// A member with its type, what a fresh value holds, and where it stands.
    pub(super) fn attribute(
        &self,
        kind: Kind<'_>,
        index: usize,
        field: &Field,
        place: String,
    ) -> AttributeView {
        let Speller { unit, names, owner, .. } = self.speller;
        let name = &names.inner(owner)[index];
        let default = fresh::of_field(unit.model, field);
        let initial = self.initial(kind, &default, index, field.default.is_some());
        let line = format!("{name}: {} = {initial}", self.type_of(kind, index));
        AttributeView {
            line: statement(&line, 4).join("\n"),
            doc: docs(&field.about, &format!("The field `{}`.", field.name.text), Some(place), 4),
        }
    }

    /// The accessors of a member that is scaled.
    pub(super) fn access(
        &self,
        kind: Kind<'_>,
        index: usize,
        field: &Field,
        view: &mut RecordView,
    ) {
        if let Some(Scaled { scale, range, depth, absent }) = scaled(kind) {
            let member = &self.speller.names.inner(self.speller.owner)[index];
            let names = (member.as_str(), field.name.text.as_str());
            view.methods.extend(accessors(names, scale, range, (depth, absent)));
        }
    }

    fn type_of(&self, kind: Kind<'_>, member: usize) -> String {
        if let Some(element) = member::element(kind) {
            return format!("list[{}]", self.type_of(element, member));
        }
        let optional = |ty: String, absent: bool| if absent { format!("{ty} | None") } else { ty };
        match kind {
            Kind::Fixed(Codec::Int(int)) => {
                let plain = match int.host {
                    IntHost::Plain => "int".to_owned(),
                    IntHost::Enum(id) | IntHost::Flags(id) => self.speller.path(id),
                };
                optional(plain, int.absent.is_some())
            }
            Kind::Part(PartCodec::Varint(it)) => optional("int".to_owned(), it.absent.is_some()),
            Kind::Fixed(Codec::Float(float)) => optional("float".to_owned(), float.absent_nan),
            Kind::Fixed(Codec::Bool) => "bool".to_owned(),
            Kind::Fixed(Codec::Text(_))
            | Kind::Part(PartCodec::Text { .. } | PartCodec::CText { .. }) => "str".to_owned(),
            Kind::Fixed(Codec::Bytes(_)) | Kind::Part(PartCodec::Bytes(_)) => "bytes".to_owned(),
            Kind::Fixed(Codec::Record(id)) | Kind::Part(PartCodec::Record { id, .. }) => {
                self.speller.path(*id)
            }
            Kind::Fixed(Codec::Bits(_)) => {
                self.speller.names.group(self.speller.owner, member).0.clone()
            }
            // Those are lists, or no members.
            Kind::Fixed(Codec::Array { .. })
            | Kind::Part(PartCodec::List { .. } | PartCodec::Array { .. } | PartCodec::Align(_)) => {
                "None".to_owned()
            }
        }
    }
}

/// The byte order of most of a run's numbers, so that one format reads most of them.
fn main_order(items: &[Item]) -> ByteOrder {
    let mut balance = 0;
    for item in items {
        let (scalar, order) = match &item.role {
            Role::Member(_, Codec::Int(int)) => (int.scalar, int.order),
            Role::Member(_, Codec::Float(float)) => (float.scalar, float.order),
            Role::Count { scalar, order, .. } => (*scalar, *order),
            Role::Member(..)
            | Role::Const { .. }
            | Role::HiddenBits(..)
            | Role::Pad
            | Role::Reserved => continue,
        };
        if scalar.bytes() > 1 {
            balance += match order {
                ByteOrder::Little => 1,
                ByteOrder::Big => -1,
            };
        }
    }
    if balance < 0 { ByteOrder::Big } else { ByteOrder::Little }
}

fn hidden_tests(bits: &BitsCodec, source: &str, place: &spell::Place, path: &str) -> Vec<Step> {
    let unit = spell::unit_from(bits, source);
    let tests = bits.slots.iter().filter_map(|slot| {
        let (expected, code, path) = match &slot.role {
            SlotRole::Const { raw, check: true } => {
                (*raw, "const", format!("{path}.{}", slot.name))
            }
            SlotRole::Reserved => (0, "reserved", path.to_owned()),
            SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => {
                return None;
            }
        };
        let found = spell::slot_bits(slot, &unit);
        let (expected, field) = (literal::hex(expected), string(&path));
        let at = &place.at;
        Some(Step::Test(format!("_ww.fixed_bits({found}, {expected}, \"{code}\", {at}, {field})")))
    });
    tests.collect()
}
