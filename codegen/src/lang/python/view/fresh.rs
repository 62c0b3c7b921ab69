//! What a member of a fresh value holds; what can change is made anew for each value.
//!
//! In: codecs and values. Out: literals and `field(default_factory=…)`.

use super::Builder;
use crate::lang::python::spell::literal::{bytes, float, hex, truth};
use crate::lang::python::spell::{Speller, string};
use crate::layout::{BitHost, BitsCodec, Codec, IntHost, Role, SlotRole};
use crate::model::{TypeId, TypeKind, Value};

impl Builder<'_> {
    /// The default of a member; `given` if the schema says it.
    pub(super) fn initial(
        &self,
        codec: &Codec,
        value: &Value,
        member: usize,
        given: bool,
    ) -> String {
        let literal = self.literal(codec, value, member, given);
        match codec {
            Codec::Array { .. } | Codec::Record(_) | Codec::Bits(_) => {
                match literal.strip_suffix("()") {
                    Some(name) => format!("field(default_factory={name})"),
                    None => format!("field(default_factory=lambda: {literal})"),
                }
            }
            Codec::Int(_) | Codec::Float(_) | Codec::Bool | Codec::Text(_) | Codec::Bytes(_) => {
                literal
            }
        }
    }

    /// A value of an enum by its name if it has one; flags by their bits.
    pub(super) fn named(&self, id: TypeId, number: i128) -> String {
        let Speller { unit, names, .. } = self.speller;
        let path = self.speller.path(id);
        let (position, otherwise) = match &unit.model.get(id).kind {
            TypeKind::Enum(it) => {
                (it.values.iter().position(|v| v.value == number), number.to_string())
            }
            TypeKind::Flags(it) => {
                (it.bits.iter().position(|bit| 1 << bit.value == number), hex(number))
            }
            TypeKind::Record(_) => (None, number.to_string()),
        };
        match position.and_then(|index| names.inner(id).get(index)) {
            Some(name) => format!("{path}.{name}"),
            None => format!("{path}({otherwise})"),
        }
    }

    fn literal(&self, codec: &Codec, value: &Value, member: usize, given: bool) -> String {
        match (codec, value) {
            (_, Value::Absent) => "None".to_owned(),
            (Codec::Int(int), Value::Int(n)) => match int.host {
                IntHost::Plain => n.to_string(),
                IntHost::Enum(id) | IntHost::Flags(id) => self.named(id, *n),
            },
            (Codec::Float(_), Value::Float(n)) => float(*n),
            (Codec::Bool, Value::Bool(it)) => truth(*it).to_owned(),
            (Codec::Text(_), Value::Text(it)) => string(it),
            (Codec::Bytes(size), Value::Bytes(it)) if it.iter().all(|b| *b == 0) => {
                format!("bytes({size})")
            }
            (Codec::Bytes(_), Value::Bytes(it)) => bytes(it),
            (Codec::Array { element, .. }, Value::List(items)) if given => {
                let each = items.iter().map(|item| self.literal(element, item, member, true));
                format!("[{}]", each.collect::<Vec<_>>().join(", "))
            }
            (Codec::Array { element, count, .. }, Value::List(items)) => {
                let first = items.first().unwrap_or(&Value::Absent);
                let each = self.literal(element, first, member, false);
                if matches!(**element, Codec::Array { .. } | Codec::Record(_) | Codec::Bits(_)) {
                    format!("[{each} for _ in range({count})]")
                } else {
                    format!("[{each}] * {count}")
                }
            }
            (Codec::Record(id), Value::Record(values)) if given => self.record_literal(*id, values),
            (Codec::Bits(bits), Value::Record(values)) if given => {
                self.group_literal(bits, values, member)
            }
            (Codec::Record(id), _) => format!("{}()", self.speller.path(*id)),
            (Codec::Bits(_), _) => format!("{}()", self.speller.group_path(member)),
            _ => "None".to_owned(),
        }
    }

    fn record_literal(&self, id: TypeId, values: &[Value]) -> String {
        let inner = Builder { speller: Speller { owner: id, ..self.speller } };
        let record = self.speller.unit.layout.record(id);
        let fields = record.items().filter_map(|item| match &item.role {
            Role::Member(i, codec) => Some(format!(
                "{}={}",
                self.speller.names.inner(id)[*i],
                inner.literal(codec, &values[*i], *i, true)
            )),
            Role::Const { .. }
            | Role::Count { .. }
            | Role::HiddenBits(..)
            | Role::Pad
            | Role::Reserved => None,
        });
        format!("{}({})", self.speller.path(id), fields.collect::<Vec<_>>().join(", "))
    }

    fn group_literal(&self, bits: &BitsCodec, values: &[Value], member: usize) -> String {
        let (_, members) = self.speller.names.group(self.speller.owner, member);
        let fields = bits.slots.iter().filter_map(|slot| match &slot.role {
            SlotRole::Member { index, host, .. } => {
                Some(format!("{}={}", members[*index], self.bit_literal(&values[*index], *host)))
            }
            SlotRole::Const { .. } | SlotRole::Reserved | SlotRole::Pad => None,
        });
        let fields: Vec<_> = fields.collect();
        format!("{}({})", self.speller.group_path(member), fields.join(", "))
    }

    /// The value of a bit field.
    pub(super) fn bit_literal(&self, value: &Value, host: BitHost) -> String {
        match (value, host) {
            (Value::Int(n), BitHost::Enum(id)) => self.named(id, *n),
            (Value::Int(n), BitHost::Plain | BitHost::Bool) => n.to_string(),
            (Value::Bool(it), _) => truth(*it).to_owned(),
            _ => "None".to_owned(),
        }
    }
}
