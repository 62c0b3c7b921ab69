//! Physical values in Python: 64-bit floats, each step rounded (rule L3).
//!
//! In: a scale. Out: expressions.

use super::literal::float;
use crate::model::Scale;

/// `float(raw) / 100.0 + 5.0`
pub(in super::super) fn physical(scale: &Scale, raw: &str) -> String {
    let mut value = format!("float({raw})");
    for (sign, number) in [("*", scale.multiply), ("/", scale.divide), ("+", scale.offset)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", float(number));
        }
    }
    value
}

/// `(value - 5.0) * 100.0`
pub(in super::super) fn raw_of_physical(scale: &Scale) -> String {
    let mut value = "value".to_owned();
    if let Some(offset) = scale.offset {
        value = format!("(value - {})", float(offset));
    }
    for (sign, number) in [("*", scale.divide), ("/", scale.multiply)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", float(number));
        }
    }
    value
}
