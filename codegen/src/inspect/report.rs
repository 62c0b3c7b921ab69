//! The bytes of one message as text for people and JSON for programs.
//!
//! In: a [`Report`]. Out: lines, or one object. Must not know: how bytes are read.

use std::fmt::Write;

use serde_json::{Map, Value as Json, json};

use super::bytes::{Line, NO_VALUE, Refusal, Report, Shown};
use super::words::count;
use crate::interp::ErrorCode;
use crate::model::notation::hex;

/// Bytes in one line of a report.
const WIDTH: usize = 8;

impl Report {
    /// Lines for people.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}   {}\n", self.name, count(self.length as u64, "byte"));
        let longest = |f: &dyn Fn(&Line) -> usize| self.lines.iter().map(f).max().unwrap_or(0);
        let paths = longest(&|line| line.path.len()).min(48);
        let types = longest(&|line| line.ty.len()).min(32);
        let offset = self.length.to_string().len().max(4);
        for line in &self.lines {
            let (at, rows) = match &line.shown {
                Shown::Nothing => (line.at.to_string(), vec![String::new()]),
                Shown::Bytes(bytes) => (line.at.to_string(), rows(bytes)),
                Shown::Bits(bits) => (String::new(), vec![format!("  {bits}")]),
            };
            let first = rows.first().map_or("", String::as_str);
            let Line { path, ty, value, .. } = line;
            let _ = write!(out, "{at:>offset$}  {first:23}  {path:paths$}  {ty:types$}  {value}");
            let what = match line.error {
                Some(code) if line.remark.is_empty() => format!("   <-- {}", code.word()),
                Some(code) => format!("   <-- {}: {}", code.word(), line.remark),
                None if line.remark.is_empty() => String::new(),
                None => format!("   ({})", line.remark),
            };
            out.push_str(&what);
            out.truncate(out.trim_end().len());
            out.push('\n');
            for (i, row) in rows.iter().enumerate().skip(1) {
                let _ = writeln!(out, "{:>offset$}  {row}", line.at + (i * WIDTH) as u64);
            }
        }
        out
    }

    /// A JSON object on one line.
    #[must_use]
    pub fn json(&self) -> String {
        let items: Vec<Json> = self.lines.iter().map(Line::json).collect();
        let mut object = Map::new();
        object.insert("message".to_owned(), json!(self.name));
        object.insert("size".to_owned(), json!(self.length));
        object.insert("items".to_owned(), Json::Array(items));
        if let Some(refusal) = &self.refusal {
            object.insert("error".to_owned(), refusal.json());
        }
        Json::Object(object).to_string()
    }
}

impl Refusal {
    /// As a JSON object.
    #[must_use]
    pub fn json(&self) -> Json {
        let mut object = Map::new();
        object.insert("code".to_owned(), json!(self.failure.code.word()));
        object.insert("offset".to_owned(), json!(self.failure.offset));
        object.insert("message".to_owned(), json!(self.sentence));
        if self.failure.code == ErrorCode::Short {
            object.insert("need".to_owned(), json!(self.failure.need));
        }
        if !self.failure.path.is_empty() {
            object.insert("field".to_owned(), json!(self.failure.path));
        }
        Json::Object(object)
    }
}

impl Line {
    fn json(&self) -> Json {
        let mut object = Map::new();
        object.insert("offset".to_owned(), json!(self.at));
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bytes(bytes) => {
                object.insert("hex".to_owned(), json!(hex(bytes)));
            }
            Shown::Bits(bits) => {
                object.insert("bits".to_owned(), json!(bits));
            }
        }
        for (key, text) in [
            ("path", &self.path),
            ("type", &self.ty),
            ("value", &self.value),
            ("remark", &self.remark),
        ] {
            if !text.is_empty() {
                let parsed = match key {
                    "value" if text == NO_VALUE => Json::Null,
                    "value" => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
                    _ => json!(text),
                };
                object.insert(key.to_owned(), parsed);
            }
        }
        if let Some(code) = self.error {
            object.insert("error".to_owned(), json!(code.word()));
        }
        Json::Object(object)
    }
}

/// Bytes as rows of hexadecimal digits; of nothing there is one empty row.
fn rows(bytes: &[u8]) -> Vec<String> {
    let row = |chunk: &[u8]| chunk.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" ");
    if bytes.is_empty() { vec![String::new()] } else { bytes.chunks(WIDTH).map(row).collect() }
}
