//! Texts to numbers, words and truth values, with a diagnostic where they are none.

use super::Resolver;
use crate::diag::Code;
use crate::model::number::{exact_inverse, parse_float, parse_int};
use crate::model::{ConstantValue, PackageId, Scale};
use crate::name::is_value_name;
use crate::schema::tree::At;

const INTEGERS: &str = "integers are decimal without a leading zero, `0x…` or `0b…`, with `_` between digits if that helps";
const FLOATS: &str = "numbers have a digit on both sides of the point, as in `0.5`, `-40` or `1.5e3`; also `nan`, `inf`, `-inf`";

impl Resolver<'_> {
    /// One of a list of words.
    pub(super) fn word<T: Clone>(&mut self, at: At<'_>, words: &[(&str, T)]) -> Option<T> {
        let text = at.text()?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(value.clone());
        }
        let list: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let message = match list.as_slice() {
            [only] => format!("`{text}` is not {only}, the only choice here"),
            _ => format!("`{text}` is none of {}", list.join(", ")),
        };
        let otherwise = format!("write {}", list.join(" or "));
        let known = words.iter().map(|(word, _)| *word);
        self.report(at, Code::BadKeyword, message).did_you_mean(text, known, &otherwise);
        None
    }

    pub(super) fn truth(&mut self, at: Option<At<'_>>) -> bool {
        at.and_then(|at| self.word(at, &[("true", true), ("false", false)])).unwrap_or(false)
    }

    /// An integer, or the name of a constant that is one.
    pub(super) fn int(&mut self, package: PackageId, at: At<'_>) -> Option<i128> {
        let text = at.text()?;
        if is_value_name(text) {
            return self.int_constant(package, at, text, Code::BadNumber);
        }
        match parse_int(text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.report(at, Code::BadNumber, message).help(INTEGERS);
                None
            }
        }
    }

    /// The integer that a constant is; a text is reported with a code that fits the place.
    pub(super) fn int_constant(
        &mut self,
        package: PackageId,
        at: At<'_>,
        name: &str,
        if_text: Code,
    ) -> Option<i128> {
        let constants = &self.scopes[package.0].constants;
        match constants.get(name) {
            Some(Some(ConstantValue::Int(value))) => return Some(*value),
            Some(Some(ConstantValue::Text(_))) => {
                self.report(at, if_text, format!("the constant `{name}` is a text"))
                    .label("an integer is expected here")
                    .help("write a number, or name a constant that is one");
            }
            // What is wrong with it is told where it is declared.
            Some(None) => {}
            None => {
                // Taken out for the time of the report, which reads nothing else of the scope.
                let constants = std::mem::take(&mut self.scopes[package.0].constants);
                self.report(at, Code::UnknownConstant, format!("there is no constant `{name}`"))
                    .did_you_mean(
                        name,
                        constants.keys().map(String::as_str),
                        "write a number, or declare the name under `constants:`",
                    );
                self.scopes[package.0].constants = constants;
            }
        }
        None
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
        match parse_float(at.text()?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.report(at, Code::BadNumber, message).help(FLOATS);
                None
            }
        }
    }

    /// `scale:` and `offset:` together (rule L3).
    pub(super) fn scale(&mut self, scale: Option<At<'_>>, offset: Option<At<'_>>) -> Option<Scale> {
        let offset_value = offset.and_then(|at| self.float(at));
        let mut result = Scale { multiply: None, divide: None, offset: offset_value };
        if let Some(at) = scale {
            match parse_scale(at.text()?) {
                Ok((multiply, divide)) => {
                    result.multiply = multiply;
                    result.divide = divide;
                }
                Err(message) => {
                    self.report(at, Code::BadScale, message).help(
                        "write a decimal such as 0.01, or a fraction such as 1/100 or 360/65536",
                    );
                    return None;
                }
            }
        }
        if offset_value.is_some_and(|v| !v.is_finite()) {
            self.report(offset.or(scale)?, Code::BadScale, "an offset is a finite number")
                .help("write a decimal such as -40 or 0.5");
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
