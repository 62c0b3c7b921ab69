//! Bits groups (rule L5.1).

use std::collections::BTreeMap;

use super::Resolver;
use super::examples::literal;
use crate::diag::Code;
use crate::model::notation;
use crate::model::{
    BitField, BitItem, BitOrder, BitType, Bits, ByteOrder, PackageId, Scalar, ScalarKind, TypeKind,
};
use crate::name::Name;
use crate::schema::tree::{At, Kind};
use crate::schema::types::{self, Base};
use crate::source::Span;

impl Resolver<'_> {
    pub(super) fn bits(&mut self, package: PackageId, unit: At<'_>, at: At<'_>) -> Option<Bits> {
        let storage = self.storage_unit(unit);
        let first = at
            .get("first")
            .and_then(|at| self.word(at, &[("lsb", BitOrder::Lsb), ("msb", BitOrder::Msb)]));
        let mut names = BTreeMap::new();
        let list = at.get("fields");
        if list.is_some_and(|list| !matches!(list.kind(), Kind::List(_))) {
            return None;
        }
        let list: Vec<_> = list.into_iter().flat_map(At::items).collect();
        let items = list.iter().map(|item| self.bit_item(package, *item, &mut names));
        // All of them are read before the first that cannot be ends the group.
        let items: Vec<Option<BitItem>> = items.collect();
        let items: Option<Vec<BitItem>> = items.into_iter().collect();
        let ((scalar, order), items) = storage.zip(items)?;
        let total: u32 = items.iter().map(BitItem::width).fold(0, u32::saturating_add);
        if total != scalar.bits() {
            self.wrong_total(unit, scalar, total);
            return None;
        }
        let order = order.unwrap_or(self.scopes[package.0].order);
        Some(Bits { scalar, order, first: first.unwrap_or(BitOrder::Lsb), items })
    }

    fn storage_unit(&mut self, unit: At<'_>) -> Option<(Scalar, Option<ByteOrder>)> {
        let text = unit.text()?;
        match types::parse(text) {
            Ok(types::TypeText { base: Base::Scalar(scalar, order), bounds })
                if bounds.is_empty() && scalar.kind() == ScalarKind::Unsigned =>
            {
                Some((scalar, order))
            }
            Ok(_) => {
                self.report(unit, Code::BadType, format!("`{text}` is no storage unit"))
                    .help("a storage unit is an unsigned integer type, such as `u16`");
                None
            }
            Err(bad) => {
                self.bad_type(unit, bad);
                None
            }
        }
    }

    fn wrong_total(&mut self, unit: At<'_>, scalar: Scalar, total: u32) {
        let (keyword, bits) = (scalar.keyword(), scalar.bits());
        let message = format!("the fields take {total} bits, and `{keyword}` has {bits}");
        let help = match bits.checked_sub(total) {
            Some(rest) => format!(
                "add `- reserved[{rest}]` if these bits are zero, or `- pad[{rest}]` to ignore them"
            ),
            None => "take a larger storage unit, or narrower fields".to_owned(),
        };
        self.report(unit, Code::BitsDoNotFill, message).help(&help);
    }

    fn bit_item(
        &mut self,
        package: PackageId,
        at: At<'_>,
        names: &mut BTreeMap<String, Span>,
    ) -> Option<BitItem> {
        if let Kind::Scalar { text, .. } = at.kind() {
            return match self.filler_parts(package, at, text)? {
                ("pad", width) => Some(BitItem::Pad(width)),
                ("reserved", width) => Some(BitItem::Reserved(width)),
                _ => {
                    let message = format!("`{text}` is not an item of a bits group");
                    self.report(at, Code::WrongKind, message)
                        .help("write `- name: u3`, `- reserved[3]` or `- pad[3]`");
                    None
                }
            };
        }
        let (key, value) = at.entries().next()?;
        let name = self.bound_name(key);
        if let Some(first) = names.insert(name.text.clone(), name.at) {
            self.duplicate(&name, first, "field");
        }
        self.bit_field(package, name, value).map(BitItem::Field)
    }

    fn bit_field(&mut self, package: PackageId, name: Name, at: At<'_>) -> Option<BitField> {
        let type_at = if matches!(at.kind(), Kind::Map(_)) { at.key("type") } else { at };
        let (width, ty) = self.bit_type(package, type_at, at)?;
        let about = self.about(at);
        let constant = self.bit_constant(package, at, width, &ty);
        let mut field = BitField { name, about, width, ty, default: None, constant };
        if let Some(default) = at.get("default").filter(|_| field.constant.is_none()) {
            match notation::read_bit(&self.model, &field, &literal(default)) {
                Ok(value) => field.default = Some(value),
                Err(bad) => {
                    let message = format!("the default is no value of this field: {}", bad.message);
                    self.report(default, Code::BadDefault, message);
                }
            }
        }
        Some(field)
    }

    /// `u1` to `u64`, `i2` to `i64`, `bool`, or an enum with a `width`.
    fn bit_type(
        &mut self,
        package: PackageId,
        type_at: At<'_>,
        at: At<'_>,
    ) -> Option<(u32, BitType)> {
        let text = type_at.text()?;
        let width = |prefix: char, lowest: u32| {
            let width = text.strip_prefix(prefix)?.parse::<u32>().ok()?;
            ((lowest..=64).contains(&width) && !text[1..].starts_with('0')).then_some(width)
        };
        let found = match (text, width('u', 1), width('i', 2)) {
            ("bool", ..) => {
                self.refuse(at, &["min", "max", "scale", "offset", "absent"], "a bool");
                Some((1, BitType::Bool))
            }
            (_, Some(width), _) => Some((width, self.bit_int(package, at, width, false))),
            (_, _, Some(width)) => Some((width, self.bit_int(package, at, width, true))),
            _ => None,
        };
        if found.is_some() {
            self.refuse(at, &["width"], "a type that has a width");
            return found;
        }
        let parsed = match types::parse(text) {
            Ok(parsed) => parsed,
            Err(bad) => {
                self.bad_type(type_at, bad);
                return None;
            }
        };
        let Base::Named { package: other, name } = parsed.base else {
            self.report(type_at, Code::BadType, format!("`{text}` is no type of a bit field"))
                .help("bit fields are u1 to u64, i2 to i64, bool, or an enum with a `width`");
            return None;
        };
        let id = self.find_type(type_at, package, other, name)?;
        let TypeKind::Enum(it) = &self.model.get(id).kind else {
            self.report(type_at, Code::BadType, format!("`{text}` is no type of a bit field"))
                .help("of the declared types only enums can be bit fields");
            return None;
        };
        let values = it.values.iter().map(|v| (v.name.text.clone(), v.value));
        let values: Vec<_> = values.collect();
        self.refuse(at, &["min", "max", "scale", "offset", "absent"], "an enum");
        let Some(width_at) = at.get("width") else {
            let highest = values.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1);
            self.report(type_at, Code::MissingKey, "an enum in a bits group needs a `width`")
                .help(&format!("write `{{type: {text}, width: {}}}`", highest.ilog2() + 1));
            return None;
        };
        let width = self.int_within(package, width_at, (1, 64), "a width")?;
        if let Some((name, _)) = values.iter().find(|(_, v)| *v < 0 || *v >= 1 << width) {
            let bits = if width == 1 { "1 bit".to_owned() } else { format!("{width} bits") };
            self.report(width_at, Code::AsDoesNotFit, format!("`{name}` does not fit {bits}"))
                .help("take a larger width");
        }
        Some((u32::try_from(width).ok()?, BitType::Enum(id)))
    }

    fn bit_int(&mut self, package: PackageId, at: At<'_>, width: u32, signed: bool) -> BitType {
        let what = format!("{width} bits");
        BitType::Int { signed, rules: self.int_rules(package, at, (width, signed), &what) }
    }

    fn bit_constant(
        &mut self,
        package: PackageId,
        at: At<'_>,
        width: u32,
        ty: &BitType,
    ) -> Option<(i128, bool)> {
        let check =
            at.get("check").and_then(|at| self.word(at, &[("true", true), ("false", false)]));
        let value_at = at.get("const")?;
        self.refuse(at, &["min", "max", "scale", "offset", "absent", "default"], "a constant");
        let value = match ty {
            BitType::Int { signed, .. } => {
                let bounds = crate::model::scalar::int_bounds(width, *signed);
                self.int_within(package, value_at, bounds, &format!("{width} bits"))?
            }
            BitType::Bool => i128::from(self.truth(Some(value_at))),
            BitType::Enum(id) => {
                let text = value_at.text()?;
                match notation::find_name(&self.model.enum_of(*id).values, text) {
                    Some(named) => named.value,
                    None => self.int_within(
                        package,
                        value_at,
                        (0, (1 << width) - 1),
                        &format!("{width} bits"),
                    )?,
                }
            }
        };
        Some((value, check.unwrap_or(true)))
    }
}
