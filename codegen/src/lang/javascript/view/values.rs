//! The view of an enum or flags: an object of numbers, and a test if it is closed.
//!
//! In: values. Out: constants and a condition.

use super::docs::docs;
use super::{Builder, ConstantView, EnumView, TestView, statement};
use crate::lang::javascript::spell::{self, Speller, literal};
use crate::layout::{Accept, IntRange};
use crate::model::{NamedValue, Scalar, TypeKind};

impl Builder<'_> {
    pub(super) fn values(
        &self,
        values: &[NamedValue],
        scalar: Scalar,
        flags: bool,
        closed: bool,
    ) -> EnumView {
        let Speller { unit, names, owner, .. } = self.speller;
        let def = unit.model.get(owner);
        let big = spell::is_big(scalar.bits());
        let name = names.of_type(owner);
        let ty = if big { "bigint" } else { "number" };
        let entries = values.iter().zip(names.inner(owner)).map(|(value, spelt)| {
            let number = if flags { 1 << value.value } else { value.value };
            ConstantView {
                doc: docs(&value.about, &format!("`{}`", value.name.text), None, 2),
                name: spelt.clone(),
                value: literal::int(number, big),
                ty: ty.to_owned(),
            }
        });
        let what = if flags { "flags" } else { "enum" };
        EnumView {
            doc: docs(&def.about, &format!("The {what} `{}`.", def.name.text), None, 0),
            name: name.to_owned(),
            values: entries.collect(),
            tests: if closed { vec![self.test(name, big, ty)] } else { Vec::new() },
        }
    }

    /// Whether a number has a name.
    fn test(&self, name: &str, big: bool, ty: &str) -> TestView {
        let condition = match self.closed() {
            Some(Accept::OneOf(ranges)) => ranges_condition(&ranges, big),
            Some(Accept::Mask(mask)) => self.mask_condition(mask),
            Some(Accept::All | Accept::Within { .. }) | None => "true".to_owned(),
        };
        TestView {
            name: format!("is{name}"),
            condition: statement(&format!("return {condition};"), 2),
            ty: ty.to_owned(),
        }
    }

    /// What the values of an enum or flags are tested against.
    fn closed(&self) -> Option<Accept> {
        let Speller { unit, owner, .. } = self.speller;
        match &unit.model.get(owner).kind {
            TypeKind::Enum(it) => IntRange::of_type(unit.model, owner, it.scalar.bounds()).closed,
            TypeKind::Flags(it) => IntRange::of_type(unit.model, owner, it.scalar.bounds()).closed,
            TypeKind::Record(_) => None,
        }
    }

    fn mask_condition(&self, mask: i128) -> String {
        let Speller { unit, owner, .. } = self.speller;
        let bits = unit.model.flags_of(owner).scalar.bits();
        let all = (1_i128 << bits) - 1;
        if bits <= 32 {
            // Beyond 32 bits, bit operators would drop what they should find.
            format!("value >= 0 && value <= {all:#x} && (value & {:#x}) === 0", !mask & all)
        } else {
            format!("(BigInt(value) & ~{mask:#x}n) === 0n")
        }
    }
}

fn ranges_condition(ranges: &[(i128, i128)], big: bool) -> String {
    let is_only = ranges.len() == 1;
    let tests = ranges.iter().map(|(low, high)| {
        let (from, to) = (literal::int(*low, big), literal::int(*high, big));
        if low == high {
            format!("value === {from}")
        } else if is_only {
            format!("value >= {from} && value <= {to}")
        } else {
            format!("(value >= {from} && value <= {to})")
        }
    });
    tests.collect::<Vec<_>>().join(" || ")
}
