//! Bit fields of a storage unit.
//!
//! In: the unit as a `u64`, where a field begins, and the ones that it has. Out: the field in a type that holds it.

macro_rules! unsigned {
    ($($get:ident $host:ident;)*) => { $(
        /// A bit field.
        #[inline]
        #[must_use]
        #[allow(clippy::cast_possible_truncation, reason = "the mask has no more bits than the type")]
        pub const fn $get(unit: u64, shift: u32, mask: u64) -> $host {
            (unit >> shift & mask) as $host
        }
    )* };
}

unsigned! { u8 u8; u16 u16; u32 u32; u64 u64; }

macro_rules! signed {
    ($($get:ident $host:ident;)*) => { $(
        /// A bit field in two's complement of its own width.
        #[inline]
        #[must_use]
        #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "the sign is what is asked for")]
        pub const fn $get(unit: u64, shift: u32, mask: u64) -> $host {
            let unused = mask.leading_zeros();
            (((unit >> shift & mask) << unused) as i64 >> unused) as $host
        }
    )* };
}

signed! { i8 i8; i16 i16; i32 i32; i64 i64; }

/// One bit.
#[inline]
#[must_use]
pub const fn bool(unit: u64, shift: u32) -> bool {
    unit >> shift & 1 == 1
}

/// A field's bits at their place; the caller has tested that it has no others.
#[inline]
#[must_use]
pub const fn set(value: u64, shift: u32, mask: u64) -> u64 {
    (value & mask) << shift
}

/// A signed field's bits at their place; the caller has tested that it has no others.
#[inline]
#[must_use]
#[allow(clippy::cast_sign_loss, reason = "two's complement is what is asked for")]
pub const fn set_signed(value: i64, shift: u32, mask: u64) -> u64 {
    (value as u64 & mask) << shift
}

macro_rules! unit {
    ($($name:ident $host:ident;)*) => { $(
        /// A storage unit in its own type; the fields have no bits outside of it.
        #[inline]
        #[must_use]
        #[allow(clippy::cast_possible_truncation, reason = "the fields have no other bits")]
        pub const fn $name(unit: u64) -> $host {
            unit as $host
        }
    )* };
}

unit! { unit_u8 u8; unit_u16 u16; unit_u32 u32; unit_u64 u64; }

#[cfg(test)]
mod tests {
    #[test]
    fn every_signed_width_keeps_its_ends() {
        for width in 2..=64_u32 {
            let mask = u64::MAX >> (64 - width);
            let (low, high) = (i64::MIN >> (64 - width), i64::MAX >> (64 - width));
            for value in [low, -1, 0, 1, high] {
                for shift in [0, 64 - width] {
                    assert_eq!(
                        super::i64(super::set_signed(value, shift, mask), shift, mask),
                        value
                    );
                }
            }
        }
    }
}
