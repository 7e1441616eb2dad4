//! POST /retours/{feedback}/repondre: the learner and the team talk about a feedback.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use crate::feedback::commands;
use crate::feedback::forms::ReplyForm;
use crate::feedback::object::{Conversation, TakesPart};
use crate::paths;

/// The reply that was refused, with what was typed.
#[derive(Template)]
#[template(path = "pages/reply.html")]
pub struct ReplyPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    action: String,
    back: String,
    errors: Vec<SummaryLine>,
    reponse: Field,
}

/// POST /retours/{feedback}/repondre
pub async fn reply(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    conversation: Authorised<Conversation, TakesPart>,
    Form(form): Form<ReplyForm>,
) -> AppResult<Response> {
    let Conversation {
        row, title, own, ..
    } = conversation.object;
    let report = match own {
        true => paths::report(row.report_id),
        false => paths::reading(row.report_id),
    };
    let text = match form.read() {
        Ok(text) => text,
        Err(errors) => {
            return Ok(Page::invalid(ReplyPage {
                shell,
                trail: vec![(title, report.clone())],
                action: paths::reply(row.id),
                back: report,
                errors: summary(&errors),
                reponse: Field::with("reponse", form.reponse, &errors),
            })
            .into_response());
        }
    };
    let back = format!("{report}#retour-{}", row.id);
    let (clock, author) = (app.clock.clone(), actor.account);
    app.db
        .write(move |tx| {
            let (clock, row, title, text) =
                (clock.clone(), row.clone(), title.clone(), text.clone());
            async move { commands::reply(&tx, &clock, author, &row, &title, &text).await }
        })
        .await?;
    Ok(Flash::ok("Réponse envoyée.").to(back))
}
