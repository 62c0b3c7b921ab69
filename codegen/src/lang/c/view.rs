//! Views of C: what the templates print, every name and number in its final spelling.
//!
//! In: a unit and names. Out: structs of text. No decision is left to a template.

use serde::Serialize;

use super::names::{self, Names};
use super::run::{CopyRun, copy_runs};
use super::spell;
use crate::lang::host::HostInt;
use crate::lang::template::Templates;
use crate::lang::{Unit, describe, text, version};
use crate::layout::{Accept, BitHost, BitsCodec, Codec, IntCodec, IntHost, Item, Role, SlotRole};
use crate::model::{
    About, ConstantValue, Field, NamedValue, PackageId, Record, Scalar, TypeId, TypeKind, Value,
    fresh,
};

/// `package.h.tera`
#[derive(Serialize)]
pub(super) struct HeaderView {
    header: Vec<String>,
    guard: String,
    file: String,
    version: u32,
    includes: Vec<String>,
    constants: Vec<ConstantView>,
    items: Vec<String>,
}

#[derive(Serialize)]
struct ConstantView {
    doc: String,
    name: String,
    value: String,
}

/// `record.h.tera`
#[derive(Default, Serialize)]
struct RecordView {
    doc: String,
    name: String,
    members: Vec<MemberView>,
    constants: Vec<ConstantView>,
    asserts: Vec<AssertView>,
    size: u32,
    init: Vec<String>,
    read: Vec<String>,
    write: Vec<String>,
    has_bytes: bool,
    too_short: String,
    too_small: String,
    unused_len: Vec<String>,
    unused_cap: Vec<String>,
    accessors: Vec<AccessorView>,
}

#[derive(Serialize)]
struct MemberView {
    doc: String,
    declaration: String,
}

#[derive(Serialize)]
struct AssertView {
    condition: String,
    name: String,
}

#[derive(Serialize)]
struct AccessorView {
    doc: String,
    signature: String,
    body: Vec<String>,
}

#[derive(Serialize)]
struct EnumView {
    doc: String,
    name: String,
    repr: String,
    values: Vec<ConstantView>,
}

/// Makes the view of a package.
pub(super) fn header(
    unit: Unit<'_>,
    names: &Names,
    templates: &Templates,
    id: PackageId,
) -> HeaderView {
    let package = &unit.model.packages[id.0];
    let mut header = unit.header(id);
    header.push(String::new());
    header.extend(package.doc.iter().flat_map(|doc| comment_lines(doc)));
    let mut items: Vec<String> = Vec::new();
    for type_id in dependency_order(unit, id) {
        let builder = Builder { unit, names, templates, owner: type_id };
        match &unit.model.get(type_id).kind {
            TypeKind::Enum(it) => {
                items.push(builder.values(&it.values, HostInt::of_scalar(it.scalar), false));
            }
            TypeKind::Flags(it) => {
                items.push(builder.values(&it.bits, HostInt::of_scalar(it.scalar), true));
            }
            TypeKind::Record(record) => builder.record(record, &mut items),
        }
    }
    let constants =
        package.constants.iter().zip(&names.constants[id.0]).map(|(constant, name)| ConstantView {
            doc: comment(&constant.about, "A constant.", None),
            name: name.clone(),
            value: match &constant.value {
                ConstantValue::Text(text) => string_literal(text),
                ConstantValue::Int(value) => constant_literal(*value),
            },
        });
    HeaderView {
        header: header.into_iter().map(|line| line.trim_end().to_owned()).collect(),
        guard: names::guard(unit.model, id),
        file: format!("{}.h", package.name.text),
        version: support_version(),
        includes: package
            .imports
            .iter()
            .map(|i| format!("{}.h", unit.model.packages[i.0].name.text))
            .collect(),
        constants: constants.collect(),
        items,
    }
}

/// `0.1.0` as `100`, `2.3.4` as `20304`.
fn support_version() -> u32 {
    version()
        .split('.')
        .filter_map(|part| part.parse::<u32>().ok())
        .fold(0, |all, part| all * 100 + part)
}

fn constant_literal(value: i128) -> String {
    let bits = if i32::try_from(value).is_ok() || u32::try_from(value).is_ok() { 32 } else { 64 };
    format!("({})", spell::int_literal(value, HostInt { bits, signed: value < 0 }))
}

/// Types in the order of the schema, but nested ones before those that hold them: C reads from the top.
fn dependency_order(unit: Unit<'_>, package: PackageId) -> Vec<TypeId> {
    fn visit(unit: Unit<'_>, id: TypeId, order: &mut Vec<TypeId>) {
        if order.contains(&id) {
            return;
        }
        if let TypeKind::Record(record) = &unit.model.get(id).kind {
            for (inner, _) in record.nested() {
                if unit.model.get(inner).package == unit.model.get(id).package {
                    visit(unit, inner, order);
                }
            }
        }
        order.push(id);
    }
    let types = &unit.model.packages[package.0].types;
    let is_record = |id: &&TypeId| matches!(unit.model.get(**id).kind, TypeKind::Record(_));
    let mut order: Vec<TypeId> = types.iter().filter(|id| !is_record(id)).copied().collect();
    for id in types.iter().filter(is_record) {
        visit(unit, *id, &mut order);
    }
    order
}

/// Lines of schema text that cannot end a comment or begin one.
fn comment_lines(doc: &str) -> Vec<String> {
    let safe = |line: String| {
        line.replace("*/", "*\u{2215}").replace("/*", "\u{2215}*").replace("??/", "? ?/")
    };
    text::lines(doc)
        .into_iter()
        .map(safe)
        .map(|line| {
            line.strip_suffix('\\')
                .map(|l| format!("{l}\\ "))
                .unwrap_or(line)
                .trim_end_matches('\\')
                .to_owned()
        })
        .collect()
}

/// A doc comment: what the schema says, then where it stands.
fn comment(about: &About, otherwise: &str, place: Option<String>) -> String {
    let mut lines = match &about.doc {
        Some(doc) => comment_lines(doc),
        None => vec![otherwise.to_owned()],
    };
    if let Some(place) = place {
        let mut place = comment_lines(&place).concat();
        place[..1].make_ascii_uppercase();
        lines.push(format!("{place}."));
    }
    if let Some(note) = &about.deprecated {
        lines.push(format!("Deprecated: {}", comment_lines(note).join(" ")));
    }
    if lines.len() == 1 {
        return format!("/** {} */", lines[0]);
    }
    format!("/** {}\n */", lines.join("\n *  "))
}

/// A string literal of C, in which every byte that is not plain is an octal escape.
pub(super) fn string_literal(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' | b'?' => {
                let _ = write!(out, "\\{}", char::from(byte));
            }
            0x20..=0x7e => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out.push('"');
    out
}

#[derive(Serialize)]
struct Set<'a> {
    to: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Test<'a> {
    condition: &'a str,
    error: &'a str,
}

#[derive(Serialize)]
struct Call<'a> {
    call: &'a str,
    error: &'a str,
}

#[derive(Serialize)]
struct Nested<'a> {
    call: &'a str,
}

#[derive(Serialize)]
struct Copy<'a> {
    to: &'a str,
    from: &'a str,
    size: &'a str,
}

#[derive(Serialize)]
struct Fill<'a> {
    to: &'a str,
    size: &'a str,
}

#[derive(Serialize)]
struct Reserved<'a> {
    from: &'a str,
    size: &'a str,
    error: &'a str,
}

#[derive(Serialize)]
struct Either {
    little: Vec<String>,
    other: Vec<String>,
}

#[derive(Serialize)]
struct Loop<'a> {
    index: &'a str,
    count: &'a str,
    lines: Vec<String>,
}

struct Builder<'a> {
    unit: Unit<'a>,
    names: &'a Names,
    templates: &'a Templates,
    owner: TypeId,
}

/// Where a value is: in memory, on the wire, and how far from the message's start.
#[derive(Clone)]
struct Place {
    value: String,
    offset: String,
    depth: usize,
}

impl Place {
    fn member(name: &str, at: u32) -> Self {
        Self { value: format!("m->{name}"), offset: format!("{at}u"), depth: 0 }
    }

    fn pointer(&self) -> String {
        if self.offset == "0u" { "p".to_owned() } else { format!("p + {}", self.offset) }
    }

    fn error(&self, code: &str) -> String {
        format!("WRW_ERROR({code}, {})", self.at())
    }

    fn at(&self) -> String {
        if self.offset == "0u" { "at".to_owned() } else { format!("at + {}", self.offset) }
    }

    fn element(&self, stride: u32) -> Self {
        let index = format!("i{}", self.depth);
        let step = if stride == 1 { index.clone() } else { format!("{index} * {stride}u") };
        let offset = if self.offset == "0u" { step } else { format!("{} + {step}", self.offset) };
        Self { value: format!("{}[{index}]", self.value), offset, depth: self.depth + 1 }
    }
}

/// Statements of a function: first what moves bytes, then what tests them, each in the order of the wire.
#[derive(Default)]
struct Body {
    moves: Vec<String>,
    tests: Vec<String>,
}

impl Builder<'_> {
    fn fragment(&self, component: &str, view: &impl Serialize) -> String {
        self.templates.fragment(component, view)
    }

    fn test(&self, condition: &str, error: &str) -> String {
        self.fragment("test", &Test { condition, error })
    }

    /// An enum or flags: a typedef and macros.
    fn values(&self, values: &[NamedValue], int: HostInt, bits: bool) -> String {
        let def = self.unit.model.get(self.owner);
        let name = self.names.of_type(self.owner);
        let what = if bits { "flags" } else { "enum" };
        let values = values.iter().zip(self.names.inner(self.owner)).map(|(value, spelt)| {
            let number = if bits { 1 << value.value } else { value.value };
            ConstantView {
                doc: comment(&value.about, &format!("`{}`", value.name.text), None),
                name: spelt.clone(),
                value: format!("(({name}){})", spell::int_literal(number, int)),
            }
        });
        let view = EnumView {
            doc: comment(&def.about, &format!("The {what} `{}`.", def.name.text), None),
            name: name.to_owned(),
            repr: spell::int_type(int),
            values: values.collect(),
        };
        self.templates.print("enum", &view)
    }

    fn record(&self, record: &Record, items: &mut Vec<String>) {
        let layout = self.unit.layout.record(self.owner);
        let def = self.unit.model.get(self.owner);
        let fields: Vec<&Field> = self.unit.model.members(record).collect();
        for item in layout.items() {
            if let Role::Member(index, codec) = &item.role
                && let Some(bits) = bits_codec(codec)
            {
                items.push(self.group(fields[*index], *index, bits));
            }
        }
        let name = self.names.of_type(self.owner);
        let what = if record.message.is_some() { "message" } else { "struct" };
        let size = layout.size.min();
        let mut view = RecordView {
            doc: comment(
                &def.about,
                &format!("The {what} `{}`.", def.name.text),
                Some(format!("{size} bytes")),
            ),
            name: name.to_owned(),
            size,
            constants: self.constants(record, size),
            has_bytes: true,
            too_short: guard(size, "len", "WRW_ERROR(WRW_SHORT, len)"),
            too_small: guard(size, "cap", &format!("WRW_ERROR(WRW_CAPACITY, {size}u)")),
            unused_len: unused(size, "len"),
            unused_cap: unused(size, "cap"),
            ..RecordView::default()
        };
        let (mut read, mut write) = (Body::default(), Body::default());
        let runs = copy_runs(self.unit.model, layout.items());
        for item in layout.items() {
            self.item(item, &runs, (&mut read, &mut write));
            if let Role::Member(index, codec) = &item.role {
                self.member(item, fields[*index], *index, codec, &mut view);
            }
        }
        if view.members.is_empty() {
            view.members.push(MemberView {
                doc: "/** C has no empty structs. */".to_owned(),
                declaration: "uint8_t unused_".to_owned(),
            });
        }
        view.asserts = runs.iter().filter_map(|run| self.assert(run)).collect();
        view.read = finish(read.moves.into_iter().chain(read.tests).collect());
        view.write = finish(write.tests.into_iter().chain(write.moves).collect());
        items.push(self.templates.print("record", &view));
    }

    fn constants(&self, record: &Record, size: u32) -> Vec<ConstantView> {
        let prefix = names::macro_prefix(self.names.of_type(self.owner));
        let mut constants = vec![constant(&prefix, "SIZE", format!("{size}u"), "bytes of a value")];
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                constants.push(constant(
                    &prefix,
                    "ID",
                    format!("{id}u"),
                    "tells the message apart in a union",
                ));
            }
            let fingerprint = format!("UINT64_C(0x{})", self.unit.layout.fingerprint(self.owner));
            constants.push(constant(
                &prefix,
                "FINGERPRINT",
                fingerprint,
                "tells its wire from every other",
            ));
        }
        constants
    }

    /// One `memcpy` moves a run only if the struct has no gap in it.
    fn assert(&self, run: &CopyRun) -> Option<AssertView> {
        let name = self.names.of_type(self.owner);
        let members = self.names.inner(self.owner);
        let (first, last) = (&members[run.first], &members[run.last]);
        (first != last).then(|| AssertView {
            condition: format!(
                "offsetof({name}, {last}) + sizeof((({name} *)0)->{last}) - offsetof({name}, {first}) == {}u",
                run.size
            ),
            name: format!("{name}_{first}_to_{last}"),
        })
    }

    fn member(
        &self,
        item: &Item,
        field: &Field,
        index: usize,
        codec: &Codec,
        view: &mut RecordView,
    ) {
        let spelt = &self.names.inner(self.owner)[index];
        let name = &view.name;
        let prefix = format!(
            "{}_{}",
            names::macro_prefix(name),
            crate::name::recase(&field.name.text, crate::name::Case::Shouty)
        );
        let place = describe::item(self.unit.model, item, &field.about);
        view.members.push(MemberView {
            doc: comment(&field.about, &format!("The field `{}`.", field.name.text), Some(place)),
            declaration: self.declaration(codec, spelt, index),
        });
        view.constants.push(constant(
            &prefix,
            "OFFSET",
            format!("{}u", item.at),
            &format!("where `{spelt}` begins"),
        ));
        match codec {
            Codec::Text(rules) => view.constants.push(constant(
                &prefix,
                "LEN",
                format!("{}u", rules.size),
                "bytes of text at most",
            )),
            Codec::Int(int) => {
                if let Some(absent) = int.absent {
                    let literal =
                        spell::int_literal(absent, HostInt::of_codec(self.unit.model, int));
                    view.constants.push(constant(
                        &prefix,
                        "NONE",
                        format!("({literal})"),
                        &format!("no value in `{spelt}`"),
                    ));
                }
            }
            Codec::Float(_)
            | Codec::Bool
            | Codec::Bytes(_)
            | Codec::Array { .. }
            | Codec::Record(_)
            | Codec::Bits(_) => {}
        }
        let init = self.init((codec, index), &format!("m->{spelt}"), field.default.as_ref(), 0);
        if !init.is_empty() {
            view.init.extend(init);
        }
        view.accessors.extend(peek(name, spelt, codec, item.at));
        if let Some((int, depth)) = scaled(codec, 0) {
            let host = HostInt::of_codec(self.unit.model, int);
            view.accessors.extend(scale_pair(
                name,
                spelt,
                int.scale.as_ref(),
                &int.range,
                (host, depth),
            ));
        }
    }

    /// `float v1`, `char name[21]`, `uint16_t matrix[2][3]`
    fn declaration(&self, codec: &Codec, name: &str, member: usize) -> String {
        match codec {
            Codec::Int(int) => format!("{} {name}", self.int_type(int)),
            Codec::Float(float) => format!("{} {name}", spell::float_type(float)),
            Codec::Bool => format!("uint8_t {name}"),
            Codec::Text(rules) => format!("char {name}[{}]", rules.size + 1),
            Codec::Bytes(size) => format!("uint8_t {name}[{size}]"),
            Codec::Array { element, count, .. } => {
                self.declaration(element, &format!("{name}[{count}]"), member)
            }
            Codec::Record(id) => format!("{} {name}", self.names.of_type(*id)),
            Codec::Bits(_) => format!("{} {name}", self.names.group(self.owner, member).0),
        }
    }

    fn int_type(&self, int: &IntCodec) -> String {
        match int.host {
            IntHost::Plain => spell::int_type(HostInt::of_scalar(int.scalar)),
            IntHost::Enum(id) | IntHost::Flags(id) => self.names.of_type(id).to_owned(),
        }
    }

    /// Statements that give a member what a fresh value holds, where that is not zero.
    fn init(
        &self,
        (codec, member): (&Codec, usize),
        value: &str,
        default: Option<&Value>,
        depth: usize,
    ) -> Vec<String> {
        let set = |to: &str, value: &str| vec![self.fragment("set", &Set { to, value })];
        match (codec, default) {
            (Codec::Int(int), default) => {
                let host = HostInt::of_codec(self.unit.model, int);
                let number = match (default, int.absent, int.host) {
                    (Some(Value::Int(n)), ..) => *n,
                    (_, Some(absent), _) => absent,
                    (None, None, IntHost::Enum(id)) if self.unit.model.enum_of(id).closed => {
                        self.unit.model.enum_of(id).values.first().map_or(0, |v| v.value)
                    }
                    _ => 0,
                };
                if number == 0 { Vec::new() } else { set(value, &spell::int_literal(number, host)) }
            }
            (Codec::Float(float), Some(Value::Float(n))) if n.is_finite() => {
                set(value, &spell::float_literal(*n, float.scalar))
            }
            (Codec::Float(float), default)
                if float.absent_nan || default.is_some_and(|d| *d != Value::Absent) =>
            {
                let bits = default
                    .and_then(|d| if let Value::Float(n) = d { Some(*n) } else { None })
                    .unwrap_or(f64::NAN);
                let value_text = if bits.is_nan() {
                    if float.scalar == Scalar::F32 {
                        "wrw_f32(0x7FC00000u)".to_owned()
                    } else {
                        "wrw_f64(UINT64_C(0x7FF8000000000000))".to_owned()
                    }
                } else {
                    spell::float_literal(bits, float.scalar)
                };
                set(value, &value_text)
            }
            (Codec::Bool, Some(Value::Bool(true))) => set(value, "1"),
            (Codec::Text(_), Some(Value::Text(text))) if !text.is_empty() => {
                let (from, size) = (string_literal(text), format!("{}u", text.len()));
                vec![self.fragment("copy", &Copy { to: value, from: &from, size: &size })]
            }
            (Codec::Bytes(_), Some(Value::Bytes(bytes))) => {
                let lines = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0);
                lines
                    .flat_map(|(i, byte)| set(&format!("{value}[{i}]"), &format!("{byte}u")))
                    .collect()
            }
            (Codec::Array { element, .. }, Some(Value::List(items))) => {
                let each = items.iter().enumerate();
                each.flat_map(|(i, item)| {
                    self.init((element, member), &format!("{value}[{i}]"), Some(item), depth)
                })
                .collect()
            }
            (Codec::Array { element, count, .. }, _) => {
                let index = format!("i{depth}");
                let body =
                    self.init((element, member), &format!("{value}[{index}]"), None, depth + 1);
                if body.is_empty() {
                    return body;
                }
                let count = format!("{count}u");
                vec![self.fragment("loop", &Loop { index: &index, count: &count, lines: body })]
            }
            (Codec::Record(id), Some(Value::Record(values))) => {
                let record = self.unit.layout.record(*id);
                let members = record.items().filter_map(|item| match &item.role {
                    Role::Member(index, codec) => Some((*index, codec)),
                    Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
                });
                let owner = Builder { owner: *id, ..*self };
                members
                    .flat_map(|(i, codec)| {
                        owner.init(
                            (codec, i),
                            &format!("{value}.{}", self.names.inner(*id)[i]),
                            Some(&values[i]),
                            depth,
                        )
                    })
                    .collect()
            }
            (Codec::Record(id), _) => vec![format!("{}_init(&{value});", self.names.of_type(*id))],
            (Codec::Bits(bits), default) => self.group_init((bits, member), value, default),
            _ => Vec::new(),
        }
    }

    /// The group's own function, and what a given value has instead.
    fn group_init(
        &self,
        (bits, member): (&BitsCodec, usize),
        value: &str,
        default: Option<&Value>,
    ) -> Vec<String> {
        let (name, members) = self.names.group(self.owner, member);
        let mut lines = vec![format!("{name}_init(&{value});")];
        let Some(Value::Record(values)) = default else { return lines };
        for slot in &bits.slots {
            let SlotRole::Member { index, host, signed, absent, .. } = &slot.role else { continue };
            let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
            let number = values[*index].number().or(*absent).unwrap_or(0);
            let to = format!("{value}.{}", members[*index]);
            lines.push(
                self.fragment("set", &Set { to: &to, value: &spell::int_literal(number, int) }),
            );
        }
        lines
    }

    /// What reads and writes an item.
    fn item(&self, item: &Item, runs: &[CopyRun], (read, write): (&mut Body, &mut Body)) {
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
    fn run(
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
    fn run_pointer(&self, codec: &Codec, first: &str, alone: bool) -> String {
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
    fn reads(&self, codec: &Codec, place: &Place, member: usize, body: &mut Body) {
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

    fn push_loop(&self, to: &mut Vec<String>, depth: usize, count: u32, body: Vec<String>) {
        if !body.is_empty() {
            let (index, count) = (format!("i{depth}"), format!("{count}u"));
            to.push(self.fragment("loop", &Loop { index: &index, count: &count, lines: body }));
        }
    }

    /// Tests of a number that is wider on the wire than in memory.
    fn wide_tests(&self, int: &IntCodec, raw: &str, place: &Place) -> Option<String> {
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
    fn decode_tests(&self, codec: &Codec, place: &Place) -> Vec<String> {
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

    fn int_tests(
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
    fn encode_tests(&self, codec: &Codec, place: &Place, member: usize) -> Vec<String> {
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
    fn tested_write(&self, codec: &Codec, place: &Place, member: usize) -> Vec<String> {
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

    /// Statements that write a member and cannot fail.
    fn writes(&self, codec: &Codec, place: &Place, body: &mut Body) {
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

    fn hidden_tests(&self, bits: &BitsCodec, place: &Place) -> Vec<String> {
        let wide = HostInt::of_scalar(bits.scalar).bits == 64;
        let raw = spell::get_raw(bits.scalar, bits.order, &place.pointer());
        let tests = bits.slots.iter().filter_map(|slot| {
            let (expected, code) = match &slot.role {
                SlotRole::Const { raw, check: true } => (*raw, "WRW_CONST"),
                SlotRole::Reserved => (0, "WRW_RESERVED"),
                SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => {
                    return None;
                }
            };
            let condition = format!(
                "{} != {}",
                slot_of(&raw, slot.shift, slot.mask, wide),
                spell::unsigned_literal(expected, wide)
            );
            Some(self.test(&condition, &place.error(code)))
        });
        tests.collect()
    }

    /// A bits group: a struct of its members, and its storage unit.
    #[allow(clippy::too_many_lines, reason = "one arm for each kind of slot")]
    fn group(&self, field: &Field, index: usize, bits: &BitsCodec) -> String {
        let (name, members) = self.names.group(self.owner, index);
        let wide = HostInt::of_scalar(bits.scalar).bits == 64;
        let unit_type = spell::int_type(if wide {
            HostInt { bits: 64, signed: false }
        } else {
            HostInt { bits: 32, signed: false }
        });
        let place = Place { value: String::new(), offset: "0u".to_owned(), depth: 0 };
        let fields: Vec<_> =
            names::bits_of(&field.ty).into_iter().flat_map(crate::model::Bits::members).collect();
        let about = About { unit: None, ..field.about.clone() };
        let note = format!("{} bits, {}", bits.scalar.bits(), bits.order.text());
        let mut view = RecordView {
            doc: comment(&about, &format!("The bits of `{}`.", field.name.text), Some(note)),
            name: name.clone(),
            size: bits.scalar.bytes(),
            ..RecordView::default()
        };
        let raw = spell::get_raw(bits.scalar, bits.order, "p");
        let mut read = vec![format!("const {unit_type} unit = {raw};")];
        let mut tests = Vec::new();
        let mut parts = Vec::new();
        for slot in &bits.slots {
            let found = slot_of("unit", slot.shift, slot.mask, wide);
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => {
                    read.push(self.test(&format!("{found} != 0u"), &place.error("WRW_RESERVED")));
                }
                SlotRole::Const { raw, check } => {
                    if *check {
                        let condition =
                            format!("{found} != {}", spell::unsigned_literal(*raw, wide));
                        read.push(self.test(&condition, &place.error("WRW_CONST")));
                    }
                    parts.push(spell::unsigned_literal(raw << slot.shift, wide));
                }
                SlotRole::Member { index, host, signed, range, absent, scale } => {
                    let (member, declared) = (&members[*index], fields[*index]);
                    let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
                    let ty = match host {
                        BitHost::Plain | BitHost::Bool => spell::int_type(int),
                        BitHost::Enum(id) => self.names.of_type(*id).to_owned(),
                    };
                    let doc = comment(
                        &declared.about,
                        &format!("The field `{}`.", slot.name),
                        Some(describe::slot(slot, &declared.about)),
                    );
                    view.members.push(MemberView { doc, declaration: format!("{ty} {member}") });
                    let value = format!("m->{member}");
                    // A field that is wider than its type is tested before it is brought in.
                    let wide_slot = HostInt::holding(slot.width, *signed);
                    let fits = int.holds(wide_slot);
                    let brought = if *signed {
                        spell::signed(&cast_unit(&found, slot.width, wide), slot.width, int)
                    } else {
                        format!("({ty}){found}")
                    };
                    let set = self.fragment("set", &Set { to: &value, value: &brought });
                    let test = |accept: &Accept, value: &str, int: HostInt| {
                        let code = if matches!(accept, Accept::Within { .. }) {
                            "WRW_RANGE"
                        } else {
                            "WRW_ENUM"
                        };
                        spell::refused(accept, value, int).map(|condition| {
                            let condition = match absent {
                                Some(absent) => format!(
                                    "{value} != {} && ({condition})",
                                    spell::int_literal(*absent, int)
                                ),
                                None => condition,
                            };
                            self.test(&condition, &place.error(code))
                        })
                    };
                    let accept = if *host == BitHost::Bool { Accept::All } else { range.decode() };
                    if fits {
                        read.push(set);
                        read.extend(test(&accept, &value, int));
                    } else {
                        let unit = HostInt { bits: if wide { 64 } else { 32 }, signed: false };
                        read.extend(test(&accept, &found, unit));
                        read.push(set);
                    }
                    let bounds = if *host == BitHost::Bool {
                        Some((format!("{value} > 1u"), "WRW_BOOL"))
                    } else {
                        None
                    };
                    match bounds {
                        Some((condition, code)) => {
                            tests.push(self.test(&condition, &place.error(code)));
                        }
                        None => tests.extend(test(&range.encode(int.bounds()), &value, int)),
                    }
                    parts.push(part(&value, slot, wide, *signed));
                    let fresh = fresh::of_bit_field(self.unit.model, declared);
                    let fresh = fresh.number().or(*absent).unwrap_or(0);
                    if fresh != 0 {
                        view.init.push(self.fragment(
                            "set",
                            &Set { to: &value, value: &spell::int_literal(fresh, int) },
                        ));
                    }
                    if let Some(absent) = absent {
                        let prefix = format!(
                            "{}_{}",
                            names::macro_prefix(name),
                            crate::name::recase(&slot.name, crate::name::Case::Shouty)
                        );
                        let literal = format!("({})", spell::int_literal(*absent, int));
                        view.constants.push(constant(
                            &prefix,
                            "NONE",
                            literal,
                            &format!("no value in `{member}`"),
                        ));
                    }
                    view.accessors.extend(scale_pair(
                        name,
                        member,
                        scale.as_ref(),
                        range,
                        (int, 0),
                    ));
                }
            }
        }
        let unit = if parts.is_empty() { "0u".to_owned() } else { parts.join(" | ") };
        let put = put_unit(bits, &unit, wide);
        view.read = finish(read);
        view.write = finish(tests.into_iter().chain([put]).collect());
        self.templates.print("record", &view)
    }
}

fn put_unit(bits: &BitsCodec, unit: &str, wide: bool) -> String {
    let int = HostInt { bits: if wide { 64 } else { 32 }, signed: false };
    spell::put(bits.scalar, bits.order, "p", &format!("({unit})"), int)
}

/// `(unit >> 3) & 7u`
fn slot_of(unit: &str, shift: u32, mask: u64, wide: bool) -> String {
    let mask = spell::unsigned_literal(mask, wide);
    if shift == 0 {
        format!("({unit} & {mask})")
    } else {
        format!("(({unit} >> {shift}) & {mask})")
    }
}

fn cast_unit(found: &str, width: u32, wide: bool) -> String {
    if !wide {
        return found.to_owned();
    }
    if width > 32 { found.to_owned() } else { format!("(uint32_t){found}") }
}

/// A member's bits at their place in the unit.
fn part(value: &str, slot: &crate::layout::BitSlot, wide: bool, signed: bool) -> String {
    let ty = if wide { "uint64_t" } else { "uint32_t" };
    let bits = if signed {
        format!("(({ty}){value} & {})", spell::unsigned_literal(slot.mask, wide))
    } else {
        format!("({ty}){value}")
    };
    if slot.shift == 0 { bits } else { format!("({bits} << {})", slot.shift) }
}

/// A length that is tested first; nothing is shorter than nothing.
fn guard(size: u32, length: &str, error: &str) -> String {
    if size == 0 { String::new() } else { format!("{length} < {size}u ? {error} : ") }
}

/// What is said of a length that is not tested.
fn unused(size: u32, length: &str) -> Vec<String> {
    if size == 0 { vec![format!("(void){length};")] } else { Vec::new() }
}

/// Locals in front, and parameters that nothing uses.
fn finish(lines: Vec<String>) -> Vec<String> {
    let used = |word: &str| lines.iter().any(|line| has_word(line, word));
    let mut all = Vec::new();
    if used("r") {
        all.push("int32_t r;".to_owned());
    }
    all.extend(
        ["m", "p", "at"].iter().filter(|word| !used(word)).map(|word| format!("(void){word};")),
    );
    // A declaration with a value comes with the declarations.
    let (declarations, statements): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.starts_with("const "));
    all.splice(0..0, declarations);
    all.extend(statements);
    all
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(i, _)| !line[..i].ends_with(is_part) && !line[i + word.len()..].starts_with(is_part))
}

/// Adds to the branch of other machines of the last `#if`.
fn join_other(moves: &mut [String], lines: &[String]) {
    if let Some(last) = moves.iter_mut().rev().find(|m| m.ends_with("#endif")) {
        let body = last.trim_end_matches("#endif").to_owned();
        *last = format!("{body}{}\n#endif", lines.join("\n"));
    }
}

fn constant(prefix: &str, suffix: &str, value: String, doc: &str) -> ConstantView {
    ConstantView { doc: doc.to_owned(), name: format!("{prefix}_{suffix}"), value }
}

fn escape_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:03o}")).collect()
}

/// True if the bytes are not the constant.
fn constant_test(bytes: &[u8], place: &Place) -> String {
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

fn bits_codec(codec: &Codec) -> Option<&BitsCodec> {
    match codec {
        Codec::Bits(bits) => Some(bits),
        Codec::Array { element, .. } => bits_codec(element),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_) => None,
    }
}

/// The scaled integer that a member is or has as its elements, and how many indices lead there.
fn scaled(codec: &Codec, depth: usize) -> Option<(&IntCodec, usize)> {
    match codec {
        Codec::Int(int) if int.scale.is_some() => Some((int, depth)),
        Codec::Array { element, .. } => scaled(element, depth + 1),
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// Reads one number of an encoded message.
fn peek(name: &str, member: &str, codec: &Codec, at: u32) -> Option<AccessorView> {
    let from = if at == 0 { "buf".to_owned() } else { format!("buf + {at}u") };
    let (ty, value) = match codec {
        Codec::Int(int) => (
            spell::int_type(HostInt::of_scalar(int.scalar)),
            spell::get(int.scalar, int.order, &from),
        ),
        Codec::Float(float) => {
            (spell::float_type(float).to_owned(), spell::get(float.scalar, float.order, &from))
        }
        Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => return None,
    };
    Some(AccessorView {
        doc: format!("`{member}` of an encoded value, untested; the buffer holds all of it."),
        signature: format!("{ty} {name}_peek_{member}(const uint8_t *buf)"),
        body: vec![format!("return {value};")],
    })
}

/// Getter and setter of a physical value.
fn scale_pair(
    name: &str,
    member: &str,
    scale: Option<&crate::model::Scale>,
    range: &crate::layout::IntRange,
    (int, depth): (HostInt, usize),
) -> Vec<AccessorView> {
    let Some(scale) = scale else { return Vec::new() };
    let parameters: String = (0..depth).map(|d| format!(", size_t i{d}")).collect();
    let indices: String = (0..depth).map(|d| format!("[i{d}]")).collect();
    let raw = format!("m->{member}{indices}");
    let wide = HostInt { bits: 64, signed: true };
    let (low, high) =
        (spell::int_literal(range.wire.0, wide), spell::int_literal(range.wire.1, wide));
    vec![
        AccessorView {
            doc: format!("The physical value of `{member}`."),
            signature: format!("double {name}_{member}_physical(const {name} *m{parameters})"),
            body: vec![format!("return {};", spell::physical(scale, &raw))],
        },
        AccessorView {
            doc: format!(
                "Sets `{member}` to the raw value nearest to a physical one: 0, or an error for a NaN and for what does not fit."
            ),
            signature: format!(
                "int32_t {name}_set_{member}_physical({name} *m{parameters}, double value)"
            ),
            body: vec![
                "int64_t raw;".to_owned(),
                format!(
                    "if (wrw_round({}, {low}, {high}, &raw) != 0) return WRW_ERROR(WRW_RANGE, 0u);",
                    spell::raw_of_physical(scale)
                ),
                format!("{raw} = ({})raw;", spell::int_type(int)),
                "return 0;".to_owned(),
            ],
        },
    ]
}

/// The records of all packages, nested ones before those that hold them.
pub(super) fn dependency_order_of_all(unit: Unit<'_>) -> Vec<TypeId> {
    let packages = (0..unit.model.packages.len()).map(PackageId);
    let all = packages.flat_map(|package| dependency_order(unit, package));
    all.filter(|id| matches!(unit.model.get(*id).kind, TypeKind::Record(_))).collect()
}
