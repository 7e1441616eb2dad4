//! The rules on entrusted missions: whom they concern, what is due when, how
//! far somebody has come. Pure.

use chrono::NaiveDate;
use kernel::{AccountId, date_long, date_short, words};
use people::api::GroupId;

words! {
    /// To whom a mission is entrusted.
    Audience {
        /// To everybody in the class.
        Class = "class", "Toute la classe";
        /// To a group of the class.
        Group = "group", "Un groupe de la classe";
        /// To some learners of the class.
        Learners = "learners", "Des apprenant·es choisi·es";
    }
}

words! {
    /// How far a learner has come with their report on a mission. Nothing
    /// begun yet is no state.
    Progress {
        /// A report is being written.
        Begun = "begun", "Commencé";
        /// It is with the team.
        HandedIn = "handed_in", "Rendu";
        /// The team sent it back.
        ToRevise = "to_revise", "À reprendre";
        /// The team accepted it.
        Validated = "validated", "Validé";
    }
}

impl Progress {
    /// Whether the work is in the hands of the team, or accepted.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::HandedIn | Self::Validated)
    }

    /// Whether the team can read a report: a draft is its learner’s own.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        !matches!(self, Self::Begun)
    }

    /// How near the end the work is: of two reports of one learner on one
    /// mission, the nearer one counts.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Begun => 0,
            Self::ToRevise => 1,
            Self::HandedIn => 2,
            Self::Validated => 3,
        }
    }
}

/// To whom, with what is needed to know who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everybody in the class.
    Class,
    /// A group of it.
    Group(GroupId),
    /// Some of its learners.
    Learners(Vec<AccountId>),
}

impl Whom {
    /// The closed word.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        match self {
            Self::Class => Audience::Class,
            Self::Group(_) => Audience::Group,
            Self::Learners(_) => Audience::Learners,
        }
    }

    /// The group, if it is one.
    #[must_use]
    pub const fn group(&self) -> Option<GroupId> {
        match self {
            Self::Group(group) => Some(*group),
            Self::Class | Self::Learners(_) => None,
        }
    }

    /// The learners, if they were chosen one by one.
    #[must_use]
    pub fn learners(&self) -> &[AccountId] {
        match self {
            Self::Learners(learners) => learners,
            Self::Class | Self::Group(_) => &[],
        }
    }
}

/// From when and until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// First day; from now on when there is none.
    pub begin_on: Option<NaiveDate>,
    /// The day on which the work is expected.
    pub due_on: Option<NaiveDate>,
}

/// Where a mission is in a learner’s list, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// To do, or to go on with.
    ToDo,
    /// Its first day is still to come.
    Later,
    /// Handed in or validated.
    Done,
}

/// What a learner has to do with a mission today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How far they have come.
    pub progress: Option<Progress>,
    /// Its dates.
    pub dates: Dates,
}

impl Standing {
    /// Where it belongs. What was begun before its first day is to be gone on with.
    #[must_use]
    pub fn shelf(self, today: NaiveDate) -> Shelf {
        match self.progress {
            Some(progress) if progress.is_done() => Shelf::Done,
            None if self.dates.begin_on.is_some_and(|day| day > today) => Shelf::Later,
            _ => Shelf::ToDo,
        }
    }

    /// Whether the day has passed and the work is still with the learner.
    #[must_use]
    pub fn is_late(self, today: NaiveDate) -> bool {
        !self.progress.is_some_and(Progress::is_done)
            && self.dates.due_on.is_some_and(|due| due < today)
    }

    /// What comes first: the earliest day, so what is late before all; what
    /// has no day at the end.
    #[must_use]
    pub fn urgency(self) -> (bool, Option<NaiveDate>) {
        (self.dates.due_on.is_none(), self.dates.due_on)
    }

    /// When it is expected, said without alarm; nothing when no day was given
    /// or the work is done.
    #[must_use]
    pub fn due(self, today: NaiveDate) -> Option<String> {
        if self.progress.is_some_and(Progress::is_done) {
            return None;
        }
        if let Some(begin) = self.dates.begin_on.filter(|day| *day > today) {
            return Some(format!("À partir du {}", date_short(begin)));
        }
        let due = self.dates.due_on?;
        Some(match (due - today).num_days() {
            0 => "À rendre aujourd’hui".to_owned(),
            1 => "À rendre demain".to_owned(),
            days @ 2..=6 => format!("À rendre dans {days}\u{a0}jours, le {}", date_short(due)),
            days if days > 0 => format!("À rendre le {}", date_long(due)),
            _ => format!(
                "Attendu le {}\u{a0}: vous pouvez encore le rendre",
                date_short(due)
            ),
        })
    }
}

/// What is asked of one learner instead of what is asked of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adaptation {
    /// Instead of the conditions: documents, tools, time, help.
    pub resources: String,
    /// Instead of the productions expected.
    pub expectations: String,
}

impl Adaptation {
    /// What both ask, without losing a word that the team wrote.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let both = |one: &String, other: &String| match (one.is_empty(), other.is_empty()) {
            (true, _) => other.clone(),
            (_, true) => one.clone(),
            _ if one == other => one.clone(),
            _ => format!("{one}\n\n{other}"),
        };
        Self {
            resources: both(&self.resources, &other.resources),
            expectations: both(&self.expectations, &other.expectations),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap() + chrono::Duration::days(n)
    }

    fn standing(progress: Option<Progress>, begin: Option<i64>, due: Option<i64>) -> Standing {
        Standing {
            progress,
            dates: Dates {
                begin_on: begin.map(day),
                due_on: due.map(day),
            },
        }
    }

    #[test]
    fn days_are_said_without_alarm() {
        let due = |n| standing(None, None, Some(n)).due(day(0)).unwrap();
        assert_eq!(due(0), "À rendre aujourd’hui");
        assert_eq!(due(1), "À rendre demain");
        assert_eq!(due(4), "À rendre dans 4\u{a0}jours, le 2 décembre");
        assert_eq!(due(12), "À rendre le 10 décembre 2026");
        assert_eq!(
            due(-8),
            "Attendu le 20 novembre\u{a0}: vous pouvez encore le rendre"
        );
        assert_eq!(
            standing(None, Some(3), Some(9)).due(day(0)).unwrap(),
            "À partir du 1er décembre"
        );
        assert_eq!(
            standing(Some(Progress::Validated), None, Some(-3)).due(day(0)),
            None
        );
    }

    #[test]
    fn two_adaptations_are_joined_without_losing_a_word() {
        let asked = |resources: &str, expectations: &str| Adaptation {
            resources: resources.to_owned(),
            expectations: expectations.to_owned(),
        };
        let joined = asked("Une heure de plus", "Un plan").joined(&asked("", "Un schéma"));
        assert_eq!(joined, asked("Une heure de plus", "Un plan\n\nUn schéma"));
        assert_eq!(
            asked("", "Un plan").joined(&asked("Un ordinateur", "Un plan")),
            asked("Un ordinateur", "Un plan")
        );
    }

    #[test]
    fn late_work_comes_first_and_work_without_a_day_last() {
        let mut all = [None, Some(4), Some(-2), Some(0)].map(|due| standing(None, None, due));
        all.sort_by_key(|one| one.urgency());
        let days: Vec<_> = all.iter().map(|one| one.dates.due_on).collect();
        assert_eq!(days, [Some(day(-2)), Some(day(0)), Some(day(4)), None]);
    }

    proptest! {
        #[test]
        fn what_is_done_is_never_late_nor_to_do(
            progress in proptest::sample::select(Progress::ALL),
            due in -30_i64..30,
            today in -30_i64..30,
        ) {
            let one = standing(Some(progress), None, Some(due));
            let today = day(today);
            prop_assert_eq!(progress.is_done(), one.shelf(today) == Shelf::Done);
            if progress.is_done() {
                prop_assert!(!one.is_late(today) && one.due(today).is_none());
            } else {
                prop_assert_eq!(one.is_late(today), day(due) < today);
            }
        }
    }
}
