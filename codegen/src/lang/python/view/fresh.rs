//! What a member of a fresh value holds; what can change is made anew for each value.
//!
//! In: codecs and values. Out: literals and `field(default_factory=…)`.

use super::Builder;
use crate::lang::python::member::element;
use crate::lang::python::spell::literal::{bytes, float, hex, truth};
use crate::lang::python::spell::{Speller, string};
use crate::layout::{BitHost, BitsCodec, Codec, IntHost, Kind, PartCodec, SlotRole};
use crate::model::{TypeId, TypeKind, Value};

impl Builder<'_> {
    /// The default of a member; `given` if the schema says it.
    pub(super) fn initial(
        &self,
        kind: Kind<'_>,
        value: &Value,
        member: usize,
        given: bool,
    ) -> String {
        let literal = self.literal(kind, value, member, given);
        if !is_object(kind) {
            return literal;
        }
        match literal.strip_suffix("()") {
            Some(name) => format!("field(default_factory={name})"),
            None if literal == "[]" => "field(default_factory=list)".to_owned(),
            None => format!("field(default_factory=lambda: {literal})"),
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

    fn literal(&self, kind: Kind<'_>, value: &Value, member: usize, given: bool) -> String {
        match (kind, value) {
            (_, Value::Absent) => "None".to_owned(),
            (Kind::Fixed(Codec::Int(int)), Value::Int(n)) => match int.host {
                IntHost::Plain => n.to_string(),
                IntHost::Enum(id) | IntHost::Flags(id) => self.named(id, *n),
            },
            (Kind::Fixed(Codec::Bytes(size)), Value::Bytes(it)) if it.iter().all(|b| *b == 0) => {
                format!("bytes({size})")
            }
            (
                Kind::Fixed(Codec::Record(id)) | Kind::Part(PartCodec::Record { id, .. }),
                Value::Record(values),
            ) if given => self.record_literal(*id, values),
            (Kind::Fixed(Codec::Record(id)) | Kind::Part(PartCodec::Record { id, .. }), _) => {
                format!("{}()", self.speller.path(*id))
            }
            (Kind::Fixed(Codec::Bits(bits)), Value::Record(values)) if given => {
                self.group_literal(bits, values, member)
            }
            (Kind::Fixed(Codec::Bits(_)), _) => format!("{}()", self.speller.group_path(member)),
            (_, Value::Int(n)) => n.to_string(),
            (_, Value::Float(n)) => float(*n),
            (_, Value::Bool(it)) => truth(*it).to_owned(),
            (_, Value::Text(it)) => string(it),
            (_, Value::Bytes(it)) => bytes(it),
            (_, Value::List(items)) => self.list_literal(kind, items, member, given),
            (_, Value::Record(_)) => "None".to_owned(),
        }
    }

    fn list_literal(&self, kind: Kind<'_>, items: &[Value], member: usize, given: bool) -> String {
        let (Some(element), Some(first)) = (element(kind), items.first()) else {
            return "[]".to_owned();
        };
        if given {
            let each = items.iter().map(|item| self.literal(element, item, member, true));
            return format!("[{}]", each.collect::<Vec<_>>().join(", "));
        }
        let (each, count) = (self.literal(element, first, member, false), items.len());
        if is_object(element) {
            format!("[{each} for _ in range({count})]")
        } else {
            format!("[{each}] * {count}")
        }
    }

    fn record_literal(&self, id: TypeId, values: &[Value]) -> String {
        let inner = Builder { speller: Speller { owner: id, ..self.speller } };
        let names = self.speller.names.inner(id);
        let record = self.speller.unit.layout.record(id);
        let fields: Vec<String> = record
            .members()
            .enumerate()
            .map(|(i, kind)| format!("{}={}", names[i], inner.literal(kind, &values[i], i, true)))
            .collect();
        format!("{}({})", self.speller.path(id), fields.join(", "))
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

/// Whether a value can be changed from inside, so that no two may share it.
fn is_object(kind: Kind<'_>) -> bool {
    let is_record = matches!(
        kind,
        Kind::Fixed(Codec::Record(_) | Codec::Bits(_)) | Kind::Part(PartCodec::Record { .. })
    );
    is_record || element(kind).is_some()
}
