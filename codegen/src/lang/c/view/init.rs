//! What a fresh value holds, where that is not zero.
//!
//! In: defaults. Out: statements.

use super::comment::string_literal;
use super::statement::{Builder, Copy, Loop, Set};
use crate::lang::c::spell;
use crate::lang::host::HostInt;
use crate::layout::{BitsCodec, Codec, IntHost, Role, SlotRole};
use crate::model::{Scalar, Value};

impl Builder<'_> {
    /// Statements that give a member what a fresh value holds, where that is not zero.
    pub(super) fn init(
        &self,
        (codec, member): (&Codec, usize),
        value: &str,
        default: Option<&Value>,
        depth: usize,
    ) -> Vec<String> {
        let set = |to: &str, value: &str| vec![self.fragment("set", &Set { to, value })];
        match (codec, default) {
            (Codec::Int(int), default) => {
                let host = HostInt::of_codec(self.unit.model, int);
                let number = match (default, int.absent, int.host) {
                    (Some(Value::Int(n)), ..) => *n,
                    (_, Some(absent), _) => absent,
                    (None, None, IntHost::Enum(id)) if self.unit.model.enum_of(id).closed => {
                        self.unit.model.enum_of(id).values.first().map_or(0, |v| v.value)
                    }
                    _ => 0,
                };
                if number == 0 { Vec::new() } else { set(value, &spell::int_literal(number, host)) }
            }
            (Codec::Float(float), Some(Value::Float(n))) if n.is_finite() => {
                set(value, &spell::float_literal(*n, float.scalar))
            }
            (Codec::Float(float), default)
                if float.absent_nan || default.is_some_and(|d| *d != Value::Absent) =>
            {
                let bits = default
                    .and_then(|d| if let Value::Float(n) = d { Some(*n) } else { None })
                    .unwrap_or(f64::NAN);
                let value_text = if bits.is_nan() {
                    if float.scalar == Scalar::F32 {
                        "wrw_f32(0x7FC00000u)".to_owned()
                    } else {
                        "wrw_f64(UINT64_C(0x7FF8000000000000))".to_owned()
                    }
                } else {
                    spell::float_literal(bits, float.scalar)
                };
                set(value, &value_text)
            }
            (Codec::Bool, Some(Value::Bool(true))) => set(value, "1"),
            (Codec::Text(_), Some(Value::Text(text))) if !text.is_empty() => {
                let (from, size) = (string_literal(text), format!("{}u", text.len()));
                vec![self.fragment("copy", &Copy { to: value, from: &from, size: &size })]
            }
            (Codec::Bytes(_), Some(Value::Bytes(bytes))) => {
                let lines = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0);
                lines
                    .flat_map(|(i, byte)| set(&format!("{value}[{i}]"), &format!("{byte}u")))
                    .collect()
            }
            (Codec::Array { element, .. }, Some(Value::List(items))) => {
                let each = items.iter().enumerate();
                each.flat_map(|(i, item)| {
                    self.init((element, member), &format!("{value}[{i}]"), Some(item), depth)
                })
                .collect()
            }
            (Codec::Array { element, count, .. }, _) => {
                let index = format!("i{depth}");
                let body =
                    self.init((element, member), &format!("{value}[{index}]"), None, depth + 1);
                if body.is_empty() {
                    return body;
                }
                let count = format!("{count}u");
                vec![self.fragment("loop", &Loop { index: &index, count: &count, lines: body })]
            }
            (Codec::Record(id), Some(Value::Record(values))) => {
                let record = self.unit.layout.record(*id);
                let members = record.items().filter_map(|item| match &item.role {
                    Role::Member(index, codec) => Some((*index, codec)),
                    Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
                });
                let owner = Builder { owner: *id, ..*self };
                members
                    .flat_map(|(i, codec)| {
                        owner.init(
                            (codec, i),
                            &format!("{value}.{}", self.names.inner(*id)[i]),
                            Some(&values[i]),
                            depth,
                        )
                    })
                    .collect()
            }
            (Codec::Record(id), _) => vec![format!("{}_init(&{value});", self.names.of_type(*id))],
            (Codec::Bits(bits), default) => self.group_init((bits, member), value, default),
            _ => Vec::new(),
        }
    }

    /// The group's own function, and what a given value has instead.
    pub(super) fn group_init(
        &self,
        (bits, member): (&BitsCodec, usize),
        value: &str,
        default: Option<&Value>,
    ) -> Vec<String> {
        let (name, members) = self.names.group(self.owner, member);
        let mut lines = vec![format!("{name}_init(&{value});")];
        let Some(Value::Record(values)) = default else { return lines };
        for slot in &bits.slots {
            let SlotRole::Member { index, host, signed, absent, .. } = &slot.role else { continue };
            let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
            let number = values[*index].number().or(*absent).unwrap_or(0);
            let to = format!("{value}.{}", members[*index]);
            lines.push(
                self.fragment("set", &Set { to: &to, value: &spell::int_literal(number, int) }),
            );
        }
        lines
    }
}
