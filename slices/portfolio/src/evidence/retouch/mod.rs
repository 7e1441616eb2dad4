//! « Retoucher l’image »: a frame, zones laid by hand over names and faces.
//!
//! The rule ([`retouchable`]): what was handed in stays as it was handed in,
//! except that a name or a face can be hidden at any time, because it is
//! personal data, of others than the learner too. Hiding shows: the zone is
//! black, and readers are told that the picture was retouched and when.

mod commands;
pub mod forms;

pub use commands::{NotRetouched, retouch};

use crate::report::State;

/// What may be done with the picture of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retouchable {
    /// Zones, and a frame cut out of it.
    Wholly,
    /// Zones alone: what a frame leaves out would be missed by nobody, and
    /// what was handed in would be another thing.
    ByZones,
}

/// What may be done with a picture that hangs on a report in that state, or on
/// none. The right to have one’s data erased or corrected (RGPD, articles 16
/// and 17) does not end when a report is submitted or validated. Being in the
/// corbeille changes nothing: the content is still kept.
#[must_use]
pub const fn retouchable(report: Option<State>) -> Retouchable {
    match report {
        None | Some(State::Draft | State::ToRevise) => Retouchable::Wholly,
        Some(State::Submitted | State::Validated) => Retouchable::ByZones,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_can_be_hidden_in_every_state_and_a_part_cut_off_while_it_is_written() {
        for state in State::ALL {
            let wholly = retouchable(Some(*state)) == Retouchable::Wholly;
            assert_eq!(wholly, state.is_editable(), "{state:?}");
        }
        assert_eq!(retouchable(None), Retouchable::Wholly);
    }
}
