//! The view of a struct or message whose size depends on the value: runs, and parts between them.
//!
//! In: its layout. Out: members, and the statements that read it by a reader and write it by a writer.

use super::accessors::{Scaled, accessors, scaled};
use super::record::Member;
use super::{Builder, RecordView};
use crate::lang::describe;
use crate::lang::fold;
use crate::lang::javascript::spell::{self, Counted, Place};
use crate::layout::{self, Element, Kind, Part, PartCodec, Role, Run, Step, Target};
use crate::model::{Field, fresh};

/// The statements of a record.
#[derive(Default)]
struct Body {
    reads: Vec<String>,
    writes: Vec<String>,
    /// The count in the run in front, for the part behind it.
    count: Option<Counted>,
}

impl Builder<'_> {
    /// Adds members and statements of all steps; says what stands in front of reading them.
    pub(super) fn steps(
        &self,
        layout: &layout::Record,
        fields: &[&Field],
        view: &mut RecordView,
    ) -> (Vec<String>, Vec<String>) {
        let mut body = Body::default();
        for (index, step) in layout.steps.iter().enumerate() {
            match step {
                Step::Run(run) => self.run((run, index == 0), fields, view, &mut body),
                Step::Part(part) => self.part(part, fields, view, &mut body),
            }
        }
        let Body { mut reads, mut writes, .. } = body;
        let mut before = Vec::new();
        if uses(&reads, "view") {
            before.push("const { view } = input;".to_owned());
        }
        let aligned = layout
            .steps
            .iter()
            .any(|step| matches!(step, Step::Part(Part { codec: PartCodec::Align(_), .. })));
        if aligned {
            before.push("const start = input.at;".to_owned());
            writes.insert(0, "const start = output.at;".to_owned());
        }
        declare(&mut reads, "at");
        declare(&mut writes, "at");
        declare(&mut writes, "view");
        view.write = writes;
        (before, reads)
    }

    fn run(
        &self,
        (run, first): (&Run, bool),
        fields: &[&Field],
        view: &mut RecordView,
        body: &mut Body,
    ) {
        let mut reads = Vec::new();
        let before = view.write.len();
        let mut size = run.size;
        for item in &run.items {
            if let Role::Count { scalar, order, max, .. } = &item.role {
                // It ends its run, and the part behind writes it.
                let place = Place::new(item.at, &item.path);
                body.count = Some(Counted::new((*scalar, *order, *max), &place));
                size = item.at;
            } else {
                self.item((item, first), fields, view, &mut reads);
            }
        }
        let writes = view.write.split_off(before);
        let tail = spell::behind(run.tail).map_or_else(String::new, |tail| format!(", {tail}"));
        let tested = format!("run(input, {}{tail});", run.size);
        let is_read = uses(&reads, "at") || body.count.is_some();
        body.reads.push(if is_read { format!("at = {tested}") } else { tested });
        body.reads.append(&mut reads);
        if size > 0 {
            let taken = format!("take(output, {size});");
            body.writes.push(if uses(&writes, "at") { format!("at = {taken}") } else { taken });
        }
        if uses(&writes, "view") {
            body.writes.push("view = output.view;".to_owned());
        }
        body.writes.extend(writes);
    }

    fn part(&self, part: &Part, fields: &[&Field], view: &mut RecordView, body: &mut Body) {
        let count = body.count.take();
        let Some(Target::Member(index)) = part.target else {
            if let PartCodec::Align(to) = &part.codec {
                body.reads.push(format!("align(input, start, {to});"));
                body.writes.push(format!("putAlign(output, start, {to});"));
            }
            return;
        };
        self.part_member(part, (index, fields[index]), view);
        let value = format!("value.{}", self.speller.names.inner(self.speller.owner)[index]);
        let read = Place::next("input.from", &part.path);
        let written = (&Place::next("output.at", &part.path), value.as_str());
        let speller = &self.speller;
        body.reads
            .push(format!("{value} = {};", speller.read_part(part, count.as_ref(), &read, index)));
        body.writes.push(speller.write_part(part, count.as_ref(), written, index));
    }

    fn part_member(&self, part: &Part, (index, field): (usize, &Field), view: &mut RecordView) {
        let model = self.speller.unit.model;
        let name = &self.speller.names.inner(self.speller.owner)[index];
        let default = fresh::of_field(model, field);
        view.push(&Member {
            name,
            schema: &field.name.text,
            ty: self.type_of_part(&part.codec, index),
            absent: matches!(&part.codec, PartCodec::Varint(it) if it.absent.is_some()),
            initial: self.initial_part(&part.codec, &default, index, field.default.is_some()),
            place: describe::part(model, &part.codec, &field.about),
            about: &field.about,
        });
        if let Some(Scaled { scale, range, depth, absent }) = scaled(Kind::Part(&part.codec)) {
            let names = (name.as_str(), field.name.text.as_str());
            view.accessors.extend(accessors(names, scale, range, (depth, absent)));
        }
    }

    /// The type of a member in TypeScript.
    fn type_of_part(&self, codec: &PartCodec, member: usize) -> String {
        let list = |element: &[Step]| match spell::part_of(element) {
            Some(Part { codec: PartCodec::Varint(it), .. }) if it.absent.is_some() => {
                "(bigint | undefined)[]".to_owned()
            }
            Some(part) => format!("{}[]", self.type_of_part(&part.codec, member)),
            None => String::new(),
        };
        match codec {
            PartCodec::Varint(_) => "bigint".to_owned(),
            PartCodec::Text { .. } | PartCodec::CText { .. } => "string".to_owned(),
            PartCodec::Bytes(_) => "Uint8Array".to_owned(),
            PartCodec::List { element: Element::Fixed { codec, .. }, .. } => {
                self.type_of_list(codec, member)
            }
            PartCodec::List { element: Element::Variable(element), .. }
            | PartCodec::Array { element, .. } => list(element),
            PartCodec::Record { id, .. } => self.speller.path(*id).to_owned(),
            PartCodec::Align(_) => String::new(),
        }
    }
}

/// Whether statements name a local variable.
fn uses(lines: &[String], name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    lines.iter().any(|line| {
        let code: String = fold::code(line).map(|(_, c)| c).collect();
        code.split(|c| !part(c)).any(|word| {
            word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    })
}

/// Declares a local variable where it is set first: a constant if that is all.
fn declare(lines: &mut [String], name: &str) {
    let assigned = format!("{name} = ");
    let sets = lines.iter().filter(|line| line.starts_with(&assigned)).count();
    let word = if sets == 1 { "const" } else { "let" };
    if let Some(line) = lines.iter_mut().find(|line| line.starts_with(&assigned)) {
        line.insert_str(0, &format!("{word} "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locals_are_found_outside_of_texts() {
        let lines = |line: &str| vec![line.to_owned()];
        assert!(uses(&lines("value.a = view.getUint8(at + 1);"), "view"));
        assert!(uses(&lines("value.a = view.getUint8(at + 1);"), "at"));
        assert!(!uses(&lines("value.at = input.at(\"at\");"), "at"));
    }
}
