//! Who may do what with entrusted missions: pure, shown as a table in
//! `tests/droits-missions.txt`.

use kernel::{Role, RoleSet};

/// Those who entrust, in the classes that they teach.
pub const TEAM: &[Role] = &[Role::Teacher, Role::Coordinator];
/// Those who see where a class is with its missions.
pub const FOLLOWERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::Inspector,
];
/// Those who do the work.
pub const LEARNER: &[Role] = &[Role::Learner];

/// What can be done with the missions of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Entrust a mission, change it, withdraw it.
    Entrust,
    /// Write and read what is asked of one learner alone.
    Adapt,
    /// See who is where, and what the class works.
    Follow,
    /// Do it: read it, begin a report.
    Work,
}

/// What ties a person to a class or to a mission entrusted there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They are of the team of the class.
    pub teaches: bool,
    /// The class is archived.
    pub archived: bool,
    /// The mission is entrusted to them.
    pub concerned: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// Entrusting is teaching: it takes the team of the class, référent·e
/// included. Administrators look after accounts and classes, not after what is
/// taught. An adaptation can tell of somebody’s health: heads and inspectors,
/// who look at the work of the class, do not see it, nor do guardians. An
/// archived class opens no work any more.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let team = facts.teaches && !facts.archived && roles.has_any(TEAM);
    let observer = !facts.archived && roles.has_any(&[Role::Head, Role::Inspector]);
    match action {
        Action::Entrust | Action::Adapt => team,
        Action::Follow => team || observer,
        Action::Work => facts.concerned && roles.has(Role::Learner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIONS: [(Action, &str); 4] = [
        (Action::Entrust, "confier, changer, retirer"),
        (Action::Adapt, "adapter, lire une adaptation"),
        (Action::Follow, "suivre la classe"),
        (Action::Work, "faire la mission"),
    ];

    const FACTS: [(Facts, &str); 4] = [
        (
            Facts {
                teaches: false,
                archived: false,
                concerned: false,
            },
            "sans lien",
        ),
        (
            Facts {
                teaches: true,
                archived: false,
                concerned: false,
            },
            "membre de l’équipe de la classe",
        ),
        (
            Facts {
                teaches: true,
                archived: true,
                concerned: false,
            },
            "membre de l’équipe, classe archivée",
        ),
        (
            Facts {
                teaches: false,
                archived: false,
                concerned: true,
            },
            "la mission lui est confiée",
        ),
    ];

    /// The table as it is checked in.
    fn table() -> String {
        let mut table = String::from(
            "Qui peut faire quoi avec les missions confiées à une classe (✔ oui, · non).\nProduit par assignments/policy.rs et vérifié par son test.\n",
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
    fn the_rights_on_missions_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits-missions.txt");
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
