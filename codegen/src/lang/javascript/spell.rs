//! Expressions of JavaScript: reads and writes of each kind of item, side by side.
//!
//! In: layout. Out: text on one line.

use super::names::Names;
use crate::lang::Unit;
use crate::lang::host::HostInt;
use crate::layout::{
    Accept, BitHost, BitSlot, BitsCodec, Codec, IntCodec, IntHost, IntRange, SlotRole,
};
use crate::model::{ByteOrder, Encoding, Float, Padding, Scalar, Scale, Text, TypeId};

/// Integers of more bits than this are bigints.
const NUMBER_BITS: u32 = 53;

/// What the expressions of a record need to know.
#[derive(Clone, Copy)]
pub(super) struct Speller<'a> {
    pub(super) unit: Unit<'a>,
    pub(super) names: &'a Names,
    pub(super) owner: TypeId,
}

/// Where an item stands: `at + 4 + i * 2`, and how it is called in errors.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) at: String,
    pub(super) field: String,
    depth: usize,
}

impl Place {
    pub(super) fn new(at: u32, field: &str) -> Self {
        let at = if at == 0 { "at".to_owned() } else { format!("at + {at}") };
        Self { at, field: string(field), depth: 0 }
    }

    fn index(&self) -> String {
        ["i", "j", "k"]
            .get(self.depth)
            .map_or_else(|| format!("i{}", self.depth), |name| (*name).to_owned())
    }

    /// An element: its array adds index and name to errors.
    fn element(&self, stride: u32) -> Self {
        let index = self.index();
        let step = if stride == 1 { index } else { format!("{index} * {stride}") };
        Self { at: format!("{} + {step}", self.at), field: string(""), depth: self.depth + 1 }
    }
}

/// A string literal: JSON, and what ends lines or scripts elsewhere.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if crate::lang::text::is_unsafe(c) || c == '<' => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

pub(super) fn is_big(bits: u32) -> bool {
    bits > NUMBER_BITS
}

/// `12` or `12n`
pub(super) fn int_literal(value: i128, big: bool) -> String {
    format!("{value}{}", if big { "n" } else { "" })
}

pub(super) fn float_literal(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() }
    } else {
        format!("{value:?}").trim_end_matches(".0").to_owned()
    }
}

fn little(order: ByteOrder) -> &'static str {
    match order {
        ByteOrder::Little => "true",
        ByteOrder::Big => "false",
    }
}

/// A scalar of the wire.
pub(super) fn get(scalar: Scalar, order: ByteOrder, at: &str) -> String {
    let little = little(order);
    let sign = if scalar.is_signed() { "Int" } else { "Uint" };
    match scalar.bits() {
        8 => format!("view.get{sign}8({at})"),
        32 | 64 if !scalar.is_integer() => {
            format!("view.getFloat{}({at}, {little})", scalar.bits())
        }
        16 | 32 => format!("view.get{sign}{}({at}, {little})", scalar.bits()),
        64 => format!("view.getBig{sign}64({at}, {little})"),
        bits if is_big(bits) => format!("getBig{sign}(view, {at}, {}, {little})", scalar.bytes()),
        _ => format!("get{sign}(view, {at}, {}, {little})", scalar.bytes()),
    }
}

/// A statement that writes a scalar whose value was tested.
fn set(scalar: Scalar, order: ByteOrder, at: &str, value: &str) -> String {
    let little = little(order);
    let sign = if scalar.is_signed() { "Int" } else { "Uint" };
    match scalar.bits() {
        8 => format!("view.set{sign}8({at}, {value});"),
        32 | 64 if !scalar.is_integer() => {
            format!("view.setFloat{}({at}, {value}, {little});", scalar.bits())
        }
        16 | 32 => format!("view.set{sign}{}({at}, {value}, {little});", scalar.bits()),
        64 => format!("view.setBig{sign}64({at}, {value}, {little});"),
        bits if is_big(bits) => {
            format!("setBigInt(view, {at}, {}, {little}, {value});", scalar.bytes())
        }
        _ => format!("setInt(view, {at}, {}, {little}, {value});", scalar.bytes()),
    }
}

fn bound(value: Option<i128>, big: bool, otherwise: &str) -> String {
    value.map_or_else(|| otherwise.to_owned(), |v| int_literal(v, big))
}

impl Speller<'_> {
    /// The value of an item.
    pub(super) fn read(&self, codec: &Codec, place: &Place, member: usize) -> String {
        let Place { at, field, .. } = place;
        match codec {
            Codec::Int(int) => self.read_int(int, place),
            Codec::Float(float) => read_float(float, place),
            Codec::Bool => format!("boolOf(view.getUint8({at}), {at}, {field})"),
            Codec::Text(text) => read_text(text, place),
            Codec::Bytes(size) => format!("getBytes(view, {at}, {size})"),
            Codec::Array { element, count, stride } => {
                let inner = self.read(element, &place.element(*stride), member);
                format!("fill({}, ({}) => {inner}, {field})", array(element, *count), place.index())
            }
            Codec::Record(id) => {
                let read = format!("read{}", self.names.of_type(*id));
                self.inside(&read, self.unit.layout.record(*id).can_fail, place)
            }
            Codec::Bits(bits) => {
                let read = format!("read{}", self.names.group(self.owner, member).0);
                self.inside(&read, bits.slots.iter().any(BitSlot::can_fail), place)
            }
        }
    }

    fn inside(&self, read: &str, can_fail: bool, Place { at, field, .. }: &Place) -> String {
        if can_fail && field != "\"\"" {
            format!("inside({read}, view, {at}, {field})")
        } else {
            format!("{read}(view, {at})")
        }
    }

    /// Statements that write an item.
    pub(super) fn write(&self, codec: &Codec, place: &Place, value: &str, member: usize) -> String {
        let Place { at, field, .. } = place;
        match codec {
            Codec::Int(int) => set(int.scalar, int.order, at, &self.checked_int(int, place, value)),
            Codec::Float(float) => {
                set(float.scalar, float.order, at, &checked_float(float, place, value))
            }
            Codec::Bool => format!("view.setUint8({at}, bool({value}, {at}, {field}));"),
            Codec::Text(text) => write_text(text, place, value),
            Codec::Bytes(size) => format!("putBytes(view, {at}, {size}, {value}, {field});"),
            Codec::Array { element, count, stride } => {
                let name = format!(
                    "v{}",
                    if place.depth == 0 { String::new() } else { place.depth.to_string() }
                );
                let inner = self.write(element, &place.element(*stride), &name, member);
                let inner = inner.trim_end_matches(';');
                format!(
                    "each({value}, {count}, {at}, {field}, ({name}, {}) => {inner});",
                    place.index()
                )
            }
            Codec::Record(id) => {
                put_inside(&format!("write{}", self.names.of_type(*id)), place, value)
            }
            Codec::Bits(_) => put_inside(
                &format!("write{}", self.names.group(self.owner, member).0),
                place,
                value,
            ),
        }
    }

    /// What is tested of a number that came from the wire or is to go there.
    fn accepted(
        &self,
        accept: &Accept,
        host: IntHost,
        value: String,
        big: bool,
        Place { at, field, .. }: &Place,
    ) -> String {
        match accept {
            Accept::All => value,
            Accept::Within { min, max } => {
                format!(
                    "range({value}, {}, {}, {at}, {field})",
                    bound(*min, big, "-Infinity"),
                    bound(*max, big, "Infinity")
                )
            }
            Accept::OneOf(_) | Accept::Mask(_) => match host {
                IntHost::Enum(id) | IntHost::Flags(id) => {
                    format!("named({value}, is{}, {at}, {field})", self.names.of_type(id))
                }
                IntHost::Plain => value,
            },
        }
    }

    /// A number of a declared type that is not what the wire's reader gives.
    fn converted(&self, int: &IntCodec, raw: String) -> String {
        let mine =
            is_big(HostInt::of_codec(self.unit.model, int).bits.min(self.declared_bits(int)));
        match (is_big(int.scalar.bits()), mine) {
            (true, false) => format!("Number({raw})"),
            (false, true) => format!("BigInt({raw})"),
            (true, true) | (false, false) => raw,
        }
    }

    fn declared_bits(&self, int: &IntCodec) -> u32 {
        match int.host {
            IntHost::Plain => int.scalar.bits(),
            IntHost::Enum(id) => self.unit.model.enum_of(id).scalar.bits(),
            IntHost::Flags(id) => self.unit.model.flags_of(id).scalar.bits(),
        }
    }

    fn read_int(&self, int: &IntCodec, place: &Place) -> String {
        let Place { at, field, .. } = place;
        let raw = get(int.scalar, int.order, at);
        let big = is_big(int.scalar.bits());
        let accept = int.range.decode();
        if let Some(sentinel) = int.absent {
            let none = int_literal(sentinel, big);
            let value = self.accepted(&accept, int.host, "raw".to_owned(), big, place);
            return format!("((raw) => (raw === {none} ? undefined : {value}))({raw})");
        }
        let _ = field;
        match &accept {
            // Tests of names take numbers of the declared type.
            Accept::OneOf(_) | Accept::Mask(_) => {
                let converted = self.converted(int, raw);
                self.accepted(&accept, int.host, converted, big, place)
            }
            Accept::All | Accept::Within { .. } => {
                let tested = self.accepted(&accept, int.host, raw, big, place);
                self.converted(int, tested)
            }
        }
    }

    fn checked_int(&self, int: &IntCodec, place: &Place, value: &str) -> String {
        let Place { at, field, .. } = place;
        let mine = is_big(self.declared_bits(int));
        let checked = self.checked(&int.range, int.host, mine, place, value);
        let checked = match int.absent {
            Some(sentinel) => {
                let none = int_literal(sentinel, mine);
                format!("{value} == null ? {none} : except({checked}, {none}, {at}, {field})")
            }
            None => checked,
        };
        match (is_big(int.scalar.bits()), mine) {
            (true, false) => format!("BigInt({checked})"),
            (false, true) => format!("Number({checked})"),
            (true, true) | (false, false) => checked,
        }
    }

    /// A number of a program, tested for its kind and range.
    fn checked(
        &self,
        range: &IntRange,
        host: IntHost,
        big: bool,
        place: &Place,
        value: &str,
    ) -> String {
        let Place { at, field, .. } = place;
        let (function, low, high) = match &range.closed {
            // Whatever has no name is refused as that, however large it is.
            Some(_) if big => ("big", int_literal(-(1 << 64), true), int_literal(1 << 64, true)),
            Some(_) => ("int", "-Infinity".to_owned(), "Infinity".to_owned()),
            None if big => {
                ("big", int_literal(range.allowed.0, true), int_literal(range.allowed.1, true))
            }
            None => {
                ("int", int_literal(range.allowed.0, false), int_literal(range.allowed.1, false))
            }
        };
        let number = format!("{function}({value}, {low}, {high}, {at}, {field})");
        match &range.closed {
            Some(accept) => self.accepted(accept, host, number, big, place),
            None => number,
        }
    }

    /// The value of a bit field, from `unit`.
    pub(super) fn read_slot(&self, bits: &BitsCodec, slot: &BitSlot, group: &Place) -> String {
        let place = Place { field: string(&slot.name), ..group.clone() };
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let unit_big = unit_is_big(bits);
        let big = is_big(slot.width);
        let raw = slot_value(slot, unit_big, *signed, big);
        let accept = range.decode();
        let int_host = match host {
            BitHost::Bool => {
                return if unit_big {
                    format!("((unit >> {}n) & 1n) === 1n", slot.shift)
                } else {
                    format!("{raw} === 1")
                };
            }
            BitHost::Plain => IntHost::Plain,
            BitHost::Enum(id) => IntHost::Enum(*id),
        };
        if let Some(sentinel) = absent {
            let none = int_literal(*sentinel, big);
            let value = self.accepted(&accept, int_host, "raw".to_owned(), big, &place);
            return format!("((raw) => (raw === {none} ? undefined : {value}))({raw})");
        }
        let mine = match host {
            BitHost::Enum(id) => is_big(self.unit.model.enum_of(*id).scalar.bits()),
            BitHost::Plain | BitHost::Bool => big,
        };
        let convert = |raw: String| match (big, mine) {
            (true, false) => format!("Number({raw})"),
            (false, true) => format!("BigInt({raw})"),
            (true, true) | (false, false) => raw,
        };
        match &accept {
            Accept::OneOf(_) | Accept::Mask(_) => {
                self.accepted(&accept, int_host, convert(raw), big, &place)
            }
            Accept::All | Accept::Within { .. } => {
                convert(self.accepted(&accept, int_host, raw, big, &place))
            }
        }
    }

    /// The bits of a bit field at their place in the unit.
    pub(super) fn write_slot(
        &self,
        bits: &BitsCodec,
        slot: &BitSlot,
        group: &Place,
        value: &str,
    ) -> String {
        let place = Place { field: string(&slot.name), ..group.clone() };
        let unit_big = unit_is_big(bits);
        let SlotRole::Member { host, signed, range, absent, .. } = &slot.role else {
            return String::new();
        };
        let Place { at, field, .. } = &place;
        let (number, mine) = match host {
            BitHost::Bool => (format!("bool({value}, {at}, {field})"), false),
            BitHost::Plain => {
                let big = is_big(slot.width);
                let checked = self.checked(range, IntHost::Plain, big, &place, value);
                let checked = match absent {
                    Some(sentinel) => {
                        let none = int_literal(*sentinel, big);
                        format!(
                            "({value} == null ? {none} : except({checked}, {none}, {at}, {field}))"
                        )
                    }
                    None => checked,
                };
                (checked, big)
            }
            BitHost::Enum(id) => {
                let big = is_big(self.unit.model.enum_of(*id).scalar.bits());
                (self.checked(range, IntHost::Enum(*id), big, &place, value), big)
            }
        };
        if unit_big {
            let number = if mine { number } else { format!("BigInt({number})") };
            let number =
                if *signed { format!("BigInt.asUintN({}, {number})", slot.width) } else { number };
            return if slot.shift == 0 { number } else { format!("({number} << {}n)", slot.shift) };
        }
        let number = if mine { format!("Number({number})") } else { number };
        let number = if *signed { format!("({number} & {})", slot.mask) } else { number };
        if slot.shift == 0 { number } else { format!("({number} << {})", slot.shift) }
    }
}

/// Units of more than 32 bits are taken apart as bigints.
pub(super) fn unit_is_big(bits: &BitsCodec) -> bool {
    bits.scalar.bits() > 32
}

/// A storage unit as an unsigned number.
pub(super) fn get_unit(bits: &BitsCodec, at: &str) -> String {
    if !unit_is_big(bits) {
        return get(bits.scalar, bits.order, at);
    }
    if bits.scalar.bits() == 64 {
        return get(Scalar::U64, bits.order, at);
    }
    format!("getBigUint(view, {at}, {}, {})", bits.scalar.bytes(), little(bits.order))
}

/// A statement that writes a storage unit.
pub(super) fn set_unit(bits: &BitsCodec, at: &str, unit: &str) -> String {
    match bits.scalar.bits() {
        64 => set(Scalar::U64, bits.order, at, unit),
        40..64 => format!(
            "setBigInt(view, {at}, {}, {}, {unit});",
            bits.scalar.bytes(),
            little(bits.order)
        ),
        _ => set(bits.scalar, bits.order, at, &format!("({unit}) >>> 0")),
    }
}

/// A part of `unit` as a number, or as a bigint if it is wide.
pub(super) fn slot_value(slot: &BitSlot, unit_big: bool, signed: bool, big: bool) -> String {
    if unit_big {
        let shifted =
            if slot.shift == 0 { "unit".to_owned() } else { format!("(unit >> {}n)", slot.shift) };
        let part = if signed {
            format!("BigInt.asIntN({}, {shifted})", slot.width)
        } else {
            format!("BigInt.asUintN({}, {shifted})", slot.width)
        };
        return if big { part } else { format!("Number({part})") };
    }
    if signed {
        return format!("(unit << {}) >> {}", 32 - slot.shift - slot.width, 32 - slot.width);
    }
    match (slot.shift, slot.width) {
        (0, 32) => "unit".to_owned(),
        (0, _) => format!("(unit & {})", slot.mask),
        (shift, _) => format!("((unit >>> {shift}) & {})", slot.mask),
    }
}

fn put_inside(write: &str, Place { at, field, .. }: &Place, value: &str) -> String {
    if field == "\"\"" {
        format!("{write}({value}, view, {at});")
    } else {
        format!("putInside({write}, {value}, view, {at}, {field});")
    }
}

/// A new array for elements: typed where they are plain numbers.
fn array(element: &Codec, count: u32) -> String {
    match typed_array(element) {
        Some(name) => format!("new {name}({count})"),
        None => format!("new Array({count})"),
    }
}

/// The typed array that holds elements, if one does.
pub(super) fn typed_array(element: &Codec) -> Option<&'static str> {
    match element {
        Codec::Float(float) if !float.absent_nan => {
            Some(if float.scalar == Scalar::F32 { "Float32Array" } else { "Float64Array" })
        }
        Codec::Int(int) if int.host == IntHost::Plain && int.absent.is_none() => {
            match (HostInt::of_scalar(int.scalar).bits, int.scalar.is_signed()) {
                (8, false) => Some("Uint8Array"),
                (8, true) => Some("Int8Array"),
                (16, false) => Some("Uint16Array"),
                (16, true) => Some("Int16Array"),
                (32, false) => Some("Uint32Array"),
                (32, true) => Some("Int32Array"),
                _ => None,
            }
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

fn read_float(float: &Float, place: &Place) -> String {
    let raw = get(float.scalar, float.order, &place.at);
    if float.absent_nan {
        let value = float_range(float, "raw", place).unwrap_or_else(|| "raw".to_owned());
        return format!("((raw) => (raw !== raw ? undefined : {value}))({raw})");
    }
    float_range(float, &raw, place).unwrap_or(raw)
}

fn float_range(float: &Float, value: &str, Place { at, field, .. }: &Place) -> Option<String> {
    (float.min.is_some() || float.max.is_some()).then(|| {
        let low = float.min.map_or_else(|| "-Infinity".to_owned(), float_literal);
        let high = float.max.map_or_else(|| "Infinity".to_owned(), float_literal);
        format!("range({value}, {low}, {high}, {at}, {field})")
    })
}

fn checked_float(float: &Float, place: &Place, value: &str) -> String {
    let Place { at, field, .. } = place;
    let number = format!("float({value}, {}, {at}, {field})", float.scalar == Scalar::F32);
    let checked = float_range(float, &number, place).unwrap_or(number);
    if float.absent_nan {
        format!("{value} == null ? NaN : except({checked}, NaN, {at}, {field})")
    } else {
        checked
    }
}

fn read_text(text: &Text, Place { at, field, .. }: &Place) -> String {
    let function = match text.pad {
        Padding::Nul => "getText",
        Padding::Any => "getTextAny",
        Padding::Space => "getTextSpace",
    };
    format!("{function}(view, {at}, {}, {field}, {})", text.size, text.encoding == Encoding::Ascii)
}

fn write_text(text: &Text, Place { at, field, .. }: &Place, value: &str) -> String {
    let pad = match text.pad {
        Padding::Nul | Padding::Any => 0,
        Padding::Space => 32,
    };
    format!(
        "putText(view, {at}, {}, {value}, {field}, {}, {pad});",
        text.size,
        text.encoding == Encoding::Ascii
    )
}

/// `raw / 100 + 5`
pub(super) fn physical(scale: &Scale, raw: &str) -> String {
    let mut value = raw.to_owned();
    for (sign, number) in [("*", scale.multiply), ("/", scale.divide), ("+", scale.offset)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", float_literal(number));
        }
    }
    value
}

/// `(value - 5) * 100`
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
