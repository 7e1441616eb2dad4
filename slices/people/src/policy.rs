//! Who may do what here. One pure function; `tests/droits.txt` shows its
//! verdict for every role and every action.

use kernel::{Role, RoleSet};

/// What can be done with people and classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See the people of the school, create them, change them, close their
    /// access, hand out codes; create classes, end their year.
    Administer,
    /// See who is in a class and who teaches there.
    SeeClass,
    /// Go from a class to the paths of its learners.
    FollowLearners,
    /// Rename a class, enrol, assign its team, hand out first sign-in codes.
    ManageClass,
    /// Form the groups of a class.
    FormGroups,
    /// One's own account, sessions and notifications.
    UseOwn,
}

/// What ties the person to the object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The object is the person's own.
    pub own: bool,
    /// The person belongs to the team of the class.
    pub teaches: bool,
    /// The person coordinates the class.
    pub coordinates: bool,
    /// The class is archived.
    pub archived: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// Administrators manage people and classes. The référent·e manages the roster
/// of the classes that they coordinate and nothing else: an account can hold
/// data of other classes. Heads and inspectors look at every class; members of
/// the team at theirs. Administrators see no path: it is no part of their task.
/// A learner sees no list of people. Whoever teaches in a class forms its
/// groups.
///
/// An archived class keeps its list, for those who saw it, and opens no work
/// any more: who taught somebody last year needs no longer read what they
/// write (data minimisation, GDPR art. 5.1 c; vade-mecum, fiche 6: access goes
/// with the task). The work stays the learner's; the team of the class that
/// they are in now reads all of it.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    match action {
        Action::Administer => roles.has(Role::Admin),
        Action::SeeClass => {
            roles.has_any(&[Role::Admin, Role::Head, Role::Inspector])
                || (facts.teaches && roles.has_any(TEAM))
        }
        Action::FollowLearners => {
            !facts.archived
                && (roles.has_any(&[Role::Head, Role::Inspector])
                    || (facts.teaches && roles.has_any(TEAM)))
        }
        Action::ManageClass => roles.has(Role::Admin) || (facts.coordinates && roles.has_any(TEAM)),
        Action::FormGroups => {
            !facts.archived && (roles.has(Role::Admin) || (facts.teaches && roles.has_any(TEAM)))
        }
        Action::UseOwn => facts.own,
    }
}

/// Those who can belong to the team of a class.
pub const TEAM: &[Role] = &[Role::Teacher, Role::Coordinator];
/// Those to whom the pages of the administration of people are open.
pub const ADMIN: &[Role] = &[Role::Admin];
/// Those to whom the pages that manage a class are open; the class decides further.
pub const CLASS_MANAGERS: &[Role] = &[Role::Admin, Role::Teacher, Role::Coordinator];
/// Those to whom the pages of classes are open; the class decides further.
pub const CLASS_READERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::Inspector,
    Role::Admin,
];

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIONS: [(Action, &str); 6] = [
        (Action::Administer, "administrer"),
        (Action::SeeClass, "voir une classe"),
        (Action::FollowLearners, "aller aux parcours"),
        (Action::ManageClass, "gérer une classe"),
        (Action::FormGroups, "former ses groupes"),
        (Action::UseOwn, "la sienne (compte, session, notification)"),
    ];

    const NONE: Facts = Facts {
        own: false,
        teaches: false,
        coordinates: false,
        archived: false,
    };

    const FACTS: [(Facts, &str); 6] = [
        (NONE, "sans lien"),
        (
            Facts {
                teaches: true,
                ..NONE
            },
            "membre de l’équipe de la classe",
        ),
        (
            Facts {
                teaches: true,
                coordinates: true,
                ..NONE
            },
            "référent·e de la classe",
        ),
        (
            Facts {
                archived: true,
                ..NONE
            },
            "sans lien, classe archivée",
        ),
        (
            Facts {
                teaches: true,
                coordinates: true,
                archived: true,
                ..NONE
            },
            "référent·e d’une classe archivée",
        ),
        (Facts { own: true, ..NONE }, "la sienne"),
    ];

    /// The table as it is checked in.
    fn table() -> String {
        let mut table = String::from(
            "Qui peut faire quoi avec les personnes et les classes (✔ oui, · non).\nProduit par policy.rs et vérifié par son test.\n",
        );
        for (facts, link) in FACTS {
            table.push_str(&format!("\n{:<42}", format!("Lien : {link}")));
            for (_, name) in ACTIONS {
                table.push_str(&format!(" | {name}"));
            }
            table.push('\n');
            for role in Role::ALL {
                table.push_str(&format!("{:<42}", role.label()));
                for (action, name) in ACTIONS {
                    let verdict = decide(RoleSet::of(&[role]), action, facts);
                    let mark = if verdict { '✔' } else { '·' };
                    let width = name.chars().count();
                    table.push_str(&format!(" | {mark:<width$}"));
                }
                table.truncate(table.trim_end().len());
                table.push('\n');
            }
        }
        table
    }

    #[test]
    fn the_rights_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits.txt");
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
