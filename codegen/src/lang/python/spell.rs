//! Expressions of Python: reads and writes of each kind of item, side by side.
//!
//! In: layout. Out: text on one line. Each item is one value of a record's `struct.Struct`: a number, or its bytes.

use super::names::Names;
use crate::lang::Unit;
use crate::layout::{
    Accept, BitHost, BitSlot, BitsCodec, Codec, IntCodec, IntHost, IntRange, SlotRole,
};
use crate::model::{ByteOrder, Encoding, Float, PackageId, Padding, Scalar, Scale, Text, TypeId};

/// What the expressions of a record need to know.
#[derive(Clone, Copy)]
pub(super) struct Speller<'a> {
    pub(super) unit: Unit<'a>,
    pub(super) names: &'a Names,
    pub(super) package: PackageId,
    pub(super) owner: TypeId,
    /// The byte order of the record's `struct.Struct`.
    pub(super) order: ByteOrder,
}

/// Where an item stands, and how it is called in errors.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) at: String,
    pub(super) field: String,
}

impl Place {
    pub(super) fn new(at: u32, field: &str) -> Self {
        let at = if at == 0 { "at".to_owned() } else { format!("at + {at}") };
        Self { at, field: string(field) }
    }

    /// An element in a function of its bytes and its offset: its array adds index and name to errors.
    fn element() -> Self {
        Self { at: "o".to_owned(), field: string("") }
    }
}

/// A string literal in which everything but printable ASCII is an escape.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            ' '..='~' => out.push(c),
            c => out.push_str(&format!("\\U{:08x}", c as u32)),
        }
    }
    out.push('"');
    out
}

/// A bytes literal.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let mut out = String::from("b\"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            b' '..=b'~' => out.push(char::from(*byte)),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

pub(super) fn float_literal(value: f64) -> String {
    if value.is_nan() {
        "float(\"nan\")".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "float(\"inf\")".to_owned() } else { "float(\"-inf\")".to_owned() }
    } else {
        format!("{value:?}")
    }
}

fn word(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Little => "\"little\"",
        ByteOrder::Big => "\"big\"",
    }
}

pub(super) fn sign(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Little => "<",
        ByteOrder::Big => ">",
    }
}

/// The letter of a scalar in a format, if it has one.
fn letter(scalar: Scalar) -> Option<char> {
    let letter = match (scalar, scalar.bits()) {
        (Scalar::F32, _) => 'f',
        (Scalar::F64, _) => 'd',
        (Scalar::Bool, _) => 'B',
        (_, 8) => 'b',
        (_, 16) => 'h',
        (_, 32) => 'i',
        (_, 64) => 'q',
        _ => return None,
    };
    Some(if scalar.is_integer() && !scalar.is_signed() {
        letter.to_ascii_uppercase()
    } else {
        letter
    })
}

/// Whether an item is a number of the record's format, and not its bytes.
pub(super) fn direct(codec: &Codec, order: ByteOrder) -> Option<char> {
    let in_order = |scalar: Scalar, own: ByteOrder| {
        letter(scalar).filter(|_| scalar.bytes() == 1 || own == order)
    };
    match codec {
        Codec::Int(int) => in_order(int.scalar, int.order),
        Codec::Float(float) => in_order(float.scalar, float.order),
        Codec::Bool => Some('B'),
        Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// An integer from bytes.
pub(super) fn from_bytes(scalar: Scalar, order: ByteOrder, data: &str) -> String {
    if scalar.bytes() == 1 && !scalar.is_signed() {
        return format!("{data}[0]");
    }
    let signed = if scalar.is_signed() { ", signed=True" } else { "" };
    format!("int.from_bytes({data}, {}{signed})", word(order))
}

/// The bytes of an integer that was tested.
pub(super) fn to_bytes(scalar: Scalar, order: ByteOrder, value: &str) -> String {
    let signed = if scalar.is_signed() { ", signed=True" } else { "" };
    format!("({value}).to_bytes({}, {}{signed})", scalar.bytes(), word(order))
}

fn bound(value: Option<String>) -> String {
    value.unwrap_or_else(|| "None".to_owned())
}

impl Speller<'_> {
    /// A type's name, as this package's module sees it.
    pub(super) fn path(&self, id: TypeId) -> String {
        let package = self.unit.model.get(id).package;
        let name = self.names.of_type(id);
        if package == self.package {
            name.to_owned()
        } else {
            format!("{}.{name}", self.names.modules[package.0])
        }
    }

    /// A value from its number or bytes.
    pub(super) fn read(
        &self,
        codec: &Codec,
        source: &str,
        is_number: bool,
        place: &Place,
        member: usize,
    ) -> String {
        let Place { at, field } = place;
        match codec {
            Codec::Int(int) => {
                let raw = if is_number {
                    source.to_owned()
                } else {
                    from_bytes(int.scalar, int.order, source)
                };
                self.read_int(int, &raw, place)
            }
            Codec::Float(float) => {
                let function = if float.scalar == Scalar::F32 { "f32" } else { "f64" };
                let raw = if is_number {
                    source.to_owned()
                } else {
                    format!("_ww.{function}({source}, \"{}\")", sign(float.order))
                };
                read_float(float, &raw, place)
            }
            Codec::Bool => {
                let raw = if is_number { source.to_owned() } else { format!("{source}[0]") };
                format!("_ww.boolean({raw}, {at}, {field})")
            }
            Codec::Text(text) => format!("_ww.text({source}, {at}, {field}{})", text_rules(text)),
            Codec::Bytes(_) => source.to_owned(),
            Codec::Array { element, count, stride } => {
                if let Some(letter) = plain_elements(element) {
                    let order = sign(element_order(element).unwrap_or(self.order));
                    return format!("list(struct.unpack(\"{order}{count}{letter}\", {source}))");
                }
                let each = self.read(element, "b", false, &Place::element(), member);
                format!("_ww.array({source}, {stride}, lambda b, o: {each}, {at}, {field})")
            }
            Codec::Record(id) => {
                self.inside(&self.path(*id), self.unit.layout.record(*id).can_fail, source, place)
            }
            Codec::Bits(bits) => {
                let name = &self.names.group(self.owner, member).0;
                self.inside(name, bits.slots.iter().any(BitSlot::can_fail), source, place)
            }
        }
    }

    fn inside(
        &self,
        path: &str,
        can_fail: bool,
        source: &str,
        Place { at, field }: &Place,
    ) -> String {
        if can_fail && field != "\"\"" {
            format!("_ww.inside({path}._unpack, {source}, {at}, {field})")
        } else {
            format!("{path}._unpack({source}, {at})")
        }
    }

    /// A number or bytes of a value, tested.
    pub(super) fn write(
        &self,
        codec: &Codec,
        value: &str,
        is_number: bool,
        place: &Place,
        member: usize,
    ) -> String {
        let Place { at, field } = place;
        match codec {
            Codec::Int(int) => {
                let number = self.checked_int(int, value, place);
                if is_number { number } else { to_bytes(int.scalar, int.order, &number) }
            }
            Codec::Float(float) => {
                let number = checked_float(float, value, place);
                let format = if float.scalar == Scalar::F32 { "f" } else { "d" };
                if is_number {
                    number
                } else {
                    format!("struct.pack(\"{}{format}\", {number})", sign(float.order))
                }
            }
            Codec::Bool => {
                let truth = format!("_ww.truth({value}, {at}, {field})");
                if is_number { truth } else { format!("bytes([{truth}])") }
            }
            Codec::Text(text) => {
                format!("_ww.put_text({value}, {}, {at}, {field}{})", text.size, text_rules(text))
            }
            Codec::Bytes(size) => format!("_ww.put_bytes({value}, {size}, {at}, {field})"),
            Codec::Array { element, count, stride } => {
                let each = self.write(element, "v", false, &Place::element(), member);
                format!(
                    "_ww.put_array({value}, {count}, {stride}, lambda v, o: {each}, {at}, {field})"
                )
            }
            Codec::Record(id) => format!("_ww.pack({value}, {}, {at}, {field})", self.path(*id)),
            Codec::Bits(_) => format!(
                "_ww.pack({value}, {}, {at}, {field})",
                self.names.group(self.owner, member).0
            ),
        }
    }

    fn read_int(&self, int: &IntCodec, raw: &str, place: &Place) -> String {
        let Place { at, field } = place;
        let accept = int.range.decode();
        match int.host {
            IntHost::Plain => match int.absent {
                Some(sentinel) => {
                    let some = format!("_ww.unless({raw}, {sentinel})");
                    match range(&accept) {
                        Some((low, high)) => {
                            format!("_ww.maybe({some}, {low}, {high}, {at}, {field})")
                        }
                        None => some,
                    }
                }
                None => ranged(&accept, raw, place),
            },
            IntHost::Enum(id) if self.unit.model.enum_of(id).closed => {
                format!("_ww.closed({}, {raw}, {at}, {field})", self.path(id))
            }
            IntHost::Flags(id) if self.unit.model.flags_of(id).closed => {
                format!(
                    "_ww.known({}, {raw}, {:#x}, {at}, {field})",
                    self.path(id),
                    self.unit.model.flags_of(id).mask()
                )
            }
            IntHost::Enum(id) | IntHost::Flags(id) => {
                format!("{}({})", self.path(id), ranged(&accept, raw, place))
            }
        }
    }

    fn checked_int(&self, int: &IntCodec, value: &str, place: &Place) -> String {
        self.checked(&int.range, int.host, int.absent, value, place)
    }

    fn checked(
        &self,
        range: &IntRange,
        host: IntHost,
        absent: Option<i128>,
        value: &str,
        place: &Place,
    ) -> String {
        let Place { at, field } = place;
        let (low, high) = range.allowed;
        match host {
            IntHost::Enum(id) if self.unit.model.enum_of(id).closed => {
                format!("_ww.put_closed({}, {value}, {at}, {field})", self.path(id))
            }
            IntHost::Flags(id) if self.unit.model.flags_of(id).closed => {
                format!(
                    "_ww.put_known({value}, {:#x}, {at}, {field})",
                    self.unit.model.flags_of(id).mask()
                )
            }
            IntHost::Plain | IntHost::Enum(_) | IntHost::Flags(_) => match absent {
                None => format!("_ww.integer({value}, {low}, {high}, {at}, {field})"),
                Some(sentinel) => {
                    let offset = if at == "o" { "o" } else { at.as_str() };
                    format!(
                        "_ww.optional({value}, {sentinel}, lambda n: _ww.integer(n, {low}, {high}, {offset}, {field}), {at}, {field})"
                    )
                }
            },
        }
    }

    /// The value of a bit field, from `unit`.
    pub(super) fn read_slot(&self, slot: &BitSlot) -> String {
        let place = Place { at: "at".to_owned(), field: string(&slot.name) };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let raw = slot_bits(slot);
        let raw = if *signed { format!("_ww.signed({raw}, {})", slot.width) } else { raw };
        let host = match host {
            BitHost::Bool => return format!("{raw} == 1"),
            BitHost::Plain => IntHost::Plain,
            BitHost::Enum(id) => IntHost::Enum(*id),
        };
        let int = IntCodec {
            scalar: Scalar::U64,
            order: ByteOrder::Little,
            host,
            range: range.clone(),
            absent: *absent,
            scale: None,
        };
        self.read_int(&int, &raw, &place)
    }

    /// The bits of a bit field at their place in the unit.
    pub(super) fn write_slot(&self, slot: &BitSlot, value: &str) -> String {
        let place = Place { at: "at".to_owned(), field: string(&slot.name) };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let number = match host {
            BitHost::Bool => format!("_ww.truth({value}, at, {})", place.field),
            BitHost::Plain => self.checked(range, IntHost::Plain, *absent, value, &place),
            BitHost::Enum(id) => self.checked(range, IntHost::Enum(*id), *absent, value, &place),
        };
        let bits = if *signed { format!("({number} & {:#x})", slot.mask) } else { number };
        if slot.shift == 0 { bits } else { format!("({bits} << {})", slot.shift) }
    }
}

/// `(unit >> 3) & 0x7`
pub(super) fn slot_bits(slot: &BitSlot) -> String {
    if slot.shift == 0 {
        format!("(unit & {:#x})", slot.mask)
    } else {
        format!("((unit >> {}) & {:#x})", slot.shift, slot.mask)
    }
}

/// A storage unit from bytes.
pub(super) fn unit_from(bits: &BitsCodec, data: &str) -> String {
    from_bytes(bits.scalar, bits.order, data)
}

fn range(accept: &Accept) -> Option<(String, String)> {
    match accept {
        Accept::Within { min, max } => {
            Some((bound(min.map(|n| n.to_string())), bound(max.map(|n| n.to_string()))))
        }
        // Closed types are tested by their own functions.
        Accept::All | Accept::OneOf(_) | Accept::Mask(_) => None,
    }
}

fn ranged(accept: &Accept, raw: &str, Place { at, field }: &Place) -> String {
    match range(accept) {
        Some((low, high)) => format!("_ww.within({raw}, {low}, {high}, {at}, {field})"),
        None => raw.to_owned(),
    }
}

fn float_bounds(float: &Float) -> Option<(String, String)> {
    (float.min.is_some() || float.max.is_some())
        .then(|| (bound(float.min.map(float_literal)), bound(float.max.map(float_literal))))
}

fn read_float(float: &Float, raw: &str, Place { at, field }: &Place) -> String {
    match (float.absent_nan, float_bounds(float)) {
        (false, None) => raw.to_owned(),
        (false, Some((low, high))) => format!("_ww.within({raw}, {low}, {high}, {at}, {field})"),
        (true, None) => format!("_ww.unless_nan({raw})"),
        (true, Some((low, high))) => {
            format!("_ww.maybe(_ww.unless_nan({raw}), {low}, {high}, {at}, {field})")
        }
    }
}

fn checked_float(float: &Float, value: &str, Place { at, field }: &Place) -> String {
    let (low, high) = float_bounds(float).unwrap_or((bound(None), bound(None)));
    let single = if float.scalar == Scalar::F32 { "True" } else { "False" };
    let number = format!("_ww.real({value}, {single}, {low}, {high}, {at}, {field})");
    if float.absent_nan {
        format!("float(\"nan\") if {value} is None else _ww.not_nan({number}, {at}, {field})")
    } else {
        number
    }
}

fn text_rules(text: &Text) -> String {
    let encoding = match text.encoding {
        Encoding::Utf8 => "",
        Encoding::Ascii => ", ascii_only=True",
    };
    let pad = match text.pad {
        Padding::Nul => "",
        Padding::Any => ", pad=\"any\"",
        Padding::Space => ", pad=\"space\"",
    };
    format!("{encoding}{pad}")
}

/// The letter of elements that one `struct.unpack` reads: plain numbers without tests.
fn plain_elements(element: &Codec) -> Option<char> {
    match element {
        Codec::Int(int)
            if int.host == IntHost::Plain
                && int.absent.is_none()
                && int.range.decode() == Accept::All =>
        {
            letter(int.scalar)
        }
        Codec::Float(float) if !float.absent_nan && float_bounds(float).is_none() => {
            letter(float.scalar)
        }
        Codec::Int(_)
        | Codec::Float(_)
        | Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

fn element_order(element: &Codec) -> Option<ByteOrder> {
    match element {
        Codec::Int(int) => Some(int.order),
        Codec::Float(float) => Some(float.order),
        Codec::Bool
        | Codec::Text(_)
        | Codec::Bytes(_)
        | Codec::Array { .. }
        | Codec::Record(_)
        | Codec::Bits(_) => None,
    }
}

/// `raw / 100.0 + 5.0`
pub(super) fn physical(scale: &Scale, raw: &str) -> String {
    let mut value = format!("float({raw})");
    for (sign, number) in [("*", scale.multiply), ("/", scale.divide), ("+", scale.offset)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", float_literal(number));
        }
    }
    value
}

/// `(value - 5.0) * 100.0`
pub(super) fn raw_of_physical(scale: &Scale) -> String {
    let mut value = "value".to_owned();
    if let Some(offset) = scale.offset {
        value = format!("(value - {})", float_literal(offset));
    }
    for (sign, number) in [("*", scale.divide), ("/", scale.multiply)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", float_literal(number));
        }
    }
    value
}
