//! The part of a test program that is made for a schema: dump and load of every type (docs/conformance.md).

mod variable;

use std::fmt::Write;

use super::names::Names;
use super::spell;
use crate::lang::host::HostInt;
use crate::lang::template::Templates;
use crate::lang::{Artifacts, Unit};
use crate::layout::{BitHost, BitsCodec, Codec, Role, Size, SlotRole};
use crate::model::{Scalar, TypeId};

/// `table.h`, which the program's loop includes.
pub(super) fn emit(unit: Unit<'_>, names: &Names) -> Artifacts {
    let templates = Templates::load(super::TEMPLATES);
    let mut testee = Testee { unit, names, templates, out: String::new() };
    let _ = writeln!(
        testee.out,
        "/* {} {}; do not edit. */",
        crate::lang::MARK,
        crate::lang::version()
    );
    for package in &unit.model.packages {
        let _ = writeln!(testee.out, "#include \"{}.h\"", package.name.text);
    }
    testee.out.push_str("\ntypedef struct entry {\n  int32_t (*decode)(void *m, const uint8_t *p, size_t n);\n  int32_t (*encode)(const void *m, uint8_t *p, size_t n);\n  void (*dump)(const void *m, ww_out *o);\n  void (*load)(void *m, ww_in *i);\n  void *value;\n  uint32_t size, wire;\n} entry;\n");
    for id in super::order::of_records(unit) {
        testee.record(id);
    }
    let mut entries = String::new();
    let mut biggest = 0;
    for (id, ..) in unit.model.messages() {
        let name = names.of_type(id);
        let wire = unit.layout.record(id).size.min();
        biggest = biggest.max(wire);
        match unit.layout.record(id).size {
            Size::Fixed(_) => {
                let _ = write!(
                    testee.out,
                    "\nstatic int32_t decode_{0}(void *m, const uint8_t *p, size_t n) {{ return {name}_decode(({name} *)m, p, n); }}\nstatic int32_t encode_{0}(const void *m, uint8_t *p, size_t n) {{ return {name}_encode((const {name} *)m, p, n); }}\n",
                    id.0
                );
            }
            Size::Variable { .. } => testee.variable_calls(id),
        }
        let _ = write!(
            testee.out,
            "static void dump_any_{0}(const void *m, ww_out *o) {{ dump_{0}((const {name} *)m, o); }}\nstatic void load_any_{0}(void *m, ww_in *i) {{ {name}_init(({name} *)m); load_{0}(({name} *)m, i); }}\nstatic {name} value_{0};\n",
            id.0
        );
        let _ = writeln!(
            entries,
            "  {{decode_{0}, encode_{0}, dump_any_{0}, load_any_{0}, &value_{0}, sizeof value_{0}, {wire}u}},",
            id.0
        );
    }
    let _ = write!(
        testee.out,
        "\n#ifndef WW_BUFFER\n#define WW_BUFFER (1u << 21)\n#endif\nstatic const entry TABLE[] = {{\n{entries}}};\n"
    );
    Artifacts::from([("table.h".to_owned(), testee.out)])
}

struct Testee<'a> {
    unit: Unit<'a>,
    names: &'a Names,
    templates: Templates,
    out: String,
}

impl Testee<'_> {
    fn record(&mut self, id: TypeId) {
        if self.unit.layout.record(id).size.fixed().is_none() {
            return self.variable(id);
        }
        let (mut dump, mut load) = (String::new(), String::new());
        let name = self.names.of_type(id).to_owned();
        for item in self.unit.layout.record(id).items() {
            if let Role::Member(index, codec) = &item.role {
                let member = &self.names.inner(id)[*index];
                let scaled = Scaled { owner: &name, member, indices: Vec::new(), in_list: false };
                dump.push_str(&self.dump((id, *index), codec, &format!("m->{member}"), scaled));
                load.push_str(&self.load((id, *index), codec, &format!("m->{member}"), 0));
            }
        }
        let _ = write!(
            self.out,
            "\nstatic void dump_{0}(const {name} *m, ww_out *o) {{\n  (void)m; (void)o;\n{dump}}}\nstatic void load_{0}({name} *m, ww_in *i) {{\n  (void)m; (void)i;\n{load}}}\n",
            id.0
        );
    }

    fn dump(&self, cx: (TypeId, usize), codec: &Codec, value: &str, scaled: Scaled<'_>) -> String {
        match codec {
            Codec::Int(int) => {
                let put = format!("put_u64(o, (uint64_t){value});");
                let put =
                    if int.scale.is_some() { format!("{put} {}", scaled.put(value)) } else { put };
                match int.absent {
                    Some(absent) => {
                        let none =
                            spell::int_literal(absent, HostInt::of_codec(self.unit.model, int));
                        format!(
                            "  put_u8(o, {value} != {none});\n  if ({value} != {none}) {{ {put} }}\n"
                        )
                    }
                    None => format!("  {put}\n"),
                }
            }
            Codec::Float(float) => {
                let put = if float.scalar == Scalar::F32 { "put_f32" } else { "put_f64" };
                if float.absent_nan {
                    format!(
                        "  put_u8(o, {value} == {value});\n  if ({value} == {value}) {put}(o, {value});\n"
                    )
                } else {
                    format!("  {put}(o, {value});\n")
                }
            }
            Codec::Bool => format!("  put_u8(o, {value});\n"),
            Codec::Text(_) => format!("  put_bytes(o, {value}, (uint32_t)strlen({value}));\n"),
            Codec::Bytes(size) => format!("  put_bytes(o, {value}, {size}u);\n"),
            Codec::Array { element, count, .. } => {
                let index = format!("k{}", scaled.indices.len());
                let inner =
                    self.dump(cx, element, &format!("{value}[{index}]"), scaled.within(&index));
                format!(
                    "  for (uint32_t {index} = 0; {index} < {count}u; {index}++) {{\n{inner}  }}\n"
                )
            }
            Codec::Record(id) => format!("  dump_{}(&{value}, o);\n", id.0),
            Codec::Bits(bits) => self.dump_bits(cx, bits, value),
        }
    }

    fn dump_bits(&self, cx: (TypeId, usize), bits: &BitsCodec, value: &str) -> String {
        let (name, members) = self.names.group(cx.0, cx.1);
        let mut out = format!("  {{\n  const {name} *g = &{value};\n");
        for slot in &bits.slots {
            let SlotRole::Member { index, host, signed, absent, scale, .. } = &slot.role else {
                continue;
            };
            let member = &members[*index];
            let place = format!("g->{member}");
            let scaled = match scale {
                Some(_) => Scaled { owner: name, member, indices: Vec::new(), in_list: false }
                    .put_of("g", &place),
                None => String::new(),
            };
            let put = format!("put_u64(o, (uint64_t){place}); {scaled}");
            let _ = match (host, absent) {
                (BitHost::Bool, _) => writeln!(out, "  put_u8(o, {place});"),
                (_, Some(absent)) => {
                    let none = spell::int_literal(
                        *absent,
                        HostInt::of_slot(self.unit.model, *host, slot.width, *signed),
                    );
                    writeln!(
                        out,
                        "  put_u8(o, {place} != {none});\n  if ({place} != {none}) {{ {put} }}"
                    )
                }
                (_, None) => writeln!(out, "  {put}"),
            };
        }
        out.push_str("  }\n");
        out
    }

    fn load(&self, cx: (TypeId, usize), codec: &Codec, value: &str, depth: usize) -> String {
        match codec {
            Codec::Int(int) => {
                let host = HostInt::of_codec(self.unit.model, int);
                let ty = spell::int_type(host);
                match int.absent {
                    Some(absent) => format!(
                        "  {value} = get_u8(i) ? ({ty})get_u64(i) : {};\n",
                        spell::int_literal(absent, host)
                    ),
                    None => format!("  {value} = ({ty})get_u64(i);\n"),
                }
            }
            Codec::Float(float) => {
                let (get, nan) = if float.scalar == Scalar::F32 {
                    ("get_f32", "wrw_f32(0x7FC00000u)")
                } else {
                    ("get_f64", "wrw_f64((uint64_t)0x7FF8 << 48)")
                };
                if float.absent_nan {
                    format!("  {value} = get_u8(i) ? {get}(i) : {nan};\n")
                } else {
                    format!("  {value} = {get}(i);\n")
                }
            }
            Codec::Bool => format!("  {value} = (uint8_t)get_u8(i);\n"),
            Codec::Text(rules) => format!("  get_text(i, {value}, {}u);\n", rules.size + 1),
            Codec::Bytes(_) => format!("  get_bytes(i, {value});\n"),
            Codec::Array { element, count, .. } => {
                let index = format!("k{depth}");
                let inner = self.load(cx, element, &format!("{value}[{index}]"), depth + 1);
                format!(
                    "  for (uint32_t {index} = 0; {index} < {count}u; {index}++) {{\n{inner}  }}\n"
                )
            }
            Codec::Record(id) => format!("  load_{}(&{value}, i);\n", id.0),
            Codec::Bits(bits) => {
                let members = &self.names.group(cx.0, cx.1).1;
                let mut out = String::new();
                for slot in &bits.slots {
                    let SlotRole::Member { index, host, signed, absent, .. } = &slot.role else {
                        continue;
                    };
                    let int = HostInt::of_slot(self.unit.model, *host, slot.width, *signed);
                    let (place, ty) =
                        (format!("{value}.{}", members[*index]), spell::int_type(int));
                    let _ = match (host, absent) {
                        (BitHost::Bool, _) => writeln!(out, "  {place} = (uint8_t)get_u8(i);"),
                        (_, Some(absent)) => writeln!(
                            out,
                            "  {place} = get_u8(i) ? ({ty})get_u64(i) : {};",
                            spell::int_literal(*absent, int)
                        ),
                        (_, None) => writeln!(out, "  {place} = ({ty})get_u64(i);"),
                    };
                }
                out
            }
        }
    }
}

/// A member that may have a physical value, and the indices that lead to it.
#[derive(Clone)]
struct Scaled<'a> {
    owner: &'a str,
    member: &'a str,
    indices: Vec<String>,
    /// Whether it is an element of a view, whose functions take the number alone.
    in_list: bool,
}

impl Scaled<'_> {
    fn within(mut self, index: &str) -> Self {
        self.indices.push(index.to_owned());
        self
    }

    fn put(&self, value: &str) -> String {
        self.put_of("m", value)
    }

    /// The physical value, and what it is turned back into, in a copy.
    fn put_of(&self, pointer: &str, value: &str) -> String {
        let Self { owner, member, indices, in_list } = self;
        if *in_list {
            return format!(
                "\n#ifndef WW_NO_PHYSICAL\n  {{ __typeof__({value}) w = 0; double d = {owner}_{member}_physical({value}); int32_t r = {owner}_set_{member}_physical(&w, d); put_scaled(o, d, r, (int64_t)w); }}\n#endif\n"
            );
        }
        let arguments: String = indices.iter().map(|i| format!(", {i}")).collect();
        let copied = value.replacen(&format!("{pointer}->"), "w.", 1);
        format!(
            "\n#ifndef WW_NO_PHYSICAL\n  {{ {owner} w = *{pointer}; double d = {owner}_{member}_physical({pointer}{arguments}); int32_t r = {owner}_set_{member}_physical(&w{arguments}, d); put_scaled(o, d, r, (int64_t){copied}); }}\n#endif\n"
        )
    }
}
