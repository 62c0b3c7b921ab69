//! The view of a struct or message.
//!
//! In: its layout. Out: attributes, and the statements that read and write it.

use super::docs::docs;
use super::run::{Place, format_constant};
use super::{AttributeView, Builder, RecordView, methods, statement};
use crate::lang::describe;
use crate::lang::python::spell::Speller;
use crate::layout::{self, Codec, Run};
use crate::model::{Field, Record};

/// The column of statements in methods.
pub(super) const BODY: usize = 8;

/// What is read, in the order of the wire.
pub(super) enum Step {
    /// An argument of the constructor, and the expression that reads it.
    Member(String, String),
    /// A statement that tests what is no member, or goes on.
    Test(String),
}

impl Step {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Member(_, text) | Self::Test(text) => text,
        }
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
            if let Some((Codec::Bits(bits), _)) = kind.innermost()
                && let Some(group) = fields[index].ty.bits()
            {
                records.push(self.group(fields[index], index, bits, group));
            }
        }
        let what = if record.message.is_some() { "message" } else { "struct" };
        let otherwise = format!("The {what} `{}`.", def.name.text);
        let mut view = RecordView {
            doc: docs(&def.about, &otherwise, Some(describe::size(layout.size)), 4),
            name: names.of_type(owner).to_owned(),
            has_bytes: true,
            ..RecordView::default()
        };
        match (layout.size, layout.steps.as_slice()) {
            (layout::Size::Fixed(size), [layout::Step::Run(run)]) => {
                self.fixed(size, run, &fields, &mut view);
            }
            _ => self.variable(layout, &fields, &mut view),
        }
        view.has_fields =
            view.sections.iter().flatten().any(|member| member.line.contains(" = field("));
        view.sections.retain(|section| !section.is_empty());
        records.push(view);
    }

    fn fixed(&self, size: u32, run: &Run, fields: &[&Field], view: &mut RecordView) {
        let place = Place { words: "w".to_owned(), has_offset: true };
        let packed = self.run(&[], run, &place, fields, view);
        let mut constants =
            vec![constant("SIZE", &size.to_string(), "How many bytes a value takes.")];
        constants.extend(self.message_constants());
        constants.push(format_constant("_STRUCT", &packed.format));
        view.sections = vec![packed.members, constants];
        let mut unpack = in_order(&packed.steps);
        if unpack.iter().any(|line| line.contains("w[")) {
            unpack.insert(0, "w = cls._STRUCT.unpack(data)".to_owned());
        }
        let pack = format!("return self._STRUCT.pack({})", packed.values.join(", "));
        let mut all =
            methods::inner(&view.name, &describe::bytes(size), unpack, statement(&pack, BODY));
        all.extend(methods::fixed(&view.name, size));
        view.methods.splice(0..0, all);
    }

    /// What only messages have.
    pub(super) fn message_constants(&self) -> Vec<AttributeView> {
        let Speller { unit, owner, .. } = self.speller;
        let Some(message) = &unit.model.record_of(owner).message else { return Vec::new() };
        let mut constants = Vec::new();
        if let Some(id) = message.id {
            let doc = "The number that tells the message apart in a union.";
            constants.push(constant("ID", &id.to_string(), doc));
        }
        let value = format!("0x{}", unit.layout.fingerprint(owner).to_string().to_uppercase());
        let doc = "Equal in two programs exactly when the message's bytes mean the same in both.";
        constants.push(constant("FINGERPRINT", &value, doc));
        constants
    }
}

/// A constant of a class.
pub(super) fn constant(name: &str, value: &str, doc: &str) -> AttributeView {
    AttributeView {
        line: format!("{name}: ClassVar[int] = {value}"),
        doc: format!("\"\"\"{doc}\"\"\""),
    }
}

/// Values are made in the order of the wire, so that the first failure is the first on it: what stands before a test gets a
/// local name, the rest goes into the constructor.
pub(super) fn in_order(steps: &[Step]) -> Vec<String> {
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
    lines
}
