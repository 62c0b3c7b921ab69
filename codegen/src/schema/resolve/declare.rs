//! Constants, enums and flags.

use std::collections::BTreeMap;

use super::{Resolver, TypeId};
use crate::diag::{Code, Diagnostic, closest};
use crate::model::number::parse_int;
use crate::model::{
    Constant, ConstantValue, Enum, Flags, NamedValue, PackageId, Scalar, ScalarKind,
};
use crate::name::Name;
use crate::schema::tree::{At, Kind};
use crate::schema::types::{self, Base};

impl Resolver<'_> {
    pub(super) fn constants(&mut self, package: PackageId, root: At<'_>) {
        for (key, value) in root.get("constants").into_iter().flat_map(At::entries) {
            let name = self.bound_name(key);
            let at = long_form(value, "value");
            let about = self.about(value);
            let value = self.constant_value(at);
            let known = self.scopes[package.0].constants.insert(name.text.clone(), value.clone());
            debug_assert!(known.is_none(), "the tree has no key twice");
            if let Some(value) = value {
                self.model.packages[package.0].constants.push(Constant { name, about, value });
            }
        }
    }

    /// An unquoted text that starts with a digit or a minus is an integer (semantics.md, S6).
    fn constant_value(&mut self, at: At<'_>) -> Option<ConstantValue> {
        let text = at.text()?;
        let number = !at.is_quoted() && text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if !number {
            return Some(ConstantValue::Text(text.to_owned()));
        }
        match parse_int(text) {
            Ok(value) => Some(ConstantValue::Int(value)),
            Err(message) => {
                self.report(at, Code::BadNumber, message)
                    .help("a constant is an integer, or a text in quotes");
                None
            }
        }
    }

    pub(super) fn enumeration(&mut self, package: PackageId, at: At<'_>) -> Option<Enum> {
        let scalar = self.stored_scalar(at.key("type"), false)?;
        let alias = self.truth(at.get("alias"));
        let closed = self.truth(at.get("closed"));
        let what = format!("`{}`", scalar.keyword());
        let mut values: Vec<NamedValue> = Vec::new();
        let mut seen: BTreeMap<i128, Name> = BTreeMap::new();
        for (key, value) in at.key("values").entries() {
            let name = self.value_name(key);
            let number = long_form(value, "value");
            let about = self.about(value);
            let Some(number_value) = self.int_within(package, number, scalar.bounds(), &what)
            else {
                continue;
            };
            let first = seen.entry(number_value).or_insert_with(|| name.clone());
            if first.at != name.at && !alias {
                let message =
                    format!("`{}` and `{}` are both {number_value}", first.text, name.text);
                let diagnostic = Diagnostic::new(Code::DuplicateValue, number.span(), message)
                    .label("the same value")
                    .secondary(first.at, "the first name");
                self.diagnostics.push(
                    diagnostic.help("give one another value, or write `alias: true` on the enum"),
                );
            }
            values.push(NamedValue { name, about, value: number_value });
        }
        let list = at.key("values");
        if list.entries().next().is_none() {
            self.report(list, Code::MissingKey, "an enum needs at least one value")
                .help("add one, as in `values: {off: 0}`");
        }
        Some(Enum { scalar, order: self.scopes[package.0].order, closed, values })
    }

    pub(super) fn flags(&mut self, package: PackageId, at: At<'_>) -> Option<Flags> {
        let scalar = self.stored_scalar(at.key("type"), true)?;
        let closed = self.truth(at.get("closed"));
        let mut bits: Vec<NamedValue> = Vec::new();
        let mut seen: BTreeMap<i128, Name> = BTreeMap::new();
        for (key, value) in at.key("bits").entries() {
            let name = self.value_name(key);
            let number = long_form(value, "bit");
            let about = self.about(value);
            let Some(bit) = self.int(package, number) else { continue };
            if !(0..i128::from(scalar.bits())).contains(&bit) {
                let message = format!(
                    "`{}` has bits 0 to {}, not {bit}",
                    scalar.keyword(),
                    scalar.bits() - 1
                );
                let is_mask = bit > 0 && bit & (bit - 1) == 0 && bit.ilog2() < scalar.bits();
                let help = if is_mask {
                    format!("if {bit} is a mask, write its bit: `{}: {}`", name.text, bit.ilog2())
                } else {
                    "take another bit or a wider type; a mask of several bits is an enum in a bits group".to_owned()
                };
                self.report(number, Code::BadFlagBit, message).help(&help);
                continue;
            }
            let first = seen.entry(bit).or_insert_with(|| name.clone());
            if first.at != name.at {
                let message = format!("`{}` and `{}` are both bit {bit}", first.text, name.text);
                let diagnostic = Diagnostic::new(Code::DuplicateValue, number.span(), message)
                    .label("the same bit")
                    .secondary(first.at, "the first name");
                self.diagnostics.push(diagnostic.help("give one of them another bit"));
            }
            bits.push(NamedValue { name, about, value: bit });
        }
        Some(Flags { scalar, order: self.scopes[package.0].order, closed, bits })
    }

    /// The integer of an enum or of flags: no byte order of its own, because it follows the file (rule L1.6).
    fn stored_scalar(&mut self, at: At<'_>, unsigned: bool) -> Option<Scalar> {
        let parsed = match types::parse(at.text()?) {
            Ok(parsed) => parsed,
            Err(bad) => {
                self.bad_type(at, bad);
                return None;
            }
        };
        let text = at.text()?;
        match parsed.base {
            Base::Scalar(scalar, order) if scalar.is_integer() && parsed.bounds.is_empty() => {
                if order.is_some() {
                    self.report(at, Code::BadType, format!("`{text}` has a byte order, which is not said here"))
                        .help("the byte order follows `endian:` of the file; a field can change it with `as: u16be`");
                    return None;
                }
                if unsigned && scalar.kind() != ScalarKind::Unsigned {
                    self.report(at, Code::BadType, "flags are stored in an unsigned integer")
                        .help("write `u8`, `u16`, `u32` or `u64`");
                    return None;
                }
                Some(scalar)
            }
            Base::Scalar(..)
            | Base::Char
            | Base::Bytes
            | Base::Text
            | Base::CText
            | Base::Varint { .. }
            | Base::Named { .. } => {
                self.report(at, Code::BadType, format!("`{text}` is no integer type"))
                    .help("enums and flags are stored in integers, such as `u8`");
                None
            }
        }
    }

    pub(super) fn bad_type(&mut self, at: At<'_>, bad: types::BadType) {
        let reported = self.report(at, bad.code, bad.message);
        if let Some(help) = bad.help {
            reported.help(&help);
        }
    }

    /// Finds a declared type, here or in an imported package; one that is unclear is found by nobody.
    pub(super) fn find_type(
        &mut self,
        at: At<'_>,
        from: PackageId,
        package: Option<&str>,
        name: &str,
    ) -> Option<TypeId> {
        let home = match package {
            None => from,
            Some(package) => self.find_package(at, from, package)?,
        };
        if let Some(id) = self.scopes[home.0].types.get(name) {
            return (!self.unclear.contains(id)).then_some(*id);
        }
        let message = match package {
            None => format!("there is no type `{name}`"),
            Some(package) => format!("there is no type `{name}` in the package `{package}`"),
        };
        // A type that only an imported package has.
        let imports = &self.scopes[from.0].imports;
        let elsewhere = imports.iter().find(|id| self.scopes[id.0].types.contains_key(name));
        if let Some(other) = elsewhere.filter(|_| package.is_none()) {
            let help = format!("did you mean `{}.{name}`?", self.model.packages[other.0].name.text);
            self.report(at, Code::UnknownType, message).help(&help);
            return None;
        }
        let types = std::mem::take(&mut self.scopes[home.0].types);
        self.report(at, Code::UnknownType, message).did_you_mean(
            name,
            types.keys().map(String::as_str),
            "declare it under `structs:`, `enums:` or `flags:`",
        );
        self.scopes[home.0].types = types;
        None
    }

    fn find_package(&mut self, at: At<'_>, from: PackageId, package: &str) -> Option<PackageId> {
        let imports = self.scopes[from.0].imports.iter();
        let mut imports = imports.map(|id| (*id, self.model.packages[id.0].name.text.as_str()));
        if let Some((id, _)) = imports.clone().find(|(_, name)| *name == package) {
            return Some(id);
        }
        let help = closest(package, imports.by_ref().map(|(_, name)| name)).map_or_else(
            || "add its file to `imports:`".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        let message = format!("the package `{package}` is not imported");
        self.report(at, Code::UnknownPackage, message).help(&help);
        None
    }
}

/// The value itself where it stands alone or under a key of the long form.
fn long_form<'t>(at: At<'t>, key: &str) -> At<'t> {
    match at.kind() {
        Kind::Map(_) => at.key(key),
        Kind::Scalar { .. } | Kind::List(_) => at,
    }
}
