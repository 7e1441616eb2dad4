//! The life of a round, who reads whom, what is said: pure.

use chrono::NaiveDate;
use kernel::{AccountId, Level, words};

use crate::report::ReportId;

kernel::typed_ids! {
    /// A round of readings between peers (« relecture »).
    pub struct RoundId;
    /// One learner reading one production in a round.
    pub struct ReadingId;
}

/// Nobody reads more than so many productions in a round, nor is read by more.
pub const READINGS_MAX: usize = 3;

words! {
    /// What was last decided of a round.
    State {
        /// The team prepares it; no learner sees it.
        Prepared = "prepared", "En préparation";
        /// Readers read and write, until it closes.
        Open = "open", "En cours";
        /// What was written was handed to the authors.
        Released = "released", "Remise";
    }
}

words! {
    /// The three remarks of a reading, all about the work and none about the person.
    Part {
        /// What is done well.
        Strength = "point_fort", "Ce qui est réussi";
        /// What the reader would like to understand.
        Question = "question", "Une question";
        /// What the reader proposes.
        Suggestion = "suggestion", "Une suggestion";
    }
}

impl Part {
    /// The name of its field in the form.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Strength => "point_fort",
            Self::Question => "question",
            Self::Suggestion => "suggestion",
        }
    }

    /// The sentence that helps to write it kindly.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Strength => "Une chose précise, avec un exemple pris dans le travail.",
            Self::Question => "Ce que vous aimeriez comprendre\u{a0}: un choix, une étape.",
            Self::Suggestion => {
                "Une idée pour aller plus loin. On parle du travail, jamais de la personne."
            }
        }
    }
}

/// Where a round is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The team prepares it.
    Prepared,
    /// Readers can write.
    Open,
    /// Its date is past, or the team closed it: nothing can be written, and
    /// authors do not see anything yet.
    Closed,
    /// Authors see what was written.
    Released,
}

/// Where a round is. `closes_on` is the last day on which one can write.
#[must_use]
pub fn phase(state: State, closes_on: NaiveDate, closed: bool, today: NaiveDate) -> Phase {
    match state {
        State::Prepared => Phase::Prepared,
        State::Released => Phase::Released,
        State::Open if closed || today > closes_on => Phase::Closed,
        State::Open => Phase::Open,
    }
}

/// What the team does with a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Change who reads whom.
    Spread,
    /// Open it: readers are told.
    Open,
    /// Close it before its date.
    Close,
    /// Let readers write again until a new date.
    Reopen,
    /// Hand what was written to the authors.
    Release,
    /// Hide a remark, or show it again.
    Hide,
}

/// Whether the team can do it now, or the sentence that says why not.
///
/// # Errors
/// That sentence.
pub fn allow(phase: Phase, act: Act) -> Result<(), &'static str> {
    match (act, phase) {
        (Act::Open, Phase::Prepared)
        | (Act::Spread, Phase::Prepared | Phase::Open)
        | (Act::Close, Phase::Open)
        | (Act::Reopen | Act::Release, Phase::Closed)
        | (Act::Hide, Phase::Open | Phase::Closed | Phase::Released) => Ok(()),
        (Act::Open, _) => Err("Cette relecture est déjà ouverte."),
        (Act::Spread, _) => Err(
            "Cette relecture est close\u{a0}: qui relit qui ne change plus. Rouvrez-la d’abord.",
        ),
        (Act::Close, _) => Err("Cette relecture n’est pas en cours."),
        (Act::Reopen, Phase::Released) => Err(
            "Cette relecture a été remise\u{a0}: les auteur·es l’ont peut-être déjà lue. Préparez-en une nouvelle.",
        ),
        (Act::Reopen, _) => Err("Cette relecture n’est pas close."),
        (Act::Release, Phase::Released) => Err("Cette relecture a déjà été remise."),
        (Act::Release, _) => Err("Clôturez la relecture avant de la remettre."),
        (Act::Hide, Phase::Prepared) => Err("Rien n’est encore écrit."),
    }
}

/// A proposal of who reads whom: for each author, in their order, the places
/// of their readers. Everybody reads as many productions as they are read by,
/// nobody reads themself; and with three authors or more who read one each,
/// nobody reads the person who reads them.
#[must_use]
pub fn circle(authors: usize, each: usize) -> Vec<Vec<usize>> {
    let each = each.min(READINGS_MAX).min(authors.saturating_sub(1));
    (0..authors)
        .map(|author| (1..=each).map(|step| (author + step) % authors).collect())
        .collect()
}

/// One learner who reads one production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The production.
    pub report: ReportId,
    /// Who wrote it.
    pub author: AccountId,
    /// Who reads it.
    pub reader: AccountId,
}

/// What is wrong with who reads whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uneven {
    /// Somebody would read themself.
    Themself(AccountId),
    /// Somebody would read the same production twice.
    Twice(AccountId),
    /// Somebody would read too many.
    TooMany(AccountId),
    /// A production has no reader.
    Unread(AccountId),
}

/// Whether who reads whom is possible, for these productions and their authors.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(authors: &[(ReportId, AccountId)], pairs: &[Pair]) -> Result<(), Uneven> {
    for (place, pair) in pairs.iter().enumerate() {
        let same_reader = pairs.iter().filter(|other| other.reader == pair.reader);
        if pair.reader == pair.author {
            return Err(Uneven::Themself(pair.reader));
        }
        if pairs[..place].contains(pair) {
            return Err(Uneven::Twice(pair.reader));
        }
        if same_reader.count() > READINGS_MAX {
            return Err(Uneven::TooMany(pair.reader));
        }
    }
    authors
        .iter()
        .find(|(report, _)| !pairs.iter().any(|pair| pair.report == *report))
        .map_or(Ok(()), |(_, author)| Err(Uneven::Unread(*author)))
}

/// A criterion of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// The official text of a « critère d’évaluation », the title of a
    /// competence, or the team’s own words.
    pub text: String,
    /// The competence whose level becomes a positioning of the peers; none for
    /// what is only looked at.
    pub target: Option<String>,
}

/// What a reader answers to a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A level of the scale.
    Level(Level),
    /// « Je ne peux pas le dire »: an answer like another.
    Unsure,
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;
    use proptest::prelude::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, d).unwrap()
    }

    fn pair(report: u128, author: u128, reader: u128) -> Pair {
        Pair {
            report: ReportId(Uuid::from_u128(report)),
            author: AccountId(Uuid::from_u128(author)),
            reader: AccountId(Uuid::from_u128(reader)),
        }
    }

    #[test]
    fn one_can_write_until_the_evening_of_the_last_day() {
        let on = |today| phase(State::Open, day(4), false, today);
        assert_eq!((on(day(4)), on(day(5))), (Phase::Open, Phase::Closed));
        assert_eq!(phase(State::Open, day(4), true, day(1)), Phase::Closed);
        assert_eq!(
            phase(State::Released, day(4), false, day(1)),
            Phase::Released
        );
        assert_eq!(
            phase(State::Prepared, day(4), false, day(9)),
            Phase::Prepared
        );
    }

    #[test]
    fn nothing_is_handed_over_before_it_is_closed_nor_reopened_after() {
        assert!(allow(Phase::Open, Act::Release).is_err());
        assert!(allow(Phase::Closed, Act::Release).is_ok());
        assert!(allow(Phase::Released, Act::Release).is_err());
        assert!(allow(Phase::Released, Act::Reopen).is_err());
        assert!(allow(Phase::Released, Act::Hide).is_ok());
        assert!(allow(Phase::Closed, Act::Spread).is_err());
    }

    #[test]
    fn what_is_wrong_with_who_reads_whom_is_named() {
        let authors = [(ReportId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(11)))];
        let who = |n| AccountId(Uuid::from_u128(n));
        assert_eq!(check(&authors, &[pair(1, 11, 12)]), Ok(()));
        assert_eq!(
            check(&authors, &[pair(1, 11, 11)]),
            Err(Uneven::Themself(who(11)))
        );
        assert_eq!(
            check(&authors, &[pair(1, 11, 12), pair(1, 11, 12)]),
            Err(Uneven::Twice(who(12)))
        );
        let four: Vec<Pair> = (1..=4).map(|n| pair(n, 10 + n, 20)).collect();
        assert_eq!(check(&[], &four), Err(Uneven::TooMany(who(20))));
        assert_eq!(check(&authors, &[]), Err(Uneven::Unread(who(11))));
    }

    proptest! {
        #[test]
        fn in_a_circle_everybody_reads_and_is_read_as_often(
            authors in 2_usize..35,
            each in 1_usize..6,
        ) {
            let circle = circle(authors, each);
            let each = each.min(READINGS_MAX).min(authors - 1);
            prop_assert_eq!(circle.len(), authors);
            for (author, readers) in circle.iter().enumerate() {
                prop_assert_eq!(readers.len(), each);
                prop_assert!(!readers.contains(&author));
                let read = circle.iter().filter(|readers| readers.contains(&author));
                prop_assert_eq!(read.count(), each);
                if each == 1 && authors > 2 {
                    prop_assert!(!circle[readers[0]].contains(&author));
                }
            }
        }
    }
}
