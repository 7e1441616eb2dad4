//! The reading page: a submitted report on the left, the answer on the right.
//!
//! Reading for the first time is noted, since from then on the learner cannot
//! take their copy back. A GET must not write: the queue opens a report by a
//! small POST (`…/ouvrir`) that notes it and leads here. Who comes by a link
//! sees a button that does the same; whoever answers has read as well.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::FieldErrors;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Protected, Shell};

use crate::feedback::commands::{Answered, answer};
use crate::feedback::forms::AnswerForm;
use crate::feedback::model::Decision;
use crate::paths;
use crate::policy::ReadingAction;
use crate::reading::{Answers, Reads, Submission};
use crate::report::commands::{Refused, team_reads};

mod view;

use view::{Draft, ReadingPage, Shown};

/// GET /lecture/{report}
pub async fn reading(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    submission: Authorised<Submission, Reads>,
) -> AppResult<Page<ReadingPage>> {
    let submission = submission.object;
    let shown = Shown::load(&app, &submission).await?;
    let draft = submission
        .allows(&actor, ReadingAction::Answer)
        .then(Draft::default);
    Ok(Page::new(
        shown.page(&app, &actor, shell, &submission, draft).await?,
    ))
}

/// POST /lecture/{report}/ouvrir
pub async fn open(
    Extract(app): Extract<App>,
    actor: Actor,
    submission: Authorised<Submission, Answers>,
) -> AppResult<Response> {
    let report = submission.object.row.id;
    let (clock, school, account) = (app.clock.clone(), actor.school, actor.account);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { team_reads(&tx, &clock, school, account, report).await }
        })
        .await?;
    Ok(Redirect::to(&paths::reading(report)).into_response())
}

/// POST /lecture/{report}/retour
pub async fn respond(
    app: Extract<App>,
    actor: Actor,
    shell: Shell,
    submission: Authorised<Submission, Answers>,
    form: Form<AnswerForm>,
) -> AppResult<Response> {
    send(
        &app.0,
        &actor,
        shell,
        &submission.object,
        form.0,
        Decision::Answer,
    )
    .await
}

/// POST /lecture/{report}/a-reprendre
pub async fn ask_revision(
    app: Extract<App>,
    actor: Actor,
    shell: Shell,
    submission: Authorised<Submission, Answers>,
    form: Form<AnswerForm>,
) -> AppResult<Response> {
    send(
        &app.0,
        &actor,
        shell,
        &submission.object,
        form.0,
        Decision::Revise,
    )
    .await
}

/// POST /lecture/{report}/valider
pub async fn validate(
    app: Extract<App>,
    actor: Actor,
    shell: Shell,
    submission: Authorised<Submission, Answers>,
    form: Form<AnswerForm>,
) -> AppResult<Response> {
    send(
        &app.0,
        &actor,
        shell,
        &submission.object,
        form.0,
        Decision::Validate,
    )
    .await
}

/// Sends the answer, or shows the same page with what is wrong.
async fn send(
    app: &App,
    actor: &Actor,
    shell: Shell,
    submission: &Submission,
    form: AnswerForm,
    decision: Decision,
) -> AppResult<Response> {
    let shown = Shown::load(app, submission).await?;
    let refused = match form.read(decision, &shown.target_codes()) {
        Err(errors) => errors,
        Ok(read) => {
            let answered = Answered {
                report: submission.row.id,
                title: shown.title().to_owned(),
                course: submission.course,
            };
            let (clock, author) = (app.clock.clone(), actor.account);
            let sent = app
                .db
                .write(move |tx| {
                    let (clock, answered, read) = (clock.clone(), answered.clone(), read.clone());
                    async move { answer(&tx, &clock, author, &answered, &read).await }
                })
                .await;
            match sent {
                Ok(_) => {
                    return Ok(
                        Flash::ok(sent_sentence(decision)).to(paths::reading(submission.row.id))
                    );
                }
                Err(Refused::Db(error)) => return Err(error.into()),
                Err(Refused::Because(sentence)) => FieldErrors::one("envoi", sentence),
            }
        }
    };
    let draft = Some(Draft {
        form,
        errors: refused,
    });
    let page = shown.page(app, actor, shell, submission, draft).await?;
    Ok(Page::invalid(page).into_response())
}

fn sent_sentence(decision: Decision) -> &'static str {
    match decision {
        Decision::Answer => "Retour envoyé.",
        Decision::Revise => {
            "Retour envoyé. Le compte rendu est à reprendre\u{a0}: il reviendra dans la file quand il sera soumis à nouveau."
        }
        Decision::Validate => "Compte rendu validé.",
    }
}
