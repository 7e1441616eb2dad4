//! The life of an interview: prévu → compte rendu en cours → à signer → signé;
//! annulé, or planned again. Pure.

use kernel::{Timestamp, words};
use serde::{Deserialize, Serialize};

kernel::typed_ids! {
    /// An interview (« entretien formatif »).
    pub struct InterviewId;
    /// A kept version of what is written about it.
    pub struct InterviewVersionId;
    /// What was added below a report.
    pub struct AddendumId;
}

words! {
    /// Where an interview is in its life.
    State {
        /// It has a day and an hour.
        Planned = "planned", "Prévu";
        /// It took place: the report is being written.
        Held = "held", "Compte rendu en cours";
        /// The member of the team signed; the learner has not yet.
        ToSign = "to_sign", "À signer";
        /// Both signed: the report does not change any more.
        Signed = "signed", "Signé";
        /// It will not take place.
        Cancelled = "cancelled", "Annulé";
    }
}

words! {
    /// A part of the report. The first two are what an interview is for
    /// (guide § 3.3.2.1), the next two what it helps to see (same, « points
    /// forts » and « axes de progrès »), the last two what follows from it.
    Section {
        /// What was done, step by step.
        Lived = "lived", "Ce qui s’est réellement passé";
        /// How and with which knowledge.
        Reflection = "reflection", "Retour réflexif";
        /// What works.
        Strengths = "strengths", "Points forts";
        /// What to work on.
        Improve = "improve", "Axes de progrès";
        /// What was decided.
        Decisions = "decisions", "Décisions";
        /// What is taken up again, if anything.
        Remediation = "remediation", "Remédiation";
    }
}

impl Section {
    /// What to write there.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Lived => {
                "Le vécu de l’action\u{a0}: un moment précis, pas à pas, avec les mots de la personne."
            }
            Self::Reflection => {
                "Comment elle s’y est prise, ce qui l’a fait choisir ainsi, ce qu’elle sait sans l’avoir appris en cours."
            }
            Self::Strengths => "Ce qui est acquis, et ce qui le montre.",
            Self::Improve => "Ce qui reste à travailler.",
            Self::Decisions => "Ce que vous avez décidé ensemble.",
            Self::Remediation => {
                "S’il en faut une\u{a0}: ce qui est repris, avec qui, quand. Un objectif permet ensuite de la suivre."
            }
        }
    }
}

/// What an interview says: what it is about, what was asked, what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The sections, in the order of [`Section::ALL`].
    pub texts: [String; 6],
}

impl Content {
    /// What a section says.
    #[must_use]
    pub fn get(&self, section: Section) -> &str {
        &self.texts[section as usize]
    }

    /// A section, to write.
    pub fn get_mut(&mut self, section: Section) -> &mut String {
        &mut self.texts[section as usize]
    }

    /// Whether something is written.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.texts.iter().any(|text| !text.trim().is_empty())
    }
}

/// What can happen to an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Another day, hour, place or person; also after it was cancelled.
    Plan,
    /// It will not take place.
    Cancel,
    /// It takes place: the report is begun.
    Hold,
    /// Who led it signs the report.
    TeamSigns,
    /// The learner signs the report.
    LearnerSigns,
    /// The signature of the team is taken back, to go on writing.
    Reopen,
}

/// Why a step is not possible now: a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Planning or cancelling what took place.
    #[error(
        "Cet entretien a déjà eu lieu\u{a0}: il ne se déplace plus et ne s’annule plus. Rien n’a changé."
    )]
    Happened,
    /// Beginning the report of a cancelled interview, or begun already.
    #[error("Cet entretien n’est plus prévu. Rechargez la page pour voir où il en est.")]
    NotPlanned,
    /// Signing what is empty.
    #[error("Écrivez le compte rendu avant de le signer. Rien n’a changé.")]
    Empty,
    /// Signing what is not ready, or signed.
    #[error(
        "Ce compte rendu n’attend pas cette signature. Rechargez la page pour voir où il en est."
    )]
    NotToSign,
    /// Reopening what both have signed, or what is open.
    #[error(
        "Un compte rendu signé par les deux ne change plus. Ajoutez plutôt un complément\u{a0}: il s’affiche dessous."
    )]
    Sealed,
}

impl From<Impossible> for crate::report::commands::Refused {
    fn from(impossible: Impossible) -> Self {
        Self::Because(impossible.to_string())
    }
}

/// The state after a step.
///
/// # Errors
/// [`Impossible`], with its sentence.
pub fn transition(state: State, step: Step, written: bool) -> Result<State, Impossible> {
    match (state, step) {
        (State::Planned | State::Cancelled, Step::Plan) => Ok(State::Planned),
        (State::Planned, Step::Cancel) => Ok(State::Cancelled),
        (_, Step::Plan | Step::Cancel) => Err(Impossible::Happened),
        (State::Planned, Step::Hold) => Ok(State::Held),
        (_, Step::Hold) => Err(Impossible::NotPlanned),
        (State::Held, Step::TeamSigns) if written => Ok(State::ToSign),
        (State::Held, Step::TeamSigns) => Err(Impossible::Empty),
        (State::ToSign, Step::LearnerSigns) => Ok(State::Signed),
        (_, Step::TeamSigns | Step::LearnerSigns) => Err(Impossible::NotToSign),
        (State::ToSign, Step::Reopen) => Ok(State::Held),
        (_, Step::Reopen) => Err(Impossible::Sealed),
    }
}

impl State {
    /// Whether the report is being written.
    #[must_use]
    pub const fn is_writable(self) -> bool {
        matches!(self, Self::Held)
    }

    /// Whether the interview may be prepared: what to talk about, what to ask.
    #[must_use]
    pub const fn is_preparable(self) -> bool {
        matches!(self, Self::Planned | Self::Held)
    }

    /// Whether something can be added below the report.
    #[must_use]
    pub const fn is_addable(self) -> bool {
        matches!(self, Self::ToSign | Self::Signed)
    }

    /// Whether it can be put in the corbeille: what nobody has signed yet.
    #[must_use]
    pub const fn is_deletable(self) -> bool {
        !matches!(self, Self::ToSign | Self::Signed)
    }
}

/// When an interview takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// From when.
    pub starts_at: Timestamp,
    /// How long.
    pub minutes: i32,
}

impl Slot {
    /// Until when.
    #[must_use]
    pub fn ends_at(self) -> Timestamp {
        self.starts_at + chrono::Duration::minutes(i64::from(self.minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEPS: [Step; 6] = [
        Step::Plan,
        Step::Cancel,
        Step::Hold,
        Step::TeamSigns,
        Step::LearnerSigns,
        Step::Reopen,
    ];

    #[test]
    fn from_plan_to_both_signatures() {
        let mut state = State::Planned;
        for (step, then) in [
            (Step::Cancel, State::Cancelled),
            (Step::Plan, State::Planned),
            (Step::Hold, State::Held),
            (Step::TeamSigns, State::ToSign),
            (Step::Reopen, State::Held),
            (Step::TeamSigns, State::ToSign),
            (Step::LearnerSigns, State::Signed),
        ] {
            state = transition(state, step, true).unwrap();
            assert_eq!(state, then);
        }
    }

    #[test]
    fn nothing_leaves_the_signed_state() {
        for step in STEPS {
            assert!(transition(State::Signed, step, true).is_err(), "{step:?}");
        }
        assert!(!State::Signed.is_writable() && !State::Signed.is_deletable());
    }

    #[test]
    fn an_empty_report_is_not_signed_and_the_learner_never_signs_first() {
        assert_eq!(
            transition(State::Held, Step::TeamSigns, false),
            Err(Impossible::Empty)
        );
        assert_eq!(
            transition(State::Held, Step::LearnerSigns, true),
            Err(Impossible::NotToSign)
        );
    }

    proptest! {
        #[test]
        fn a_report_is_written_before_it_is_signed_whatever_happens(steps in prop::collection::vec((0usize..6, any::<bool>()), 0..40)) {
            let (mut state, mut held, mut signed) = (State::Planned, false, false);
            for (step, written) in steps {
                let step = STEPS[step];
                if let Ok(next) = transition(state, step, written) {
                    held |= next == State::Held;
                    signed = match step {
                        Step::TeamSigns => { prop_assert!(written); true }
                        Step::Reopen => false,
                        _ => signed,
                    };
                    state = next;
                }
                prop_assert!(!matches!(state, State::ToSign | State::Signed) || (held && signed));
            }
        }
    }
}
