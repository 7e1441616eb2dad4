//! Files of Pix Orga, whole and broken.

use super::*;

fn table(text: &str) -> Table {
    let mut rows = text.lines().zip(1..).map(|(line, number)| TableRow {
        line: number,
        cells: line
            .split(';')
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect(),
    });
    let headers = rows.next().expect("headers").cells;
    Table {
        headers,
        rows: rows.collect(),
    }
}

const PROFILE: &str = "\"Nom de l'organisation\";\"ID Campagne\";\"Code\";\"Nom de la campagne\";\"Nom du Participant\";\"Prénom du Participant\";\"Envoi (O/N)\";\"Date et heure de l'envoi (Europe/Paris)\";\"Nombre de pix total\";\"Certifiable (O/N)\";\"Nombre de compétences certifiables\";\"Niveau pour la compétence Interagir\";\"Nombre de pix pour la compétence Interagir\";\"Niveau pour la compétence Construire un environnement numérique\";\"Nombre de pix pour la compétence Construire un environnement numérique\"
\"Lycée Vialar\";12;\"ABCDEF123\";\"'+Rentrée\";\"Ferrand\";\"Inès\";\"Oui\";\"09/03/2027 14:30\";52;\"Oui\";5;4;34;2;18
\"Lycée Vialar\";12;\"ABCDEF123\";\"'+Rentrée\";\"Martin\";\"Paul\";\"Non\";\"NA\";\"NA\";\"NA\";\"NA\";\"NA\";\"NA\";\"NA\";\"NA\"";

const ASSESSMENT: &str = "\"Nom de l'organisation\";\"ID Campagne\";\"Code\";\"Nom de la campagne\";\"Parcours\";\"Nom du Participant\";\"Prénom du Participant\";\"Classe\";\"% de progression\";\"Date et heure de début (Europe/Paris)\";\"Partage (O/N)\";\"Date et heure du partage (Europe/Paris)\";\"Palier obtenu (/3)\";\"% maitrise de l'ensemble des acquis du profil\";\"% de maitrise des acquis de la compétence Sécuriser l’environnement numérique\";\"Nombre d'acquis du profil cible dans la compétence Sécuriser l’environnement numérique\";\"Acquis maitrisés dans la compétence Sécuriser l’environnement numérique\"
\"Lycée Vialar\";13;\"XYZ\";\"Cyber\";\"Hygiène\";\"Ferrand\";\"Inès\";\"SNO\";1;\"01/03/2027 08:00\";\"Oui\";\"2027-03-09\";2;0,715;0.5;12;6";

#[test]
fn a_collection_of_profiles_gives_levels_and_pix() {
    let file = read(&table(PROFILE)).unwrap();
    assert_eq!(
        (file.kind, file.campaign.name.as_str()),
        (PixKind::Profile, "+Rentrée")
    );
    let sent = file.lines[0].sent.as_ref().unwrap();
    assert_eq!(
        kernel::date_time(sent.at),
        "9 mars 2027 à 14\u{a0}h\u{a0}30"
    );
    assert_eq!((sent.total, sent.certifiable), (Some(52), Some(true)));
    let codes: Vec<_> = sent
        .competences
        .iter()
        .map(|one| (one.code.as_str(), one.level, one.pix))
        .collect();
    assert_eq!(
        codes,
        [("2.1", Some(4), Some(34)), ("5.2", Some(2), Some(18))]
    );
    assert_eq!(
        sent.facts(),
        "52\u{a0}pix, 2\u{a0}compétences, profil certifiable"
    );
    assert_eq!(
        (&file.lines[1].sent, &file.lines[1].unreadable),
        (&None, &None)
    );
}

#[test]
fn an_assessment_gives_rates_and_a_stage() {
    let file = read(&table(ASSESSMENT)).unwrap();
    assert_eq!(
        (file.kind, file.campaign.course.as_str()),
        (PixKind::Assessment, "Hygiène")
    );
    let sent = file.lines[0].sent.as_ref().unwrap();
    assert_eq!(
        (sent.mastered, sent.stage.as_deref()),
        (Some(72), Some("2 sur 3"))
    );
    assert_eq!(sent.competences[0].code, "4.1");
    assert_eq!(sent.competences[0].mastered, Some(50));
}

fn refused(text: &str) -> String {
    read(&table(text)).unwrap_err().to_string()
}

#[test]
fn what_is_no_export_of_pix_says_so() {
    assert!(
        refused("Nom;Prénom\nFerrand;Inès").contains("n’est pas un export de résultats de Pix")
    );
    let without = |header: &str| PROFILE.replace(header, "Autre chose");
    let said = refused(&without("Prénom du Participant"));
    assert!(
        said.contains("la colonne «\u{202f}Prénom du Participant\u{202f}»"),
        "{said}"
    );
    let said =
        refused(&without("Date et heure de l'envoi (Europe/Paris)").replace("ID Campagne", "Id"));
    assert!(
        said.contains("les colonnes") && said.contains("Date et heure de l’envoi"),
        "{said}"
    );
    let none = PROFILE
        .replace("Interagir", "Jongler")
        .replace("Construire un environnement", "Rêver un monde");
    assert!(refused(&none).contains("Aucune colonne"));
}

#[test]
fn two_campaigns_in_one_file_are_told_apart_with_the_line() {
    let mixed = PROFILE.replace(
        "12;\"ABCDEF123\";\"'+Rentrée\";\"Martin\"",
        "99;\"ZZZ\";\"Printemps\";\"Martin\"",
    );
    let said = refused(&mixed);
    assert!(
        said.contains("«\u{202f}+Rentrée\u{202f}» et «\u{202f}Printemps\u{202f}» (ligne\u{a0}3)"),
        "{said}"
    );
}

#[test]
fn a_value_that_pix_never_writes_is_named_and_the_others_are_read() {
    for (from, to, said) in [
        ("5;4;34", "5;quatre;34", "quatre"),
        ("5;4;34", "5;9;34", "9"),
        ("09/03/2027 14:30", "hier", "hier"),
        ("52;\"Oui\"", "-3;\"Oui\"", "-3"),
    ] {
        let file = read(&table(&PROFILE.replace(from, to))).unwrap();
        let (reason, advice) = file.lines[0].unreadable.clone().unwrap();
        assert!(reason.contains(said) && !advice.is_empty(), "{reason}");
        assert_eq!(file.lines.len(), 2);
    }
}
