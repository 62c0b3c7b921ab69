//! Constants, enums and flags.

use super::{Resolver, TypeId};
use crate::diag::{Code, Diagnostic};
use crate::model::number::parse_int;
use crate::model::{
    Constant, ConstantValue, Enum, Flags, NamedValue, PackageId, Scalar, ScalarKind,
};
use crate::schema::tree::{At, Kind};
use crate::schema::types::{self, Base};

impl Resolver<'_> {
    pub(super) fn constants(&mut self, package: PackageId, root: At<'_>) {
        for (key, value) in root.get("constants").into_iter().flat_map(At::entries) {
            let name = self.bound_name(key);
            let at = long_form(value, "value");
            let about = self.about(value);
            let Some(value) = self.constant_value(at) else { continue };
            self.model.packages[package.0].constants.push(Constant { name, about, value });
        }
    }

    /// An unquoted text that starts with a digit or a minus is an integer (semantics.md, S6).
    fn constant_value(&mut self, at: At<'_>) -> Option<ConstantValue> {
        let text = at.text().unwrap_or_default();
        let number = !at.is_quoted() && text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if !number {
            return Some(ConstantValue::Text(text.to_owned()));
        }
        match parse_int(text) {
            Ok(value) => Some(ConstantValue::Int(value)),
            Err(message) => {
                self.report(at, Code::BadNumber, message)
                    .map_help("a constant is an integer, or a text in quotes");
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
        for (key, value) in at.key("values").entries() {
            let name = self.value_name(key);
            let number = long_form(value, "value");
            let about = self.about(value);
            let Some(number_value) = self.int_within(package, number, scalar.bounds(), &what)
            else {
                continue;
            };
            let same = values.iter().find(|v| v.value == number_value && !alias);
            if let Some(first) = same.map(|v| v.name.clone()) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateValue,
                        number.span(),
                        format!("`{}` and `{}` are both {number_value}", first.text, name.text),
                    )
                    .secondary(first.at, "the first name")
                    .help("give one another value, or write `alias: true` on the enum"),
                );
            }
            values.push(NamedValue { name, about, value: number_value });
        }
        if values.is_empty() {
            self.report(at, Code::MissingKey, "an enum needs at least one value");
        }
        Some(Enum { scalar, order: self.scopes[package.0].order, closed, values })
    }

    pub(super) fn flags(&mut self, package: PackageId, at: At<'_>) -> Option<Flags> {
        let scalar = self.stored_scalar(at.key("type"), true)?;
        let closed = self.truth(at.get("closed"));
        let mut bits: Vec<NamedValue> = Vec::new();
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
                self.report(number, Code::BadFlagBit, message).map_help(
                    "flags are numbered by bit; a mask of several bits is an enum in a bits group",
                );
                continue;
            }
            if let Some(first) = bits.iter().find(|b| b.value == bit).map(|b| b.name.clone()) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateValue,
                        number.span(),
                        format!("`{}` and `{}` are both bit {bit}", first.text, name.text),
                    )
                    .secondary(first.at, "the first name"),
                );
            }
            bits.push(NamedValue { name, about, value: bit });
        }
        Some(Flags { scalar, order: self.scopes[package.0].order, closed, bits })
    }

    /// The integer of an enum or of flags: no byte order of its own, because it follows the file (rule L1.6).
    fn stored_scalar(&mut self, at: At<'_>, unsigned: bool) -> Option<Scalar> {
        let parsed = match types::parse(at.text().unwrap_or_default()) {
            Ok(parsed) => parsed,
            Err(bad) => {
                self.bad_type(at, bad);
                return None;
            }
        };
        match parsed.base {
            Base::Scalar(scalar, None) if scalar.is_integer() && parsed.bounds.is_empty() => {
                if unsigned && scalar.kind() != ScalarKind::Unsigned {
                    self.report(at, Code::BadType, "flags are stored in an unsigned integer");
                    return None;
                }
                Some(scalar)
            }
            Base::Scalar(..) | Base::Char | Base::Bytes | Base::Named { .. } => {
                self.report(at, Code::BadType, "an integer type is expected here, such as `u8`, without a byte order")
                    .map_help("the byte order follows `endian:` of the file; a field can change it with `as: u16be`");
                None
            }
        }
    }

    pub(super) fn bad_type(&mut self, at: At<'_>, bad: types::BadType) {
        let reported = self.report(at, bad.code, bad.message);
        if let Some(help) = bad.help {
            reported.map_help(&help);
        }
    }

    /// Finds a declared type, here or in an imported package.
    pub(super) fn find_type(
        &mut self,
        at: At<'_>,
        from: PackageId,
        package: Option<&str>,
        name: &str,
    ) -> Option<TypeId> {
        let package = match package {
            None => from,
            Some(package) => {
                let imports = &self.scopes[from.0].imports;
                let found =
                    imports.iter().find(|id| self.model.packages[id.0].name.text == package);
                let Some(found) = found.copied() else {
                    let known: Vec<String> = imports
                        .iter()
                        .map(|id| self.model.packages[id.0].name.text.clone())
                        .collect();
                    self.report(
                        at,
                        Code::UnknownPackage,
                        format!("the package `{package}` is not imported"),
                    )
                    .did_you_mean(package, known.iter().map(String::as_str));
                    return None;
                };
                found
            }
        };
        if let Some(id) = self.scopes[package.0].types.get(name) {
            return Some(*id);
        }
        let known: Vec<String> = self.scopes[package.0].types.keys().cloned().collect();
        self.report(at, Code::UnknownType, format!("there is no type `{name}`"))
            .did_you_mean(name, known.iter().map(String::as_str));
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
