//! The part of a test program that is made for a schema: dump and load of every type (docs/conformance.md).

use std::fmt::Write;

use super::member::element;
use super::names::Names;
use crate::lang::{Artifacts, Unit};
use crate::layout::{BitHost, BitsCodec, Codec, IntCodec, IntHost, Kind, PartCodec, SlotRole};
use crate::model::{Scalar, TypeId};

/// `table.py`, which the program's loop imports.
pub(super) fn emit(unit: Unit<'_>, names: &Names) -> Artifacts {
    let mut out = format!(
        "# {} {}; do not edit.\nfrom types import SimpleNamespace\n\nfrom . import {}\n",
        crate::lang::MARK,
        crate::lang::version(),
        names.modules.join(", ")
    );
    out.push_str("\n\ndef setter(owner, name, value):\n    def run(physical):\n        old = getattr(owner, name)\n        setattr(owner, name + \"_physical\" if not name.endswith(\"_\") else name.rstrip(\"_\") + \"_physical\", physical)\n        raw = getattr(owner, name)\n        setattr(owner, name, old)\n        return raw\n\n    return run\n");
    out.push_str("\n\ndef indexed(owner, name, indices):\n    def run(physical):\n        place = getattr(owner, name)\n        for i in indices[:-1]:\n            place = place[i]\n        old = place[indices[-1]]\n        getattr(owner, \"set_\" + name.rstrip(\"_\") + \"_physical\")(*indices, physical)\n        raw, place[indices[-1]] = place[indices[-1]], old\n        return raw\n\n    return run\n");
    let testee = Testee { unit, names };
    for (id, ..) in unit.model.records() {
        out.push_str(&testee.record(id));
    }
    out.push_str("\n\nTABLE = [\n");
    for (id, ..) in unit.model.messages() {
        let _ = writeln!(
            out,
            "    SimpleNamespace(decode={}.decode, dump=dump_{1}, load=load_{1}),",
            testee.path(id),
            id.0
        );
    }
    out.push_str("]\n");
    Artifacts::from([("table.py".to_owned(), out)])
}

struct Testee<'a> {
    unit: Unit<'a>,
    names: &'a Names,
}

impl Testee<'_> {
    fn path(&self, id: TypeId) -> String {
        format!(
            "{}.{}",
            self.names.modules[self.unit.model.get(id).package.0],
            self.names.of_type(id)
        )
    }

    fn record(&self, id: TypeId) -> String {
        let (mut dump, mut load) = (String::new(), Vec::new());
        for (index, kind) in self.unit.layout.record(id).members().enumerate() {
            let member = &self.names.inner(id)[index];
            let value = format!("v.{member}");
            dump.push_str(&self.dump((id, index), kind, &value, ("v", member), &mut Vec::new()));
            load.push(self.load((id, index), kind));
        }
        let path = self.path(id);
        format!(
            "\n\ndef dump_{0}(v, o):\n    assert type(v) is {path}\n{dump}\n\ndef load_{0}(r):\n    return {path}({1})\n",
            id.0,
            load.join(", ")
        )
    }

    fn dump(
        &self,
        cx: (TypeId, usize),
        kind: Kind<'_>,
        value: &str,
        (owner, member): (&str, &str),
        indices: &mut Vec<String>,
    ) -> String {
        let pad = "    ".repeat(1 + indices.len());
        if let Some(element) = element(kind) {
            let index = format!("k{}", indices.len());
            let (count, length) = match kind {
                Kind::Fixed(Codec::Array { count, .. })
                | Kind::Part(PartCodec::Array { count, .. }) => (count.to_string(), String::new()),
                Kind::Fixed(_) | Kind::Part(_) => {
                    (format!("len({value})"), format!("{pad}o.length(len({value}))\n"))
                }
            };
            indices.push(index.clone());
            let inner =
                self.dump(cx, element, &format!("{value}[{index}]"), (owner, member), indices);
            indices.pop();
            return format!("{length}{pad}for {index} in range({count}):\n{inner}");
        }
        let codec = match kind {
            Kind::Fixed(codec) => codec,
            Kind::Part(PartCodec::Varint(it)) => {
                return optional(&pad, value, it.absent.is_some(), &[format!("o.int({value})")]);
            }
            Kind::Part(PartCodec::Text { .. } | PartCodec::CText { .. }) => {
                return format!("{pad}o.text({value})\n");
            }
            Kind::Part(PartCodec::Bytes(_)) => return format!("{pad}o.bytes({value})\n"),
            Kind::Part(PartCodec::Record { id, .. }) => {
                return format!("{pad}dump_{}({value}, o)\n", id.0);
            }
            Kind::Part(PartCodec::List { .. } | PartCodec::Array { .. } | PartCodec::Align(_)) => {
                return String::new();
            }
        };
        match codec {
            Codec::Int(int) => {
                let scaled = if int.scale.is_some() {
                    scaled(owner, member, value, indices)
                } else {
                    String::new()
                };
                optional(&pad, value, int.absent.is_some(), &[format!("o.int({value})"), scaled])
            }
            Codec::Float(float) => {
                let put = if float.scalar == Scalar::F32 { "f32" } else { "f64" };
                optional(&pad, value, float.absent_nan, &[format!("o.{put}({value})")])
            }
            Codec::Bool => format!("{pad}o.present({value})\n"),
            Codec::Text(_) => format!("{pad}o.text({value})\n"),
            Codec::Bytes(_) => format!("{pad}o.bytes({value})\n"),
            Codec::Array { .. } => String::new(),
            Codec::Record(id) => format!("{pad}dump_{}({value}, o)\n", id.0),
            Codec::Bits(bits) => self.dump_bits(cx, bits, value, &pad),
        }
    }

    fn dump_bits(&self, cx: (TypeId, usize), bits: &BitsCodec, value: &str, pad: &str) -> String {
        let members = &self.names.group(cx.0, cx.1).1;
        let mut out = String::new();
        for slot in &bits.slots {
            let SlotRole::Member { index, host, absent, scale, .. } = &slot.role else { continue };
            let member = &members[*index];
            let place = format!("{value}.{member}");
            if *host == BitHost::Bool {
                let _ = writeln!(out, "{pad}o.present({place})");
                continue;
            }
            let scaled =
                if scale.is_some() { scaled(value, member, &place, &[]) } else { String::new() };
            out.push_str(&optional(
                pad,
                &place,
                absent.is_some(),
                &[format!("o.int({place})"), scaled],
            ));
        }
        out
    }

    fn load(&self, cx: (TypeId, usize), kind: Kind<'_>) -> String {
        if let Some(element) = element(kind) {
            let count = match kind {
                Kind::Fixed(Codec::Array { count, .. })
                | Kind::Part(PartCodec::Array { count, .. }) => count.to_string(),
                Kind::Fixed(_) | Kind::Part(_) => "r.length()".to_owned(),
            };
            return format!("[{} for _ in range({count})]", self.load(cx, element));
        }
        let codec = match kind {
            Kind::Fixed(codec) => codec,
            Kind::Part(PartCodec::Varint(it)) => {
                return maybe(it.absent.is_some(), &format!("r.int({})", truth(it.signed)));
            }
            Kind::Part(PartCodec::Text { .. } | PartCodec::CText { .. }) => {
                return "r.text()".to_owned();
            }
            Kind::Part(PartCodec::Bytes(_)) => return "r.bytes()".to_owned(),
            Kind::Part(PartCodec::Record { id, .. }) => return format!("load_{}(r)", id.0),
            Kind::Part(PartCodec::List { .. } | PartCodec::Array { .. } | PartCodec::Align(_)) => {
                return String::new();
            }
        };
        match codec {
            Codec::Int(int) => maybe(int.absent.is_some(), &self.load_int(int)),
            Codec::Float(float) => maybe(
                float.absent_nan,
                if float.scalar == Scalar::F32 { "r.f32()" } else { "r.f64()" },
            ),
            Codec::Bool => "r.present()".to_owned(),
            Codec::Text(_) => "r.text()".to_owned(),
            Codec::Bytes(_) => "r.bytes()".to_owned(),
            Codec::Array { .. } => String::new(),
            Codec::Record(id) => format!("load_{}(r)", id.0),
            Codec::Bits(bits) => {
                let name = &self.names.group(cx.0, cx.1).0;
                let module = &self.names.modules[self.unit.model.get(cx.0).package.0];
                let fields = bits.slots.iter().filter_map(|slot| {
                    let SlotRole::Member { host, signed, absent, .. } = &slot.role else {
                        return None;
                    };
                    let value = match host {
                        BitHost::Bool => "r.present()".to_owned(),
                        BitHost::Plain => format!("r.int({})", truth(*signed)),
                        BitHost::Enum(id) => format!(
                            "r.int({})",
                            truth(self.unit.model.enum_of(*id).scalar.is_signed())
                        ),
                    };
                    Some(maybe(absent.is_some(), &value))
                });
                format!("{module}.{name}({})", fields.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn load_int(&self, int: &IntCodec) -> String {
        let scalar = match int.host {
            IntHost::Plain => int.scalar,
            IntHost::Enum(id) => self.unit.model.enum_of(id).scalar,
            IntHost::Flags(id) => self.unit.model.flags_of(id).scalar,
        };
        format!("r.int({})", truth(scalar.is_signed()))
    }
}

fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

fn maybe(absent: bool, value: &str) -> String {
    if absent { format!("({value} if r.present() else None)") } else { value.to_owned() }
}

fn optional(pad: &str, value: &str, absent: bool, puts: &[String]) -> String {
    let puts: Vec<&String> = puts.iter().filter(|put| !put.is_empty()).collect();
    let lines = |pad: &str| -> String { puts.iter().map(|put| format!("{pad}{put}\n")).collect() };
    if !absent {
        return lines(pad);
    }
    format!(
        "{pad}o.present({value} is not None)\n{pad}if {value} is not None:\n{}",
        lines(&format!("{pad}    "))
    )
}

/// The physical value, and what it is turned back into.
fn scaled(owner: &str, member: &str, value: &str, indices: &[String]) -> String {
    let plain = member.trim_end_matches('_');
    if indices.is_empty() {
        return format!(
            "o.scaled({owner}.{plain}_physical, setter({owner}, \"{member}\", {value}))"
        );
    }
    let list = indices.join(", ");
    format!("o.scaled({owner}.{plain}_physical({list}), indexed({owner}, \"{member}\", [{list}]))")
}
