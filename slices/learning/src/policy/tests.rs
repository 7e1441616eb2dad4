//! The golden table of this slice: a change of rights shows in review.

use std::fmt::Write;

use super::*;

/// A line: what is decided, under which facts, and the verdict for a role.
type Line = (&'static str, &'static str, fn(RoleSet) -> bool);

const fn document(removed: bool, entrusted: bool) -> DocumentFacts {
    DocumentFacts { removed, entrusted }
}

const LINES: &[Line] = &[
    ("Situation, mission, organisation", "lire", |r| {
        decide(r, Action::Read)
    }),
    ("Situation, mission, organisation", "écrire", |r| {
        decide(r, Action::Write)
    }),
    (
        "Document, ouvrir",
        "de la situation, ou d’une mission confiée à d’autres",
        |r| decide_document(r, Action::Read, document(false, false)),
    ),
    (
        "Document, ouvrir",
        "d’une mission confiée à cette personne",
        |r| decide_document(r, Action::Read, document(false, true)),
    ),
    (
        "Document, ouvrir",
        "retiré d’une mission confiée à cette personne",
        |r| decide_document(r, Action::Read, document(true, true)),
    ),
    ("Document, joindre ou retirer", "tous", |r| {
        decide_document(r, Action::Write, document(true, true))
    }),
];

/// The table as it is checked in.
fn table() -> String {
    let mut table = format!(
        "# Qui peut faire quoi avec les situations et leurs documents (✔ oui, · non).\n# Colonnes : {}.\n# Produit par policy.rs et vérifié par son test.\n",
        Role::ALL.map(Role::code).join(", ")
    );
    let mut last = "";
    for (action, facts, decide) in LINES {
        if *action != last {
            writeln!(table, "\n{action}").unwrap();
            last = action;
        }
        let mark = |role| match decide(RoleSet::of(&[role])) {
            true => '✔',
            false => '·',
        };
        let marks: String = Role::ALL.map(mark).iter().collect();
        writeln!(table, "  {marks}  {facts}").unwrap();
    }
    table
}

#[test]
fn the_rights_are_those_of_the_table() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits.txt");
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
