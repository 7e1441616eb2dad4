//! The five VosRêves situations say what the guide says. The tables below were
//! typed from the guide (§ 3.4.1 to 3.4.5), with its apostrophes and its
//! spaces, not from the files.

use learning::model::elements::missing;
use learning::model::{SituationContent, chart};
use learning::shipped::{self, SITUATIONS, SituationFile, vosreves};

/// The same text with plain apostrophes, quotation marks and spaces.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| match c {
            '’' => '\'',
            '«' | '»' => '"',
            '\u{a0}' | '\u{202f}' | '\n' => ' ',
            c => c,
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Situation, mission, codes of the detailed competences, in the order of the guide.
#[rustfmt::skip]
const MISSIONS: &[(usize, &str, &str)] = &[
    (1, "Publier la nouvelle offre commerciale sur le site Web de l'agence de voyage", "C1.1.1 C1.1.2 C1.1.3 C1.3.3"),
    (1, "Communiquer la nouvelle offre via les réseaux sociaux", "C1.2.1 C1.2.3"),
    (2, "Installer les applications sur l'ordinateur fourni au nouveau collaborateur", "C2.1.1"),
    (2, "Paramétrer les habilitations utilisateurs du nouveau collaborateur dans le système d'information de l'entreprise", "C2.1.2 C2.3.2"),
    (2, "Installer et configurer l'accès à distance aux ressources numériques de l'entreprise", "C2.3.1 C2.3.2 C2.2.1 C2.2.3"),
    (2, "Participer à la mise en place de la gestion des documents associés à la nouvelle offre commerciale", "C2.2.1 C2.2.3 C2.3.1 C2.3.2"),
    (3, "Concevoir un support de formation à destination des salariés", "C3.2.1 C3.3.1"),
    (4, "Analyser le processus de gestion des congés pour préparer la mise en place du module de gestion des congés", "C1.3.1 C1.3.2 C1.3.3 C1.3.4"),
    (4, "Installer et configurer le module de gestion des congés", "C2.1.1 C2.1.2 C2.3.2"),
    (4, "Favoriser l'appropriation de l'application de gestion des congés", "C3.1.1 C3.1.2"),
    (5, "Réaliser une carte mentale sur les différentes solutions de paiement en ligne", "C3.1.3"),
    (5, "Attribuer les habilitations du nouveau module selon les profils", "C2.3.2"),
    (5, "Mettre à jour le registre des activités de traitement", "C1.3.3 C3.2.2"),
];

/// Situation, mission, then its conditions and its productions as the guide
/// prints them; no productions where its table has none.
#[rustfmt::skip]
const CELLS: &[(usize, usize, &[&str], &[&str])] = &[
    (1, 1,
        &["Le site Web est réalisé à l'aide d'un outil de gestion de contenu (CMS).", "Description de la nouvelle offre", "Documents fournis :", "- Charte graphique", "- Procédure de la mise à jour du site Web de l'entreprise", "Mobilisation des outils de gestion de projet utilisés dans l'entreprise"],
        &["Le site Web de l'entreprise est mis à jour", "La documentation technique est actualisée", "L'avancement du projet est documenté"]),
    (1, 2, &["Charte éditoriale mise à disposition", "Nouvelle offre présente sur le site Web"], &[]),
    (2, 1,
        &["Ordinateur portable du nouveau collaborateur", "Inventaire des applications à installer", "Procédures d'installation", "Programmes d'installation"],
        &["Les applications sont installées et testées", "La documentation du parc applicatif est à jour"]),
    (2, 2,
        &["Matrice des habilitations", "Procédure de gestion des droits d'accès"],
        &["La matrice des habilitations est à jour", "L'utilisateur a des accès adaptés à son profil"]),
    (2, 3,
        &["Procédure de sécurité des accès à distance", "Procédure de gestion des droits d'accès", "Matrice des habilitations", "Inventaire des ressources partagées"],
        &["Les ressources sont accessibles à distance de manière sécurisée", "La matrice des habilitations est mise à jour"]),
    (2, 4,
        &["Intranet", "Matrice des habilitations", "Procédure de gestion des droits d'accès", "Règles de la gestion documentaire de l'entreprise", "Charte graphique", "Description de la nouvelle offre"],
        &["Un nouveau modèle de document est proposé pour la nouvelle offre commerciale", "Les nouveaux documents sont publiés sur l'intranet", "L'organisation du stockage des nouveaux documents respecte les règles de l'entreprise", "L'accès aux documents est conforme aux besoins", "La matrice des habilitations est mise à jour"]),
    (3, 1,
        &["Guide des bonnes pratiques de l'informatique", "Dossier documentaire, incluant notamment des ressources en anglais", "Recherche personnelle de la personne apprenante"],
        &["Support de formation numérique", "Le support de formation est intégré à l'intranet"]),
    (4, 1,
        &["Feuilles de calcul utilisées par les responsables d'agence", "Documentation du module de gestion des congés", "Charte graphique", "Modèle de document"],
        &["Le cahier des charges est réalisé", "Les données à migrer sont recensées", "La planification du projet est réalisée à l'aide d'un outil de gestion de projet"]),
    (4, 2,
        &["Feuilles de calcul utilisées par les responsables d'agence", "PGI utilisé", "Procédure d'installation et de configuration du module de gestion des congés du PGI", "Matrice des habilitations", "Cartographie des traitements de données à caractère personnel"],
        &["Le module de gestion des congés est opérationnel", "La matrice des habilitations est mise à jour", "La documentation du parc applicatif est à jour", "La cartographie des traitements de données à caractère personnel est mise à jour"]),
    (4, 3,
        &["PGI avec module de gestion des congés installé et configuré", "Documentation utilisateur du module de gestion des congés"],
        &["Un guide utilisateur est produit et diffusé sur l'intranet", "Formation des utilisateurs à l'aide d'un support de présentation numérique", "Restitution orale des travaux réalisés à l'aide d'un support de présentation numérique, lors d'une réunion de direction"]),
    (5, 1,
        &["Un accès à internet"],
        &["La veille professionnelle sur les solutions de paiement en ligne est pertinente", "Relever les spécifications nécessaires pour l'intégration des modules possibles"]),
    (5, 2,
        &["Mail d'information sur la solution retenue (intégration au site existant)", "État des habilitations et des différents rôles fournis par l'administrateur"],
        &["La gestion des profils utilisateur et des autorisations d'accès est réalisée en continu, conformément aux besoins"]),
    (5, 3,
        &["Registre des activités de traitement actuel", "Outil de gestion de projet"],
        &["Registre des activités de traitement actualisé", "L'outil de gestion de projet est utilisé de façon pertinente pour le suivi"]),
];

/// Situation and a sentence of its specific context.
#[rustfmt::skip]
const CONTEXTS: &[(usize, &str)] = &[
    (1, "la société VosRêves souhaite développer une nouvelle gamme de produits en proposant des séjours accessibles aux professionnels (comités d'entreprises, voyages d'affaires, associations, ...)."),
    (2, "la direction vous informe de l'arrivée d'un nouveau commercial chargé de développer la nouvelle offre à destination des professionnels. Il s'agit de lui mettre à disposition un environnement numérique de travail adapté à ces besoins et de préparer la nouvelle offre commerciale."),
    (3, "l'entreprise a subi une attaque virale sous la forme d'un envoi massif de courriers électroniques non désirés. La direction juge indispensable de sensibiliser les salariés aux risques en matière de sécurité informatique : arrosage (spamming), hameçonnage, usurpation d'identité, virus, vol (tablettes, smartphones des commerciaux)."),
    (4, "Le processus de gestion des congés et des RTT est actuellement le suivant :"),
    (4, "Chaque responsable d'agence est chargé d'approuver et de planifier les congés des collaborateurs de son agence"),
    (4, "Les responsables transmettent chaque mois à M. Latour une feuille de calcul récapitulant les congés effectivement pris et les demandes de congés approuvées pour le mois écoulé"),
    (4, "Les demandes de congés des responsables d'agence sont soumis par mail à M. Latour pour validation"),
    (4, "Les données remontées par les responsables d'agence sont saisies par M. Latour dans le module de gestion du personnel du PGI"),
    (4, "Avec l'augmentation des effectifs de la société, M. Latour et les responsables d'agence constatent que le temps consacré à la gestion des congés est trop important en raison du manque d'efficacité du processus :"),
    (4, "Les informations sont saisies plusieurs fois, d'abord par les responsables d'agence puis par M. Latour, ce qui entraîne une perte de temps et des erreurs de saisie"),
    (4, "Il n'y a pas de visibilité en temps réel sur les congés : demandes en cours, congés restants à prendre, RTT,..."),
    (4, "Pour remédier à ces problèmes, la direction a décidé de faire l'acquisition du module de gestion des congés de son PGI. Ce module permet notamment aux responsables d'agence d'avoir une vue globale des congés de leur équipe et de pouvoir approuver les demandes en quelques clics. Les informations sur les congés seront donc disponibles en temps-réel dans le PGI et ne feront plus l'objet d'une double saisie."),
    (5, "La crise sanitaire oblige la société à annuler les voyages et à procéder au remboursement d'un grand nombre de ses clients."),
    (5, "La procédure de remboursement utilisée ne donne pas entièrement satisfaction à M. Latour. Il se préoccupe des différentes transactions financières opérées par son entreprise avec des acteurs qui ne sont pas systématiquement connus ou certifiés."),
    (5, "La direction a décidé de mettre en place un système de sécurisation des transactions financières de l'entreprise avec ses différents partenaires (clients, fournisseurs, banques, assurances). Pour cela un module de paiement en ligne sera ajouté."),
    (5, "Ce projet est réalisé par un prestataire de services numériques, et est actuellement en cours. La banque de VosRêves propose Mecanet (service BNP) mais la direction aimerait comparer diverses offres."),
];

/// Sentences of § 3.4.1.
#[rustfmt::skip]
const ORGANISATION: &[&str] = &[
    "La société VosRêves est spécialisée dans les voyages de luxe clef en main à destination des États-Unis et de la Polynésie Française. Elle se compose d'une maison mère située à Paris et de trois succursales situées à Bordeaux, Lyon et Marseille. L'entreprise, dirigée par M. Latour, existe depuis 1999 et s'est développée au fil des années.",
    "L'agence dispose d'un intranet permettant notamment l'accès aux applications de gestion des réservations et des voyages.",
    "L'entreprise rencontre depuis deux ans un franc succès, grâce notamment à l'arrivée de nouvelles lignes aériennes directes entre la France et certains états américains, ainsi que vers la Polynésie.",
    "De ce fait, l'embauche de plusieurs nouveaux salariés est prévue dans les différentes agences.",
    "L'entreprise emploie à ce jour 15 salariés dont 6 conseillers multilingues chargés d'enregistrer les réservations auprès des clients et 5 commerciaux qui prospectent et organisent les voyages proposés à la vente. Les responsables d'agence gèrent la facturation et les paiements des voyages, ainsi que les relances clients. M. Latour s'occupe de la gestion du personnel et des fournisseurs ainsi que de la comptabilité de la société.",
    "Vous êtes en PFMP en tant qu'assistant administrateur. Vous êtes sous la responsabilité de Monsieur Latour, le PDG, et de Monsieur Lemoine, Administrateur SI.",
];

fn situation(number: usize) -> &'static SituationFile {
    &vosreves().situations[number - 1]
}

#[test]
fn missions_and_their_competences_are_those_of_the_guide() {
    let found: Vec<_> = vosreves()
        .situations
        .iter()
        .enumerate()
        .flat_map(|(index, file)| {
            file.missions
                .iter()
                .map(move |mission| (index + 1, plain(&mission.title), mission.targets.join(" ")))
        })
        .collect();
    let expected: Vec<_> = MISSIONS
        .iter()
        .map(|(number, title, codes)| (*number, (*title).to_owned(), (*codes).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn conditions_and_productions_are_those_of_the_guide() {
    let lines = |lines: &[String]| lines.iter().map(|line| plain(line)).collect::<Vec<_>>();
    for (number, rank, conditions, productions) in CELLS {
        let mission = &situation(*number).missions[rank - 1];
        assert_eq!(lines(&mission.conditions), *conditions, "{number}.{rank}");
        if mission.is_completed("productions") {
            assert!(productions.is_empty(), "{number}.{rank}");
        } else {
            assert_eq!(lines(&mission.productions), *productions, "{number}.{rank}");
        }
    }
    assert_eq!(CELLS.len(), MISSIONS.len());
}

#[test]
fn contexts_and_the_organisation_are_in_the_words_of_the_guide() {
    for (number, sentence) in CONTEXTS {
        let context = plain(&situation(*number).situation.context);
        // The guide goes on after « Contexte spécifique : », without a capital.
        let same = context.to_lowercase().contains(&sentence.to_lowercase());
        assert!(same, "{number}: {sentence}");
    }
    let organisation = &vosreves().organisation;
    let all = plain(&format!(
        "{} {} {}",
        organisation.description, organisation.staff, organisation.role
    ));
    for sentence in ORGANISATION {
        assert!(all.contains(sentence), "{sentence}");
    }
    assert_eq!(
        all.len(),
        ORGANISATION.iter().map(|s| s.len() + 1).sum::<usize>() - 1
    );
}

#[test]
fn what_the_guide_leaves_out_is_complete_and_marked() {
    for file in &vosreves().situations {
        let organisation = Some(&vosreves().organisation);
        assert_eq!(missing(&file.situation, organisation, &file.missions), []);
        // The context is always the guide’s; the intention never.
        assert!(!file.situation.is_completed("context"));
        assert!(file.situation.is_completed("intention"));
    }
    let completes = |number: usize, field: &str| situation(number).situation.is_completed(field);
    assert!(!completes(3, "english") && !completes(4, "restitution"));
    let organisation = &vosreves().organisation;
    assert_eq!(organisation.completed, ["chart"]);
    // 15 employees, Latour who leads them and the learner.
    let people: usize = chart(&organisation.chart)
        .iter()
        .filter(|post| !post.label.starts_with("Équipe"))
        .map(|post| {
            let first = post.label.split(' ').next().unwrap();
            first.parse().unwrap_or(1)
        })
        .sum();
    assert_eq!(people, 15 + 2);
}

#[test]
fn departures_from_the_guide_are_written_down() {
    let notes = |number: usize, rank: usize| plain(&situation(number).missions[rank - 1].notes);
    for (number, rank, words) in [
        (1, 1, "Mobiliser les outils de gestion de projet"),
        (1, 2, "les cellules de cette ligne sont décalées"),
        (2, 3, "Participer à la mise en place en place"),
        (2, 4, "Participer à la mise en place en place"),
        (4, 1, "Communiquer dans cadre d'un projet"),
        (
            5,
            1,
            "Soutenir les utilisateurs dans les usages d'applications et services",
        ),
        (5, 3, "C1.3 - Collaboration en mode projet"),
    ] {
        let notes = notes(number, rank);
        assert!(notes.contains(words), "{number}.{rank}: {notes}");
    }
}

#[test]
fn an_unknown_code_is_named_with_its_line() {
    let (name, source) = SITUATIONS[1];
    let broken = source.replacen("\"C2.1.2\"", "\"C2.1.9\"", 1);
    let line = 1 + broken
        .lines()
        .position(|line| line.contains("C2.1.9"))
        .unwrap();
    let problems = shipped::read(&broken, name, curriculum::shipped()).unwrap_err();
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [format!(
            "{name}, ligne {line}\u{a0}: La compétence «\u{202f}C2.1.9\u{202f}» de la mission 2 n’existe pas dans SNO."
        )]
    );
    let broken = source.replacen("[\"C2.1-S3\"", "[\"C2.1-S99\"", 1);
    let problems = shipped::read(&broken, name, curriculum::shipped()).unwrap_err();
    assert!(problems[0].message.contains("C2.1-S99"), "{problems:?}");
}

#[test]
fn a_file_that_is_none_is_said_with_its_line() {
    for (source, words) in [
        (
            "curriculum = \"SNO\"\n[situation]\ncontexte = \"x\"\n",
            "ligne 3",
        ),
        ("curriculum = \"SNO\"\n\n[situation\n", "ligne 3"),
        ("curriculum = \"XYZ\"\n[situation]\n", "XYZ"),
        (
            "curriculum = \"SNO\"\n[situation]\n[[missions]]\ntitle = \"A\"\nproductions = [\"p\"]\n[[missions]]\n",
            "ligne 6\u{a0}: Il manque le titre de la mission 2",
        ),
    ] {
        let problems = shipped::read(source, "essai.toml", curriculum::shipped()).unwrap_err();
        assert!(problems[0].to_string().contains(words), "{problems:?}");
    }
    assert_eq!(SituationContent::default().staging, []);
}
