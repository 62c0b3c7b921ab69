//! Seeded chance: schemas, values and damaged bytes.
//!
//! In: a seed. Out: the same things every time. Everything that the language has must have a weight here.

pub mod bytes;
pub mod schema;
pub mod value;

/// A small generator of numbers (`SplitMix64`, Steele and others 2014): fast, and the same on every machine.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.bits() % n as u64).unwrap_or(0)
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of some things.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    /// A number of a range, ends included, with a liking for the ends and for 0 and 1.
    pub fn number(&mut self, low: i128, high: i128) -> i128 {
        let edge = match self.below(6) {
            0 => low,
            1 => high,
            2 => 0,
            3 => 1,
            4 => low + 1,
            _ => low + i128::from(self.bits()) % (high - low + 1),
        };
        edge.clamp(low, high)
    }
}
