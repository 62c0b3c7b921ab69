//! Fields: their type, and what kind of value that makes them hold.

use super::record::RecordScope;
use super::{GRAMMAR_WORDS, Resolver};
use crate::diag::Code;
use crate::model::{
    Encoding, Field, Float, Int, IntRules, PackageId, Padding, Stored, Text, Type, TypeKind,
};
use crate::model::{Scalar, ScalarKind};
use crate::schema::tree::{At, Kind};
use crate::schema::types::{self, Base};

/// Messages have at most 2^31 - 1 bytes, so no bound can be more.
const MAX_BOUND: i128 = (1 << 31) - 1;

impl Resolver<'_> {
    pub(super) fn field(
        &mut self,
        scope: &mut RecordScope,
        key: At<'_>,
        value: At<'_>,
    ) -> Option<Field> {
        let name = self.bound_name(key);
        if let Some(first) = scope.fields.iter().find(|n| n.text == name.text).map(|n| n.at) {
            self.duplicate(&name, first, "field");
        }
        if self.constant(scope.package, &name.text).is_some() {
            self.report(
                key,
                Code::DuplicateName,
                format!("`{}` is a constant and a field", name.text),
            )
            .map_help("a bound could mean either: rename one of them");
        }
        scope.fields.push(name.clone());
        if let Kind::Scalar { text, .. } = value.kind() {
            let ty = self.parse_type(scope, value, text)?;
            return Some(Field {
                name,
                about: crate::model::About::default(),
                ty,
                default: None,
                constant: None,
            });
        }
        let about = self.about(value);
        let mut ty = match (value.get("type"), value.get("bits")) {
            (Some(at), None) => self.parse_type(scope, at, at.text().unwrap_or_default())?,
            (None, Some(unit)) => Type::Bits(Box::new(self.bits(scope.package, unit, value)?)),
            (Some(_), Some(at)) => {
                self.report(
                    at,
                    Code::RuleNotHere,
                    "a field has a `type` or is a `bits` group, not both",
                );
                return None;
            }
            (None, None) => {
                self.report(
                    key,
                    Code::MissingKey,
                    format!("the field `{}` has no `type`", name.text),
                );
                return None;
            }
        };
        self.attributes(scope.package, value, &mut ty);
        let constant = self.constant_of(scope.package, value, &ty);
        let default = self.default_of(value, &ty, constant.is_some());
        Some(Field { name, about, ty, default, constant })
    }

    fn parse_type(&mut self, scope: &RecordScope, at: At<'_>, text: &str) -> Option<Type> {
        let parsed = match types::parse(text) {
            Ok(parsed) => parsed,
            Err(bad) => {
                self.bad_type(at, bad);
                return None;
            }
        };
        let mut bounds = Vec::new();
        for bound in &parsed.bounds {
            if scope.fields.iter().rev().skip(1).any(|f| f.text == *bound) {
                self.not_yet(at, "lists that are counted by a field (L2)");
                return None;
            }
            bounds.push(self.bound(scope.package, at, bound)?);
        }
        let mut bounds = bounds.into_iter();
        let base = match parsed.base {
            Base::Scalar(scalar, order) => self.scalar_type(scope.package, scalar, order),
            Base::Char => Type::Text(Text {
                size: bounds.next()?,
                encoding: Encoding::Utf8,
                pad: Padding::Nul,
            }),
            Base::Bytes => Type::Bytes(bounds.next()?),
            Base::Named { package, name } => {
                let id = self.find_type(at, scope.package, package, name)?;
                self.named_type(id)
            }
        };
        Some(bounds.fold(base, |element, count| Type::Array(Box::new(element), count)))
    }

    fn scalar_type(
        &self,
        package: PackageId,
        scalar: Scalar,
        order: Option<crate::model::ByteOrder>,
    ) -> Type {
        let order = order.unwrap_or(self.scopes[package.0].order);
        match scalar.kind() {
            ScalarKind::Unsigned | ScalarKind::Signed => {
                Type::Int(Int { scalar, order, rules: IntRules::default() })
            }
            ScalarKind::Float => {
                Type::Float(Float { scalar, order, min: None, max: None, absent_nan: false })
            }
            ScalarKind::Bool => Type::Bool,
        }
    }

    /// The kind of a declared type is asked of the file, because types may be used before they stand.
    fn named_type(&self, id: crate::model::TypeId) -> Type {
        match &self.model.get(id).kind {
            TypeKind::Enum(it) => Type::Enum(Stored { id, scalar: it.scalar, order: it.order }),
            TypeKind::Flags(it) => Type::Flags(Stored { id, scalar: it.scalar, order: it.order }),
            TypeKind::Record(_) => Type::Record(id),
        }
    }

    /// An exact bound: a number from 1, or a constant.
    pub(super) fn bound(&mut self, package: PackageId, at: At<'_>, text: &str) -> Option<u32> {
        let value = if crate::name::is_value_name(text) && !GRAMMAR_WORDS.contains(&text) {
            match self.constant(package, text) {
                Some(crate::model::ConstantValue::Int(value)) => *value,
                Some(crate::model::ConstantValue::Text(_)) => {
                    self.report(
                        at,
                        Code::BadBound,
                        format!("the constant `{text}` is a text, and no bound"),
                    );
                    return None;
                }
                None => {
                    let known: Vec<String> = self.model.packages[package.0]
                        .constants
                        .iter()
                        .map(|c| c.name.text.clone())
                        .collect();
                    self.report(
                        at,
                        Code::UnknownConstant,
                        format!("there is no constant and no earlier field `{text}`"),
                    )
                    .did_you_mean(text, known.iter().map(String::as_str));
                    return None;
                }
            }
        } else {
            match crate::model::number::parse_int(text) {
                Ok(value) => value,
                Err(message) => {
                    self.report(at, Code::BadBound, message);
                    return None;
                }
            }
        };
        if (1..=MAX_BOUND).contains(&value) {
            return u32::try_from(value).ok();
        }
        self.report(
            at,
            Code::BadBound,
            format!("a bound is a number from 1 to {MAX_BOUND}, not {value}"),
        );
        None
    }
}
