//! How each kind of item is read, tested and written: decode and encode side by side.
//!
//! In: layout and places. Out: statements in wire order.

use super::comment::escape_bytes;
use super::statement::{
    Body, Builder, Call, Copy, Either, Fill, Nested, Place, Reserved, Set, join_other,
};
use crate::lang::c::run::CopyRun;
use crate::lang::c::spell;
use crate::lang::host::HostInt;
use crate::layout::{Accept, Codec, IntCodec, Item, Role};

impl Builder<'_> {
    /// What reads and writes an item.
    pub(super) fn item(
        &self,
        item: &Item,
        runs: &[CopyRun],
        (read, write): (&mut Body, &mut Body),
    ) {
        let here = Place::member("", item.at);
        match &item.role {
            Role::Member(index, codec) => {
                let place = Place::member(&self.names.inner(self.owner)[*index], item.at);
                let run = runs.iter().find(|run| (run.first..=run.last).contains(index));
                match run {
                    Some(run) => self.run(run, *index, codec, &place, (read, write)),
                    None => {
                        self.reads(codec, &place, *index, read);
                        self.writes(codec, &place, write);
                    }
                }
                read.tests.extend(self.decode_tests(codec, &place));
                write.tests.extend(self.encode_tests(codec, &place, *index));
            }
            Role::Const { bytes, check } => {
                let (from, size) =
                    (format!("\"{}\"", escape_bytes(bytes)), format!("{}u", bytes.len()));
                if *check {
                    read.tests
                        .push(self.test(&constant_test(bytes, &here), &here.error("WRW_CONST")));
                }
                if bytes.len() <= 8 {
                    write.moves.extend(
                        bytes.iter().enumerate().map(|(i, byte)| {
                            format!("p[{}] = 0x{byte:02X}u;", item.at as usize + i)
                        }),
                    );
                } else {
                    write.moves.push(
                        self.fragment(
                            "copy",
                            &Copy { to: &here.pointer(), from: &from, size: &size },
                        ),
                    );
                }
            }
            Role::HiddenBits(bits, bytes) => {
                read.tests.extend(self.hidden_tests(bits, &here));
                write.moves.extend(
                    bytes
                        .iter()
                        .enumerate()
                        .map(|(i, byte)| format!("p[{}] = 0x{byte:02X}u;", item.at as usize + i)),
                );
            }
            Role::Pad | Role::Reserved => {
                let (pointer, size) = (here.pointer(), format!("{}u", item.size));
                if matches!(item.role, Role::Reserved) {
                    if item.size == 1 {
                        read.tests.push(
                            self.test(
                                &format!("p[{}] != 0u", item.at),
                                &here.error("WRW_RESERVED"),
                            ),
                        );
                    } else {
                        let error = format!("WRW_ERROR(WRW_RESERVED, {} + (uint32_t)r)", here.at());
                        read.tests.push(self.fragment(
                            "reserved",
                            &Reserved { from: &pointer, size: &size, error: &error },
                        ));
                    }
                }
                write.moves.push(if item.size == 1 {
                    format!("p[{}] = 0;", item.at)
                } else {
                    self.fragment("fill", &Fill { to: &pointer, size: &size })
                });
            }
        }
    }

    /// A member of a run: its first one moves all of them, and on other machines each moves itself.
    pub(super) fn run(
        &self,
        run: &CopyRun,
        index: usize,
        codec: &Codec,
        place: &Place,
        (read, write): (&mut Body, &mut Body),
    ) {
        let (mut own_read, mut own_write) = (Body::default(), Body::default());
        self.reads(codec, place, index, &mut own_read);
        self.writes(codec, place, &mut own_write);
        let others = (own_read.moves, own_write.moves);
        if index == run.first {
            let first = &self.names.inner(self.owner)[run.first];
            let last = &self.names.inner(self.owner)[run.last];
            let memory = self.run_pointer(codec, first, run.first == run.last);
            let stored = memory.replacen("(uint8_t *)", "(const uint8_t *)", 1);
            let size = if run.first == run.last {
                format!("sizeof m->{last}")
            } else {
                format!("{}u", run.size)
            };
            let to_wire =
                self.fragment("copy", &Copy { to: &place.pointer(), from: &stored, size: &size });
            let to_memory =
                self.fragment("copy", &Copy { to: &memory, from: &place.pointer(), size: &size });
            read.moves.push(
                self.fragment("either", &Either { little: vec![to_memory], other: others.0 }),
            );
            write
                .moves
                .push(self.fragment("either", &Either { little: vec![to_wire], other: others.1 }));
        } else {
            join_other(&mut read.moves, &others.0);
            join_other(&mut write.moves, &others.1);
        }
    }

    /// Where a run begins in memory: through the struct, so that no compiler takes it for the first member alone.
    pub(super) fn run_pointer(&self, codec: &Codec, first: &str, alone: bool) -> String {
        let array = matches!(codec, Codec::Array { .. } | Codec::Bytes(_));
        match (alone, array) {
            (true, true) => format!("m->{first}"),
            (true, false) => format!("&m->{first}"),
            (false, _) => {
                format!("(uint8_t *)m + offsetof({}, {first})", self.names.of_type(self.owner))
            }
        }
    }

    /// Statements that bring a member in, and cannot fail.
    pub(super) fn reads(&self, codec: &Codec, place: &Place, member: usize, body: &mut Body) {
        let to = place.value.as_str();
        match codec {
            Codec::Int(int) => {
                let raw = spell::get(int.scalar, int.order, &place.pointer());
                let (wire, mine) =
                    (HostInt::of_scalar(int.scalar), HostInt::of_codec(self.unit.model, int));
                if wire == mine || mine.holds(wire) {
                    body.moves.push(self.fragment("set", &Set { to, value: &raw }));
                } else {
                    // A number that may not fit is tested where it stands, then brought in.
                    body.tests.extend(self.wide_tests(int, &raw, place));
                    let value = format!("({}){raw}", self.int_type(int));
                    body.tests.push(self.fragment("set", &Set { to, value: &value }));
                }
            }
            Codec::Float(float) => {
                let value = spell::get(float.scalar, float.order, &place.pointer());
                body.moves.push(self.fragment("set", &Set { to, value: &value }));
            }
            Codec::Bool => body.moves.push(self.fragment(
                "set",
                &Set { to, value: &format!("*({})", place.pointer()).replace("*(p)", "*p") },
            )),
            Codec::Bytes(size) => {
                body.moves.push(self.fragment(
                    "copy",
                    &Copy { to, from: &place.pointer(), size: &format!("{size}u") },
                ));
            }
            Codec::Text(rules) => {
                let call = format!(
                    "wrw_text_get({to}, {}, {}u, {})",
                    place.pointer(),
                    rules.size,
                    spell::text_rules(rules)
                );
                body.tests
                    .push(self.fragment("call", &Call { call: &call, error: &place.error("r") }));
            }
            Codec::Record(id) => {
                let call = format!(
                    "{}_read_(&{to}, {}, {})",
                    self.names.of_type(*id),
                    place.pointer(),
                    place.at()
                );
                body.tests.push(self.fragment("nested", &Nested { call: &call }));
            }
            Codec::Bits(_) => {
                let call = format!(
                    "{}_read_(&{to}, {}, {})",
                    self.names.group(self.owner, member).0,
                    place.pointer(),
                    place.at()
                );
                body.tests.push(self.fragment("nested", &Nested { call: &call }));
            }
            Codec::Array { element, count, stride } => {
                let mut inner = Body::default();
                self.reads(element, &place.element(*stride), member, &mut inner);
                // What is tested while it is read is tested with its own element: one loop.
                let tests = if inner.tests.is_empty() { Vec::new() } else { inner.tests };
                self.push_loop(&mut body.moves, place.depth, *count, inner.moves);
                self.push_loop(&mut body.tests, place.depth, *count, tests);
            }
        }
    }

    /// Statements that write a member and cannot fail.
    pub(super) fn writes(&self, codec: &Codec, place: &Place, body: &mut Body) {
        let from = place.value.as_str();
        match codec {
            Codec::Int(int) => {
                let mine = HostInt::of_codec(self.unit.model, int);
                body.moves.push(spell::put(int.scalar, int.order, &place.pointer(), from, mine));
            }
            Codec::Float(float) => {
                let any = HostInt { bits: 32, signed: false };
                body.moves.push(spell::put(float.scalar, float.order, &place.pointer(), from, any));
            }
            Codec::Bool => body.moves.push(format!("wrw_put_u8({}, {from});", place.pointer())),
            Codec::Bytes(size) => {
                body.moves.push(self.fragment(
                    "copy",
                    &Copy { to: &place.pointer(), from, size: &format!("{size}u") },
                ));
            }
            Codec::Text(_) | Codec::Record(_) | Codec::Bits(_) => {}
            Codec::Array { element, count, stride } => {
                let mut inner = Body::default();
                self.writes(element, &place.element(*stride), &mut inner);
                self.push_loop(&mut body.moves, place.depth, *count, inner.moves);
            }
        }
    }

    /// Tests of a number that is wider on the wire than in memory.
    pub(super) fn wide_tests(&self, int: &IntCodec, raw: &str, place: &Place) -> Option<String> {
        let wire = HostInt::of_scalar(int.scalar);
        match int.range.decode() {
            Accept::All => None,
            accept @ Accept::Within { .. } => spell::refused(&accept, raw, wire)
                .map(|condition| self.test(&condition, &place.error("WRW_RANGE"))),
            accept @ (Accept::OneOf(_) | Accept::Mask(_)) => spell::refused(&accept, raw, wire)
                .map(|condition| self.test(&condition, &place.error("WRW_ENUM"))),
        }
    }

    /// Tests of a member that was brought in.
    pub(super) fn decode_tests(&self, codec: &Codec, place: &Place) -> Vec<String> {
        let value = place.value.as_str();
        match codec {
            Codec::Int(int) => {
                let (wire, mine) =
                    (HostInt::of_scalar(int.scalar), HostInt::of_codec(self.unit.model, int));
                if wire != mine && !mine.holds(wire) {
                    return Vec::new();
                }
                self.int_tests(int, &int.range.decode(), value, place)
            }
            Codec::Float(float) => {
                let condition = spell::float_refused(float, value);
                condition.map(|c| self.test(&c, &place.error("WRW_RANGE"))).into_iter().collect()
            }
            Codec::Bool => vec![self.test(&format!("{value} > 1u"), &place.error("WRW_BOOL"))],
            Codec::Text(_) | Codec::Bytes(_) | Codec::Record(_) | Codec::Bits(_) => Vec::new(),
            Codec::Array { element, count, stride } => {
                let mut tests = Vec::new();
                self.push_loop(
                    &mut tests,
                    place.depth,
                    *count,
                    self.decode_tests(element, &place.element(*stride)),
                );
                tests
            }
        }
    }

    pub(super) fn int_tests(
        &self,
        int: &IntCodec,
        accept: &Accept,
        value: &str,
        place: &Place,
    ) -> Vec<String> {
        let mine = HostInt::of_codec(self.unit.model, int);
        let code = match accept {
            Accept::All => return Vec::new(),
            Accept::Within { .. } => "WRW_RANGE",
            Accept::OneOf(_) | Accept::Mask(_) => "WRW_ENUM",
        };
        let Some(condition) = spell::refused(accept, value, mine) else { return Vec::new() };
        let condition = match int.absent {
            Some(absent) => {
                format!("{value} != {} && ({condition})", spell::int_literal(absent, mine))
            }
            None => condition,
        };
        vec![self.test(&condition, &place.error(code))]
    }

    /// Tests of a member before it is written.
    pub(super) fn encode_tests(&self, codec: &Codec, place: &Place, member: usize) -> Vec<String> {
        match codec {
            Codec::Int(int) => {
                let mine = HostInt::of_codec(self.unit.model, int);
                self.int_tests(int, &int.range.encode(mine.bounds()), &place.value, place)
            }
            Codec::Float(_) | Codec::Bool => self.decode_tests(codec, place),
            // Written by functions that test as they write: see `writes`.
            Codec::Text(_) | Codec::Bytes(_) | Codec::Record(_) | Codec::Bits(_) => {
                self.tested_write(codec, place, member)
            }
            Codec::Array { element, count, stride } => {
                let mut tests = Vec::new();
                self.push_loop(
                    &mut tests,
                    place.depth,
                    *count,
                    self.encode_tests(element, &place.element(*stride), member),
                );
                tests
            }
        }
    }

    /// Writes that can fail stand among the tests, so that the first failure is the first on the wire.
    pub(super) fn tested_write(&self, codec: &Codec, place: &Place, member: usize) -> Vec<String> {
        let from = place.value.as_str();
        match codec {
            Codec::Text(rules) => {
                let call = format!(
                    "wrw_text_put({}, {from}, {}u, {})",
                    place.pointer(),
                    rules.size,
                    spell::text_rules(rules)
                );
                vec![self.fragment("call", &Call { call: &call, error: &place.error("r") })]
            }
            Codec::Record(id) => {
                let call = format!(
                    "{}_write_(&{from}, {}, {})",
                    self.names.of_type(*id),
                    place.pointer(),
                    place.at()
                );
                vec![self.fragment("nested", &Nested { call: &call })]
            }
            Codec::Bits(_) => {
                let call = format!(
                    "{}_write_(&{from}, {}, {})",
                    self.names.group(self.owner, member).0,
                    place.pointer(),
                    place.at()
                );
                vec![self.fragment("nested", &Nested { call: &call })]
            }
            Codec::Int(_)
            | Codec::Float(_)
            | Codec::Bool
            | Codec::Bytes(_)
            | Codec::Array { .. } => Vec::new(),
        }
    }
}

/// True if the bytes are not the constant.
pub(super) fn constant_test(bytes: &[u8], place: &Place) -> String {
    if bytes.len() > 4 {
        return format!(
            "memcmp({}, \"{}\", {}u) != 0",
            place.pointer(),
            escape_bytes(bytes),
            bytes.len()
        );
    }
    let start: usize = place.offset.trim_end_matches('u').parse().unwrap_or(0);
    let tests =
        bytes.iter().enumerate().map(|(i, byte)| format!("p[{}] != 0x{byte:02X}u", start + i));
    tests.collect::<Vec<_>>().join(" || ")
}
