//! The functions over a whole buffer.

use super::{Code, function};
use crate::lang::c::view::FunctionView;
use crate::layout::Record;

impl Code<'_> {
    /// The functions over a whole record.
    pub(super) fn record(&self, layout: &Record) -> Vec<FunctionView> {
        let name = self.builder.names.of_type(self.builder.owner);
        let (mutable, constant) = (format!("{name} *m"), format!("const {name} *m"));
        let decode = |what: &str, doc: &str, trailing: bool| {
            let test = "if (r == 0 && in.at < len) r = WRW_ERROR(WRW_TRAILING, in.at);";
            let mut body = vec![
                "wrw_in in;",
                "int32_t r;",
                "in.buf = buf;",
                "in.at = 0;",
                "in.end = len < WRW_MOST ? (uint32_t)len : WRW_MOST;",
            ];
            let read = format!("r = {name}_read_(m, &in, 0);");
            body.push(&read);
            body.extend(trailing.then_some(test));
            body.push("if (r != 0) memset(m, 0, sizeof *m);");
            body.push("return r != 0 ? r : (int32_t)in.at;");
            let from = [mutable.as_str(), "const uint8_t *buf", "size_t len"];
            function(doc, "int32_t", &format!("{name}_{what}"), &from, &body)
        };
        let mut functions = vec![
            self.read_record(&layout.steps),
            self.write_record(&layout.steps),
            self.len_record(&layout.steps),
            decode(
                "decode",
                "Reads a value from exactly these bytes: how many, or an error below zero and zeros in `*m`.",
                true,
            ),
        ];
        if layout.finds_end {
            functions.push(decode(
                "decode_prefix",
                "Reads a value from the start of a buffer: how many bytes, or an error below zero and zeros in `*m`.",
                false,
            ));
        }
        let to = [constant.as_str(), "uint8_t *buf", "size_t cap"];
        let write = format!("if (r == 0) r = {name}_write_(m, &out);");
        let room = format!("int32_t r = wrw_room({name}_encoded_len(m), cap);");
        functions.push(function(
            "Writes a value: how many bytes, or an error below zero. No view of it may lie in the buffer.",
            "int32_t",
            &format!("{name}_encode"),
            &to,
            &[
                "wrw_out out;",
                &room,
                "out.buf = buf;",
                "out.at = 0;",
                &write,
                "return r != 0 ? r : (int32_t)out.at;",
            ],
        ));
        functions
    }
}
