//! Bits groups: a struct of the members, and their storage unit on the wire.
//!
//! In: a group's layout and names. Out: its view, printed. Must not know: what holds the group.

use super::body::{Body, Local};
use super::builder::Builder;
use super::codec::refuse;
use super::place::Place;
use super::record::none_macro;
use super::view::{MacroView, MemberView, RecordView};
use super::{comment, names, spell};
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{Accept, BitHost, BitSlot, BitsCodec, IntRange, SlotRole};
use crate::model::{About, BitField, Bits, Field, Scale, Value, fresh};
use crate::name::{Case, recase};

/// A member of a group, in all its respects.
struct Slot<'a> {
    bits: &'a BitSlot,
    host: BitHost,
    signed: bool,
    range: &'a IntRange,
    absent: Option<i128>,
    scale: Option<&'a Scale>,
    field: &'a BitField,
    /// Its spelling.
    member: &'a str,
    /// Its type in memory.
    int: HostInt,
}

impl Builder<'_> {
    /// Prints a group.
    pub(super) fn group(&self, field: &Field, index: usize, bits: &BitsCodec) -> String {
        let (name, members) = self.names.group(self.owner, index);
        let fields: Vec<&BitField> = field.ty.bits().into_iter().flat_map(Bits::members).collect();
        let about = About { unit: None, ..field.about.clone() };
        let note = match bits.scalar.bytes() {
            1 => "8 bits".to_owned(),
            _ => format!("{} bits, {}", bits.scalar.bits(), bits.order.text()),
        };
        let mut view = RecordView {
            doc: comment::doc(&about, Some(&note), 0),
            name: name.clone(),
            size: bits.scalar.bytes(),
            ..RecordView::default()
        };
        let mut fresh_body = Body::new(self.templates);
        let (mut read, mut write) = (Body::new(self.templates), Body::new(self.templates));
        let (place, unit) = (Place::wire(0), unit_type(bits));
        let raw = spell::get_raw(bits.scalar, bits.order, &place);
        read.declare(&format!("const {} unit", spell::int_type(unit)), &raw, &[Local::Wire]);
        let mut parts = Vec::new();
        for slot in &bits.slots {
            let found = spell::slot("unit", slot);
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => {
                    read.test(&format!("({found}) != 0"), Local::Wire, &place, "WRW_RESERVED");
                }
                SlotRole::Const { raw, check } => {
                    if *check {
                        let condition = format!("({found}) != {}", spell::mask(*raw));
                        read.test(&condition, Local::Wire, &place, "WRW_CONST");
                    }
                }
                SlotRole::Member { index, host, signed, range, absent, scale } => {
                    let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
                    let (field, member) = (fields[*index], members[*index].as_str());
                    let (signed, absent, scale) = (*signed, *absent, scale.as_ref());
                    let slot = Slot {
                        bits: slot,
                        host: *host,
                        signed,
                        range,
                        absent,
                        scale,
                        field,
                        member,
                        int,
                    };
                    self.slot_member(&slot, &mut view);
                    self.slot_init(&slot, &mut fresh_body);
                    self.slot_read(&slot, unit, &mut read);
                    slot_test(&slot, &mut write);
                    parts.push(slot_part(&slot, unit));
                }
            }
        }
        put_unit(bits, parts, unit, &mut write);
        view.finish(fresh_body, read, write);
        self.block("record", &view)
    }

    fn slot_member(&self, it: &Slot<'_>, view: &mut RecordView) {
        let place = describe::slot(it.bits, &it.field.about);
        view.members.push(MemberView {
            doc: comment::doc(&it.field.about, Some(&place), 2),
            declaration: format!("{} {}", self.slot_type(it.host, it.int), it.member),
        });
        if let Some(absent) = it.absent {
            let shouted = recase(&it.bits.name, Case::Shouty);
            let prefix = format!("{}_{shouted}", names::macro_prefix(&view.name));
            let none: MacroView = none_macro(&prefix, absent, it.int);
            view.facts().constants.push(none);
        }
        if let Some(scale) = it.scale {
            view.scale_pair(it.member, scale, it.range, (it.int, 0));
        }
    }

    /// What a fresh value holds, if that is not zero.
    fn slot_init(&self, it: &Slot<'_>, init: &mut Body<'_>) {
        let number = slot_number(&fresh::of_bit_field(self.unit.model, it.field), it.absent);
        if number != 0 {
            init.set(&format!("m->{}", it.member), &spell::int_literal(number, it.int));
        }
    }

    fn slot_read(&self, it: &Slot<'_>, unit: HostInt, read: &mut Body<'_>) {
        let place = Place::member(it.member, 0);
        let found = spell::slot("unit", it.bits);
        let value = if it.signed {
            // Signs are extended in 32 bits, where those are enough. A number that fills its type is taken in that
            // type's width, so that no conversion is left to the call.
            let bits = match it.bits.width {
                width if width == it.int.bits => width,
                width if width <= 32 => 32,
                _ => 64,
            };
            let raw = if bits < unit.bits {
                format!("({})({found})", spell::int_type(HostInt { bits, signed: false }))
            } else {
                found.clone()
            };
            spell::signed(&raw, it.bits.width, it.int)
        } else if it.int == unit {
            found.clone()
        } else {
            format!("({})({found})", self.slot_type(it.host, it.int))
        };
        let accept = match it.host {
            // One bit is 0 or 1.
            BitHost::Bool => Accept::All,
            BitHost::Plain | BitHost::Enum(_) => it.range.decode(),
        };
        if it.int.holds(HostInt::holding(it.bits.width, it.signed)) {
            read.get(&place, &value);
            refuse(&accept, it.absent, (&place.value, it.int, Local::Memory), &place, read);
        } else {
            // A number that may not fit is tested before it is brought in.
            let found = format!("({found})");
            refuse(&accept, it.absent, (&found, unit, Local::Wire), &place, read);
            read.get(&place, &value);
        }
    }
}

fn slot_test(it: &Slot<'_>, write: &mut Body<'_>) {
    let place = Place::member(it.member, 0);
    match it.host {
        BitHost::Bool => {
            write.test(&format!("{} > 1", place.value), Local::Memory, &place, "WRW_BOOL");
        }
        BitHost::Plain | BitHost::Enum(_) => {
            let accept = it.range.encode(it.int.bounds());
            refuse(&accept, it.absent, (&place.value, it.int, Local::Memory), &place, write);
        }
    }
}

/// A member's bits at their place in the unit.
fn slot_part(it: &Slot<'_>, unit: HostInt) -> String {
    let value = format!("m->{}", it.member);
    let wide = if it.int == unit { value } else { format!("({}){value}", spell::int_type(unit)) };
    let shifted = |bits: &str| match it.bits.shift {
        0 => bits.to_owned(),
        shift => format!("{bits} << {shift}"),
    };
    // What is signed in memory is cut to its bits, also where it has been tested: gcc warns of the sign otherwise.
    match it.int.signed {
        true if it.bits.shift == 0 => format!("{wide} & {}", spell::mask(it.bits.mask)),
        true => shifted(&format!("({wide} & {})", spell::mask(it.bits.mask))),
        false => shifted(&wide),
    }
}

/// Puts the unit together of its parts, and writes it.
fn put_unit(bits: &BitsCodec, parts: Vec<String>, unit: HostInt, write: &mut Body<'_>) {
    let place = Place::wire(0);
    let constant = Some(bits.constant()).filter(|bits| *bits != 0).map(spell::mask);
    let mut parts = constant.into_iter().chain(parts);
    let first = parts.next().unwrap_or_else(|| "0".to_owned());
    write.declare(&format!("{} unit", spell::int_type(unit)), &first, &[Local::Memory]);
    for part in parts {
        write.add_bits("unit", &part);
    }
    let target = HostInt::holding(bits.scalar.bits(), false);
    let raw = if target == unit {
        "unit".to_owned()
    } else {
        format!("({})unit", spell::int_type(target))
    };
    if bits.scalar.bytes() == 1 {
        write.put_byte(&place.byte(), &raw, &[]);
    } else {
        write.put(&spell::put(bits.scalar, bits.order, &place, &raw), &[]);
    }
}

/// The type in which a unit is taken apart.
fn unit_type(bits: &BitsCodec) -> HostInt {
    HostInt { bits: bits.scalar.bits().next_power_of_two().max(32), signed: false }
}

/// The number that a value of a bit field is in memory.
pub(super) fn slot_number(value: &Value, absent: Option<i128>) -> i128 {
    match value {
        Value::Int(number) => *number,
        Value::Bool(truth) => i128::from(*truth),
        Value::Float(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::List(_)
        | Value::Record(_)
        | Value::Absent => absent.unwrap_or(0),
    }
}
