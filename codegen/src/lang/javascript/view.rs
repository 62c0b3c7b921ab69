//! Views of JavaScript: what the templates print, every name and number in its final spelling.
//!
//! In: a unit and names. Out: structs of text. No decision is left to a template.

use serde::Serialize;

use super::names::{Names, shouty};
use super::spell::{self, Place, Speller, string};
use crate::lang::{Unit, describe, text};
use crate::layout::{Accept, BitHost, BitsCodec, Codec, IntHost, IntRange, Item, Role, SlotRole};
use crate::model::{
    About, Bits, ConstantValue, Field, NamedValue, PackageId, Record, Scale, Type, TypeId,
    TypeKind, Value, fresh,
};

/// A whole module, for both templates.
#[derive(Serialize)]
pub(super) struct ModuleView {
    header: Vec<String>,
    doc: Vec<String>,
    version: String,
    imports: Vec<ImportView>,
    constants: Vec<ConstantView>,
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
}

#[derive(Serialize)]
struct ImportView {
    names: String,
    types: String,
    from: String,
}

#[derive(Serialize)]
struct ConstantView {
    doc: Vec<String>,
    name: String,
    value: String,
    ty: String,
}

#[derive(Serialize)]
struct EnumView {
    doc: Vec<String>,
    name: String,
    ty: String,
    values: Vec<ConstantView>,
    tests: Vec<TestView>,
}

#[derive(Serialize)]
struct TestView {
    name: String,
    condition: String,
    ty: String,
}

#[derive(Default, Serialize)]
struct RecordView {
    doc: Vec<String>,
    name: String,
    shouty: String,
    size: u32,
    has_bytes: bool,
    constants: Vec<ConstantView>,
    members: Vec<MemberView>,
    before: Vec<String>,
    reads: Vec<String>,
    writes: Vec<String>,
    accessors: Vec<AccessorView>,
}

#[derive(Serialize)]
struct MemberView {
    doc: Vec<String>,
    name: String,
    ty: String,
    optional: String,
    initial: String,
    schema_name: String,
    json: String,
}

#[derive(Serialize)]
struct AccessorView {
    doc: String,
    parameters: Vec<String>,
    result: String,
    signature: String,
    declaration: String,
    body: String,
}

/// Makes the view of a package.
pub(super) fn module(unit: Unit<'_>, names: &Names, id: PackageId) -> ModuleView {
    let package = &unit.model.packages[id.0];
    let constants = package.constants.iter().zip(&names.constants[id.0]).map(|(constant, name)| {
        let (value, ty) = match &constant.value {
            ConstantValue::Text(text) => (string(text), "string"),
            ConstantValue::Int(n) if n.abs() > 1 << 53 => (spell::int_literal(*n, true), "bigint"),
            ConstantValue::Int(n) => (spell::int_literal(*n, false), "number"),
        };
        ConstantView {
            doc: docs(&constant.about, "A constant.", None),
            name: name.clone(),
            value,
            ty: ty.to_owned(),
        }
    });
    let mut module = ModuleView {
        header: unit.header(id),
        doc: package.doc.iter().flat_map(|doc| lines(doc)).collect(),
        version: crate::lang::version().to_owned(),
        imports: Vec::new(),
        constants: constants.collect(),
        enums: Vec::new(),
        records: Vec::new(),
    };
    for type_id in &package.types {
        let builder = Builder { speller: Speller { unit, names, owner: *type_id } };
        match &unit.model.get(*type_id).kind {
            TypeKind::Enum(it) => {
                module.enums.push(builder.values(&it.values, it.scalar.bits(), false, it.closed))
            }
            TypeKind::Flags(it) => {
                module.enums.push(builder.values(&it.bits, it.scalar.bits(), true, it.closed))
            }
            TypeKind::Record(record) => builder.record(record, &mut module.records),
        }
    }
    module.imports = imports(unit, names, id, &module);
    module
}

/// Only what the module names is imported, so that what a bundler sees is what is used.
fn imports(unit: Unit<'_>, names: &Names, id: PackageId, module: &ModuleView) -> Vec<ImportView> {
    const SUPPORT: &[&str] = &[
        "bool",
        "boolOf",
        "big",
        "constant",
        "constantBits",
        "each",
        "except",
        "fill",
        "float",
        "getBigInt",
        "getBigUint",
        "getBytes",
        "getInt",
        "getText",
        "getTextAny",
        "getTextSpace",
        "getUint",
        "inside",
        "int",
        "named",
        "plain",
        "putBytes",
        "putConstant",
        "putInside",
        "putText",
        "range",
        "reserved",
        "reservedBits",
        "round",
        "setBigInt",
        "setInt",
        "zero",
    ];
    let bodies: Vec<&String> = module
        .records
        .iter()
        .flat_map(|r| {
            let accessors = r.accessors.iter().map(|a| &a.body);
            let json = r.members.iter().map(|m| &m.json);
            r.before.iter().chain(&r.reads).chain(&r.writes).chain(accessors).chain(json)
        })
        .collect();
    let calls = |name: &str| bodies.iter().any(|line| names_it(line, name));
    let mut used: Vec<&str> = SUPPORT.iter().copied().filter(|name| calls(name)).collect();
    if module.records.iter().any(|r| r.has_bytes) {
        used.extend(["end", "room", "view as viewOf"]);
    }
    if !module.records.is_empty() {
        used.push("members");
    }
    used.sort_unstable();
    let mut imports = vec![ImportView {
        names: used.join(", "),
        types: String::new(),
        from: "./wirewright.js".to_owned(),
    }];
    for imported in &unit.model.packages[id.0].imports {
        let package = &unit.model.packages[imported.0];
        let (mut values, mut types) = (Vec::new(), Vec::new());
        for type_id in &package.types {
            let name = names.of_type(*type_id);
            for candidate in [
                name.to_owned(),
                format!("read{name}"),
                format!("write{name}"),
                format!("is{name}"),
            ] {
                let initial = module
                    .records
                    .iter()
                    .flat_map(|r| &r.members)
                    .any(|m| names_it(&m.initial, &candidate));
                if calls(&candidate) || initial {
                    values.push(candidate);
                }
            }
            if module.records.iter().flat_map(|r| &r.members).any(|m| names_it(&m.ty, name)) {
                types.push(name.to_owned());
            }
        }
        imports.push(ImportView {
            names: values.join(", "),
            types: types.join(", "),
            from: format!("./{}.js", package.name.text),
        });
    }
    imports.retain(|import| !import.names.is_empty() || !import.types.is_empty());
    imports
}

fn names_it(line: &str, name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    line.match_indices(name).any(|(i, _)| {
        let before = &line[..i];
        !before.ends_with(part)
            && !before.ends_with('.')
            && !line[i + name.len()..].starts_with(part)
    })
}

/// Lines of schema text that cannot end a comment, nor be read as a tag of it.
fn lines(doc: &str) -> Vec<String> {
    text::lines(doc)
        .into_iter()
        .map(|line| {
            line.replace("*/", "*\u{2215}").replace('@', "\u{ff20}").replace("</", "<\u{2215}")
        })
        .collect()
}

fn docs(about: &About, otherwise: &str, place: Option<String>) -> Vec<String> {
    let mut out = match &about.doc {
        Some(doc) => lines(doc),
        None => vec![otherwise.to_owned()],
    };
    if let Some(place) = place {
        let mut place = lines(&place).concat();
        place[..1].make_ascii_uppercase();
        out.push(format!("{place}."));
    }
    if let Some(note) = &about.deprecated {
        out.push(format!("@deprecated {}", lines(note).join(" ")));
    }
    out
}

fn constant(name: String, value: String, ty: &str, doc: &str) -> ConstantView {
    ConstantView { doc: vec![doc.to_owned()], name, value, ty: ty.to_owned() }
}

struct Builder<'a> {
    speller: Speller<'a>,
}

impl Builder<'_> {
    /// An enum or flags: an object of numbers.
    fn values(&self, values: &[NamedValue], bits: u32, flags: bool, closed: bool) -> EnumView {
        let Speller { unit, names, owner } = self.speller;
        let def = unit.model.get(owner);
        let big = spell::is_big(bits);
        let name = names.of_type(owner);
        let ty = if big { "bigint" } else { "number" };
        let entries = values.iter().zip(names.inner(owner)).map(|(value, spelt)| {
            let number = if flags { 1 << value.value } else { value.value };
            ConstantView {
                doc: docs(&value.about, &format!("`{}`", value.name.text), None),
                name: spelt.clone(),
                value: spell::int_literal(number, big),
                ty: ty.to_owned(),
            }
        });
        let what = if flags { "flags" } else { "enum" };
        EnumView {
            doc: docs(&def.about, &format!("The {what} `{}`.", def.name.text), None),
            name: name.to_owned(),
            ty: ty.to_owned(),
            values: entries.collect(),
            tests: if closed { vec![self.test(name, big, ty)] } else { Vec::new() },
        }
    }

    /// Whether a number has a name.
    fn test(&self, name: &str, big: bool, ty: &str) -> TestView {
        let Speller { unit, owner, .. } = self.speller;
        let condition = match IntRangeOf(unit, owner).closed() {
            Some(Accept::OneOf(ranges)) => {
                let tests = ranges.iter().map(|(low, high)| {
                    let (from, to) =
                        (spell::int_literal(*low, big), spell::int_literal(*high, big));
                    if low == high {
                        format!("value === {from}")
                    } else {
                        format!("(value >= {from} && value <= {to})")
                    }
                });
                tests.collect::<Vec<_>>().join(" || ")
            }
            Some(Accept::Mask(mask)) => {
                let bits = unit.model.flags_of(owner).scalar.bits();
                if bits <= 32 {
                    // Beyond 32 bits, bit operators would drop what they should find.
                    let unknown = !mask & ((1 << bits) - 1);
                    format!(
                        "value >= 0 && value <= {} && (value & {unknown}) === 0",
                        (1_i128 << bits) - 1
                    )
                } else {
                    format!("(BigInt(value) & ~{mask}n) === 0n")
                }
            }
            Some(Accept::All | Accept::Within { .. }) | None => "true".to_owned(),
        };
        TestView { name: format!("is{name}"), condition, ty: ty.to_owned() }
    }

    fn record(&self, record: &Record, records: &mut Vec<RecordView>) {
        let Speller { unit, names, owner } = self.speller;
        let layout = unit.layout.record(owner);
        let def = unit.model.get(owner);
        let fields: Vec<&Field> = unit.model.members(record).collect();
        for item in layout.items() {
            if let Role::Member(index, codec) = &item.role
                && let (Some(bits), Some(group)) = (bits_codec(codec), bits_of(&fields[*index].ty))
            {
                records.push(self.group(fields[*index], *index, bits, group));
            }
        }
        let name = names.of_type(owner).to_owned();
        let what = if record.message.is_some() { "message" } else { "struct" };
        let size = layout.size.min();
        let mut view = RecordView {
            doc: docs(
                &def.about,
                &format!("The {what} `{}`.", def.name.text),
                Some(format!("{size} bytes")),
            ),
            shouty: shouty(&name),
            size,
            has_bytes: true,
            constants: self.constants(record, size, &name),
            name,
            ..RecordView::default()
        };
        for item in layout.items() {
            self.item(item, &fields, &mut view);
        }
        records.push(view);
    }

    fn constants(&self, record: &Record, size: u32, name: &str) -> Vec<ConstantView> {
        let prefix = shouty(name);
        let mut constants = vec![constant(
            format!("{prefix}_SIZE"),
            size.to_string(),
            "number",
            "How many bytes a value takes.",
        )];
        if let Some(message) = &record.message {
            if let Some(id) = message.id {
                constants.push(constant(
                    format!("{prefix}_ID"),
                    id.to_string(),
                    "number",
                    "The number that tells the message apart in a union.",
                ));
            }
            let fingerprint =
                format!("0x{}n", self.speller.unit.layout.fingerprint(self.speller.owner));
            let doc =
                "Equal in two programs exactly when the message's bytes mean the same in both.";
            constants.push(constant(format!("{prefix}_FINGERPRINT"), fingerprint, "bigint", doc));
        }
        constants
    }

    fn item(&self, item: &Item, fields: &[&Field], view: &mut RecordView) {
        let Speller { unit, names, owner } = self.speller;
        let place = Place::new(item.at, &item.path);
        match &item.role {
            Role::Member(index, codec) => {
                let (field, name) = (fields[*index], &names.inner(owner)[*index]);
                let (ty, absent) = (self.type_of(codec, *index), can_be_absent(codec));
                view.members.push(MemberView {
                    doc: docs(
                        &field.about,
                        &format!("The field `{}`.", field.name.text),
                        Some(describe::item(unit.model, item, &field.about)),
                    ),
                    initial: self.initial(
                        codec,
                        &fresh::of_field(unit.model, field),
                        *index,
                        field.default.is_some(),
                    ),
                    optional: if absent { "?".to_owned() } else { String::new() },
                    ty: if absent { format!("{ty} | undefined") } else { ty },
                    name: name.clone(),
                    schema_name: string(&field.name.text),
                    json: format!("plain(this.{name})"),
                });
                view.reads
                    .push(format!("value.{name} = {};", self.speller.read(codec, &place, *index)));
                view.writes.push(self.speller.write(
                    codec,
                    &place,
                    &format!("value.{name}"),
                    *index,
                ));
                if let Some((scale, range, depth)) = scaled(codec, 0) {
                    view.accessors.extend(accessors(
                        name,
                        &field.name.text,
                        scale,
                        range,
                        (depth, absent_element(codec)),
                    ));
                }
            }
            Role::Const { bytes, check } => {
                let list = byte_list(bytes);
                if *check {
                    view.reads
                        .push(format!("constant(view, {}, {list}, {});", place.at, place.field));
                }
                view.writes.push(format!("putConstant(view, {}, {list});", place.at));
            }
            Role::HiddenBits(bits, bytes) => {
                view.reads.extend(hidden_tests(bits, &place, &item.path));
                view.writes.push(format!("putConstant(view, {}, {});", place.at, byte_list(bytes)));
            }
            Role::Reserved => {
                view.reads
                    .push(format!("reserved(view, {}, {}, {});", place.at, item.size, place.field));
                view.writes.push(format!("zero(view, {}, {});", place.at, item.size));
            }
            Role::Pad => view.writes.push(format!("zero(view, {}, {});", place.at, item.size)),
        }
    }

    /// The type of a member in TypeScript.
    fn type_of(&self, codec: &Codec, member: usize) -> String {
        let Speller { unit, names, owner } = self.speller;
        match codec {
            Codec::Int(int) => {
                let bits = match int.host {
                    IntHost::Plain => int.scalar.bits(),
                    IntHost::Enum(id) => unit.model.enum_of(id).scalar.bits(),
                    IntHost::Flags(id) => unit.model.flags_of(id).scalar.bits(),
                };
                if spell::is_big(bits) { "bigint" } else { "number" }.to_owned()
            }
            Codec::Float(_) => "number".to_owned(),
            Codec::Bool => "boolean".to_owned(),
            Codec::Text(_) => "string".to_owned(),
            Codec::Bytes(_) => "Uint8Array".to_owned(),
            Codec::Array { element, .. } => match spell::typed_array(element) {
                Some(array) => array.to_owned(),
                None if can_be_absent(element) => {
                    format!("({} | undefined)[]", self.type_of(element, member))
                }
                None => format!("{}[]", self.type_of(element, member)),
            },
            Codec::Record(id) => names.of_type(*id).to_owned(),
            Codec::Bits(_) => names.group(owner, member).0.clone(),
        }
    }

    /// What a member of a fresh value holds.
    fn initial(&self, codec: &Codec, value: &Value, member: usize, given: bool) -> String {
        let Speller { names, owner, .. } = self.speller;
        match (codec, value) {
            (_, Value::Absent) => "undefined".to_owned(),
            (Codec::Int(_), Value::Int(n)) => {
                spell::int_literal(*n, self.type_of(codec, member) == "bigint")
            }
            (Codec::Float(_), Value::Float(n)) => spell::float_literal(*n),
            (Codec::Bool, Value::Bool(truth)) => truth.to_string(),
            (Codec::Text(_), Value::Text(it)) => string(it),
            (Codec::Bytes(size), Value::Bytes(bytes)) => {
                if bytes.iter().all(|b| *b == 0) {
                    format!("new Uint8Array({size})")
                } else {
                    format!("Uint8Array.of({})", byte_list(bytes).trim_matches(['[', ']']))
                }
            }
            (Codec::Array { element, count, .. }, Value::List(items)) => {
                let typed = spell::typed_array(element);
                if !given {
                    if let Some(array) = typed {
                        return format!("new {array}({count})");
                    }
                    let each = items.first().map_or_else(
                        || "undefined".to_owned(),
                        |item| self.initial(element, item, member, false),
                    );
                    return format!("Array.from({{ length: {count} }}, () => {each})");
                }
                let list: Vec<_> =
                    items.iter().map(|item| self.initial(element, item, member, true)).collect();
                match typed {
                    Some(array) => format!("{array}.of({})", list.join(", ")),
                    None => format!("[{}]", list.join(", ")),
                }
            }
            (Codec::Record(id), Value::Record(values)) if given => {
                let inner = Builder { speller: Speller { owner: *id, ..self.speller } };
                let record = self.speller.unit.layout.record(*id);
                let fields = record.items().filter_map(|item| match &item.role {
                    Role::Member(i, codec) => Some(format!(
                        "{}: {}",
                        names.inner(*id)[*i],
                        inner.initial(codec, &values[*i], *i, true)
                    )),
                    Role::Const { .. } | Role::HiddenBits(..) | Role::Pad | Role::Reserved => None,
                });
                format!(
                    "new {}({{ {} }})",
                    names.of_type(*id),
                    fields.collect::<Vec<_>>().join(", ")
                )
            }
            (Codec::Record(id), _) => format!("new {}()", names.of_type(*id)),
            (Codec::Bits(_), _) => format!("new {}()", names.group(owner, member).0),
            _ => "undefined".to_owned(),
        }
    }

    fn group(&self, field: &Field, index: usize, bits: &BitsCodec, group: &Bits) -> RecordView {
        let Speller { unit, names, owner } = self.speller;
        let (name, members) = names.group(owner, index);
        let fields: Vec<_> = group.members().collect();
        let place = Place::new(0, "");
        let about = About { unit: None, ..field.about.clone() };
        let note = format!("{} bits, {}", bits.scalar.bits(), bits.order.text());
        let mut view = RecordView {
            doc: docs(&about, &format!("The bits of `{}`.", field.name.text), Some(note)),
            name: name.clone(),
            shouty: shouty(name),
            size: bits.scalar.bytes(),
            before: vec![format!("const unit = {};", spell::get_unit(bits, "at"))],
            ..RecordView::default()
        };
        let unit_big = spell::unit_is_big(bits);
        let mut parts = Vec::new();
        for slot in &bits.slots {
            let raw = spell::slot_value(slot, unit_big, false, unit_big);
            match &slot.role {
                SlotRole::Pad => {}
                SlotRole::Reserved => view.reads.push(format!("reservedBits({raw}, at, \"\");")),
                SlotRole::Const { raw: expected, check } => {
                    let literal = spell::int_literal(i128::from(*expected), unit_big);
                    if *check {
                        view.reads.push(format!(
                            "constantBits({raw}, {literal}, at, {});",
                            string(&slot.name)
                        ));
                    }
                    let shifted = if unit_big {
                        format!("{}n", expected << slot.shift)
                    } else {
                        (expected << slot.shift).to_string()
                    };
                    parts.push(shifted);
                }
                SlotRole::Member { index, host, range, absent, scale, .. } => {
                    let (member, declared) = (&members[*index], fields[*index]);
                    view.reads.push(format!(
                        "value.{member} = {};",
                        self.speller.read_slot(bits, slot, &place)
                    ));
                    parts.push(self.speller.write_slot(
                        bits,
                        slot,
                        &place,
                        &format!("value.{member}"),
                    ));
                    let big = match host {
                        BitHost::Enum(id) => spell::is_big(unit.model.enum_of(*id).scalar.bits()),
                        BitHost::Plain | BitHost::Bool => spell::is_big(slot.width),
                    };
                    let ty = match host {
                        BitHost::Bool => "boolean",
                        BitHost::Plain | BitHost::Enum(_) if big => "bigint",
                        BitHost::Plain | BitHost::Enum(_) => "number",
                    };
                    let initial = match fresh::of_bit_field(unit.model, declared) {
                        Value::Int(n) => spell::int_literal(n, big),
                        Value::Bool(truth) => truth.to_string(),
                        _ => "undefined".to_owned(),
                    };
                    view.members.push(MemberView {
                        doc: docs(
                            &declared.about,
                            &format!("The field `{}`.", slot.name),
                            Some(describe::slot(slot, &declared.about)),
                        ),
                        name: member.clone(),
                        ty: if absent.is_some() {
                            format!("{ty} | undefined")
                        } else {
                            ty.to_owned()
                        },
                        optional: if absent.is_some() { "?".to_owned() } else { String::new() },
                        initial,
                        schema_name: string(&slot.name),
                        json: format!("plain(this.{member})"),
                    });
                    if let Some(scale) = scale {
                        view.accessors.extend(accessors(
                            member,
                            &slot.name,
                            scale,
                            range,
                            (0, absent.is_some()),
                        ));
                    }
                }
            }
        }
        let unit_value = if parts.is_empty() {
            if unit_big { "0n".to_owned() } else { "0".to_owned() }
        } else {
            parts.join(" | ")
        };
        view.writes.push(spell::set_unit(bits, "at", &unit_value));
        view
    }
}

/// What the values of an enum or flags are tested against.
struct IntRangeOf<'a>(Unit<'a>, TypeId);

impl IntRangeOf<'_> {
    fn closed(&self) -> Option<Accept> {
        let Self(unit, id) = self;
        match &unit.model.get(*id).kind {
            TypeKind::Enum(it) => IntRange::of_type(unit.model, *id, it.scalar.bounds()).closed,
            TypeKind::Flags(it) => IntRange::of_type(unit.model, *id, it.scalar.bounds()).closed,
            TypeKind::Record(_) => None,
        }
    }
}

fn hidden_tests(bits: &BitsCodec, place: &Place, path: &str) -> Vec<String> {
    let unit_big = spell::unit_is_big(bits);
    let unit = spell::get_unit(bits, &place.at);
    let tests = bits.slots.iter().filter_map(|slot| {
        let raw = spell::slot_value(slot, unit_big, false, unit_big).replace("unit", &unit);
        match &slot.role {
            SlotRole::Const { raw: expected, check: true } => {
                let literal = spell::int_literal(i128::from(*expected), unit_big);
                let field = string(&format!("{path}.{}", slot.name));
                Some(format!("constantBits({raw}, {literal}, {}, {field});", place.at))
            }
            SlotRole::Reserved => {
                Some(format!("reservedBits({raw}, {}, {});", place.at, string(path)))
            }
            SlotRole::Const { check: false, .. } | SlotRole::Pad | SlotRole::Member { .. } => None,
        }
    });
    tests.collect()
}

fn byte_list(bytes: &[u8]) -> String {
    let list: Vec<_> = bytes.iter().map(|byte| format!("0x{byte:02x}")).collect();
    format!("[{}]", list.join(", "))
}

fn can_be_absent(codec: &Codec) -> bool {
    match codec {
        Codec::Int(int) => int.absent.is_some(),
        Codec::Float(float) => float.absent_nan,
        Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => false,
    }
}

fn absent_element(codec: &Codec) -> bool {
    match codec {
        Codec::Array { element, .. } => absent_element(element),
        other => can_be_absent(other),
    }
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

fn bits_of(ty: &Type) -> Option<&Bits> {
    match ty {
        Type::Bits(bits) => Some(bits),
        Type::Array(element, _) => bits_of(element),
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_) => None,
    }
}

fn scaled(codec: &Codec, depth: usize) -> Option<(&Scale, &IntRange, usize)> {
    match codec {
        Codec::Int(int) => int.scale.as_ref().map(|scale| (scale, &int.range, depth)),
        Codec::Array { element, .. } => scaled(element, depth + 1),
        Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// Getter and setter of a physical value: properties, or methods that take indices.
fn accessors(
    name: &str,
    schema: &str,
    scale: &Scale,
    range: &IntRange,
    (depth, absent): (usize, bool),
) -> Vec<AccessorView> {
    let plain = name.trim_end_matches('_');
    let (low, high) = (range.wire.0, range.wire.1);
    let raw =
        format!("round({}, {low}, {high}, {})", spell::raw_of_physical(scale), string(schema));
    let indices: Vec<String> = (0..depth)
        .map(|d| if depth == 1 { "index".to_owned() } else { format!("index{d}") })
        .collect();
    let place: String = std::iter::once(format!("this.{name}"))
        .chain(indices.iter().map(|i| format!("[{i}]")))
        .collect();
    let physical = spell::physical(scale, &place);
    let physical =
        if absent { format!("{place} === undefined ? undefined : {physical}") } else { physical };
    let result = if absent { "number | undefined" } else { "number" };
    let (mut get, mut set) =
        (format!("get {plain}Physical()"), format!("set {plain}Physical(value)"));
    let (mut declared_get, mut declared_set) = (
        format!("get {plain}Physical(): {result}"),
        format!("set {plain}Physical(value: {result})"),
    );
    if depth > 0 {
        let capital = crate::name::recase(plain, crate::name::Case::Pascal);
        let typed: Vec<_> = indices.iter().map(|i| format!("{i}: number")).collect();
        get = format!("{plain}Physical({})", indices.join(", "));
        set = format!("set{capital}Physical({}, value)", indices.join(", "));
        declared_get = format!("{plain}Physical({}): {result}", typed.join(", "));
        declared_set = format!("set{capital}Physical({}, value: {result}): void", typed.join(", "));
    }
    let parameters: Vec<_> = indices.iter().map(|i| format!("{{number}} {i}")).collect();
    let setting = if absent {
        format!("{place} = value === undefined ? undefined : {raw};")
    } else {
        format!("{place} = {raw};")
    };
    vec![
        AccessorView {
            doc: format!("The physical value of `{schema}`."),
            parameters: parameters.clone(),
            result: result.to_owned(),
            signature: get,
            declaration: declared_get,
            body: format!("return {physical};"),
        },
        AccessorView {
            doc: format!(
                "Sets `{schema}` to the raw value nearest to a physical one; throws a WireError for a NaN and for what does not fit."
            ),
            parameters: parameters.into_iter().chain([format!("{{{result}}} value")]).collect(),
            result: String::new(),
            signature: set,
            declaration: declared_set,
            body: setting,
        },
    ]
}
