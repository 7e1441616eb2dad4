//! Who may do what here. One pure function; `tests/droits.txt` shows its
//! verdict for every role and every action.

use kernel::{Role, RoleSet};

/// What can be done with people and classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See the people of the school, create them, change them, close their
    /// access, hand out codes; create classes.
    Administer,
    /// See who is in a class and who teaches there.
    SeeClass,
    /// Go from a class to the paths of its learners.
    FollowLearners,
    /// Rename a class, enrol, assign its team, hand out first sign-in codes.
    ManageClass,
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
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// Administrators manage people and classes. The référent·e manages the roster
/// of the classes that they coordinate and nothing else: an account can hold
/// data of other classes. Heads and inspectors look at every class; members of
/// the team at theirs. Administrators see no path: it is no part of their task.
/// A learner sees no list of people.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    match action {
        Action::Administer => roles.has(Role::Admin),
        Action::SeeClass => {
            roles.has_any(&[Role::Admin, Role::Head, Role::Inspector])
                || (facts.teaches && roles.has_any(TEAM))
        }
        Action::FollowLearners => {
            roles.has_any(&[Role::Head, Role::Inspector]) || (facts.teaches && roles.has_any(TEAM))
        }
        Action::ManageClass => roles.has(Role::Admin) || (facts.coordinates && roles.has_any(TEAM)),
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

    const ACTIONS: [(Action, &str); 5] = [
        (Action::Administer, "administrer"),
        (Action::SeeClass, "voir une classe"),
        (Action::FollowLearners, "aller aux parcours"),
        (Action::ManageClass, "gérer une classe"),
        (Action::UseOwn, "la sienne (compte, session, notification)"),
    ];

    const FACTS: [(Facts, &str); 4] = [
        (
            Facts {
                own: false,
                teaches: false,
                coordinates: false,
            },
            "sans lien",
        ),
        (
            Facts {
                own: false,
                teaches: true,
                coordinates: false,
            },
            "membre de l’équipe de la classe",
        ),
        (
            Facts {
                own: false,
                teaches: true,
                coordinates: true,
            },
            "référent·e de la classe",
        ),
        (
            Facts {
                own: true,
                teaches: false,
                coordinates: false,
            },
            "la sienne",
        ),
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
        let expected = include_str!("../tests/droits.txt");
        assert!(
            table() == expected,
            "the rights changed; if they should, tests/droits.txt becomes:\n{}",
            table()
        );
    }
}
