//! A mission for the learner to whom it is entrusted: the story, what is
//! expected of them, what they work, and where they write.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{date_long, local_date};
use web::prose::Block;
use web::{Actor, App, AppError, AppResult, Authorised, Page, Shell};

use super::Chip;
use crate::assignments::brief::{Expected, Worked, expected, worked};
use crate::assignments::model::{Progress, Standing};
use crate::assignments::object::{Mine, Works};
use crate::assignments::store::MineRow;
use crate::assignments::story;
use crate::assignments::{paths, store};
use crate::rows::documents;

/// What to do now.
struct Next {
    title: &'static str,
    why: String,
    action: &'static str,
    href: String,
}

/// A document to save.
struct Document {
    name: String,
    about: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "assignments/pages/mission.html")]
pub struct MissionPage {
    shell: Shell,
    situation: String,
    title: String,
    chip: Chip,
    due: Option<String>,
    next: Next,
    message: Vec<Block>,
    organisation: Option<(String, Vec<Block>)>,
    role: Vec<Block>,
    context: Vec<Block>,
    purpose: Vec<Block>,
    restitution: Vec<Block>,
    expected: Expected,
    worked: Vec<Worked>,
    documents: Vec<Document>,
    dates: Vec<(&'static str, String)>,
}

/// GET /missions/{assignment}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Mine, Works>,
) -> AppResult<Page<MissionPage>> {
    let row = found.object.0;
    let (reader, school) = (app.db.reader(), actor.school);
    let story = story::read(reader, school, row.situation_id, row.mission_id)
        .await?
        .ok_or(AppError::NotFound)?;
    let adaptation = store::adaptation(reader, school, row.id, actor.account).await?;
    let standing = row.standing();
    let text = |text: &str| web::prose::parse(text, &[]);
    let organisation = story.organisation.as_ref();
    let role = organisation.map_or("", |organisation| &organisation.role);
    Ok(Page::new(MissionPage {
        shell,
        chip: super::chip(standing),
        due: standing.due(local_date(app.clock.now())),
        next: next(&row, standing),
        message: text(&row.message),
        role: text(role),
        organisation: organisation.map(|one| (one.name.clone(), text(&one.description))),
        context: text(&story.context.context),
        purpose: text(&story.context.purpose),
        restitution: text(&story.context.restitution),
        expected: expected(&story.content, adaptation.as_ref().map(|row| row.text())),
        worked: worked(&app, school, &story.situation.curriculum, &story.content).await?,
        documents: documents_of(story.documents),
        dates: dates(standing),
        situation: row.situation,
        title: row.mission,
    }))
}

fn documents_of(documents: Vec<documents::Model>) -> Vec<Document> {
    documents
        .into_iter()
        .map(|document| Document {
            href: crate::paths::document(document.id),
            name: document.name,
            about: document.about,
        })
        .collect()
}

fn dates(standing: Standing) -> Vec<(&'static str, String)> {
    let begin = standing.dates.begin_on.map(|day| ("À partir du", day));
    let due = standing.dates.due_on.map(|day| ("À rendre le", day));
    [begin, due]
        .into_iter()
        .flatten()
        .map(|(label, day)| (label, date_long(day)))
        .collect()
}

fn next(row: &MineRow, standing: Standing) -> Next {
    let written = row.report_id.zip(standing.progress);
    let Some((report, progress)) = written else {
        return Next {
            title: "Faites la mission, puis racontez-la",
            why: "Le titre, le contexte et les compétences sont déjà remplis\u{a0}: vous les vérifiez et vous écrivez.".to_owned(),
            action: "Écrire un compte rendu",
            href: paths::new_report(row.id),
        };
    };
    let (title, why, action) = match progress {
        Progress::Begun => (
            "Votre compte rendu est commencé",
            "Il est enregistré. Soumettez-le à l’équipe quand il est prêt.",
            "Continuer mon compte rendu",
        ),
        Progress::ToRevise => (
            "L’équipe vous demande de le compléter",
            "Lisez son retour, complétez votre texte, puis soumettez-le à nouveau.",
            "Reprendre mon compte rendu",
        ),
        Progress::HandedIn => (
            "Votre compte rendu est avec l’équipe",
            "Vous recevrez une notification quand elle aura répondu.",
            "Voir mon compte rendu",
        ),
        Progress::Validated => (
            "Mission accomplie",
            "Votre compte rendu est validé. Il reste dans votre dossier.",
            "Voir mon compte rendu",
        ),
    };
    Next {
        title,
        why: why.to_owned(),
        action,
        href: paths::report(report),
    }
}
