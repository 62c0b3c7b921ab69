//! Bodies of functions: statements in the order of the wire, and which locals and parameters they use.
//!
//! In: expressions. Out: lines, each printed by its component of `items.tera`. Must not know: layouts, models.

use std::collections::BTreeSet;

use serde::Serialize;

use super::place::Place;
use super::statement::{
    Block, Checked, Copy, Either, Fill, Loop, Nested, Reserved, Set, Statement, Test,
};
use crate::lang::fold::WIDTH;
use crate::lang::template::Templates;

/// What a statement may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Local {
    /// The value in memory.
    Memory,
    /// The bytes.
    Wire,
    /// How far the bytes are from the start of what was handed in.
    Offset,
    /// The result of a call.
    Result,
}

impl Local {
    const PARAMETERS: [Self; 3] = [Self::Memory, Self::Wire, Self::Offset];

    fn name(self) -> &'static str {
        match self {
            Self::Memory => "m",
            Self::Wire => "p",
            Self::Offset => "at",
            Self::Result => "r",
        }
    }
}

/// Statements of a function or of a loop.
pub(super) struct Body<'t> {
    templates: &'t Templates,
    lines: Vec<String>,
    used: BTreeSet<Local>,
    /// Whether gcc would make a table of one of its tests.
    has_tables: bool,
}

/// From so many ranges on: fewer become comparisons, or bits of a constant.
const TABLE: usize = 3;

impl<'t> Body<'t> {
    pub(super) fn new(templates: &'t Templates) -> Self {
        Self { templates, lines: Vec::new(), used: BTreeSet::new(), has_tables: false }
    }

    /// An empty one, for a loop in this one.
    pub(super) fn inner(&self) -> Self {
        Self::new(self.templates)
    }

    fn push(&mut self, component: &str, view: &impl Serialize, used: &[Local]) {
        let text = self.templates.fragment(component, view);
        self.lines.extend(text.split('\n').map(str::to_owned));
        self.used.extend(used);
    }

    /// A local that the statements behind it use.
    pub(super) fn declare(&mut self, declared: &str, value: &str, from: &[Local]) {
        self.push("set", &Set { to: declared, value }, from);
    }

    /// A member from the wire.
    pub(super) fn get(&mut self, place: &Place, value: &str) {
        self.push("set", &Set { to: &place.value, value }, &[Local::Memory, Local::Wire]);
    }

    /// A member from anything else.
    pub(super) fn set(&mut self, to: &str, value: &str) {
        self.push("set", &Set { to, value }, &[Local::Memory]);
    }

    /// One byte to the wire, from a member or from nothing.
    pub(super) fn put_byte(&mut self, to: &str, value: &str, from: &[Local]) {
        self.push("set", &Set { to, value }, from);
        self.used.insert(Local::Wire);
    }

    /// Some more bits of a local, from a member.
    pub(super) fn add_bits(&mut self, to: &str, value: &str) {
        self.push("add_bits", &Set { to, value }, &[Local::Memory]);
    }

    /// A number to the wire, from a member or from a local.
    pub(super) fn put(&mut self, call: &str, from: &[Local]) {
        self.push("statement", &Statement { call }, from);
        self.used.insert(Local::Wire);
    }

    /// A function that cannot fail, on something in memory.
    pub(super) fn call(&mut self, call: &str) {
        self.push("statement", &Statement { call }, &[Local::Memory]);
    }

    /// Bytes from one side to the other.
    pub(super) fn copy(&mut self, to: &str, from: &str, size: u32) {
        self.push("copy", &Copy { to, from, size }, &[Local::Memory, Local::Wire]);
    }

    /// Zeros to the wire.
    pub(super) fn fill(&mut self, to: &str, size: u32) {
        self.push("fill", &Fill { to, size }, &[Local::Wire]);
    }

    /// Returns an error if a condition over some local is true.
    pub(super) fn test(&mut self, condition: &str, of: Local, place: &Place, code: &str) {
        let error = place.error(code);
        let view = Test { condition: &broken(condition), error: &error };
        let short = "if () return ;".len() + condition.len() + error.len() + 4 <= WIDTH;
        self.push(if short { "test" } else { "test_block" }, &view, &[of, Local::Offset]);
    }

    /// A function of the support file, which gives an error's code.
    pub(super) fn checked(&mut self, call: &str, place: &Place) {
        let error = place.error("r");
        let used = [Local::Memory, Local::Wire, Local::Offset, Local::Result];
        self.push("checked", &Checked { call, error: &error }, &used);
    }

    /// A function of another record, which gives an error as it is.
    pub(super) fn nested(&mut self, function: &str, place: &Place) {
        let (value, pointer, at) = (&place.value, &place.pointer(), &place.at());
        let used = [Local::Memory, Local::Wire, Local::Offset, Local::Result];
        self.push("nested", &Nested { function, value, pointer, at }, &used);
    }

    /// Bytes that must be zero.
    pub(super) fn reserved(&mut self, place: &Place, size: u32) {
        let view = Reserved { pointer: &place.pointer(), at: &place.at(), size };
        self.push("reserved", &view, &[Local::Wire, Local::Offset, Local::Result]);
    }

    /// Statements for each element.
    pub(super) fn repeat(&mut self, index: &str, count: u32, body: Self) {
        if !body.lines.is_empty() {
            let lines = body.lines.iter().map(|line| format!("  {line}")).collect();
            self.push("loop", &Loop { index, count, lines }, &[]);
            self.used.extend(body.used);
            self.has_tables |= body.has_tables;
        }
    }

    /// A function that goes on with an input or an output, and gives an error as it is.
    pub(super) fn failing(&mut self, call: &str) {
        self.push("failing", &Statement { call }, &[Local::Memory, Local::Result]);
    }

    /// Statements around a place of their own: what they use of the wire and the offset is declared in front of them,
    /// and behind that stands what moves on.
    pub(super) fn block(&mut self, heads: &[(Local, &str)], then: &str, body: Self) {
        let used = |local: &Local| body.used.contains(local);
        let heads = heads.iter().filter(|(local, _)| used(local));
        let mut lines: Vec<String> = heads.clone().map(|(_, head)| (*head).to_owned()).collect();
        lines.extend(Some(then.to_owned()).filter(|then| !then.is_empty()));
        if heads.count() == 0 {
            self.lines.extend(lines);
            self.lines.extend(body.lines);
        } else {
            lines.extend(body.lines);
            let lines = indented(lines);
            self.push("block", &Block { lines }, &[]);
        }
        self.used.extend(body.used);
        self.has_tables |= body.has_tables;
    }

    /// Whether its statements mention a name.
    pub(super) fn mentions(&self, name: &str) -> bool {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        self.lines.iter().any(|line| line.split(|c| !is_part(c)).any(|word| word == name))
    }

    /// The lines of a function that declares what it needs by itself.
    pub(super) fn finish_with(self, heads: Vec<String>) -> Vec<String> {
        let result = self.used.contains(&Local::Result).then(|| "int32_t r;".to_owned());
        indented(result.into_iter().chain(heads).chain(self.lines).collect())
    }

    /// Statements for machines whose memory has the wire's byte order, and for all others, if there is a difference.
    pub(super) fn either_or(&mut self, same: bool, little: Self, other: Self) {
        self.used.extend(&little.used);
        if same {
            self.lines.extend(little.lines);
        } else {
            let view = Either { little: little.lines, other: other.lines };
            self.push("either", &view, &[]);
        }
    }

    /// A test for some ranges of numbers.
    pub(super) fn expect_tables(&mut self, ranges: usize) {
        self.has_tables |= ranges >= TABLE;
    }

    /// Whether a table would take RAM on the ESP8266.
    pub(super) fn has_tables(&self) -> bool {
        self.has_tables
    }

    /// The lines of a function that has these parameters.
    pub(super) fn finish(self) -> Vec<String> {
        let unused = Local::PARAMETERS.into_iter().filter(|local| !self.used.contains(local));
        let mut lines: Vec<String> =
            unused.map(|local| format!("(void){};", local.name())).collect();
        if self.used.contains(&Local::Result) {
            lines.insert(0, format!("int32_t {};", Local::Result.name()));
        }
        lines.extend(self.lines);
        indented(lines)
    }

    /// The lines of a function that uses what it has.
    pub(super) fn lines(self) -> Vec<String> {
        indented(self.lines)
    }
}

/// Statements stand two columns to the right, directives at the first.
pub(super) fn indented(lines: Vec<String>) -> Vec<String> {
    let indent = |line: String| if line.starts_with('#') { line } else { format!("  {line}") };
    lines.into_iter().map(indent).collect()
}

/// A condition of many parts, in several lines if need be.
fn broken(condition: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for part in condition.split_inclusive([' ']) {
        let after_operator = out.ends_with("&& ") || out.ends_with("|| ");
        if after_operator && column + part.len() > WIDTH - 40 {
            out.truncate(out.trim_end().len());
            out.push_str("\n    ");
            column = 0;
        }
        out.push_str(part);
        column += part.len();
    }
    out
}
