//! The view of a struct or message.
//!
//! In: its layout. Out: attributes, and the statements that read and write it.

use super::accessors::{Scaled, accessors, scaled};
use super::docs::docs;
use super::{AttributeView, Builder, RecordView, statement};
use crate::lang::describe;
use crate::lang::python::spell::{self, Place, Speller, Wire, literal, string};
use crate::layout::{BitsCodec, Codec, IntHost, Item, Role, SlotRole};
use crate::model::{ByteOrder, Field, Record, fresh};

/// The column of statements in methods.
pub(super) const BODY: usize = 8;

/// What is read, in the order of the wire.
enum Step {
    /// An argument of the constructor, and the expression that reads it.
    Member(String, String),
    /// A statement that tests what is no member.
    Test(String),
}

/// What a record's methods are made of.
struct Parts {
    format: String,
    /// How many values of the format there are so far.
    values: usize,
    steps: Vec<Step>,
    packed: Vec<String>,
    members: Vec<AttributeView>,
}

impl Builder<'_> {
    /// A class, and before it those of its bits groups.
    pub(super) fn record(&self, record: &Record, records: &mut Vec<RecordView>) {
        let Speller { unit, names, owner, .. } = self.speller;
        let layout = unit.layout.record(owner);
        let def = unit.model.get(owner);
        let fields: Vec<&Field> = unit.model.members(record).collect();
        let builder =
            Builder { speller: Speller { order: main_order(layout.items()), ..self.speller } };
        for item in layout.items() {
            if let Role::Member(index, codec) = &item.role
                && let (Some(bits), Some(group)) = (bits_codec(codec), fields[*index].ty.bits())
            {
                records.push(builder.group(fields[*index], *index, bits, group));
            }
        }
        let what = if record.message.is_some() { "message" } else { "struct" };
        let size = layout.size.min();
        let otherwise = format!("The {what} `{}`.", def.name.text);
        let mut view = RecordView {
            doc: docs(&def.about, &otherwise, Some(describe::bytes(size)), 4),
            name: names.of_type(owner).to_owned(),
            size,
            bytes: describe::bytes(size),
            has_bytes: true,
            ..RecordView::default()
        };
        let mut parts = Parts {
            format: literal::sign(builder.speller.order).to_owned(),
            values: 0,
            steps: Vec::new(),
            packed: Vec::new(),
            members: Vec::new(),
        };
        for item in layout.items() {
            builder.item(item, &fields, &mut parts, &mut view);
        }
        view.has_fields = parts.members.iter().any(|m| m.line.contains(" = field("));
        let constants = self.constants(record, size, &parts.format);
        view.sections = vec![parts.members, constants];
        view.sections.retain(|section| !section.is_empty());
        view.unpack = unpack(&parts.steps);
        view.pack =
            statement(&format!("return self._STRUCT.pack({})", parts.packed.join(", ")), BODY);
        records.push(view);
    }

    fn constants(&self, record: &Record, size: u32, format: &str) -> Vec<AttributeView> {
        let constant = |name: &str, value: &str, doc: &str| AttributeView {
            line: format!("{name}: ClassVar[int] = {value}"),
            doc: format!("\"\"\"{doc}\"\"\""),
        };
        let mut constants =
            vec![constant("SIZE", &size.to_string(), "How many bytes a value takes.")];
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                let doc = "The number that tells the message apart in a union.";
                constants.push(constant("ID", &id.to_string(), doc));
            }
            let fingerprint = self.speller.unit.layout.fingerprint(self.speller.owner);
            let value = format!("0x{}", fingerprint.to_string().to_uppercase());
            let doc =
                "Equal in two programs exactly when the message's bytes mean the same in both.";
            constants.push(constant("FINGERPRINT", &value, doc));
        }
        constants.push(AttributeView {
            line: format!("_STRUCT: ClassVar[struct.Struct] = struct.Struct(\"{format}\")"),
            doc: "\"\"\"The numbers and bytes of a value, in the order of the wire.\"\"\""
                .to_owned(),
        });
        constants
    }

    fn item(&self, item: &Item, fields: &[&Field], parts: &mut Parts, view: &mut RecordView) {
        let place = Place::new(item.at, &item.path);
        let source = format!("w[{}]", parts.values);
        let test = |function: &str, expected: &str| {
            let Place { at, field } = &place;
            Step::Test(format!("_ww.{function}({source}{expected}, {at}, {field})"))
        };
        match &item.role {
            Role::Count { .. } => return,
            Role::Pad => {
                parts.format.push_str(&format!("{}x", item.size));
                return;
            }
            Role::Member(index, codec) => {
                let field = fields[*index];
                self.member(item, (*index, field), codec, parts);
                if let Some(Scaled { scale, range, depth, absent }) = scaled(codec, 0) {
                    let member = &self.speller.names.inner(self.speller.owner)[*index];
                    let names = (member.as_str(), field.name.text.as_str());
                    view.accessors.extend(accessors(names, scale, range, (depth, absent)));
                }
            }
            Role::Const { bytes, check } => {
                let expected = literal::bytes(bytes);
                if *check {
                    parts.steps.push(test("constant", &format!(", {expected}")));
                }
                parts.format.push_str(&format!("{}s", item.size));
                parts.packed.push(expected);
            }
            Role::HiddenBits(bits, bytes) => {
                parts.steps.extend(hidden_tests(bits, &source, &place, &item.path));
                parts.format.push_str(&format!("{}s", item.size));
                parts.packed.push(literal::bytes(bytes));
            }
            Role::Reserved => {
                parts.steps.push(test("reserved", ""));
                parts.format.push_str(&format!("{}s", item.size));
                parts.packed.push(format!("bytes({})", item.size));
            }
        }
        parts.values += 1;
    }

    fn member(
        &self,
        item: &Item,
        (index, field): (usize, &Field),
        codec: &Codec,
        parts: &mut Parts,
    ) {
        let Speller { unit, names, owner, order, .. } = self.speller;
        let place = Place::new(item.at, &item.path);
        let name = &names.inner(owner)[index];
        let letter = spell::direct(codec, order);
        let is_number = letter.is_some();
        parts.format.push_str(&letter.map_or_else(|| format!("{}s", item.size), String::from));
        let default = fresh::of_field(unit.model, field);
        let initial = self.initial(codec, &default, index, field.default.is_some());
        let line = format!("{name}: {} = {initial}", self.type_of(codec, index));
        parts.members.push(AttributeView {
            line: statement(&line, 4).join("\n"),
            doc: docs(
                &field.about,
                &format!("The field `{}`.", field.name.text),
                Some(describe::item(unit.model, item, &field.about)),
                4,
            ),
        });
        let source = format!("w[{}]", parts.values);
        let read = self.speller.read(codec, Wire { source: &source, is_number }, &place, index);
        parts.steps.push(Step::Member(name.clone(), read));
        let value = format!("self.{name}");
        let wire = Wire { source: &value, is_number };
        parts.packed.push(self.speller.write(codec, wire, &place, index));
    }

    fn type_of(&self, codec: &Codec, member: usize) -> String {
        let optional = |ty: String, absent: bool| if absent { format!("{ty} | None") } else { ty };
        match codec {
            Codec::Int(int) => {
                let plain = match int.host {
                    IntHost::Plain => "int".to_owned(),
                    IntHost::Enum(id) | IntHost::Flags(id) => self.speller.path(id),
                };
                optional(plain, int.absent.is_some())
            }
            Codec::Float(float) => optional("float".to_owned(), float.absent_nan),
            Codec::Bool => "bool".to_owned(),
            Codec::Text(_) => "str".to_owned(),
            Codec::Bytes(_) => "bytes".to_owned(),
            Codec::Array { element, .. } => format!("list[{}]", self.type_of(element, member)),
            Codec::Record(id) => self.speller.path(*id),
            Codec::Bits(_) => self.speller.names.group(self.speller.owner, member).0.clone(),
        }
    }
}

/// Values are made in the order of the wire, so that the first failure is the first on it: what stands before a test gets a
/// local name, the rest goes into the constructor.
fn unpack(steps: &[Step]) -> Vec<String> {
    let last_test = steps.iter().rposition(|step| matches!(step, Step::Test(_))).unwrap_or(0);
    let (mut lines, mut arguments) = (Vec::new(), Vec::new());
    for (index, step) in steps.iter().enumerate() {
        match step {
            Step::Test(test) => lines.extend(statement(test, BODY)),
            Step::Member(name, read) if index < last_test && read.contains('(') => {
                let local = format!("v{}", arguments.len());
                lines.extend(statement(&format!("{local} = {read}"), BODY));
                arguments.push(format!("{name}={local}"));
            }
            Step::Member(name, read) => arguments.push(format!("{name}={read}")),
        }
    }
    lines.extend(statement(&format!("return cls({})", arguments.join(", ")), BODY));
    if lines.iter().any(|line| line.contains("w[")) {
        lines.insert(0, "w = cls._STRUCT.unpack(data)".to_owned());
    }
    lines
}

/// The byte order of most of a record's numbers, so that one format reads most of them.
fn main_order<'i>(items: impl Iterator<Item = &'i Item>) -> ByteOrder {
    let mut balance = 0;
    for item in items {
        let (scalar, order) = match &item.role {
            Role::Member(_, Codec::Int(int)) => (int.scalar, int.order),
            Role::Member(_, Codec::Float(float)) => (float.scalar, float.order),
            Role::Member(..)
            | Role::Const { .. }
            | Role::Count { .. }
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

fn hidden_tests(bits: &BitsCodec, source: &str, place: &Place, path: &str) -> Vec<Step> {
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

fn bits_codec(codec: &Codec) -> Option<&BitsCodec> {
    match codec {
        Codec::Bits(bits) => Some(bits),
        Codec::Array { element, .. } => bits_codec(element),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_) => None,
    }
}
