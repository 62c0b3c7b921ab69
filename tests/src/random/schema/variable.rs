//! What has no fixed size, at random: texts, bytes, lists, variable integers, and records of them.
//!
//! In: the writer of a schema. Out: structs and messages. Lists take every element that the writer of fixed fields makes.

use std::fmt::Write;

use super::{NAMES, Writer};

/// What may stand behind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suffix {
    /// Nothing, or exact arrays.
    Array,
    /// Lists as well.
    List,
    /// A list that goes to the end, always.
    Rest,
}

/// How a record ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Own,
    Rest,
    /// With a struct that goes to the end.
    Inner,
}

impl Writer<'_> {
    /// Structs that messages and each other nest.
    pub(super) fn variable_structs(&mut self, out: &mut String) {
        for i in 0..3 {
            let name = format!("V{i}");
            self.variable_record(out, &name, 4, Ending::Own);
            self.finding.push(name);
        }
        self.variable_record(out, "R0", 3, Ending::Rest);
        self.ending.push("R0".to_owned());
        if self.random.once_in(2) {
            self.variable_record(out, "R1", 3, Ending::Inner);
            self.ending.push("R1".to_owned());
        }
    }

    pub(super) fn variable_message(&mut self, out: &mut String, name: &str) {
        let ending = *self.random.pick(&[Ending::Own, Ending::Own, Ending::Rest, Ending::Inner]);
        self.variable_record(out, name, 8, ending);
    }

    fn variable_record(&mut self, out: &mut String, name: &str, fields: usize, ending: Ending) {
        let _ = writeln!(out, "  {name}:\n    fields:");
        let mut names: Vec<&str> = NAMES.to_vec();
        let mut next = |writer: &mut Self| names.swap_remove(writer.random.below(names.len()));
        let count = 1 + self.random.below(fields);
        let always = self.random.below(count);
        for i in 0..count {
            self.filler(out, 6, true);
            let field = next(self);
            if i == always && ending == Ending::Own || !self.random.once_in(3) {
                self.variable_field(out, field);
            } else {
                self.suffix = Suffix::List;
                self.field(out, field, false);
                self.suffix = Suffix::Array;
            }
        }
        match ending {
            Ending::Own => self.filler(out, 4, true),
            Ending::Inner => {
                let inner = self.random.pick(&self.ending).clone();
                let _ = writeln!(out, "      - {}: {inner}", next(self));
            }
            Ending::Rest => {
                let field = next(self);
                self.rest_field(out, field);
                for _ in 0..self.random.below(4) {
                    self.filler(out, 3, false);
                    let field = next(self);
                    self.field(out, field, false);
                }
                self.filler(out, 3, false);
            }
        }
    }

    fn filler(&mut self, out: &mut String, once_in: usize, align: bool) {
        if self.random.once_in(once_in) {
            let n = 1 + self.random.below(4);
            let words: &[&str] =
                if align { &["pad", "reserved", "align", "align"] } else { &["pad", "reserved"] };
            let _ = writeln!(out, "      - {}[{n}]", self.random.pick(words));
        }
    }

    /// What stands in brackets where a count is in front.
    fn prefix(&mut self) -> String {
        let count =
            *self.random.pick(&["u8", "u8", "u8", "u16", "u16be", "u16le", "u32", "u32be", "uvar"]);
        let max = match self.random.below(6) {
            0 | 1 => String::new(),
            2 => "..four".to_owned(),
            3 => "..200".to_owned(),
            _ => format!("..{}", 1 + self.random.below(9)),
        };
        format!("[{count}{max}]")
    }

    fn rest(&mut self) -> String {
        let max = if self.random.once_in(3) {
            format!("..{}", 1 + self.random.below(9))
        } else {
            String::new()
        };
        format!("[rest{max}]")
    }

    /// Brackets behind a type of fixed size, and about how many elements they make.
    pub(super) fn lists(&mut self) -> (String, usize) {
        let inner = match self.random.below(12) {
            0 | 1 => format!("[{}]", 1 + self.random.below(3)),
            2 => self.prefix(),
            3 if self.suffix == Suffix::List => return (String::new(), 1),
            _ => String::new(),
        };
        let last = match self.suffix {
            Suffix::Rest => self.rest(),
            Suffix::List | Suffix::Array if self.random.once_in(6) => {
                format!("{}[2]", self.prefix())
            }
            Suffix::List | Suffix::Array => self.prefix(),
        };
        (format!("{inner}{last}"), 4)
    }

    /// An array of the fixed generator's, once in so many times; else a list, where one may be.
    pub(super) fn array(&mut self, exact: &str, once_in: usize) -> String {
        match self.suffix {
            Suffix::Array if !exact.is_empty() && self.random.once_in(once_in) => exact.to_owned(),
            Suffix::Array => String::new(),
            // The elements may have no bytes, which needs a maximum.
            Suffix::List => format!("{exact}[u8..{}]", 1 + self.random.below(6)),
            Suffix::Rest => self.lists().0,
        }
    }

    fn variable_field(&mut self, out: &mut String, name: &str) {
        match self.random.below(16) {
            0..=2 => self.free_text(out, name, Suffix::Array),
            3 | 4 => {
                let (prefix, list) = (self.prefix(), self.list_of_variable(Suffix::Array));
                let _ = writeln!(out, "      - {name}: \"bytes{prefix}{list}\"");
            }
            5..=7 => self.varint(out, name, Suffix::Array),
            8..=10 => {
                self.suffix = Suffix::List;
                self.field(out, name, false);
                self.suffix = Suffix::Array;
            }
            11 => {
                let list = self.list_of_variable(Suffix::List);
                let _ = writeln!(out, "      - {name}: \"u8{}{list}\"", self.prefix());
            }
            12 => self.free_text(out, name, Suffix::List),
            _ if self.finding.is_empty() => self.varint(out, name, Suffix::List),
            _ => {
                let inner = self.random.pick(&self.finding).clone();
                let list = self.list_of_variable(Suffix::Array);
                let _ = writeln!(out, "      - {name}: \"{inner}{list}\"");
            }
        }
    }

    /// Something that goes to the end.
    fn rest_field(&mut self, out: &mut String, name: &str) {
        match self.random.below(8) {
            0 => {
                let _ = writeln!(out, "      - {name}: \"bytes{}\"", self.rest());
            }
            1 => {
                let _ = writeln!(out, "      - {name}: \"string{}\"", self.rest());
            }
            2 => self.varint(out, name, Suffix::Rest),
            3 => self.free_text(out, name, Suffix::Rest),
            4 if !self.finding.is_empty() => {
                let inner = self.random.pick(&self.finding).clone();
                let list = self.list_of_variable(Suffix::Rest);
                let _ = writeln!(out, "      - {name}: \"{inner}{list}\"");
            }
            _ => {
                self.suffix = Suffix::Rest;
                match self.random.below(5) {
                    0 | 1 => drop(self.int_field(out, name, false)),
                    2 => drop(self.float_field(out, name)),
                    3 => drop(self.named_field(out, name, false)),
                    _ => drop(self.text_field(out, name)),
                }
                self.suffix = Suffix::Array;
            }
        }
    }

    /// Brackets behind a type of variable size.
    fn list_of_variable(&mut self, suffix: Suffix) -> String {
        match suffix {
            Suffix::Rest => self.rest(),
            Suffix::List => self.prefix(),
            Suffix::Array => match self.random.below(8) {
                0 => format!("[{}]", 1 + self.random.below(3)),
                1 => self.prefix(),
                2 => format!("{}[2]", self.prefix()),
                3 => format!("[2]{}", self.prefix()),
                _ => String::new(),
            },
        }
    }

    fn free_text(&mut self, out: &mut String, name: &str, suffix: Suffix) {
        let c_text = self.random.once_in(3);
        let list = self.list_of_variable(suffix);
        // The first brackets of a `cstring` are its maximum.
        let base = match (c_text, list.is_empty() && self.random.once_in(3)) {
            (true, true) => "cstring".to_owned(),
            (true, false) => format!("cstring[..{}]", 1 + self.random.below(9)),
            (false, _) => format!("string{}", self.prefix()),
        };
        let encoding = *self.random.pick(&["", "", ", encoding: ascii"]);
        let nul = if !c_text && self.random.once_in(3) { ", nul: allow" } else { "" };
        let default =
            if list.is_empty() && self.random.once_in(5) { ", default: \"x\"" } else { "" };
        let _ = writeln!(out, "      - {name}: {{type: \"{base}{list}\"{encoding}{nul}{default}}}");
    }

    fn varint(&mut self, out: &mut String, name: &str, suffix: Suffix) {
        let signed = self.random.once_in(2);
        let list = self.list_of_variable(suffix);
        let mut rules = self.int_rules(64, signed);
        if !list.is_empty() {
            // The default of a list is a list.
            rules = rules.split(", default").next().unwrap_or_default().to_owned();
        }
        let base = if signed { "ivar" } else { "uvar" };
        let _ = writeln!(out, "      - {name}: {{type: \"{base}{list}\"{rules}}}");
    }
}
