//! The model: what an author *meant*. Names are resolved, defaults applied, rules checked.
//!
//! In: a front end (YAML, or a derive) builds it. Out: read by `layout`, `interp` and every language.
//! Must not know: bytes' places, languages, YAML.

mod bits;
pub mod check;
pub mod fresh;
pub mod notation;
pub mod number;
pub mod scalar;
pub mod value;
pub mod variable;

use std::collections::BTreeMap;

pub use bits::{BitField, BitItem, BitOrder, BitType, Bits};
pub use scalar::{ByteOrder, Scalar, ScalarKind};
pub use value::Value;
pub use variable::{Bound, CText, Count, Prefix, VarText, Variable, Varint};

use crate::name::Name;
use crate::source::Span;

/// A type's index in [`Model::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A package's index in [`Model::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackageId(pub usize);

/// Everything of a run, in the order of declaration; imported packages come before those that import them.
#[derive(Debug, Default)]
pub struct Model {
    /// The packages.
    pub packages: Vec<Package>,
    /// The types of all packages.
    pub types: Vec<TypeDef>,
    /// Of each type whether a value of it has any members; filled by [`Model::seal`].
    memberful: Vec<bool>,
    /// Of each type whether all values of it have the same size; filled by [`Model::seal`].
    fixed: Vec<bool>,
}

/// One file.
#[derive(Debug)]
pub struct Package {
    /// Its name.
    pub name: Name,
    /// The file that declares it, relative to the schema root.
    pub file: String,
    /// What it is for.
    pub doc: Option<String>,
    /// The packages that it imports.
    pub imports: Vec<PackageId>,
    /// Its constants.
    pub constants: Vec<Constant>,
    /// Its types, in the order of the file.
    pub types: Vec<TypeId>,
}

/// What is said of a named thing, for people.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// What it is.
    pub doc: Option<String>,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// Its name in the protocol's own documents.
    pub original: Option<String>,
    /// Its spelling in one language.
    pub rename: BTreeMap<String, String>,
}

/// A constant of a package.
#[derive(Debug)]
pub struct Constant {
    /// Its name.
    pub name: Name,
    /// What is said of it.
    pub about: About,
    /// An integer or a text.
    pub value: ConstantValue,
}

/// The value of a package's constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstantValue {
    /// Within 64 bits.
    Int(i128),
    /// Any text.
    Text(String),
}

/// A declared type.
#[derive(Debug)]
pub struct TypeDef {
    /// Its name.
    pub name: Name,
    /// Where it is declared.
    pub package: PackageId,
    /// What is said of it.
    pub about: About,
    /// What it is.
    pub kind: TypeKind,
}

/// What a declared type is.
#[derive(Debug)]
pub enum TypeKind {
    /// Named values of an integer.
    Enum(Enum),
    /// Named bits of an integer.
    Flags(Flags),
    /// A struct or a message.
    Record(Record),
}

/// Named values of an integer.
#[derive(Debug)]
pub struct Enum {
    /// The integer as declared; a field may store it in another.
    pub scalar: Scalar,
    /// The byte order of the file that declares it.
    pub order: ByteOrder,
    /// Whether values without a name are refused.
    pub closed: bool,
    /// The names, in the order of the file; of two names for one value the first is printed.
    pub values: Vec<NamedValue>,
}

/// Named bits of an integer.
#[derive(Debug)]
pub struct Flags {
    /// The integer as declared; always unsigned.
    pub scalar: Scalar,
    /// The byte order of the file that declares it.
    pub order: ByteOrder,
    /// Whether bits without a name are refused.
    pub closed: bool,
    /// The bits, in the order of the file: `value` is the bit's number.
    pub bits: Vec<NamedValue>,
}

impl Flags {
    /// All named bits.
    #[must_use]
    pub fn mask(&self) -> i128 {
        self.bits.iter().fold(0, |mask, bit| mask | 1 << bit.value)
    }
}

/// A name of an enum or of flags.
#[derive(Debug)]
pub struct NamedValue {
    /// The name.
    pub name: Name,
    /// What is said of it.
    pub about: About,
    /// The value, or the number of the bit.
    pub value: i128,
}

/// A struct or a message: items in the order of the wire.
#[derive(Debug)]
pub struct Record {
    /// Whether it has a C compiler's padding.
    pub c_layout: Option<Span>,
    /// What stands on the wire.
    pub items: Vec<Item>,
    /// What only messages have.
    pub message: Option<Message>,
}

impl Record {
    /// The records directly inside this one, with the fields that hold them.
    pub fn nested(&self) -> impl Iterator<Item = (TypeId, Span)> {
        self.items.iter().filter_map(|item| match item {
            Item::Field(field) => field.ty.record().map(|id| (id, field.name.at)),
            Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => None,
        })
    }
}

impl Type {
    /// What this type is an array or list of, through all of them; else itself.
    #[must_use]
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Array(element, _) => element.innermost(),
            Self::Variable(variable) => variable.element().map_or(self, Self::innermost),
            Self::Int(_)
            | Self::Float(_)
            | Self::Bool
            | Self::Text(_)
            | Self::Bytes(_)
            | Self::Enum(_)
            | Self::Flags(_)
            | Self::Record(_)
            | Self::Bits(_) => self,
        }
    }

    /// The record that this type is, or is an array or list of.
    #[must_use]
    pub fn record(&self) -> Option<TypeId> {
        if let Self::Record(id) = self.innermost() { Some(*id) } else { None }
    }

    /// The bits group that this type is, or is an array or list of.
    #[must_use]
    pub fn bits(&self) -> Option<&Bits> {
        if let Self::Bits(bits) = self.innermost() { Some(bits) } else { None }
    }
}

/// What only messages have.
#[derive(Debug)]
pub struct Message {
    /// The number that tells it apart in a union.
    pub id: Option<u32>,
    /// The promised size in bytes.
    pub size: Option<(u64, Span)>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// An item of a record.
#[derive(Debug)]
pub enum Item {
    /// A field.
    Field(Box<Field>),
    /// Zero bytes that are ignored when read.
    Pad(u32),
    /// Zero bytes that are checked.
    Reserved(u32),
    /// Padding up to a multiple of this from the start of the record.
    Align(u32),
}

/// A field of a record.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// What is said of it.
    pub about: About,
    /// What it holds.
    pub ty: Type,
    /// What a fresh value holds, if the schema says so.
    pub default: Option<Value>,
    /// The value that always stands there; then the field is no member.
    pub constant: Option<Fixed>,
}

/// A value that is written on encode and, with `check`, demanded on decode.
#[derive(Debug)]
pub struct Fixed {
    /// The value.
    pub value: Value,
    /// Whether decode demands it.
    pub check: bool,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Type {
    /// An integer.
    Int(Int),
    /// A float.
    Float(Float),
    /// One byte, 0 or 1.
    Bool,
    /// `char[n]`
    Text(Text),
    /// `bytes[n]`
    Bytes(u32),
    /// A value of an enum.
    Enum(Stored),
    /// A set of flags.
    Flags(Stored),
    /// A struct or message.
    Record(TypeId),
    /// A number of equal elements, one after the other.
    Array(Box<Type>, u32),
    /// Bit fields in one storage unit.
    Bits(Box<Bits>),
    /// What has no fixed size by itself; arrays and records of it have none either.
    Variable(Box<Variable>),
}

/// An integer on the wire and its rules.
#[derive(Clone, Debug)]
pub struct Int {
    /// The width.
    pub scalar: Scalar,
    /// The byte order.
    pub order: ByteOrder,
    /// What values it may have.
    pub rules: IntRules,
}

/// Rules for an integer or an integer bit field.
#[derive(Clone, Debug, Default)]
pub struct IntRules {
    /// The smallest value.
    pub min: Option<i128>,
    /// The largest value.
    pub max: Option<i128>,
    /// The raw value that means "no value".
    pub absent: Option<i128>,
    /// The physical value that it stands for.
    pub scale: Option<Scale>,
}

impl IntRules {
    /// The bounds of min and max, where they are narrower than what the bits can hold.
    #[must_use]
    pub fn range(&self, (lowest, highest): (i128, i128)) -> (Option<i128>, Option<i128>) {
        (self.min.filter(|min| *min > lowest), self.max.filter(|max| *max < highest))
    }
}

/// A linear scale: physical = raw × `multiply` / `divide` + `offset`, what is absent being left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The numerator, or the factor.
    pub multiply: Option<f64>,
    /// The denominator.
    pub divide: Option<f64>,
    /// What is added last.
    pub offset: Option<f64>,
}

/// A float on the wire and its rules.
#[derive(Clone, Debug)]
pub struct Float {
    /// `f32` or `f64`.
    pub scalar: Scalar,
    /// The byte order.
    pub order: ByteOrder,
    /// The smallest value, already rounded to the type.
    pub min: Option<f64>,
    /// The largest value, already rounded to the type.
    pub max: Option<f64>,
    /// Whether NaN means "no value".
    pub absent_nan: bool,
}

/// Text in a fixed number of bytes.
#[derive(Clone, Debug)]
pub struct Text {
    /// The number of bytes.
    pub size: u32,
    /// Which bytes are text.
    pub encoding: Encoding,
    /// What fills the rest.
    pub pad: Padding,
}

/// Which bytes are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 3629.
    Utf8,
    /// Bytes below 128.
    Ascii,
}

/// What stands behind a text that is shorter than its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Zeros, and nothing else.
    Nul,
    /// A zero, and anything behind it.
    Any,
    /// Spaces.
    Space,
}

/// An enum or flags, and the integer that stores it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The type.
    pub id: TypeId,
    /// The integer on the wire.
    pub scalar: Scalar,
    /// Its byte order.
    pub order: ByteOrder,
}

/// An example of a message: a test that the compiler runs.
#[derive(Debug)]
pub struct Example {
    /// Where it stands.
    pub at: Span,
    /// What it shows.
    pub doc: Option<String>,
    /// What it says.
    pub kind: ExampleKind,
}

/// What an example says.
#[derive(Debug)]
pub enum ExampleKind {
    /// This value is these bytes, both ways.
    Pair(notation::Literal, Vec<u8>),
    /// These bytes are refused.
    BadBytes(Vec<u8>, String, Option<u64>),
    /// This value is refused.
    BadValue(notation::Literal, String),
}

impl Model {
    /// Finishes a model: a front end calls it once, when all types stand.
    ///
    /// A type that contains itself counts as having members; the checks refuse it later.
    pub fn seal(&mut self) {
        self.memberful = vec![true; self.types.len()];
        self.fixed = vec![true; self.types.len()];
        let mut entered = vec![false; self.types.len()];
        // A stack of its own: the types of a hostile schema nest deeper than calls may.
        let mut open: Vec<(TypeId, bool)> = self.records().map(|(id, ..)| (id, false)).collect();
        while let Some((id, inner_done)) = open.pop() {
            if inner_done {
                let has_members = self.members(self.record_of(id)).next().is_some();
                self.memberful[id.0] = has_members;
                let is_fixed = self.record_of(id).items.iter().all(|item| match item {
                    Item::Field(field) => self.is_fixed(&field.ty),
                    Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => true,
                });
                self.fixed[id.0] = is_fixed;
            } else if !std::mem::replace(&mut entered[id.0], true) {
                open.push((id, true));
                open.extend(self.record_of(id).nested().map(|(inner, _)| (inner, false)));
            }
        }
    }

    /// The type of an id.
    #[must_use]
    pub fn get(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The enum of an id that is known to be one.
    #[must_use]
    pub fn enum_of(&self, id: TypeId) -> &Enum {
        match &self.get(id).kind {
            TypeKind::Enum(it) => it,
            TypeKind::Flags(_) | TypeKind::Record(_) => {
                unreachable!("the front end resolved an enum")
            }
        }
    }

    /// The flags of an id that is known to be some.
    #[must_use]
    pub fn flags_of(&self, id: TypeId) -> &Flags {
        match &self.get(id).kind {
            TypeKind::Flags(it) => it,
            TypeKind::Enum(_) | TypeKind::Record(_) => unreachable!("the front end resolved flags"),
        }
    }

    /// The record of an id that is known to be one.
    #[must_use]
    pub fn record_of(&self, id: TypeId) -> &Record {
        match &self.get(id).kind {
            TypeKind::Record(it) => it,
            TypeKind::Enum(_) | TypeKind::Flags(_) => {
                unreachable!("the front end resolved a record")
            }
        }
    }

    /// Structs and messages, in the order of declaration.
    pub fn records(&self) -> impl Iterator<Item = (TypeId, &TypeDef, &Record)> {
        self.types.iter().enumerate().filter_map(|(i, def)| match &def.kind {
            TypeKind::Record(record) => Some((TypeId(i), def, record)),
            TypeKind::Enum(_) | TypeKind::Flags(_) => None,
        })
    }

    /// Messages, in the order of declaration.
    pub fn messages(&self) -> impl Iterator<Item = (TypeId, &TypeDef, &Record)> {
        self.records().filter(|(_, _, record)| record.message.is_some())
    }

    /// `package.Type`
    #[must_use]
    pub fn full_name(&self, id: TypeId) -> String {
        let def = self.get(id);
        format!("{}.{}", self.packages[def.package.0].name.text, def.name.text)
    }

    /// The fields of a record that a value has: all but constants, and but types without members (rule L4.5).
    pub fn members<'m>(&'m self, record: &'m Record) -> impl Iterator<Item = &'m Field> {
        record.items.iter().filter_map(|item| match item {
            Item::Field(field) if self.is_member(field) => Some(&**field),
            Item::Field(_) | Item::Pad(_) | Item::Reserved(_) | Item::Align(_) => None,
        })
    }

    /// Whether a value has this field.
    #[must_use]
    pub fn is_member(&self, field: &Field) -> bool {
        field.constant.is_none() && self.has_members(&field.ty)
    }

    /// Whether all values of a type have the same size.
    #[must_use]
    pub fn is_fixed(&self, ty: &Type) -> bool {
        match ty {
            Type::Record(id) => self.is_fixed_record(*id),
            Type::Array(element, _) => self.is_fixed(element),
            Type::Variable(_) => false,
            Type::Int(_)
            | Type::Float(_)
            | Type::Bool
            | Type::Text(_)
            | Type::Bytes(_)
            | Type::Enum(_)
            | Type::Flags(_)
            | Type::Bits(_) => true,
        }
    }

    /// Whether all values of a struct or message have the same size.
    #[must_use]
    pub fn is_fixed_record(&self, id: TypeId) -> bool {
        self.fixed[id.0]
    }

    fn has_members(&self, ty: &Type) -> bool {
        match ty {
            Type::Record(id) => self.memberful[id.0],
            Type::Array(element, _) => self.has_members(element),
            Type::Bits(bits) => bits.members().next().is_some(),
            Type::Int(_)
            | Type::Float(_)
            | Type::Bool
            | Type::Text(_)
            | Type::Bytes(_)
            | Type::Enum(_)
            | Type::Flags(_)
            | Type::Variable(_) => true,
        }
    }
}
