//! The roadmap of a school, looked at as others see it.

use documents::*;

use crate::RENDERER;
use crate::pdf::Pdf;
use crate::sample::day;

fn roadmap() -> RoadmapDocument {
    let axes = [
        ("1.1", "Pilotage, impulsion et organisation"),
        ("1.2", "Accompagnement et formation"),
        ("1.3", "Accès, réseau et équipement"),
        ("2.1", "Travail des équipes"),
        ("2.2", "Mise en œuvre pédagogique et éducative"),
        ("2.3", "Espaces de travail numérique"),
    ];
    let series = |name: &str, values: [f64; 6]| GraphSeries {
        name: name.into(),
        values: values.to_vec(),
        figures: values
            .iter()
            .map(|value| format!("{:.0}\u{a0}%", value * 100.0))
            .collect(),
    };
    let step = |name: &str, value: f64, figure: &str| StepShare {
        name: name.into(),
        value,
        figure: figure.into(),
    };
    RoadmapDocument {
        title: "Campagne 2026-2027".into(),
        school: "Lycée professionnel Jeanne-Vialar".into(),
        instrument: "NumEA-Établissement".into(),
        date: day(3, 9),
        facts: vec![("Réponses individuelles".into(), "14 réponses sur 22".into())],
        graph: Graph {
            axes: axes
                .map(|(code, title)| (code.into(), title.into()))
                .to_vec(),
            series: vec![
                series("Campagne 2026-2027", [0.73, 0.56, 0.67, 0.67, 0.56, 0.5]),
                series("Campagne 2025-2026", [0.47, 0.33, 0.5, 0.5, 0.44, 0.33]),
            ],
            described: "1.1 Pilotage : 73 %, puis 47 %.".into(),
        },
        steps: vec![
            step("Étape 1", 0.95, "20 sur 21, 95 %"),
            step("Étape 2", 0.62, "13 sur 21, 62 %"),
            step("Étape 3", 0.33, "7 sur 21, 33 %"),
        ],
        strengths: vec![("1.1.1".into(), "Le projet d’établissement".into())],
        improvements: vec![Improvement {
            code: "2.2.3".into(),
            title: "Culture de l’information".into(),
            step: "étape 1".into(),
            statement: "Une formation est assurée.".into(),
        }],
        objectives: vec![RoadmapObjective {
            title: "Réécrire la charte".into(),
            about: "La charte numérique, étape 2".into(),
            pilot: "Mme Lauzeral".into(),
            due: "18 décembre 2026".into(),
            state: "En cours".into(),
        }],
    }
}

#[test]
fn a_roadmap_is_accessible_archivable_and_says_its_figures() {
    let rendered = RENDERER.sheet(&roadmap().into()).unwrap();
    let pdf = Pdf::new(&rendered.bytes);
    pdf.assert_sound();
    assert_eq!(rendered.notes, [""; 0]);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert_eq!(
        pdf.info("Title").as_deref(),
        Some("Feuille de route, Campagne 2026-2027")
    );
    let structure = pdf.structure();
    for said in ["13 sur 21, 62", "Culture de l’information", "Mme Lauzeral"] {
        assert!(
            structure.contains(said),
            "not in the structure: {said}\n{structure}"
        );
    }
}

#[test]
fn a_roadmap_without_anything_is_one_too() {
    let empty = RoadmapDocument {
        facts: Vec::new(),
        steps: Vec::new(),
        strengths: Vec::new(),
        improvements: Vec::new(),
        objectives: Vec::new(),
        ..roadmap()
    };
    let rendered = RENDERER.sheet(&empty.into()).unwrap();
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
}
