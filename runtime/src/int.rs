//! Integers of 3, 5, 6 and 7 bytes, in types of 4 and 8.

macro_rules! odd {
    ($($bytes:literal $host:ident $full:literal $read_le:ident $read_be:ident $write_le:ident $write_be:ident;)*) => { $(
        /// Reads from the lowest byte up.
        #[inline]
        #[must_use]
        #[allow(clippy::cast_possible_wrap, reason = "the sign is what the shift brings back; of unsigned types this is no cast")]
        pub const fn $read_le(bytes: [u8; $bytes]) -> $host {
            let mut full = [0; $full];
            let mut i = 0;
            // The value goes to the high end, so that the shift back down brings its sign along.
            while i < $bytes {
                full[i + $full - $bytes] = bytes[i];
                i += 1;
            }
            $host::from_le_bytes(full) >> (($full - $bytes) * 8)
        }

        /// Reads from the highest byte down.
        #[inline]
        #[must_use]
        pub const fn $read_be(bytes: [u8; $bytes]) -> $host {
            let mut full = [0; $full];
            let mut i = 0;
            while i < $bytes {
                full[i] = bytes[i];
                i += 1;
            }
            $host::from_be_bytes(full) >> (($full - $bytes) * 8)
        }

        /// Writes the lowest bytes, the lowest first; the caller has tested that the others say nothing.
        #[inline]
        #[must_use]
        pub const fn $write_le(value: $host) -> [u8; $bytes] {
            let full = value.to_le_bytes();
            let mut bytes = [0; $bytes];
            let mut i = 0;
            while i < $bytes {
                bytes[i] = full[i];
                i += 1;
            }
            bytes
        }

        /// Writes the lowest bytes, the highest of them first; the caller has tested that the others say nothing.
        #[inline]
        #[must_use]
        pub const fn $write_be(value: $host) -> [u8; $bytes] {
            let full = value.to_be_bytes();
            let mut bytes = [0; $bytes];
            let mut i = 0;
            while i < $bytes {
                bytes[i] = full[i + $full - $bytes];
                i += 1;
            }
            bytes
        }
    )* };
}

odd! {
    3 u32 4 u24_from_le_bytes u24_from_be_bytes u24_to_le_bytes u24_to_be_bytes;
    5 u64 8 u40_from_le_bytes u40_from_be_bytes u40_to_le_bytes u40_to_be_bytes;
    6 u64 8 u48_from_le_bytes u48_from_be_bytes u48_to_le_bytes u48_to_be_bytes;
    7 u64 8 u56_from_le_bytes u56_from_be_bytes u56_to_le_bytes u56_to_be_bytes;
    3 i32 4 i24_from_le_bytes i24_from_be_bytes i24_to_le_bytes i24_to_be_bytes;
    5 i64 8 i40_from_le_bytes i40_from_be_bytes i40_to_le_bytes i40_to_be_bytes;
    6 i64 8 i48_from_le_bytes i48_from_be_bytes i48_to_le_bytes i48_to_be_bytes;
    7 i64 8 i56_from_le_bytes i56_from_be_bytes i56_to_le_bytes i56_to_be_bytes;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_come_back() {
        for value in [-1, -(1 << 23), (1 << 23) - 1, 0, 1, -2] {
            assert_eq!(i24_from_le_bytes(i24_to_le_bytes(value)), value);
            assert_eq!(i24_from_be_bytes(i24_to_be_bytes(value)), value);
        }
        assert_eq!(u24_from_be_bytes([1, 2, 3]), 0x01_0203);
        assert_eq!(u56_from_le_bytes([1, 2, 3, 4, 5, 6, 7]), 0x07_0605_0403_0201);
        assert_eq!(i40_from_be_bytes([0xff; 5]), -1);
    }
}
