//! A file checked and turned into a [`Curriculum`], or every mistake explained.

mod blocks;

use datafile::{Fields, optional, or_empty, quoted, sentence_start};

use crate::model::{
    Curriculum, CurriculumName, Section, Source, Transversal, TransversalCompetence,
};
use blocks::blocks;

pub use datafile::Problem;

/// Reads and checks the file of a curriculum.
///
/// `file_name` is only what the problems call the file.
///
/// # Errors
/// All the problems of the file, in the order of its lines. When the file is not TOML, only
/// the faults of syntax: the rest can be checked once they are mended.
pub fn check(source: &str, file_name: &str) -> Result<Curriculum, Vec<Problem>> {
    datafile::check(source, file_name, "sno.toml", "le référentiel", curriculum)
}

fn curriculum(mut fields: Fields<'_>) -> Curriculum {
    let curriculum = Curriculum {
        code: curriculum_code(&mut fields),
        version: or_empty(fields.text("version")),
        title: or_empty(fields.text("title")),
        level: or_empty(fields.number("level", 1..=8)),
        names: names(&mut fields),
        sources: sources(&mut fields),
        presentation: fields
            .parts("presentation", |rank| {
                format!("la section {rank} de la présentation")
            })
            .into_iter()
            .map(|section_fields| section(section_fields, true))
            .collect(),
        transversal: transversal(&mut fields),
        blocks: blocks(&mut fields),
    };
    fields.finish();
    curriculum
}

/// Codes that would hide a page of ours: `/referentiels/crcn`.
const RESERVED_CODES: &[&str] = &["CRCN", "ECHELLES"];

/// The code of the diploma: in capitals, since addresses find it whatever their case.
fn curriculum_code(fields: &mut Fields<'_>) -> String {
    let Some(code) = fields.code() else {
        return String::new();
    };
    let capitals = code.get_ref().to_ascii_uppercase();
    if *code.get_ref() != capitals {
        fields.problem(
            &code.span(),
            format!("Le code {} n’est pas en capitales.", quoted(code.get_ref())),
            format!("Écrivez code = \"{capitals}\"."),
        );
    } else if RESERVED_CODES.contains(&capitals.as_str()) {
        fields.problem(
            &code.span(),
            format!(
                "Le code {} est celui d’une page de Jalon.",
                quoted(&capitals)
            ),
            format!("Choisissez un autre code, par exemple code = \"{capitals}-2\"."),
        );
    }
    code.into_inner()
}

fn names(fields: &mut Fields<'_>) -> Vec<CurriculumName> {
    fields.require(
        "names",
        "d’appellation",
        "Ajoutez une partie [[names]] avec kind = \"Certificat de spécialisation\" et abbreviation = \"CS\".",
    );
    let parts = fields.parts("names", |rank| format!("l’appellation {rank}"));
    let count = parts.len();
    let mut previous_end = None;
    parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| name(part, index == 0, index + 1 == count, &mut previous_end))
        .collect()
}

/// Names follow one another: only the first may have no known beginning, only the last no end.
fn name(
    mut fields: Fields<'_>,
    first: bool,
    last: bool,
    previous_end: &mut Option<chrono::NaiveDate>,
) -> CurriculumName {
    let kind = fields.text("kind");
    let abbreviation = fields.text("abbreviation");
    let title = fields.optional_text("title");
    let since = fields.date("since");
    let until = fields.date("until");
    let mef = fields.optional_text("mef");
    let part = fields.part.clone();

    if !first && !fields.has("since") {
        fields.problem(
            &fields.span(),
            format!("On ne sait pas depuis quand vaut {part}."),
            "Ajoutez sa date de début, par exemple since = 2024-09-01.",
        );
    }
    if !last && !fields.has("until") {
        fields.problem(
            &fields.span(),
            format!("On ne sait pas jusqu’à quand vaut {part}, alors qu’une autre la suit."),
            "Ajoutez son dernier jour, par exemple until = 2024-08-31.",
        );
    }
    if let (Some(since), Some(until)) = (&since, &until)
        && until.get_ref() < since.get_ref()
    {
        fields.problem(
            &until.span(),
            format!("Dans {part}, la fin est avant le début."),
            "Vérifiez since et until\u{a0}: until est le dernier jour inclus.",
        );
    }
    if let (Some(since), Some(end)) = (&since, *previous_end)
        && *since.get_ref() <= end
    {
        fields.problem(
            &since.span(),
            format!(
                "{} commence avant la fin de la précédente.",
                sentence_start(&part)
            ),
            "Rangez les appellations de la plus ancienne à la plus récente, sans chevauchement.",
        );
    }
    *previous_end = until
        .as_ref()
        .map(|until| *until.get_ref())
        .or(*previous_end);
    if let Some(mef) = &mef {
        let digits = mef.get_ref().bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(10..=11).contains(&mef.get_ref().len()) {
            fields.problem(
                &mef.span(),
                format!("Le code MEF {} n’est pas valable.", quoted(mef.get_ref())),
                "Un code MEF a 10 chiffres, ou 11 dans SIECLE.",
            );
        }
    }
    fields.finish();
    CurriculumName {
        kind: or_empty(kind),
        abbreviation: or_empty(abbreviation),
        title: optional(title),
        since: optional(since),
        until: optional(until),
        mef: optional(mef),
    }
}

fn sources(fields: &mut Fields<'_>) -> Vec<Source> {
    fields.require(
        "sources",
        "de source",
        "Ajoutez une partie [[sources]] qui nomme le texte officiel transcrit.",
    );
    let parts = fields.parts("sources", |rank| format!("la source {rank}"));
    parts
        .into_iter()
        .map(|mut fields| {
            let title = fields.text("title");
            let date = fields.date("date");
            let url = fields.web_address("url");
            let covers = fields.text("covers");
            fields.finish();
            Source {
                title: or_empty(title),
                date: optional(date),
                url: optional(url),
                covers: or_empty(covers),
            }
        })
        .collect()
}

fn section(mut fields: Fields<'_>, may_nest: bool) -> Section {
    let title = or_empty(fields.text("title"));
    if !title.is_empty() {
        fields.part = format!("la section {}", quoted(&title));
    }
    let text = fields.optional_text("text");
    let mut sections = Vec::new();
    if may_nest {
        if !fields.has("text") {
            fields.require(
                "sections",
                "de texte",
                "Ajoutez un champ text, ou des sous-sections.",
            );
        }
        let part = fields.part.clone();
        sections = fields
            .parts("sections", |rank| {
                format!("la sous-section {rank} dans {part}")
            })
            .into_iter()
            .map(|nested| section(nested, false))
            .collect();
    } else {
        fields.require("text", "de texte", "Ajoutez un champ text.");
    }
    fields.finish();
    Section {
        title,
        text: optional(text),
        sections,
    }
}

fn transversal(fields: &mut Fields<'_>) -> Option<Transversal> {
    let mut fields = fields.optional_part("transversal", "les compétences transversales")?;
    let intro = or_empty(fields.text("intro"));
    if !fields.has("competences") {
        fields.problem(
            &fields.span(),
            "La partie [transversal] n’a pas de compétence.",
            "Ajoutez-en, par exemple competences = [{ code = \"CT1\", title = \"…\" }], ou retirez la partie.",
        );
    }
    let competences = fields
        .parts("competences", |rank| {
            format!("la compétence transversale {rank}")
        })
        .into_iter()
        .map(|mut fields| {
            let competence = TransversalCompetence {
                code: or_empty(fields.code()),
                title: or_empty(fields.text("title")),
            };
            fields.finish();
            competence
        })
        .collect();
    fields.finish();
    Some(Transversal { intro, competences })
}
