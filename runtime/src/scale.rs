//! Physical values of scaled integers (docs/language.md, L3, `scale`).

use crate::{EncodeError, ErrorCode};

/// The raw value nearest to `value`, halves to the even one.
///
/// # Errors
/// [`ErrorCode::Range`] for a NaN and for what is outside of `low` to `high`, both of at most 33 bits.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "a half is exact, and the bounds have at most 33 bits and were tested"
)]
pub fn to_raw(value: f64, low: i64, high: i64) -> Result<i64, EncodeError> {
    // Written so that a NaN is refused.
    if !(value > low as f64 - 1.0 && value < high as f64 + 1.0) {
        return Err(EncodeError::new(ErrorCode::Range));
    }
    let whole = value as i64;
    let rest = value - whole as f64;
    let up = rest > 0.5 || rest == 0.5 && whole % 2 != 0;
    let down = rest < -0.5 || rest == -0.5 && whole % 2 != 0;
    let raw = whole + i64::from(up) - i64::from(down);
    if raw < low || raw > high { Err(EncodeError::new(ErrorCode::Range)) } else { Ok(raw) }
}

#[cfg(test)]
mod tests {
    use super::to_raw;

    #[test]
    fn halves_go_to_the_even_one() {
        for (value, raw) in
            [(0.5, 0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2), (255.4, 255), (-2.5, -2)]
        {
            assert_eq!(to_raw(value, -10, 255), Ok(raw), "{value}");
        }
        for value in [f64::NAN, 255.5, 256.0, -11.0, f64::INFINITY] {
            assert!(to_raw(value, -10, 255).is_err(), "{value}");
        }
    }
}
