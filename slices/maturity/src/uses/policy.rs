//! Who may do what with shared uses: pure, shown as a table in
//! `tests/droits-usages.txt`.

use kernel::RoleSet;

use crate::acting::{READERS, STEERERS, WRITERS};

/// What can be done with a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Find it, read it and what is said of it.
    Read,
    /// Share one, say something of one, begin one's own from it.
    Share,
    /// Change what it says.
    Change,
    /// Put it in the corbeille, take it out.
    Remove,
}

/// What ties a person to a use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They shared it.
    pub own: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// Uses are « échangés entre professeurs » (vade-mecum, IV-2): neither learners
/// nor guardians read them. What a colleague wrote is theirs alone to change;
/// who steers may take off what should not be there.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    match action {
        Action::Read => roles.has_any(READERS),
        Action::Share => roles.has_any(WRITERS),
        Action::Change => facts.own && roles.has_any(WRITERS),
        Action::Remove => (facts.own && roles.has_any(WRITERS)) || roles.has_any(STEERERS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acting::golden;

    #[test]
    fn the_rights_are_those_of_the_table() {
        golden::check(
            "droits-usages.txt",
            "les usages partagés",
            &[
                (Action::Read, "trouver, lire"),
                (Action::Share, "partager, commenter, reprendre"),
                (Action::Change, "modifier"),
                (Action::Remove, "mettre à la corbeille, en sortir"),
            ],
            &[
                (Facts { own: false }, "d’un·e collègue"),
                (Facts { own: true }, "le sien"),
            ],
            decide,
        );
    }
}
