//! Some of the learners of a class, by their place in its list.

/// A set of small numbers, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd(Vec<u64>);

impl Crowd {
    /// Puts somebody in.
    pub fn insert(&mut self, place: usize) {
        let (word, bit) = (place / 64, place % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    /// Puts all of another crowd in.
    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    /// Whether somebody is in.
    #[must_use]
    pub fn has(&self, place: usize) -> bool {
        self.0
            .get(place / 64)
            .is_some_and(|word| word & (1 << (place % 64)) != 0)
    }

    /// How many are in.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_crowd_is_a_set(
            some in proptest::collection::btree_set(0_usize..200, 0..40),
            others in proptest::collection::btree_set(0_usize..200, 0..40),
        ) {
            let crowd = |places: &BTreeSet<usize>| {
                let mut crowd = Crowd::default();
                places.iter().for_each(|place| crowd.insert(*place));
                crowd
            };
            let mut all = crowd(&some);
            all.join(&crowd(&others));
            let expected: BTreeSet<usize> = some.union(&others).copied().collect();
            prop_assert_eq!(all.size(), expected.len());
            prop_assert!((0..210).all(|place| all.has(place) == expected.contains(&place)));
        }
    }
}
