//! Writing: statements for the steps of a record, or of an element. The buffer has room for all.

use super::list::{Each, List, Told};
use super::{Code, Spot};
use crate::lang::c::body::{Body, Local};
use crate::lang::c::builder::signature;
use crate::lang::c::place::Place;
use crate::lang::c::run::copy_runs;
use crate::lang::c::spell;
use crate::lang::c::view::FunctionView;
use crate::lang::host::HostInt;
use crate::layout::{Element, Item, Part, PartCodec, Role, Run, Step, Target, Until};

impl Code<'_> {
    /// The function that writes a record to where the output is.
    pub(super) fn write_record(&self, steps: &[Step]) -> FunctionView {
        let name = self.builder.names.of_type(self.builder.owner);
        let doc = "Writes a value where there is room for it: 0 or an error.";
        self.writer(doc, &format!("{name}_write_"), &format!("const {name} *m"), steps)
    }

    /// A function that writes steps.
    pub(super) fn writer(
        &self,
        doc: &str,
        name: &str,
        value: &str,
        steps: &[Step],
    ) -> FunctionView {
        let mut body = self.body();
        for step in steps {
            match step {
                Step::Run(run) => self.write_run(run, steps, &mut body),
                Step::Part(part) => self.write_part(part, &mut body),
            }
        }
        let mut heads = Vec::new();
        if body.mentions("start") {
            heads.push("const uint32_t start = out->at;".to_owned());
        }
        let attribute = if body.has_tables() { "WRW_NO_TABLES " } else { "" };
        let mut lines = body.finish_with(heads);
        lines.push("  return 0;".to_owned());
        let signature = signature(attribute, "int32_t", name, &[value, "wrw_out *out"]);
        FunctionView { doc: doc.to_owned(), signature, body: lines }
    }

    fn write_run(&self, run: &Run, steps: &[Step], body: &mut Body<'_>) {
        let (mut inner, mut ignored) = (body.inner(), body.inner());
        let runs = copy_runs(self.builder.unit.model, run.items.iter());
        for items in run.items.split_inclusive(|item| matches!(item.role, Role::Count { .. })) {
            self.builder.items(items.iter(), &runs, (&mut ignored, &mut inner));
            if let Some(item) = items.last() {
                self.write_count(item, steps, &mut inner);
            }
        }
        let heads = [
            (Local::Offset, "const uint32_t at = out->at;"),
            (Local::Wire, "uint8_t *p = out->buf + out->at;"),
        ];
        let then = if run.size == 0 { String::new() } else { format!("out->at += {};", run.size) };
        body.block(&heads, &then, inner);
    }

    fn write_count(&self, item: &Item, steps: &[Step], body: &mut Body<'_>) {
        let Role::Count { of, scalar, order, max } = &item.role else { return };
        let (place, count) = (Place::wire(item.at), self.counted(steps, *of));
        let int = HostInt::of_scalar(*scalar);
        let max = max.map(i128::from).or((int.bits < 32).then(|| int.bounds().1));
        if let Some(max) = max {
            body.test(&format!("{count} > {max}u"), Local::Memory, &place, "WRW_LIMIT");
        }
        let raw = spell::unsigned(&count, HostInt { bits: 32, signed: false }, int.bits);
        if int.bits == 8 {
            body.put_byte(&place.byte(), &raw, &[Local::Memory]);
        } else {
            body.put(&spell::put(*scalar, *order, &place, &raw), &[Local::Memory]);
        }
    }

    fn write_part(&self, part: &Part, body: &mut Body<'_>) {
        let spot = self.spot(part.target.unwrap_or(Target::Element));
        let Spot { value, pointer, inner: dot, prefix, .. } = &spot;
        match &part.codec {
            PartCodec::Varint(it) => {
                let mut inner = body.inner();
                Self::test_varint(it, &spot, false, &mut inner);
                let what = if it.signed { "ivar" } else { "uvar" };
                inner.call(&format!("wrw_put_{what}(out, {value})"));
                body.block(&[(Local::Offset, "const uint32_t at = out->at;")], "", inner);
            }
            PartCodec::Text { until, encoding, nul } => {
                Self::write_until(*until, &format!("{dot}len"), body);
                let rules = spell::free_text_rules(*encoding, *nul);
                body.failing(&format!("wrw_put_text(out, {pointer}, {rules})"));
            }
            PartCodec::CText { max, encoding } => {
                let (max, rules) = (spell::maximum(*max), spell::free_text_rules(*encoding, false));
                body.failing(&format!("wrw_put_ctext(out, {pointer}, {max}, {rules})"));
            }
            PartCodec::Bytes(until) => {
                Self::write_until(*until, &format!("{dot}len"), body);
                body.call(&format!("(void)wrw_put_raw(out, {dot}wire, {dot}len)"));
            }
            PartCodec::List { element: Element::Fixed { codec, stride }, until }
                if !self.builder.unit.layout.can_fail(codec) =>
            {
                Self::write_until(*until, &format!("{dot}count"), body);
                body.failing(&format!("wrw_put_list(out, {pointer}, {stride}u)"));
            }
            PartCodec::List { until, .. } => {
                Self::write_until(*until, &format!("{dot}count"), body);
                body.failing(&format!("{prefix}_put_({pointer}, out)"));
            }
            PartCodec::Array { count, .. } => {
                let mut inner = body.inner();
                let differs = format!("{dot}count != {count}u");
                inner.test(&differs, Local::Memory, &Place::wire(0), "WRW_LENGTH");
                body.block(&[(Local::Offset, "const uint32_t at = out->at;")], "", inner);
                body.failing(&format!("{prefix}_put_({pointer}, out)"));
            }
            PartCodec::Record { id, .. } => {
                let name = self.builder.names.of_type(*id);
                body.failing(&format!("{name}_write_({pointer}, out)"));
            }
            PartCodec::Align(n) => body.call(&format!("wrw_put_align(out, start, {n}u)")),
        }
    }

    /// Writes or tests the count of a part that has none in the run in front.
    fn write_until(until: Until, count: &str, body: &mut Body<'_>) {
        match until {
            Until::Count { .. } | Until::Rest { max: None, .. } => {}
            Until::Varint { max } => {
                body.failing(&format!("wrw_put_count(out, {count}, {})", spell::maximum(max)));
            }
            Until::Rest { max: Some(max), .. } => {
                body.failing(&format!("wrw_at_most(out, {count}, {max}u)"));
            }
        }
    }

    /// The function that writes all elements of a list: their bytes, tested as those that are decoded.
    pub(super) fn write_elements(list: &List<'_>) -> FunctionView {
        let prefix = &list.prefix;
        let told = match (list.element, list.told) {
            (Each::Variable(_), Told::Tail(_)) => "0",
            (Each::Variable(_) | Each::Fixed { .. }, _) => "m->count",
        };
        super::function(
            "Writes the bytes of elements, and tests them: 0 or an error.",
            "int32_t",
            &format!("{prefix}_put_"),
            &["const wrw_list *m", "wrw_out *out"],
            &[
                "wrw_list again = *m;",
                "wrw_in in = wrw_put_raw(out, m->wire, m->len);",
                &format!("const int32_t r = {prefix}_elements_(&again, &in, {told});"),
                "return r != 0 ? r : wrw_agree(m, &again, &in);",
            ],
        )
    }
}
