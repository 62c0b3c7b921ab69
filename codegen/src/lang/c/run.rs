//! Which members one `memcpy` may move: those that stand in the struct as they stand on the wire.
//!
//! In: items of a record. Out: runs of them. A member belongs to a run if the wire has no gap in front of it and the
//! compiler can have none either: its place from the run's start is a multiple of its alignment, and the run starts at
//! an alignment that is at least as large. Static asserts in the output prove it.

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
}

/// All runs of a record that are worth a `memcpy`: more than one scalar.
pub(super) fn copy_runs<'i>(model: &Model, items: impl Iterator<Item = &'i Item>) -> Vec<CopyRun> {
    let mut runs = Vec::new();
    let mut open: Option<(CopyRun, u32, bool)> = None;
    for item in items {
        let plain = match &item.role {
            Role::Member(index, codec) => {
                alignment(model, codec).map(|(align, scalar)| (*index, align, scalar))
            }
            Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
        };
        let Some((index, align, scalar)) = plain else {
            close(&mut runs, open.take());
            continue;
        };
        match &mut open {
            Some((run, base, single))
                if run.at + run.size == item.at
                    && align <= *base
                    && run.size.is_multiple_of(align) =>
            {
                run.last = index;
                run.size += item.size;
                *single = false;
            }
            _ => {
                close(&mut runs, open.take());
                open = Some((
                    CopyRun { first: index, last: index, at: item.at, size: item.size },
                    align,
                    scalar,
                ));
            }
        }
    }
    close(&mut runs, open);
    runs
}

fn close(runs: &mut Vec<CopyRun>, open: Option<(CopyRun, u32, bool)>) {
    if let Some((run, _, false)) = open {
        runs.push(run);
    }
}

/// The alignment of a member that has its little-endian wire's bytes in memory, and whether it is a single scalar.
fn alignment(model: &Model, codec: &Codec) -> Option<(u32, bool)> {
    match codec {
        Codec::Int(int) => {
            let mine = HostInt::of_codec(model, int);
            let same = mine.bits == int.scalar.bits()
                && (int.host == IntHost::Plain || mine == HostInt::of_scalar(int.scalar));
            let little = int.order == ByteOrder::Little || int.scalar.bytes() == 1;
            (same && little).then(|| (int.scalar.bytes(), true))
        }
        Codec::Float(float) => {
            (float.order == ByteOrder::Little).then(|| (float.scalar.bytes(), true))
        }
        Codec::Bytes(_) => Some((1, false)),
        Codec::Array { element, .. } => alignment(model, element).map(|(align, _)| (align, false)),
        // Bools and texts are tested or changed on their way; a struct's own function moves it.
        Codec::Bool | Codec::Text(_) | Codec::Record(_) | Codec::Bits(_) => None,
    }
}
