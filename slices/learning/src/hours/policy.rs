//! Who may do what with the year of a class: pure, shown as a table in
//! `tests/droits-heures.txt`.

use kernel::{Role, RoleSet};

/// Those who can belong to the team of a class.
const TEAM: &[Role] = &[Role::Teacher, Role::Coordinator];
/// Those to whom the page of a year is open; the class decides further.
pub const READERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::Inspector,
    Role::Admin,
];
/// Those to whom its form is open; the class decides further.
pub const PLANNERS: &[Role] = &[Role::Admin, Role::Teacher, Role::Coordinator];
/// Those who see the weeks of their own class.
pub const LEARNER: &[Role] = &[Role::Learner];

/// What can be done with the year of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See its weeks and its hours.
    See,
    /// Change them.
    Plan,
}

/// What ties a person to the class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// They belong to its team.
    pub teaches: bool,
    /// They coordinate it.
    pub coordinates: bool,
    /// It is archived.
    pub archived: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// The référent·e « de suivi et de coordination » (guide, § 2.1) plans, like
/// the administration; the team, the head and the inspection read. The year of
/// an archived class is over: it stays as it was.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let team = roles.has_any(TEAM);
    match action {
        Action::See => {
            roles.has_any(&[Role::Admin, Role::Head, Role::Inspector]) || (facts.teaches && team)
        }
        Action::Plan => !facts.archived && (roles.has(Role::Admin) || (facts.coordinates && team)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Facts = Facts {
        teaches: false,
        coordinates: false,
        archived: false,
    };

    const FACTS: [(Facts, &str); 4] = [
        (NONE, "sans lien"),
        (
            Facts {
                teaches: true,
                ..NONE
            },
            "membre de l’équipe",
        ),
        (
            Facts {
                teaches: true,
                coordinates: true,
                ..NONE
            },
            "référent·e",
        ),
        (
            Facts {
                teaches: true,
                coordinates: true,
                archived: true,
            },
            "référent·e, classe archivée",
        ),
    ];

    fn table() -> String {
        let mut table = String::from(
            "Qui peut faire quoi avec l’année d’une classe (✔ oui, · non).\nProduit par hours/policy.rs et vérifié par son test.\n",
        );
        for (facts, link) in FACTS {
            table.push_str(&format!("\n{link:<30} | voir | planifier\n"));
            for role in Role::ALL {
                let mark = |action| match decide(RoleSet::of(&[role]), action, facts) {
                    true => '✔',
                    false => '·',
                };
                let line = format!(
                    "{:<30} | {:<4} | {}",
                    role.label(),
                    mark(Action::See),
                    mark(Action::Plan)
                );
                table.push_str(&format!("{line}\n"));
            }
        }
        table
    }

    #[test]
    fn the_rights_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits-heures.txt");
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
