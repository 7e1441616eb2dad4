//! The blocks of the file: pôle, unit, exam, competences and all that hangs on them.

use datafile::{Fields, optional, or_empty, quoted, values};

use crate::model::{
    Activity, Block, Competence, Criterion, DetailedCompetence, Exam, ExpectedResult, Knowledge,
    Pole, ResourceGroup, Unit,
};
use crate::shipped::digital_framework;

/// Longest label of a competence: it heads a narrow column.
const LABEL_MAX: usize = 30;

pub(crate) fn blocks(fields: &mut Fields<'_>) -> Vec<Block> {
    fields.require(
        "blocks",
        "de bloc",
        "Ajoutez une partie [[blocks]] par bloc de compétences.",
    );
    fields
        .parts("blocks", |rank| format!("le bloc {rank}"))
        .into_iter()
        .enumerate()
        .map(|(index, fields)| block(fields, index + 1))
        .collect()
}

fn block(mut fields: Fields<'_>, rank: usize) -> Block {
    let part = fields.part.clone();
    let number = fields.number("number", 1..=99);
    if let Some(number) = &number
        && usize::from(*number.get_ref()) != rank
    {
        fields.problem(
            &number.span(),
            format!("Le bloc en position {rank} porte le numéro {}.", number.get_ref()),
            format!("Les blocs se suivent dans l’ordre\u{a0}: écrivez number = {rank}, ou déplacez le bloc."),
        );
    }
    let code = or_empty(fields.code());
    let title = or_empty(fields.text("title"));
    fields.require(
        "unit",
        "d’unité",
        "Ajoutez par exemple unit = { code = \"U1\" }.",
    );
    let unit = fields
        .optional_part("unit", format!("l’unité du bloc {rank}"))
        .map(unit);
    fields.require(
        "exam",
        "d’épreuve",
        "Ajoutez par exemple exam = { code = \"E1\", coefficient = 6 }.",
    );
    let exam = fields
        .optional_part("exam", format!("l’épreuve du bloc {rank}"))
        .map(exam);
    let pole = fields
        .optional_part("pole", format!("le pôle du bloc {rank}"))
        .map(|fields| pole(fields, rank));
    fields.require(
        "competences",
        "de compétence",
        "Ajoutez une partie [[blocks.competences]] par compétence.",
    );
    let competences = fields
        .parts("competences", |place| {
            format!("la compétence {place} du bloc {rank}")
        })
        .into_iter()
        .enumerate()
        .map(|(index, fields)| competence(fields, &code, &part, index + 1))
        .collect();
    fields.finish();
    Block {
        number: or_empty(number),
        code,
        title,
        unit: unit.unwrap_or_else(|| Unit {
            code: String::new(),
            title: None,
        }),
        exam: exam.unwrap_or_else(|| Exam {
            code: String::new(),
            title: None,
            coefficient: 0,
        }),
        pole,
        competences,
    }
}

fn unit(mut fields: Fields<'_>) -> Unit {
    let unit = Unit {
        code: or_empty(fields.code()),
        title: optional(fields.optional_text("title")),
    };
    fields.finish();
    unit
}

fn exam(mut fields: Fields<'_>) -> Exam {
    let exam = Exam {
        code: or_empty(fields.code()),
        title: optional(fields.optional_text("title")),
        coefficient: or_empty(fields.number("coefficient", 1..=99)),
    };
    fields.finish();
    exam
}

fn pole(mut fields: Fields<'_>, rank: usize) -> Pole {
    fields.require(
        "activities",
        "d’activité",
        "Ajoutez une partie [[blocks.pole.activities]] par activité.",
    );
    let part = fields.part.clone();
    let pole = Pole {
        title: or_empty(fields.text("title")),
        conditions: optional(fields.optional_text("conditions")),
        autonomy: optional(fields.optional_text("autonomy")),
        activities: fields
            .parts("activities", |place| {
                format!("l’activité {place} dans {part}")
            })
            .into_iter()
            .enumerate()
            .map(|(index, fields)| activity(fields, rank, index + 1))
            .collect(),
        resources: resources(&mut fields),
    };
    fields.finish();
    pole
}

fn activity(mut fields: Fields<'_>, block: usize, rank: usize) -> Activity {
    let code = fields.code();
    if let Some(code) = &code {
        let parent = format!("au pôle {block}");
        fields.code_begins_with(
            code,
            &format!("{block}."),
            &parent,
            &format!("{block}.{rank}"),
        );
        fields.part = format!("l’activité {}", code.get_ref());
    }
    fields.require(
        "tasks",
        "de tâche",
        "Ajoutez par exemple tasks = [\"…\", \"…\"].",
    );
    let activity = Activity {
        code: or_empty(code),
        title: or_empty(fields.text("title")),
        tasks: values(fields.texts("tasks")),
        results_intro: optional(fields.optional_text("results_intro")),
        results: values(fields.texts("results")),
    };
    fields.finish();
    activity
}

fn resources(fields: &mut Fields<'_>) -> Vec<ResourceGroup> {
    let part = fields.part.clone();
    fields
        .parts("resources", |rank| {
            format!("le groupe de ressources {rank} dans {part}")
        })
        .into_iter()
        .map(|fields| resource_group(fields, true))
        .collect()
}

fn resource_group(mut fields: Fields<'_>, may_nest: bool) -> ResourceGroup {
    let part = fields.part.clone();
    let title = or_empty(fields.text("title"));
    let items = values(fields.texts("items"));
    let groups = if may_nest {
        fields
            .parts("groups", |rank| {
                format!("le sous-groupe {rank} dans {part}")
            })
            .into_iter()
            .map(|nested| resource_group(nested, false))
            .collect()
    } else {
        Vec::new()
    };
    fields.finish();
    ResourceGroup {
        title,
        items,
        groups,
    }
}

fn competence(mut fields: Fields<'_>, block_code: &str, block: &str, rank: usize) -> Competence {
    let code = fields.code();
    if let Some(code) = &code {
        // Diplomas that number their competences through all the blocks (C1 to C13) write them
        // without a point: nothing to compare with then.
        if code.get_ref().contains('.') && !block_code.is_empty() {
            let prefix = format!("{block_code}.");
            let parent = block.replacen("le ", "au ", 1);
            fields.code_begins_with(code, &prefix, &parent, &format!("{prefix}{rank}"));
        }
        fields.part = format!("la compétence {}", code.get_ref());
    }
    let own = code.as_ref().map(|code| code.get_ref().clone());
    let label = fields.text("label");
    check_label(&fields, label.as_ref());
    let title = or_empty(fields.text("title"));
    let context = optional(fields.optional_text("context"));
    let crcn = crcn(&mut fields);
    fields.require(
        "detailed",
        "de compétence détaillée",
        "Ajoutez par exemple detailed = [{ code = \"C1.1.1\", title = \"…\" }].",
    );
    let detailed = items(
        &mut fields,
        own.as_deref(),
        "detailed",
        ".",
        "la compétence détaillée",
    )
    .into_iter()
    .map(|(code, mut fields)| {
        let title = or_empty(fields.text("title"));
        let label = fields.optional_text("label");
        check_label(&fields, label.as_ref());
        fields.finish();
        DetailedCompetence {
            code,
            label: optional(label),
            title,
        }
    })
    .collect();
    let knowledge = texts(&mut fields, own.as_deref(), "knowledge", "-S", "le savoir");
    let results_intro = optional(fields.optional_text("results_intro"));
    fields.require(
        "results",
        "de résultat attendu",
        "Ajoutez par exemple results = [{ code = \"C1.1-R1\", text = \"…\" }].",
    );
    let results = texts(
        &mut fields,
        own.as_deref(),
        "results",
        "-R",
        "le résultat attendu",
    );
    fields.require(
        "criteria",
        "de critère d’évaluation",
        "Ajoutez par exemple criteria = [{ code = \"C1.1-K1\", text = \"…\" }].",
    );
    let criteria = texts(&mut fields, own.as_deref(), "criteria", "-K", "le critère");
    let resources = resources(&mut fields);
    fields.finish();
    Competence {
        code: own.unwrap_or_default(),
        label: or_empty(label),
        title,
        context,
        crcn,
        detailed,
        knowledge: knowledge
            .into_iter()
            .map(|(code, text)| Knowledge { code, text })
            .collect(),
        results_intro,
        results: results
            .into_iter()
            .map(|(code, text)| ExpectedResult { code, text })
            .collect(),
        criteria: criteria
            .into_iter()
            .map(|(code, text)| Criterion { code, text })
            .collect(),
        resources,
    }
}

fn check_label(fields: &Fields<'_>, label: Option<&toml::Spanned<String>>) {
    if let Some(label) = label
        && label.get_ref().chars().count() > LABEL_MAX
    {
        fields.problem(
            &label.span(),
            format!(
                "Le libellé court {} est trop long.",
                quoted(label.get_ref())
            ),
            format!("Il tient dans l’en-tête d’une colonne\u{a0}: {LABEL_MAX} caractères au plus."),
        );
    }
}

/// The items of a list of a competence, with their code, which begins with the one of the
/// competence followed by `mark`.
fn items<'a>(
    fields: &mut Fields<'a>,
    competence: Option<&str>,
    key: &'static str,
    mark: &str,
    kind: &str,
) -> Vec<(String, Fields<'a>)> {
    let part = fields.part.clone();
    fields
        .parts(key, |rank| format!("{kind} {rank} dans {part}"))
        .into_iter()
        .enumerate()
        .map(|(index, mut item)| {
            let code = item.code();
            if let Some(code) = &code {
                if let Some(competence) = competence {
                    let prefix = format!("{competence}{mark}");
                    let parent = format!("à la compétence {competence}");
                    let expected = format!("{prefix}{}", index + 1);
                    item.code_begins_with(code, &prefix, &parent, &expected);
                }
                item.part = format!("{kind} {}", code.get_ref());
            }
            (or_empty(code), item)
        })
        .collect()
}

/// A list of coded texts.
fn texts(
    fields: &mut Fields<'_>,
    competence: Option<&str>,
    key: &'static str,
    mark: &str,
    kind: &str,
) -> Vec<(String, String)> {
    items(fields, competence, key, mark, kind)
        .into_iter()
        .map(|(code, mut fields)| {
            let text = or_empty(fields.text("text"));
            fields.finish();
            (code, text)
        })
        .collect()
}

fn crcn(fields: &mut Fields<'_>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in fields.texts("crcn") {
        let text = code.get_ref();
        if digital_framework().competence(text).is_none() {
            let known: Vec<&str> = digital_framework()
                .competences()
                .map(|competence| competence.code.as_str())
                .collect();
            fields.problem(
                &code.span(),
                format!(
                    "La compétence numérique {} n’existe pas dans le CRCN.",
                    quoted(text)
                ),
                format!("Codes possibles\u{a0}: {}.", known.join(", ")),
            );
        } else if codes.contains(text) {
            fields.problem(
                &code.span(),
                format!(
                    "La compétence numérique {} est citée deux fois.",
                    quoted(text)
                ),
                "Gardez-en une seule.",
            );
        }
        codes.push(code.into_inner());
    }
    codes
}
