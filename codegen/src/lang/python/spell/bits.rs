//! Bit fields of Python: parts of an integer called `unit`.
//!
//! In: slots of a bits group. Out: expressions.

use super::literal::hex;
use super::number::from_bytes;
use super::{Place, Speller, string};
use crate::layout::{BitHost, BitSlot, BitsCodec, IntCodec, IntHost, SlotRole};
use crate::model::{ByteOrder, Scalar};

impl Speller<'_> {
    /// The value of a bit field, from `unit`.
    pub(in super::super) fn read_slot(&self, slot: &BitSlot) -> String {
        let place = Place { at: "at".to_owned(), field: string(&slot.name) };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let raw = slot_bits(slot, "unit");
        let raw = if *signed { format!("_ww.signed({raw}, {})", slot.width) } else { raw };
        let host = match host {
            BitHost::Bool => return format!("bool({raw})"),
            BitHost::Plain => IntHost::Plain,
            BitHost::Enum(id) => IntHost::Enum(*id),
        };
        let int = IntCodec {
            scalar: Scalar::U64,
            order: ByteOrder::Little,
            host,
            range: range.clone(),
            absent: *absent,
            scale: None,
        };
        self.read_int(&int, &raw, &place)
    }

    /// The bits of a bit field at their place in the unit.
    pub(in super::super) fn write_slot(&self, slot: &BitSlot, value: &str) -> String {
        let place = Place { at: "at".to_owned(), field: string(&slot.name) };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let number = match host {
            BitHost::Bool => format!("_ww.truth({value}, at, {})", place.field),
            BitHost::Plain => self.checked(range, IntHost::Plain, *absent, value, &place),
            BitHost::Enum(id) => self.checked(range, IntHost::Enum(*id), *absent, value, &place),
        };
        let mask = hex(slot.mask);
        match (*signed, slot.shift) {
            (false, 0) => number,
            (false, shift) => format!("{number} << {shift}"),
            (true, 0) => format!("{number} & {mask}"),
            (true, shift) => format!("({number} & {mask}) << {shift}"),
        }
    }
}

/// `unit >> 3 & 0x7`
pub(in super::super) fn slot_bits(slot: &BitSlot, unit: &str) -> String {
    let mask = hex(slot.mask);
    match slot.shift {
        0 => format!("{unit} & {mask}"),
        shift => format!("{unit} >> {shift} & {mask}"),
    }
}

/// A storage unit from bytes.
pub(in super::super) fn unit_from(bits: &BitsCodec, data: &str) -> String {
    from_bytes(bits.scalar, bits.order, data)
}
