//! What programs do with lists: take an element of a decoded one, or put one together in a buffer of theirs.

use super::list::{Each, List, Lists};
use super::{Code, Spot, function};
use crate::lang::c::builder::signature;
use crate::lang::c::spell;
use crate::lang::c::view::{AccessorView, FunctionView, RecordView};
use crate::lang::host::HostInt;
use crate::layout::{Codec, Kind};

impl Code<'_> {
    pub(super) fn list_access(&self, list: &List<'_>, spot: &Spot, lists: &mut Lists) {
        // A list of the record is reached through it, one in another list is a value of its own.
        let is_member = spot.pointer.starts_with('&');
        let owner =
            if is_member { self.builder.names.of_type(self.builder.owner) } else { "wrw_list" };
        let (constant, mutable) = (format!("const {owner} *m"), format!("{owner} *m"));
        let dot = &spot.inner;
        let what = if is_member {
            format!("`{}`", spot.value.trim_start_matches("m->"))
        } else {
            "a list".to_owned()
        };
        lists.accessors.push(match list.element {
            Each::Fixed { stride, .. } => Self::at(list, &constant, dot, (stride, &what)),
            Each::Variable(_) => Self::next(list, &constant, dot, &what),
        });
        lists.accessors.push(Self::add(list, &mutable, dot, &what));
    }

    /// An element by its index.
    fn at(list: &List<'_>, value: &str, dot: &str, (stride, what): (u32, &str)) -> FunctionView {
        let (ty, prefix) = (&list.ty, &list.prefix);
        let name = format!("{prefix}_at");
        let from = match stride {
            1 => format!("{dot}wire + i"),
            stride => format!("{dot}wire + (size_t)i * {stride}u"),
        };
        let read = |to: &str| format!("(void){}_read_({to}, {from}, 0);", list.functions);
        let doc = format!("An element of {what} that was decoded, by an index below its `count`.");
        if list.is_scalar() {
            let body = [format!("{ty} item = 0;"), read("&item"), "return item;".to_owned()];
            let body: Vec<&str> = body.iter().map(String::as_str).collect();
            return function(&doc, ty, &name, &[value, "uint32_t i"], &body);
        }
        let item = format!("{ty} *item");
        function(&doc, "void", &name, &[value, "uint32_t i", &item], &[&read("item")])
    }

    /// One element after the other.
    fn next(list: &List<'_>, value: &str, dot: &str, what: &str) -> FunctionView {
        let (ty, prefix) = (&list.ty, &list.prefix);
        let arguments = if list.is_record { "item, &in, 0" } else { "item, &in" };
        let doc = format!(
            "The next element of {what} that was decoded, from `*at`, which is 0 for the first: 1, or 0 if there is none."
        );
        function(
            &doc,
            "int",
            &format!("{prefix}_next"),
            &[value, "uint32_t *at", &format!("{ty} *item")],
            &[
                "wrw_in in;",
                &format!("in.buf = {dot}wire;"),
                "in.at = *at;",
                &format!("in.end = {dot}len;"),
                &format!(
                    "if (in.at >= in.end || {}_read_({arguments}) != 0) return 0;",
                    list.functions
                ),
                "*at = in.at;",
                "return 1;",
            ],
        )
    }

    /// One more element, in a buffer that holds those in front of it.
    fn add(list: &List<'_>, value: &str, dot: &str, what: &str) -> FunctionView {
        let (ty, functions) = (&list.ty, &list.functions);
        let (item, pointer) = if list.is_scalar() {
            (format!("{ty} item"), "&item")
        } else {
            (format!("const {ty} *item"), "item")
        };
        let mut body = vec![format!("const uint32_t at = {dot}len;")];
        match list.element {
            Each::Fixed { stride, .. } => {
                body.push(format!("int32_t r = wrw_room(wrw_sum(at, {stride}u), cap);"));
                body.push(format!("if (r == 0) r = {functions}_write_({pointer}, buf + at, at);"));
                body.push("if (r < 0) return r;".to_owned());
                body.push(format!("{dot}len = at + {stride}u;"));
            }
            Each::Variable(_) => {
                let len = if list.is_record { "encoded_len" } else { "len_" };
                body.push("wrw_out out;".to_owned());
                body.push(format!(
                    "int32_t r = wrw_room(wrw_sum(at, {functions}_{len}({pointer})), cap);"
                ));
                body.push("out.buf = buf;".to_owned());
                body.push("out.at = at;".to_owned());
                body.push(format!("if (r == 0) r = {functions}_write_({pointer}, &out);"));
                body.push("if (r != 0) return r;".to_owned());
                body.push(format!("{dot}len = out.at;"));
            }
        }
        body.push(format!("{dot}wire = buf;"));
        body.push(format!("{dot}count++;"));
        body.push("return 0;".to_owned());
        let body: Vec<&str> = body.iter().map(String::as_str).collect();
        let doc = format!(
            "Adds an element to {what}, whose bytes stand in this buffer; a fresh one has none: 0 or an error."
        );
        let name = format!("{}_add", list.prefix);
        function(&doc, "int32_t", &name, &[value, "uint8_t *buf", "size_t cap", &item], &body)
    }

    /// Physical values of the elements of a list.
    pub(super) fn physical(&self, kind: Kind<'_>, view: &mut RecordView) {
        let Some((Codec::Int(int), _)) = kind.innermost() else { return };
        let Some(scale) = &int.scale else { return };
        let host = HostInt::of_codec(self.builder.unit.model, int);
        let ty = self.builder.int_type(int);
        let member = &self.builder.names.inner(self.builder.owner)[self.member];
        let name = self.builder.names.of_type(self.builder.owner);
        let (low, high) = int.range.wire;
        let nearest = spell::raw_of_physical(scale);
        let getter = format!("{name}_{member}_physical");
        view.accessors.push(AccessorView {
            doc: format!("The physical value of a number of `{member}`."),
            signature: signature("", "double", &getter, &[&format!("{ty} raw")]),
            body: vec![format!("return {};", spell::physical(scale, "raw"))],
        });
        let setter = format!("{name}_set_{member}_physical");
        view.accessors.push(AccessorView {
            doc: format!(
                "Sets a number of `{member}` to what is nearest to a physical value: 0, or WRW_RANGE."
            ),
            signature: signature("", "int32_t", &setter, &[&format!("{ty} *raw"), "double value"]),
            body: vec![
                "int64_t whole;".to_owned(),
                format!("if (wrw_round({nearest}, {low}, {high}, &whole) != 0) {{"),
                "  return WRW_ERROR(WRW_RANGE, 0);".to_owned(),
                "}".to_owned(),
                format!("*raw = ({})whole;", spell::int_type(host)),
                "return 0;".to_owned(),
            ],
        });
    }
}
