//! Expressions of JavaScript: reads and writes of each kind of item, side by side.
//!
//! In: layout. Out: text on one line.

mod bits;
pub(super) mod literal;
mod number;
mod part;
mod scalar;
mod scale;

use super::names::Names;
use crate::lang::Unit;
use crate::lang::host::HostInt;
use crate::layout::{BitSlot, Codec, IntHost};
use crate::model::{Encoding, PackageId, Padding, Scalar, Text, TypeId};

pub(super) use bits::{get_unit, set_unit, slot_value, unit_is_big};
pub(super) use literal::string;
pub(super) use part::{Counted, behind, part_of};
pub(super) use scale::{physical, raw_of_physical};

/// Integers of more bits than this are bigints.
const NUMBER_BITS: u32 = 53;

pub(super) fn is_big(bits: u32) -> bool {
    bits > NUMBER_BITS
}

/// What the expressions of a record need to know.
#[derive(Clone, Copy)]
pub(super) struct Speller<'a> {
    pub(super) unit: Unit<'a>,
    pub(super) names: &'a Names,
    /// The package whose module it is for.
    pub(super) package: PackageId,
    /// The record whose members are spelt.
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

    fn is_nameless(&self) -> bool {
        self.field == "\"\""
    }
}

impl Speller<'_> {
    /// A type's name, as the module sees it.
    pub(super) fn path(&self, id: TypeId) -> &str {
        let declared_in = self.unit.model.get(id).package;
        self.names.seen(self.package, declared_in, self.names.of_type(id))
    }

    /// The name of a bits group of the record, as the module sees it.
    pub(super) fn group_path(&self, member: usize) -> &str {
        let declared_in = self.unit.model.get(self.owner).package;
        self.names.seen(self.package, declared_in, &self.names.group(self.owner, member).0)
    }

    /// The value of an item.
    pub(super) fn read(&self, codec: &Codec, place: &Place, member: usize) -> String {
        let Place { at, field, .. } = place;
        match codec {
            Codec::Int(int) => self.read_int(int, place),
            Codec::Float(float) => number::read_float(float, place),
            Codec::Bool => format!("boolOf(view.getUint8({at}), {at}, {field})"),
            Codec::Text(text) => read_text(text, place),
            Codec::Bytes(size) => format!("getBytes(view, {at}, {size})"),
            Codec::Array { element, count, stride } => {
                let inner = self.read(element, &place.element(*stride), member);
                let array = typed_array(element).unwrap_or("Array");
                format!("fill(new {array}({count}), ({}) => {inner}, {field})", place.index())
            }
            Codec::Record(id) => {
                let read = format!("read{}", self.path(*id));
                inside(&read, self.unit.layout.record(*id).can_fail, place)
            }
            Codec::Bits(bits) => {
                let read = format!("read{}", self.group_path(member));
                inside(&read, bits.slots.iter().any(BitSlot::can_fail), place)
            }
        }
    }

    /// A statement that writes an item.
    pub(super) fn write(&self, codec: &Codec, place: &Place, value: &str, member: usize) -> String {
        let Place { at, field, .. } = place;
        match codec {
            Codec::Int(int) => self.write_int(int, place, value),
            Codec::Float(float) => number::write_float(float, place, value),
            Codec::Bool => format!("view.setUint8({at}, bool({value}, {at}, {field}));"),
            Codec::Text(text) => write_text(text, place, value),
            Codec::Bytes(size) => format!("putBytes(view, {at}, {size}, {value}, {field});"),
            Codec::Array { element, count, stride } => {
                let depth = if place.depth == 0 { String::new() } else { place.depth.to_string() };
                let (name, index) = (format!("v{depth}"), place.index());
                let inner = self.write(element, &place.element(*stride), &name, member);
                let inner = inner.trim_end_matches(';');
                format!("each({value}, {count}, {at}, {field}, ({name}, {index}) => {inner});")
            }
            Codec::Record(id) => put_inside(&format!("write{}", self.path(*id)), place, value),
            Codec::Bits(_) => {
                put_inside(&format!("write{}", self.group_path(member)), place, value)
            }
        }
    }
}

fn inside(read: &str, can_fail: bool, place: &Place) -> String {
    let Place { at, field, .. } = place;
    if can_fail && !place.is_nameless() {
        format!("inside({read}, view, {at}, {field})")
    } else {
        format!("{read}(view, {at})")
    }
}

fn put_inside(write: &str, place: &Place, value: &str) -> String {
    let Place { at, field, .. } = place;
    if place.is_nameless() {
        format!("{write}({value}, view, {at});")
    } else {
        format!("putInside({write}, {value}, view, {at}, {field});")
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
    let (size, is_ascii) = (text.size, text.encoding == Encoding::Ascii);
    format!("putText(view, {at}, {size}, {value}, {field}, {is_ascii}, {pad});")
}
