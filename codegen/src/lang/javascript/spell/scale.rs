//! Physical values in JavaScript: each step rounded (rule L3).
//!
//! In: a scale. Out: expressions.

use super::literal::float;
use crate::model::Scale;

/// `raw / 100 + 5`
pub(in super::super) fn physical(scale: &Scale, raw: &str) -> String {
    let mut value = raw.to_owned();
    for (sign, number) in [("*", scale.multiply), ("/", scale.divide), ("+", scale.offset)] {
        if let Some(number) = number {
            value = format!("{value} {sign} {}", float(number));
        }
    }
    value
}

/// `(value - 5) * 100`
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
