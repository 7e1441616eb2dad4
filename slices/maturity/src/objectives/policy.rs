//! Who may do what with SMART objectives: pure, shown as a table in
//! `tests/droits-objectifs.txt`.

use kernel::RoleSet;

use crate::acting::{READERS, STEERERS, WRITERS};

/// What can be done with an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read it and the schedule.
    Read,
    /// Say where it is: checkpoints, reached, observations.
    Follow,
    /// Write one, change what it says, remove it.
    Steer,
}

/// What ties a person to an objective.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They pilot it.
    pub pilot: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// « Il peut définir en concertation les objectifs » (guide of NumEA): the head
/// does, with whoever is in charge of the digital side; the pilot says where an
/// objective is; all colleagues read.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    match action {
        Action::Read => roles.has_any(READERS),
        Action::Follow => roles.has_any(STEERERS) || (facts.pilot && roles.has_any(WRITERS)),
        Action::Steer => roles.has_any(STEERERS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acting::golden;

    #[test]
    fn the_rights_are_those_of_the_table() {
        golden::check(
            "droits-objectifs.txt",
            "les objectifs SMART",
            &[
                (Action::Read, "lire, voir l’échéancier"),
                (Action::Follow, "dire où il en est"),
                (Action::Steer, "écrire, modifier, mettre à la corbeille"),
            ],
            &[
                (Facts { pilot: false }, "piloté par quelqu’un d’autre"),
                (Facts { pilot: true }, "piloté"),
            ],
            decide,
        );
    }
}
