//! How answers are added up, and from when on a total may be shown. Pure.

use crate::campaigns::model::{Answer, Audience};

/// How a statement was answered, among so many people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// « Atteint ».
    pub reached: u32,
    /// « Pas atteint ».
    pub missed: u32,
    /// « Je ne sais pas », or no answer.
    pub unknown: u32,
}

impl Tally {
    /// How many answered so.
    #[must_use]
    pub const fn get(self, answer: Answer) -> u32 {
        match answer {
            Answer::Reached => self.reached,
            Answer::Missed => self.missed,
            Answer::Unknown => self.unknown,
        }
    }

    /// How many people there are.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.reached + self.missed + self.unknown
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            reached: self.reached + other.reached,
            missed: self.missed + other.missed,
            unknown: self.unknown + other.unknown,
        }
    }
}

/// So few people are recognised in a total: below, nothing is shown. Our rule.
pub const FEWEST: u32 = 5;

/// What may be shown of the answers of so many people: the whole from
/// [`FEWEST`], and each group from as many — unless what is left of the whole
/// would be a smaller group that a subtraction tells.
#[must_use]
pub fn publishable(groups: &[(Audience, u32)]) -> Publishable {
    let total: u32 = groups.iter().map(|(_, count)| count).sum();
    if total < FEWEST {
        return Publishable {
            total,
            whole: false,
            groups: Vec::new(),
        };
    }
    let large: Vec<(Audience, u32)> = groups
        .iter()
        .copied()
        .filter(|(_, count)| *count >= FEWEST)
        .collect();
    let shown: u32 = large.iter().map(|(_, count)| count).sum();
    let rest = total - shown;
    let told = rest > 0 && rest < FEWEST;
    let apart = match told {
        true => without_the_smallest(&large),
        false => large,
    };
    Publishable {
        total,
        whole: true,
        groups: apart.into_iter().map(|(audience, _)| audience).collect(),
    }
}

/// Leaves out the smallest group, so that what is left is large enough: it
/// had [`FEWEST`] people itself.
fn without_the_smallest(groups: &[(Audience, u32)]) -> Vec<(Audience, u32)> {
    let smallest = groups.iter().min_by_key(|(_, count)| *count);
    groups
        .iter()
        .filter(|group| Some(*group) != smallest)
        .copied()
        .collect()
}

/// See [`publishable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishable {
    /// How many people answered.
    pub total: u32,
    /// Whether the answers of all of them together may be shown.
    pub whole: bool,
    /// The groups whose answers may be shown apart.
    pub groups: Vec<Audience>,
}

impl Publishable {
    /// Whether the answers of a group may be shown apart.
    #[must_use]
    pub fn shows(&self, audience: Audience) -> bool {
        self.groups.contains(&audience)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_group_is_shown_from_five_and_never_by_subtraction() {
        use Audience::{Leading, Learners, Teaching};
        let shown = |groups: &[(Audience, u32)]| publishable(groups).groups;
        assert!(!publishable(&[(Teaching, 4)]).whole);
        assert_eq!(shown(&[(Teaching, 5)]), [Teaching]);
        // Nine less five would be four.
        assert_eq!(shown(&[(Teaching, 5), (Leading, 4)]), []);
        assert!(publishable(&[(Teaching, 5), (Leading, 4)]).whole);
        assert_eq!(
            shown(&[(Teaching, 9), (Leading, 2), (Learners, 6)]),
            [Teaching]
        );
        assert_eq!(shown(&[(Teaching, 9), (Leading, 5)]), [Teaching, Leading]);
    }

    proptest! {
        /// What is hidden of a whole that is shown is nobody, or five people.
        #[test]
        fn what_is_left_is_large_enough(counts in proptest::collection::vec(0_u32..9, 4)) {
            let groups: Vec<(Audience, u32)> =
                Audience::ALL.iter().copied().zip(counts).collect();
            let shown = publishable(&groups);
            let of = |audience| groups.iter().find(|one| one.0 == audience).map_or(0, |one| one.1);
            let apart: u32 = shown.groups.iter().map(|audience| of(*audience)).sum();
            prop_assert!(shown.groups.iter().all(|audience| of(*audience) >= FEWEST));
            let rest = shown.total - apart;
            prop_assert!(!shown.whole && shown.groups.is_empty() || rest == 0 || rest >= FEWEST);
        }
    }
}
