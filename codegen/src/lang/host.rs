//! Integer types that programs have, for integers that wires have.
//!
//! In: widths on the wire. Out: widths of 8, 16, 32 or 64 bits. Must not know: how a language spells them.

use crate::layout::{BitHost, IntCodec, IntHost};
use crate::model::{Model, Scalar, scalar};

/// An integer type of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostInt {
    /// 8, 16, 32 or 64.
    pub bits: u32,
    /// Whether it can be negative.
    pub signed: bool,
}

impl HostInt {
    /// The smallest one that holds a number of bits.
    #[must_use]
    pub fn holding(bits: u32, signed: bool) -> Self {
        Self { bits: bits.next_power_of_two().max(8), signed }
    }

    /// The one that holds a scalar.
    #[must_use]
    pub fn of_scalar(scalar: Scalar) -> Self {
        Self::holding(scalar.bits(), scalar.is_signed())
    }

    /// The one in which a program has an integer: of an enum or flags that of their declaration.
    #[must_use]
    pub fn of_codec(model: &Model, codec: &IntCodec) -> Self {
        match codec.host {
            IntHost::Plain => Self::of_scalar(codec.scalar),
            IntHost::Enum(id) => Self::of_scalar(model.enum_of(id).scalar),
            IntHost::Flags(id) => Self::of_scalar(model.flags_of(id).scalar),
        }
    }

    /// The one in which a program has a bit field.
    #[must_use]
    pub fn of_slot(model: &Model, host: BitHost, width: u32, signed: bool) -> Self {
        match host {
            BitHost::Plain | BitHost::Bool => Self::holding(width, signed),
            BitHost::Enum(id) => Self::of_scalar(model.enum_of(id).scalar),
        }
    }

    /// The smallest and the largest number that it holds.
    #[must_use]
    pub fn bounds(self) -> (i128, i128) {
        scalar::int_bounds(self.bits, self.signed)
    }

    /// Whether it holds every number of another one.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.bounds().0 <= other.bounds().0 && self.bounds().1 >= other.bounds().1
    }
}
