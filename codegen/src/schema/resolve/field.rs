//! Fields: their type, and what kind of value that makes them hold.

use super::examples::literal;
use super::record::RecordScope;
use super::{GRAMMAR_WORDS, Resolver};
use crate::diag::Code;
use crate::model::number::parse_int;
use crate::model::{
    About, Bound, CText, Count, Encoding, Field, Float, Int, IntRules, PackageId, Padding, Prefix,
    Stored, Text, Type, TypeKind, VarText, Variable, Varint,
};
use crate::model::{Scalar, ScalarKind};
use crate::name::{Name, is_value_name};
use crate::schema::shape;
use crate::schema::tree::{At, Kind};
use crate::schema::types::{self, Base, BoundHead, BoundText};

/// Messages have at most 2^31 - 1 bytes, so no bound can be more.
const MAX_BOUND: i128 = (1 << 31) - 1;

/// What stands in a pair of brackets.
enum Length {
    Exact(u32),
    Bound(Bound),
    /// `..32`
    AtMost(u32),
}

fn variable(variable: Variable) -> Type {
    Type::Variable(Box::new(variable))
}

impl Resolver<'_> {
    pub(super) fn field(
        &mut self,
        scope: &mut RecordScope,
        key: At<'_>,
        value: At<'_>,
    ) -> Option<Field> {
        let name = self.bound_name(key);
        if let Some(first) = scope.fields.get(&name.text) {
            self.duplicate(&name, *first, "field");
        }
        if self.scopes[scope.package.0].constants.contains_key(&name.text) {
            let constants = &self.model.packages[scope.package.0].constants;
            let declared = constants.iter().find(|c| c.name.text == name.text).map(|c| c.name.at);
            let message = format!("`{}` is a constant and a field", name.text);
            let reported = self.report(key, Code::DuplicateName, message).label("a field");
            let reported = match declared {
                Some(at) => reported.secondary(at, "a constant"),
                None => reported,
            };
            reported.help("a bound could mean either: rename one of them");
        }
        let field = self.field_of(scope, name.clone(), (key, value));
        // Only now: a bound can name an earlier field, and not the field itself.
        scope.fields.insert(name.text, name.at);
        field
    }

    fn field_of(
        &mut self,
        scope: &mut RecordScope,
        name: Name,
        (key, value): (At<'_>, At<'_>),
    ) -> Option<Field> {
        if let Kind::Scalar { text, .. } = value.kind() {
            let ty = self.parse_type(scope, value, text)?;
            let about = About::default();
            return Some(Field { name, about, ty, default: None, constant: None });
        }
        let about = self.about(value);
        let mut ty = match (value.get("type"), value.get("bits")) {
            (Some(at), None) => self.parse_type(scope, at, at.text()?)?,
            (None, Some(unit)) => Type::Bits(Box::new(self.bits(scope.package, unit, value)?)),
            (Some(_), Some(at)) => {
                let message = "a field has a `type` or is a `bits` group, not both";
                self.report(at, Code::RuleNotHere, message).help("remove one of them");
                return None;
            }
            (None, None) => {
                // A misspelt `type` is a finding already.
                if !shape::is_given(value, "type") && !shape::is_given(value, "bits") {
                    let message = format!("the field `{}` has no `type`", name.text);
                    self.report(key, Code::MissingKey, message)
                        .help("add it, as in `{type: u8, …}`, or make it a group with `bits:`");
                }
                return None;
            }
        };
        self.attributes(scope.package, value, &mut ty);
        let constant = self.constant_of(scope.package, value, &ty);
        let default = value.get("default").filter(|_| constant.is_none());
        scope.default = default.map(|at| (literal(at), at.span()));
        Some(Field { name, about, ty, default: None, constant })
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
            bounds.push(self.bound_of(scope, at, bound)?);
        }
        let mut bounds = bounds.into_iter();
        let base = match parsed.base {
            Base::Scalar(scalar, order) => self.scalar_type(scope.package, scalar, order),
            Base::Varint { signed } => {
                variable(Variable::Varint(Varint { signed, rules: IntRules::default() }))
            }
            Base::Char => match bounds.next()? {
                Length::Exact(size) => {
                    Type::Text(Text { size, encoding: Encoding::Utf8, pad: Padding::Nul })
                }
                Length::Bound(_) | Length::AtMost(_) => {
                    let message = format!("`{text}`: a `char` has an exact number of bytes");
                    self.report(at, Code::StringBound, message)
                        .help("write `string` instead of `char`, or `char[20]`");
                    return None;
                }
            },
            Base::Bytes => match bounds.next()? {
                Length::Exact(n) => Type::Bytes(n),
                Length::Bound(bound) => variable(Variable::Bytes(bound)),
                Length::AtMost(_) => return self.no_end(at),
            },
            Base::Text => match bounds.next()? {
                Length::Bound(bound) => variable(Variable::Text(VarText {
                    bound,
                    encoding: Encoding::Utf8,
                    nul: false,
                })),
                Length::Exact(_) | Length::AtMost(_) => {
                    let message = format!("`{text}` does not say how the end of the text is found");
                    self.report(at, Code::StringBound, message).help(
                        "`string[u8..200]` writes a count in one byte, then at most 200 bytes",
                    );
                    return None;
                }
            },
            Base::CText => {
                let max = match parsed.bounds.first().map(|bound| bound.head) {
                    Some(BoundHead::Nothing) => match bounds.next()? {
                        Length::AtMost(max) => Some(max),
                        Length::Exact(_) | Length::Bound(_) => return self.no_end(at),
                    },
                    Some(_) | None => None,
                };
                variable(Variable::CText(CText { max, encoding: Encoding::Utf8 }))
            }
            Base::Named { package, name } => {
                let id = self.find_type(at, scope.package, package, name)?;
                self.named_type(id)
            }
        };
        bounds.try_fold(base, |element, length| match length {
            Length::Exact(count) => Some(Type::Array(Box::new(element), count)),
            Length::Bound(bound) => Some(variable(Variable::List(element, bound))),
            Length::AtMost(_) => self.no_end(at),
        })
    }

    fn no_end<T>(&mut self, at: At<'_>) -> Option<T> {
        let message = "a maximum alone does not say where the end is";
        self.report(at, Code::BadBound, message)
            .help("write where the number stands, as in `u8[u16..100]`, or `rest..100`");
        None
    }

    fn bound_of(
        &mut self,
        scope: &RecordScope,
        at: At<'_>,
        bound: &BoundText<'_>,
    ) -> Option<Length> {
        let max = match bound.max {
            Some(max) => Some(self.bound(scope.package, at, max)?),
            None => None,
        };
        let count = match bound.head {
            BoundHead::Exact(name) if scope.fields.contains_key(name) => {
                self.not_yet(at, "lists that are counted by a field (L2)");
                return None;
            }
            BoundHead::Exact(text) if max.is_none() => {
                return self.bound(scope.package, at, text).map(Length::Exact);
            }
            BoundHead::Exact(text) => {
                let message = format!("`{text}` is no field in front that counts");
                self.report(at, Code::BadBound, message).help(
                    "a maximum stands behind a prefix such as `u8`, behind a field or `rest`",
                );
                return None;
            }
            BoundHead::Nothing => return max.map(Length::AtMost),
            BoundHead::Rest => return Some(Length::Bound(Bound::Rest(max))),
            BoundHead::Varint => Count::Varint,
            BoundHead::Prefix(scalar, order) => {
                Count::Fixed(scalar, order.unwrap_or(self.scopes[scope.package.0].order))
            }
        };
        if let Some(max) = max.filter(|max| u64::from(*max) > count.highest()) {
            let message =
                format!("`{}`: the count goes up to {} only", bound.text, count.highest());
            self.report(at, Code::BadBound, message).help(&match u16::try_from(max) {
                Ok(_) => format!("take a wider prefix, such as `u16..{max}`"),
                Err(_) => format!("take a wider prefix, such as `u32..{max}`"),
            });
            return None;
        }
        Some(Length::Bound(Bound::Prefix(Prefix { count, max })))
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
        let value = if is_value_name(text) && !GRAMMAR_WORDS.contains(&text) {
            self.int_constant(package, at, text, Code::BadBound)?
        } else {
            match parse_int(text) {
                Ok(value) => value,
                Err(message) => {
                    self.report(at, Code::BadBound, message)
                        .help("a bound is a number such as `20`, or the name of a constant");
                    return None;
                }
            }
        };
        if (1..=MAX_BOUND).contains(&value) {
            return u32::try_from(value).ok();
        }
        let message = format!("a bound is a number from 1 to {MAX_BOUND}, not {value}");
        self.report(at, Code::BadBound, message).help(if value == 0 {
            "leave out what has no bytes"
        } else {
            "a message has at most 2^31 - 1 bytes"
        });
        None
    }
}
