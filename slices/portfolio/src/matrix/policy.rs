//! Who may do what with the matrix of a class: pure, shown as a table in
//! `tests/droits-matrice.txt`.

use kernel::{Role, RoleSet};

use crate::policy::{READERS, TEAM};

/// What can be done with the matrix of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See it.
    See,
    /// Rate in it.
    Rate,
    /// Take a bulk back.
    Undo,
}

/// What ties a person to the class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They are of its team.
    pub teaches: bool,
    /// They may follow what its learners do: never in an archived class.
    pub follows: bool,
    /// The bulk is their own.
    pub own: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// Rating is the team's, in the classes that it teaches; heads and inspectors
/// look. A bulk is taken back by the one who wrote it: what a colleague wrote
/// is answered by a rating of one's own, which is dated and signed.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let team = facts.follows && facts.teaches && roles.has_any(TEAM);
    match action {
        Action::See => facts.follows && roles.has_any(READERS),
        Action::Rate => team,
        Action::Undo => team && facts.own,
    }
}

/// What can be done with one positioning of the history.
#[must_use]
pub fn decide_restore(roles: RoleSet, facts: RestoreFacts) -> bool {
    match facts {
        RestoreFacts::Team { team } => team && roles.has_any(TEAM),
        RestoreFacts::Learner { own } => own && roles.has(Role::Learner),
        RestoreFacts::Others => false,
    }
}

/// Whose point of view a positioning is, and what ties the person to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoreFacts {
    /// The team's.
    Team {
        /// They are of the team of the learner.
        team: bool,
    },
    /// The learner's own.
    Learner {
        /// They are the learner.
        own: bool,
    },
    /// A tutor's or a peer's.
    Others,
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn facts(teaches: bool, follows: bool, own: bool) -> Facts {
        Facts {
            teaches,
            follows,
            own,
        }
    }

    type Line = (&'static str, &'static str, fn(RoleSet) -> bool);

    const LINES: &[Line] = &[
        ("Matrice, voir", "classe archivée", |r| {
            decide(r, Action::See, facts(true, false, false))
        }),
        ("Matrice, voir", "suit la classe", |r| {
            decide(r, Action::See, facts(false, true, false))
        }),
        ("Matrice, positionner", "suit la classe", |r| {
            decide(r, Action::Rate, facts(false, true, false))
        }),
        ("Matrice, positionner", "équipe", |r| {
            decide(r, Action::Rate, facts(true, true, false))
        }),
        ("Matrice, positionner", "équipe, classe archivée", |r| {
            decide(r, Action::Rate, facts(true, false, false))
        }),
        ("Saisie, annuler", "équipe, la sienne", |r| {
            decide(r, Action::Undo, facts(true, true, true))
        }),
        (
            "Saisie, annuler",
            "équipe, celle d’un·e collègue",
            |r| decide(r, Action::Undo, facts(true, true, false)),
        ),
        ("Niveau de l’équipe, rétablir", "équipe", |r| {
            decide_restore(r, RestoreFacts::Team { team: true })
        }),
        ("Niveau de l’équipe, rétablir", "sans lien", |r| {
            decide_restore(r, RestoreFacts::Team { team: false })
        }),
        ("Auto-positionnement, rétablir", "le sien", |r| {
            decide_restore(r, RestoreFacts::Learner { own: true })
        }),
        ("Auto-positionnement, rétablir", "celui d’autrui", |r| {
            decide_restore(r, RestoreFacts::Learner { own: false })
        }),
        (
            "Niveau d’un pair ou d’un·e tuteur·rice, rétablir",
            "tous",
            |r| decide_restore(r, RestoreFacts::Others),
        ),
    ];

    /// The table as it is checked in.
    fn table() -> String {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        let mut table = format!(
            "# Qui peut faire quoi avec la matrice d’une classe (✔ oui, · non).\n# Colonnes : {}.\n# Produit par matrix/policy.rs et vérifié par son test.\n",
            roles.join(", ")
        );
        let mut last = "";
        for (what, link, verdict) in LINES {
            if *what != last {
                table.push_str(&format!("\n{what}\n"));
                last = what;
            }
            let marks: String = Role::ALL
                .iter()
                .map(|role| {
                    if verdict(RoleSet::of(&[*role])) {
                        '✔'
                    } else {
                        '·'
                    }
                })
                .collect();
            table.push_str(&format!("  {marks}  {link}\n"));
        }
        table
    }

    #[test]
    fn the_rights_on_the_matrix_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits-matrice.txt");
        if std::env::var_os("JALON_UPDATE_GOLDEN").is_some() {
            std::fs::write(file, table()).unwrap();
        }
        let expected = std::fs::read_to_string(file).unwrap_or_default();
        assert!(
            table() == expected,
            "the rights changed; if they should, run the test again with JALON_UPDATE_GOLDEN=1:\n{}",
            table()
        );
    }
}
