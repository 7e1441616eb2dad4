//! A file checked and turned into an [`Instrument`], or every mistake explained
//! with its line.

use std::collections::BTreeSet;

use datafile::{Fields, Problem, Spanned, optional, or_empty, quoted, sentence_start, values};

use super::model::{Field, Instrument, Item, Link, Part, Scope, Statement, statement_code};

/// Longest short name: it stands around a graph.
const LABEL_MAX: usize = 30;
/// Most steps of a field.
const STEPS_MAX: usize = 9;

/// Reads and checks the file of an instrument.
///
/// `file_name` is only what the problems call the file.
///
/// # Errors
/// All the problems of the file, in the order of its lines.
pub fn check(source: &str, file_name: &str) -> Result<Instrument, Vec<Problem>> {
    datafile::check(source, file_name, "numea.toml", "l’instrument", instrument)
}

fn instrument(mut fields: Fields<'_>) -> Instrument {
    let code = or_empty(fields.code());
    let title = or_empty(fields.text("title"));
    let edition = optional(fields.optional_text("edition"));
    let source = or_empty(fields.text("source"));
    let url = optional(fields.web_address("url"));
    let scope = scope(&mut fields);
    let scale = optional(fields.optional_text("scale"));
    let links = links(&mut fields);
    fields.require(
        "parts",
        "de partie",
        "Ajoutez une partie [[parts]] avec ses champs [[parts.fields]].",
    );
    let keys: BTreeSet<&str> = links.iter().map(|link| link.key.as_str()).collect();
    let parts = fields
        .parts("parts", |rank| format!("la partie {rank}"))
        .into_iter()
        .map(|part| self::part(part, &keys))
        .collect();
    fields.finish();
    Instrument {
        code,
        title,
        edition,
        source,
        url,
        scope,
        scale,
        parts,
        links,
    }
}

fn scope(fields: &mut Fields<'_>) -> Scope {
    let Some(word) = fields.text("scope") else {
        return Scope::School;
    };
    word.get_ref().parse().unwrap_or_else(|_| {
        fields.problem(
            &word.span(),
            format!("{} ne dit pas qui se positionne.", quoted(word.get_ref())),
            "Écrivez scope = \"school\" (l’établissement) ou scope = \"person\" (une personne).",
        );
        Scope::School
    })
}

fn links(fields: &mut Fields<'_>) -> Vec<Link> {
    let mut keys = BTreeSet::new();
    let parts = fields.parts("links", |rank| format!("le lien {rank}"));
    parts
        .into_iter()
        .map(|mut fields| {
            let key = fields.text("key");
            let title = fields.text("title");
            fields.require(
                "url",
                "d’adresse",
                "Ajoutez une ligne, par exemple url = \"https://…\".",
            );
            let url = fields.web_address("url");
            if let Some(key) = &key
                && !keys.insert(key.get_ref().clone())
            {
                fields.problem(
                    &key.span(),
                    format!("Le lien {} est écrit deux fois.", quoted(key.get_ref())),
                    "Donnez une autre clé à l’un des deux.",
                );
            }
            fields.finish();
            Link {
                key: or_empty(key),
                title: or_empty(title),
                url: or_empty(url),
            }
        })
        .collect()
}

fn part(mut fields: Fields<'_>, keys: &BTreeSet<&str>) -> Part {
    let code = or_empty(fields.code());
    let title = or_empty(fields.text("title"));
    fields.require(
        "fields",
        "de champ",
        "Ajoutez une partie [[parts.fields]] par champ d’action.",
    );
    let part = fields.part.clone();
    let parts = fields.parts("fields", |rank| format!("le champ {rank} de {part}"));
    let list = parts
        .into_iter()
        .enumerate()
        .map(|(at, one)| field(one, &code, at + 1, keys))
        .collect();
    fields.finish();
    Part {
        code,
        title,
        fields: list,
    }
}

fn field(mut fields: Fields<'_>, parent: &str, rank: usize, keys: &BTreeSet<&str>) -> Field {
    let code = fields.code();
    if let Some(code) = &code {
        // `1.1` below `1`, `M1` below `M`: the code of the part comes first.
        let expected = format!("{parent}.{rank}");
        let part = format!("à la partie {}", quoted(parent));
        fields.code_begins_with(code, parent, &part, &expected);
        fields.part = format!("le champ {}", code.get_ref());
    }
    let code = or_empty(code);
    let title = or_empty(fields.text("title"));
    let label = label(&mut fields);
    let objective = or_empty(fields.text("objective"));
    fields.require(
        "headings",
        "d’étape",
        "Ajoutez headings = [\"…\", \"…\", \"…\"]\u{a0}: une phrase par étape.",
    );
    let headings = values(fields.texts("headings"));
    if headings.len() > STEPS_MAX {
        fields.problem(
            &fields.span(),
            format!(
                "{} a plus de {STEPS_MAX} étapes.",
                sentence_start(&fields.part)
            ),
            "Gardez les étapes qui disent une progression.",
        );
    }
    fields.require(
        "items",
        "d’item",
        "Ajoutez une partie [[parts.fields.items]] par item.",
    );
    let of = fields.part.clone();
    let parts = fields.parts("items", |rank| format!("l’item {rank} dans {of}"));
    let items = parts
        .into_iter()
        .enumerate()
        .map(|(at, one)| item(one, &code, at + 1, headings.len(), keys))
        .collect();
    fields.finish();
    Field {
        code,
        title,
        label,
        objective,
        headings,
        items,
    }
}

fn label(fields: &mut Fields<'_>) -> String {
    let label = fields.text("label");
    if let Some(label) = &label
        && label.get_ref().chars().count() > LABEL_MAX
    {
        fields.problem(
            &label.span(),
            format!(
                "Le libellé court {} est trop long pour un graphique.",
                quoted(label.get_ref())
            ),
            format!("Écrivez {LABEL_MAX} caractères au plus."),
        );
    }
    or_empty(label)
}

fn item(
    mut fields: Fields<'_>,
    field: &str,
    rank: usize,
    steps: usize,
    keys: &BTreeSet<&str>,
) -> Item {
    let code = fields.code();
    if let Some(code) = &code {
        let prefix = format!("{field}.");
        let parent = format!("au champ {field}");
        fields.code_begins_with(code, &prefix, &parent, &format!("{prefix}{rank}"));
        fields.part = format!("l’item {}", code.get_ref());
    }
    let code = or_empty(code);
    let title = or_empty(fields.text("title"));
    let label = label(&mut fields);
    let help = optional(fields.optional_text("help"));
    let links = fields.texts("links");
    for link in &links {
        known_link(&fields, link, keys);
    }
    let statements = statements(&mut fields, &code, steps);
    fields.finish();
    Item {
        code,
        title,
        label,
        help,
        links: values(links),
        statements,
        official: None,
        added: false,
        retired: false,
    }
}

fn known_link(fields: &Fields<'_>, link: &Spanned<String>, keys: &BTreeSet<&str>) {
    if !keys.contains(link.get_ref().as_str()) {
        fields.problem(
            &link.span(),
            format!("Le lien {} n’existe pas.", quoted(link.get_ref())),
            format!(
                "Ajoutez une partie [[links]] avec key = \"{}\", ou retirez-le de la liste.",
                link.get_ref()
            ),
        );
    }
}

fn statements(fields: &mut Fields<'_>, item: &str, steps: usize) -> Vec<Statement> {
    fields.require(
        "steps",
        "d’énoncé",
        "Ajoutez steps = [\"…\", \"…\", \"…\"]\u{a0}: un énoncé par étape.",
    );
    let texts = fields.texts("steps");
    if !texts.is_empty() && texts.len() != steps {
        fields.problem(
            &texts[0].span(),
            format!(
                "{} n’a pas autant d’énoncés ({}) que son champ a d’étapes ({steps}).",
                sentence_start(&fields.part),
                texts.len()
            ),
            "Écrivez un énoncé par étape, dans l’ordre.",
        );
    }
    let numbered = (1..).zip(values(texts));
    numbered
        .map(|(step, text)| Statement {
            code: statement_code(item, step),
            step,
            text,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
code = "petit"
title = "Petit"
source = "Nous"
scope = "school"

[[links]]
key = "a"
title = "Une page"
url = "https://example.org"

[[parts]]
code = "1"
title = "Partie"

[[parts.fields]]
code = "1.1"
title = "Champ"
label = "Champ"
objective = "faire."
headings = ["Un.", "Deux."]

[[parts.fields.items]]
code = "1.1.1"
title = "Item"
label = "Item"
links = ["a"]
steps = ["Premier.", "Second."]
"#;

    fn problems(text: &str) -> Vec<String> {
        let Err(problems) = check(text, "petit.toml") else {
            return Vec::new();
        };
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_small_file_is_read() {
        let read = check(SMALL, "petit.toml").unwrap();
        assert_eq!(read.statements().count(), 2);
        assert_eq!(read.item("1.1.1").unwrap().statements[1].code, "1.1.1-2");
    }

    #[test]
    fn a_code_written_twice_is_named_with_its_lines() {
        let twice = format!(
            "{SMALL}\n[[parts.fields.items]]\ncode = \"1.1.1\"\ntitle = \"Autre\"\nlabel = \"Autre\"\nsteps = [\"A.\", \"B.\"]\n"
        );
        assert_eq!(
            problems(&twice),
            [
                "petit.toml, ligne 31\u{a0}: Le code «\u{202f}1.1.1\u{202f}» est déjà pris à la ligne 24. Chaque code est unique dans le fichier\u{a0}: changez l’un des deux."
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_once_with_what_to_do() {
        let cases = [
            (
                ("scope = \"school\"", "scope = \"lycée\""),
                "ne dit pas qui se positionne",
            ),
            (
                ("links = [\"a\"]", "links = [\"b\"]"),
                "Le lien «\u{202f}b\u{202f}» n’existe pas.",
            ),
            (
                ("https://example.org", "example.org"),
                "n’est pas une adresse Web",
            ),
            (
                (
                    "steps = [\"Premier.\", \"Second.\"]",
                    "steps = [\"Premier.\"]",
                ),
                "L’item 1.1.1 n’a pas autant d’énoncés (1) que son champ a d’étapes (2).",
            ),
            (
                ("code = \"1.1.1\"", "code = \"2.1.1\""),
                "ne correspond pas au champ 1.1",
            ),
            (
                ("label = \"Item\"", "lable = \"Item\""),
                "Il manque le champ «\u{202f}label\u{202f}»",
            ),
        ];
        for ((from, to), said) in cases {
            let found = problems(&SMALL.replace(from, to));
            assert!(
                found.iter().any(|line| line.contains(said)),
                "{said}: {found:?}"
            );
        }
    }
}
