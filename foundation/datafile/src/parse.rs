//! TOML to a table with positions. What the TOML parser says in English is explained in French.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, Error};

use super::problem::{Report, quoted};

/// What the beginning of the parser's message means, and how to mend it. `{example}` stands for the
/// file of ours to compare with.
const EXPLANATIONS: &[(&str, &str, &str)] = &[
    (
        "missing comma",
        "Il manque une virgule entre deux éléments.",
        "Terminez l’élément précédent par une virgule.",
    ),
    (
        "extra comma",
        "Il y a une virgule de trop.",
        "Gardez une seule virgule entre deux éléments.",
    ),
    (
        "unclosed array table",
        "Le titre de cette partie n’est pas fermé.",
        "Écrivez-le entre doubles crochets, par exemple [[blocks]].",
    ),
    (
        "unclosed array",
        "La liste ouverte par [ n’est pas fermée.",
        "Ajoutez le crochet ] après le dernier élément.",
    ),
    (
        "unclosed inline table",
        "L’élément ouvert par { n’est pas fermé.",
        "Ajoutez l’accolade } après le dernier champ.",
    ),
    (
        "unclosed table",
        "Le titre de cette partie n’est pas fermé.",
        "Écrivez-le entre crochets, par exemple [transversal].",
    ),
    (
        "missing array opening",
        "Un crochet ] ferme une liste qui n’est pas ouverte.",
        "Ajoutez [ au début de la liste, ou retirez ].",
    ),
    (
        "missing inline table opening",
        "Une accolade } ferme un élément qui n’est pas ouvert.",
        "Ajoutez { au début de l’élément, ou retirez }.",
    ),
    ("key with no value", NO_VALUE, NO_VALUE_HINT),
    ("missing value", NO_VALUE, NO_VALUE_HINT),
    (
        "missing key",
        "Il manque le nom du champ.",
        "Écrivez le nom du champ avant le signe =, par exemple code = \"C1.1\".",
    ),
    (
        "missing assignment",
        "Il manque le signe = après le nom du champ.",
        "Écrivez par exemple code = \"C1.1\".",
    ),
    ("invalid unquoted key", BAD_NAME, BAD_NAME_HINT),
    (
        "unquoted keys cannot be empty",
        "Il manque le nom du champ.",
        "Écrivez le nom du champ avant le signe =, par exemple code = \"C1.1\".",
    ),
    (
        "extra `=`",
        "Il y a un signe = de trop.",
        "Gardez-en un seul.",
    ),
    (
        "unexpected `=`",
        "Il y a un signe = dans une liste.",
        "Un élément avec des champs s’écrit entre accolades, par exemple { code = \"C1.1-S1\", text = \"…\" }.",
    ),
    (
        "string values must be quoted",
        "Cette valeur n’est ni un texte entre guillemets, ni un nombre, ni une date.",
        TEXT_HINT,
    ),
    (
        "cannot recurse further",
        "Trop de parties sont emboîtées les unes dans les autres.",
        "Suivez le plan du fichier {example}.",
    ),
    (
        "cannot extend value",
        "Cette partie complète un champ qui a déjà une valeur.",
        "Donnez à la partie un autre nom, ou retirez le champ.",
    ),
    (
        "unexpected leading zero",
        "Ce nombre commence par un zéro.",
        "Retirez le zéro de tête.",
    ),
    (
        "unexpected",
        "Il y a quelque chose en trop sur cette ligne.",
        "Écrivez un seul champ par ligne, et les textes entre guillemets droits (\").",
    ),
];

const NO_VALUE: &str = "Ce champ n’a pas de valeur.";
const NO_VALUE_HINT: &str =
    "Écrivez le nom du champ, le signe = puis la valeur, par exemple title = \"Mon diplôme\".";
const BAD_NAME: &str = "Ce nom de champ contient un caractère interdit.";
const BAD_NAME_HINT: &str =
    "Un nom de champ n’a ni espace, ni accent\u{a0}: copiez-le du fichier {example}.";
const TEXT_HINT: &str = "Un texte s’écrit entre guillemets droits (\"), sur une seule ligne\u{a0}; \
    un texte de plusieurs lignes s’écrit entre \"\"\" et \"\"\".";

/// The table that a file holds. When the file is not TOML, each line at fault is reported once
/// and there is no table: reading what is left would only find false mistakes.
pub fn table<'s>(report: &Report<'_>, source: &'s str) -> Option<Spanned<DeTable<'s>>> {
    let (table, errors) = DeTable::parse_recoverable(source);
    if errors.is_empty() {
        return Some(table);
    }
    let mut lines = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if let Some(end) = open_before(source, &span) {
            report.add(
                &end,
                "Il manque une virgule, un crochet ] ou une accolade } à la fin de cette ligne.",
                "Terminez la liste ouverte par [ par un crochet ], l’élément ouvert par { par une accolade }.",
            );
            // Everything below was read as a part of the open list: it says nothing true.
            break;
        }
        let line = source
            .get(..span.start)
            .map(|before| before.matches('\n').count());
        if !lines.contains(&line) {
            lines.push(line);
            explain(report, source, &error, &span);
        }
    }
    None
}

/// Where something opened by `[` or `{` should have been closed: the end of the line before a
/// fault that begins a new field or a new part.
fn open_before(source: &str, fault: &Range<usize>) -> Option<Range<usize>> {
    let before = source.get(..fault.start)?;
    let rest = source.get(fault.start..)?.lines().next()?;
    if !before
        .rsplit('\n')
        .next()
        .is_some_and(|line| line.trim().is_empty())
    {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let field = rest.starts_with(is_name)
        && rest
            .trim_start_matches(is_name)
            .trim_start()
            .starts_with('=');
    let part = rest.starts_with('[') && rest.trim_end().ends_with(']') && !rest.contains('"');
    let end = before.trim_end().len();
    (end > 0 && (field || part)).then_some(end..end)
}

fn explain(report: &Report<'_>, source: &str, error: &Error, span: &Range<usize>) {
    let english = error.message();
    if english.starts_with("duplicate key") {
        let key = source.get(span.clone()).unwrap_or_default();
        return report.add(
            span,
            format!("Le champ {} est écrit deux fois au même endroit.", quoted(key.trim())),
            "Gardez-en un seul. Si c’est un nouvel élément d’une liste, ouvrez-le par son titre entre doubles crochets, par exemple [[blocks]].",
        );
    }
    let rest = source.get(span.start..).unwrap_or_default();
    let rest_of_line = rest.lines().next().unwrap_or_default();
    if english.starts_with("string values must be quoted") && rest_of_line.trim().is_empty() {
        return report.add(span, NO_VALUE, NO_VALUE_HINT);
    }
    if english.starts_with("key with no value") && rest_of_line.contains('=') {
        return report.add(span, BAD_NAME, BAD_NAME_HINT);
    }
    if rest.trim().is_empty()
        && english.contains("multi-line")
        && let Some(opening) = source.rfind("\"\"\"")
    {
        return report.add(
            &(opening..opening),
            "Le texte ouvert par \"\"\" n’est pas fermé.",
            "Écrivez \"\"\" sur une ligne à la fin du texte.",
        );
    }
    if let Some((_, message, hint)) = EXPLANATIONS
        .iter()
        .find(|(start, _, _)| english.starts_with(start))
    {
        return report.add(span, *message, *hint);
    }
    if english.contains("string") || english.contains("quote") || english.contains("escape") {
        return report.add(
            span,
            "Ce texte n’est pas fermé, ou contient un caractère interdit.",
            format!("{TEXT_HINT} Dans un texte, préférez les guillemets français\u{a0}; la barre \\ s’écrit \\\\."),
        );
    }
    if english.contains("date") || english.contains("time") {
        return report.add(
            span,
            "Cette date n’est pas valable.",
            "Une date s’écrit année-mois-jour, sans guillemets, par exemple 2024-09-01.",
        );
    }
    if english.contains("number") || english.contains("digit") || english.contains("zero") {
        return report.add(
            span,
            "Ce nombre n’est pas valable.",
            "Écrivez un nombre entier, par exemple 6\u{a0}; un texte se met entre guillemets droits (\").",
        );
    }
    report.add(
        span,
        "Cette ligne n’est pas écrite comme le format TOML le demande.",
        "Comparez-la avec le fichier {example}\u{a0}: champ = \"texte\", [partie] ou [[élément de liste]].",
    );
}
