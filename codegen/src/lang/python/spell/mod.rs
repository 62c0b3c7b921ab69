//! Expressions of Python: reads and writes of each kind of item, side by side.
//!
//! In: layout. Out: text on one line. Each item is one value of a record's `struct.Struct`: a number, or its bytes.

mod bits;
pub(super) mod literal;
mod number;
mod part;
mod scale;

use super::names::Names;
use crate::lang::Unit;
use crate::layout::{BitSlot, Codec};
use crate::model::{ByteOrder, Encoding, PackageId, Padding, Text, TypeId};

pub(super) use bits::{slot_bits, unit_from};
pub(super) use literal::string;
pub(super) use number::{direct, direct_scalar, from_bytes, to_bytes};
pub(super) use part::{Spot, read_count, sized, write_count};
pub(super) use scale::{physical, raw_of_physical};

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

    fn is_nameless(&self) -> bool {
        self.field == "\"\""
    }
}

/// What a value is read from or written to.
#[derive(Clone, Copy)]
pub(super) struct Wire<'a> {
    /// The expression that is read.
    pub(super) source: &'a str,
    /// Whether it is a number already, and not its bytes.
    pub(super) is_number: bool,
}

impl Speller<'_> {
    /// A type's name, as this package's module sees it.
    pub(super) fn path(&self, id: TypeId) -> String {
        let package = self.unit.model.get(id).package;
        let name = self.names.of_type(id);
        if package == self.package {
            name.to_owned()
        } else {
            format!("{}.{name}", self.names.alias(self.package, package))
        }
    }

    /// The name of a bits group of the record, as this package's module sees it.
    pub(super) fn group_path(&self, member: usize) -> String {
        let package = self.unit.model.get(self.owner).package;
        let name = &self.names.group(self.owner, member).0;
        if package == self.package {
            name.clone()
        } else {
            format!("{}.{name}", self.names.alias(self.package, package))
        }
    }

    /// A value from its number or bytes.
    pub(super) fn read(
        &self,
        codec: &Codec,
        wire: Wire<'_>,
        place: &Place,
        member: usize,
    ) -> String {
        let (Place { at, field }, source) = (place, wire.source);
        match codec {
            Codec::Int(int) => self.read_int(int, &number::raw_int(int, wire), place),
            Codec::Float(float) => number::read_float(float, wire, place),
            Codec::Bool => {
                let byte = if wire.is_number { "" } else { "[0]" };
                format!("_ww.boolean({source}{byte}, {at}, {field})")
            }
            Codec::Text(text) => format!("_ww.text({source}, {at}, {field}{})", text_rules(text)),
            Codec::Bytes(_) => source.to_owned(),
            Codec::Array { element, count, stride } => {
                if let Some(format) = number::plain_elements(element, *count, self.order) {
                    return format!("list(struct.unpack(\"{format}\", {source}))");
                }
                let wire = Wire { source: "b", is_number: false };
                let each = self.read(element, wire, &Place::element(), member);
                let read = match each.strip_suffix("._unpack(b, o)") {
                    Some(path) => format!("{path}._unpack"),
                    None => format!("lambda b, o: {each}"),
                };
                format!("_ww.array({source}, {stride}, {read}, {at}, {field})")
            }
            Codec::Record(id) => {
                inside(&self.path(*id), self.unit.layout.record(*id).can_fail, source, place)
            }
            Codec::Bits(bits) => {
                let name = &self.names.group(self.owner, member).0;
                inside(name, bits.slots.iter().any(BitSlot::can_fail), source, place)
            }
        }
    }

    /// A number or bytes of a value, tested.
    pub(super) fn write(
        &self,
        codec: &Codec,
        wire: Wire<'_>,
        place: &Place,
        member: usize,
    ) -> String {
        let (Place { at, field }, value) = (place, wire.source);
        match codec {
            Codec::Int(int) => {
                let number = self.checked(&int.range, int.host, int.absent, value, place);
                if wire.is_number { number } else { to_bytes(int.scalar, int.order, &number) }
            }
            Codec::Float(float) => number::write_float(float, wire, place),
            Codec::Bool => {
                let truth = format!("_ww.truth({value}, {at}, {field})");
                if wire.is_number { truth } else { format!("bytes([{truth}])") }
            }
            Codec::Text(text) => {
                format!("_ww.put_text({value}, {}, {at}, {field}{})", text.size, text_rules(text))
            }
            Codec::Bytes(size) => format!("_ww.put_bytes({value}, {size}, {at}, {field})"),
            Codec::Array { element, count, stride } => {
                let wire = Wire { source: "v", is_number: false };
                let each = self.write(element, wire, &Place::element(), member);
                format!(
                    "_ww.put_array({value}, {count}, {stride}, lambda v, o: {each}, {at}, {field})"
                )
            }
            Codec::Record(id) => format!("_ww.pack({value}, {}, {at}, {field})", self.path(*id)),
            Codec::Bits(_) => {
                let name = &self.names.group(self.owner, member).0;
                format!("_ww.pack({value}, {name}, {at}, {field})")
            }
        }
    }
}

fn inside(path: &str, can_fail: bool, source: &str, place: &Place) -> String {
    let Place { at, field } = place;
    if can_fail && !place.is_nameless() {
        format!("_ww.inside({path}._unpack, {source}, {at}, {field})")
    } else {
        format!("{path}._unpack({source}, {at})")
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
