//! The layout: what the *bytes are*, as data that encode and decode both read.
//!
//! In: a checked [`Model`]. Out: for each record its steps, offsets, sizes, masks and shifts, and fingerprints.
//! Must not know: languages, YAML. No back end computes an offset or a mask: it is here, or it is missing here.

mod accept;
mod pack;
mod part;
mod place;
mod wire;

pub use accept::{Accept, IntRange};
pub use pack::{BitHost, BitSlot, BitsCodec, SlotRole};
pub use part::{Element, Kind, Part, PartCodec, Tail, Target, Until, VarintCodec};
pub use wire::{Fingerprint, canonical_text};

use crate::diag::Diagnostics;
use crate::model::{ByteOrder, Float, Model, Scalar, Scale, Text, TypeId};

/// The layout of every record of a model, and its fingerprints.
#[derive(Debug)]
pub struct Layout {
    records: Vec<Option<Record>>,
    fingerprints: wire::Fingerprints,
}

/// Lays out every record.
///
/// `None`, with diagnostics, if one is too large or breaks its promise.
pub fn lay_out(model: &Model, diagnostics: &mut Diagnostics) -> Option<Layout> {
    let records = place::place(model, diagnostics)?;
    let fingerprints = wire::fingerprints(model, &records);
    Some(Layout { records, fingerprints })
}

impl Layout {
    /// The layout of a record that is in the model.
    ///
    /// # Panics
    /// If it is not.
    #[must_use]
    pub fn record(&self, id: TypeId) -> &Record {
        self.records[id.0].as_ref().expect("every record of the model was laid out")
    }

    /// What tells the wire of a message from every other wire.
    #[must_use]
    pub fn fingerprint(&self, id: TypeId) -> Fingerprint {
        self.fingerprints.message(id)
    }

    /// What tells the wires of all messages of a package from others.
    #[must_use]
    pub fn package_fingerprint(&self, package: crate::model::PackageId) -> Fingerprint {
        self.fingerprints.package(package)
    }
}

/// A struct or message.
#[derive(Debug)]
pub struct Record {
    /// How many bytes it takes.
    pub size: Size,
    /// What is read or written, one after the other.
    pub steps: Vec<Step>,
    /// Whether bytes of the right number can be refused.
    pub can_fail: bool,
    /// Whether a reader knows where it ends without being told.
    pub finds_end: bool,
}

/// How many bytes something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Always so many.
    Fixed(u32),
    /// It depends on the value.
    Variable {
        /// The smallest number.
        min: u32,
        /// The largest one, where every part is bounded.
        max: Option<u32>,
    },
}

impl Size {
    /// The only number there is, or the smallest.
    #[must_use]
    pub fn min(self) -> u32 {
        match self {
            Self::Fixed(n) => n,
            Self::Variable { min, .. } => min,
        }
    }

    /// The only number there is, or the largest.
    #[must_use]
    pub fn max(self) -> Option<u32> {
        match self {
            Self::Fixed(n) => Some(n),
            Self::Variable { max, .. } => max,
        }
    }

    /// The number, if there is only one.
    #[must_use]
    pub fn fixed(self) -> Option<u32> {
        match self {
            Self::Fixed(n) => Some(n),
            Self::Variable { .. } => None,
        }
    }
}

/// A part of a record between two places where the presence or the size of what follows depends on a value.
#[derive(Clone, Debug)]
pub enum Step {
    /// Items of fixed size behind one test of length (rule S1.1).
    Run(Run),
    /// A member whose size depends on the value, or a gap that depends on what stands in front.
    Part(Part),
}

/// Items of fixed size.
#[derive(Clone, Debug)]
pub struct Run {
    /// All of its bytes.
    pub size: u32,
    /// The bytes behind it that the same test is for.
    pub tail: Tail,
    /// In the order of the wire.
    pub items: Vec<Item>,
}

/// Something at a constant place of a run.
#[derive(Clone, Debug)]
pub struct Item {
    /// From the start of the run.
    pub at: u32,
    /// Its bytes.
    pub size: u32,
    /// Where the schema names it, as in errors: `header.magic`; empty for fillers.
    pub path: String,
    /// What it is for.
    pub role: Role,
}

/// What an item is for.
#[derive(Clone, Debug)]
pub enum Role {
    /// A member of the value, by its index among the members.
    Member(usize, Codec),
    /// Always these bytes; checked on decode if `check`.
    Const {
        /// What is written.
        bytes: Vec<u8>,
        /// Whether anything else is refused.
        check: bool,
    },
    /// How many bytes or elements the part of this target has.
    Count {
        /// What is counted.
        of: Target,
        /// The width of the count.
        scalar: Scalar,
        /// Its byte order.
        order: ByteOrder,
        /// The largest count that is allowed, where it is less than what the width holds.
        max: Option<u32>,
    },
    /// Bits that are no member, and what is always written for them.
    HiddenBits(BitsCodec, Vec<u8>),
    /// Zeros that are ignored when read.
    Pad,
    /// Zeros that are checked.
    Reserved,
}

/// How a member stands in its bytes.
#[derive(Clone, Debug)]
pub enum Codec {
    /// An integer, an enum or flags.
    Int(IntCodec),
    /// A float.
    Float(Float),
    /// 0 or 1.
    Bool,
    /// Text and its padding.
    Text(Text),
    /// Raw bytes.
    Bytes(u32),
    /// Equal elements, `stride` bytes apart.
    Array {
        /// How each stands in its bytes.
        element: Box<Codec>,
        /// How many.
        count: u32,
        /// The bytes of each.
        stride: u32,
    },
    /// Another record.
    Record(TypeId),
    /// Bit fields in one storage unit.
    Bits(BitsCodec),
}

/// What an integer on the wire means to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntHost {
    /// A number.
    Plain,
    /// A value of an enum.
    Enum(TypeId),
    /// A set of flags.
    Flags(TypeId),
}

/// An integer on the wire.
#[derive(Clone, Debug)]
pub struct IntCodec {
    /// Its width.
    pub scalar: Scalar,
    /// Its byte order.
    pub order: ByteOrder,
    /// What it means.
    pub host: IntHost,
    /// What values are allowed.
    pub range: IntRange,
    /// The raw value that means "no value".
    pub absent: Option<i128>,
    /// The physical value that it stands for.
    pub scale: Option<Scale>,
}

impl Record {
    /// The items of all runs; in a record of fixed size with their offsets from its start.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.steps.iter().flat_map(|step| match step {
            Step::Run(run) => run.items.as_slice(),
            Step::Part(_) => &[],
        })
    }

    /// The parts between the runs.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.steps.iter().filter_map(|step| match step {
            Step::Run(_) => None,
            Step::Part(part) => Some(part),
        })
    }

    /// How each member stands in its bytes, in the order of the schema, which is that of the wire.
    pub fn members(&self) -> impl Iterator<Item = Kind<'_>> {
        self.steps.iter().flat_map(|step| {
            let (items, part) = match step {
                Step::Run(run) => (run.items.as_slice(), None),
                Step::Part(part) => (&[][..], part.member().map(|_| Kind::Part(&part.codec))),
            };
            let fixed = items.iter().filter_map(|item| match &item.role {
                Role::Member(_, codec) => Some(Kind::Fixed(codec)),
                Role::Const { .. }
                | Role::Count { .. }
                | Role::HiddenBits(..)
                | Role::Pad
                | Role::Reserved => None,
            });
            fixed.chain(part)
        })
    }
}

impl Layout {
    /// Whether bytes of the right number can be refused by a codec.
    #[must_use]
    pub fn can_fail(&self, codec: &Codec) -> bool {
        place::can_fail(&self.records, codec)
    }
}
