//! The life of a campaign, and what people answer in it. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::{Role, RoleSet, words};
use serde::{Deserialize, Serialize};

use crate::instrument::Instrument;

kernel::typed_ids! {
    /// A campaign: a positioning of the school, at a time.
    pub struct CampaignId;
    /// An invitation of somebody to a campaign.
    pub struct InvitationId;
    /// What somebody wrote about an item, without their name.
    pub struct RemarkId;
    /// A change of the collective answer.
    pub struct CollectiveChangeId;
    /// A positioning of somebody for themself.
    pub struct OwnPositioningId;
}

words! {
    /// Where a campaign is in its life.
    State {
        /// People answer, and the steering group positions the school.
        Open = "open", "Ouverte";
        /// It is frozen.
        Closed = "closed", "Close";
    }
}

words! {
    /// Where somebody is with their own answer.
    Progress {
        /// They have not begun.
        Invited = "invited", "À commencer";
        /// Something is written.
        Begun = "begun", "Commencée";
        /// It counts, and does not change any more.
        Sent = "sent", "Envoyée";
    }
}

words! {
    /// What somebody says of a statement.
    Answer {
        /// It is true of the school.
        Reached = "reached", "Atteint";
        /// It is not.
        Missed = "missed", "Pas atteint";
        /// They cannot tell. It counts as not reached, and is shown.
        Unknown = "unknown", "Je ne sais pas";
    }
}

words! {
    /// Among whom an answer is counted. Roles that few people hold are
    /// together, so that a group is not one person.
    Audience {
        /// Those who teach.
        Teaching = "teaching", "Équipe pédagogique";
        /// Those who lead or keep the school running.
        Leading = "leading", "Direction et pilotage";
        /// Learners.
        Learners = "learners", "Apprenant·es";
        /// Those legally responsible for learners.
        Guardians = "guardians", "Responsables légaux";
    }
}

impl sea_orm::TryFromU64 for Audience {
    /// A part of a key must have this; no number makes an audience.
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("Audience"))
    }
}

impl Audience {
    /// The roles that it gathers.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Teaching => &[Role::Teacher, Role::Coordinator],
            Self::Leading => &[
                Role::Head,
                Role::DigitalLead,
                Role::Dpo,
                Role::Admin,
                Role::Inspector,
            ],
            Self::Learners => &[Role::Learner],
            Self::Guardians => &[Role::Guardian],
        }
    }

    /// Where somebody who holds these roles is counted: whoever leads is
    /// counted there, even if they teach too.
    #[must_use]
    pub fn of(roles: RoleSet) -> Self {
        [
            Self::Leading,
            Self::Teaching,
            Self::Learners,
            Self::Guardians,
        ]
        .into_iter()
        .find(|audience| roles.has_any(audience.roles()))
        .unwrap_or(Self::Leading)
    }
}

/// What somebody answers, statement by statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

impl Answers {
    /// What is said of a statement.
    #[must_use]
    pub fn get(&self, statement: &str) -> Option<Answer> {
        self.0.get(statement).copied()
    }

    /// How many statements of an instrument have an answer.
    #[must_use]
    pub fn given(&self, instrument: &Instrument) -> usize {
        instrument
            .statements()
            .filter(|statement| self.0.contains_key(&statement.code))
            .count()
    }

    /// The statements of an instrument to which `answer` was given. One that
    /// has no answer counts as unknown: nobody may be left out of a total.
    #[must_use]
    pub fn with(&self, instrument: &Instrument, answer: Answer) -> Vec<String> {
        instrument
            .statements()
            .filter(|statement| self.get(&statement.code).unwrap_or(Answer::Unknown) == answer)
            .map(|statement| statement.code.clone())
            .collect()
    }
}

/// Texts about items: what somebody remarks, what the group retains.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Notes(pub BTreeMap<String, String>);

impl Notes {
    /// What is written about an item; may be empty.
    #[must_use]
    pub fn get(&self, item: &str) -> &str {
        self.0.get(item).map_or("", String::as_str)
    }

    /// Writes about an item; nothing left means nothing kept.
    pub fn set(&mut self, item: &str, text: &str) {
        if text.trim().is_empty() {
            self.0.remove(item);
        } else {
            self.0.insert(item.to_owned(), text.to_owned());
        }
    }
}

/// The days of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// From this day people answer.
    pub from: NaiveDate,
    /// The last day on which they do.
    pub until: Option<NaiveDate>,
}

/// Why something is not possible now: a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Changing what is frozen.
    #[error(
        "Cette campagne est close\u{a0}: elle ne change plus. Rien n’a été enregistré. Pour la suite, ouvrez une nouvelle campagne."
    )]
    Closed,
    /// Answering after the campaign was closed.
    #[error(
        "Cette campagne est close\u{a0}: il n’est plus possible d’y répondre. Ce que vous venez de saisir n’a pas été gardé. Vous pouvez en parler à votre direction."
    )]
    AnswerClosed,
    /// Answering before the first day.
    #[error(
        "Les réponses ne sont pas encore ouvertes. Rien n’a été enregistré\u{a0}: revenez à la date indiquée."
    )]
    TooEarly,
    /// Answering after the last day.
    #[error(
        "La date limite des réponses est passée. Ce que vous venez de saisir n’a pas été gardé\u{a0}; ce que vous aviez enregistré avant est toujours là, mais ne compte pas. Demandez à votre direction de prolonger la campagne."
    )]
    TooLate,
    /// Answering twice.
    #[error(
        "Vous avez déjà envoyé votre réponse\u{a0}: elle compte une fois et ne change plus. Rien n’a été modifié."
    )]
    Sent,
    /// Answering on another version of the instrument.
    #[error(
        "L’instrument a changé pendant que vous répondiez. Rien n’a été enregistré de cet envoi\u{a0}: rechargez la page, vos réponses précédentes y sont."
    )]
    OtherVersion,
}

/// Whether somebody can answer on a day.
///
/// # Errors
/// [`Impossible`], with its sentence.
pub fn may_answer(
    state: State,
    days: Days,
    today: NaiveDate,
    progress: Progress,
) -> Result<(), Impossible> {
    match (state, progress) {
        (State::Closed, _) => Err(Impossible::AnswerClosed),
        (_, Progress::Sent) => Err(Impossible::Sent),
        _ if today < days.from => Err(Impossible::TooEarly),
        _ if days.until.is_some_and(|last| today > last) => Err(Impossible::TooLate),
        _ => Ok(()),
    }
}

/// Whether the collective answer can change.
///
/// # Errors
/// [`Impossible::Closed`].
pub const fn may_steer(state: State) -> Result<(), Impossible> {
    match state {
        State::Open => Ok(()),
        State::Closed => Err(Impossible::Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::shipped_by_code;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, day).unwrap()
    }

    #[test]
    fn one_answers_once_between_two_days_of_an_open_campaign() {
        let days = Days {
            from: day(10),
            until: Some(day(20)),
        };
        let at = |today, state, progress| may_answer(state, days, day(today), progress);
        assert_eq!(
            at(9, State::Open, Progress::Invited),
            Err(Impossible::TooEarly)
        );
        assert_eq!(at(10, State::Open, Progress::Invited), Ok(()));
        assert_eq!(at(20, State::Open, Progress::Begun), Ok(()));
        assert_eq!(
            at(21, State::Open, Progress::Begun),
            Err(Impossible::TooLate)
        );
        assert_eq!(at(15, State::Open, Progress::Sent), Err(Impossible::Sent));
        assert_eq!(
            at(15, State::Closed, Progress::Sent),
            Err(Impossible::AnswerClosed)
        );
    }

    #[test]
    fn every_role_is_counted_somewhere_and_whoever_leads_is_counted_there() {
        for role in Role::ALL {
            let audience = Audience::of(RoleSet::of(&[role]));
            assert!(audience.roles().contains(&role), "{role:?}");
        }
        let both = RoleSet::of(&[Role::Teacher, Role::Head]);
        assert_eq!(Audience::of(both), Audience::Leading);
    }

    #[test]
    fn no_answer_counts_as_unknown() {
        let numea = shipped_by_code("numea").unwrap();
        let mut answers = Answers::default();
        answers.0.insert("1.1.1-1".into(), Answer::Reached);
        answers.0.insert("1.1.1-2".into(), Answer::Missed);
        assert_eq!(answers.given(numea), 2);
        assert_eq!(answers.with(numea, Answer::Reached), ["1.1.1-1"]);
        assert_eq!(answers.with(numea, Answer::Unknown).len(), 61);
    }
}
