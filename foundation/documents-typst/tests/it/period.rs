//! The « bilan intermédiaire » of a learner, looked at as others see it.

use documents::*;

use crate::RENDERER;
use crate::pdf::Pdf;
use crate::sample::{blocs, day, dossier};

fn linked(bloc: u8, code: &str, title: &str) -> Linked {
    Linked {
        bloc,
        code: code.into(),
        title: title.into(),
    }
}

fn done(title: &str, about: &str) -> Done {
    Done {
        title: title.into(),
        about: about.into(),
    }
}

fn period() -> PeriodReport {
    let sample = dossier(Vec::new());
    let mut blocs = blocs();
    blocs[0].competences[0].positions[0].before = Some(2);
    let site = linked(1, "C1.1", &blocs[0].competences[0].title.clone());
    let security = linked(2, "C2.3", &blocs[1].competences[2].title.clone());
    PeriodReport {
        learner: sample.learner,
        class: "MC SNO 1".into(),
        school: sample.school,
        curriculum: "Certificat de spécialisation Services numériques aux organisations, 2026-2027"
            .into(),
        period: "du 1er septembre 2026 au 12 mars 2027".into(),
        date: day(3, 12),
        levels: sample.levels,
        forces: vec![Finding {
            competence: site.clone(),
            reason: "Progrès selon l’équipe\u{a0}: de «\u{202f}Réalise avec aide\u{202f}» à «\u{202f}Réalise en autonomie\u{202f}».".into(),
        }],
        gaps: vec![Finding {
            competence: security,
            reason: "L’équipe situe à «\u{202f}Découvre\u{202f}» depuis le 9 mars 2027. À travailler.".into(),
        }],
        objectives: Some(vec![Goal {
            title: "Rédiger la procédure de sauvegarde du site".into(),
            about: "Remédiation, pour le 2 avril 2027".into(),
            state: "En cours".into(),
        }]),
        blocs,
        works: Some(PeriodWorks {
            evidence: vec![Proven {
                competence: site,
                works: vec![
                    done("Refondre la page d’accueil de l’agence", "validé le 2 février 2027"),
                    done("maquette-accueil.png", "ajoutée le 28 janvier 2027"),
                ],
            }],
            missions: vec![done("Mettre à jour le site", "VosRêves en ligne, validée le 2 février 2027")],
        }),
    }
}

fn render(document: PeriodReport) -> (Rendered, Pdf) {
    let rendered = RENDERER.sheet(&document.into()).unwrap();
    let pdf = Pdf::new(&rendered.bytes);
    pdf.assert_sound();
    (rendered, pdf)
}

#[test]
fn a_period_is_accessible_archivable_and_looks_right() {
    let (rendered, pdf) = render(period());
    assert_eq!(rendered.notes, [""; 0]);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert!(pdf.claims("pdfaid") && pdf.claims("pdfuaid"));
    assert_eq!(
        pdf.info("Title").as_deref(),
        Some("Bilan intermédiaire d’Inès Ferrand")
    );
    for (page, name) in [(1, "bilan"), (2, "bilan-chemins"), (3, "bilan-fin")] {
        pdf.assert_looks_like(page, name);
    }
    let structure = pdf.structure();
    for said in [
        "Progrès selon l’équipe",
        "niveau\u{a0}3, Réalise en autonomie (niveau\u{a0}2 avant)",
        "maquette-accueil.png",
        "Rédiger la procédure",
        "Responsable légal",
    ] {
        assert!(
            structure.contains(said),
            "not in the structure: {said}\n{structure}"
        );
    }
}

#[test]
fn whoever_sees_levels_alone_is_told_of_nothing_else() {
    let mut levels = period();
    levels.objectives = None;
    levels.works = None;
    for bloc in &mut levels.blocs {
        for competence in &mut bloc.competences {
            competence.proofs = None;
        }
    }
    let (rendered, pdf) = render(levels);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    let text = pdf.text();
    for hidden in ["preuve", "Preuve", "Objectifs", "Missions", "compte rendu"] {
        assert!(!text.contains(hidden), "{hidden}\n{text}");
    }
}

#[test]
fn a_period_in_which_nothing_happened_is_a_sheet_too() {
    let empty = PeriodReport {
        forces: Vec::new(),
        gaps: Vec::new(),
        objectives: Some(Vec::new()),
        works: Some(PeriodWorks {
            evidence: Vec::new(),
            missions: Vec::new(),
        }),
        ..period()
    };
    let (rendered, pdf) = render(empty);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert!(pdf.text().contains("Aucun objectif sur cette période"));
}
