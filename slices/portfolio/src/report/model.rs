//! The life of a report: brouillon → soumis → à reprendre → soumis → validé.

use kernel::words;

kernel::typed_ids! {
    /// A report (« compte rendu » and its kinds).
    pub struct ReportId;
    /// A kept version of a report.
    pub struct VersionId;
}

words! {
    /// Where a report is in its life.
    State {
        /// Being written.
        Draft = "draft", "Brouillon";
        /// Handed to the team; nobody writes in it.
        Submitted = "submitted", "Soumis";
        /// Sent back with a feedback; being written again.
        ToRevise = "to_revise", "À reprendre";
        /// Accepted by the team.
        Validated = "validated", "Validé";
    }
}

impl State {
    /// Whether its learner may write in it.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::ToRevise)
    }
}

words! {
    /// Why a version was kept.
    Reason {
        /// Ten minutes of writing had passed.
        Saved = "saved", "enregistrée";
        /// It was submitted.
        Submitted = "submitted", "soumise";
        /// It was taken back before anybody read it.
        Withdrawn = "withdrawn", "reprise avant lecture";
        /// The team asked to revise it.
        ToRevise = "to_revise", "à reprendre";
        /// The team validated it.
        Validated = "validated", "validée";
        /// Its learner went on after the validation.
        Reopened = "reopened", "rouverte";
        /// An earlier version was taken up again.
        Restored = "restored", "restaurée";
        /// It was written elsewhere at the same time.
        Conflict = "conflict", "écrite en parallèle";
    }
}

/// What can happen to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The learner hands it in.
    Submit,
    /// The learner takes it back: « Reprendre ma copie ».
    Withdraw,
    /// The team sends it back.
    AskRevision,
    /// The team accepts it.
    Validate,
    /// The learner goes on with a validated one, as a new version.
    Reopen,
}

/// What a transition depends on besides the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Somebody of the team has read this submission.
    pub read: bool,
    /// It was sent back before: taken back, it is « à reprendre » again.
    pub revised: bool,
    /// There is a title and at least one section with text.
    pub has_content: bool,
}

/// Why an action is not possible now: a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Submitting nothing.
    #[error(
        "Écrivez au moins un titre et quelques mots avant de soumettre. Votre brouillon est gardé."
    )]
    Empty,
    /// Submitting what is submitted or validated.
    #[error("Ce compte rendu est déjà soumis. Rien n’a changé.")]
    AlreadySubmitted,
    /// Taking back what is not with the team.
    #[error("Ce compte rendu n’est pas soumis\u{a0}: il n’y a rien à reprendre.")]
    NotSubmitted,
    /// Taking back what was read.
    #[error(
        "L’équipe a déjà lu ce compte rendu\u{a0}: il ne peut plus être repris. Attendez son retour."
    )]
    AlreadyRead,
    /// Deciding on what is not submitted.
    #[error(
        "Ce compte rendu n’attend plus de décision\u{a0}: il a changé pendant que vous lisiez. Votre retour n’est pas perdu\u{a0}; relisez, puis envoyez-le sans décision."
    )]
    NothingToDecide,
    /// Reopening what is not validated.
    #[error("Seul un compte rendu validé peut être rouvert. Rien n’a changé.")]
    NotValidated,
}

/// The state after an action.
///
/// # Errors
/// [`Impossible`], with its sentence.
pub fn transition(state: State, action: Action, facts: Facts) -> Result<State, Impossible> {
    use Action::{AskRevision, Reopen, Submit, Validate, Withdraw};
    use State::{Draft, Submitted, ToRevise, Validated};
    match (state, action) {
        (Draft | ToRevise, Submit) if facts.has_content => Ok(Submitted),
        (Draft | ToRevise, Submit) => Err(Impossible::Empty),
        (Submitted | Validated, Submit) => Err(Impossible::AlreadySubmitted),
        (Submitted, Withdraw) if facts.read => Err(Impossible::AlreadyRead),
        (Submitted, Withdraw) if facts.revised => Ok(ToRevise),
        (Submitted, Withdraw) => Ok(Draft),
        (_, Withdraw) => Err(Impossible::NotSubmitted),
        (Submitted, AskRevision) => Ok(ToRevise),
        (Submitted, Validate) => Ok(Validated),
        (_, AskRevision | Validate) => Err(Impossible::NothingToDecide),
        (Validated, Reopen) => Ok(Draft),
        (_, Reopen) => Err(Impossible::NotValidated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn state() -> impl Strategy<Value = State> {
        proptest::sample::select(State::ALL)
    }

    fn action() -> impl Strategy<Value = Action> {
        use Action::{AskRevision, Reopen, Submit, Validate, Withdraw};
        proptest::sample::select(vec![Submit, Withdraw, AskRevision, Validate, Reopen])
    }

    fn facts() -> impl Strategy<Value = Facts> {
        any::<(bool, bool, bool)>().prop_map(|(read, revised, has_content)| Facts {
            read,
            revised,
            has_content,
        })
    }

    proptest! {
        #[test]
        fn only_the_team_validates_and_only_what_is_submitted(s in state(), a in action(), f in facts()) {
            if transition(s, a, f) == Ok(State::Validated) {
                prop_assert_eq!((s, a), (State::Submitted, Action::Validate));
            }
        }

        #[test]
        fn what_was_read_is_never_taken_back(s in state(), revised: bool) {
            let facts = Facts { read: true, revised, has_content: true };
            prop_assert!(transition(s, Action::Withdraw, facts).is_err());
        }

        #[test]
        fn every_action_changes_the_state_or_says_why_not(s in state(), a in action(), f in facts()) {
            match transition(s, a, f) {
                Ok(next) => prop_assert_ne!(next, s),
                Err(impossible) => prop_assert!(impossible.to_string().ends_with('.')),
            }
        }

        #[test]
        fn a_life_of_any_length_never_submits_nothing(actions in proptest::collection::vec(action(), 0..30)) {
            let mut now = State::Draft;
            for a in actions {
                if let Ok(next) = transition(now, a, Facts::default()) {
                    prop_assert_ne!(next, State::Submitted);
                    now = next;
                }
            }
        }
    }

    #[test]
    fn a_copy_taken_back_after_a_revision_is_to_revise_again() {
        let facts = Facts {
            revised: true,
            ..Facts::default()
        };
        assert_eq!(
            transition(State::Submitted, Action::Withdraw, facts),
            Ok(State::ToRevise)
        );
    }
}
