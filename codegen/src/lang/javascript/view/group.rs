//! The view of a bits group: a class of its own, read from one number.
//!
//! In: its slots. Out: members, and the statements that read and write it.

use super::accessors::accessors;
use super::docs::docs;
use super::fresh::bit_literal;
use super::record::Member;
use super::{Builder, RecordView};
use crate::lang::describe;
use crate::lang::fold;
use crate::lang::javascript::spell::{self, Place, Speller, literal, string};
use crate::layout::{BitHost, BitsCodec, SlotRole};
use crate::model::{About, Bits, Field, fresh};

impl Builder<'_> {
    /// The class of a bits group that is the member with this index.
    pub(super) fn group(
        &self,
        field: &Field,
        index: usize,
        bits: &BitsCodec,
        group: &Bits,
    ) -> RecordView {
        let Speller { unit, names, owner, .. } = self.speller;
        let (name, members) = names.group(owner, index);
        let fields: Vec<_> = group.members().collect();
        let place = Place::new(0, "");
        let about = About { unit: None, ..field.about.clone() };
        let note = format!("{} bits, {}", bits.scalar.bits(), bits.order.text());
        let otherwise = format!("The bits of `{}`.", field.name.text);
        let mut view = RecordView {
            doc: docs(&about, &otherwise, Some(note), 0),
            name: name.clone(),
            bytes: describe::bytes(bits.scalar.bytes()),
            is_fixed: true,
            ..RecordView::default()
        };
        let unit_big = spell::unit_is_big(bits);
        let (mut reads, mut parts) = (Vec::new(), Vec::new());
        for slot in &bits.slots {
            let raw = || spell::slot_value(slot, ("unit", unit_big), false, unit_big);
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => reads.push(format!("reservedBits({}, at, \"\");", raw())),
                SlotRole::Const { raw: expected, check } => {
                    if *check {
                        let expected = literal::int(i128::from(*expected), unit_big);
                        let field = string(&slot.name);
                        reads.push(format!("constantBits({}, {expected}, at, {field});", raw()));
                    }
                    let suffix = if unit_big { "n" } else { "" };
                    parts.push(format!("{:#x}{suffix}", expected << slot.shift));
                }
                SlotRole::Member { index, host, range, absent, scale, .. } => {
                    let (member, declared) = (&members[*index], fields[*index]);
                    let value = format!("value.{member}");
                    reads
                        .push(format!("{value} = {};", self.speller.read_slot(bits, slot, &place)));
                    parts.push(self.speller.write_slot(bits, slot, &place, &value));
                    let big = self.slot_is_big(*host, slot.width);
                    let ty = match host {
                        BitHost::Bool => "boolean",
                        BitHost::Plain | BitHost::Enum(_) if big => "bigint",
                        BitHost::Plain | BitHost::Enum(_) => "number",
                    };
                    view.push(&Member {
                        name: member,
                        schema: &slot.name,
                        ty: ty.to_owned(),
                        absent: absent.is_some(),
                        initial: bit_literal(&fresh::of_bit_field(unit.model, declared), big),
                        place: describe::slot(slot, &declared.about),
                        about: &declared.about,
                    });
                    if let Some(scale) = scale {
                        let names = (member.as_str(), slot.name.as_str());
                        view.accessors.extend(accessors(
                            names,
                            scale,
                            range,
                            (0, absent.is_some()),
                        ));
                    }
                }
            }
        }
        view.write = write(bits, &parts);
        let uses_unit = reads.iter().any(|line| line.contains("unit"));
        let before = format!("const unit = {};", spell::get_unit(bits, "at"));
        view.finish(if uses_unit { vec![before] } else { Vec::new() }, reads);
        view
    }
}

/// All parts in one number.
fn write(bits: &BitsCodec, parts: &[String]) -> Vec<String> {
    let line = match parts {
        [] => spell::set_unit(bits, "at", &literal::int(0, spell::unit_is_big(bits))),
        [only] => {
            let bare = only.strip_prefix('(').and_then(|part| part.strip_suffix(')'));
            spell::set_unit(bits, "at", bare.unwrap_or(only))
        }
        parts => spell::set_unit(bits, "at", &parts.join(" | ")),
    };
    if line.chars().count() + 2 <= fold::WIDTH {
        return vec![line];
    }
    let mut lines = vec!["const unit =".to_owned()];
    for (index, part) in parts.iter().enumerate() {
        let sign = if index + 1 == parts.len() { ";" } else { " |" };
        lines.push(format!("  {part}{sign}"));
    }
    lines.push(spell::set_unit(bits, "at", "unit"));
    lines
}
