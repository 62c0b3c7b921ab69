//! Schemas at random: every feature of the language has a weight here.
//!
//! In: chance and a number. Out: the text of a schema that is right.

mod variable;

use std::fmt::Write;

use wirewright_codegen::model::{Scalar, scalar};

use super::Random;

/// Names that some language reserves, or that generated code uses itself.
const NAMES: &[&str] = &[
    "alpha",
    "beta",
    "gamma",
    "delta",
    "class",
    "type",
    "in",
    "def",
    "match",
    "value",
    "data",
    "view",
    "at",
    "len",
    "out",
    "error",
    "buf",
    "size",
    "index",
    "raw",
    "unit",
    "element",
    "default",
    "min",
    "max",
    "none",
    "async",
    "loop",
    "fn",
    "struct",
    "union",
    "this",
    "then",
    "constructor",
    "to_string",
    "w",
    "v0",
    "long_name_of_three_words",
];

/// Which messages a schema has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sizes {
    /// All of their values have one size.
    Fixed,
    /// The sizes of most depend on the value.
    Variable,
}

struct Writer<'r> {
    random: &'r mut Random,
    /// Whether what is written may be an array, a list, or goes to the end.
    suffix: variable::Suffix,
    /// Structs of variable size that find their own end.
    finding: Vec<String>,
    /// Structs that go to the end of the message.
    ending: Vec<String>,
    enums: Vec<Named>,
    flags: Vec<Named>,
    structs: Vec<Struct>,
}

/// An enum or flags that was written.
struct Named {
    name: String,
    scalar: Scalar,
    low: i128,
    high: i128,
    first: String,
}

struct Struct {
    name: String,
    c_layout: bool,
    size: usize,
}

/// The text of a schema whose package has a number.
#[must_use]
pub fn schema(random: &mut Random, number: usize, sizes: Sizes) -> String {
    let mut writer = Writer {
        random,
        suffix: variable::Suffix::Array,
        finding: Vec::new(),
        ending: Vec::new(),
        enums: Vec::new(),
        flags: Vec::new(),
        structs: Vec::new(),
    };
    writer.file(number, sizes)
}

impl Writer<'_> {
    fn file(&mut self, number: usize, sizes: Sizes) -> String {
        let endian = *self.random.pick(&["little", "big"]);
        let mut out = format!(
            "wirewright: 1\npackage: r{number}\nendian: {endian}\nconstants: {{four: 4, neg: -3}}\nenums:\n"
        );
        for i in 0..3 {
            self.enumeration(&mut out, i);
        }
        out.push_str("flags:\n");
        for i in 0..2 {
            self.flag_set(&mut out, i);
        }
        out.push_str("structs:\n  Marker: {fields: [{magic: {type: u16, const: 0xBEEF}}, \"reserved[1]\"]}\n");
        for i in 0..3 {
            let c_layout = self.random.once_in(4);
            let size = self.record(&mut out, &format!("S{i}"), c_layout, 4);
            self.structs.push(Struct { name: format!("S{i}"), c_layout, size });
        }
        if sizes == Sizes::Variable {
            self.variable_structs(&mut out);
        }
        out.push_str("messages:\n");
        for i in 0..2 {
            if sizes == Sizes::Variable && !self.random.once_in(10) {
                self.variable_message(&mut out, &format!("M{i}"));
                continue;
            }
            let c_layout = self.random.once_in(4);
            if !c_layout && self.random.once_in(40) {
                let _ = writeln!(out, "  M{i}: {{}}");
                continue;
            }
            self.record(&mut out, &format!("M{i}"), c_layout, 10);
        }
        out
    }

    fn integer(&mut self, unsigned: bool) -> Scalar {
        let all: Vec<Scalar> = Scalar::ALL
            .iter()
            .copied()
            .filter(|s| s.is_integer() && !(unsigned && s.is_signed()))
            .collect();
        *self.random.pick(&all)
    }

    fn enumeration(&mut self, out: &mut String, i: usize) {
        let scalar = if self.random.once_in(2) { Scalar::U8 } else { self.integer(false) };
        let (low, high) = scalar.bounds();
        let closed = self.random.once_in(2);
        let mut values: Vec<i128> =
            (0..=self.random.below(4)).map(|_| self.random.number(low, high)).collect();
        // Small ones, so that bit fields and other integers can hold them.
        if self.random.once_in(2) {
            values = (0..=i128::try_from(self.random.below(4)).unwrap_or(0)).collect();
        }
        values.sort_unstable();
        values.dedup();
        let list: Vec<_> =
            values.iter().enumerate().map(|(n, value)| format!("v{n}: {value}")).collect();
        let _ = writeln!(
            out,
            "  E{i}: {{type: {}, closed: {closed}, values: {{{}}}}}",
            scalar.keyword(),
            list.join(", ")
        );
        let (low, high) = (values[0], values[values.len() - 1]);
        self.enums.push(Named { name: format!("E{i}"), scalar, low, high, first: "v0".to_owned() });
    }

    fn flag_set(&mut self, out: &mut String, i: usize) {
        let scalar = if self.random.once_in(2) { Scalar::U8 } else { self.integer(true) };
        let closed = self.random.once_in(2);
        let top = self.random.below(scalar.bits() as usize);
        let second = (top + 1) % scalar.bits() as usize;
        let _ = writeln!(
            out,
            "  F{i}: {{type: {}, closed: {closed}, bits: {{f0: {top}, f1: {second}}}}}",
            scalar.keyword()
        );
        let high = 1 << top.max(second);
        self.flags.push(Named {
            name: format!("F{i}"),
            scalar,
            low: 0,
            high,
            first: "f0".to_owned(),
        });
    }

    /// A struct or message; the result is about how many bytes it has.
    fn record(&mut self, out: &mut String, name: &str, c_layout: bool, fields: usize) -> usize {
        let _ = writeln!(out, "  {name}:");
        if c_layout {
            out.push_str("    layout: c\n");
        }
        out.push_str("    fields:\n");
        let mut size = 0;
        let mut names: Vec<&str> = NAMES.to_vec();
        for _ in 0..=self.random.below(fields) {
            if self.random.once_in(8) {
                let n = 1 + self.random.below(4);
                let word = match self.random.below(3) {
                    0 => "pad",
                    1 => "reserved",
                    _ if c_layout => "pad",
                    _ => "align",
                };
                let _ = writeln!(out, "      - {word}[{n}]");
            }
            let field = names.swap_remove(self.random.below(names.len()));
            size += self.field(out, field, c_layout);
        }
        size
    }

    fn order(&mut self, scalar: Scalar) -> &'static str {
        if scalar.bytes() == 1 { "" } else { ["", "le", "be"][self.random.below(3)] }
    }

    fn bound(&mut self) -> String {
        if self.random.once_in(4) {
            "four".to_owned()
        } else {
            (1 + self.random.below(5)).to_string()
        }
    }

    /// Brackets behind a type, and how many elements they make.
    fn arrays(&mut self) -> (String, usize) {
        if self.suffix != variable::Suffix::Array {
            return self.lists();
        }
        match self.random.below(8) {
            0 | 1 => (format!("[{}]", self.bound()), 4),
            2 => (format!("[{}][{}]", 1 + self.random.below(3), 1 + self.random.below(3)), 9),
            _ => (String::new(), 1),
        }
    }

    fn field(&mut self, out: &mut String, name: &str, c_layout: bool) -> usize {
        match self.random.below(20) {
            0..=6 => self.int_field(out, name, c_layout),
            7 | 8 => self.float_field(out, name),
            9 => {
                let (arrays, n) = self.arrays();
                let _ = writeln!(out, "      - {name}: bool{arrays}");
                n
            }
            10 | 11 => self.text_field(out, name),
            12 => {
                let n = 1 + self.random.below(6);
                let list = self.array("", 1);
                let _ = writeln!(out, "      - {name}: bytes[{n}]{list}");
                n
            }
            13 | 14 => self.named_field(out, name, c_layout),
            15 | 16 => self.bits_field(out, name, c_layout),
            17 => self.constant_field(out, name, c_layout),
            18 if !c_layout => {
                let array = self.array("[2]", 3);
                let _ = writeln!(out, "      - {name}: Marker{array}");
                6
            }
            _ => self.struct_field(out, name, c_layout),
        }
    }

    /// An integer type that the layout may have.
    fn int_for(&mut self, c_layout: bool, unsigned: bool) -> Scalar {
        loop {
            let scalar = self.integer(unsigned);
            if !c_layout || scalar.bytes().is_power_of_two() {
                return scalar;
            }
        }
    }

    /// `min: …, max: …, absent: …, scale: …, default: …` for numbers of a width.
    fn int_rules(&mut self, bits: u32, signed: bool) -> String {
        let (low, high) = scalar::int_bounds(bits, signed);
        let mut out = String::new();
        let (mut min, mut max) = (low, high);
        if self.random.once_in(3) {
            min = self.random.number(low, high);
            let _ = write!(out, ", min: {min}");
        }
        if self.random.once_in(3) {
            max = self.random.number(min, high);
            let _ = write!(out, ", max: {max}");
        }
        let absent = self.random.once_in(4).then(|| self.random.number(low, high));
        if let Some(absent) = absent {
            let _ = write!(out, ", absent: {absent}");
        }
        if bits <= 32 && self.random.once_in(3) {
            let scale = *self.random.pick(&[
                "0.01",
                "1/100",
                "0.5",
                "360/4294967296",
                "-3",
                "0.003",
                "7/3",
            ]);
            let _ = write!(out, ", scale: {scale}");
            if self.random.once_in(2) {
                let _ =
                    write!(out, ", offset: {}", self.random.pick(&["-40", "0.1", "273.15", "1e3"]));
            }
        }
        if self.random.once_in(4) {
            let value = self.random.number(min, max);
            if absent != Some(value) {
                let _ = write!(out, ", default: {value}");
            }
        }
        out
    }

    fn int_field(&mut self, out: &mut String, name: &str, c_layout: bool) -> usize {
        let scalar = self.int_for(c_layout, false);
        let order = self.order(scalar);
        let (arrays, n) = self.arrays();
        let mut rules = self.int_rules(scalar.bits(), scalar.is_signed());
        if !arrays.is_empty() {
            // The default of an array is a list.
            rules = rules.split(", default").next().unwrap_or_default().to_owned();
        }
        let _ = writeln!(
            out,
            "      - {name}: {{type: \"{}{order}{arrays}\"{rules}}}",
            scalar.keyword()
        );
        n * scalar.bytes() as usize
    }

    fn float_field(&mut self, out: &mut String, name: &str) -> usize {
        let scalar = *self.random.pick(&[Scalar::F32, Scalar::F64]);
        let order = self.order(scalar);
        let (arrays, n) = self.arrays();
        let mut rules = String::new();
        if self.random.once_in(3) {
            let rule: &&str = self.random.pick(&[
                ", min: 0",
                ", max: 1.1",
                ", min: -0.1, max: 1e6",
                ", min: -inf, max: 3",
            ]);
            rules.push_str(rule);
        }
        if self.random.once_in(4) {
            rules.push_str(", absent: nan");
        }
        let _ = writeln!(
            out,
            "      - {name}: {{type: \"{}{order}{arrays}\"{rules}}}",
            scalar.keyword()
        );
        n * scalar.bytes() as usize
    }

    fn text_field(&mut self, out: &mut String, name: &str) -> usize {
        let n = 1 + self.random.below(20);
        let encoding = *self.random.pick(&["", "", ", encoding: ascii"]);
        let pad = *self.random.pick(&["", "", ", pad: any", ", pad: space"]);
        let array = self.array("[2]", 6);
        let default =
            if self.random.once_in(5) && array.is_empty() { ", default: \"x\"" } else { "" };
        let _ =
            writeln!(out, "      - {name}: {{type: \"char[{n}]{array}\"{encoding}{pad}{default}}}");
        2 * n
    }

    fn named_field(&mut self, out: &mut String, name: &str, c_layout: bool) -> usize {
        let is_enum = self.random.once_in(2);
        let list = if is_enum { &self.enums } else { &self.flags };
        let index = self.random.below(list.len());
        let Named { name: ty, scalar, low, high, first } = &list[index];
        let (scalar, low, high) = (*scalar, *low, *high);
        let first = if is_enum { first.clone() } else { format!("[{first}]") };
        let ty = ty.clone();
        // Another integer, in which every named value fits.
        let fits = |s: &Scalar| {
            let enough = if is_enum {
                s.bounds().0 <= low && s.bounds().1 >= high
            } else {
                !s.is_signed() && s.bounds().1 >= high
            };
            s.is_integer() && enough && (!c_layout || s.bytes().is_power_of_two())
        };
        let candidates: Vec<Scalar> = Scalar::ALL.iter().copied().filter(fits).collect();
        let other = *self.random.pick(&candidates);
        let must = c_layout && !scalar.bytes().is_power_of_two();
        let stored = if must || self.random.once_in(2) {
            format!(", as: {}{}", other.keyword(), self.order(other))
        } else {
            String::new()
        };
        let (arrays, n) = self.arrays();
        let default = if self.random.once_in(4) && arrays.is_empty() {
            format!(", default: {first}")
        } else {
            String::new()
        };
        let _ = writeln!(out, "      - {name}: {{type: \"{ty}{arrays}\"{stored}{default}}}");
        n * 8
    }

    fn bits_field(&mut self, out: &mut String, name: &str, c_layout: bool) -> usize {
        let unit = self.int_for(c_layout, true);
        let first = *self.random.pick(&["lsb", "msb"]);
        let order = self.order(unit);
        let _ = writeln!(
            out,
            "      - {name}:\n          bits: {}{order}\n          first: {first}\n          fields:",
            unit.keyword()
        );
        let mut rest = unit.bits();
        let mut names: Vec<&str> = NAMES.to_vec();
        while rest > 0 {
            let widest = if self.random.once_in(4) { 64 } else { 9 };
            let width =
                1 + u32::try_from(self.random.below(rest.min(widest) as usize)).unwrap_or(0);
            let slot = names.swap_remove(self.random.below(names.len()));
            let small = self
                .enums
                .iter()
                .find(|e| e.low >= 0 && e.high < 1 << width)
                .map(|e| e.name.clone());
            let line = match (self.random.below(8), small) {
                (0, _) => format!("reserved[{width}]"),
                (1, _) => format!("pad[{width}]"),
                (2, _) => format!(
                    "{slot}: {{type: u{width}, const: {}, check: {}}}",
                    self.random.number(0, (1 << width) - 1),
                    self.random.once_in(2)
                ),
                (3, Some(name)) => format!("{slot}: {{type: {name}, width: {width}}}"),
                (4, _) if width > 1 => {
                    format!("{slot}: {{type: i{width}{}}}", self.int_rules(width, true))
                }
                _ if width == 1 => format!("{slot}: bool"),
                _ => format!("{slot}: {{type: u{width}{}}}", self.int_rules(width, false)),
            };
            let _ = writeln!(out, "            - {line}");
            rest -= width;
            if names.len() < 3 && rest > 0 {
                let _ = writeln!(out, "            - pad[{rest}]");
                rest = 0;
            }
        }
        unit.bytes() as usize
    }

    fn constant_field(&mut self, out: &mut String, name: &str, c_layout: bool) -> usize {
        let check = self.random.once_in(2);
        let scalar = self.int_for(c_layout, false);
        let value = self.random.number(scalar.bounds().0, scalar.bounds().1);
        let order = self.order(scalar);
        let _ = match self.random.below(4) {
            0 => writeln!(
                out,
                "      - {name}: {{type: \"char[6]\", const: \"RIFF\", check: {check}}}"
            ),
            1 => writeln!(
                out,
                "      - {name}: {{type: \"bytes[3]\", const: \"c0ffee\", check: {check}}}"
            ),
            2 if !c_layout => {
                let of = &self.enums[0];
                writeln!(
                    out,
                    "      - {name}: {{type: {}, const: {}, check: {check}}}",
                    of.name, of.first
                )
            }
            _ => writeln!(
                out,
                "      - {name}: {{type: {}{order}, const: {value}, check: {check}}}",
                scalar.keyword()
            ),
        };
        8
    }

    fn struct_field(&mut self, out: &mut String, name: &str, c_layout: bool) -> usize {
        let fits: Vec<usize> =
            (0..self.structs.len()).filter(|i| !c_layout || self.structs[*i].c_layout).collect();
        if fits.is_empty() {
            let _ = writeln!(out, "      - {name}: u8");
            return 1;
        }
        let index = *self.random.pick(&fits);
        let array =
            if self.structs[index].size < 40 { self.array("[3]", 3) } else { String::new() };
        let _ = writeln!(out, "      - {name}: {}{array}", self.structs[index].name);
        3 * self.structs[index].size
    }
}
