//! Bit fields into their storage unit: shifts and masks (rule L5.1).

use super::accept::{Accept, IntRange};
use crate::model::{
    BitItem, BitOrder, BitType, Bits, ByteOrder, Model, Scalar, Scale, TypeId, scalar,
};

/// A storage unit.
#[derive(Clone, Debug)]
pub struct BitsCodec {
    /// Its width.
    pub scalar: Scalar,
    /// Its byte order.
    pub order: ByteOrder,
    /// Its parts, in the order of the schema, which is the order in which they are checked.
    pub slots: Vec<BitSlot>,
}

/// A part of a storage unit: `(unit >> shift) & mask`.
#[derive(Clone, Debug)]
pub struct BitSlot {
    /// How far above the lowest bit it begins.
    pub shift: u32,
    /// How many bits it has.
    pub width: u32,
    /// So many ones.
    pub mask: u64,
    /// Its name, empty for fillers.
    pub name: String,
    /// What it is for.
    pub role: SlotRole,
}

/// What a part of a storage unit is for.
#[derive(Clone, Debug)]
pub enum SlotRole {
    /// A member of the group's value, by its index among the members.
    Member {
        /// The index.
        index: usize,
        /// What it means to the program.
        host: BitHost,
        /// Whether it is two's complement.
        signed: bool,
        /// What values are allowed.
        range: IntRange,
        /// The raw value that means "no value".
        absent: Option<i128>,
        /// The physical value that it stands for.
        scale: Option<Scale>,
    },
    /// Always these bits, `(unit >> shift) & mask`; checked on decode if `check`.
    Const {
        /// What is written.
        raw: u64,
        /// Whether anything else is refused.
        check: bool,
    },
    /// Zeros that are ignored when read.
    Pad,
    /// Zeros that are checked.
    Reserved,
}

/// What a bit field means to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitHost {
    /// A number.
    Plain,
    /// A truth value, one bit.
    Bool,
    /// A value of an enum.
    Enum(TypeId),
}

/// Gives every item of a group its place.
pub(super) fn pack(model: &Model, bits: &Bits) -> BitsCodec {
    let mut used = 0;
    let mut members = 0;
    let mut slots = Vec::new();
    for item in &bits.items {
        let width = item.width();
        let shift = match bits.first {
            BitOrder::Lsb => used,
            BitOrder::Msb => bits.scalar.bits() - used - width,
        };
        used += width;
        let mask = u64::MAX >> (64 - width);
        let (name, role) = match item {
            BitItem::Pad(_) => (String::new(), SlotRole::Pad),
            BitItem::Reserved(_) => (String::new(), SlotRole::Reserved),
            BitItem::Field(field) => {
                let role = match field.constant {
                    Some((value, check)) => SlotRole::Const { raw: low_bits(value) & mask, check },
                    None => {
                        members += 1;
                        member(model, &field.ty, width, members - 1)
                    }
                };
                (field.name.text.clone(), role)
            }
        };
        slots.push(BitSlot { shift, width, mask, name, role });
    }
    BitsCodec { scalar: bits.scalar, order: bits.order, slots }
}

fn member(model: &Model, ty: &BitType, width: u32, index: usize) -> SlotRole {
    let (host, signed, range, absent, scale) = match ty {
        BitType::Bool => (BitHost::Bool, false, IntRange::plain((0, 1), None, None), None, None),
        BitType::Int { signed, rules } => {
            let wire = scalar::int_bounds(width, *signed);
            (
                BitHost::Plain,
                *signed,
                IntRange::plain(wire, rules.min, rules.max),
                rules.absent,
                rules.scale,
            )
        }
        BitType::Enum(id) => {
            let wire = scalar::int_bounds(width, false);
            (BitHost::Enum(*id), false, IntRange::named(model, *id, wire), None, None)
        }
    };
    SlotRole::Member { index, host, signed, range, absent, scale }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the low bits are what is asked for"
)]
fn low_bits(value: i128) -> u64 {
    value as u64
}

impl BitsCodec {
    /// All constant bits at their places.
    #[must_use]
    pub fn constant(&self) -> u64 {
        self.slots.iter().fold(0, |unit, slot| match &slot.role {
            SlotRole::Const { raw, .. } => unit | raw << slot.shift,
            SlotRole::Member { .. } | SlotRole::Pad | SlotRole::Reserved => unit,
        })
    }
}

impl BitSlot {
    /// Whether decode can refuse its bits.
    #[must_use]
    pub fn can_fail(&self) -> bool {
        match &self.role {
            SlotRole::Member { range, .. } => range.decode() != Accept::All,
            SlotRole::Const { check, .. } => *check,
            SlotRole::Reserved => true,
            SlotRole::Pad => false,
        }
    }
}
