//! Who may do what with campaigns and instruments: pure, shown as a table in
//! `tests/droits-campagnes.txt`.

use kernel::{Role, RoleSet};

use crate::acting::{READERS, STEERERS};

/// Those who position their own practice (MENTEP).
pub const TEACHERS: &[Role] = &[Role::Teacher, Role::Coordinator];

/// Those who find something at « Pilotage NumEA » without being invited.
pub const VISITORS: &[Role] = READERS;

/// What can be done with a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read its results.
    Read,
    /// Give one’s own answer, read it again.
    Answer,
    /// Fill the collective answer, with the spread beside it.
    Steer,
    /// Open it, invite, remind, close it.
    Lead,
}

/// What ties a person to a campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They are invited to answer.
    pub invited: bool,
    /// They are of its steering group.
    pub steers: bool,
    /// It is closed.
    pub closed: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// « Cette concertation est pilotée par le directeur d’établissement. Elle se
/// construit sur la base de discussions associant l’ensemble de la communauté
/// éducative » (guide, « Démarche »): the head leads with the référent
/// numérique, the steering group positions the school with them, whoever is
/// invited answers, and the position, once it is decided, is read by those who
/// answered and by the team.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let leads = roles.has_any(STEERERS);
    match action {
        Action::Lead => leads,
        Action::Steer => leads || facts.steers,
        Action::Answer => facts.invited,
        Action::Read => {
            leads || facts.steers || facts.closed && (facts.invited || roles.has_any(READERS))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acting::golden;

    #[test]
    fn the_rights_are_those_of_the_table() {
        let facts = |invited, steers, closed| Facts {
            invited,
            steers,
            closed,
        };
        golden::check(
            "droits-campagnes.txt",
            "les campagnes de positionnement",
            &[
                (Action::Read, "lire les résultats"),
                (Action::Answer, "répondre pour soi"),
                (Action::Steer, "remplir la position collective"),
                (Action::Lead, "ouvrir, inviter, relancer, clore"),
            ],
            &[
                (facts(false, false, false), "ouverte, sans invitation"),
                (facts(true, false, false), "ouverte, avec invitation"),
                (facts(true, true, false), "ouverte, groupe de pilotage"),
                (facts(false, false, true), "close, sans invitation"),
                (facts(true, false, true), "close, avec invitation"),
            ],
            decide,
        );
    }
}
