//! Each way of not being TOML is explained in French at its line.

use crate::small::{one, problems_of};

#[test]
fn a_text_without_its_quotes() {
    one(
        "title = \"Bloc\"",
        "title = \"Bloc",
        "33:14 Ce texte n’est pas fermé, ou contient un caractère interdit. Un texte s’écrit entre guillemets droits (\"), sur une seule ligne ; un texte de plusieurs lignes s’écrit entre \"\"\" et \"\"\". Dans un texte, préférez les guillemets français ; la barre \\ s’écrit \\\\.",
    );
    one(
        "title = \"Bloc\"",
        "title = Bloc",
        "33:9 Cette valeur n’est ni un texte entre guillemets, ni un nombre, ni une date. Un texte s’écrit entre guillemets droits (\"), sur une seule ligne ; un texte de plusieurs lignes s’écrit entre \"\"\" et \"\"\".",
    );
}

#[test]
fn a_field_without_value() {
    one(
        "title = \"Bloc\"",
        "title =",
        "33:8 Ce champ n’a pas de valeur. Écrivez le nom du champ, le signe = puis la valeur, par exemple title = \"Mon diplôme\".",
    );
    one(
        "title = \"Bloc\"",
        "title",
        "33:6 Ce champ n’a pas de valeur. Écrivez le nom du champ, le signe = puis la valeur, par exemple title = \"Mon diplôme\".",
    );
}

#[test]
fn a_field_with_an_odd_name() {
    one(
        "title = \"Bloc\"",
        "titre du bloc = \"Bloc\"",
        "33:7 Ce nom de champ contient un caractère interdit. Un nom de champ n’a ni espace, ni accent : copiez-le du fichier sno.toml.",
    );
    one(
        "title = \"Bloc\"",
        "intitulé = \"Bloc\"",
        "33:8 Ce nom de champ contient un caractère interdit. Un nom de champ n’a ni espace, ni accent : copiez-le du fichier sno.toml.",
    );
}

#[test]
fn a_field_written_twice() {
    one(
        "title = \"Bloc\"",
        "title = \"Bloc\"\ntitle = \"Bloc\"",
        "33:15 Il manque une virgule, un crochet ] ou une accolade } à la fin de cette ligne. Terminez la liste ouverte par [ par un crochet ], l’élément ouvert par { par une accolade }.",
    );
}

#[test]
fn something_too_much_on_the_line() {
    one(
        "title = \"Bloc\"",
        "title = \"Bloc\" bis",
        "33:16 Il y a quelque chose en trop sur cette ligne. Écrivez un seul champ par ligne, et les textes entre guillemets droits (\").",
    );
    one(
        "title = \"Bloc\"",
        "title = \"Bloc \\d\"",
        "33:16 Ce texte n’est pas fermé, ou contient un caractère interdit. Un texte s’écrit entre guillemets droits (\"), sur une seule ligne ; un texte de plusieurs lignes s’écrit entre \"\"\" et \"\"\". Dans un texte, préférez les guillemets français ; la barre \\ s’écrit \\\\.",
    );
    one(
        "title = \"Bloc\"",
        "title = \"Bloc \"métier\"\"",
        "33:16 Il y a quelque chose en trop sur cette ligne. Écrivez un seul champ par ligne, et les textes entre guillemets droits (\").",
    );
}

#[test]
fn a_value_of_no_known_kind() {
    one(
        "title = \"Bloc\"",
        "title = “Bloc”",
        "33:9 Cette valeur n’est ni un texte entre guillemets, ni un nombre, ni une date. Un texte s’écrit entre guillemets droits (\"), sur une seule ligne ; un texte de plusieurs lignes s’écrit entre \"\"\" et \"\"\".",
    );
    one(
        "number = 1",
        "number = un",
        "31:10 Cette valeur n’est ni un texte entre guillemets, ni un nombre, ni une date. Un texte s’écrit entre guillemets droits (\"), sur une seule ligne ; un texte de plusieurs lignes s’écrit entre \"\"\" et \"\"\".",
    );
    one(
        "number = 1",
        "number = 01",
        "31:10 Ce nombre commence par un zéro. Retirez le zéro de tête.",
    );
}

#[test]
fn the_title_of_a_part_badly_written() {
    one(
        "[[blocks]]",
        "[[blocks]",
        "30:10 Le titre de cette partie n’est pas fermé. Écrivez-le entre doubles crochets, par exemple [[blocks]].",
    );
    one(
        "[[blocks]]",
        "[blocks]",
        "30:1 La partie « blocks » est une liste. Doublez les crochets de son titre, par exemple [[blocks]], et répétez-le pour chaque élément.",
    );
    one(
        "[blocks.pole]",
        "[blocks.pole",
        "37:13 Le titre de cette partie n’est pas fermé. Écrivez-le entre crochets, par exemple [transversal].",
    );
}

#[test]
fn a_list_or_an_element_badly_closed() {
    one(
        "tasks = [\"Tâche\"]",
        "tasks = [\"Tâche\"",
        "43:17 Il manque une virgule, un crochet ] ou une accolade } à la fin de cette ligne. Terminez la liste ouverte par [ par un crochet ], l’élément ouvert par { par une accolade }.",
    );
    one(
        "tasks = [\"Tâche\"]",
        "tasks = [\"Tâche\" \"Autre\"]",
        "43:18 Il manque une virgule entre deux éléments. Terminez l’élément précédent par une virgule.",
    );
    one(
        "tasks = [\"Tâche\"]",
        "tasks = [\"Tâche\",, \"Autre\"]",
        "43:18 Il y a une virgule de trop. Gardez une seule virgule entre deux éléments.",
    );
    one(
        "tasks = [\"Tâche\"]",
        "tasks = \"Tâche\"]",
        "43:16 Il y a quelque chose en trop sur cette ligne. Écrivez un seul champ par ligne, et les textes entre guillemets droits (\").",
    );
    one(
        "unit = { code = \"U1\" }",
        "unit = { code = \"U1\" ",
        "34:21 Il manque une virgule, un crochet ] ou une accolade } à la fin de cette ligne. Terminez la liste ouverte par [ par un crochet ], l’élément ouvert par { par une accolade }.",
    );
    one(
        "unit = { code = \"U1\" }",
        "unit = { code \"U1\" }",
        "34:15 Il manque le signe = après le nom du champ. Écrivez par exemple code = \"C1.1\".",
    );
    one(
        "exam = { code = \"E1\", coefficient = 6 }",
        "exam = { code = \"E1\" coefficient = 6 }",
        "35:22 Il manque une virgule entre deux éléments. Terminez l’élément précédent par une virgule.",
    );
}

#[test]
fn a_long_text_left_open() {
    one(
        "text = \"Un métier.\"",
        "text = \"\"\"Un métier.",
        "24:8 Le texte ouvert par \"\"\" n’est pas fermé. Écrivez \"\"\" sur une ligne à la fin du texte.",
    );
}

#[test]
fn a_part_named_like_a_field() {
    one(
        "[blocks.pole]",
        "[title.pole]",
        "37:2 Cette partie complète un champ qui a déjà une valeur. Donnez à la partie un autre nom, ou retirez le champ.",
    );
}

#[test]
fn a_day_that_does_not_exist() {
    one(
        "since = 2024-09-01",
        "since = 2024-02-30",
        "14:9 Cette date n’est pas valable. Une date s’écrit année-mois-jour, sans guillemets, par exemple 2024-09-01.",
    );
}

#[test]
fn faults_of_several_lines_are_all_told() {
    let source = "code = SNO\ntitle = \"A\" \"B\"\nlevel = 4\nversion\n";
    let lines: Vec<String> = problems_of(source)
        .iter()
        .map(|p| p.split(' ').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, ["1:8", "2:13", "4:8"]);
}

#[test]
fn no_fault_is_told_in_english() {
    for source in [
        "=",
        "[",
        "a = [1,",
        "a = {",
        "a = \"\\u{d800}\"",
        "a = 1e",
        "a = 25:61:00",
        "a.b = 1\na = 2",
        "\u{0}",
    ] {
        for problem in problems_of(source) {
            let english = ["expected", "invalid", "missing", "unclosed", "found"];
            assert!(
                english.iter().all(|word| !problem.contains(word)),
                "{source}: {problem}"
            );
        }
    }
}
