//! The view of a record whose size depends on the value: runs and parts, one after the other.
//!
//! In: its layout. Out: members, constants, and the statements that read and write it.

use super::record::{BODY, Step, constant, in_order};
use super::run::{Packed, Place};
use super::{AttributeView, Builder, RecordView, methods, statement};
use crate::lang::describe;
use crate::lang::python::spell::{Spot, string};
use crate::layout::{self, Kind, Part, PartCodec, Run, Size, Target};
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
        let (mut runs, mut has_offset) = (0, true);
        for (index, step) in layout.steps.iter().enumerate() {
            match step {
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
                    self.part(part, fields, view, (&mut read, &mut write, &mut members));
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
        let count = format!("n{index}");
        read.push(Step::Member(name.clone(), self.speller.read_part(spot, &count)));
        let value =
            if is_counted(&part.codec) { format!("b{index}") } else { format!("self.{name}") };
        write.extend(statement(&self.speller.write_part(spot, &value), BODY));
        let place = match &part.codec {
            PartCodec::Record { id, .. } => describe::size(unit.layout.record(*id).size),
            codec => describe::part(unit.model, codec, &fields[index].about),
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

/// Whether the run in front holds how many there are.
fn is_counted(codec: &PartCodec) -> bool {
    use crate::layout::Until;
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
