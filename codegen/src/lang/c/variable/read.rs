//! Reading: statements for the steps of a record, or of an element.

use super::list::{Each, List, Told};
use super::{Code, Spot};
use crate::lang::c::body::{Body, Local};
use crate::lang::c::builder::signature;
use crate::lang::c::place::Place;
use crate::lang::c::run::copy_runs;
use crate::lang::c::spell;
use crate::lang::c::view::FunctionView;
use crate::layout::{Element, Item, Part, PartCodec, Role, Run, Step, Target, Until};

impl Code<'_> {
    /// The function that reads a record from where the input is.
    pub(super) fn read_record(&self, steps: &[Step]) -> FunctionView {
        let name = self.builder.names.of_type(self.builder.owner);
        let doc = "Reads a value from where it begins; `behind` bytes of fixed size follow it: 0 or an error.";
        let parameters = [&format!("{name} *m"), "wrw_in *in", "uint32_t behind"];
        self.reader(doc, &format!("{name}_read_"), &parameters, steps)
    }

    /// A function that reads steps.
    pub(super) fn reader(
        &self,
        doc: &str,
        name: &str,
        parameters: &[&str],
        steps: &[Step],
    ) -> FunctionView {
        let mut body = self.body();
        for step in steps {
            match step {
                Step::Run(run) => self.read_run(run, &mut body),
                Step::Part(part) => self.read_part(part, &mut body),
            }
        }
        let mut heads = Vec::new();
        for step in steps {
            if let Step::Part(Part { target: Some(target), .. }) = step {
                let count = self.spot(*target).count;
                if body.mentions(&count) {
                    heads.push(format!("uint32_t {count};"));
                }
            }
        }
        if body.mentions("start") {
            heads.push("const uint32_t start = in->at;".to_owned());
        }
        if parameters.contains(&"uint32_t behind") && !body.mentions("behind") {
            heads.push("(void)behind;".to_owned());
        }
        let attribute = if body.has_tables() { "WRW_NO_TABLES " } else { "" };
        let mut lines = body.finish_with(heads);
        lines.push("  return 0;".to_owned());
        let signature = signature(attribute, "int32_t", name, parameters);
        FunctionView { doc: doc.to_owned(), signature, body: lines }
    }

    /// A test of length, and then the items.
    fn read_run(&self, run: &Run, body: &mut Body<'_>) {
        let size = Self::tail(run.size, run.tail);
        if size != "0u" {
            body.failing(&format!("wrw_need(in, {size})"));
        }
        let (mut inner, mut ignored) = (body.inner(), body.inner());
        let runs = copy_runs(self.builder.unit.model, run.items.iter());
        for items in run.items.split_inclusive(|item| matches!(item.role, Role::Count { .. })) {
            self.builder.items(items.iter(), &runs, (&mut inner, &mut ignored));
            if let Some(item) = items.last() {
                self.read_count(item, &mut inner);
            }
        }
        let heads = [
            (Local::Offset, "const uint32_t at = in->at;"),
            (Local::Wire, "const uint8_t *p = wrw_here(in);"),
        ];
        let then = if run.size == 0 { String::new() } else { format!("in->at += {};", run.size) };
        body.block(&heads, &then, inner);
    }

    fn read_count(&self, item: &Item, body: &mut Body<'_>) {
        let Role::Count { of, scalar, order, max } = &item.role else { return };
        let (place, count) = (Place::wire(item.at), self.spot(*of).count);
        body.declare(&count, &spell::get_raw(*scalar, *order, &place), &[Local::Wire]);
        if let Some(max) = max {
            body.test(&format!("{count} > {max}u"), Local::Wire, &place, "WRW_LIMIT");
        }
    }

    fn read_part(&self, part: &Part, body: &mut Body<'_>) {
        let spot = self.spot(part.target.unwrap_or(Target::Element));
        let Spot { pointer, count, prefix, .. } = &spot;
        match &part.codec {
            PartCodec::Varint(it) => {
                let mut inner = body.inner();
                let what = if it.signed { "ivar" } else { "uvar" };
                inner.failing(&format!("wrw_get_{what}({pointer}, in)"));
                Self::test_varint(it, &spot, true, &mut inner);
                body.block(&[(Local::Offset, "const uint32_t at = in->at;")], "", inner);
            }
            PartCodec::Text { until, encoding, nul } => {
                Self::read_until(*until, count, 1, body);
                let rules = spell::free_text_rules(*encoding, *nul);
                body.failing(&format!("wrw_get_text({pointer}, in, {count}, {rules})"));
            }
            PartCodec::CText { max, encoding } => {
                let (max, rules) = (spell::maximum(*max), spell::free_text_rules(*encoding, false));
                body.failing(&format!("wrw_get_ctext({pointer}, in, {max}, {rules})"));
            }
            PartCodec::Bytes(until) => {
                Self::read_until(*until, count, 1, body);
                body.failing(&format!("wrw_get_bytes({pointer}, in, {count})"));
            }
            PartCodec::List { element: Element::Fixed { codec, stride }, until } => {
                Self::read_until(*until, count, *stride, body);
                if self.builder.unit.layout.can_fail(codec) {
                    body.failing(&format!("{prefix}_elements_({pointer}, in, {count})"));
                } else {
                    body.failing(&format!("wrw_get_list({pointer}, in, {count}, {stride}u)"));
                }
            }
            PartCodec::List { element: Element::Variable(_), until: Until::Rest { tail, .. } } => {
                let tail = Self::tail(0, *tail);
                body.failing(&format!("{prefix}_elements_({pointer}, in, {tail})"));
            }
            PartCodec::List { element: Element::Variable(_), until } => {
                Self::read_until(*until, count, 1, body);
                body.failing(&format!("{prefix}_elements_({pointer}, in, {count})"));
            }
            PartCodec::Array { count, .. } => {
                body.failing(&format!("{prefix}_elements_({pointer}, in, {count}u)"));
            }
            PartCodec::Record { id, tail } => {
                let name = self.builder.names.of_type(*id);
                let behind = match part.target {
                    Some(Target::Member(_)) => Self::tail(0, *tail),
                    Some(Target::Element) | None => "0".to_owned(),
                };
                body.failing(&format!("{name}_read_({pointer}, in, {behind})"));
            }
            PartCodec::Align(n) => body.failing(&format!("wrw_get_align(in, start, {n}u)")),
        }
    }

    /// The count of a part that has none in the run in front, in units of so many bytes.
    fn read_until(until: Until, count: &str, size: u32, body: &mut Body<'_>) {
        match until {
            Until::Count { .. } => {}
            Until::Varint { max } => {
                let max = spell::maximum(max);
                body.failing(&format!("wrw_get_count(&{count}, in, {max})"));
            }
            Until::Rest { max, tail } => {
                let (max, tail, size) = (spell::maximum(max), Self::tail(0, tail), size.max(1));
                body.failing(&format!("wrw_get_rest(&{count}, in, {size}u, {tail}, {max})"));
            }
        }
    }

    /// The function that reads all elements of a list.
    pub(super) fn read_elements(list: &List<'_>) -> FunctionView {
        let (ty, prefix) = (&list.ty, &list.prefix);
        let name = format!("{prefix}_elements_");
        let read = |arguments: &str| format!("{}_read_({arguments})", list.functions);
        let finish = |count: &str| {
            [
                "m->wire = wire;".to_owned(),
                "m->len = in->at - at;".to_owned(),
                format!("m->count = {count};"),
                "return 0;".to_owned(),
            ]
        };
        let at = || "const uint32_t at = in->at;".to_owned();
        let wire = || "const uint8_t *wire = wrw_here(in);".to_owned();
        let arguments = if list.is_record { "&item, in, 0" } else { "&item, in" };
        let (doc, parameter, body) = match (list.element, list.told) {
            (Each::Fixed { stride, .. }, _) => {
                let step = if stride == 1 { "i".to_owned() } else { format!("i * {stride}") };
                let body = vec![
                    at(),
                    format!("int32_t r = wrw_get_list(m, in, count, {stride}u);"),
                    "for (uint32_t i = 0; r >= 0 && i < count; i++) {".to_owned(),
                    format!("  {ty} item;"),
                    format!("  r = {};", read(&format!("&item, m->wire + {step}, at + {step}"))),
                    "}".to_owned(),
                    "return r < 0 ? r : 0;".to_owned(),
                ];
                ("Reads so many elements: 0 or an error.", "uint32_t count", body)
            }
            (Each::Variable(_), Told::Count) => {
                let mut body = vec![
                    at(),
                    wire(),
                    "for (uint32_t i = 0; i < count; i++) {".to_owned(),
                    format!("  {ty} item;"),
                    format!("  const int32_t r = {};", read(arguments)),
                    "  if (r != 0) return r;".to_owned(),
                    "}".to_owned(),
                ];
                body.extend(finish("count"));
                ("Reads so many elements: 0 or an error.", "uint32_t count", body)
            }
            (Each::Variable(_), Told::Tail(max)) => {
                let mut body = vec![
                    "const uint32_t at = in->at, end = in->end;".to_owned(),
                    wire(),
                    "uint32_t count = 0;".to_owned(),
                    "in->end = end - at > tail ? end - tail : at;".to_owned(),
                    "for (; in->at < in->end; count++) {".to_owned(),
                    format!("  {ty} item;"),
                    "  int32_t r;".to_owned(),
                ];
                body.extend(
                    max.map(|max| {
                        format!("  if (count >= {max}u) return WRW_ERROR(WRW_LIMIT, at);")
                    }),
                );
                body.extend([
                    format!("  r = {};", read(arguments)),
                    "  if (r != 0) return r;".to_owned(),
                    "}".to_owned(),
                    "in->end = end;".to_owned(),
                ]);
                body.extend(finish("count"));
                (
                    "Reads elements up to the last `tail` bytes: 0 or an error.",
                    "uint32_t tail",
                    body,
                )
            }
        };
        let lines: Vec<&str> = body.iter().map(String::as_str).collect();
        super::function(doc, "int32_t", &name, &["wrw_list *m", "wrw_in *in", parameter], &lines)
    }
}
