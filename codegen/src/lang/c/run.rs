//! Which members one `memcpy` may move: those that stand in the struct as they stand on the wire.
//!
//! In: items of a record. Out: runs of them. A member belongs to a run if the wire has no gap in front of it and the
//! compiler can have none either: its place from the run's start is a multiple of its alignment, and the run starts at
//! an alignment that is at least as large. Static asserts in the output prove it. Must not know: names, statements.

use crate::lang::host::HostInt;
use crate::layout::{Codec, IntHost, Item, Role};
use crate::model::{ByteOrder, Model};

/// Members that are moved together, by their index among the members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CopyRun {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) at: u32,
    pub(super) size: u32,
    /// The alignment of the first member, which is the largest of all.
    align: u32,
    /// Whether one of the members is more than a number.
    has_array: bool,
}

impl CopyRun {
    /// Whether a member is one of them.
    pub(super) fn has(&self, member: usize) -> bool {
        (self.first..=self.last).contains(&member)
    }

    /// Whether every machine has them in memory as they are on the wire.
    pub(super) fn is_bytes(&self) -> bool {
        self.align == 1
    }

    /// Fewer than four bytes of numbers are moved as well one by one.
    fn is_worth_it(&self) -> bool {
        self.has_array || (self.first != self.last && self.size >= 4)
    }

    /// One more member, if it can stand nowhere but behind the others.
    fn extend(&mut self, member: &Self) -> bool {
        let follows = self.at + self.size == member.at
            && member.align <= self.align
            && self.size.is_multiple_of(member.align);
        if follows {
            self.last = member.last;
            self.size += member.size;
            self.has_array |= member.has_array;
        }
        follows
    }
}

/// All runs of a record that are worth a `memcpy`.
pub(super) fn copy_runs<'i>(model: &Model, items: impl Iterator<Item = &'i Item>) -> Vec<CopyRun> {
    let mut runs: Vec<CopyRun> = Vec::new();
    let mut is_open = false;
    for item in items {
        let Some(member) = single(model, item) else {
            is_open = false;
            continue;
        };
        if !(is_open && runs.last_mut().is_some_and(|run| run.extend(&member))) {
            runs.push(member);
        }
        is_open = true;
    }
    runs.retain(CopyRun::is_worth_it);
    runs
}

/// An item as a run of its own, if it has its wire's bytes in memory where the lowest byte comes first.
fn single(model: &Model, item: &Item) -> Option<CopyRun> {
    match &item.role {
        Role::Member(index, codec) => alignment(model, codec).map(|(align, has_array)| CopyRun {
            first: *index,
            last: *index,
            at: item.at,
            size: item.size,
            align,
            has_array,
        }),
        Role::Const { .. }
        | Role::Count { .. }
        | Role::HiddenBits(..)
        | Role::Pad
        | Role::Reserved => None,
    }
}

/// The alignment of such a member, and whether it is more than a number.
fn alignment(model: &Model, codec: &Codec) -> Option<(u32, bool)> {
    match codec {
        Codec::Int(int) => {
            let mine = HostInt::of_codec(model, int);
            let same = mine.bits == int.scalar.bits()
                && (int.host == IntHost::Plain || mine == HostInt::of_scalar(int.scalar));
            let little = int.order == ByteOrder::Little || int.scalar.bytes() == 1;
            (same && little).then(|| (int.scalar.bytes(), false))
        }
        Codec::Float(float) => {
            (float.order == ByteOrder::Little).then(|| (float.scalar.bytes(), false))
        }
        Codec::Bytes(_) => Some((1, true)),
        Codec::Array { element, .. } => alignment(model, element).map(|(align, _)| (align, true)),
        // Bools and texts are tested or changed on their way; a struct's own function moves it.
        Codec::Bool | Codec::Text(_) | Codec::Record(_) | Codec::Bits(_) => None,
    }
}
