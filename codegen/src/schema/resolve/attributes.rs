//! Attributes of fields (rule L3): each is applied to the type that it belongs to, or refused.

use super::{Pending, Resolver};
use crate::diag::{Code, Diagnostic};
use crate::model::notation::{self, find_name};
use crate::model::number::to_f32;
use crate::model::{
    ConstantValue, Encoding, Fixed, Float, IntRules, Item, PackageId, Padding, Record, Scalar,
    Stored, Text, Type, TypeKind, Value, Variable,
};
use crate::schema::tree::At;
use crate::schema::types::{self, Base};

impl Resolver<'_> {
    /// Applies attributes to a type; on an array to its elements.
    pub(super) fn attributes(&mut self, package: PackageId, at: At<'_>, ty: &mut Type) {
        match ty {
            Type::Array(element, _) => self.attributes(package, at, element),
            Type::Int(int) => {
                let what = format!("`{}`", int.scalar.keyword());
                int.rules =
                    self.int_rules(package, at, (int.scalar.bits(), int.scalar.is_signed()), &what);
                self.refuse(at, &["as", "encoding", "pad", "nul"], "an integer");
            }
            Type::Float(float) => {
                self.float_rules(at, float);
                self.refuse(at, &["as", "encoding", "pad", "nul", "scale", "offset"], "a float");
            }
            Type::Text(text) => {
                self.text_rules(at, text);
                self.refuse(
                    at,
                    &["as", "min", "max", "scale", "offset", "absent", "nul"],
                    "a text",
                );
            }
            Type::Enum(stored) => {
                self.stored_as(package, at, stored);
                self.refuse(
                    at,
                    &["min", "max", "scale", "offset", "absent", "encoding", "pad", "nul"],
                    "an enum",
                );
            }
            Type::Flags(stored) => {
                self.stored_as(package, at, stored);
                self.refuse(
                    at,
                    &["min", "max", "scale", "offset", "absent", "encoding", "pad", "nul"],
                    "flags",
                );
            }
            Type::Bool => self.refuse(at, NUMERIC, "a bool"),
            Type::Bytes(_) => self.refuse(at, NUMERIC, "bytes"),
            Type::Record(_) => self.refuse(at, NUMERIC, "a struct"),
            Type::Bits(_) => {
                self.refuse(at, NUMERIC, "a bits group");
                return;
            }
            Type::Variable(variable) => self.variable_attributes(package, at, variable),
        }
        self.refuse(at, &["first", "fields"], "a field that is no bits group");
    }

    fn variable_attributes(&mut self, package: PackageId, at: At<'_>, variable: &mut Variable) {
        const OF_TEXT: &[&str] = &["as", "min", "max", "scale", "offset", "absent", "pad"];
        match variable {
            Variable::List(element, _) => self.attributes(package, at, element),
            Variable::Varint(it) => {
                let what = format!("`{}`", it.keyword());
                it.rules = self.int_rules(package, at, (64, it.signed), &what);
                self.refuse(at, &["as", "encoding", "pad", "nul"], "an integer");
            }
            Variable::Text(it) => {
                it.encoding = self.encoding(at).unwrap_or(it.encoding);
                if let Some(at) = at.get("nul") {
                    let words = [("allow", true), ("refuse", false)];
                    it.nul = self.word(at, &words).unwrap_or(it.nul);
                }
                self.refuse(at, OF_TEXT, "a text without a fixed size");
            }
            Variable::CText(it) => {
                it.encoding = self.encoding(at).unwrap_or(it.encoding);
                self.refuse(at, OF_TEXT, "a text that a NUL ends");
                self.refuse(at, &["nul"], "a text that a NUL ends");
            }
            Variable::Bytes(_) => {
                self.refuse(at, NUMERIC, "bytes");
            }
        }
    }

    fn encoding(&mut self, at: At<'_>) -> Option<Encoding> {
        let at = at.get("encoding")?;
        self.word(at, &[("utf-8", Encoding::Utf8), ("ascii", Encoding::Ascii)])
    }

    pub(super) fn refuse(&mut self, at: At<'_>, keys: &[&str], what: &str) {
        for (key, _) in at.entries() {
            let name = key.text().unwrap_or_default();
            if keys.contains(&name) {
                self.report(key, Code::RuleNotHere, format!("`{name}` has no meaning for {what}"))
                    .help("remove it");
            }
        }
    }

    /// Rules for an integer of a width; also for integer bit fields.
    pub(super) fn int_rules(
        &mut self,
        package: PackageId,
        at: At<'_>,
        (bits, signed): (u32, bool),
        what: &str,
    ) -> IntRules {
        let bounds = crate::model::scalar::int_bounds(bits, signed);
        let mut number =
            |key| at.get(key).and_then(|at| self.int_within(package, at, bounds, what));
        let (min, max) = (number("min"), number("max"));
        let absent = at.get("absent").and_then(|at| self.sentinel(package, at, bounds, what));
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            self.empty_range(at);
        }
        let mut scale = None;
        if at.get("scale").is_some() || at.get("offset").is_some() {
            if bits > 32 {
                let key = at.get("scale").or(at.get("offset")).unwrap_or(at);
                self.report(
                    key,
                    Code::BadScale,
                    "only integers of at most 32 bits can have a scale",
                )
                .help("a larger integer would lose its last digits in an f64");
            } else {
                scale = self.scale(at.get("scale"), at.get("offset"));
            }
        }
        IntRules { min, max, absent, scale }
    }

    fn sentinel(
        &mut self,
        package: PackageId,
        at: At<'_>,
        bounds: (i128, i128),
        what: &str,
    ) -> Option<i128> {
        if at.is_null() {
            self.report(at, Code::BadAbsent, "`absent` is a number, the one that means no value")
                .help(&format!("write one that is never a value, such as `absent: {}`", bounds.1));
            return None;
        }
        self.int_within(package, at, bounds, what)
    }

    fn empty_range(&mut self, at: At<'_>) {
        let (min, max) = (at.key("min"), at.key("max"));
        let text = |at: At<'_>| at.text().unwrap_or_default().to_owned();
        let message = format!("no value is at least {} and at most {}", text(min), text(max));
        self.report(max, Code::EmptyRange, message)
            .label("below the minimum")
            .secondary(min.span(), "the minimum")
            .help("give `min` the smaller of the two");
    }

    fn float_rules(&mut self, at: At<'_>, float: &mut Float) {
        let narrow = float.scalar == Scalar::F32;
        let mut bound = |key| {
            let at = at.get(key)?;
            let value = self.float(at)?;
            if value.is_nan() {
                self.report(at, Code::BadNumber, "a bound cannot be NaN");
                return None;
            }
            if !narrow {
                return Some(value);
            }
            let rounded = to_f32(value).map(f64::from);
            if rounded.is_none() {
                self.report(at, Code::DoesNotFit, format!("{value:?} is too large for an f32"));
            }
            rounded
        };
        (float.min, float.max) = (bound("min"), bound("max"));
        if let (Some(low), Some(high)) = (float.min, float.max)
            && low > high
        {
            self.empty_range(at);
        }
        if let Some(at) = at.get("absent") {
            float.absent_nan = at.text() == Some("nan");
            if !float.absent_nan {
                self.report(at, Code::BadAbsent, "on a float only `absent: nan` is possible")
                    .help("other numbers have neighbours that would nearly mean \"no value\"");
            }
        }
    }

    fn text_rules(&mut self, at: At<'_>, text: &mut Text) {
        text.encoding = self.encoding(at).unwrap_or(text.encoding);
        if let Some(at) = at.get("pad") {
            let words = [("nul", Padding::Nul), ("any", Padding::Any), ("space", Padding::Space)];
            text.pad = self.word(at, &words).unwrap_or(text.pad);
        }
    }

    /// `as: u16`: another integer than declared, in which every name must fit.
    fn stored_as(&mut self, package: PackageId, at: At<'_>, stored: &mut Stored) {
        let Some(at) = at.get("as") else { return };
        let Some(text) = at.text() else { return };
        let (scalar, order) = match types::parse(text) {
            Ok(types::TypeText { base: Base::Scalar(scalar, order), bounds })
                if bounds.is_empty() && scalar.is_integer() =>
            {
                (scalar, order)
            }
            Ok(_) => {
                self.report(at, Code::BadType, "`as` names an integer type")
                    .help("write one such as `u16` or `u16be`");
                return;
            }
            Err(bad) => return self.bad_type(at, bad),
        };
        let (lowest, highest) = scalar.bounds();
        let misfit = match &self.model.get(stored.id).kind {
            TypeKind::Enum(it) => it.values.iter().find(|v| v.value < lowest || v.value > highest),
            TypeKind::Flags(it) => it.bits.iter().find(|b| b.value >= i128::from(scalar.bits())),
            TypeKind::Record(_) => None,
        };
        if let Some(name) = misfit.map(|v| v.name.text.clone()) {
            let message = format!("`{name}` does not fit `{}`", scalar.keyword());
            self.report(at, Code::AsDoesNotFit, message)
                .help("take a wider integer: every name must fit");
        }
        let flags = matches!(self.model.get(stored.id).kind, TypeKind::Flags(_));
        if flags && scalar.is_signed() {
            self.report(at, Code::BadType, "flags are stored in an unsigned integer");
            return;
        }
        stored.scalar = scalar;
        stored.order = order.unwrap_or(self.scopes[package.0].order);
    }

    pub(super) fn constant_of(
        &mut self,
        package: PackageId,
        at: At<'_>,
        ty: &Type,
    ) -> Option<Fixed> {
        let check =
            at.get("check").and_then(|at| self.word(at, &[("true", true), ("false", false)]));
        let Some(value_at) = at.get("const") else {
            if let Some(at) = at.get("check") {
                self.report(at, Code::RuleNotHere, "`check` has a meaning only beside `const`")
                    .help("add `const`, or remove `check`");
            }
            return None;
        };
        self.refuse(at, &["min", "max", "scale", "offset", "absent", "default"], "a constant");
        let value = self.constant_literal(package, value_at, ty)?;
        Some(Fixed { value, check: check.unwrap_or(true) })
    }

    fn constant_literal(&mut self, package: PackageId, at: At<'_>, ty: &Type) -> Option<Value> {
        let text = at.text()?;
        match ty {
            Type::Int(int) => {
                let what = format!("`{}`", int.scalar.keyword());
                self.int_within(package, at, int.scalar.bounds(), &what).map(Value::Int)
            }
            Type::Enum(stored) => self.enum_constant(package, at, stored),
            Type::Text(rules) => {
                let constants = &self.scopes[package.0].constants;
                let named = constants.get(text).filter(|_| !at.is_quoted());
                let text = match named {
                    Some(Some(ConstantValue::Text(text))) => text.clone(),
                    Some(Some(ConstantValue::Int(_)) | None) | None => text.to_owned(),
                };
                if let Some(problem) = text_problem(&text, rules) {
                    self.report(at, Code::BadConstant, problem);
                    return None;
                }
                Some(Value::Text(text))
            }
            Type::Bytes(size) => match notation::parse_hex(text) {
                Ok(bytes) if bytes.len() == *size as usize => Some(Value::Bytes(bytes)),
                Ok(bytes) => {
                    let message =
                        format!("these are {} bytes, and the field has {size}", bytes.len());
                    self.report(at, Code::BadConstant, message)
                        .help("write two hexadecimal digits for each byte");
                    None
                }
                Err(message) => {
                    self.report(at, Code::BadConstant, message)
                        .help("a constant of `bytes[n]` is hexadecimal; a text is a `char[n]`");
                    None
                }
            },
            Type::Float(_)
            | Type::Bool
            | Type::Flags(_)
            | Type::Record(_)
            | Type::Array(..)
            | Type::Bits(_)
            | Type::Variable(_) => {
                self.report(
                    at,
                    Code::BadConstant,
                    "only integers, enums, `char[n]` and `bytes[n]` can be constant",
                )
                .help("give `min` and `max` the same value instead, or take another type");
                None
            }
        }
    }

    /// The enum's own name wins over a constant's.
    fn enum_constant(&mut self, package: PackageId, at: At<'_>, stored: &Stored) -> Option<Value> {
        let text = at.text()?;
        let values = &self.model.enum_of(stored.id).values;
        if let Some(named) = find_name(values, text) {
            return Some(Value::Int(named.value));
        }
        let number = self.int_within(package, at, stored.scalar.bounds(), "the enum")?;
        let it = self.model.enum_of(stored.id);
        if it.closed && !it.values.iter().any(|v| v.value == number) {
            self.report(at, Code::BadConstant, format!("{number} is no value of this closed enum"));
            return None;
        }
        Some(Value::Int(number))
    }

    /// Gives a default its meaning; the model is sealed.
    pub(super) fn default(&mut self, pending: &Pending) {
        let kind = &self.model.types[pending.record.0].kind;
        let TypeKind::Record(Record { items, .. }) = kind else { return };
        let Some(Item::Field(field)) = items.get(pending.item) else { return };
        let ty = field.ty.clone();
        match notation::read(&self.model, &ty, &pending.literal) {
            Ok(value) => {
                let kind = &mut self.model.types[pending.record.0].kind;
                if let TypeKind::Record(Record { items, .. }) = kind
                    && let Some(Item::Field(field)) = items.get_mut(pending.item)
                {
                    field.default = Some(value);
                }
            }
            Err(bad) => {
                let place = match bad.path.as_str() {
                    "" => String::new(),
                    path => format!(" (at `{path}`)"),
                };
                let message =
                    format!("the default is no value of this field: {}{place}", bad.message);
                self.diagnostics.push(
                    Diagnostic::new(Code::BadDefault, pending.at, message)
                        .help("write it as values stand in examples (rule L7)"),
                );
            }
        }
    }
}

/// A constant is written out in full wherever it stands, padding included.
const MAX_CONSTANT: u32 = 1 << 16;

const NUMERIC: &[&str] =
    &["as", "min", "max", "scale", "offset", "absent", "encoding", "pad", "nul"];

/// Why a text cannot stand in a `char[n]`.
fn text_problem(text: &str, rules: &Text) -> Option<String> {
    if text.len() > rules.size as usize {
        return Some(format!("the text has {} bytes, and the field {}", text.len(), rules.size));
    }
    if rules.size > MAX_CONSTANT {
        return Some(format!("a constant has at most {MAX_CONSTANT} bytes"));
    }
    if text.contains('\0') {
        return Some("a text cannot contain a NUL".to_owned());
    }
    if rules.encoding == Encoding::Ascii && !text.is_ascii() {
        return Some("the text is not ASCII".to_owned());
    }
    (rules.pad == Padding::Space && text.ends_with(' '))
        .then(|| "a text padded with spaces cannot end in one".to_owned())
}
