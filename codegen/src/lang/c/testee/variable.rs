//! Records without a fixed size. What is loaded keeps its offset on the wire: a value that no view can hold is refused
//! where the writer would have refused it.

use std::fmt::Write;

use super::super::builder::Builder;
use super::super::variable::{Code, Each, List, Spot, element_part};
use super::{Scaled, Testee};
use crate::lang::c::spell;
use crate::lang::host::HostInt;
use crate::layout::{Codec, Kind, PartCodec, Role, Step, Target, Until, VarintCodec};
use crate::model::TypeId;

/// A part, and how many lists are around it.
struct Inner<'a> {
    code: Code<'a>,
    spot: Spot,
    /// As an expression.
    value: String,
    /// What the functions of a list take.
    owner: String,
    depth: usize,
}

impl Testee<'_> {
    pub(super) fn variable(&mut self, id: TypeId) {
        let name = self.names.of_type(id).to_owned();
        let layout = self.unit.layout.record(id);
        let (mut dump, mut load) = (String::new(), String::new());
        for (index, kind) in layout.members().enumerate() {
            let member = &self.names.inner(id)[index];
            match kind {
                Kind::Fixed(codec) => {
                    let scaled =
                        Scaled { owner: &name, member, indices: Vec::new(), in_list: false };
                    dump.push_str(&self.dump((id, index), codec, &format!("m->{member}"), scaled));
                }
                Kind::Part(codec) => {
                    let inner = self.member_part(id, index);
                    let scaled =
                        Scaled { owner: &name, member, indices: Vec::new(), in_list: true };
                    dump.push_str(&self.dump_part((id, index), codec, &inner, &scaled));
                }
            }
        }
        for step in &layout.steps {
            match step {
                Step::Run(run) => {
                    for item in &run.items {
                        if let Role::Member(index, codec) = &item.role {
                            let value = format!("m->{}", self.names.inner(id)[*index]);
                            load.push_str(&self.load((id, *index), codec, &value, 0));
                        }
                    }
                    let _ = writeln!(load, "  ww_at += {}u;", run.size);
                }
                Step::Part(part) => match (&part.codec, part.member()) {
                    (PartCodec::Align(n), _) => {
                        let _ = writeln!(load, "  ww_at += wrw_gap(ww_at - start, {n}u);");
                    }
                    (codec, Some(index)) => {
                        let inner = self.member_part(id, index);
                        load.push_str(&self.load_part((id, index), codec, &inner));
                    }
                    (_, None) => {}
                },
            }
        }
        let _ = write!(
            self.out,
            "\nstatic void dump_{0}(const {name} *m, ww_out *o) {{\n  (void)m; (void)o;\n{dump}}}\nstatic void load_{0}({name} *m, ww_in *i) {{\n  const uint32_t start = ww_at;\n  (void)start; (void)m; (void)i;\n{load}}}\n",
            id.0
        );
    }

    /// Decoding from the start must agree with decoding all; the buffer to encode to has exactly the size that is needed.
    pub(super) fn variable_calls(&mut self, id: TypeId) {
        let name = self.names.of_type(id);
        let prefix = if self.unit.layout.record(id).finds_end {
            format!(
                "  int32_t q = {name}_decode_prefix(({name} *)m, p, n), r = {name}_decode(({name} *)m, p, n);\n  if (q != (r < 0 && WRW_CODE(r) == WRW_TRAILING ? WRW_OFFSET(r) : r)) r = WRW_ERROR(99, 0);\n  return r;\n"
            )
        } else {
            format!("  return {name}_decode(({name} *)m, p, n);\n")
        };
        let _ = write!(
            self.out,
            "\nstatic int32_t decode_{0}(void *m, const uint8_t *p, size_t n) {{\n{prefix}}}\nstatic int32_t encode_{0}(const void *m, uint8_t *p, size_t n) {{\n  uint32_t len = {name}_encoded_len((const {name} *)m);\n  int32_t r = {name}_encode((const {name} *)m, p, len);\n  (void)n;\n  if (r >= 0 && (uint32_t)r != len) return WRW_ERROR(98, len);\n  if (r > 0 && {name}_encode((const {name} *)m, p, len - 1u) != WRW_ERROR(WRW_CAPACITY, len)) return WRW_ERROR(97, len);\n  return r;\n}}\n",
            id.0
        );
    }

    fn member_part(&self, owner: TypeId, index: usize) -> Inner<'_> {
        let builder =
            Builder { unit: self.unit, names: self.names, templates: &self.templates, owner };
        let code = Code::new(builder, index);
        let spot = code.spot(Target::Member(index));
        let value = format!("m->{}", self.names.inner(owner)[index]);
        Inner { code, spot, value, owner: "m".to_owned(), depth: 0 }
    }

    fn element<'c>(inner: &Inner<'c>, list: &List<'_>) -> Inner<'c> {
        let code = inner.code.of_elements(list);
        let spot = code.spot(Target::Element);
        let value = format!("item{}", inner.depth);
        let owner = format!("&{value}");
        Inner { code, spot, value, owner, depth: inner.depth + 1 }
    }

    fn dump_part(
        &self,
        cx: (TypeId, usize),
        part: &PartCodec,
        inner: &Inner<'_>,
        scaled: &Scaled<'_>,
    ) -> String {
        let value = &inner.value;
        let Some(list) = inner.code.list(&inner.spot, part) else {
            return match part {
                PartCodec::Varint(it) => match none(it) {
                    None => format!("  put_u64(o, (uint64_t){value});\n"),
                    Some(none) => format!(
                        "  put_u8(o, {value} != {none});\n  if ({value} != {none}) {{ put_u64(o, (uint64_t){value}); }}\n"
                    ),
                },
                PartCodec::Text { .. } | PartCodec::CText { .. } | PartCodec::Bytes(_) => {
                    format!("  put_bytes(o, {value}.wire, {value}.len);\n")
                }
                PartCodec::Record { id, .. } => format!("  dump_{}(&{value}, o);\n", id.0),
                PartCodec::List { .. } | PartCodec::Array { .. } | PartCodec::Align(_) => {
                    String::new()
                }
            };
        };
        let element = Self::element(inner, &list);
        let (d, ty, prefix, owner) = (inner.depth, &list.ty, &list.prefix, &inner.owner);
        let mut out = String::from("  {\n");
        if matches!(part, PartCodec::List { .. }) {
            let _ = writeln!(out, "  put_u32(o, {value}.count);");
        }
        match list.element {
            Each::Fixed { codec, .. } => {
                let take = if list.is_scalar() {
                    format!("{ty} item{d} = {prefix}_at({owner}, e{d});")
                } else {
                    format!("{ty} item{d}; {prefix}_at({owner}, e{d}, &item{d});")
                };
                let each = self.dump(cx, codec, &of_item(codec, d), scaled.clone());
                let _ = write!(
                    out,
                    "  for (uint32_t e{d} = 0; e{d} < {value}.count; e{d}++) {{\n  {take}\n{each}  }}\n  }}\n"
                );
            }
            Each::Variable(steps) => {
                let each = element_part(steps)
                    .map(|part| self.dump_part(cx, &part.codec, &element, scaled));
                let _ = write!(
                    out,
                    "  uint32_t at{d} = 0, e{d} = 0;\n  {ty} item{d};\n  while ({prefix}_next({owner}, &at{d}, &item{d})) {{\n  e{d}++;\n{}  }}\n  if (e{d} != {value}.count || at{d} != {value}.len) put_u8(o, 0xEE);\n  }}\n",
                    each.unwrap_or_default()
                );
            }
        }
        out
    }

    fn load_part(&self, cx: (TypeId, usize), part: &PartCodec, inner: &Inner<'_>) -> String {
        let (value, d) = (&inner.value, inner.depth);
        let Some(list) = inner.code.list(&inner.spot, part) else {
            let view = |until: Option<&Until>, behind: u32| {
                let count = match until {
                    Some(Until::Varint { .. }) => format!("wrw_uvar_len({value}.len) + "),
                    Some(Until::Count { .. } | Until::Rest { .. }) | None => String::new(),
                };
                format!(
                    "  {value}.len = get_u32(i); {value}.wire = i->p; i->p += {value}.len;\n  ww_at += {count}{value}.len + {behind}u;\n"
                )
            };
            return match part {
                PartCodec::Varint(it) => {
                    let (ty, what) =
                        if it.signed { ("int64_t", "ivar") } else { ("uint64_t", "uvar") };
                    let get = match none(it) {
                        Some(none) => format!("get_u8(i) ? ({ty})get_u64(i) : {none}"),
                        None => format!("({ty})get_u64(i)"),
                    };
                    format!("  {value} = {get};\n  ww_at += wrw_{what}_len({value});\n")
                }
                PartCodec::Text { until, .. } | PartCodec::Bytes(until) => view(Some(until), 0),
                PartCodec::CText { .. } => view(None, 1),
                PartCodec::Record { id, .. } => format!("  load_{}(&{value}, i);\n", id.0),
                PartCodec::List { .. } | PartCodec::Array { .. } | PartCodec::Align(_) => {
                    String::new()
                }
            };
        };
        let element = Self::element(inner, &list);
        let (ty, prefix, owner) = (&list.ty, &list.prefix, &inner.owner);
        let (count, before) = match part {
            PartCodec::Array { count, .. } => (format!("{count}u"), String::new()),
            PartCodec::List { until: Until::Varint { .. }, .. } => {
                ("get_u32(i)".to_owned(), format!("  ww_at += wrw_uvar_len(n{d});\n"))
            }
            PartCodec::List { .. }
            | PartCodec::Varint(_)
            | PartCodec::Text { .. }
            | PartCodec::CText { .. }
            | PartCodec::Bytes(_)
            | PartCodec::Record { .. }
            | PartCodec::Align(_) => ("get_u32(i)".to_owned(), String::new()),
        };
        let mut each = String::new();
        match list.element {
            Each::Fixed { codec, stride } => {
                each.push_str(&self.load(cx, codec, &of_item(codec, d), 0));
                let _ = writeln!(each, "  ww_at += {stride}u;");
            }
            Each::Variable(steps) => {
                for step in steps {
                    match step {
                        Step::Run(run) => {
                            let _ = writeln!(each, "  ww_at += {}u;", run.size);
                        }
                        Step::Part(part) => {
                            each.push_str(&self.load_part(cx, &part.codec, &element));
                        }
                    }
                }
            }
        }
        let item = if list.is_scalar() { format!("item{d}") } else { format!("&item{d}") };
        format!(
            "  {{\n  const uint32_t n{d} = {count};\n{before}  const uint32_t base{d} = ww_at;\n  uint8_t *pool{d} = ww_pool();\n  ww_level++;\n  for (uint32_t e{d} = 0; e{d} < n{d}; e{d}++) {{\n  const uint32_t from{d} = ww_at;\n  {ty} item{d};\n  memset(&item{d}, 0, sizeof item{d});\n{each}  const int32_t r{d} = {prefix}_add({owner}, pool{d}, ww_pool_left(pool{d}), {item});\n  if (r{d} < 0) {{ ww_hold(WRW_CODE(r{d}), base{d} + (uint32_t)WRW_OFFSET(r{d}), from{d}); {value}.count++; }}\n  }}\n  ww_level--;\n  ww_pool_take({value}.len);\n  }}\n"
        )
    }
}

/// The number that stands for no value.
fn none(it: &VarintCodec) -> Option<String> {
    it.absent.map(|absent| spell::int_literal(absent, HostInt { bits: 64, signed: it.signed }))
}

/// An element as an expression.
fn of_item(codec: &Codec, depth: usize) -> String {
    match codec {
        Codec::Text(_) | Codec::Bytes(_) | Codec::Array { .. } => format!("item{depth}.value"),
        Codec::Int(_) | Codec::Float(_) | Codec::Bool | Codec::Record(_) | Codec::Bits(_) => {
            format!("item{depth}")
        }
    }
}
