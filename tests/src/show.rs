//! Stages of the compiler as short texts for snapshots: without places in files, and without what is not said.
//!
//! In: a compiled schema. Out: lines, one for each thing that has a name.

use std::fmt::{Debug, Write};

use wirewright_codegen::Compiled;
use wirewright_codegen::layout::{
    self, BitsCodec, Codec, Element, Part, PartCodec, Role, Size, SlotRole, Step, Tail,
    canonical_text,
};
use wirewright_codegen::model::{
    About, BitItem, Bits, ExampleKind, Field, Item, Model, NamedValue, Record, Type, TypeKind,
    Variable,
};

/// What the author meant.
#[must_use]
pub fn model(compiled: &Compiled) -> String {
    let model = &compiled.model;
    let mut out = String::new();
    for package in &model.packages {
        let _ = writeln!(
            out,
            "package {} ({}){}",
            package.name.text,
            package.file,
            said("doc", package.doc.as_ref())
        );
        for constant in &package.constants {
            let _ = writeln!(
                out,
                "  constant {} = {:?}{}",
                constant.name.text,
                constant.value,
                about(&constant.about)
            );
        }
        for id in &package.types {
            let def = model.get(*id);
            let name = format!("{} #{}", def.name.text, id.0);
            let said = about(&def.about);
            match &def.kind {
                TypeKind::Enum(it) => {
                    let closed = if it.closed { " closed" } else { "" };
                    let _ =
                        writeln!(out, "  enum {name} {:?} {:?}{closed}{said}", it.scalar, it.order);
                    named(&mut out, &it.values);
                }
                TypeKind::Flags(it) => {
                    let closed = if it.closed { " closed" } else { "" };
                    let _ = writeln!(
                        out,
                        "  flags {name} {:?} {:?}{closed}{said}",
                        it.scalar, it.order
                    );
                    named(&mut out, &it.bits);
                }
                TypeKind::Record(it) => record(&mut out, model, &name, it, &said),
            }
        }
    }
    out
}

fn named(out: &mut String, values: &[NamedValue]) {
    for value in values {
        let _ = writeln!(out, "    {} = {}{}", value.name.text, value.value, about(&value.about));
    }
}

fn record(out: &mut String, model: &Model, name: &str, it: &Record, said: &str) {
    let what = if it.message.is_some() { "message" } else { "struct" };
    let c = if it.c_layout.is_some() { " layout: c" } else { "" };
    let message = it.message.as_ref();
    let id = message.and_then(|m| m.id).map(|id| format!(" id: {id}")).unwrap_or_default();
    let size = message.and_then(|m| m.size);
    let size = size.map(|(size, _)| format!(" size: {size}")).unwrap_or_default();
    let _ = writeln!(out, "  {what} {name}{id}{size}{c}{said}");
    for item in &it.items {
        match item {
            Item::Field(field) => self::field(out, model, field),
            Item::Pad(n) => drop(writeln!(out, "    pad[{n}]")),
            Item::Reserved(n) => drop(writeln!(out, "    reserved[{n}]")),
            Item::Align(n) => drop(writeln!(out, "    align[{n}]")),
        }
    }
    for example in message.iter().flat_map(|m| &m.examples) {
        let _ = match &example.kind {
            ExampleKind::Pair(_, bytes) => writeln!(out, "    example {}", hex(bytes)),
            ExampleKind::BadBytes(bytes, code, at) => {
                let at = at.map(|at| format!(" at {at}")).unwrap_or_default();
                writeln!(out, "    example {} is refused: {code}{at}", hex(bytes))
            }
            ExampleKind::BadValue(_, code) => {
                writeln!(out, "    example of a value is refused: {code}")
            }
        };
    }
}

fn field(out: &mut String, model: &Model, field: &Field) {
    let hidden = if model.is_member(field) { "" } else { " (no member)" };
    let default = said("default", field.default.as_ref());
    let constant = field.constant.as_ref();
    let constant =
        constant.map(|c| format!(" const: {:?} check: {}", c.value, c.check)).unwrap_or_default();
    let name = &field.name.text;
    let _ = write!(out, "    {name}{hidden}: ");
    let bits = ty(out, &field.ty);
    let _ = writeln!(out, "{default}{constant}{}", about(&field.about));
    for item in bits.iter().flat_map(|bits| &bits.items) {
        let _ = match item {
            BitItem::Pad(n) => writeln!(out, "      pad[{n}]"),
            BitItem::Reserved(n) => writeln!(out, "      reserved[{n}]"),
            BitItem::Field(bit) => writeln!(
                out,
                "      {}: {} bits {}{}{}{}",
                bit.name.text,
                bit.width,
                short(&bit.ty),
                said("default", bit.default.as_ref()),
                said("const", bit.constant.as_ref()),
                about(&bit.about)
            ),
        };
    }
}

/// Writes a type; the items of a bits group are left to the caller.
fn ty<'t>(out: &mut String, ty: &'t Type) -> Option<&'t Bits> {
    match ty {
        Type::Array(element, count) => {
            let _ = write!(out, "{count} × ");
            self::ty(out, element)
        }
        Type::Bits(bits) => {
            let _ = write!(out, "Bits {:?} {:?} {:?}", bits.scalar, bits.order, bits.first);
            Some(bits)
        }
        Type::Int(_)
        | Type::Float(_)
        | Type::Bool
        | Type::Text(_)
        | Type::Bytes(_)
        | Type::Enum(_)
        | Type::Flags(_)
        | Type::Record(_) => {
            out.push_str(&short(ty));
            None
        }
        Type::Variable(variable) => match &**variable {
            Variable::List(element, bound) => {
                let _ = write!(out, "{bound:?} × ");
                self::ty(out, element)
            }
            Variable::Varint(_) | Variable::Text(_) | Variable::CText(_) | Variable::Bytes(_) => {
                out.push_str(&short(variable));
                None
            }
        },
    }
}

/// What the bytes are.
#[must_use]
pub fn layout(compiled: &Compiled) -> String {
    let (model, layout) = (&compiled.model, &compiled.layout);
    let mut out = String::new();
    for (id, ..) in model.records() {
        let record = layout.record(id);
        let fails = if record.can_fail { "" } else { ", every byte is accepted" };
        let size = match record.size {
            Size::Fixed(size) => format!("{size} bytes"),
            Size::Variable { min, max: Some(max) } => format!("{min} to {max} bytes"),
            Size::Variable { min, max: None } => format!("{min} or more bytes"),
        };
        let _ = writeln!(out, "{} #{} {size}{fails}", model.full_name(id), id.0);
        steps(&mut out, &record.steps, matches!(record.size, Size::Variable { .. }), "  ");
    }
    out
}

/// Writes steps; `split` says whether the runs are told apart.
fn steps(out: &mut String, steps: &[Step], split: bool, indent: &str) {
    for step in steps {
        match step {
            Step::Run(run) => {
                if split {
                    let Tail { bytes, open } = run.tail;
                    let _ = writeln!(out, "{indent}run {} tail {bytes} open: {open}", run.size);
                }
                for item in &run.items {
                    placed(out, item, indent);
                }
            }
            Step::Part(part) => self::part(out, part, indent),
        }
    }
}

fn part(out: &mut String, part: &Part, indent: &str) {
    let path = if part.path.is_empty() { "-" } else { &part.path };
    let _ = write!(out, "{indent}part {path} ");
    let inner = match &part.codec {
        PartCodec::List { element: Element::Variable(steps), until } => {
            let _ = write!(out, "{} list of", short(until));
            steps
        }
        PartCodec::Array { element, count } => {
            let _ = write!(out, "array of {count}");
            element
        }
        PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
            let _ = write!(out, "{} list of {stride} bytes each: ", short(until));
            let bits = self::codec(out, codec);
            out.push('\n');
            if let Some(bits) = bits {
                slots(out, bits, indent);
            }
            return;
        }
        PartCodec::Varint(_)
        | PartCodec::Text { .. }
        | PartCodec::CText { .. }
        | PartCodec::Bytes(_)
        | PartCodec::Record { .. }
        | PartCodec::Align(_) => {
            let _ = writeln!(out, "{}", short(&part.codec));
            return;
        }
    };
    out.push('\n');
    steps(out, inner, true, &format!("{indent}  "));
}

fn placed(out: &mut String, item: &layout::Item, indent: &str) {
    let path = if item.path.is_empty() { "-" } else { &item.path };
    let _ = write!(out, "{indent}{}+{} {path} ", item.at, item.size);
    let bits = match &item.role {
        Role::Member(index, codec) => {
            let _ = write!(out, "member {index} ");
            self::codec(out, codec)
        }
        Role::HiddenBits(bits, bytes) => {
            let _ = write!(out, "hidden {} {:?} {:?}", hex(bytes), bits.scalar, bits.order);
            Some(bits)
        }
        Role::Const { bytes, check } => {
            let _ = write!(out, "const {} check: {check}", hex(bytes));
            None
        }
        Role::Count { .. } | Role::Pad | Role::Reserved => {
            out.push_str(&short(&item.role));
            None
        }
    };
    out.push('\n');
    if let Some(bits) = bits {
        slots(out, bits, indent);
    }
}

fn slots(out: &mut String, bits: &BitsCodec, indent: &str) {
    for slot in &bits.slots {
        let name = if slot.name.is_empty() { "-" } else { &slot.name };
        let (shift, width, mask) = (slot.shift, slot.width, slot.mask);
        let role = match &slot.role {
            SlotRole::Const { raw, check } => format!("const {raw:#x} check: {check}"),
            SlotRole::Member { .. } | SlotRole::Pad | SlotRole::Reserved => short(&slot.role),
        };
        let _ = writeln!(out, "{indent}  {shift}+{width} {name} mask {mask:#x} {role}");
    }
}

/// Writes a codec; the slots of a bits group are left to the caller.
fn codec<'c>(out: &mut String, codec: &'c Codec) -> Option<&'c BitsCodec> {
    match codec {
        Codec::Array { element, count, stride } => {
            let _ = write!(out, "{count} × {stride} bytes ");
            self::codec(out, element)
        }
        Codec::Bits(bits) => {
            let _ = write!(out, "Bits {:?} {:?}", bits.scalar, bits.order);
            Some(bits)
        }
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Record(_) => {
            out.push_str(&short(codec));
            None
        }
    }
}

/// The texts of which fingerprints are taken.
#[must_use]
pub fn wire(compiled: &Compiled) -> String {
    let (model, layout) = (&compiled.model, &compiled.layout);
    let text = |id| {
        let (name, fingerprint) = (model.full_name(id), layout.fingerprint(id));
        format!("# {name} {fingerprint}\n{}", canonical_text(model, layout, id))
    };
    model.messages().map(|(id, ..)| text(id)).collect::<Vec<_>>().join("\n")
}

fn said(key: &str, value: Option<&impl Debug>) -> String {
    value.map(|value| format!(" {key}: {value:?}")).unwrap_or_default()
}

fn about(about: &About) -> String {
    let rename = (!about.rename.is_empty()).then_some(&about.rename);
    [
        said("doc", about.doc.as_ref()),
        said("unit", about.unit.as_ref()),
        said("deprecated", about.deprecated.as_ref()),
        said("original", about.original.as_ref()),
        said("rename", rename),
    ]
    .concat()
}

/// The shape of a value as Rust shows it, without what is not there.
fn short(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let (mut out, mut rest) = (String::new(), text.as_str());
    while let Some((before, after)) = rest.split_once(": None") {
        out.push_str(before);
        // Away with the name of what is not there, too.
        out.truncate(out.rfind(' ').map_or(0, |at| at + 1));
        rest = after.strip_prefix(", ").unwrap_or(after.trim_start());
    }
    out.push_str(rest);
    out.replace(", }", " }").replace("{ }", "{}")
}

fn hex(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "no bytes".to_owned();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
