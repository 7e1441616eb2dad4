//! Who may do what with the readings between peers: pure, shown as a table in
//! `tests/droits-pairs.txt`.

use kernel::{Role, RoleSet};

use super::model::Phase;
use crate::policy::TEAM;

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Prepare a round, follow it, hide a remark, hand it over.
    Manage,
    /// See what one has to read in it and what one wrote.
    Look,
    /// Read the production and write about it.
    Write,
    /// See what was written for oneself.
    Receive,
}

/// What ties a person to a class, a round or a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// They are of the team of the class, which is not archived.
    pub team: bool,
    /// The reading was given to them, and they are still in the class.
    pub reader: bool,
    /// The production is theirs.
    pub author: bool,
    /// Where the round is.
    pub phase: Phase,
}

/// Whether somebody holding `roles` may do `action`, given `facts`.
///
/// What learners write of each other is for the team of their class and for
/// those whom it is about: heads, inspectors and guardians do not see it. Who
/// has left the class reads no more.
#[must_use]
pub fn decide(roles: RoleSet, action: Action, facts: Facts) -> bool {
    let reader = facts.reader && roles.has(Role::Learner);
    match action {
        Action::Manage => facts.team && roles.has_any(TEAM),
        Action::Look => reader && facts.phase != Phase::Prepared,
        Action::Write => reader && facts.phase == Phase::Open,
        Action::Receive => {
            facts.author && roles.has(Role::Learner) && facts.phase == Phase::Released
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    const ACTIONS: [(Action, &str); 4] = [
        (Action::Manage, "préparer, suivre, masquer, remettre"),
        (Action::Look, "retrouver ce que l’on a écrit"),
        (Action::Write, "lire le travail et écrire"),
        (Action::Receive, "lire ce qui a été écrit pour soi"),
    ];
    const PHASES: [(Phase, &str); 4] = [
        (Phase::Prepared, "en préparation"),
        (Phase::Open, "en cours"),
        (Phase::Closed, "close"),
        (Phase::Released, "remise"),
    ];
    const LINKS: [((bool, bool, bool), &str); 4] = [
        ((false, false, false), "sans lien"),
        ((true, false, false), "équipe"),
        ((false, true, false), "relit"),
        ((false, false, true), "auteur·e"),
    ];

    /// The table as it is checked in.
    fn table() -> String {
        let mut table = String::from(
            "# Qui peut faire quoi avec une évaluation entre pairs (✔ oui, · non).\n# Colonnes : learner, teacher, coordinator, head, digital_lead, dpo, guardian, inspector, admin.\n# Produit par peers/policy.rs et vérifié par son test.\n",
        );
        for (action, name) in ACTIONS {
            let mut done = String::new();
            for ((team, reader, author), link) in LINKS {
                for (phase, moment) in PHASES {
                    let facts = Facts {
                        team,
                        reader,
                        author,
                        phase,
                    };
                    let verdicts: String = Role::ALL
                        .iter()
                        .map(|role| match decide(RoleSet::of(&[*role]), action, facts) {
                            true => '✔',
                            false => '·',
                        })
                        .collect();
                    let _ = writeln!(done, "  {verdicts}  {link}, {moment}");
                }
            }
            let _ = write!(table, "\n{name}\n{done}");
        }
        table
    }

    #[test]
    fn the_rights_on_readings_between_peers_are_those_of_the_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits-pairs.txt");
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
