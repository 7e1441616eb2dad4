//! A production that a learner reads for a peer, and what they write of it.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::ScaleLevel;
use kernel::FieldErrors;
use web::forms::{SummaryLine, summary};
use web::{
    Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Protected, Shell,
};

use crate::feedback::view::ThreadView;
use crate::peers::commands::{By, Hand, write};
use crate::peers::forms::{ReadingForm, UNSURE, criterion_field};
use crate::peers::model::Part;
use crate::peers::object::{Given, Looks};
use crate::peers::paths;
use crate::peers::policy::Action;
use crate::peers::store::{self, Written, criteria};
use crate::peers::view::{self, RemarkView, WrittenView, written};
use crate::progress::view::scale_levels;
use crate::report::commands::Refused;
use crate::report::view::{BodyView, body};

/// A criterion to answer.
struct Question {
    name: String,
    text: String,
    target: Option<String>,
    chosen: String,
}

/// A remark to write.
struct Remark {
    field: Field,
    label: &'static str,
    help: String,
    required: bool,
    /// Its text, when the team hid it: it stays as it is.
    hidden: Option<String>,
}

/// The form.
struct WritingView {
    action: String,
    version: String,
    criteres: Field,
    questions: Vec<Question>,
    remarks: Vec<Remark>,
    handed_in: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/read.html")]
pub struct ReadPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    title: String,
    round: String,
    until: String,
    author: Option<String>,
    instructions: String,
    anonymous: bool,
    body: Option<BodyView>,
    threads: Vec<ThreadView>,
    writing: Option<WritingView>,
    mine: Option<WrittenView>,
    errors: Vec<SummaryLine>,
    levels: &'static [ScaleLevel],
    unsure: &'static str,
}

/// GET /dossier/relectures/{reading}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Given, Looks>,
) -> AppResult<Page<ReadPage>> {
    Ok(Page::new(
        page(&app, &actor, shell, &found.object, None).await?,
    ))
}

/// POST /dossier/relectures/{reading}
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Given, Looks>,
    Form(form): Form<ReadingForm>,
) -> AppResult<Response> {
    let given = found.object;
    let criteria = store::criteria_of(app.db.reader(), actor.school, given.round.id).await?;
    let errors = match form.read(&criteria) {
        Ok(words) => {
            let ids = (given.round.id, given.row.id);
            let work = (app.clock.clone(), By::from(&actor), words.clone());
            let done = app.db.write(move |tx| {
                let (clock, by, words) = work.clone();
                async move { write(&tx, &clock, by, ids, &words).await }
            });
            match done.await {
                Ok(()) => return Ok(done_sentence(words.hand).to(next(words.hand, &given))),
                Err(Refused::Because(sentence)) => FieldErrors::one("envoi", sentence),
                Err(Refused::Db(db::DbError::Conflict)) => FieldErrors::one("envoi", ELSEWHERE),
                Err(refused) => return Err(refused.into()),
            }
        }
        Err(errors) => errors,
    };
    let page = page(&app, &actor, shell, &given, Some((&form, &errors))).await?;
    Ok(Page::invalid(page).into_response())
}

const ELSEWHERE: &str = "Cette relecture a été enregistrée ailleurs, dans un autre onglet ou sur un autre appareil. Votre saisie est ci-dessous\u{a0}: relisez-la, puis enregistrez-la à nouveau pour la garder.";

fn done_sentence(hand: Hand) -> Flash {
    match hand {
        Hand::Keep => Flash::ok("Relecture enregistrée. Elle n’est pas encore rendue."),
        Hand::In => Flash::ok(
            "Relecture rendue, merci. Vous pouvez la reprendre tant que la date n’est pas passée.",
        ),
    }
}

fn next(hand: Hand, given: &Given) -> String {
    match hand {
        Hand::Keep => paths::reading(given.row.id),
        Hand::In => paths::MINE.to_owned(),
    }
}

/// The page, with what was typed when it was refused. The production is there
/// while the round is open, and no longer.
async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    given: &Given,
    refused: Option<(&ReadingForm, &FieldErrors)>,
) -> AppResult<ReadPage> {
    let (reader, school, round) = (app.db.reader(), actor.school, &given.round);
    let criteria = store::criteria_of(reader, school, round.id).await?;
    let all = store::written(reader, school, &[given.row.id]).await?;
    let readable = given.allows(actor, Action::Write)
        && store::is_there(reader, school, given.row.report_id).await?;
    let body = match readable {
        true => {
            let curriculum = curriculum::api::get(&app.db, round.curriculum_id)
                .await?
                .ok_or(AppError::NotFound)?;
            body(app, school, given.row.report_id, false, &curriculum).await?
        }
        false => None,
    };
    let author = match round.anonymous {
        true => None,
        false => {
            let names = people::api::names_of(&app.db, school, &[given.row.learner_id]).await?;
            names
                .get(&given.row.learner_id)
                .map(people::api::PersonName::display)
        }
    };
    // Open and gone: its author took it back or removed it.
    let writes = body.is_some();
    Ok(ReadPage {
        shell,
        trail: vec![("Entre pairs", paths::MINE)],
        title: body
            .as_ref()
            .map_or_else(|| round.title.clone(), |body| body.title.clone()),
        round: round.title.clone(),
        until: view::until(round, given.phase),
        author,
        instructions: round.instructions.clone(),
        anonymous: round.anonymous,
        writing: writes.then(|| writing(given, &criteria, &all, refused)),
        mine: (!writes).then(|| match refused {
            Some((form, _)) => typed(form),
            None => written(&given.row, String::new(), &criteria, &all, true),
        }),
        body,
        threads: Vec::new(),
        errors: refused.map_or_else(Vec::new, |(_, errors)| summary(errors)),
        levels: scale_levels(),
        unsure: UNSURE,
    })
}

fn writing(
    given: &Given,
    criteria: &[criteria::Model],
    all: &Written,
    refused: Option<(&ReadingForm, &FieldErrors)>,
) -> WritingView {
    let kept = kept(given, all);
    let none = FieldErrors::new();
    let (form, errors) = refused.unwrap_or((&kept, &none));
    WritingView {
        action: paths::reading(given.row.id),
        // A refused form comes back beside the reading as it is now.
        version: given.row.version.to_string(),
        criteres: Field::with("criteres", "", errors),
        questions: criteria
            .iter()
            .map(|criterion| Question {
                name: criterion_field(criterion.number),
                text: criterion.text.clone(),
                target: criterion.target.clone(),
                chosen: form.criterion(criterion.number).to_owned(),
            })
            .collect(),
        remarks: Part::ALL
            .iter()
            .map(|part| Remark {
                field: Field::with(part.field(), form.get(part.field()), errors),
                label: part.label(),
                help: part.help().to_owned(),
                required: *part == Part::Strength,
                hidden: all
                    .remarks
                    .iter()
                    .find(|row| row.part == part.code() && row.hidden_at.is_some())
                    .map(|row| row.text.clone()),
            })
            .collect(),
        handed_in: given.row.handed_in_at.is_some(),
    }
}

/// What was typed too late: shown, so that it is not lost.
fn typed(form: &ReadingForm) -> WrittenView {
    let remarks = Part::ALL.iter().map(|part| RemarkView {
        part: part.code(),
        label: part.label(),
        text: form.get(part.field()).to_owned(),
        hidden: false,
    });
    WrittenView {
        id: String::new(),
        by: String::new(),
        answers: Vec::new(),
        remarks: remarks
            .filter(|remark| !remark.text.trim().is_empty())
            .collect(),
    }
}

/// The form that shows what was written so far.
fn kept(given: &Given, all: &Written) -> ReadingForm {
    let levels = all.levels.iter().map(|row| {
        let value = row
            .level
            .map_or_else(|| UNSURE.to_owned(), |level| level.to_string());
        (criterion_field(row.number), value)
    });
    let remarks = all.remarks.iter().filter_map(|row| {
        let part: Part = row.part.parse().ok()?;
        Some((part.field().to_owned(), row.text.clone()))
    });
    let version = ("version".to_owned(), given.row.version.to_string());
    ReadingForm(levels.chain(remarks).chain([version]).collect())
}
