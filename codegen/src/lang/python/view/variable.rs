//! The view of a record whose size depends on the value: runs and parts, one after the other.
//!
//! In: its layout. Out: members, constants, and the statements that read and write it.

use super::record::{BODY, Step, constant, in_order};
use super::run::{Packed, Place};
use super::{AttributeView, Builder, RecordView, methods, statement};
use crate::lang::describe;
use crate::lang::python::spell::{self, Spot, string};
use crate::layout::{self, Item, Kind, Part, PartCodec, Role, Run, Size, Target, Until};
use crate::model::Field;

impl Builder<'_> {
    /// Fills the view of a record of variable size.
    pub(super) fn variable(
        &self,
        layout: &layout::Record,
        fields: &[&Field],
        view: &mut RecordView,
    ) {
        let (mut read, mut write) = (Vec::new(), Vec::new());
        let (mut members, mut constants) = (Vec::new(), Vec::new());
        let aligned = layout.steps.iter().any(|step| {
            matches!(step, layout::Step::Part(Part { codec: PartCodec::Align(_), .. }))
        });
        if aligned {
            read.push(Step::Test("start = r.at".to_owned()));
            write.push("start = len(out)".to_owned());
        }
        let (mut runs, mut has_offset, mut count) = (0, true, None);
        for (index, step) in layout.steps.iter().enumerate() {
            match step {
                layout::Step::Run(run) if is_count(run) => count = run.items.first(),
                layout::Step::Run(run) => {
                    let place = Place { words: format!("w{runs}"), has_offset };
                    let packed = self.run(&layout.steps[index + 1..], run, &place, fields, view);
                    let name = format!("_RUN{runs}");
                    constants.push(super::run::format_constant(&name, &packed.format));
                    write.extend(write_run(&name, &packed));
                    read.extend(read_run(&name, run, &place, packed.steps));
                    members.extend(packed.members);
                    runs += 1;
                }
                layout::Step::Part(part) => {
                    has_offset = false;
                    let lines = (&mut read, &mut write, &mut members);
                    self.part(part, count.take(), fields, view, lines);
                }
            }
        }
        let mut all = sizes(layout.size);
        all.extend(self.message_constants());
        all.extend(constants);
        view.sections = vec![members, all];
        let ends = !layout.finds_end;
        view.methods.splice(0..0, methods::variable(&view.name, ends, in_order(&read), write));
    }

    fn part(
        &self,
        part: &Part,
        count: Option<&Item>,
        fields: &[&Field],
        view: &mut RecordView,
        (read, write, members): (&mut Vec<Step>, &mut Vec<String>, &mut Vec<AttributeView>),
    ) {
        let unit = self.speller.unit;
        let field = string(&part.path);
        let Some(Target::Member(index)) = part.target else {
            let spot = Spot { part: &part.codec, field: &field, member: 0, is_element: false };
            read.push(Step::Test(self.speller.read_part(spot, "")));
            write.push(self.speller.write_part(spot, ""));
            return;
        };
        let spot = Spot { part: &part.codec, field: &field, member: index, is_element: false };
        let name = &self.speller.names.inner(self.speller.owner)[index];
        let member = format!("self.{name}");
        let (count, value) = match count {
            Some(item) => (
                spell::read_count(item, &field),
                spell::write_count(item, &part.codec, &member, &field),
            ),
            None if is_counted(&part.codec) => (format!("n{index}"), format!("b{index}")),
            None => (String::new(), member),
        };
        read.push(Step::Member(name.clone(), self.speller.read_part(spot, &count)));
        write.extend(statement(&self.speller.write_part(spot, &value), BODY));
        let place = if let PartCodec::Record { id, .. } = &part.codec {
            describe::size(unit.layout.record(*id).size)
        } else {
            describe::part(unit.model, &part.codec, &fields[index].about)
        };
        let kind = Kind::Part(&part.codec);
        members.push(self.attribute(kind, index, fields[index], place));
        self.access(kind, index, fields[index], view);
    }
}

/// How large values are.
fn sizes(size: Size) -> Vec<AttributeView> {
    let mut constants = vec![constant(
        "MIN_SIZE",
        &size.min().to_string(),
        "How many bytes a value takes at least.",
    )];
    if let Some(max) = size.max() {
        constants.push(constant(
            "MAX_SIZE",
            &max.to_string(),
            "How many bytes a value takes at most.",
        ));
    }
    constants
}

/// Whether a run is nothing but the count of the part behind it.
fn is_count(run: &Run) -> bool {
    matches!(run.items.as_slice(), [Item { role: Role::Count { .. }, size, .. }] if *size == run.size)
}

/// Whether the run in front holds how many there are.
fn is_counted(codec: &PartCodec) -> bool {
    match codec {
        PartCodec::Text { until, .. } | PartCodec::Bytes(until) | PartCodec::List { until, .. } => {
            matches!(until, Until::Count { .. })
        }
        PartCodec::Varint(_)
        | PartCodec::CText { .. }
        | PartCodec::Array { .. }
        | PartCodec::Record { .. }
        | PartCodec::Align(_) => false,
    }
}

fn read_run(name: &str, run: &Run, place: &Place, steps: Vec<Step>) -> Vec<Step> {
    let ahead = match (run.size + run.tail.bytes, run.tail.open) {
        (bytes, false) => bytes.to_string(),
        (bytes, true) => format!("{bytes} + behind"),
    };
    let test = format!("r.run({}, {ahead})", run.size);
    let words = format!("{}[", place.words);
    if !steps.iter().any(|step| step.text().contains(&words)) {
        return vec![Step::Test(test)];
    }
    let mut all = vec![
        Step::Test(format!("at = {test}")),
        Step::Test(format!("{} = cls.{name}.unpack_from(r.data, at)", place.words)),
    ];
    all.extend(steps);
    all
}

fn write_run(name: &str, packed: &Packed) -> Vec<String> {
    let line = format!("out += self.{name}.pack({})", packed.values.join(", "));
    let mut lines = Vec::new();
    if packed.values.iter().any(|value| value.contains(" at, ") || value.contains(" at + ")) {
        lines.push("at = len(out)".to_owned());
    }
    lines.extend(statement(&line, BODY));
    lines
}
