//! Numbers as schemas write them (rule L1.3).
//!
//! In: text. Out: numbers. Must not know: what they are for.

/// `-?(0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|0b[01_]+)`, within 64 bits and a sign; else why not.
pub fn parse_int(text: &str) -> Result<i128, String> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    if radix == 10 && digits.len() > 1 && digits.starts_with('0') {
        return Err(format!("`{text}` has a leading zero, which some languages read as octal"));
    }
    let plain: String = digits.chars().filter(|c| *c != '_').collect();
    let well_formed = !plain.is_empty()
        && plain.chars().all(|c| c.is_digit(radix))
        && (radix != 10 || !digits.starts_with('_'));
    if !well_formed {
        return Err(format!("`{text}` is not an integer"));
    }
    let significant = plain.trim_start_matches('0');
    let value = match significant {
        "" => 0,
        some if some.len() > 64 => return Err(format!("`{text}` does not fit 64 bits")),
        some => i128::from_str_radix(some, radix)
            .map_err(|_| format!("`{text}` does not fit 64 bits"))?,
    };
    let value = if negative { -value } else { value };
    if value < i128::from(i64::MIN) || value > i128::from(u64::MAX) {
        return Err(format!("`{text}` does not fit 64 bits"));
    }
    Ok(value)
}

/// `-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?`, `nan`, `inf`, `-inf`; else why not.
pub fn parse_float(text: &str) -> Result<f64, String> {
    match text {
        "nan" => return Ok(f64::NAN),
        "inf" => return Ok(f64::INFINITY),
        "-inf" => return Ok(f64::NEG_INFINITY),
        _ => {}
    }
    let bad = || format!("`{text}` is not a number");
    if !is_decimal(text) {
        return Err(bad());
    }
    let value: f64 = text.parse().map_err(|_| bad())?;
    if value.is_finite() { Ok(value) } else { Err(format!("`{text}` is too large for a float")) }
}

fn is_decimal(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) =
        unsigned.split_once('e').map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) =
        mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    digits(whole)
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

/// A decimal that is exactly one over an integer: `0.01` is 100.
#[must_use]
pub fn exact_inverse(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.')?;
    if whole.contains('-') || fraction.len() > 18 || fraction.contains('e') {
        return None;
    }
    let numerator: i128 = format!("{whole}{fraction}").parse().ok()?;
    let denominator = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    (numerator > 0 && denominator % numerator == 0)
        .then(|| denominator / numerator)
        .filter(|n| *n > 1)
}

/// Rounds to the nearest `f32`; `None` if a finite number becomes infinite.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "rounding is what is asked for")]
pub fn to_f32(value: f64) -> Option<f32> {
    let narrow = value as f32;
    (narrow.is_finite() || !value.is_finite()).then_some(narrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_read_as_the_rule_says() {
        for (text, value) in [
            ("0", 0),
            ("-1", -1),
            ("1_000", 1000),
            ("0xFF_FF", 65535),
            ("0b101", 5),
            ("-0x10", -16),
        ] {
            assert_eq!(parse_int(text), Ok(value), "{text}");
        }
        for text in
            ["", "-", "010", "1.0", "0x", "_1", "1e3", "+1", " 1", "18446744073709551616", "0o7"]
        {
            assert!(parse_int(text).is_err(), "{text}");
        }
    }

    #[test]
    fn floats_are_read_as_the_rule_says() {
        for text in ["0", "-1.5", "1e3", "2.5e-3", "inf", "-inf"] {
            assert!(parse_float(text).is_ok(), "{text}");
        }
        for text in ["", ".5", "1.", "1e", "Inf", "0x1", "1_0.0", "1e999"] {
            assert!(parse_float(text).is_err(), "{text}");
        }
    }

    #[test]
    fn exact_inverses_are_found() {
        assert_eq!(exact_inverse("0.01"), Some(100));
        assert_eq!(exact_inverse("0.5"), Some(2));
        assert_eq!(exact_inverse("0.003"), None);
        assert_eq!(exact_inverse("1.0"), None);
        assert_eq!(exact_inverse("0.1e1"), None);
    }
}
