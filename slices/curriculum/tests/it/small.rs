//! A small valid file, and what the checker says once it is broken.

use curriculum::check;

/// One of everything.
pub const VALID: &str = r#"code = "TEST"
version = "1"
title = "Diplôme d’essai"
level = 4

[[names]]
kind = "Mention complémentaire"
abbreviation = "MC"
until = 2024-08-31

[[names]]
kind = "Certificat de spécialisation"
abbreviation = "CS"
since = 2024-09-01
mef = "2583260111"

[[sources]]
title = "Arrêté"
url = "https://example.org"
covers = "Tout"

[[presentation]]
title = "Préambule"
text = "Un métier."

[transversal]
intro = "Dans le bloc {bloc} :"
competences = [{ code = "CT1", title = "se repérer" }]

[[blocks]]
number = 1
code = "C1"
title = "Bloc"
unit = { code = "U1" }
exam = { code = "E1", coefficient = 6 }

[blocks.pole]
title = "Pôle"

[[blocks.pole.activities]]
code = "1.1"
title = "Activité"
tasks = ["Tâche"]

[[blocks.pole.resources]]
title = "Équipements"
items = ["Scanneur"]

[[blocks.competences]]
code = "C1.1"
label = "Court"
title = "Compétence"
crcn = ["1.1"]
detailed = [{ code = "C1.1.1", title = "Détaillée" }]
knowledge = [{ code = "C1.1-S1", text = "Savoir" }]
results = [{ code = "C1.1-R1", text = "résultat" }]
criteria = [{ code = "C1.1-K1", text = "Critère" }]
"#;

/// The problems of `source`, as « line:column message hint », with plain spaces for the eye.
pub fn problems_of(source: &str) -> Vec<String> {
    check(source, "essai.toml")
        .expect_err("the file is broken")
        .iter()
        .map(|p| {
            format!("{}:{} {} {}", p.line, p.column, p.message, p.hint)
                .replace(['\u{a0}', '\u{202f}'], " ")
        })
        .collect()
}

/// With `from` replaced by `to`, the valid file has exactly these problems.
#[track_caller]
pub fn several(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(VALID.matches(from).count(), 1, "{from} must be there once");
    assert_eq!(problems_of(&VALID.replace(from, to)), expected);
}

/// With `from` replaced by `to`, the valid file has exactly this problem.
#[track_caller]
pub fn one(from: &str, to: &str, expected: &str) {
    several(from, to, &[expected]);
}
