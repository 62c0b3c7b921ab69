//! Which numbers an integer may hold, and what is left to be tested of that in a type that holds fewer or more.

use crate::model::{Model, TypeId, TypeKind};

/// The numbers that are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntRange {
    /// The smallest and largest number that the wire can hold.
    pub wire: (i128, i128),
    /// The smallest and largest number that min, max and the declared type of an enum allow.
    pub allowed: (i128, i128),
    /// The only numbers allowed, where an enum or flags are closed.
    pub closed: Option<Accept>,
}

/// What is to be tested of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accept {
    /// Nothing: every number is allowed.
    All,
    /// Not below `min`, not above `max`; error `range`.
    Within {
        /// The smallest number, if there are smaller ones.
        min: Option<i128>,
        /// The largest number, if there are larger ones.
        max: Option<i128>,
    },
    /// In one of these ranges, both ends included, in rising order; error `enum`.
    OneOf(Vec<(i128, i128)>),
    /// No bit outside of this mask; error `enum`.
    Mask(i128),
}

impl IntRange {
    /// A plain number.
    pub(super) fn plain(wire: (i128, i128), min: Option<i128>, max: Option<i128>) -> Self {
        let allowed = (min.unwrap_or(wire.0).max(wire.0), max.unwrap_or(wire.1).min(wire.1));
        Self { wire, allowed, closed: None }
    }

    /// A number of an enum or of flags.
    pub(super) fn named(model: &Model, id: TypeId, wire: (i128, i128)) -> Self {
        let (declared, closed) = match &model.get(id).kind {
            TypeKind::Enum(it) => {
                let mut values: Vec<i128> = it.values.iter().map(|v| v.value).collect();
                values.sort_unstable();
                (it.scalar.bounds(), it.closed.then(|| Accept::OneOf(ranges(&values))))
            }
            TypeKind::Flags(it) => (it.scalar.bounds(), it.closed.then(|| Accept::Mask(it.mask()))),
            TypeKind::Record(_) => (wire, None),
        };
        let allowed = (wire.0.max(declared.0), wire.1.min(declared.1));
        Self { wire, allowed, closed }
    }

    /// The numbers of a declared type, on a wire with these bounds.
    #[must_use]
    pub fn of_type(model: &Model, id: TypeId, wire: (i128, i128)) -> Self {
        Self::named(model, id, wire)
    }

    /// What decode tests of a number that came from the wire.
    #[must_use]
    pub fn decode(&self) -> Accept {
        self.test(self.wire)
    }

    /// What encode tests of a number that came from a type with these bounds.
    #[must_use]
    pub fn encode(&self, host: (i128, i128)) -> Accept {
        self.test(host)
    }

    fn test(&self, from: (i128, i128)) -> Accept {
        match &self.closed {
            Some(Accept::OneOf(ranges)) if ranges.as_slice() == [from] => Accept::All,
            Some(Accept::Mask(mask)) if *mask == from.1 => Accept::All,
            Some(closed) => closed.clone(),
            None => {
                let min = (self.allowed.0 > from.0).then_some(self.allowed.0);
                let max = (self.allowed.1 < from.1).then_some(self.allowed.1);
                if min.is_none() && max.is_none() {
                    Accept::All
                } else {
                    Accept::Within { min, max }
                }
            }
        }
    }
}

/// Neighbouring numbers as ranges.
fn ranges(sorted: &[i128]) -> Vec<(i128, i128)> {
    let mut ranges: Vec<(i128, i128)> = Vec::new();
    for value in sorted {
        match ranges.last_mut() {
            Some((_, end)) if *value <= *end + 1 => *end = *value,
            _ => ranges.push((*value, *value)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_ranges() {
        assert_eq!(ranges(&[0, 1, 1, 2, 5, 7, 8]), [(0, 2), (5, 5), (7, 8)]);
    }

    #[test]
    fn only_what_a_type_leaves_open_is_tested() {
        let range = IntRange::plain((0, 255), Some(0), Some(100));
        assert_eq!(range.decode(), Accept::Within { min: None, max: Some(100) });
        let odd = IntRange::plain((0, 0xff_ffff), None, None);
        assert_eq!(odd.decode(), Accept::All);
        assert_eq!(
            odd.encode((0, 0xffff_ffff)),
            Accept::Within { min: None, max: Some(0xff_ffff) }
        );
    }
}
