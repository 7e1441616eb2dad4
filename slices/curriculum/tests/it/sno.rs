//! The SNO référentiel is exact. The tables below were typed from the official text
//! (arrêté of 14 December 2020, annexe III; teaching guide, § 3.5), not from the file.

use chrono::NaiveDate;
use curriculum::{Curriculum, Target, digital_framework, scale, scales, shipped};

fn sno() -> &'static Curriculum {
    &shipped()[0]
}

#[rustfmt::skip]
const TITLES: &[(&str, &str)] = &[
    ("C1.1", "Participer à la mise en place et à l’actualisation d’un site Web"),
    ("C1.1.1", "Recueillir les besoins de l’organisation"),
    ("C1.1.2", "Actualiser les informations publiées sur le site Web de l’organisation"),
    ("C1.1.3", "Participer au développement ou à la mise à jour du site Web en mobilisant des outils de création Web simples et de gestion de contenu en tenant compte de la réglementation"),
    ("C1.2", "Participer à la valorisation de la présence de l’organisation sur les médias sociaux"),
    ("C1.2.1", "Mettre en ligne des contenus conformes à l’image de l’organisation"),
    ("C1.2.2", "Suivre et optimiser le référencement"),
    ("C1.2.3", "Surveiller l’e-réputation de l’organisation"),
    ("C1.3", "Collaborer en mode projet"),
    ("C1.3.1", "Participer à la définition du cahier des charges d’un projet"),
    ("C1.3.2", "Organiser la documentation du projet"),
    ("C1.3.3", "Mobiliser des outils de gestion pour le suivi d’un projet"),
    ("C1.3.4", "Communiquer dans le cadre d’un projet"),
    ("C2.1", "Participer à la gestion des outils et applications numériques «\u{202f}métier\u{202f}»"),
    ("C2.1.1", "Participer à la gestion du parc applicatif"),
    ("C2.1.2", "Administrer les outils et applications numériques «\u{202f}métier\u{202f}»"),
    ("C2.2", "Participer à la gestion des outils bureautiques, collaboratifs et nomades"),
    ("C2.2.1", "Stocker, organiser, partager et diffuser des documents"),
    ("C2.2.2", "Participer aux traitements de données pour les analyser et les interpréter"),
    ("C2.2.3", "Soutenir le travail collaboratif et à distance"),
    ("C2.3", "Contribuer à la sécurité du système d’information de l’organisation"),
    ("C2.3.1", "Participer à la mise en place de procédures de sécurité numérique"),
    ("C2.3.2", "Gérer les profils utilisateur et les autorisations d’accès"),
    ("C3.1", "Soutenir les utilisateurs dans les usages d’applications et services numériques"),
    ("C3.1.1", "Créer, organiser et diffuser des ressources d’accompagnement"),
    ("C3.1.2", "Assurer le support de premier niveau aux utilisateurs"),
    ("C3.1.3", "Mettre en place une veille professionnelle et technologique"),
    ("C3.2", "Sensibiliser les utilisateurs à la sécurité informatique et à la protection des données à caractère personnel"),
    ("C3.2.1", "Former les utilisateurs aux règles d’hygiène numérique afin de concourir à la cybersécurité"),
    ("C3.2.2", "Participer au recensement des traitements sur les données à caractère personnel au sein de l’organisation en référence notamment au règlement général sur la protection de données (RGPD)"),
    ("C3.3", "Exploiter de la documentation technique en langue anglaise pour la rendre accessible aux utilisateurs"),
    ("C3.3.1", "Adapter en langue française de la documentation technique rédigée en langue anglaise"),
    ("C3.3.2", "Adapter en langue française des ressources multimédias en langue anglaise"),
];

/// Competence, CRCN codes, then how many savoirs, résultats and critères annexe III prints.
const COUNTS: &[(&str, &str, [usize; 3])] = &[
    ("C1.1", "2.1 2.2 3.1 3.2 3.3", [13, 3, 5]),
    ("C1.2", "1.1 2.2 2.4 3.2 3.3 4.2", [8, 6, 4]),
    ("C1.3", "2.1 2.3 3.1", [4, 6, 6]),
    ("C2.1", "2.3 5.1 5.2", [4, 2, 4]),
    ("C2.2", "1.2 1.3 2.1 2.3 5.2", [7, 3, 7]),
    ("C2.3", "4.1 5.2", [6, 3, 3]),
    ("C3.1", "1.1 1.2 2.1 2.2 3.1 3.2 3.3 5.1", [5, 5, 5]),
    ("C3.2", "4.1 4.2 5.2", [2, 2, 2]),
    ("C3.3", "3.1 3.3", [2, 1, 2]),
];

#[test]
fn titles_of_the_9_competences_and_24_detailed_ones_are_the_official_ones() {
    let found: Vec<_> = sno()
        .targets()
        .map(|target| (target.code(), target.title()))
        .collect();
    assert_eq!(found, TITLES);
    let detailed: Vec<usize> = sno()
        .blocks
        .iter()
        .map(|block| block.competences.iter().map(|c| c.detailed.len()).sum())
        .collect();
    assert_eq!(detailed, [10, 7, 7]);
}

#[test]
fn every_competence_has_its_parts_and_its_digital_competences() {
    let found: Vec<_> = sno()
        .competences()
        .map(|c| {
            let counts = [c.knowledge.len(), c.results.len(), c.criteria.len()];
            (c.code.as_str(), c.crcn.join(" "), counts)
        })
        .collect();
    let expected: Vec<_> = COUNTS
        .iter()
        .map(|(code, crcn, counts)| (*code, (*crcn).to_owned(), *counts))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(sno().crcn_links().count(), 37);
    for competence in sno().competences() {
        assert!(competence.context.is_some(), "{}", competence.code);
        assert!(!competence.resources.is_empty(), "{}", competence.code);
    }
}

#[test]
fn three_blocks_units_and_exams_of_coefficient_6() {
    let found: Vec<_> = sno()
        .blocks
        .iter()
        .map(|b| {
            let exam = (b.exam.code.as_str(), b.exam.coefficient, b.exam_title());
            (b.number, b.unit.code.as_str(), exam, b.title.as_str())
        })
        .collect();
    #[rustfmt::skip]
    assert_eq!(found, [
        (1, "U1", ("E1", 6, "Contribution à la présence en ligne de l’organisation"), "Contribuer à la présence en ligne de l’organisation"),
        (2, "U2", ("E2", 6, "Participation à la gestion des services logiciels"), "Participer à la gestion des services logiciels"),
        (3, "U3", ("E3", 6, "Accompagnement des utilisateurs aux usages du numérique"), "Accompagner les utilisateurs aux usages du numérique"),
    ]);
    for block in &sno().blocks {
        let pole = block.pole.as_ref().expect("annexe II gives each pôle");
        assert_eq!(block.unit_title(), pole.title);
        assert_eq!(pole.activities.len(), 3);
        assert!(pole.conditions.is_some() && pole.autonomy.is_some());
        assert!(
            pole.activities
                .iter()
                .all(|activity| !activity.results.is_empty())
        );
    }
    let transversal = sno().transversal_competences();
    assert_eq!(transversal.len(), 4);
    assert_eq!(transversal[0].title, "se repérer dans une organisation");
    assert_eq!(
        sno().transversal_intro(&sno().blocks[1]).as_deref(),
        Some(
            "Le contexte de mise en œuvre des compétences du bloc 2 implique la mobilisation des \
             compétences transversales suivantes\u{a0}:"
        )
    );
}

#[test]
fn parts_are_found_by_their_code() {
    let target = sno().target("C2.3.1").expect("C2.3.1 exists");
    assert!(matches!(target, Target::Detailed { .. }));
    assert_eq!(
        (
            target.competence().code.as_str(),
            target.block().number,
            target.label()
        ),
        ("C2.3", 2, "Procédures de sécurité")
    );
    let target = sno().target("C2.1").expect("C2.1 exists");
    assert_eq!(target.label(), "Applis métier");
    assert!(sno().target("C2.4").is_none() && sno().target("C2").is_none());
    let (competence, knowledge) = sno().knowledge("C1.2-S3").expect("C1.2-S3 exists");
    assert_eq!(
        (competence.code.as_str(), knowledge.text.as_str()),
        ("C1.2", "Identité numérique")
    );
    let (_, criterion) = sno().criterion("C2.1-K2").expect("C2.1-K2 exists");
    assert_eq!(
        criterion.text,
        "Traçabilité et pertinence des interventions"
    );
    let (_, result) = sno().result("C3.1-R4").expect("C3.1-R4 exists");
    assert_eq!(
        result.text,
        "le suivi des incidents est documenté et enrichit la base de connaissances"
    );
    assert!(sno().transversal_competence("CT4").is_some());
}

#[test]
fn the_name_follows_the_date() {
    let on = |year, month, day| {
        let day = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        let name = sno().name_on(day).expect("a name");
        (sno().full_name(name), name.mef.as_deref())
    };
    assert_eq!(
        on(2024, 8, 31),
        (
            "Mention complémentaire Services numériques aux organisations".to_owned(),
            None
        )
    );
    assert_eq!(
        on(2024, 9, 1),
        (
            "Certificat de spécialisation Services numériques aux organisations".to_owned(),
            Some("2583260111")
        )
    );
}

#[test]
fn nothing_is_lost_through_json() {
    let json = serde_json::to_string(sno()).expect("serialises");
    let back: Curriculum = serde_json::from_str(&json).expect("deserialises");
    assert_eq!(&back, sno());
}

#[test]
fn french_typography_is_kept_everywhere() {
    for (name, source) in curriculum::SHIPPED_CURRICULA {
        for (index, line) in source.lines().enumerate() {
            let wrong = ["'", " ;", " :", " !", " ?", "« ", " »"]
                .into_iter()
                .find(|wrong| line.contains(wrong));
            assert_eq!(wrong, None, "{name}, line {}: {line}", index + 1);
        }
    }
}

#[test]
fn the_crcn_has_16_competences_and_8_levels() {
    let crcn = digital_framework();
    let per_domain: Vec<usize> = crcn.domains.iter().map(|d| d.competences.len()).collect();
    assert_eq!(per_domain, [3, 4, 4, 3, 2]);
    let bands: Vec<String> = crcn
        .levels
        .iter()
        .map(|level| format!("{} {}", level.number, level.band))
        .collect();
    assert_eq!(
        bands,
        [
            "1 Novice",
            "2 Novice",
            "3 Indépendant",
            "4 Indépendant",
            "5 Avancé",
            "6 Avancé",
            "7 Expert",
            "8 Expert",
        ]
    );
    assert_eq!(
        crcn.competence("3.4").map(|c| c.title.as_str()),
        Some("Programmer")
    );
    assert_eq!(crcn.domain_of("5.2").map(|d| d.number), Some(5));
    assert!(
        crcn.level(8)
            .is_some_and(|level| level.descriptor.contains("rayonnement"))
    );
}

#[test]
fn the_scales_are_numbered_from_1_and_ours_say_so() {
    assert!(!scales().is_empty());
    for scale in scales() {
        let numbers: Vec<u8> = scale.levels.iter().map(|level| level.number).collect();
        let expected: Vec<u8> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, expected, "{}", scale.code);
        assert_eq!(
            scale.official,
            scale.origin != "échelle Jalon",
            "{}",
            scale.code
        );
    }
    let first = scale("jalon-4").expect("the default scale");
    assert_eq!(
        first.level(2).map(|level| level.name.as_str()),
        Some("Réalise avec aide")
    );
}
