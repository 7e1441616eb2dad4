//! The life of a situation: brouillon → proposée → en usage, and back.

use super::State;

/// What can happen to a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Its authors show it to the team.
    Propose,
    /// The team works with it from now on.
    Adopt,
    /// It is written anew.
    Rework,
}

/// Why an action is not possible now: a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// It is there already.
    #[error("Cette situation est déjà dans cet état. Rien n’a changé.")]
    AlreadyThere,
    /// A situation in use is not proposed.
    #[error("Cette situation est déjà en usage\u{a0}: il n’y a rien à proposer.")]
    InUse,
    /// Nothing to do in class.
    #[error("Ajoutez au moins une mission avant de mettre la situation en usage. Rien n’a changé.")]
    NoMission,
    /// Learners are working on it.
    #[error(
        "Des missions de cette situation sont confiées à des apprenant·es\u{a0}: elle reste en usage. Vous pouvez la modifier, ou la dupliquer pour écrire autre chose."
    )]
    Assigned,
}

/// What a transition depends on besides the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// It has at least one mission.
    pub has_mission: bool,
    /// One of its missions is assigned at present.
    pub assigned: bool,
}

/// The state after an action. What a situation lacks of the nine elements
/// never blocks: it is shown.
///
/// # Errors
/// [`Impossible`], with its sentence.
pub const fn transition(state: State, action: Action, facts: Facts) -> Result<State, Impossible> {
    match (state, action) {
        (State::Draft, Action::Propose) => Ok(State::Proposed),
        (State::Proposed, Action::Propose)
        | (State::InUse, Action::Adopt)
        | (State::Draft, Action::Rework) => Err(Impossible::AlreadyThere),
        (State::InUse, Action::Propose) => Err(Impossible::InUse),
        (State::Draft | State::Proposed, Action::Adopt) if !facts.has_mission => {
            Err(Impossible::NoMission)
        }
        (State::Draft | State::Proposed, Action::Adopt) => Ok(State::InUse),
        (State::InUse, Action::Rework) if facts.assigned => Err(Impossible::Assigned),
        (State::Proposed | State::InUse, Action::Rework) => Ok(State::Draft),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_action_changes_the_state_or_says_why_not(
            state in proptest::sample::select(State::ALL),
            action in proptest::sample::select(vec![Action::Propose, Action::Adopt, Action::Rework]),
            has_mission: bool,
            assigned: bool,
        ) {
            let facts = Facts { has_mission, assigned };
            match transition(state, action, facts) {
                Ok(next) => {
                    prop_assert_ne!(next, state);
                    prop_assert!(next != State::InUse || has_mission);
                    prop_assert!(!(state == State::InUse && assigned));
                }
                Err(impossible) => prop_assert!(impossible.to_string().ends_with('.')),
            }
        }
    }
}
