//! The part of a test program that is made for a schema: dump and load of every type (docs/conformance.md).

use std::fmt::Write;

use super::names::Names;
use crate::lang::host::HostInt;
use crate::lang::{Artifacts, Unit};
use crate::layout::{BitHost, BitsCodec, Codec, Element, IntHost, Kind, PartCodec, SlotRole, Step};
use crate::model::{Scalar, TypeId};

/// `src/table.rs`, which the program's loop includes.
pub(super) fn emit(unit: Unit<'_>, names: &Names) -> Artifacts {
    let mut testee = Testee { unit, names, out: String::new() };
    let _ = write!(
        testee.out,
        "// {} {}; do not edit.\n\nuse crate::generated as g;\nuse crate::{{Dump, Entry, Load, answer, refused}};\n",
        crate::lang::MARK,
        crate::lang::version()
    );
    for (id, ..) in unit.model.records() {
        testee.record(id);
    }
    let mut entries = String::new();
    for (id, ..) in unit.model.messages() {
        let path = testee.path(id);
        let _ = writeln!(
            entries,
            "    Entry {{\n        decode: |bytes| answer(<{path} as wirewright::Decode>::decode(bytes), dump_{0}, wirewright::Encode::to_vec),\n        encode: |load| wirewright::Encode::to_vec(&load_{0}(load)).map_err(|e| refused(&e)),\n    }},",
            id.0
        );
    }
    let _ = write!(testee.out, "\npub(crate) const TABLE: &[Entry] = &[\n{entries}];\n");
    Artifacts::from([("src/table.rs".to_owned(), testee.out)])
}

struct Testee<'a> {
    unit: Unit<'a>,
    names: &'a Names,
    out: String,
}

impl Testee<'_> {
    fn path(&self, id: TypeId) -> String {
        let package = self.unit.model.get(id).package;
        format!("g::{}::{}", self.names.modules[package.0], self.names.of_type(id))
    }

    fn record(&mut self, id: TypeId) {
        let (mut dump, mut load) = (String::new(), String::new());
        for (index, kind) in self.unit.layout.record(id).members().enumerate() {
            let ident = &self.names.inner(id)[index];
            let cx = (id, index);
            let (value, physical) = (format!("v.{ident}"), physical(ident, kind));
            let (written, read) = match kind {
                Kind::Fixed(codec) => (
                    self.dump(cx, codec, &value, physical.as_deref(), &mut Vec::new()),
                    self.load(cx, codec),
                ),
                Kind::Part(codec) => (
                    self.dump_part(cx, codec, &value, physical.as_deref(), &mut Vec::new()),
                    self.load_part(cx, codec),
                ),
            };
            dump.push_str(&written);
            let _ = writeln!(load, "        {ident}: {read},");
        }
        let path = self.path(id);
        let body = if load.is_empty() {
            format!("    {path}\n")
        } else {
            format!("    {path} {{\n{load}    }}\n")
        };
        let _ = write!(
            self.out,
            "\n#[allow(unused_variables)]\nfn dump_{0}(v: &{path}, out: &mut Dump) {{\n{dump}}}\n\n#[allow(unused_variables)]\nfn load_{0}(r: &mut Load<'_>) -> {path} {{\n{body}}}\n",
            id.0
        );
    }

    fn dump(
        &self,
        cx: (TypeId, usize),
        codec: &Codec,
        value: &str,
        physical: Option<&str>,
        indices: &mut Vec<String>,
    ) -> String {
        match codec {
            Codec::Int(int) => {
                let raw = |value: &str| self.raw(int.host, value);
                let scaled = match physical {
                    Some(name) if int.scale.is_some() => {
                        let owner = value
                            .split('[')
                            .next()
                            .unwrap_or_default()
                            .rsplit_once('.')
                            .map_or("v", |(o, _)| o);
                        let args = indices.join(", ");
                        let comma = if indices.is_empty() { "" } else { ", " };
                        let unwrap = if int.absent.is_some() { ".unwrap_or_default()" } else { "" };
                        let read_back = format!("w.{}", value.strip_prefix("v.").unwrap_or(value));
                        format!(
                            " let physical = {owner}.{name}_physical({args}){unwrap}; let mut w = v.clone(); let set = w.set_{name}_physical({args}{comma}physical); out.scaled(physical, set.map(|()| i64::from({read_back}{unwrap})));"
                        )
                    }
                    _ => String::new(),
                };
                if int.absent.is_some() {
                    format!(
                        "    out.present({value}.is_some());\n    if let Some(x) = {value} {{ out.int({}); {scaled} }}\n",
                        raw("x")
                    )
                } else {
                    format!("    out.int({});{scaled}\n", raw(value))
                }
            }
            Codec::Float(float) => {
                let put = if float.scalar == Scalar::F32 { "f32" } else { "f64" };
                if float.absent_nan {
                    format!(
                        "    out.present({value}.is_some());\n    if let Some(x) = {value} {{ out.{put}(x); }}\n"
                    )
                } else {
                    format!("    out.{put}({value});\n")
                }
            }
            Codec::Bool => format!("    out.present({value});\n"),
            Codec::Text(_) => format!("    out.bytes({value}.as_str().as_bytes());\n"),
            Codec::Bytes(_) => format!("    out.bytes(&{value});\n"),
            Codec::Array { element, count, .. } => {
                let index = format!("i{}", indices.len());
                indices.push(index.clone());
                let inner = self.dump(cx, element, &format!("{value}[{index}]"), physical, indices);
                indices.pop();
                format!("    for {index} in 0..{count} {{\n{inner}    }}\n")
            }
            Codec::Record(id) => format!("    dump_{}(&{value}, out);\n", id.0),
            Codec::Bits(bits) => self.dump_bits(cx, bits, value),
        }
    }

    fn dump_part(
        &self,
        cx: (TypeId, usize),
        codec: &PartCodec,
        value: &str,
        physical: Option<&str>,
        indices: &mut Vec<String>,
    ) -> String {
        let steps = match codec {
            PartCodec::Varint(it) if it.absent.is_some() => {
                return format!(
                    "    out.present({value}.is_some());\n    if let Some(x) = {value} {{ out.int(i128::from(x)); }}\n"
                );
            }
            PartCodec::Varint(_) => return format!("    out.int(i128::from({value}));\n"),
            PartCodec::Text { .. } | PartCodec::CText { .. } => {
                return format!("    out.bytes({value}.as_bytes());\n");
            }
            PartCodec::Bytes(_) => return format!("    out.bytes(&{value});\n"),
            PartCodec::Record { id, .. } => return format!("    dump_{}(&{value}, out);\n", id.0),
            PartCodec::Align(_) => return String::new(),
            PartCodec::List { element: Element::Variable(steps), .. }
            | PartCodec::Array { element: steps, .. } => Some(steps),
            PartCodec::List { element: Element::Fixed { .. }, .. } => None,
        };
        let index = format!("i{}", indices.len());
        indices.push(index.clone());
        let element = format!("{value}[{index}]");
        let inner = match (codec, steps.and_then(|steps| element_part(steps))) {
            (PartCodec::List { element: Element::Fixed { codec, .. }, .. }, _) => {
                self.dump(cx, codec, &element, physical, indices)
            }
            (_, Some(part)) => self.dump_part(cx, part, &element, physical, indices),
            (_, None) => String::new(),
        };
        indices.pop();
        let length = if matches!(codec, PartCodec::List { .. }) {
            format!("    out.length({value}.len());\n")
        } else {
            String::new()
        };
        format!("{length}    for {index} in 0..{value}.len() {{\n{inner}    }}\n")
    }

    fn load_part(&self, cx: (TypeId, usize), codec: &PartCodec) -> String {
        match codec {
            PartCodec::Varint(it) => {
                let plain = if it.signed { "r.int()" } else { "r.int() as u64" };
                if it.absent.is_some() {
                    format!("if r.present() {{ Some({plain}) }} else {{ None }}")
                } else {
                    plain.to_owned()
                }
            }
            PartCodec::Text { .. } | PartCodec::CText { .. } => "r.string()".to_owned(),
            PartCodec::Bytes(_) => "r.sized().to_vec()".to_owned(),
            PartCodec::Record { id, .. } => format!("load_{}(r)", id.0),
            PartCodec::Align(_) => String::new(),
            PartCodec::List { element: Element::Fixed { codec, .. }, .. } => {
                format!("(0..r.length()).map(|_| {}).collect()", self.load(cx, codec))
            }
            PartCodec::List { element: Element::Variable(steps), .. } => {
                let each = element_part(steps).map(|part| self.load_part(cx, part));
                format!("(0..r.length()).map(|_| {}).collect()", each.unwrap_or_default())
            }
            PartCodec::Array { element, .. } => {
                let each = element_part(element).map(|part| self.load_part(cx, part));
                format!("core::array::from_fn(|_| {})", each.unwrap_or_default())
            }
        }
    }

    fn raw(&self, host: IntHost, value: &str) -> String {
        let closed = match host {
            IntHost::Plain => return format!("i128::from({value})"),
            IntHost::Enum(id) => self.unit.model.enum_of(id).closed,
            IntHost::Flags(_) => false,
        };
        if closed { format!("i128::from({value}.raw())") } else { format!("i128::from({value}.0)") }
    }

    fn dump_bits(&self, cx: (TypeId, usize), bits: &BitsCodec, value: &str) -> String {
        let idents = &self.names.group(cx.0, cx.1).1;
        let mut out = format!("    {{\n    let v = &{value};\n");
        for slot in &bits.slots {
            let SlotRole::Member { index, host, absent, scale, .. } = &slot.role else { continue };
            let ident = &idents[*index];
            let plain = ident.to_string();
            let plain = plain.trim_start_matches("r#");
            let unwrap = if absent.is_some() { ".unwrap_or_default()" } else { "" };
            let scaled = if scale.is_some() {
                format!(
                    " let physical = v.{plain}_physical(){unwrap}; let mut w = v.clone(); let set = w.set_{plain}_physical(physical); out.scaled(physical, set.map(|()| i64::from(w.{ident}{unwrap})));"
                )
            } else {
                String::new()
            };
            let _ = match host {
                BitHost::Bool => writeln!(out, "    out.present(v.{ident});"),
                BitHost::Enum(id) => writeln!(
                    out,
                    "    out.int({});",
                    self.raw(IntHost::Enum(*id), &format!("v.{ident}"))
                ),
                BitHost::Plain if absent.is_some() => {
                    writeln!(
                        out,
                        "    out.present(v.{ident}.is_some());\n    if let Some(x) = v.{ident} {{ out.int(i128::from(x)); {scaled} }}"
                    )
                }
                BitHost::Plain => writeln!(out, "    out.int(i128::from(v.{ident}));{scaled}"),
            };
        }
        out.push_str("    }\n");
        out
    }

    fn load(&self, cx: (TypeId, usize), codec: &Codec) -> String {
        match codec {
            Codec::Int(int) => {
                let host = HostInt::of_codec(self.unit.model, int);
                let plain = self.load_int(int.host, host);
                if int.absent.is_some() {
                    format!("if r.present() {{ Some({plain}) }} else {{ None }}")
                } else {
                    plain
                }
            }
            Codec::Float(float) => {
                let plain = if float.scalar == Scalar::F32 { "r.f32()" } else { "r.f64()" };
                if float.absent_nan {
                    format!("if r.present() {{ Some({plain}) }} else {{ None }}")
                } else {
                    plain.to_owned()
                }
            }
            Codec::Bool => "r.present()".to_owned(),
            Codec::Text(_) => "r.text()".to_owned(),
            Codec::Bytes(_) => "r.array()".to_owned(),
            Codec::Array { element, .. } => {
                format!("core::array::from_fn(|_| {})", self.load(cx, element))
            }
            Codec::Record(id) => format!("load_{}(r)", id.0),
            Codec::Bits(bits) => {
                let (name, idents) = self.names.group(cx.0, cx.1);
                let module = &self.names.modules[self.unit.model.get(cx.0).package.0];
                let mut fields = String::new();
                for slot in &bits.slots {
                    let SlotRole::Member { index, host, absent, signed, .. } = &slot.role else {
                        continue;
                    };
                    let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
                    let plain = match host {
                        BitHost::Bool => "r.present()".to_owned(),
                        BitHost::Plain => self.load_int(IntHost::Plain, int),
                        BitHost::Enum(id) => self.load_int(IntHost::Enum(*id), int),
                    };
                    let value = if absent.is_some() {
                        format!("if r.present() {{ Some({plain}) }} else {{ None }}")
                    } else {
                        plain
                    };
                    let _ = write!(fields, "{}: {value}, ", idents[*index]);
                }
                format!("g::{module}::{name} {{ {fields}}}")
            }
        }
    }

    fn load_int(&self, host: IntHost, int: HostInt) -> String {
        let number = format!("r.int() as {}", super::literal::host(int));
        match host {
            IntHost::Plain => number,
            IntHost::Enum(id) if self.unit.model.enum_of(id).closed => {
                format!(
                    "{}::from_raw({number}).expect(\"a closed enum is given a value that it has\")",
                    self.path(id)
                )
            }
            IntHost::Enum(id) | IntHost::Flags(id) => format!("{}({number})", self.path(id)),
        }
    }
}

/// What an element is.
fn element_part(steps: &[Step]) -> Option<&PartCodec> {
    steps.iter().find_map(|step| match step {
        Step::Part(part) => Some(&part.codec),
        Step::Run(_) => None,
    })
}

/// The name in a member's accessors, if it is scaled.
fn physical(ident: &syn::Ident, kind: Kind<'_>) -> Option<String> {
    match kind.innermost()? {
        (Codec::Int(int), _) if int.scale.is_some() => {
            Some(ident.to_string().trim_start_matches("r#").to_owned())
        }
        (_, _) => None,
    }
}
