//! Statements, and where a value is: in memory, on the wire, and from the message's start.
//!
//! In: expressions. Out: lines, by the components of `items.tera`.

use crate::lang::Unit;
use crate::lang::c::names::Names;
use crate::lang::template::Templates;
use crate::model::TypeId;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Set<'a> {
    pub(super) to: &'a str,
    pub(super) value: &'a str,
}

#[derive(Serialize)]
pub(super) struct Test<'a> {
    pub(super) condition: &'a str,
    pub(super) error: &'a str,
}

#[derive(Serialize)]
pub(super) struct Call<'a> {
    pub(super) call: &'a str,
    pub(super) error: &'a str,
}

#[derive(Serialize)]
pub(super) struct Nested<'a> {
    pub(super) call: &'a str,
}

#[derive(Serialize)]
pub(super) struct Copy<'a> {
    pub(super) to: &'a str,
    pub(super) from: &'a str,
    pub(super) size: &'a str,
}

#[derive(Serialize)]
pub(super) struct Fill<'a> {
    pub(super) to: &'a str,
    pub(super) size: &'a str,
}

#[derive(Serialize)]
pub(super) struct Reserved<'a> {
    pub(super) from: &'a str,
    pub(super) size: &'a str,
    pub(super) error: &'a str,
}

#[derive(Serialize)]
pub(super) struct Either {
    pub(super) little: Vec<String>,
    pub(super) other: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Loop<'a> {
    pub(super) index: &'a str,
    pub(super) count: &'a str,
    pub(super) lines: Vec<String>,
}

pub(super) struct Builder<'a> {
    pub(super) unit: Unit<'a>,
    pub(super) names: &'a Names,
    pub(super) templates: &'a Templates,
    pub(super) owner: TypeId,
}

/// Where a value is: in memory, on the wire, and how far from the message's start.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) value: String,
    pub(super) offset: String,
    pub(super) depth: usize,
}

impl Place {
    pub(super) fn member(name: &str, at: u32) -> Self {
        Self { value: format!("m->{name}"), offset: format!("{at}u"), depth: 0 }
    }

    pub(super) fn pointer(&self) -> String {
        if self.offset == "0u" { "p".to_owned() } else { format!("p + {}", self.offset) }
    }

    pub(super) fn error(&self, code: &str) -> String {
        format!("WRW_ERROR({code}, {})", self.at())
    }

    pub(super) fn at(&self) -> String {
        if self.offset == "0u" { "at".to_owned() } else { format!("at + {}", self.offset) }
    }

    pub(super) fn element(&self, stride: u32) -> Self {
        let index = format!("i{}", self.depth);
        let step = if stride == 1 { index.clone() } else { format!("{index} * {stride}u") };
        let offset = if self.offset == "0u" { step } else { format!("{} + {step}", self.offset) };
        Self { value: format!("{}[{index}]", self.value), offset, depth: self.depth + 1 }
    }
}

/// Statements of a function: first what moves bytes, then what tests them, each in the order of the wire.
#[derive(Default)]
pub(super) struct Body {
    pub(super) moves: Vec<String>,
    pub(super) tests: Vec<String>,
}

impl Builder<'_> {
    pub(super) fn fragment(&self, component: &str, view: &impl Serialize) -> String {
        self.templates.fragment(component, view)
    }

    pub(super) fn test(&self, condition: &str, error: &str) -> String {
        self.fragment("test", &Test { condition, error })
    }

    pub(super) fn push_loop(
        &self,
        to: &mut Vec<String>,
        depth: usize,
        count: u32,
        body: Vec<String>,
    ) {
        if !body.is_empty() {
            let (index, count) = (format!("i{depth}"), format!("{count}u"));
            to.push(self.fragment("loop", &Loop { index: &index, count: &count, lines: body }));
        }
    }
}

/// Locals in front, and parameters that nothing uses.
pub(super) fn finish(lines: Vec<String>) -> Vec<String> {
    let used = |word: &str| lines.iter().any(|line| has_word(line, word));
    let mut all = Vec::new();
    if used("r") {
        all.push("int32_t r;".to_owned());
    }
    all.extend(
        ["m", "p", "at"].iter().filter(|word| !used(word)).map(|word| format!("(void){word};")),
    );
    // A declaration with a value comes with the declarations.
    let (declarations, statements): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|line| line.starts_with("const "));
    all.splice(0..0, declarations);
    all.extend(statements);
    all
}

pub(super) fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(word)
        .any(|(i, _)| !line[..i].ends_with(is_part) && !line[i + word.len()..].starts_with(is_part))
}

/// Adds to the branch of other machines of the last `#if`.
pub(super) fn join_other(moves: &mut [String], lines: &[String]) {
    if let Some(last) = moves.iter_mut().rev().find(|m| m.ends_with("#endif")) {
        let body = last.trim_end_matches("#endif").to_owned();
        *last = format!("{body}{}\n#endif", lines.join("\n"));
    }
}
