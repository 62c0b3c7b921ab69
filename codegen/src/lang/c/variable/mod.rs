//! Structs and messages without a fixed size: functions that read and write from a position on, step by step.
//!
//! In: a record's steps. Out: its view, printed. Texts, bytes and lists are views of the bytes that were decoded, all of
//! them tested then. `read` and `write` stand side by side, `len` says how long what is written is; `list` has what a
//! list's elements need, `access` what programs do with them. Must not know: the statements of a fixed item.

mod access;
mod len;
mod list;
mod read;
mod whole;
mod write;

pub(super) use list::{Each, List};

use super::body::{Body, indented};
use super::builder::{Builder, signature};
use super::codec::refuse;
use super::init::Fresh;
use super::place::Place;
use super::record::bits_of;
use super::run::copy_runs;
use super::view::{FactsView, FunctionView, MacroView, MemberView, RecordView, VariableView};
use super::{comment, names, spell};
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{Kind, Part, PartCodec, Role, Step, Tail, Target, VarintCodec};
use crate::model::{Field, Record, Value};
use crate::name::{Case, recase};

impl Builder<'_> {
    /// Prints a record without a fixed size, its bits groups first.
    pub(super) fn variable(&self, record: &Record, items: &mut Vec<String>) {
        let layout = self.unit.layout.record(self.owner);
        let def = self.unit.model.get(self.owner);
        let name = self.names.of_type(self.owner).to_owned();
        let fields: Vec<&Field> = self.unit.model.members(record).collect();
        let facts = FactsView { constants: self.macros(record, layout.size), asserts: Vec::new() };
        let mut view = RecordView { name, facts: vec![facts], ..RecordView::default() };
        let mut init = Body::new(self.templates);
        let mut lists = list::Lists::default();
        for ((index, field), kind) in fields.iter().enumerate().zip(layout.members()) {
            if let Some(bits) = bits_of(kind) {
                items.push(self.group(field, index, bits));
            }
            match kind {
                Kind::Fixed(codec) => {
                    let value = format!("m->{}", self.names.inner(self.owner)[index]);
                    let fresh = Fresh { value: &value, default: field.default.as_ref(), depth: 0 };
                    self.init((codec, index), fresh, &mut init);
                    self.fixed_member((field, index), &mut view);
                }
                Kind::Part(codec) => {
                    self.part_member((field, index), codec, &mut view);
                    let value = format!("m->{}", self.names.inner(self.owner)[index]);
                    let fresh = Fresh { value: &value, default: field.default.as_ref(), depth: 0 };
                    self.init_part(codec, fresh, &mut init);
                    let code = Code::new(*self, index);
                    code.lists(&code.spot(Target::Member(index)), codec, &mut lists);
                    code.physical(kind, &mut view);
                }
            }
        }
        for step in &layout.steps {
            if let Step::Run(run) = step {
                let runs = copy_runs(self.unit.model, run.items.iter());
                view.facts().asserts.extend(runs.iter().filter_map(|run| self.assert(run)));
            }
        }
        let code = Code::new(*self, 0);
        let mut functions = lists.functions;
        functions.extend(code.record(layout));
        functions.extend(lists.accessors);
        let view = VariableView {
            doc: comment::doc(&def.about, Some(&describe::size(layout.size)), 0),
            name: view.name,
            members: view.members,
            facts: view.facts,
            types: lists.types,
            init: init.lines(),
            functions,
            accessors: view.accessors,
        };
        items.push(self.block("variable", &view));
    }

    /// What stands in a run. Its offset is known in the first one.
    fn fixed_member(&self, (field, index): (&Field, usize), view: &mut RecordView) {
        let layout = self.unit.layout.record(self.owner);
        let is_member = |role: &Role| matches!(role, Role::Member(of, _) if *of == index);
        let Some(item) = layout.items().find(|item| is_member(&item.role)) else { return };
        let Role::Member(_, codec) = &item.role else { return };
        let in_front = match layout.steps.first() {
            Some(Step::Run(run)) => run.items.iter().any(|item| is_member(&item.role)),
            Some(Step::Part(_)) | None => false,
        };
        let path = &field.name.text;
        let place = describe::member(self.unit.model, layout, path, &field.about);
        let at = in_front.then_some(item.at);
        self.described_member((field, index), codec, (place.as_deref(), at), view);
    }

    fn part_member(
        &self,
        (field, index): (&Field, usize),
        codec: &PartCodec,
        view: &mut RecordView,
    ) {
        let spelt = &self.names.inner(self.owner)[index];
        let layout = self.unit.layout.record(self.owner);
        let path = &field.name.text;
        let place = describe::member(self.unit.model, layout, path, &field.about);
        view.members.push(MemberView {
            doc: comment::doc(&field.about, place.as_deref().filter(|it| !it.is_empty()), 2),
            declaration: format!("{} {spelt}", self.part_type(codec)),
        });
        if let PartCodec::Varint(VarintCodec { signed, absent: Some(absent), .. }) = codec {
            let shouted = recase(&field.name.text, Case::Shouty);
            let prefix = format!("{}_{shouted}", names::macro_prefix(&view.name));
            let none: MacroView =
                super::record::none_macro(&prefix, *absent, HostInt { bits: 64, signed: *signed });
            view.facts().constants.push(none);
        }
    }

    /// The type of a part in memory.
    pub(super) fn part_type(&self, codec: &PartCodec) -> String {
        match codec {
            PartCodec::Varint(it) => spell::int_type(HostInt { bits: 64, signed: it.signed }),
            PartCodec::Text { .. } | PartCodec::CText { .. } | PartCodec::Bytes(_) => {
                "wrw_bytes".to_owned()
            }
            PartCodec::List { .. } | PartCodec::Array { .. } => "wrw_list".to_owned(),
            PartCodec::Record { id, .. } => self.names.of_type(*id).to_owned(),
            PartCodec::Align(_) => String::new(),
        }
    }

    /// Views are empty: nothing that they could show lies in memory.
    pub(super) fn init_part(&self, codec: &PartCodec, fresh: Fresh<'_>, init: &mut Body<'_>) {
        match codec {
            PartCodec::Varint(it) => {
                let number = match fresh.default {
                    Some(Value::Int(number)) => *number,
                    _ => it.absent.unwrap_or(0),
                };
                if number != 0 {
                    let host = HostInt { bits: 64, signed: it.signed };
                    init.set(fresh.value, &spell::int_literal(number, host));
                }
            }
            PartCodec::Record { id, .. } => self.init_record(*id, fresh, init),
            PartCodec::Text { .. }
            | PartCodec::CText { .. }
            | PartCodec::Bytes(_)
            | PartCodec::List { .. }
            | PartCodec::Array { .. }
            | PartCodec::Align(_) => {}
        }
    }
}

/// The code of one record, or of the elements of one of its lists.
#[derive(Clone)]
pub(super) struct Code<'a> {
    builder: Builder<'a>,
    /// The member that the elements belong to.
    member: usize,
    /// What the names of an element begin with: `weather_data_names_item`.
    element: String,
}

/// Where a part is in memory, and how what belongs to it is called.
pub(super) struct Spot {
    /// `m->names`, `*m`
    value: String,
    /// `&m->names`, `m`
    pointer: String,
    /// `m->names.`, `m->`
    inner: String,
    /// `weather_data_names`
    prefix: String,
    /// The local that has the count, once that was read.
    count: String,
}

impl<'a> Code<'a> {
    pub(super) fn new(builder: Builder<'a>, member: usize) -> Self {
        Self { builder, member, element: String::new() }
    }

    pub(super) fn spot(&self, target: Target) -> Spot {
        match target {
            Target::Member(index) => {
                let Builder { names, owner, .. } = self.builder;
                let member = &names.inner(owner)[index];
                Spot {
                    value: format!("m->{member}"),
                    pointer: format!("&m->{member}"),
                    inner: format!("m->{member}."),
                    prefix: format!("{}_{member}", names.of_type(owner)),
                    count: format!("n{index}"),
                }
            }
            Target::Element => Spot {
                value: "*m".to_owned(),
                pointer: "m".to_owned(),
                inner: "m->".to_owned(),
                prefix: self.element.clone(),
                count: "n".to_owned(),
            },
        }
    }

    fn body(&self) -> Body<'a> {
        Body::new(self.builder.templates)
    }

    /// What of a view is counted: the elements of a list, the bytes of anything else.
    fn counted(&self, steps: &[Step], of: Target) -> String {
        let part = steps.iter().find_map(|step| match step {
            Step::Part(part) if part.target == Some(of) => Some(&part.codec),
            Step::Part(_) | Step::Run(_) => None,
        });
        let what = if matches!(part, Some(PartCodec::List { .. })) { "count" } else { "len" };
        format!("{}{what}", self.spot(of).inner)
    }

    /// The bytes behind something that a test of length is for as well.
    fn tail(size: u32, tail: Tail) -> String {
        let own = size.saturating_add(tail.bytes);
        match (tail.open, own) {
            (false, _) => format!("{own}u"),
            (true, 0) => "behind".to_owned(),
            (true, _) => format!("{own}u + behind"),
        }
    }

    /// Tests a number in LEB128 that is in memory.
    fn test_varint(it: &VarintCodec, spot: &Spot, is_read: bool, body: &mut Body<'_>) {
        let int = HostInt { bits: 64, signed: it.signed };
        let accept = if is_read { it.range.decode() } else { it.range.encode(int.bounds()) };
        let value = (spot.value.as_str(), int, super::body::Local::Memory);
        refuse(&accept, it.absent, value, &Place::wire(0), body);
    }
}

/// A function whose statements are known.
fn function(
    doc: &str,
    result: &str,
    name: &str,
    parameters: &[&str],
    body: &[&str],
) -> FunctionView {
    FunctionView {
        doc: doc.to_owned(),
        signature: signature("", result, name, parameters),
        body: indented(body.iter().map(|line| (*line).to_owned()).collect()),
    }
}

/// What the last step of an element is; in front of it there is at most a count.
pub(super) fn element_part(steps: &[Step]) -> Option<&Part> {
    steps.iter().find_map(|step| match step {
        Step::Part(part) => Some(part),
        Step::Run(_) => None,
    })
}
