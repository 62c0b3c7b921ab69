//! The view of a bits group: a class of its own, read from one integer.
//!
//! In: its slots. Out: attributes, and the statements that read and write it.

use super::accessors::accessors;
use super::docs::docs;
use super::record::BODY;
use super::{AttributeView, Builder, RecordView, methods, statement};
use crate::lang::describe;
use crate::lang::fold;
use crate::lang::python::spell::literal::hex;
use crate::lang::python::spell::{self, Speller, string};
use crate::layout::{BitHost, BitSlot, BitsCodec, SlotRole};
use crate::model::{About, BitField, Bits, Field, fresh};

impl Builder<'_> {
    /// The class of a bits group that is the member with this index.
    pub(super) fn group(
        &self,
        field: &Field,
        index: usize,
        bits: &BitsCodec,
        group: &Bits,
    ) -> RecordView {
        let (name, members) = self.speller.names.group(self.speller.owner, index);
        let fields: Vec<_> = group.members().collect();
        let about = About { unit: None, ..field.about.clone() };
        let note = format!("{} bits, {}", bits.scalar.bits(), bits.order.text());
        let otherwise = format!("The bits of `{}`.", field.name.text);
        let mut view = RecordView {
            doc: docs(&about, &otherwise, Some(note), 4),
            name: name.clone(),
            ..RecordView::default()
        };
        let (mut attributes, mut packed, mut arguments) = (Vec::new(), Vec::new(), Vec::new());
        let (mut unpack, mut accessing) = (Vec::new(), Vec::new());
        let last_test = bits.slots.iter().rposition(is_tested).unwrap_or(0);
        for (position, slot) in bits.slots.iter().enumerate() {
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => unpack.push(test(slot, "0", "reserved", "\"\"")),
                SlotRole::Const { raw, check } => {
                    if *check {
                        unpack.push(test(slot, &hex(*raw), "const", &string(&slot.name)));
                    }
                    packed.push(hex(raw << slot.shift));
                }
                SlotRole::Member { index, host, range, absent, scale, .. } => {
                    let (member, declared) = (&members[*index], fields[*index]);
                    let read = self.speller.read_slot(slot);
                    if position < last_test {
                        unpack.extend(statement(&format!("v{index} = {read}"), BODY));
                        arguments.push(format!("{member}=v{index}"));
                    } else {
                        arguments.push(format!("{member}={read}"));
                    }
                    packed.push(self.speller.write_slot(slot, &format!("self.{member}")));
                    attributes.push(self.bit_field(member, declared, slot, *host));
                    if let Some(scale) = scale {
                        let names = (member.as_str(), slot.name.as_str());
                        accessing.extend(accessors(names, scale, range, (0, absent.is_some())));
                    }
                }
            }
        }
        view.sections = vec![attributes];
        view.sections.retain(|section| !section.is_empty());
        unpack.extend(statement(&format!("return cls({})", arguments.join(", ")), BODY));
        if unpack.iter().any(|line| line.contains("unit")) {
            unpack.insert(0, format!("unit = {}", spell::unit_from(bits, "data")));
        }
        let bytes = describe::bytes(bits.scalar.bytes());
        view.methods = methods::inner(name, &bytes, unpack, pack(bits, &packed));
        view.methods.extend(accessing);
        view
    }

    fn bit_field(
        &self,
        member: &str,
        declared: &BitField,
        slot: &BitSlot,
        host: BitHost,
    ) -> AttributeView {
        let SlotRole::Member { absent, .. } = &slot.role else {
            return AttributeView { line: String::new(), doc: String::new() };
        };
        let ty = match host {
            BitHost::Bool => "bool".to_owned(),
            BitHost::Plain => "int".to_owned(),
            BitHost::Enum(id) => self.speller.path(id),
        };
        let none = if absent.is_some() { " | None" } else { "" };
        let Speller { unit, .. } = self.speller;
        let initial = self.bit_literal(&fresh::of_bit_field(unit.model, declared), host);
        AttributeView {
            line: format!("{member}: {ty}{none} = {initial}"),
            doc: docs(
                &declared.about,
                &format!("The field `{}`.", slot.name),
                Some(describe::slot(slot, &declared.about)),
                4,
            ),
        }
    }
}

fn is_tested(slot: &BitSlot) -> bool {
    match &slot.role {
        SlotRole::Reserved | SlotRole::Const { check: true, .. } => true,
        SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => false,
    }
}

fn test(slot: &BitSlot, expected: &str, code: &str, field: &str) -> String {
    let found = spell::slot_bits(slot, "unit");
    format!("_ww.fixed_bits({found}, {expected}, \"{code}\", at, {field})")
}

/// All parts in one integer.
fn pack(bits: &BitsCodec, parts: &[String]) -> Vec<String> {
    let bytes = |unit: &str| spell::to_bytes(bits.scalar, bits.order, unit);
    let unit = parts.join(" | ");
    match parts {
        [] => vec![format!("return bytes({})", bits.scalar.bytes())],
        _ if unit.chars().count() + "unit = ".len() + BODY <= fold::WIDTH => {
            vec![format!("unit = {unit}"), format!("return {}", bytes("unit"))]
        }
        [first, rest @ ..] => {
            let mut lines = vec!["unit = (".to_owned(), format!("    {first}")];
            lines.extend(rest.iter().map(|part| format!("    | {part}")));
            lines.extend([")".to_owned(), format!("return {}", bytes("unit"))]);
            lines
        }
    }
}
