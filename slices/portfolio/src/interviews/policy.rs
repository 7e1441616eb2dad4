//! Who may do what with interviews and objectives: pure, shown as a table in
//! `tests/droits-entretiens.txt`.

use kernel::{Role, RoleSet};

/// Those who lead interviews: `facts.team` says whose.
pub const TEAM: &[Role] = crate::policy::TEAM;
/// Those whom interviews and objectives are about.
pub const LEARNER: &[Role] = crate::policy::LEARNER;
/// Both.
pub const BOTH: &[Role] = &[Role::Learner, Role::Teacher, Role::Coordinator];

/// What can be done with an interview or an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read it, all of it.
    Read,
    /// Plan, prepare, report, remove.
    Lead,
    /// Sign the report as who led the interview.
    SignAsTeam,
    /// Sign the report as the learner.
    SignAsLearner,
    /// Add something below a report.
    Add,
    /// Write an objective, say where it is, follow it.
    Pursue,
}

/// What ties a person to the learner of an interview or an objective.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// It is about them.
    pub own: bool,
    /// They are of the learner’s team.
    pub team: bool,
    /// They lead this interview.
    pub leads: bool,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// An interview is between a learner and their team. A guardian sees the
/// levels of a minor and no word that the learner or the team wrote (see
/// [`crate::policy::decide_path`]): so neither interviews nor objectives.
/// Heads and inspectors look at the work that is handed in; what somebody says
/// about their difficulties is no such work, and is not shown to them.
/// « Se fixer des objectifs » is the learner’s before it is the team’s
/// (diaporama « Enseigner par compétences », « Suivi […] par l’apprenant »):
/// both write objectives.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let own = facts.own && roles.has(Role::Learner);
    let team = facts.team && roles.has_any(TEAM);
    match action {
        Action::Read | Action::Add | Action::Pursue => own || team,
        Action::Lead => team,
        Action::SignAsTeam => team && facts.leads,
        Action::SignAsLearner => own,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    const ACTIONS: [(Action, &str); 6] = [
        (Action::Read, "lire"),
        (Action::Lead, "prévoir, préparer, rendre compte, supprimer"),
        (Action::SignAsTeam, "signer pour l’équipe"),
        (Action::SignAsLearner, "signer pour soi"),
        (Action::Add, "ajouter un complément"),
        (Action::Pursue, "écrire un objectif et le suivre"),
    ];

    const FACTS: [(Facts, &str); 4] = [
        (
            Facts {
                own: false,
                team: false,
                leads: false,
            },
            "sans lien, responsable légal compris",
        ),
        (
            Facts {
                own: true,
                team: false,
                leads: false,
            },
            "le sien",
        ),
        (
            Facts {
                own: false,
                team: true,
                leads: false,
            },
            "équipe",
        ),
        (
            Facts {
                own: false,
                team: true,
                leads: true,
            },
            "équipe, mène l’entretien",
        ),
    ];

    /// The table as it is checked in.
    fn table() -> String {
        let mut table = format!(
            "# Qui peut faire quoi avec les entretiens formatifs et les objectifs (✔ oui, · non).\n# Colonnes : {}.\n# Produit par interviews/policy.rs et vérifié par son test.\n",
            Role::ALL.map(Role::code).join(", ")
        );
        for (action, name) in ACTIONS {
            writeln!(table, "\n{name}").unwrap();
            for (facts, link) in FACTS {
                let mark = |role| match decide(RoleSet::of(&[role]), action, facts) {
                    true => '✔',
                    false => '·',
                };
                let marks: String = Role::ALL.map(mark).iter().collect();
                writeln!(table, "  {marks}  {link}").unwrap();
            }
        }
        table
    }

    #[test]
    fn the_rights_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits-entretiens.txt");
        if std::env::var_os("JALON_UPDATE_GOLDEN").is_some() {
            std::fs::write(file, table()).unwrap();
        }
        let golden = std::fs::read_to_string(file).unwrap_or_default();
        assert!(
            golden == table(),
            "rights have changed; read the difference, then run the test again with JALON_UPDATE_GOLDEN=1\n{}",
            table()
        );
    }
}
