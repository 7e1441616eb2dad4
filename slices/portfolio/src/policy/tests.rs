//! The golden table of this slice: a change of rights shows in review.

use std::fmt::Write;

use super::*;

/// A line: what is decided, under which facts, and the verdict for a role.
type Line = (&'static str, &'static str, fn(RoleSet) -> bool);

/// What ties a person to a learner, a report, a piece, a conversation.
const STRANGER: LearnerFacts = LearnerFacts {
    team: false,
    guardian: false,
};
const TEAMMATE: LearnerFacts = LearnerFacts {
    team: true,
    guardian: false,
};
const PARENT: LearnerFacts = LearnerFacts {
    team: false,
    guardian: true,
};

const fn report(team: bool, submitted: bool, shared: bool) -> ReadingFacts {
    ReadingFacts {
        team,
        submitted,
        shared,
    }
}

const fn piece(own: bool, team: bool, handed_in: bool, shared: bool) -> PieceFacts {
    PieceFacts {
        own,
        team,
        handed_in,
        shared,
        peer: false,
    }
}

/// A piece of a report that they read as a peer.
const fn read_by_peer(handed_in: bool) -> PieceFacts {
    PieceFacts {
        peer: true,
        ..piece(false, false, handed_in, false)
    }
}

const fn talk(own: bool, team: bool) -> ConversationFacts {
    ConversationFacts { own, team }
}

const fn class(team: bool, archived: bool) -> ClassFacts {
    ClassFacts { team, archived }
}

const LINES: &[Line] = &[
    ("Parcours, voir les niveaux", "sans lien", |r| {
        decide_path(r, PathAction::SeeLevels, STRANGER)
    }),
    ("Parcours, voir les niveaux", "équipe", |r| {
        decide_path(r, PathAction::SeeLevels, TEAMMATE)
    }),
    (
        "Parcours, voir les niveaux",
        "responsable d’une personne mineure",
        |r| decide_path(r, PathAction::SeeLevels, PARENT),
    ),
    ("Parcours, voir les travaux", "sans lien", |r| {
        decide_path(r, PathAction::SeeWorks, STRANGER)
    }),
    ("Parcours, voir les travaux", "équipe", |r| {
        decide_path(r, PathAction::SeeWorks, TEAMMATE)
    }),
    (
        "Parcours, voir les travaux",
        "responsable d’une personne mineure",
        |r| decide_path(r, PathAction::SeeWorks, PARENT),
    ),
    ("Parcours, positionner", "sans lien", |r| {
        decide_path(r, PathAction::Position, STRANGER)
    }),
    ("Parcours, positionner", "équipe", |r| {
        decide_path(r, PathAction::Position, TEAMMATE)
    }),
    (
        "Parcours, positionner",
        "responsable d’une personne mineure",
        |r| decide_path(r, PathAction::Position, PARENT),
    ),
    ("Compte rendu, lire", "sans lien, brouillon", |r| {
        decide_reading(r, ReadingAction::Read, report(false, false, false))
    }),
    ("Compte rendu, lire", "sans lien, brouillon montré", |r| {
        decide_reading(r, ReadingAction::Read, report(false, false, true))
    }),
    ("Compte rendu, lire", "sans lien, soumis", |r| {
        decide_reading(r, ReadingAction::Read, report(false, true, false))
    }),
    ("Compte rendu, lire", "équipe, brouillon", |r| {
        decide_reading(r, ReadingAction::Read, report(true, false, false))
    }),
    ("Compte rendu, lire", "équipe, brouillon montré", |r| {
        decide_reading(r, ReadingAction::Read, report(true, false, true))
    }),
    ("Compte rendu, lire", "équipe, soumis", |r| {
        decide_reading(r, ReadingAction::Read, report(true, true, false))
    }),
    ("Compte rendu, répondre", "sans lien, soumis", |r| {
        decide_reading(r, ReadingAction::Answer, report(false, true, false))
    }),
    ("Compte rendu, répondre", "équipe, brouillon", |r| {
        decide_reading(r, ReadingAction::Answer, report(true, false, false))
    }),
    (
        "Compte rendu, répondre",
        "équipe, brouillon montré",
        |r| decide_reading(r, ReadingAction::Answer, report(true, false, true)),
    ),
    ("Compte rendu, répondre", "équipe, soumis", |r| {
        decide_reading(r, ReadingAction::Answer, report(true, true, false))
    }),
    ("Compte rendu, lire le sien", "le sien", |r| {
        decide_own(r, OwnAction::Read, true)
    }),
    ("Compte rendu, lire le sien", "celui d’autrui", |r| {
        decide_own(r, OwnAction::Read, false)
    }),
    ("Compte rendu, écrire", "le sien", |r| {
        decide_own(r, OwnAction::Write, true)
    }),
    ("Compte rendu, écrire", "celui d’autrui", |r| {
        decide_own(r, OwnAction::Write, false)
    }),
    ("Pièce, ouvrir", "la sienne", |r| {
        decide_piece(r, PieceAction::Open, piece(true, false, false, false))
    }),
    ("Pièce, ouvrir", "sans lien, remise", |r| {
        decide_piece(r, PieceAction::Open, piece(false, false, true, false))
    }),
    ("Pièce, ouvrir", "sans lien, brouillon montré", |r| {
        decide_piece(r, PieceAction::Open, piece(false, false, false, true))
    }),
    ("Pièce, ouvrir", "équipe, brouillon", |r| {
        decide_piece(r, PieceAction::Open, piece(false, true, false, false))
    }),
    ("Pièce, ouvrir", "équipe, brouillon montré", |r| {
        decide_piece(r, PieceAction::Open, piece(false, true, false, true))
    }),
    ("Pièce, ouvrir", "équipe, remise", |r| {
        decide_piece(r, PieceAction::Open, piece(false, true, true, false))
    }),
    ("Pièce, ouvrir", "relue comme pair, brouillon", |r| {
        decide_piece(r, PieceAction::Open, read_by_peer(false))
    }),
    ("Pièce, ouvrir", "relue comme pair, remise", |r| {
        decide_piece(r, PieceAction::Open, read_by_peer(true))
    }),
    ("Pièce, changer", "la sienne", |r| {
        decide_piece(r, PieceAction::Write, piece(true, false, true, false))
    }),
    ("Pièce, changer", "équipe, remise", |r| {
        decide_piece(r, PieceAction::Write, piece(false, true, true, true))
    }),
    ("Retour, en parler", "son compte rendu", |r| {
        decide_conversation(r, talk(true, false))
    }),
    ("Retour, en parler", "équipe", |r| {
        decide_conversation(r, talk(false, true))
    }),
    ("Retour, en parler", "sans lien", |r| {
        decide_conversation(r, talk(false, false))
    }),
    ("Classe, voir où elle en est", "sans lien", |r| {
        decide_class(r, ClassAction::See, class(false, false))
    }),
    ("Classe, voir où elle en est", "équipe", |r| {
        decide_class(r, ClassAction::See, class(true, false))
    }),
    ("Classe, voir où elle en est", "équipe, archivée", |r| {
        decide_class(r, ClassAction::See, class(true, true))
    }),
    ("Classe, importer des résultats", "sans lien", |r| {
        decide_class(r, ClassAction::ImportResults, class(false, false))
    }),
    ("Classe, importer des résultats", "équipe", |r| {
        decide_class(r, ClassAction::ImportResults, class(true, false))
    }),
    (
        "Classe, importer des résultats",
        "équipe, archivée",
        |r| decide_class(r, ClassAction::ImportResults, class(true, true)),
    ),
];

/// The table as it is checked in.
fn table() -> String {
    let mut table = format!(
        "# Qui peut faire quoi avec les comptes rendus, les pièces et les parcours (✔ oui, · non).\n# Colonnes : {}.\n# Produit par policy.rs et vérifié par son test.\n",
        Role::ALL.map(Role::code).join(", ")
    );
    let mut last = "";
    for (action, facts, decide) in LINES {
        if *action != last {
            writeln!(table, "\n{action}").unwrap();
            last = action;
        }
        let marks: String = Role::ALL
            .map(|role| {
                if decide(RoleSet::of(&[role])) {
                    '✔'
                } else {
                    '·'
                }
            })
            .iter()
            .collect();
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
