//! Structs and messages: members, constants, proofs and functions.
//!
//! In: a record's layout. Out: its view.

use super::accessors::{peek, scale_pair, scaled};
use super::comment::comment;
use super::group::bits_codec;
use super::statement::{Body, Builder, finish};
use super::views::{AssertView, ConstantView, EnumView, MemberView, RecordView, constant};
use crate::lang::c::names::{self};
use crate::lang::c::run::{CopyRun, copy_runs};
use crate::lang::c::spell;
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{Codec, IntCodec, IntHost, Item, Role};
use crate::model::{Field, NamedValue, Record};

impl Builder<'_> {
    /// An enum or flags: a typedef and macros.
    pub(super) fn values(&self, values: &[NamedValue], int: HostInt, bits: bool) -> String {
        let def = self.unit.model.get(self.owner);
        let name = self.names.of_type(self.owner);
        let what = if bits { "flags" } else { "enum" };
        let values = values.iter().zip(self.names.inner(self.owner)).map(|(value, spelt)| {
            let number = if bits { 1 << value.value } else { value.value };
            ConstantView {
                doc: comment(&value.about, &format!("`{}`", value.name.text), None),
                name: spelt.clone(),
                value: format!("(({name}){})", spell::int_literal(number, int)),
            }
        });
        let view = EnumView {
            doc: comment(&def.about, &format!("The {what} `{}`.", def.name.text), None),
            name: name.to_owned(),
            repr: spell::int_type(int),
            values: values.collect(),
        };
        self.templates.print("enum", &view)
    }

    pub(super) fn record(&self, record: &Record, items: &mut Vec<String>) {
        let layout = self.unit.layout.record(self.owner);
        let def = self.unit.model.get(self.owner);
        let fields: Vec<&Field> = self.unit.model.members(record).collect();
        for item in layout.items() {
            if let Role::Member(index, codec) = &item.role
                && let Some(bits) = bits_codec(codec)
            {
                items.push(self.group(fields[*index], *index, bits));
            }
        }
        let name = self.names.of_type(self.owner);
        let what = if record.message.is_some() { "message" } else { "struct" };
        let size = layout.size.min();
        let mut view = RecordView {
            doc: comment(
                &def.about,
                &format!("The {what} `{}`.", def.name.text),
                Some(format!("{size} bytes")),
            ),
            name: name.to_owned(),
            size,
            constants: self.constants(record, size),
            has_bytes: true,
            too_short: guard(size, "len", "WRW_ERROR(WRW_SHORT, len)"),
            too_small: guard(size, "cap", &format!("WRW_ERROR(WRW_CAPACITY, {size}u)")),
            unused_len: unused(size, "len"),
            unused_cap: unused(size, "cap"),
            ..RecordView::default()
        };
        let (mut read, mut write) = (Body::default(), Body::default());
        let runs = copy_runs(self.unit.model, layout.items());
        for item in layout.items() {
            self.item(item, &runs, (&mut read, &mut write));
            if let Role::Member(index, codec) = &item.role {
                self.member(item, fields[*index], *index, codec, &mut view);
            }
        }
        if view.members.is_empty() {
            view.members.push(MemberView {
                doc: "/** C has no empty structs. */".to_owned(),
                declaration: "uint8_t unused_".to_owned(),
            });
        }
        view.asserts = runs.iter().filter_map(|run| self.assert(run)).collect();
        view.read = finish(read.moves.into_iter().chain(read.tests).collect());
        view.write = finish(write.tests.into_iter().chain(write.moves).collect());
        items.push(self.templates.print("record", &view));
    }

    pub(super) fn constants(&self, record: &Record, size: u32) -> Vec<ConstantView> {
        let prefix = names::macro_prefix(self.names.of_type(self.owner));
        let mut constants = vec![constant(&prefix, "SIZE", format!("{size}u"), "bytes of a value")];
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                constants.push(constant(
                    &prefix,
                    "ID",
                    format!("{id}u"),
                    "tells the message apart in a union",
                ));
            }
            let fingerprint = format!("UINT64_C(0x{})", self.unit.layout.fingerprint(self.owner));
            constants.push(constant(
                &prefix,
                "FINGERPRINT",
                fingerprint,
                "tells its wire from every other",
            ));
        }
        constants
    }

    /// One `memcpy` moves a run only if the struct has no gap in it.
    pub(super) fn assert(&self, run: &CopyRun) -> Option<AssertView> {
        let name = self.names.of_type(self.owner);
        let members = self.names.inner(self.owner);
        let (first, last) = (&members[run.first], &members[run.last]);
        (first != last).then(|| AssertView {
            condition: format!(
                "offsetof({name}, {last}) + sizeof((({name} *)0)->{last}) - offsetof({name}, {first}) == {}u",
                run.size
            ),
            name: format!("{name}_{first}_to_{last}"),
        })
    }

    pub(super) fn member(
        &self,
        item: &Item,
        field: &Field,
        index: usize,
        codec: &Codec,
        view: &mut RecordView,
    ) {
        let spelt = &self.names.inner(self.owner)[index];
        let name = &view.name;
        let prefix = format!(
            "{}_{}",
            names::macro_prefix(name),
            crate::name::recase(&field.name.text, crate::name::Case::Shouty)
        );
        let place = describe::item(self.unit.model, item, &field.about);
        view.members.push(MemberView {
            doc: comment(&field.about, &format!("The field `{}`.", field.name.text), Some(place)),
            declaration: self.declaration(codec, spelt, index),
        });
        view.constants.push(constant(
            &prefix,
            "OFFSET",
            format!("{}u", item.at),
            &format!("where `{spelt}` begins"),
        ));
        match codec {
            Codec::Text(rules) => view.constants.push(constant(
                &prefix,
                "LEN",
                format!("{}u", rules.size),
                "bytes of text at most",
            )),
            Codec::Int(int) => {
                if let Some(absent) = int.absent {
                    let literal =
                        spell::int_literal(absent, HostInt::of_codec(self.unit.model, int));
                    view.constants.push(constant(
                        &prefix,
                        "NONE",
                        format!("({literal})"),
                        &format!("no value in `{spelt}`"),
                    ));
                }
            }
            Codec::Float(_)
            | Codec::Bool
            | Codec::Bytes(_)
            | Codec::Array { .. }
            | Codec::Record(_)
            | Codec::Bits(_) => {}
        }
        let init = self.init((codec, index), &format!("m->{spelt}"), field.default.as_ref(), 0);
        if !init.is_empty() {
            view.init.extend(init);
        }
        view.accessors.extend(peek(name, spelt, codec, item.at));
        if let Some((int, depth)) = scaled(codec, 0) {
            let host = HostInt::of_codec(self.unit.model, int);
            view.accessors.extend(scale_pair(
                name,
                spelt,
                int.scale.as_ref(),
                &int.range,
                (host, depth),
            ));
        }
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

    pub(super) fn int_type(&self, int: &IntCodec) -> String {
        match int.host {
            IntHost::Plain => spell::int_type(HostInt::of_scalar(int.scalar)),
            IntHost::Enum(id) | IntHost::Flags(id) => self.names.of_type(id).to_owned(),
        }
    }
}

/// A length that is tested first; nothing is shorter than nothing.
pub(super) fn guard(size: u32, length: &str, error: &str) -> String {
    if size == 0 { String::new() } else { format!("{length} < {size}u ? {error} : ") }
}

/// What is said of a length that is not tested.
pub(super) fn unused(size: u32, length: &str) -> Vec<String> {
    if size == 0 { vec![format!("(void){length};")] } else { Vec::new() }
}
