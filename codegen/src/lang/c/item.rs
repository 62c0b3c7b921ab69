//! Items of a record in the order of the wire: members, constants, fillers, and runs that are moved together.
//!
//! In: items and runs. Out: statements of the functions that read and write. Must not know: the page they stand on.

use super::body::{Body, Local};
use super::builder::Builder;
use super::codec::Part;
use super::place::Place;
use super::run::CopyRun;
use super::spell;
use crate::layout::{BitsCodec, Codec, Item, Role, SlotRole};

impl Builder<'_> {
    /// What reads and writes items.
    pub(super) fn items<'i>(
        &self,
        items: impl Iterator<Item = &'i Item>,
        runs: &[CopyRun],
        (read, write): (&mut Body<'_>, &mut Body<'_>),
    ) {
        let items: Vec<&Item> = items.collect();
        for item in &items {
            let here = Place::wire(item.at);
            match &item.role {
                Role::Member(index, codec) => {
                    let place = self.place(item, *index);
                    // Runs are in the order of the members: the first that does not end in front of this one.
                    let next = runs.get(runs.partition_point(|run| run.last < *index));
                    let Some(run) = next.filter(|run| run.has(*index)) else {
                        self.read((codec, *index), Part::Whole, &place, read);
                        self.write((codec, *index), Part::Whole, &place, write);
                        continue;
                    };
                    if *index == run.first {
                        self.read_run(run, &items, read);
                    }
                    self.read((codec, *index), Part::Test, &place, read);
                    self.write((codec, *index), Part::Test, &place, write);
                    if *index == run.last {
                        self.write_run(run, &items, write);
                    }
                }
                Role::Count { .. } => {}
                Role::Const { bytes, check } => {
                    if *check {
                        let differs = (0..).zip(bytes).map(|(i, byte)| {
                            format!("{} != 0x{byte:02X}", Place::wire(item.at + i).byte())
                        });
                        let condition = differs.collect::<Vec<_>>().join(" || ");
                        read.test(&condition, Local::Wire, &here, "WRW_CONST");
                    }
                    constant(item.at, bytes, write);
                }
                Role::HiddenBits(bits, bytes) => {
                    hidden(bits, &here, read);
                    constant(item.at, bytes, write);
                }
                Role::Pad => filler(item, &here, write),
                Role::Reserved => {
                    if item.size == 1 {
                        let condition = format!("{} != 0", here.byte());
                        read.test(&condition, Local::Wire, &here, "WRW_RESERVED");
                    } else {
                        read.reserved(&here, item.size);
                    }
                    filler(item, &here, write);
                }
            }
        }
    }

    fn place(&self, item: &Item, member: usize) -> Place {
        Place::member(&self.names.inner(self.owner)[member], item.at)
    }

    /// Members of a run, which move one by one where memory has another byte order.
    fn one_by_one<'i>(
        &self,
        run: &CopyRun,
        items: &[&'i Item],
    ) -> impl Iterator<Item = (Place, (&'i Codec, usize))> {
        let start = items.partition_point(|item| item.at < run.at);
        let end = run.at + run.size;
        let of_run = items[start..].iter().take_while(move |item| item.at < end);
        of_run.filter_map(|item| match &item.role {
            Role::Member(index, codec) if run.has(*index) => {
                Some((self.place(item, *index), (codec, *index)))
            }
            Role::Member(..)
            | Role::Const { .. }
            | Role::Count { .. }
            | Role::HiddenBits(..)
            | Role::Pad
            | Role::Reserved => None,
        })
    }

    fn read_run(&self, run: &CopyRun, items: &[&Item], body: &mut Body<'_>) {
        let (mut little, mut other) = (body.inner(), body.inner());
        little.copy(&self.memory(run, "uint8_t *"), &Place::wire(run.at).pointer(), run.size);
        for (place, member) in self.one_by_one(run, items) {
            self.read(member, Part::Move, &place, &mut other);
        }
        body.either_or(run.is_bytes(), little, other);
    }

    fn write_run(&self, run: &CopyRun, items: &[&Item], body: &mut Body<'_>) {
        let (mut little, mut other) = (body.inner(), body.inner());
        little.copy(&Place::wire(run.at).pointer(), &self.memory(run, "const uint8_t *"), run.size);
        for (place, member) in self.one_by_one(run, items) {
            self.write(member, Part::Move, &place, &mut other);
        }
        body.either_or(run.is_bytes(), little, other);
    }

    /// Where a run begins in memory: through the struct, so that no compiler takes it for its first member alone.
    fn memory(&self, run: &CopyRun, bytes: &str) -> String {
        let first = &self.names.inner(self.owner)[run.first];
        match (run.first == run.last, run.first) {
            (true, _) => format!("m->{first}"),
            (false, 0) => "m".to_owned(),
            (false, _) => {
                format!("({bytes})m + offsetof({}, {first})", self.names.of_type(self.owner))
            }
        }
    }
}

/// Bytes that are always the same; one by one, since a literal would take RAM on the ESP8266.
fn constant(at: u32, bytes: &[u8], write: &mut Body<'_>) {
    for (i, byte) in (0..).zip(bytes) {
        write.put_byte(&Place::wire(at + i).byte(), &format!("0x{byte:02X}"), &[]);
    }
}

fn filler(item: &Item, here: &Place, write: &mut Body<'_>) {
    if item.size == 1 {
        write.put_byte(&here.byte(), "0", &[]);
    } else {
        write.fill(&here.pointer(), item.size);
    }
}

/// Tests of bits that are no member.
fn hidden(bits: &BitsCodec, place: &Place, read: &mut Body<'_>) {
    let raw = spell::get_raw(bits.scalar, bits.order, place);
    for slot in &bits.slots {
        let found = spell::slot(&raw, slot);
        match &slot.role {
            SlotRole::Const { raw, check: true } => {
                let condition = format!("({found}) != {}", spell::mask(*raw));
                read.test(&condition, Local::Wire, place, "WRW_CONST");
            }
            SlotRole::Reserved => {
                let condition = format!("({found}) != 0");
                read.test(&condition, Local::Wire, place, "WRW_RESERVED");
            }
            SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => {}
        }
    }
}
