//! What the team does with a round from its page: one step at a time, and
//! hiding a remark.

use axum::extract::State as Extract;
use axum::response::Response;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form};

use crate::peers::commands::{self, By, Step};
use crate::peers::forms::{HideForm, ReopenForm, VersionForm, last_day};
use crate::peers::model::RoundId;
use crate::peers::object::{Manages, Round};
use crate::peers::{paths, store};
use crate::report::commands::Refused;

/// POST /relectures/{round}/ouvrir
pub async fn open(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<VersionForm>,
) -> AppResult<Response> {
    step(&app, &actor, &found, form.version, Step::Open).await
}

/// POST /relectures/{round}/clore
pub async fn close(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<VersionForm>,
) -> AppResult<Response> {
    step(&app, &actor, &found, form.version, Step::Close).await
}

/// POST /relectures/{round}/remettre
pub async fn release(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<VersionForm>,
) -> AppResult<Response> {
    step(&app, &actor, &found, form.version, Step::Release).await
}

/// POST /relectures/{round}/rouvrir
pub async fn reopen(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<ReopenForm>,
) -> AppResult<Response> {
    let today = kernel::local_date(app.clock.now());
    match last_day(&form.cloture, today) {
        Ok(day) => step(&app, &actor, &found, form.version, Step::Reopen(day)).await,
        Err(sentence) => Ok(Flash::danger(sentence).to(paths::round(found.object.row.id))),
    }
}

/// POST /relectures/{round}/masquer
pub async fn hide(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<HideForm>,
) -> AppResult<Response> {
    let (id, work) = (found.object.row.id, (app.clock.clone(), By::from(&actor)));
    let reading = form.relecture.parse().map_err(|_| AppError::NotFound)?;
    let part = form.remarque.parse().map_err(|_| AppError::NotFound)?;
    let hidden = form.masquer != "non";
    let rows = store::readings_of(app.db.reader(), actor.school, id).await?;
    if !rows.iter().any(|row| row.id == reading) {
        return Err(AppError::NotFound);
    }
    let done = app.db.write(move |tx| {
        let (clock, by) = work.clone();
        async move { commands::hide(&tx, &clock, by, (id, reading), part, hidden).await }
    });
    let sentence = match hidden {
        true => "Remarque masquée. Elle est gardée, et son auteur·e voit qu’elle est masquée.",
        false => "Remarque affichée à nouveau.",
    };
    answer(id, done.await, sentence)
}

async fn step(
    app: &App,
    actor: &Actor,
    found: &Authorised<Round, Manages>,
    version: i32,
    step: Step,
) -> AppResult<Response> {
    let (id, work) = (found.object.row.id, (app.clock.clone(), By::from(actor)));
    let done = app.db.write(move |tx| {
        let (clock, by) = work.clone();
        async move { commands::step(&tx, &clock, by, id, version, step).await }
    });
    answer(id, done.await, said(step))
}

/// What is said once a step is taken.
const fn said(step: Step) -> &'static str {
    match step {
        Step::Open => "La relecture est ouverte. Les apprenant·es sont prévenu·es.",
        Step::Close => {
            "La relecture est close. Lisez ce qui a été écrit, puis remettez-le aux auteur·es."
        }
        Step::Release => "Les relectures sont remises à leurs auteur·es, qui sont prévenu·es.",
        Step::Reopen(_) => "La relecture est rouverte.",
    }
}

/// Back to the round, with what was done or why it was not.
fn answer(id: RoundId, done: Result<(), Refused>, sentence: &str) -> AppResult<Response> {
    match done {
        Ok(()) => Ok(Flash::ok(sentence).to(paths::round(id))),
        Err(Refused::Because(why)) => Ok(Flash::danger(why).to(paths::round(id))),
        Err(Refused::Db(db::DbError::Conflict)) => Ok(Flash::warn(
            "Un·e collègue a changé cette relecture entre-temps. Rien n’a été modifié\u{a0}: regardez où elle en est, puis recommencez si besoin.",
        )
        .to(paths::round(id))),
        Err(refused) => Err(refused.into()),
    }
}
