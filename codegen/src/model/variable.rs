//! Types whose size depends on the value (rule L2): variable integers, texts, bytes and lists.
//!
//! In: a front end builds them as [`super::Type::Variable`]. Out: read by `layout`, `interp` and every language.

use super::{ByteOrder, Encoding, IntRules, Scalar, Type, scalar};

/// What has no fixed size.
#[derive(Clone, Debug)]
pub enum Variable {
    /// `uvar`, `ivar`
    Varint(Varint),
    /// `string[…]`
    Text(VarText),
    /// `cstring`
    CText(CText),
    /// `bytes[…]` with a bound that is not exact.
    Bytes(Bound),
    /// `T[…]` with a bound that is not exact.
    List(Type, Bound),
}

impl Variable {
    /// What it is a list of.
    #[must_use]
    pub fn element(&self) -> Option<&Type> {
        match self {
            Self::List(element, _) => Some(element),
            Self::Varint(_) | Self::Text(_) | Self::CText(_) | Self::Bytes(_) => None,
        }
    }
}

impl Variable {
    /// How its end is found, if that is by a bound.
    #[must_use]
    pub fn bound(&self) -> Option<&Bound> {
        match self {
            Self::Text(text) => Some(&text.bound),
            Self::Bytes(bound) | Self::List(_, bound) => Some(bound),
            Self::Varint(_) | Self::CText(_) => None,
        }
    }
}

/// An integer in LEB128, at most 64 bits, only the shortest form.
#[derive(Clone, Debug)]
pub struct Varint {
    /// Zigzag: `ivar`.
    pub signed: bool,
    /// What values it may have; never a scale.
    pub rules: IntRules,
}

impl Varint {
    /// The smallest and the largest integer that it holds.
    #[must_use]
    pub fn bounds(&self) -> (i128, i128) {
        scalar::int_bounds(64, self.signed)
    }

    /// As a schema writes it.
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        if self.signed { "ivar" } else { "uvar" }
    }
}

/// Text behind its length in bytes, or up to the end of what is around it.
#[derive(Clone, Debug)]
pub struct VarText {
    /// How its end is found.
    pub bound: Bound,
    /// Which bytes are text.
    pub encoding: Encoding,
    /// Whether a NUL may stand inside.
    pub nul: bool,
}

/// Text that a NUL ends.
#[derive(Clone, Debug)]
pub struct CText {
    /// How many bytes there may be in front of the NUL.
    pub max: Option<u32>,
    /// Which bytes are text.
    pub encoding: Encoding,
}

/// How the end of something is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A count in front: of bytes in texts and bytes, of elements in lists.
    Prefix(Prefix),
    /// The end of the message or region, less what follows; at most so many.
    Rest(Option<u32>),
}

/// A count in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// How it stands on the wire.
    pub count: Count,
    /// The largest count that is allowed; all that fit without one.
    pub max: Option<u32>,
}

/// How a count stands on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// `u8`, `u16` or `u32`.
    Fixed(Scalar, ByteOrder),
    /// LEB128.
    Varint,
}

impl Count {
    /// The largest count that it can say.
    #[must_use]
    pub fn highest(self) -> u64 {
        match self {
            Self::Fixed(scalar, _) => (1 << scalar.bits()) - 1,
            Self::Varint => u64::MAX,
        }
    }

    /// Its bytes, if they are always the same number.
    #[must_use]
    pub fn bytes(self) -> Option<u32> {
        match self {
            Self::Fixed(scalar, _) => Some(scalar.bytes()),
            Self::Varint => None,
        }
    }
}

impl Bound {
    /// The largest number that is allowed, if there is one that a message can hold.
    #[must_use]
    pub fn max(&self) -> Option<u32> {
        match self {
            Self::Prefix(prefix) => prefix
                .max
                .or_else(|| u32::try_from(prefix.count.highest()).ok().filter(|n| *n < u32::MAX)),
            Self::Rest(max) => *max,
        }
    }
}
