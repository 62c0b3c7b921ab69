//! The part of a test program that is made for a schema: dump and load of every type (docs/conformance.md).

mod part;

use std::fmt::Write;

use super::names::Names;
use super::spell;
use crate::lang::{Artifacts, Unit};
use crate::layout::{BitHost, BitsCodec, Codec, IntCodec, IntHost, Kind, SlotRole};
use crate::model::{Scalar, TypeId};

/// `table.js`, which the program's loop imports.
pub(super) fn emit(unit: Unit<'_>, names: &Names) -> Artifacts {
    let mut out = format!("// {} {}; do not edit.\n", crate::lang::MARK, crate::lang::version());
    for (index, package) in unit.model.packages.iter().enumerate() {
        let _ = writeln!(out, "import * as p{index} from \"./{}.js\";", package.name.text);
    }
    let testee = Testee { unit, names };
    for (id, ..) in unit.model.records() {
        out.push_str(&testee.record(id));
    }
    out.push_str("\nexport const TABLE = [\n");
    for (id, def, _) in unit.model.messages() {
        let (package, name) = (def.package.0, names.of_type(id));
        let _ = writeln!(
            out,
            "  {{ decode: p{package}.decode{name}, encode: p{package}.encode{name}, into: p{package}.encode{name}Into, dump: dump{0}, load: load{0} }},",
            id.0
        );
    }
    out.push_str("];\n");
    Artifacts::from([("table.js".to_owned(), out)])
}

struct Testee<'a> {
    unit: Unit<'a>,
    names: &'a Names,
}

impl Testee<'_> {
    fn record(&self, id: TypeId) -> String {
        let (mut dump, mut load) = (String::new(), String::new());
        for (index, kind) in self.unit.layout.record(id).members().enumerate() {
            self.member((id, index), kind, &mut dump, &mut load);
        }
        let path = format!("p{}.{}", self.unit.model.get(id).package.0, self.names.of_type(id));
        // A plain object does as well as one of the class: what is loaded is only encoded.
        format!(
            "\nfunction dump{0}(v, o) {{\n  if (!(v instanceof {path})) throw new Error(\"class\");\n{dump}}}\nfunction load{0}(r) {{\n  return {{\n{load}  }};\n}}\n",
            id.0
        )
    }

    fn member(&self, cx: (TypeId, usize), kind: Kind<'_>, dump: &mut String, load: &mut String) {
        let member = &self.names.inner(cx.0)[cx.1];
        let (value, place) = (format!("v.{member}"), ("v", member.as_str()));
        let (dumped, loaded) = match kind {
            Kind::Fixed(codec) => {
                (self.dump(cx, codec, &value, place, &mut Vec::new()), self.load(cx, codec))
            }
            Kind::Part(codec) => (
                self.dump_part(cx, codec, &value, place, &mut Vec::new()),
                self.load_part(cx, codec),
            ),
        };
        dump.push_str(&dumped);
        let _ = writeln!(load, "    {member}: {loaded},");
    }

    fn dump(
        &self,
        cx: (TypeId, usize),
        codec: &Codec,
        value: &str,
        (owner, member): (&str, &str),
        indices: &mut Vec<String>,
    ) -> String {
        match codec {
            Codec::Int(int) => {
                let scaled = if int.scale.is_some() {
                    scaled(owner, member, value, indices)
                } else {
                    String::new()
                };
                optional(value, int.absent.is_some(), &format!("o.int({value});{scaled}"))
            }
            Codec::Float(float) => {
                let put = if float.scalar == Scalar::F32 { "f32" } else { "f64" };
                optional(value, float.absent_nan, &format!("o.{put}({value});"))
            }
            Codec::Bool => format!("  o.present({value});\n"),
            Codec::Text(_) => format!("  o.text({value});\n"),
            Codec::Bytes(_) => format!("  o.bytes({value});\n"),
            Codec::Array { element, count, .. } => {
                let index = format!("k{}", indices.len());
                indices.push(index.clone());
                let inner =
                    self.dump(cx, element, &format!("{value}[{index}]"), (owner, member), indices);
                indices.pop();
                format!("  for (let {index} = 0; {index} < {count}; {index}++) {{\n{inner}  }}\n")
            }
            Codec::Record(id) => format!("  dump{}({value}, o);\n", id.0),
            Codec::Bits(bits) => {
                let members = &self.names.group(cx.0, cx.1).1;
                let mut out = String::new();
                for slot in &bits.slots {
                    let SlotRole::Member { index, host, absent, scale, .. } = &slot.role else {
                        continue;
                    };
                    let place = format!("{value}.{}", members[*index]);
                    if *host == BitHost::Bool {
                        let _ = writeln!(out, "  o.present({place});");
                        continue;
                    }
                    let scaled = if scale.is_some() {
                        scaled(value, &members[*index], &place, &[])
                    } else {
                        String::new()
                    };
                    out.push_str(&optional(
                        &place,
                        absent.is_some(),
                        &format!("o.int({place});{scaled}"),
                    ));
                }
                out
            }
        }
    }

    fn load(&self, cx: (TypeId, usize), codec: &Codec) -> String {
        match codec {
            Codec::Int(int) => maybe(int.absent.is_some(), &self.load_int(int)),
            Codec::Float(float) => maybe(
                float.absent_nan,
                if float.scalar == Scalar::F32 { "r.f32()" } else { "r.f64()" },
            ),
            Codec::Bool => "r.present()".to_owned(),
            Codec::Text(_) => "r.text()".to_owned(),
            Codec::Bytes(_) => "r.bytes()".to_owned(),
            Codec::Array { element, count, .. } => {
                format!("Array.from({{ length: {count} }}, () => {})", self.load(cx, element))
            }
            Codec::Record(id) => format!("load{}(r)", id.0),
            Codec::Bits(bits) => self.load_bits(cx, bits),
        }
    }

    fn load_int(&self, int: &IntCodec) -> String {
        let scalar = match int.host {
            IntHost::Plain => int.scalar,
            IntHost::Enum(id) => self.unit.model.enum_of(id).scalar,
            IntHost::Flags(id) => self.unit.model.flags_of(id).scalar,
        };
        let kind = if spell::is_big(scalar.bits()) { "big" } else { "int" };
        format!("r.{kind}({})", scalar.is_signed())
    }

    fn load_bits(&self, cx: (TypeId, usize), bits: &BitsCodec) -> String {
        let members = &self.names.group(cx.0, cx.1).1;
        let fields = bits.slots.iter().filter_map(|slot| {
            let SlotRole::Member { index, host, signed, absent, .. } = &slot.role else {
                return None;
            };
            let value = match host {
                BitHost::Bool => "r.present()".to_owned(),
                BitHost::Plain => {
                    format!("r.{}({signed})", if spell::is_big(slot.width) { "big" } else { "int" })
                }
                BitHost::Enum(id) => {
                    let scalar = self.unit.model.enum_of(*id).scalar;
                    format!(
                        "r.{}({})",
                        if spell::is_big(scalar.bits()) { "big" } else { "int" },
                        scalar.is_signed()
                    )
                }
            };
            Some(format!("{}: {}", members[*index], maybe(absent.is_some(), &value)))
        });
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
    }
}

fn maybe(absent: bool, value: &str) -> String {
    if absent { format!("r.present() ? {value} : undefined") } else { value.to_owned() }
}

fn optional(value: &str, absent: bool, put: &str) -> String {
    if absent {
        format!("  o.present({value} !== undefined);\n  if ({value} !== undefined) {{ {put} }}\n")
    } else {
        format!("  {put}\n")
    }
}

/// The physical value, and what it is turned back into.
fn scaled(owner: &str, member: &str, value: &str, indices: &[String]) -> String {
    let plain = member.trim_end_matches('_');
    if indices.is_empty() {
        return format!(
            " {{ const d = {owner}.{plain}Physical; const old = {value}; o.scaled(d, () => {{ {owner}.{plain}Physical = d; return {value}; }}); {value} = old; }}"
        );
    }
    let capital = crate::name::recase(plain, crate::name::Case::Pascal);
    let list = indices.join(", ");
    format!(
        " {{ const d = {owner}.{plain}Physical({list}); const old = {value}; o.scaled(d, () => {{ {owner}.set{capital}Physical({list}, d); return {value}; }}); {value} = old; }}"
    )
}
