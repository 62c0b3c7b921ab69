//! Texts to numbers, words and truth values, with a diagnostic where they are none.

use super::Resolver;
use crate::diag::Code;
use crate::model::number::{exact_inverse, parse_float, parse_int};
use crate::model::{ConstantValue, PackageId, Scale};
use crate::schema::tree::At;

impl Resolver<'_> {
    /// One of a list of words.
    pub(super) fn word<T: Clone>(&mut self, at: At<'_>, words: &[(&str, T)]) -> Option<T> {
        let text = at.text().unwrap_or_default();
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(value.clone());
        }
        let list: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        self.report(at, Code::BadKeyword, format!("`{text}` is none of {}", list.join(", ")))
            .did_you_mean(text, words.iter().map(|(word, _)| *word));
        None
    }

    pub(super) fn truth(&mut self, at: Option<At<'_>>) -> bool {
        at.and_then(|at| self.word(at, &[("true", true), ("false", false)])).unwrap_or(false)
    }

    /// An integer, or the name of a constant that is one.
    pub(super) fn int(&mut self, package: PackageId, at: At<'_>) -> Option<i128> {
        let text = at.text().unwrap_or_default();
        if crate::name::is_value_name(text) {
            match self.constant(package, text) {
                Some(ConstantValue::Int(value)) => return Some(*value),
                Some(ConstantValue::Text(_)) => {
                    self.report(
                        at,
                        Code::BadNumber,
                        format!("the constant `{text}` is a text, not an integer"),
                    );
                    return None;
                }
                None => {}
            }
            let known: Vec<String> = self.model.packages[package.0]
                .constants
                .iter()
                .map(|c| c.name.text.clone())
                .collect();
            self.report(at, Code::UnknownConstant, format!("there is no constant `{text}`"))
                .did_you_mean(text, known.iter().map(String::as_str));
            return None;
        }
        match parse_int(text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.report(at, Code::BadNumber, message);
                None
            }
        }
    }

    /// An integer within bounds that the message names.
    pub(super) fn int_within(
        &mut self,
        package: PackageId,
        at: At<'_>,
        bounds: (i128, i128),
        what: &str,
    ) -> Option<i128> {
        let value = self.int(package, at)?;
        if value >= bounds.0 && value <= bounds.1 {
            return Some(value);
        }
        self.report(
            at,
            Code::DoesNotFit,
            format!("{value} does not fit {what}, which holds {} to {}", bounds.0, bounds.1),
        );
        None
    }

    pub(super) fn float(&mut self, at: At<'_>) -> Option<f64> {
        match parse_float(at.text().unwrap_or_default()) {
            Ok(value) => Some(value),
            Err(message) => {
                self.report(at, Code::BadNumber, message);
                None
            }
        }
    }

    /// `scale:` and `offset:` together (rule L3).
    pub(super) fn scale(&mut self, scale: Option<At<'_>>, offset: Option<At<'_>>) -> Option<Scale> {
        let offset_value = offset.and_then(|at| self.float(at));
        let mut result = Scale { multiply: None, divide: None, offset: offset_value };
        if let Some(at) = scale {
            match parse_scale(at.text().unwrap_or_default()) {
                Ok((multiply, divide)) => {
                    result.multiply = multiply;
                    result.divide = divide;
                }
                Err(message) => {
                    self.report(at, Code::BadScale, message).map_help(
                        "write a decimal such as 0.01, or a fraction such as 1/100 or 360/65536",
                    );
                    return None;
                }
            }
        }
        if offset_value.is_some_and(|v| !v.is_finite()) {
            self.report(offset.or(scale)?, Code::BadScale, "an offset is a finite number");
            return None;
        }
        Some(result)
    }
}

/// Numerator and denominator of a scale; those that are 1 are left out.
#[allow(clippy::cast_precision_loss, reason = "a scale is an f64 by rule L3")]
fn parse_scale(text: &str) -> Result<(Option<f64>, Option<f64>), String> {
    let unless_one = |n: i128| (n != 1).then_some(n as f64);
    if let Some((numerator, denominator)) = text.split_once('/') {
        let (a, b) = (parse_int(numerator.trim())?, parse_int(denominator.trim())?);
        if a == 0 || b <= 0 {
            return Err(format!(
                "`{text}` is not a fraction with a numerator other than 0 and a denominator from 1"
            ));
        }
        return Ok((unless_one(a), unless_one(b)));
    }
    if let Some(divide) = exact_inverse(text) {
        return Ok((None, Some(divide as f64)));
    }
    match parse_float(text)? {
        factor if factor == 0.0 || !factor.is_finite() => {
            Err(format!("`{text}` is no scale: nothing would be left of a value"))
        }
        1.0 => Ok((None, None)),
        factor => Ok((Some(factor), None)),
    }
}
