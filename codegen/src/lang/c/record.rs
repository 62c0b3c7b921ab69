//! Structs and messages: members, macros, and the functions over a whole value.
//!
//! In: a record and its layout. Out: its view, printed. Must not know: how one item is read or written.

use super::body::Body;
use super::builder::{Builder, signature};
use super::init::Fresh;
use super::run::{CopyRun, copy_runs};
use super::view::{
    AssertView, FactsView, MacroView, MemberView, RecordView, UnusedView, WholeView,
};
use super::{comment, names, spell};
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{BitsCodec, Codec, Item, Kind, Role, Size};
use crate::model::{Field, Record};
use crate::name::{Case, recase};

impl Builder<'_> {
    /// Prints a record, its bits groups first.
    pub(super) fn record(&self, record: &Record, items: &mut Vec<String>) {
        let layout = self.unit.layout.record(self.owner);
        let Size::Fixed(size) = layout.size else { return self.variable(record, items) };
        let def = self.unit.model.get(self.owner);
        let fields: Vec<&Field> = self.unit.model.members(record).collect();
        let name = self.names.of_type(self.owner);
        let mut view = RecordView {
            doc: comment::doc(&def.about, Some(&describe::bytes(size)), 0),
            name: name.to_owned(),
            size,
            facts: vec![FactsView {
                constants: self.macros(record, layout.size),
                asserts: Vec::new(),
            }],
            whole: vec![whole(name, size)],
            ..RecordView::default()
        };
        let mut init = Body::new(self.templates);
        for item in layout.items() {
            if let Role::Member(index, codec) = &item.role {
                let field = fields[*index];
                if let Some(bits) = bits_codec(codec) {
                    items.push(self.group(field, *index, bits));
                }
                self.member(item, (field, *index), codec, &mut view);
                let value = format!("m->{}", self.names.inner(self.owner)[*index]);
                let fresh = Fresh { value: &value, default: field.default.as_ref(), depth: 0 };
                self.init((codec, *index), fresh, &mut init);
            }
        }
        if view.members.is_empty() {
            view.members.push(MemberView {
                doc: vec!["/** C has no empty structs. */".to_owned()],
                declaration: "uint8_t unused_".to_owned(),
            });
        }
        let runs = copy_runs(self.unit.model, layout.items());
        let (mut read, mut write) = (Body::new(self.templates), Body::new(self.templates));
        self.items(layout.items(), &runs, (&mut read, &mut write));
        view.facts().asserts = runs.iter().filter_map(|run| self.assert(run)).collect();
        view.finish(init, read, write);
        items.push(self.block("record", &view));
    }

    /// What a program may want to know before it runs.
    pub(super) fn macros(&self, record: &Record, size: Size) -> Vec<MacroView> {
        let prefix = names::macro_prefix(self.names.of_type(self.owner));
        let noted = |suffix, value, note| MacroView::noted(&prefix, suffix, value, note);
        let mut macros = match size {
            Size::Fixed(size) => {
                vec![noted("SIZE", format!("{size}u"), "bytes of an encoded value")]
            }
            Size::Variable { min, max } => {
                let min =
                    noted("MIN_SIZE", format!("{min}u"), "bytes of an encoded value at least");
                let max = max.map(|max| {
                    noted("MAX_SIZE", format!("{max}u"), "bytes of an encoded value at most")
                });
                [Some(min), max].into_iter().flatten().collect()
            }
        };
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                macros.push(noted("ID", format!("{id}u"), "tells the message apart in a union"));
            }
            let fingerprint = self.unit.layout.fingerprint(self.owner);
            let literal = format!("UINT64_C(0x{fingerprint})");
            macros.push(noted("FINGERPRINT", literal, "tells its wire from every other"));
        }
        macros
    }

    /// One `memcpy` moves members only if the struct has no gap between them.
    pub(super) fn assert(&self, run: &CopyRun) -> Option<AssertView> {
        let owner = self.names.of_type(self.owner);
        let members = self.names.inner(self.owner);
        let (first, last) = (members[run.first].clone(), members[run.last].clone());
        (run.first != run.last).then(|| AssertView {
            name: format!("{owner}_{first}_to_{last}"),
            owner: owner.to_owned(),
            first,
            last,
            size: run.size,
        })
    }

    fn member(&self, item: &Item, member: (&Field, usize), codec: &Codec, view: &mut RecordView) {
        let place = describe::item(self.unit.model, item, &member.0.about);
        self.described_member(member, codec, (Some(&place), Some(item.at)), view);
    }

    /// A member, its macros and its accessors; those that need its offset only where that is known.
    pub(super) fn described_member(
        &self,
        (field, index): (&Field, usize),
        codec: &Codec,
        (place, at): (Option<&str>, Option<u32>),
        view: &mut RecordView,
    ) {
        let spelt = &self.names.inner(self.owner)[index];
        let prefix = format!(
            "{}_{}",
            names::macro_prefix(&view.name),
            recase(&field.name.text, Case::Shouty)
        );
        view.members.push(MemberView {
            doc: comment::doc(&field.about, place, 2),
            declaration: self.declaration(codec, spelt, index),
        });
        let offset = at.map(|at| MacroView::plain(&prefix, "OFFSET", format!("{at}u")));
        view.facts().constants.extend(offset);
        match codec {
            Codec::Text(rules) => {
                let value = format!("{}u", rules.size);
                let note = "bytes of text at most, without the NUL";
                view.facts().constants.push(MacroView::noted(&prefix, "LEN", value, note));
            }
            Codec::Int(int) => {
                if let Some(absent) = int.absent {
                    let host = HostInt::of_codec(self.unit.model, int);
                    view.facts().constants.push(none_macro(&prefix, absent, host));
                }
            }
            Codec::Float(_)
            | Codec::Bool
            | Codec::Bytes(_)
            | Codec::Array { .. }
            | Codec::Record(_)
            | Codec::Bits(_) => {}
        }
        self.accessors(at, spelt, codec, view);
    }

    /// `float v1`, `char name[21]`, `uint16_t matrix[2][3]`
    pub(super) fn declaration(&self, codec: &Codec, name: &str, member: usize) -> String {
        match codec {
            Codec::Int(int) => format!("{} {name}", self.int_type(int)),
            Codec::Float(float) => format!("{} {name}", spell::float_type(float)),
            Codec::Bool => format!("uint8_t {name}"),
            Codec::Text(rules) => format!("char {name}[{}]", rules.size + 1),
            Codec::Bytes(size) => format!("uint8_t {name}[{size}]"),
            Codec::Array { element, count, .. } => {
                self.declaration(element, &format!("{name}[{count}]"), member)
            }
            Codec::Record(id) => format!("{} {name}", self.names.of_type(*id)),
            Codec::Bits(_) => format!("{} {name}", self.names.group(self.owner, member).0),
        }
    }
}

/// The macro of the number that stands for no value.
pub(super) fn none_macro(prefix: &str, absent: i128, int: HostInt) -> MacroView {
    let literal = format!("({})", spell::int_literal(absent, int));
    MacroView::noted(prefix, "NONE", literal, "stands for no value")
}

impl RecordView {
    /// The one block of facts, which is there from now on.
    pub(super) fn facts(&mut self) -> &mut FactsView {
        if self.facts.is_empty() {
            self.facts.push(FactsView::default());
        }
        &mut self.facts[0]
    }

    /// Puts the functions in that read and write what stands within something else.
    pub(super) fn finish(&mut self, init: Body<'_>, read: Body<'_>, write: Body<'_>) {
        let name = &self.name;
        let function = |what: &str, body: &Body<'_>, memory: &str, wire: &str| {
            let attribute = if body.has_tables() { "WRW_NO_TABLES " } else { "" };
            signature(
                attribute,
                "int32_t",
                &format!("{name}_{what}_"),
                &[memory, wire, "uint32_t at"],
            )
        };
        let (mutable, constant) = (format!("{name} *m"), format!("const {name} *m"));
        self.read_signature = function("read", &read, &mutable, "const uint8_t *p");
        self.write_signature = function("write", &write, &constant, "uint8_t *p");
        self.init = init.lines();
        self.read = read.finish();
        self.write = write.finish();
    }
}

/// The functions over a whole buffer. Nothing is too short for nothing.
fn whole(name: &str, size: u32) -> WholeView {
    let function = |what: &str, parameters: &[&str]| {
        signature("", "int32_t", &format!("{name}_{what}"), parameters)
    };
    let (mutable, constant) = (format!("{name} *m"), format!("const {name} *m"));
    let from = [mutable.as_str(), "const uint8_t *buf", "size_t len"];
    let guard = |length: &str, error: &str| match size {
        0 => String::new(),
        _ => format!("{length} < {size} ? {error} : "),
    };
    WholeView {
        decode: function("decode", &from),
        decode_prefix: function("decode_prefix", &from),
        encode: function("encode", &[&constant, "uint8_t *buf", "size_t cap"]),
        too_short: guard("len", "WRW_ERROR(WRW_SHORT, len)"),
        too_small: guard("cap", &format!("WRW_ERROR(WRW_CAPACITY, {size})")),
        prefix: if size == 0 { "0".to_owned() } else { format!("len < {size} ? len : {size}") },
        unused: if size == 0 {
            vec![UnusedView { length: "len", capacity: "cap" }]
        } else {
            Vec::new()
        },
    }
}

/// The bits group that a member is, or is an array or list of.
pub(super) fn bits_of(kind: Kind<'_>) -> Option<&BitsCodec> {
    kind.innermost().and_then(|(codec, _)| bits_codec(codec))
}

/// The bits group that a member is, or is an array of.
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
