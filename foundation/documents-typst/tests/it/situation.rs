//! The sheet of a situation, looked at as others see it.

use documents::*;

use crate::RENDERER;
use crate::pdf::Pdf;
use crate::sample::day;

fn section(label: &str, text: &str) -> Section {
    Section {
        label: label.into(),
        blocks: vec![Block::plain(text)],
    }
}

fn linked(bloc: u8, code: &str, title: &str) -> Linked {
    Linked {
        bloc,
        code: code.into(),
        title: title.into(),
    }
}

fn piece(name: &str, about: &str) -> Piece {
    Piece {
        name: name.into(),
        about: about.into(),
        link: None,
    }
}

/// A situation like those of the guide.
fn situation() -> SituationDocument {
    let worked = |bloc, code: &str, title: &str, detailed: &[(&str, &str)]| Worked {
        competence: linked(bloc, code, title),
        detailed: detailed
            .iter()
            .map(|(code, title)| linked(bloc, code, title))
            .collect(),
    };
    let mission = |title: &str| Mission {
        title: title.into(),
        competences: vec![
            worked(
                2,
                "C2.2",
                "Déployer des services applicatifs",
                &[(
                    "C2.2.1",
                    "Réaliser les tests nécessaires à la mise en production d’un service",
                )],
            ),
            worked(
                2,
                "C2.1",
                "Mettre à disposition des utilisateurs un service numérique",
                &[],
            ),
        ],
        conditions: vec![
            (0, "Accès à l’espace de test".into()),
            (1, "avec un compte d’administration".into()),
            (0, "Documentation de l’éditeur, en anglais".into()),
        ],
        productions: vec![
            "Une application de gestion des congés configurée".into(),
            "Une note d’utilisation".into(),
        ],
        pieces: vec![piece("Cahier des charges.pdf", "84 Ko")],
    };
    SituationDocument {
        title: "Mettre en place la gestion des congés".into(),
        school: "Lycée professionnel Jeanne-Vialar".into(),
        curriculum: "Services numériques aux organisations".into(),
        state: "En usage".into(),
        date: day(3, 9),
        organisation: Some(Organisation {
            name: "VosRêves".into(),
            sections: vec![section(
                "Description",
                "Une agence qui conçoit des voyages sur mesure.",
            )],
            chart: vec![
                (0, "Mme Latour, directrice".into()),
                (1, "M. Lemoine, administrateur SI".into()),
                (2, "Vous".into()),
            ],
        }),
        facts: vec![
            ("Mise en scène".into(), "Jeu de rôle".into()),
            (
                "Façon de travailler".into(),
                "Organisation en mode projet".into(),
            ),
        ],
        sections: vec![
            section(
                "Contexte spécifique",
                "Les congés sont demandés sur papier, et se perdent.",
            ),
            section(
                "Intention pédagogique (complété par Jalon)",
                "Choisir, installer et documenter un module.",
            ),
        ],
        knowledge: vec![linked(
            2,
            "Savoir",
            "Solutions applicatives : typologie, licences",
        )],
        missions: vec![
            mission("Installer et configurer le module"),
            mission("Former les utilisateurs"),
        ],
        pieces: vec![piece("Corrigé.odt", "")],
        missing: vec!["Décrivez les attendus en matière de restitution.".into()],
    }
}

fn render(document: &SituationDocument) -> (Rendered, Pdf) {
    let rendered = RENDERER.sheet(&document.clone().into()).unwrap();
    let pdf = Pdf::new(&rendered.bytes);
    pdf.assert_sound();
    (rendered, pdf)
}

#[test]
fn a_situation_is_accessible_archivable_and_looks_right() {
    let (rendered, pdf) = render(&situation());
    assert_eq!(rendered.notes, [""; 0]);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert!(pdf.claims("pdfaid") && pdf.claims("pdfuaid"));
    assert_eq!(
        pdf.info("Title").as_deref(),
        Some("Mettre en place la gestion des congés")
    );
    for (page, name) in [(1, "situation"), (2, "situation-missions")] {
        pdf.assert_looks_like(page, name);
    }
    let structure = pdf.structure();
    for said in [
        "C2.2.1",
        "avec un compte d’administration",
        "Une note d’utilisation",
        "Il reste à écrire",
    ] {
        assert!(
            structure.contains(said),
            "not in the structure: {said}\n{structure}"
        );
    }
}

#[test]
fn a_draft_without_anything_is_a_sheet_too() {
    let empty = SituationDocument {
        title: "  ".into(),
        organisation: None,
        facts: Vec::new(),
        sections: Vec::new(),
        knowledge: Vec::new(),
        missions: Vec::new(),
        pieces: Vec::new(),
        missing: Vec::new(),
        ..situation()
    };
    let (rendered, pdf) = render(&empty);
    assert_eq!(
        (rendered.pages, rendered.conformity),
        (1, Conformity::PdfAAndUa)
    );
    assert!(pdf.text().contains("Situation sans titre"));
}

#[test]
fn nothing_that_is_typed_is_markup() {
    let nasty = "#panic() *gras* _x_ `a` $x$ <b> \\ [crochets] @renvoi https://exemple.fr";
    let document = SituationDocument {
        title: nasty.into(),
        sections: vec![section(nasty, nasty)],
        ..situation()
    };
    let (_, pdf) = render(&document);
    assert!(pdf.text().contains("#panic() *gras* _x_"));
}

#[test]
fn thirty_missions_are_made_while_somebody_waits() {
    let one = situation();
    let missions = std::iter::repeat_n(one.missions[0].clone(), 30).collect();
    let started = std::time::Instant::now();
    let (rendered, _) = render(&SituationDocument { missions, ..one });
    assert!(rendered.pages >= 10, "{}", rendered.pages);
    // Seconds in a debug build on a busy machine; a tenth of that as installed.
    assert!(started.elapsed() < std::time::Duration::from_secs(20));
}
