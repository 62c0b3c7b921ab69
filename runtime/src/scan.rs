//! Parts of a run whose length was tested: every place is a constant, and checked when the code is compiled.

/// `N` bytes at `AT`.
///
/// # Panics
/// Never: the place is tested when the code is compiled.
#[inline(always)]
#[must_use]
#[allow(
    clippy::inline_always,
    reason = "a call would hide from the optimizer that the length is known"
)]
pub fn part<const AT: usize, const N: usize, const ALL: usize>(bytes: &[u8; ALL]) -> &[u8; N] {
    const { assert!(AT + N <= ALL) }
    bytes[AT..].first_chunk().expect("tested when compiled")
}

/// The `N` bytes of a number at `AT`.
///
/// # Panics
/// Never: the place is tested when the code is compiled.
#[inline(always)]
#[must_use]
#[allow(clippy::inline_always, reason = "as above")]
pub fn get<const AT: usize, const N: usize, const ALL: usize>(bytes: &[u8; ALL]) -> [u8; N] {
    let start = AT & !7;
    let in_word = N == 4 && AT.is_multiple_of(4) && start + 8 <= ALL;
    if in_word && cfg!(all(target_endian = "little", target_pointer_width = "64")) {
        // The optimizer moves halves of one word together, and else an integer beside a float one by one.
        let word = u64::from_le_bytes(*bytes[start..].first_chunk().expect("tested above"));
        *(word >> ((AT - start) * 8)).to_le_bytes().first_chunk().expect("N is 4")
    } else {
        *part::<AT, N, ALL>(bytes)
    }
}

/// `STRIDE` bytes at `index * STRIDE`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
pub(crate) fn element<const STRIDE: usize, const ALL: usize>(
    bytes: &[u8; ALL],
    index: usize,
) -> &[u8; STRIDE] {
    bytes[index * STRIDE..].first_chunk().expect("the caller counts to the number of elements")
}

/// Writes `N` bytes at `AT`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
pub fn put<const AT: usize, const N: usize, const ALL: usize>(out: &mut [u8; ALL], bytes: [u8; N]) {
    const { assert!(AT + N <= ALL) }
    out[AT..AT + N].copy_from_slice(&bytes);
}

/// Writes `STRIDE` bytes at `index * STRIDE`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
pub(crate) fn put_element<const STRIDE: usize, const ALL: usize>(
    out: &mut [u8; ALL],
    index: usize,
    bytes: [u8; STRIDE],
) {
    let at = index * STRIDE;
    out[at..at + STRIDE].copy_from_slice(&bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_words_and_beside_them() {
        let bytes: [u8; 14] = core::array::from_fn(|i| u8::try_from(i).expect("small"));
        assert_eq!(get::<0, 4, 14>(&bytes), [0, 1, 2, 3]);
        assert_eq!(get::<4, 4, 14>(&bytes), [4, 5, 6, 7]);
        assert_eq!(get::<5, 4, 14>(&bytes), [5, 6, 7, 8]);
        assert_eq!(get::<8, 4, 14>(&bytes), [8, 9, 10, 11]);
        assert_eq!(get::<9, 2, 14>(&bytes), [9, 10]);
        assert_eq!(get::<6, 8, 14>(&bytes), [6, 7, 8, 9, 10, 11, 12, 13]);
    }
}
