//! Who may do what with digital projects: pure, shown as a table in
//! `tests/droits-projets.txt`.

use kernel::RoleSet;

use crate::acting::{READERS, STEERERS, WRITERS};

/// What can be done with a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read all of it.
    Read,
    /// Begin one.
    Begin,
    /// Change what it says, fill its steps, tick, tie.
    Work,
    /// Put it in the corbeille, take it out.
    Remove,
}

/// What ties a person to a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They are of its team.
    pub team: bool,
    /// They began it or pilot it.
    pub leads: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// The text asks for « une information de l’ensemble de la communauté
/// éducative »: every colleague reads every project. Its team works on it, and
/// « une équipe de direction qui porte le projet » with whoever is in charge of
/// the digital side.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let writes = roles.has_any(WRITERS);
    let steers = roles.has_any(STEERERS);
    match action {
        Action::Read => roles.has_any(READERS),
        Action::Begin => writes,
        Action::Work => steers || (writes && (facts.team || facts.leads)),
        Action::Remove => steers || (writes && facts.leads),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acting::golden;

    #[test]
    fn the_rights_are_those_of_the_table() {
        let facts = |team, leads| Facts { team, leads };
        golden::check(
            "droits-projets.txt",
            "les projets numériques",
            &[
                (Action::Read, "lire"),
                (Action::Begin, "commencer"),
                (Action::Work, "modifier, remplir une étape, cocher, relier"),
                (Action::Remove, "mettre à la corbeille, en sortir"),
            ],
            &[
                (facts(false, false), "d’une autre équipe"),
                (facts(true, false), "de son équipe"),
                (facts(true, true), "commencé ou piloté"),
            ],
            decide,
        );
    }
}
