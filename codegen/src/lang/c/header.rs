//! A header: one package of the schema.
//!
//! In: a unit and names. Out: its view. Must not know: how values are read and written.

use super::builder::{Builder, block};
use super::comment;
use super::names::{self, Names};
use super::view::{ConstantsView, EnumView, HeaderView, MacroView};
use super::{order, spell};
use crate::lang::fold::{self, WIDTH};
use crate::lang::host::HostInt;
use crate::lang::template::Templates;
use crate::lang::{Unit, version};
use crate::model::{About, Constant, ConstantValue, NamedValue, Package, PackageId, TypeKind};

/// Makes the view of a package.
pub(super) fn header(
    unit: Unit<'_>,
    names: &Names,
    templates: &Templates,
    id: PackageId,
) -> HeaderView {
    let package = &unit.model.packages[id.0];
    let mut header = unit.header(id);
    if let Some(doc) = &package.doc {
        header.push(String::new());
        header.extend(
            comment::lines(doc).iter().flat_map(|line| fold::words(line, WIDTH - " * ".len())),
        );
    }
    let mut items = constants(package, &names.constants[id.0], templates);
    for owner in order::of_package(unit, id) {
        let builder = Builder { unit, names, templates, owner };
        match &unit.model.get(owner).kind {
            TypeKind::Enum(it) => {
                let int = HostInt::of_scalar(it.scalar);
                items.push(builder.values(&it.values, int, |value| value));
            }
            TypeKind::Flags(it) => {
                let int = HostInt::of_scalar(it.scalar);
                items.push(builder.values(&it.bits, int, |bit| 1 << bit));
            }
            TypeKind::Record(record) => builder.record(record, &mut items),
        }
    }
    let file = |id: PackageId| format!("{}.h", unit.model.packages[id.0].name.text);
    HeaderView {
        header: header.iter().map(|line| comment::starred(line)).collect(),
        guard: names::guard(unit.model, id),
        file: file(id),
        version: support_version(),
        includes: package.imports.iter().map(|import| file(*import)).collect(),
        items,
    }
}

/// `0.1.0` as `100`, `2.3.4` as `20304`.
fn support_version() -> u32 {
    version()
        .split('.')
        .filter_map(|part| part.parse::<u32>().ok())
        .fold(0, |all, part| all * 100 + part)
}

/// One item, if there are any.
fn constants(package: &Package, names: &[String], templates: &Templates) -> Vec<String> {
    let constants: Vec<MacroView> = package
        .constants
        .iter()
        .zip(names)
        .map(|(constant, name)| constant_macro(constant, name))
        .collect();
    if constants.is_empty() {
        return Vec::new();
    }
    vec![block(templates, "constants", &ConstantsView { constants })]
}

fn constant_macro(constant: &Constant, name: &str) -> MacroView {
    let value = match &constant.value {
        ConstantValue::Text(text) => comment::string_literal(text),
        ConstantValue::Int(value) => {
            let narrow = i32::try_from(*value).is_ok() || u32::try_from(*value).is_ok();
            let int = HostInt { bits: if narrow { 32 } else { 64 }, signed: *value < 0 };
            format!("({})", spell::int_literal(*value, int))
        }
    };
    macro_of(&constant.about, name, value)
}

/// A macro of the schema, its comment behind it if there is room.
fn macro_of(about: &About, name: &str, value: String) -> MacroView {
    let column = "#define  ".len() + name.len() + value.len();
    let (doc, behind) = match comment::behind(about, column) {
        Some(behind) => (Vec::new(), behind),
        None => (comment::doc(about, None, 0), String::new()),
    };
    MacroView { doc, name: name.to_owned(), value, behind }
}

impl Builder<'_> {
    /// An enum or flags: a typedef and macros.
    fn values(&self, values: &[NamedValue], int: HostInt, number: impl Fn(i128) -> i128) -> String {
        let def = self.unit.model.get(self.owner);
        let name = self.names.of_type(self.owner);
        let values = values.iter().zip(self.names.inner(self.owner)).map(|(value, spelt)| {
            let literal = spell::int_literal(number(value.value), int);
            macro_of(&value.about, spelt, format!("(({name}){literal})"))
        });
        let view = EnumView {
            doc: comment::doc(&def.about, None, 0),
            name: name.to_owned(),
            repr: spell::int_type(int),
            values: values.collect(),
        };
        self.block("enum", &view)
    }
}
