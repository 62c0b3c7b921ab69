//! Bit fields in one storage unit (rule L5).
//!
//! In: a front end builds them as [`super::Type::Bits`]. Out: read by `layout`, `interp` and every language.

use super::{About, ByteOrder, IntRules, Scalar, TypeId, Value};
use crate::name::Name;

/// Bit fields in one storage unit.
#[derive(Clone, Debug)]
pub struct Bits {
    /// The storage unit, an unsigned integer.
    pub scalar: Scalar,
    /// Its byte order.
    pub order: ByteOrder,
    /// Which bits the first item takes.
    pub first: BitOrder,
    /// The items, in the order of the schema.
    pub items: Vec<BitItem>,
}

/// Which bits the first item of a group takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitOrder {
    /// The lowest.
    Lsb,
    /// The highest.
    Msb,
}

/// An item of a bits group.
#[derive(Clone, Debug)]
pub enum BitItem {
    /// A field.
    Field(BitField),
    /// Zero bits that are ignored when read.
    Pad(u32),
    /// Zero bits that are checked.
    Reserved(u32),
}

impl BitItem {
    /// The width in bits.
    #[must_use]
    pub fn width(&self) -> u32 {
        match self {
            Self::Field(field) => field.width,
            Self::Pad(width) | Self::Reserved(width) => *width,
        }
    }
}

/// A field of a bits group.
#[derive(Clone, Debug)]
pub struct BitField {
    /// Its name.
    pub name: Name,
    /// What is said of it.
    pub about: About,
    /// The width in bits, 1 to 64.
    pub width: u32,
    /// What it holds.
    pub ty: BitType,
    /// What a fresh value holds, if the schema says so.
    pub default: Option<Value>,
    /// The value that always stands there, and whether decode demands it.
    pub constant: Option<(i128, bool)>,
}

/// What a bit field holds.
#[derive(Clone, Debug)]
pub enum BitType {
    /// An integer; signed ones are two's complement in the field's width.
    Int {
        /// Whether it can be negative.
        signed: bool,
        /// What values it may have.
        rules: IntRules,
    },
    /// One bit.
    Bool,
    /// A value of an enum.
    Enum(TypeId),
}

impl Bits {
    /// The bit fields that a value has: all but constants.
    pub fn members(&self) -> impl Iterator<Item = &BitField> {
        self.items.iter().filter_map(|item| match item {
            BitItem::Field(field) if field.constant.is_none() => Some(field),
            BitItem::Field(_) | BitItem::Pad(_) | BitItem::Reserved(_) => None,
        })
    }
}
