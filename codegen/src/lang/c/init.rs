//! What a fresh value holds: defaults, else zeros, no value, or the first value of a closed enum.
//!
//! In: codecs and defaults. Out: statements that set what is not zero. Must not know: the wire.

use super::body::Body;
use super::builder::Builder;
use super::group::slot_number;
use super::{comment, spell};
use crate::lang::host::HostInt;
use crate::layout::{BitsCodec, Codec, IntCodec, IntHost, Role, SlotRole};
use crate::model::{Float, Scalar, TypeId, Value};

/// What is set.
#[derive(Clone, Copy)]
pub(super) struct Fresh<'a> {
    /// Where it is in memory.
    pub(super) value: &'a str,
    /// What the schema says that it holds.
    pub(super) default: Option<&'a Value>,
    /// How many loops are around it.
    pub(super) depth: usize,
}

impl<'a> Fresh<'a> {
    fn inner(self, value: &'a str, default: Option<&'a Value>) -> Self {
        Self { value, default, ..self }
    }
}

impl Builder<'_> {
    /// Statements for a member whose memory is zero.
    pub(super) fn init(
        &self,
        (codec, member): (&Codec, usize),
        fresh: Fresh<'_>,
        body: &mut Body<'_>,
    ) {
        let Fresh { value, default, depth } = fresh;
        match codec {
            Codec::Int(int) => self.init_int(int, value, default, body),
            Codec::Float(float) => init_float(float, value, default, body),
            Codec::Bool => {
                if default == Some(&Value::Bool(true)) {
                    body.set(value, "1");
                }
            }
            Codec::Text(_) => {
                // One by one: a literal would take RAM on the ESP8266.
                if let Some(Value::Text(text)) = default {
                    for (i, byte) in text.bytes().enumerate() {
                        body.set(&format!("{value}[{i}]"), &comment::char_literal(byte));
                    }
                }
            }
            Codec::Bytes(_) => {
                if let Some(Value::Bytes(bytes)) = default {
                    for (i, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte != 0) {
                        body.set(&format!("{value}[{i}]"), &byte.to_string());
                    }
                }
            }
            Codec::Array { element, count, .. } => {
                if let Some(Value::List(items)) = default {
                    for (i, item) in items.iter().enumerate() {
                        let value = format!("{value}[{i}]");
                        self.init((element, member), fresh.inner(&value, Some(item)), body);
                    }
                } else {
                    let (index, mut each) = (format!("i{depth}"), body.inner());
                    let value = format!("{value}[{index}]");
                    let inner = Fresh { value: &value, default: None, depth: depth + 1 };
                    self.init((element, member), inner, &mut each);
                    body.repeat(&index, *count, each);
                }
            }
            Codec::Record(id) => self.init_record(*id, fresh, body),
            Codec::Bits(bits) => self.init_group((bits, member), fresh, body),
        }
    }

    fn init_int(&self, int: &IntCodec, value: &str, default: Option<&Value>, body: &mut Body<'_>) {
        let first = match int.host {
            IntHost::Plain | IntHost::Flags(_) => 0,
            IntHost::Enum(id) => {
                let it = self.unit.model.enum_of(id);
                it.values.first().filter(|_| it.closed).map_or(0, |first| first.value)
            }
        };
        let number = match default {
            Some(Value::Int(number)) => *number,
            _ => int.absent.unwrap_or(first),
        };
        if number != 0 {
            let host = HostInt::of_codec(self.unit.model, int);
            body.set(value, &spell::int_literal(number, host));
        }
    }

    /// A struct's own function, or what a default gives each member.
    pub(super) fn init_record(&self, id: TypeId, fresh: Fresh<'_>, body: &mut Body<'_>) {
        let value = fresh.value;
        let Some(Value::Record(values)) = fresh.default else {
            body.call(&format!("{}_init(&{value})", self.names.of_type(id)));
            return;
        };
        let owner = Self { owner: id, ..*self };
        for item in self.unit.layout.record(id).items() {
            if let Role::Member(index, codec) = &item.role {
                let value = format!("{value}.{}", self.names.inner(id)[*index]);
                owner.init((codec, *index), fresh.inner(&value, Some(&values[*index])), body);
            }
        }
        for part in self.unit.layout.record(id).parts() {
            let Some(index) = part.member() else { continue };
            let value = format!("{value}.{}", self.names.inner(id)[index]);
            owner.init_part(&part.codec, fresh.inner(&value, Some(&values[index])), body);
        }
    }

    /// A group's own function, and what a default gives its members instead.
    fn init_group(
        &self,
        (bits, member): (&BitsCodec, usize),
        fresh: Fresh<'_>,
        body: &mut Body<'_>,
    ) {
        let (name, members) = self.names.group(self.owner, member);
        let value = fresh.value;
        let Some(Value::Record(values)) = fresh.default else {
            body.call(&format!("{name}_init(&{value})"));
            return;
        };
        for slot in &bits.slots {
            let SlotRole::Member { index, host, signed, absent, .. } = &slot.role else { continue };
            let number = slot_number(&values[*index], *absent);
            if number != 0 {
                let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
                let to = format!("{value}.{}", members[*index]);
                body.set(&to, &spell::int_literal(number, int));
            }
        }
    }
}

fn init_float(float: &Float, value: &str, default: Option<&Value>, body: &mut Body<'_>) {
    let number = match default {
        Some(Value::Float(number)) => *number,
        _ if float.absent_nan => f64::NAN,
        _ => 0.0,
    };
    if number.to_bits() == 0 {
        return;
    }
    let literal = match (number.is_nan(), float.scalar == Scalar::F32) {
        (false, _) => spell::float_literal(number, float.scalar),
        (true, true) => "wrw_f32(0x7FC00000)".to_owned(),
        (true, false) => "wrw_f64(0x7FF8000000000000)".to_owned(),
    };
    body.set(value, &literal);
}
