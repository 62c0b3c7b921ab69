//! What a member of a fresh value holds.
//!
//! In: codecs and values. Out: literals and constructors.

use super::Builder;
use crate::lang::javascript::spell::{self, Speller, literal, string};
use crate::layout::{BitHost, BitsCodec, Codec, Element, Kind, PartCodec, SlotRole, Step};
use crate::model::{TypeId, Value};

impl Builder<'_> {
    /// The default of a member; `given` if the schema says it.
    pub(super) fn initial(
        &self,
        codec: &Codec,
        value: &Value,
        member: usize,
        given: bool,
    ) -> String {
        match (codec, value) {
            (_, Value::Absent) => "undefined".to_owned(),
            (Codec::Int(int), Value::Int(n)) => {
                literal::int(*n, spell::is_big(self.speller.declared_bits(int)))
            }
            (Codec::Float(_), Value::Float(n)) => literal::float(*n),
            (Codec::Bool, Value::Bool(truth)) => truth.to_string(),
            (Codec::Text(_), Value::Text(it)) => string(it),
            (Codec::Bytes(_), Value::Bytes(it)) => bytes(it),
            (Codec::Array { element, .. }, Value::List(items)) if given => {
                self.list(element, items, member)
            }
            (Codec::Array { element, count, .. }, Value::List(items)) => {
                if let Some(array) = spell::typed_array(element) {
                    return format!("new {array}({count})");
                }
                let first = items.first().unwrap_or(&Value::Absent);
                let each = self.initial(element, first, member, false);
                format!("Array.from({{ length: {count} }}, () => {each})")
            }
            (Codec::Record(id), Value::Record(values)) if given => self.record_literal(*id, values),
            (Codec::Bits(bits), Value::Record(values)) if given => {
                self.group_literal(bits, values, member)
            }
            (Codec::Record(id), _) => format!("new {}()", self.speller.path(*id)),
            (Codec::Bits(_), _) => format!("new {}()", self.speller.group_path(member)),
            _ => "undefined".to_owned(),
        }
    }

    fn list(&self, element: &Codec, items: &[Value], member: usize) -> String {
        let list: Vec<_> =
            items.iter().map(|item| self.initial(element, item, member, true)).collect();
        match spell::typed_array(element) {
            Some(array) if list.is_empty() => format!("new {array}(0)"),
            Some(array) => format!("{array}.of({})", list.join(", ")),
            None => format!("[{}]", list.join(", ")),
        }
    }

    /// The default of a member of no fixed size.
    pub(super) fn initial_part(
        &self,
        codec: &PartCodec,
        value: &Value,
        member: usize,
        given: bool,
    ) -> String {
        match (codec, value) {
            (PartCodec::Varint(_), Value::Int(n)) => literal::int(*n, true),
            (PartCodec::Text { .. } | PartCodec::CText { .. }, Value::Text(it)) => string(it),
            (PartCodec::Bytes(_), Value::Bytes(it)) => bytes(it),
            (PartCodec::List { element: Element::Fixed { codec, .. }, .. }, Value::List(items)) => {
                self.list(codec, items, member)
            }
            (PartCodec::Array { element, count }, Value::List(items)) if !given => {
                let first = items.first().unwrap_or(&Value::Absent);
                let each = self.initial_element(element, first, member, false);
                format!("Array.from({{ length: {count} }}, () => {each})")
            }
            (
                PartCodec::List { element: Element::Variable(element), .. }
                | PartCodec::Array { element, .. },
                Value::List(items),
            ) => {
                let list: Vec<_> = items
                    .iter()
                    .map(|item| self.initial_element(element, item, member, true))
                    .collect();
                format!("[{}]", list.join(", "))
            }
            (PartCodec::Record { id, .. }, Value::Record(values)) if given => {
                self.record_literal(*id, values)
            }
            (PartCodec::Record { id, .. }, _) => format!("new {}()", self.speller.path(*id)),
            _ => "undefined".to_owned(),
        }
    }

    fn initial_element(
        &self,
        element: &[Step],
        value: &Value,
        member: usize,
        given: bool,
    ) -> String {
        let part = spell::part_of(element);
        part.map_or_else(String::new, |part| self.initial_part(&part.codec, value, member, given))
    }

    fn record_literal(&self, id: TypeId, values: &[Value]) -> String {
        let inner = Builder { speller: Speller { owner: id, ..self.speller } };
        let record = self.speller.unit.layout.record(id);
        let names = self.speller.names.inner(id);
        let fields = record.members().zip(values).enumerate().map(|(i, (kind, value))| {
            let value = match kind {
                Kind::Fixed(codec) => inner.initial(codec, value, i, true),
                Kind::Part(codec) => inner.initial_part(codec, value, i, true),
            };
            format!("{}: {value}", names[i])
        });
        let fields: Vec<_> = fields.collect();
        format!("new {}({{ {} }})", self.speller.path(id), fields.join(", "))
    }

    fn group_literal(&self, bits: &BitsCodec, values: &[Value], member: usize) -> String {
        let (_, members) = self.speller.names.group(self.speller.owner, member);
        let fields = bits.slots.iter().filter_map(|slot| match &slot.role {
            SlotRole::Member { index, host, .. } => {
                let big = self.slot_is_big(*host, slot.width);
                Some(format!("{}: {}", members[*index], bit_literal(&values[*index], big)))
            }
            SlotRole::Const { .. } | SlotRole::Reserved | SlotRole::Pad => None,
        });
        let fields: Vec<_> = fields.collect();
        format!("new {}({{ {} }})", self.speller.group_path(member), fields.join(", "))
    }

    /// Whether a program has a bit field as a bigint.
    pub(super) fn slot_is_big(&self, host: BitHost, width: u32) -> bool {
        match host {
            BitHost::Enum(id) => spell::is_big(self.speller.unit.model.enum_of(id).scalar.bits()),
            BitHost::Plain | BitHost::Bool => spell::is_big(width),
        }
    }
}

fn bytes(bytes: &[u8]) -> String {
    if bytes.iter().all(|b| *b == 0) {
        format!("new Uint8Array({})", bytes.len())
    } else {
        format!("Uint8Array.of({})", literal::bytes(bytes).trim_matches(['[', ']']))
    }
}

/// The value of a bit field.
pub(super) fn bit_literal(value: &Value, big: bool) -> String {
    match value {
        Value::Int(n) => literal::int(*n, big),
        Value::Bool(truth) => truth.to_string(),
        Value::Absent
        | Value::Float(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::List(_)
        | Value::Record(_) => "undefined".to_owned(),
    }
}
