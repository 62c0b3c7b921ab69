//! The view of a struct or message.
//!
//! In: its layout. Out: members, and the statements that read and write it.

use super::accessors::{Scaled, accessors, scaled};
use super::docs::{comment, docs, lines};
use super::whole::{about_size, size_constants, whole};
use super::{Builder, ConstantView, MemberView, RecordView, constant, statement};
use crate::lang::describe;
use crate::lang::javascript::names::shouty;
use crate::lang::javascript::spell::{self, Place, Speller, literal, string};
use crate::layout::{BitsCodec, Codec, Item, Kind, Role, Size, SlotRole};
use crate::model::{About, Field, Record, fresh};

/// The columns of members in a class, and of statements in functions and methods.
const MEMBER: usize = 2;
const BODY: usize = 2;
pub(super) const METHOD: usize = 4;

/// A member's names, its type and what it holds at first.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a str,
    pub(super) ty: String,
    pub(super) absent: bool,
    pub(super) initial: String,
    pub(super) place: String,
    pub(super) about: &'a About,
}

impl RecordView {
    pub(super) fn push(&mut self, member: &Member<'_>) {
        let Member { name, schema, about, .. } = member;
        let otherwise = format!("The field `{schema}`.");
        let ty = format!("{}{}", member.ty, if member.absent { " | undefined" } else { "" });
        let place = || Some(member.place.clone());
        let mut typed = lines(about, &otherwise, place(), METHOD);
        typed.push(format!("@type {{{ty}}}"));
        let initial = match member.initial.as_str() {
            "undefined" => format!("this.{name} = fields.{name};"),
            initial => format!("this.{name} = fields.{name} ?? {initial};"),
        };
        self.members.push(MemberView {
            doc: docs(about, &otherwise, place(), MEMBER),
            typed_doc: comment(&typed, METHOD),
            name: (*name).to_owned(),
            ty,
            initial: statement(&initial, METHOD),
        });
        self.json.push(format!("  {schema}: plain(this.{name}),"));
    }

    pub(super) fn finish(&mut self, before: Vec<String>, reads: Vec<String>) {
        self.has_members = !self.members.is_empty();
        self.json = if self.has_members {
            let members = std::mem::take(&mut self.json);
            std::iter::once("return {".to_owned()).chain(members).chain(["};".to_owned()]).collect()
        } else {
            vec!["return {};".to_owned()]
        };
        let fold = |lines: Vec<String>| lines.into_iter().flat_map(|line| statement(&line, BODY));
        self.read = before;
        if self.has_members {
            self.read.push(format!("const value = new {}();", self.name));
            self.read.extend(fold(reads));
            self.read.push("return value;".to_owned());
        } else {
            self.read.extend(fold(reads));
            self.read.push(format!("return new {}();", self.name));
        }
        let writes = std::mem::take(&mut self.write);
        self.write = fold(writes).collect();
    }
}

impl Builder<'_> {
    /// A class, and before it those of its bits groups.
    pub(super) fn record(&self, record: &Record, records: &mut Vec<RecordView>) {
        let Speller { unit, names, owner, .. } = self.speller;
        let layout = unit.layout.record(owner);
        let def = unit.model.get(owner);
        let fields: Vec<&Field> = unit.model.members(record).collect();
        for (index, kind) in layout.members().enumerate() {
            if let (Some((Codec::Bits(bits), _)), Some(group)) =
                (kind.innermost(), fields[index].ty.bits())
            {
                records.push(self.group(fields[index], index, bits, group));
            }
        }
        let name = names.of_type(owner).to_owned();
        let what = if record.message.is_some() { "message" } else { "struct" };
        let otherwise = format!("The {what} `{}`.", def.name.text);
        let bytes = describe::size(layout.size);
        let mut view = RecordView {
            doc: docs(&def.about, &otherwise, Some(about_size(layout, &bytes)), 0),
            bytes,
            is_fixed: layout.size.fixed().is_some(),
            is_variable: layout.size.fixed().is_none(),
            constants: self.constants(record, layout.size, &name),
            name,
            ..RecordView::default()
        };
        let (mut before, mut reads) = (Vec::new(), Vec::new());
        if view.is_variable {
            (before, reads) = self.steps(layout, &fields, &mut view);
        } else {
            for item in layout.items() {
                self.item((item, true), &fields, &mut view, &mut reads);
            }
        }
        view.whole = Some(whole(&view.name, layout.size));
        view.finish(before, reads);
        records.push(view);
    }

    fn constants(&self, record: &Record, size: Size, name: &str) -> Vec<ConstantView> {
        let mut constants = size_constants(name, size);
        let name = |what: &str| format!("{}_{what}", shouty(name));
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                let doc = "The number that tells the message apart in a union.";
                constants.push(constant(name("ID"), id.to_string(), "number", doc));
            }
            let fingerprint = self.speller.unit.layout.fingerprint(self.speller.owner);
            let doc =
                "Equal in two programs exactly when the message's bytes mean the same in both.";
            let value = format!("0x{fingerprint}n");
            constants.push(constant(name("FINGERPRINT"), value, "bigint", doc));
        }
        constants
    }

    /// Adds an item of a run; `placed` if the run stands at the start of the record.
    pub(super) fn item(
        &self,
        (item, placed): (&Item, bool),
        fields: &[&Field],
        view: &mut RecordView,
        reads: &mut Vec<String>,
    ) {
        let place = Place::new(item.at, &item.path);
        let Place { at, field, .. } = &place;
        match &item.role {
            Role::Member(index, codec) => {
                self.member((item, placed), (*index, fields[*index]), codec, view);
                let name = &self.speller.names.inner(self.speller.owner)[*index];
                let value = format!("value.{name}");
                reads.push(format!("{value} = {};", self.speller.read(codec, &place, *index)));
                view.write.push(self.speller.write(codec, &place, &value, *index));
            }
            Role::Count { .. } => {}
            Role::Const { bytes, check } => {
                let list = literal::bytes(bytes);
                if *check {
                    reads.push(format!("constant(view, {at}, {list}, {field});"));
                }
                view.write.push(format!("putConstant(view, {at}, {list});"));
            }
            Role::HiddenBits(bits, bytes) => {
                reads.extend(hidden_tests(bits, &place, &item.path));
                view.write.push(format!("putConstant(view, {at}, {});", literal::bytes(bytes)));
            }
            Role::Reserved => {
                reads.push(format!("reserved(view, {at}, {}, {field});", item.size));
                view.write.push(format!("zero(view, {at}, {});", item.size));
            }
            Role::Pad => view.write.push(format!("zero(view, {at}, {});", item.size)),
        }
    }

    fn member(
        &self,
        (item, placed): (&Item, bool),
        (index, field): (usize, &Field),
        codec: &Codec,
        view: &mut RecordView,
    ) {
        let Speller { unit, names, owner, .. } = self.speller;
        let name = &names.inner(owner)[index];
        let default = fresh::of_field(unit.model, field);
        view.push(&Member {
            name,
            schema: &field.name.text,
            ty: self.type_of(codec, index),
            absent: can_be_absent(codec),
            initial: self.initial(codec, &default, index, field.default.is_some()),
            place: describe::item_of_run(unit.model, item, placed, &field.about),
            about: &field.about,
        });
        if let Some(Scaled { scale, range, depth, absent }) = scaled(Kind::Fixed(codec)) {
            let names = (name.as_str(), field.name.text.as_str());
            view.accessors.extend(accessors(names, scale, range, (depth, absent)));
        }
    }

    /// The type of a member in TypeScript.
    fn type_of(&self, codec: &Codec, member: usize) -> String {
        match codec {
            Codec::Int(int) if spell::is_big(self.speller.declared_bits(int)) => {
                "bigint".to_owned()
            }
            Codec::Int(_) | Codec::Float(_) => "number".to_owned(),
            Codec::Bool => "boolean".to_owned(),
            Codec::Text(_) => "string".to_owned(),
            Codec::Bytes(_) => "Uint8Array".to_owned(),
            Codec::Array { element, .. } => self.type_of_list(element, member),
            Codec::Record(id) => self.speller.path(*id).to_owned(),
            Codec::Bits(_) => self.speller.group_path(member).to_owned(),
        }
    }

    /// The type of an array or list of elements of one size.
    pub(super) fn type_of_list(&self, element: &Codec, member: usize) -> String {
        match spell::typed_array(element) {
            Some(array) => array.to_owned(),
            None if can_be_absent(element) => {
                format!("({} | undefined)[]", self.type_of(element, member))
            }
            None => format!("{}[]", self.type_of(element, member)),
        }
    }
}

fn hidden_tests(bits: &BitsCodec, place: &Place, path: &str) -> Vec<String> {
    let unit_big = spell::unit_is_big(bits);
    let unit = spell::get_unit(bits, &place.at);
    let tests = bits.slots.iter().filter_map(|slot| {
        let raw = spell::slot_value(slot, (&unit, unit_big), false, unit_big);
        let at = &place.at;
        match &slot.role {
            SlotRole::Const { raw: expected, check: true } => {
                let expected = literal::int(i128::from(*expected), unit_big);
                let field = string(&format!("{path}.{}", slot.name));
                Some(format!("constantBits({raw}, {expected}, {at}, {field});"))
            }
            SlotRole::Reserved => Some(format!("reservedBits({raw}, {at}, {});", string(path))),
            SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => None,
        }
    });
    tests.collect()
}

pub(super) fn can_be_absent(codec: &Codec) -> bool {
    match codec {
        Codec::Int(int) => int.absent.is_some(),
        Codec::Float(float) => float.absent_nan,
        Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => false,
    }
}
