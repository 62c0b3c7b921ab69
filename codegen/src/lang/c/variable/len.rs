//! How many bytes a value has: `encoded_len`.

use super::Code;
use crate::lang::c::view::FunctionView;
use crate::layout::{Part, PartCodec, Step, Target, Until};

impl Code<'_> {
    /// The function that says how long a record is.
    pub(super) fn len_record(&self, steps: &[Step]) -> FunctionView {
        let name = self.builder.names.of_type(self.builder.owner);
        let doc =
            "How many bytes a value has once it is encoded; `WRW_MOST + 1` if they are too many.";
        self.length(doc, &format!("{name}_encoded_len"), &format!("const {name} *m"), steps)
    }

    /// A function that adds up steps.
    pub(super) fn length(
        &self,
        doc: &str,
        name: &str,
        value: &str,
        steps: &[Step],
    ) -> FunctionView {
        let mut lines = Vec::new();
        let mut fixed = 0_u32;
        for step in steps {
            match step {
                Step::Run(run) => fixed = fixed.saturating_add(run.size),
                Step::Part(Part { codec: PartCodec::Align(n), .. }) => {
                    if fixed > 0 {
                        lines.push(format!("n = wrw_sum(n, {}u);", std::mem::take(&mut fixed)));
                    }
                    lines.push(format!("n = wrw_sum_align(n, {n}u);"));
                }
                Step::Part(part) => {
                    let terms = self.part_len(part, &mut fixed);
                    lines.extend(terms.into_iter().map(|term| format!("n = wrw_sum(n, {term});")));
                }
            }
        }
        // What is fixed comes first, unless something in front was rounded up.
        let first = if lines.iter().any(|line| line.contains("_align(")) {
            if fixed > 0 {
                lines.push(format!("n = wrw_sum(n, {fixed}u);"));
            }
            0
        } else {
            fixed
        };
        lines.insert(0, format!("uint32_t n = {first};"));
        lines.push("return n;".to_owned());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        super::function(doc, "uint32_t", name, &[value], &lines)
    }

    fn part_len(&self, part: &Part, fixed: &mut u32) -> Vec<String> {
        let spot = self.spot(part.target.unwrap_or(Target::Element));
        let (dot, value) = (&spot.inner, &spot.value);
        let counted = |until: &Until, what: &str| {
            let prefix =
                matches!(until, Until::Varint { .. }).then(|| format!("wrw_uvar_len({dot}{what})"));
            prefix.into_iter().chain([format!("{dot}len")]).collect()
        };
        match &part.codec {
            PartCodec::Varint(it) => {
                let what = if it.signed { "ivar" } else { "uvar" };
                vec![format!("wrw_{what}_len({value})")]
            }
            PartCodec::Text { until, .. } | PartCodec::Bytes(until) => counted(until, "len"),
            PartCodec::CText { .. } => {
                *fixed = fixed.saturating_add(1);
                vec![format!("{dot}len")]
            }
            PartCodec::List { until, .. } => counted(until, "count"),
            PartCodec::Array { .. } => vec![format!("{dot}len")],
            PartCodec::Record { id, .. } => {
                let name = self.builder.names.of_type(*id);
                vec![format!("{name}_encoded_len({})", spot.pointer)]
            }
            PartCodec::Align(_) => Vec::new(),
        }
    }
}
