//! The bytes of one message, item by item, with the value of each and what is wrong with it.
//!
//! In: a compiled schema and bytes, which may be wrong. Out: [`Report`], as text or JSON. Must not know: the terminal.

use std::fmt::Write;

use serde_json::{Map, Value as Json, json};

use super::picture::slot_name;
use super::places::{Depth, Kind, Place, places};
use super::words::{self, Scope, count};
use super::{json as literal, picture};
use crate::Compiled;
use crate::interp::{self, ErrorCode, Failure};
use crate::layout::{BitSlot, BitsCodec, Size, SlotRole};
use crate::model::notation::{self, hex, join};
use crate::model::{BitItem, BitOrder, BitType, Bits, Int, IntRules, Scalar, Type, TypeId, Value};

/// What the bytes of a message are.
#[derive(Debug)]
pub struct Report {
    name: String,
    length: usize,
    lines: Vec<Line>,
    /// Why they are no such message, as one sentence.
    pub refusal: Option<Refusal>,
}

/// Why bytes are refused.
#[derive(Debug)]
pub struct Refusal {
    /// What, where and in which member.
    pub failure: Failure,
    /// The same as one sentence, with what was found and what was expected.
    pub sentence: String,
}

/// What a person reads where a sentinel says so.
const NO_VALUE: &str = "(no value)";

/// One item.
#[derive(Debug, Default)]
struct Line {
    at: u64,
    /// Its bytes, or of a bit field its bits.
    shown: Shown,
    path: String,
    ty: String,
    value: String,
    rules: String,
    error: Option<ErrorCode>,
    /// What is said of the error.
    remark: String,
}

#[derive(Debug, Default)]
enum Shown {
    #[default]
    Nothing,
    Bytes(Vec<u8>),
    Bits(String),
}

/// Reads bytes as a message or struct.
#[must_use]
pub fn inspect(compiled: &Compiled, id: TypeId, bytes: &[u8]) -> Report {
    let failure = interp::decode(&compiled.model, id, bytes).err();
    let scope = Scope { order: None, ..Scope::of(compiled, id) };
    let mut reader = Reader { compiled, scope, bytes, lines: Vec::new() };
    let walked = places(compiled, id, Depth::Each(bytes.len() as u64));
    for place in &walked {
        reader.place(place);
    }
    let mut lines = reader.lines;
    let Size::Fixed(size) = compiled.layout.record(id).size;
    if let Some(surplus) = bytes.get(size as usize..).filter(|surplus| !surplus.is_empty()) {
        lines.push(Line {
            at: u64::from(size),
            shown: Shown::Bytes(surplus.to_vec()),
            error: Some(ErrorCode::Trailing),
            remark: "left over behind the end of the message".to_owned(),
            ..Line::default()
        });
    }
    let refusal = failure.map(|failure| Refusal {
        sentence: sentence(&failure, u64::from(size), bytes, &lines),
        failure,
    });
    Report { name: compiled.model.full_name(id), length: bytes.len(), lines, refusal }
}

/// One plain sentence about a refusal: what was found, and what was expected.
fn sentence(failure: &Failure, size: u64, bytes: &[u8], lines: &[Line]) -> String {
    let have = bytes.len() as u64;
    let faulty = lines.iter().find(|line| line.error == Some(failure.code));
    let lengths = || {
        let are = if have == 1 { "is" } else { "are" };
        format!("there {are} {} where {size} are expected", count(have, "byte"))
    };
    match (failure.code, faulty) {
        (ErrorCode::Short, Some(line)) => {
            let is = if failure.need == 1 { "is" } else { "are" };
            let cut = matches!(&line.shown, Shown::Bytes(bytes) if !bytes.is_empty());
            let within = if cut { "within " } else { "" };
            let name = match line.path.as_str() {
                "" => line.ty.clone(),
                path => format!("`{path}`"),
            };
            let (need, offset) = (failure.need, failure.offset);
            format!(
                "short: {}; {need} {is} missing at offset {offset}, from {within}{name} on",
                lengths()
            )
        }
        (ErrorCode::Trailing, _) => {
            let over = if have == size + 1 { "is left over" } else { "are left over" };
            format!("trailing: {}; {} {over} at offset {}", lengths(), have - size, failure.offset)
        }
        (_, Some(line)) if !line.value.is_empty() => {
            let rules = match (line.rules.as_str(), line.remark.as_str()) {
                ("", "") => String::new(),
                ("", remark) => format!(", {remark}"),
                (rules, _) => format!(", and it holds {rules}"),
            };
            format!("{} (found {}{rules})", failure.sentence(), line.value)
        }
        _ => failure.sentence(),
    }
}

struct Reader<'a> {
    compiled: &'a Compiled,
    scope: Scope<'a>,
    bytes: &'a [u8],
    lines: Vec<Line>,
}

impl Reader<'_> {
    fn place(&mut self, place: &Place<'_>) {
        let all = self.bytes;
        let index = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(all.len());
        let bytes = &all[index(place.at)..index(place.at.saturating_add(place.size))];
        let missing = place.size - bytes.len() as u64;
        let mut line = Line {
            at: place.at,
            shown: Shown::Bytes(bytes.to_vec()),
            path: place.path.clone(),
            ty: self.scope.place(place),
            ..Line::default()
        };
        if matches!(place.kind, Kind::Group(_)) {
            line.shown = Shown::Nothing;
        } else if missing > 0 {
            line.error = Some(ErrorCode::Short);
            line.remark = match bytes.len() {
                0 => "the input ends here".to_owned(),
                some => format!("the input ends behind {some} of {}", count(place.size, "byte")),
            };
        } else {
            self.whole(place, bytes, &mut line);
        }
        self.lines.push(line);
        if let Kind::Bits(bits, codec) = place.kind
            && missing == 0
        {
            self.slots(place, bits, codec);
        }
    }

    /// An item all of whose bytes are there.
    fn whole(&self, place: &Place<'_>, bytes: &[u8], line: &mut Line) {
        let model = &self.compiled.model;
        match place.kind {
            Kind::Value(ty, codec) => {
                line.rules = words::rules(codec, None);
                match interp::decode_item(model, ty, self.bytes, place.at) {
                    Ok(value) => line.value = self.value(ty, &value),
                    Err(failure) => {
                        line.error = Some(failure.code);
                        line.value = self.raw(ty, place.at);
                    }
                }
            }
            Kind::Const(ty, fixed, expected) => {
                let constant = literal::write(&notation::write(model, ty, &fixed.value));
                line.ty = self.scope.ty(ty);
                line.value = match interp::decode_item(model, ty, self.bytes, place.at) {
                    Ok(value) => self.value(ty, &value),
                    Err(_) => literal::string(&hex(bytes)),
                };
                if bytes != expected {
                    line.remark = format!("{constant} is expected");
                    line.error = fixed.check.then_some(ErrorCode::Const);
                }
            }
            Kind::Pad => {
                if bytes.iter().any(|byte| *byte != 0) {
                    "not zero, and ignored".clone_into(&mut line.remark);
                }
            }
            Kind::Reserved => {
                let wrong = bytes.iter().any(|byte| *byte != 0);
                line.error = wrong.then_some(ErrorCode::Reserved);
            }
            Kind::Bits(..) => line.value = format!("{:#x}", self.unit(place)),
            Kind::Group(_) => {}
        }
    }

    fn value(&self, ty: &Type, value: &Value) -> String {
        match value {
            Value::Absent => NO_VALUE.to_owned(),
            Value::Int(_)
            | Value::Float(_)
            | Value::Bool(_)
            | Value::Text(_)
            | Value::Bytes(_)
            | Value::List(_)
            | Value::Record(_) => literal::write(&notation::write(&self.compiled.model, ty, value)),
        }
    }

    /// The number that stands where a rule refuses it; nothing of texts, whose bytes are shown.
    fn raw(&self, ty: &Type, at: u64) -> String {
        let int = |scalar, order| Type::Int(Int { scalar, order, rules: IntRules::default() });
        let bare = match ty {
            Type::Int(it) => int(it.scalar, it.order),
            Type::Enum(it) | Type::Flags(it) => int(it.scalar, it.order),
            Type::Bool => int(Scalar::U8, crate::model::ByteOrder::Little),
            Type::Float(it) => Type::Float(crate::model::Float {
                min: None,
                max: None,
                absent_nan: false,
                ..it.clone()
            }),
            Type::Text(_) | Type::Bytes(_) | Type::Record(_) | Type::Array(..) | Type::Bits(_) => {
                return String::new();
            }
        };
        let read = interp::decode_item(&self.compiled.model, &bare, self.bytes, at);
        read.map(|value| self.value(&bare, &value)).unwrap_or_default()
    }

    /// A storage unit as a number.
    fn unit(&self, place: &Place<'_>) -> u64 {
        let Kind::Bits(_, codec) = place.kind else { return 0 };
        let rules = IntRules::default();
        let ty = Type::Int(Int { scalar: codec.scalar, order: codec.order, rules });
        match interp::decode_item(&self.compiled.model, &ty, self.bytes, place.at) {
            Ok(Value::Int(number)) => u64::try_from(number).unwrap_or(0),
            _ => 0,
        }
    }

    fn slots(&mut self, place: &Place<'_>, bits: &Bits, codec: &BitsCodec) {
        let unit = self.unit(place);
        for (slot, item) in codec.slots.iter().zip(&bits.items) {
            let raw = unit >> slot.shift & slot.mask;
            let path = match slot.role {
                SlotRole::Member { .. } | SlotRole::Const { .. } => join(&place.path, &slot.name),
                SlotRole::Pad | SlotRole::Reserved => String::new(),
            };
            let width = slot.width as usize;
            let digits = format!("{raw:0width$b}");
            let mut line = Line {
                at: place.at,
                shown: Shown::Bits(format!("{} = {digits}", picture::bit_range(slot))),
                path,
                ty: self.scope.slot(slot),
                rules: words::slot_rules(slot, bits),
                ..Line::default()
            };
            match &slot.role {
                SlotRole::Pad | SlotRole::Reserved => {
                    slot_name(slot).clone_into(&mut line.ty);
                    let wrong = raw != 0 && matches!(slot.role, SlotRole::Reserved);
                    line.error = wrong.then_some(ErrorCode::Reserved);
                }
                SlotRole::Const { raw: expected, check } => {
                    line.value = raw.to_string();
                    if raw != *expected {
                        line.remark = format!("{expected} is expected");
                        line.error = check.then_some(ErrorCode::Const);
                    }
                }
                SlotRole::Member { .. } => self.slot(place, bits, (slot, item, raw), &mut line),
            }
            self.lines.push(line);
        }
    }

    /// The value of one bit field, read from a group that has no other.
    fn slot(
        &self,
        place: &Place<'_>,
        bits: &Bits,
        (slot, item, raw): (&BitSlot, &BitItem, u64),
        line: &mut Line,
    ) {
        let only = |item: BitItem| {
            let above = bits.scalar.bits() - slot.shift - slot.width;
            let fill = |width| (width > 0).then_some(BitItem::Pad(width));
            let items = [fill(slot.shift), Some(item), fill(above)].into_iter().flatten().collect();
            Type::Bits(Box::new(Bits { first: BitOrder::Lsb, items, ..bits.clone() }))
        };
        let read = |item| {
            let read =
                interp::decode_item(&self.compiled.model, &only(item), self.bytes, place.at)?;
            match read {
                Value::Record(values) => Ok(values.into_iter().next().unwrap_or(Value::Absent)),
                Value::Int(_)
                | Value::Float(_)
                | Value::Bool(_)
                | Value::Text(_)
                | Value::Bytes(_)
                | Value::List(_)
                | Value::Absent => Ok(Value::Absent),
            }
        };
        let BitItem::Field(field) = item else { return };
        match read(item.clone()) {
            Ok(Value::Absent) => NO_VALUE.clone_into(&mut line.value),
            Ok(value) => {
                let value = notation::write_bit(&self.compiled.model, field, &value);
                line.value = literal::write(&value);
            }
            Err(Failure { code, .. }) => {
                line.error = Some(code);
                let mut bare = field.clone();
                let signed = matches!(field.ty, BitType::Int { signed: true, .. });
                bare.ty = BitType::Int { signed, rules: IntRules::default() };
                line.value = match read(BitItem::Field(bare)) {
                    Ok(Value::Int(number)) => number.to_string(),
                    _ => raw.to_string(),
                };
            }
        }
    }
}

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
