//! What a positioning amounts to: shares, strong points, spread. Pure.

use serde::{Deserialize, Serialize};

use crate::instrument::Instrument;

/// Where a school stands: each statement in force, reached or not. It holds
/// what its percentages need, so that twenty campaigns are read without their
/// instruments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The items in force, in the order of the instrument.
    pub items: Vec<ItemStanding>,
}

/// One item of a standing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStanding {
    /// Its code.
    pub code: String,
    /// The code of its field.
    pub field: String,
    /// Whether the school added it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
    /// Whether each step is reached, the first first.
    pub reached: Vec<bool>,
}

impl ItemStanding {
    /// How many of its steps are reached.
    #[must_use]
    pub fn count(&self) -> usize {
        self.reached.iter().filter(|one| **one).count()
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Reached.
    pub reached: u32,
    /// In force.
    pub of: u32,
}

impl Share {
    /// As a whole percentage, halves upwards; 0 when there is nothing.
    #[must_use]
    pub fn percent(self) -> u32 {
        if self.of == 0 {
            return 0;
        }
        (self.reached * 200 + self.of) / (self.of * 2)
    }

    /// Between 0 and 1, for a graph.
    #[must_use]
    pub fn ratio(self) -> f64 {
        if self.of == 0 {
            return 0.0;
        }
        f64::from(self.reached) / f64::from(self.of)
    }

    fn add(&mut self, reached: bool) {
        self.of += 1;
        self.reached += u32::from(reached);
    }
}

impl std::fmt::Display for Share {
    /// « 11 sur 15, 73 % ».
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}\u{a0}sur\u{a0}{}, {}\u{a0}%",
            self.reached,
            self.of,
            self.percent()
        )
    }
}

/// A place of a statement: its item and step, from 1.
#[must_use]
pub fn place_of(statement: &str) -> Option<(&str, usize)> {
    let (item, step) = statement.rsplit_once('-')?;
    Some((item, step.parse().ok()?))
}

impl Standing {
    /// Nothing is reached yet.
    #[must_use]
    pub fn none_of(instrument: &Instrument) -> Self {
        let items = instrument.fields().flat_map(|field| {
            field.in_force().map(|item| ItemStanding {
                code: item.code.clone(),
                field: field.code.clone(),
                added: item.added,
                reached: vec![false; item.statements.len()],
            })
        });
        Self {
            items: items.collect(),
        }
    }

    /// Whether a statement is reached; nothing when it is not in force.
    #[must_use]
    pub fn get(&self, statement: &str) -> Option<bool> {
        let (item, step) = place_of(statement)?;
        let item = self.items.iter().find(|one| one.code == item)?;
        item.reached.get(step.checked_sub(1)?).copied()
    }

    /// Says whether a statement is reached; whether it is in force.
    pub fn set(&mut self, statement: &str, reached: bool) -> bool {
        let place = place_of(statement).and_then(|(item, step)| {
            let item = self.items.iter_mut().find(|one| one.code == item)?;
            item.reached.get_mut(step.checked_sub(1)?)
        });
        let known = place.is_some();
        if let Some(place) = place {
            *place = reached;
        }
        known
    }

    /// The item of that code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&ItemStanding> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The share of statements reached among those that `keep` names.
    fn share(&self, keep: impl Fn(&ItemStanding, usize) -> bool) -> Share {
        let mut share = Share::default();
        for item in &self.items {
            for (at, reached) in item.reached.iter().enumerate() {
                if keep(item, at + 1) {
                    share.add(*reached);
                }
            }
        }
        share
    }

    /// Of all statements.
    #[must_use]
    pub fn overall(&self) -> Share {
        self.share(|_, _| true)
    }

    /// Of the statements of a step, from 1: « pourcentage d’items atteints
    /// pour chacune des trois étapes » (guide).
    #[must_use]
    pub fn of_step(&self, step: usize) -> Share {
        self.share(|_, at| at == step)
    }

    /// Of the statements of a field.
    #[must_use]
    pub fn of_field(&self, field: &str) -> Share {
        self.share(|item, _| item.field == field)
    }

    /// Of the statements of a step in a field.
    #[must_use]
    pub fn of_field_step(&self, field: &str, step: usize) -> Share {
        self.share(|item, at| item.field == field && at == step)
    }

    /// Of the statements of an item.
    #[must_use]
    pub fn of_item(&self, code: &str) -> Share {
        self.share(|item, _| item.code == code)
    }

    /// Of the items that the school added, apart.
    #[must_use]
    pub fn of_added(&self) -> Option<Share> {
        let share = self.share(|item, _| item.added);
        (share.of > 0).then_some(share)
    }

    /// The most steps of an item.
    #[must_use]
    pub fn steps(&self) -> usize {
        let lengths = self.items.iter().map(|item| item.reached.len());
        lengths.max().unwrap_or(0)
    }

    /// Whether nothing is reached: nobody has filled it yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.overall().reached == 0
    }

    /// « Points forts »: the items whose steps are all reached.
    #[must_use]
    pub fn strengths(&self) -> Vec<&ItemStanding> {
        self.items
            .iter()
            .filter(|item| item.count() == item.reached.len())
            .collect()
    }

    /// « Axes de progrès »: the items of which at most one step is reached,
    /// those without any first, each with its first step that is not.
    #[must_use]
    pub fn improvements(&self) -> Vec<(&ItemStanding, usize)> {
        let mut found: Vec<(&ItemStanding, usize)> = self
            .items
            .iter()
            .filter(|item| item.count() <= 1 && item.count() < item.reached.len())
            .filter_map(|item| {
                let first = item.reached.iter().position(|reached| !reached)?;
                Some((item, first + 1))
            })
            .collect();
        // A stable order: within a count, that of the instrument.
        found.sort_by_key(|(item, _)| item.count());
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::instrument::shipped_by_code;

    fn numea(reached: [usize; 3]) -> Standing {
        let mut standing = Standing::none_of(shipped_by_code("numea").unwrap());
        for (at, count) in reached.into_iter().enumerate() {
            for item in standing.items.iter_mut().take(count) {
                item.reached[at] = true;
            }
        }
        standing
    }

    /// The worked example of the rules: 20, 13 and 7 of 21 items.
    #[test]
    fn twenty_thirteen_and_seven_of_twenty_one() {
        let standing = numea([20, 13, 7]);
        let percents = [1, 2, 3].map(|step| standing.of_step(step).percent());
        assert_eq!(percents, [95, 62, 33]);
        let overall = standing.overall();
        assert_eq!((overall.reached, overall.of), (40, 63));
        assert_eq!(overall.percent(), 63);
        assert_eq!(overall.to_string(), "40\u{a0}sur\u{a0}63, 63\u{a0}%");
    }

    #[test]
    fn fields_add_up_to_the_whole() {
        let standing = numea([20, 13, 7]);
        let instrument = shipped_by_code("numea").unwrap();
        let shares: Vec<Share> = instrument
            .fields()
            .map(|field| standing.of_field(&field.code))
            .collect();
        let totals: Vec<u32> = shares.iter().map(|share| share.of).collect();
        assert_eq!(totals, [15, 9, 18, 6, 9, 6]);
        assert_eq!(shares.iter().map(|share| share.reached).sum::<u32>(), 40);
        assert_eq!(standing.of_field_step("1.1", 3).percent(), 100);
    }

    #[test]
    fn strengths_and_improvements_are_named() {
        let standing = numea([20, 13, 7]);
        assert_eq!(standing.strengths().len(), 7);
        let improvements = standing.improvements();
        // The last item has nothing, the seven before it one step.
        assert_eq!(improvements.len(), 8);
        assert_eq!(improvements[0].0.code, "2.3.2");
        assert_eq!(improvements[0].1, 1);
        assert_eq!(improvements[1].1, 2);
    }

    #[test]
    fn a_statement_that_is_not_in_force_is_not_counted() {
        let mut standing = numea([0, 0, 0]);
        assert!(!standing.set("9.9.9-1", true));
        assert!(!standing.set("1.1.1-4", true));
        assert!(!standing.set("1.1.1-0", true));
        assert!(!standing.set("rien", true));
        assert!(standing.set("1.1.1-3", true));
        assert_eq!(standing.get("1.1.1-3"), Some(true));
        assert_eq!(standing.overall().reached, 1);
    }

    proptest! {
        #[test]
        fn a_percentage_is_between_none_and_all(reached in 0_u32..400, more in 0_u32..400) {
            let share = Share { reached, of: reached + more };
            prop_assert!(share.percent() <= 100);
        }
    }
}
