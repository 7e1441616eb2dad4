//! Each kind of mistake, in a small valid file, is explained at its line.

use curriculum::check;

use crate::small::{VALID, one, problems_of, several};

#[test]
fn the_valid_file_is_valid() {
    let curriculum = check(VALID, "essai.toml").expect("valid");
    assert_eq!(
        curriculum
            .target("C1.1.1")
            .map(|t| t.title().to_owned())
            .as_deref(),
        Some("Détaillée")
    );
    assert!(
        check(
            &format!("\u{feff}{}", VALID.replace('\n', "\r\n")),
            "windows.toml"
        )
        .is_ok()
    );
}

#[test]
fn a_problem_reads_as_a_sentence_with_its_file_and_line() {
    let problems =
        check(&VALID.replace("title = \"Bloc\"\n", ""), "essai.toml").expect_err("broken");
    assert_eq!(
        problems[0].to_string(),
        "essai.toml, ligne 30\u{a0}: Il manque le champ «\u{202f}title\u{202f}» dans le bloc 1. \
         Ajoutez une ligne, par exemple title = \"…\"."
    );
}

#[test]
fn all_problems_are_told_from_top_to_bottom() {
    let source = VALID
        .replace("level = 4", "level = 40")
        .replace("crcn = [\"1.1\"]", "crcn = [\"9.9\", \"1.1\", \"1.1\"]")
        .replace("covers = \"Tout\"", "covers = \" \"");
    let lines: Vec<_> = problems_of(&source)
        .iter()
        .map(|p| p.split(' ').next().map(str::to_owned))
        .collect();
    let expected = ["4:9", "20:10", "53:9", "53:23"].map(|place| Some(place.to_owned()));
    assert_eq!(lines, expected);
}

#[test]
fn an_empty_file_lacks_everything() {
    let problems = problems_of("");
    assert_eq!(problems.len(), 7);
    assert!(problems.contains(&"1:1 Le référentiel n’a pas de bloc. Ajoutez une partie [[blocks]] par bloc de compétences.".to_owned()));
}

#[test]
fn a_missing_field() {
    one(
        "title = \"Bloc\"\n",
        "",
        "30:1 Il manque le champ « title » dans le bloc 1. Ajoutez une ligne, par exemple title = \"…\".",
    );
}

#[test]
fn an_unknown_field() {
    several(
        "title = \"Bloc\"",
        "titel = \"Bloc\"",
        &[
            "30:1 Il manque le champ « title » dans le bloc 1. Ajoutez une ligne, par exemple title = \"…\".",
            "33:1 Le champ « titel » n’existe pas dans le bloc 1. Vouliez-vous écrire « title » ?",
        ],
    );
    one(
        "label = \"Court\"",
        "label = \"Court\"\ncouleur = \"bleu\"",
        "52:1 Le champ « couleur » n’existe pas dans la compétence C1.1. Champs possibles : code, label, title, context, crcn, detailed, knowledge, results_intro, results, criteria, resources.",
    );
}

#[test]
fn an_empty_text() {
    one(
        "title = \"Bloc\"",
        "title = \"  \"",
        "33:9 Le champ « title » est vide dans le bloc 1. Écrivez le texte entre les guillemets, ou retirez la ligne si elle est facultative.",
    );
}

#[test]
fn a_value_of_the_wrong_kind() {
    one(
        "title = \"Bloc\"",
        "title = 3",
        "33:9 Le champ « title » doit être un texte, mais c’est un nombre. Écrivez par exemple title = \"…\".",
    );
    one(
        "tasks = [\"Tâche\"]",
        "tasks = \"Tâche\"",
        "43:9 Le champ « tasks » doit être une liste, mais c’est un texte. Écrivez par exemple tasks = [\"…\", \"…\"].",
    );
    one(
        "tasks = [\"Tâche\"]",
        "tasks = [\"Tâche\", 3]",
        "43:19 Le champ « tasks » doit être une liste de textes, mais c’est un nombre. Écrivez par exemple tasks = [\"…\", \"…\"].",
    );
}

#[test]
fn an_empty_list() {
    one(
        "tasks = [\"Tâche\"]",
        "tasks = []",
        "40:1 L’activité 1.1 n’a pas de tâche. Ajoutez par exemple tasks = [\"…\", \"…\"].",
    );
}

#[test]
fn a_part_of_the_wrong_kind() {
    one(
        "unit = { code = \"U1\" }",
        "unit = \"U1\"",
        "34:8 Le champ « unit » doit être une partie avec des champs, mais c’est un texte. Écrivez par exemple unit = { … }.",
    );
    one(
        "detailed = [{ code = \"C1.1.1\", title = \"Détaillée\" }]",
        "detailed = [\"C1.1.1\"]",
        "54:13 Le champ « detailed » doit être une liste d’éléments entre accolades, mais c’est un texte. Écrivez par exemple detailed = [{ … }, { … }].",
    );
}

#[test]
fn a_number_of_the_wrong_kind_or_size() {
    one(
        "level = 4",
        "level = \"4\"",
        "4:9 Le champ « level » doit être un nombre entier, mais c’est un texte. Écrivez par exemple level = 1.",
    );
    one(
        "level = 4",
        "level = 9",
        "4:9 Le champ « level » doit être un nombre entier de 1 à 8. Écrivez par exemple level = 1.",
    );
    one(
        "coefficient = 6",
        "coefficient = 0",
        "35:37 Le champ « coefficient » doit être un nombre entier de 1 à 99. Écrivez par exemple coefficient = 1.",
    );
}

#[test]
fn a_block_out_of_order() {
    one(
        "number = 1",
        "number = 2",
        "31:10 Le bloc en position 1 porte le numéro 2. Les blocs se suivent dans l’ordre : écrivez number = 1, ou déplacez le bloc.",
    );
}

#[test]
fn a_code_already_taken() {
    several(
        "\"C1.1.1\"",
        "\"C1.1\"",
        &[
            "54:22 Le code « C1.1 » est déjà pris à la ligne 50. Chaque code est unique dans le fichier : changez l’un des deux.",
            "54:22 Le code « C1.1 » ne correspond pas à la compétence C1.1. À cet endroit, le code commence par « C1.1. » : par exemple C1.1.1.",
        ],
    );
}

#[test]
fn a_code_that_does_not_match_its_parent() {
    one(
        "\"C1.1.1\"",
        "\"C1.2.1\"",
        "54:22 Le code « C1.2.1 » ne correspond pas à la compétence C1.1. À cet endroit, le code commence par « C1.1. » : par exemple C1.1.1.",
    );
    several(
        "code = \"C1.1\"\n",
        "code = \"C2.1\"\n",
        &[
            "50:8 Le code « C2.1 » ne correspond pas au bloc 1. À cet endroit, le code commence par « C1. » : par exemple C1.1.",
            "54:22 Le code « C1.1.1 » ne correspond pas à la compétence C2.1. À cet endroit, le code commence par « C2.1. » : par exemple C2.1.1.",
            "55:23 Le code « C1.1-S1 » ne correspond pas à la compétence C2.1. À cet endroit, le code commence par « C2.1-S » : par exemple C2.1-S1.",
            "56:21 Le code « C1.1-R1 » ne correspond pas à la compétence C2.1. À cet endroit, le code commence par « C2.1-R » : par exemple C2.1-R1.",
            "57:22 Le code « C1.1-K1 » ne correspond pas à la compétence C2.1. À cet endroit, le code commence par « C2.1-K » : par exemple C2.1-K1.",
        ],
    );
    one(
        "\"C1.1-K1\"",
        "\"C1.1-R2\"",
        "57:22 Le code « C1.1-R2 » ne correspond pas à la compétence C1.1. À cet endroit, le code commence par « C1.1-K » : par exemple C1.1-K1.",
    );
    one(
        "code = \"1.1\"",
        "code = \"2.1\"",
        "41:8 Le code « 2.1 » ne correspond pas au pôle 1. À cet endroit, le code commence par « 1. » : par exemple 1.1.",
    );
}

#[test]
fn a_code_of_the_diploma_that_no_address_would_find() {
    one(
        "code = \"TEST\"",
        "code = \"Test\"",
        "1:8 Le code « Test » n’est pas en capitales. Écrivez code = \"TEST\".",
    );
    one(
        "code = \"TEST\"",
        "code = \"CRCN\"",
        "1:8 Le code « CRCN » est celui d’une page de Jalon. Choisissez un autre code, par exemple code = \"CRCN-2\".",
    );
}

#[test]
fn a_code_with_odd_characters() {
    one(
        "code = \"TEST\"",
        "code = \"..\"",
        "1:8 Le code « .. » n’est pas valable. Un code a au plus 24 caractères : lettres sans accent, chiffres, point, tiret. Il commence par une lettre ou un chiffre.",
    );
    one(
        "code = \"TEST\"",
        "code = \"TEST École\"",
        "1:8 Le code « TEST École » n’est pas valable. Un code a au plus 24 caractères : lettres sans accent, chiffres, point, tiret. Il commence par une lettre ou un chiffre.",
    );
}

#[test]
fn a_competence_without_detailed_competence_result_or_criterion() {
    one(
        "detailed = [{ code = \"C1.1.1\", title = \"Détaillée\" }]\n",
        "",
        "49:1 La compétence C1.1 n’a pas de compétence détaillée. Ajoutez par exemple detailed = [{ code = \"C1.1.1\", title = \"…\" }].",
    );
    one(
        "results = [{ code = \"C1.1-R1\", text = \"résultat\" }]",
        "results = []",
        "49:1 La compétence C1.1 n’a pas de résultat attendu. Ajoutez par exemple results = [{ code = \"C1.1-R1\", text = \"…\" }].",
    );
    one(
        "criteria = [{ code = \"C1.1-K1\", text = \"Critère\" }]",
        "",
        "49:1 La compétence C1.1 n’a pas de critère d’évaluation. Ajoutez par exemple criteria = [{ code = \"C1.1-K1\", text = \"…\" }].",
    );
}

#[test]
fn a_block_without_exam_or_unit() {
    one(
        "exam = { code = \"E1\", coefficient = 6 }\n",
        "",
        "30:1 Le bloc 1 n’a pas d’épreuve. Ajoutez par exemple exam = { code = \"E1\", coefficient = 6 }.",
    );
    one(
        "unit = { code = \"U1\" }\n",
        "",
        "30:1 Le bloc 1 n’a pas d’unité. Ajoutez par exemple unit = { code = \"U1\" }.",
    );
}

#[test]
fn a_crcn_code_that_does_not_exist_or_is_repeated() {
    one(
        "crcn = [\"1.1\"]",
        "crcn = [\"1.4\"]",
        "53:9 La compétence numérique « 1.4 » n’existe pas dans le CRCN. Codes possibles : 1.1, 1.2, 1.3, 2.1, 2.2, 2.3, 2.4, 3.1, 3.2, 3.3, 3.4, 4.1, 4.2, 4.3, 5.1, 5.2.",
    );
    one(
        "crcn = [\"1.1\"]",
        "crcn = [\"1.1\", \"1.1\"]",
        "53:16 La compétence numérique « 1.1 » est citée deux fois. Gardez-en une seule.",
    );
}

#[test]
fn dates_of_names_that_do_not_follow_one_another() {
    one(
        "since = 2024-09-01\n",
        "since = 2024-09-01\nuntil = 2023-08-31\n",
        "15:9 Dans l’appellation 2, la fin est avant le début. Vérifiez since et until : until est le dernier jour inclus.",
    );
    one(
        "since = 2024-09-01",
        "since = 2024-08-31",
        "14:9 L’appellation 2 commence avant la fin de la précédente. Rangez les appellations de la plus ancienne à la plus récente, sans chevauchement.",
    );
    one(
        "since = 2024-09-01\n",
        "",
        "11:1 On ne sait pas depuis quand vaut l’appellation 2. Ajoutez sa date de début, par exemple since = 2024-09-01.",
    );
    one(
        "until = 2024-08-31\n",
        "",
        "6:1 On ne sait pas jusqu’à quand vaut l’appellation 1, alors qu’une autre la suit. Ajoutez son dernier jour, par exemple until = 2024-08-31.",
    );
}

#[test]
fn a_date_written_otherwise() {
    one(
        "since = 2024-09-01",
        "since = \"2024-09-01\"",
        "14:9 Le champ « since » doit être une date. Écrivez année-mois-jour, sans guillemets ni heure, par exemple since = 2024-09-01.",
    );
    one(
        "since = 2024-09-01",
        "since = 2024-09-01T08:00:00",
        "14:9 Le champ « since » doit être une date. Écrivez année-mois-jour, sans guillemets ni heure, par exemple since = 2024-09-01.",
    );
}

#[test]
fn a_mef_code_or_an_address_that_is_none() {
    one(
        "2583260111",
        "258326",
        "15:7 Le code MEF « 258326 » n’est pas valable. Un code MEF a 10 chiffres, ou 11 dans SIECLE.",
    );
    one(
        "https://example.org",
        "example.org",
        "19:7 « example.org » n’est pas une adresse Web. Une adresse Web commence par https://.",
    );
}

#[test]
fn a_section_or_a_list_without_content() {
    one(
        "text = \"Un métier.\"\n",
        "",
        "22:1 La section « Préambule » n’a pas de texte. Ajoutez un champ text, ou des sous-sections.",
    );
    one(
        "competences = [{ code = \"CT1\", title = \"se repérer\" }]\n",
        "",
        "26:1 La partie [transversal] n’a pas de compétence. Ajoutez-en, par exemple competences = [{ code = \"CT1\", title = \"…\" }], ou retirez la partie.",
    );
}

#[test]
fn a_label_too_long_for_a_column() {
    one(
        "label = \"Court\"",
        "label = \"Un libellé beaucoup trop long pour une colonne\"",
        "51:9 Le libellé court « Un libellé beaucoup trop long pour une colonne » est trop long. Il tient dans l’en-tête d’une colonne : 30 caractères au plus.",
    );
}
