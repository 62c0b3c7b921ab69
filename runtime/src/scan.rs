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
