//! What has no fixed size: parts between runs, and how far a test of length reaches (rules L2 and S1.1).
//!
//! In: steps of a record, in the order of the wire. Out: the same with their tails; sizes. Must not know: languages.

use super::accept::IntRange;
use super::{Codec, Size, Step};
use crate::model::{Encoding, TypeId};

/// Where a value belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A member of the record, by its index.
    Member(usize),
    /// The element of the list or array that is being read or written.
    Element,
}

/// A part of a record that is no run.
#[derive(Clone, Debug)]
pub struct Part {
    /// Where its value belongs; a gap has none.
    pub target: Option<Target>,
    /// Where the schema names it, as in errors.
    pub path: String,
    /// How it stands in its bytes.
    pub codec: PartCodec,
}

impl Part {
    /// The member that it belongs to, by its index.
    #[must_use]
    pub fn member(&self) -> Option<usize> {
        match self.target {
            Some(Target::Member(index)) => Some(index),
            Some(Target::Element) | None => None,
        }
    }
}

/// How a member stands in its bytes.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// In a fixed number of them.
    Fixed(&'a Codec),
    /// In as many as its value says.
    Part(&'a PartCodec),
}

impl<'a> Kind<'a> {
    /// What it is an array or list of, if that has a fixed size, and how many of them stand in one another.
    #[must_use]
    pub fn innermost(self) -> Option<(&'a Codec, usize)> {
        let (codec, depth) = match self {
            Self::Fixed(codec) => (codec, 0),
            Self::Part(PartCodec::List { element: Element::Fixed { codec, .. }, .. }) => (codec, 1),
            Self::Part(
                PartCodec::List { element: Element::Variable(steps), .. }
                | PartCodec::Array { element: steps, .. },
            ) => {
                let inner = steps.iter().find_map(|step| match step {
                    Step::Part(part) => Some(&part.codec),
                    Step::Run(_) => None,
                })?;
                return Kind::Part(inner).innermost().map(|(codec, depth)| (codec, depth + 1));
            }
            Self::Part(
                PartCodec::Varint(_)
                | PartCodec::Text { .. }
                | PartCodec::CText { .. }
                | PartCodec::Bytes(_)
                | PartCodec::Record { .. }
                | PartCodec::Align(_),
            ) => return None,
        };
        let mut found = (codec, depth);
        while let Codec::Array { element, .. } = found.0 {
            found = (element, found.1 + 1);
        }
        Some(found)
    }
}

/// How a part stands in its bytes.
#[derive(Clone, Debug)]
pub enum PartCodec {
    /// An integer in LEB128.
    Varint(VarintCodec),
    /// Text without padding.
    Text {
        /// How its end is found; counts are in bytes.
        until: Until,
        /// Which bytes are text.
        encoding: Encoding,
        /// Whether a NUL may stand inside.
        nul: bool,
    },
    /// Text that a NUL ends.
    CText {
        /// How many bytes there may be in front of it.
        max: Option<u32>,
        /// Which bytes are text.
        encoding: Encoding,
    },
    /// Raw bytes.
    Bytes(Until),
    /// Elements as many as a bound says.
    List {
        /// What they are.
        element: Element,
        /// How their end is found.
        until: Until,
    },
    /// So many elements of variable size.
    Array {
        /// What stands on the wire for each.
        element: Vec<Step>,
        /// How many.
        count: u32,
    },
    /// A record of variable size; its reader tests its own runs.
    Record {
        /// Which.
        id: TypeId,
        /// What its last test is for as well.
        tail: Tail,
    },
    /// Zeros up to the next multiple from the start of the record; ignored when read.
    Align(u32),
}

/// The elements of a list.
#[derive(Clone, Debug)]
pub enum Element {
    /// All of the same size: one run.
    Fixed {
        /// How each stands in its bytes.
        codec: Codec,
        /// The bytes of each.
        stride: u32,
    },
    /// Each of its own size: what stands on the wire for one.
    Variable(Vec<Step>),
}

/// How the end of a part is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// By the [`super::Role::Count`] in the run in front; it was compared with its maximum there.
    Count {
        /// The bytes of the count.
        bytes: u32,
        /// The largest that is allowed or possible.
        max: u32,
    },
    /// By a LEB128 count directly in front, which is no item of a run.
    Varint {
        /// The largest that is allowed.
        max: Option<u32>,
    },
    /// By the end of the message or region, less the bytes behind.
    Rest {
        /// The largest that is allowed.
        max: Option<u32>,
        /// The items of fixed size behind.
        tail: Tail,
    },
}

/// An integer in LEB128.
#[derive(Clone, Debug)]
pub struct VarintCodec {
    /// Zigzag.
    pub signed: bool,
    /// What values are allowed.
    pub range: IntRange,
    /// The raw value that means "no value".
    pub absent: Option<i128>,
}

/// Bytes of fixed size that follow, up to the next part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Those of the record itself.
    pub bytes: u32,
    /// Whether they reach the record's end, so that those behind the record count as well.
    pub open: bool,
}

/// Says of each run and part what belongs to the same test; `lead` gives the bytes that a record begins with.
pub(super) fn set_tails(steps: &mut [Step], lead: &dyn Fn(TypeId) -> u32) {
    let mut tail = Tail { bytes: 0, open: true };
    for step in steps.iter_mut().rev() {
        match step {
            Step::Run(run) => {
                run.tail = tail;
                tail.bytes = tail.bytes.saturating_add(run.size);
            }
            Step::Part(part) => {
                let own = match &mut part.codec {
                    PartCodec::Record { id, tail: behind } => {
                        *behind = tail;
                        lead(*id)
                    }
                    PartCodec::Text { until, .. }
                    | PartCodec::Bytes(until)
                    | PartCodec::List { until, .. } => {
                        if let Until::Rest { tail: behind, .. } = until {
                            *behind = tail;
                        }
                        0
                    }
                    PartCodec::Varint(_)
                    | PartCodec::CText { .. }
                    | PartCodec::Array { .. }
                    | PartCodec::Align(_) => 0,
                };
                tail = Tail { bytes: own, open: false };
            }
        }
    }
}

/// The bytes that the first run of steps has, those of nested records with it.
pub(super) fn lead(steps: &[Step], of: &dyn Fn(TypeId) -> u32) -> u32 {
    match steps {
        [Step::Run(run), ..] => run.size.saturating_add(run.tail.bytes),
        [Step::Part(Part { codec: PartCodec::Record { id, .. }, .. }), ..] => of(*id),
        [Step::Part(_), ..] | [] => 0,
    }
}

/// Whether none of these steps goes to the end of the message.
pub(super) fn find_end(steps: &[Step], of: &dyn Fn(TypeId) -> bool) -> bool {
    steps.iter().all(|step| match step {
        Step::Run(_) => true,
        Step::Part(part) => match &part.codec {
            PartCodec::Text { until, .. }
            | PartCodec::Bytes(until)
            | PartCodec::List { until, .. } => !matches!(until, Until::Rest { .. }),
            PartCodec::Record { id, .. } => of(*id),
            PartCodec::Varint(_)
            | PartCodec::CText { .. }
            | PartCodec::Array { .. }
            | PartCodec::Align(_) => true,
        },
    })
}

/// The smallest and the largest number of bytes of steps.
pub(super) fn size(steps: &[Step], of: &dyn Fn(TypeId) -> Size) -> (u64, Option<u64>) {
    steps.iter().fold((0, Some(0)), |(min, max), step| {
        let (least, most) = match step {
            Step::Run(run) => (u64::from(run.size), Some(u64::from(run.size))),
            Step::Part(part) => part_size(&part.codec, of),
        };
        (min.saturating_add(least), max.zip(most).map(|(a, b): (u64, u64)| a.saturating_add(b)))
    })
}

fn part_size(codec: &PartCodec, of: &dyn Fn(TypeId) -> Size) -> (u64, Option<u64>) {
    match codec {
        PartCodec::Varint(_) => (1, Some(10)),
        PartCodec::Text { until, .. } | PartCodec::Bytes(until) => counted(*until, Some(1)),
        PartCodec::CText { max, .. } => (1, max.map(|max| u64::from(max) + 1)),
        PartCodec::List { element, until } => {
            let largest = match element {
                Element::Fixed { stride, .. } => Some(u64::from(*stride)),
                Element::Variable(steps) => size(steps, of).1,
            };
            counted(*until, largest)
        }
        PartCodec::Array { element, count } => {
            let (min, max) = size(element, of);
            let times = |n: u64| n.saturating_mul(u64::from(*count));
            (times(min), max.map(times))
        }
        PartCodec::Record { id, .. } => {
            let size = of(*id);
            (u64::from(size.min()), size.max().map(u64::from))
        }
        PartCodec::Align(n) => (0, Some(u64::from(*n) - 1)),
    }
}

/// The sizes of what is counted, where each takes at most `largest` bytes.
fn counted(until: Until, largest: Option<u64>) -> (u64, Option<u64>) {
    let (prefix, max) = match until {
        Until::Count { max, .. } => ((0, 0), Some(max)),
        Until::Varint { max } => ((1, 10), max),
        Until::Rest { max, .. } => ((0, 0), max),
    };
    let most = max.zip(largest).map(|(max, each)| u64::from(max).saturating_mul(each));
    (prefix.0, most.map(|most| most.saturating_add(prefix.1)))
}
