//! Bits groups: a struct of their members, and their storage unit.
//!
//! In: slots. Out: a record view, and tests of bits that are no member.

use super::accessors::scale_pair;
use super::comment::comment;
use super::statement::{Builder, Place, Set, finish};
use super::views::{MemberView, RecordView, constant};
use crate::lang::c::names::{self};
use crate::lang::c::spell;
use crate::lang::describe;
use crate::lang::host::HostInt;
use crate::layout::{Accept, BitHost, BitsCodec, Codec, SlotRole};
use crate::model::{About, Field, fresh};

impl Builder<'_> {
    pub(super) fn hidden_tests(&self, bits: &BitsCodec, place: &Place) -> Vec<String> {
        let wide = HostInt::of_scalar(bits.scalar).bits == 64;
        let raw = spell::get_raw(bits.scalar, bits.order, &place.pointer());
        let tests = bits.slots.iter().filter_map(|slot| {
            let (expected, code) = match &slot.role {
                SlotRole::Const { raw, check: true } => (*raw, "WRW_CONST"),
                SlotRole::Reserved => (0, "WRW_RESERVED"),
                SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => {
                    return None;
                }
            };
            let condition = format!(
                "{} != {}",
                slot_of(&raw, slot.shift, slot.mask, wide),
                spell::unsigned_literal(expected, wide)
            );
            Some(self.test(&condition, &place.error(code)))
        });
        tests.collect()
    }

    /// A bits group: a struct of its members, and its storage unit.
    #[allow(clippy::too_many_lines, reason = "one arm for each kind of slot")]
    pub(super) fn group(&self, field: &Field, index: usize, bits: &BitsCodec) -> String {
        let (name, members) = self.names.group(self.owner, index);
        let wide = HostInt::of_scalar(bits.scalar).bits == 64;
        let unit_type = spell::int_type(if wide {
            HostInt { bits: 64, signed: false }
        } else {
            HostInt { bits: 32, signed: false }
        });
        let place = Place { value: String::new(), offset: "0u".to_owned(), depth: 0 };
        let fields: Vec<_> =
            names::bits_of(&field.ty).into_iter().flat_map(crate::model::Bits::members).collect();
        let about = About { unit: None, ..field.about.clone() };
        let note = format!("{} bits, {}", bits.scalar.bits(), bits.order.text());
        let mut view = RecordView {
            doc: comment(&about, &format!("The bits of `{}`.", field.name.text), Some(note)),
            name: name.clone(),
            size: bits.scalar.bytes(),
            ..RecordView::default()
        };
        let raw = spell::get_raw(bits.scalar, bits.order, "p");
        let mut read = vec![format!("const {unit_type} unit = {raw};")];
        let mut tests = Vec::new();
        let mut parts = Vec::new();
        for slot in &bits.slots {
            let found = slot_of("unit", slot.shift, slot.mask, wide);
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => {
                    read.push(self.test(&format!("{found} != 0u"), &place.error("WRW_RESERVED")));
                }
                SlotRole::Const { raw, check } => {
                    if *check {
                        let condition =
                            format!("{found} != {}", spell::unsigned_literal(*raw, wide));
                        read.push(self.test(&condition, &place.error("WRW_CONST")));
                    }
                    parts.push(spell::unsigned_literal(raw << slot.shift, wide));
                }
                SlotRole::Member { index, host, signed, range, absent, scale } => {
                    let (member, declared) = (&members[*index], fields[*index]);
                    let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
                    let ty = match host {
                        BitHost::Plain | BitHost::Bool => spell::int_type(int),
                        BitHost::Enum(id) => self.names.of_type(*id).to_owned(),
                    };
                    let doc = comment(
                        &declared.about,
                        &format!("The field `{}`.", slot.name),
                        Some(describe::slot(slot, &declared.about)),
                    );
                    view.members.push(MemberView { doc, declaration: format!("{ty} {member}") });
                    let value = format!("m->{member}");
                    // A field that is wider than its type is tested before it is brought in.
                    let wide_slot = HostInt::holding(slot.width, *signed);
                    let fits = int.holds(wide_slot);
                    let brought = if *signed {
                        spell::signed(&cast_unit(&found, slot.width, wide), slot.width, int)
                    } else {
                        format!("({ty}){found}")
                    };
                    let set = self.fragment("set", &Set { to: &value, value: &brought });
                    let test = |accept: &Accept, value: &str, int: HostInt| {
                        let code = if matches!(accept, Accept::Within { .. }) {
                            "WRW_RANGE"
                        } else {
                            "WRW_ENUM"
                        };
                        spell::refused(accept, value, int).map(|condition| {
                            let condition = match absent {
                                Some(absent) => format!(
                                    "{value} != {} && ({condition})",
                                    spell::int_literal(*absent, int)
                                ),
                                None => condition,
                            };
                            self.test(&condition, &place.error(code))
                        })
                    };
                    let accept = if *host == BitHost::Bool { Accept::All } else { range.decode() };
                    if fits {
                        read.push(set);
                        read.extend(test(&accept, &value, int));
                    } else {
                        let unit = HostInt { bits: if wide { 64 } else { 32 }, signed: false };
                        read.extend(test(&accept, &found, unit));
                        read.push(set);
                    }
                    let bounds = if *host == BitHost::Bool {
                        Some((format!("{value} > 1u"), "WRW_BOOL"))
                    } else {
                        None
                    };
                    match bounds {
                        Some((condition, code)) => {
                            tests.push(self.test(&condition, &place.error(code)));
                        }
                        None => tests.extend(test(&range.encode(int.bounds()), &value, int)),
                    }
                    parts.push(part(&value, slot, wide, *signed));
                    let fresh = fresh::of_bit_field(self.unit.model, declared);
                    let fresh = fresh.number().or(*absent).unwrap_or(0);
                    if fresh != 0 {
                        view.init.push(self.fragment(
                            "set",
                            &Set { to: &value, value: &spell::int_literal(fresh, int) },
                        ));
                    }
                    if let Some(absent) = absent {
                        let prefix = format!(
                            "{}_{}",
                            names::macro_prefix(name),
                            crate::name::recase(&slot.name, crate::name::Case::Shouty)
                        );
                        let literal = format!("({})", spell::int_literal(*absent, int));
                        view.constants.push(constant(
                            &prefix,
                            "NONE",
                            literal,
                            &format!("no value in `{member}`"),
                        ));
                    }
                    view.accessors.extend(scale_pair(
                        name,
                        member,
                        scale.as_ref(),
                        range,
                        (int, 0),
                    ));
                }
            }
        }
        let unit = if parts.is_empty() { "0u".to_owned() } else { parts.join(" | ") };
        let put = put_unit(bits, &unit, wide);
        view.read = finish(read);
        view.write = finish(tests.into_iter().chain([put]).collect());
        self.templates.print("record", &view)
    }
}

pub(super) fn put_unit(bits: &BitsCodec, unit: &str, wide: bool) -> String {
    let int = HostInt { bits: if wide { 64 } else { 32 }, signed: false };
    spell::put(bits.scalar, bits.order, "p", &format!("({unit})"), int)
}

/// `(unit >> 3) & 7u`
pub(super) fn slot_of(unit: &str, shift: u32, mask: u64, wide: bool) -> String {
    let mask = spell::unsigned_literal(mask, wide);
    if shift == 0 {
        format!("({unit} & {mask})")
    } else {
        format!("(({unit} >> {shift}) & {mask})")
    }
}

pub(super) fn cast_unit(found: &str, width: u32, wide: bool) -> String {
    if !wide {
        return found.to_owned();
    }
    if width > 32 { found.to_owned() } else { format!("(uint32_t){found}") }
}

/// A member's bits at their place in the unit.
pub(super) fn part(value: &str, slot: &crate::layout::BitSlot, wide: bool, signed: bool) -> String {
    let ty = if wide { "uint64_t" } else { "uint32_t" };
    let bits = if signed {
        format!("(({ty}){value} & {})", spell::unsigned_literal(slot.mask, wide))
    } else {
        format!("({ty}){value}")
    };
    if slot.shift == 0 { bits } else { format!("({bits} << {})", slot.shift) }
}

pub(super) fn bits_codec(codec: &Codec) -> Option<&BitsCodec> {
    match codec {
        Codec::Bits(bits) => Some(bits),
        Codec::Array { element, .. } => bits_codec(element),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_) => None,
    }
}
