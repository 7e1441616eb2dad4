//! Saying something of a situation, and taking it back.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Shell};

use super::show;
use crate::paths;
use crate::sheets::By;
use crate::situations::comments::{Comment, Removes, add, remove as take_back};
use crate::situations::forms::CommentForm;
use crate::situations::object::{Situation, Writes};

/// POST /situations/{situation}/commentaires
pub async fn comment(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    situation: Authorised<Situation, Writes>,
    Form(form): Form<CommentForm>,
) -> AppResult<Response> {
    let row = situation.object.row;
    let text = match form.read() {
        Ok(text) => text,
        Err(errors) => {
            let typed = &form.commentaire;
            let page = show::refused(&app, &actor, shell, &row, typed, &errors).await?;
            return Ok(page.into_response());
        }
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), row.id);
    app.db
        .write(move |tx| {
            let (clock, text) = (clock.clone(), text.clone());
            async move { add(&tx, &clock, by, id, &text).await }
        })
        .await?;
    let back = format!("{}#commentaires", paths::situation(id));
    Ok(Flash::ok("Commentaire ajouté.").to(back))
}

/// POST /situations/commentaires/{comment}/retirer
pub async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    comment: Authorised<Comment, Removes>,
) -> AppResult<Response> {
    let row = comment.object.row;
    let back = format!("{}#commentaires", paths::situation(row.situation_id));
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, row) = (clock.clone(), row.clone());
            async move { take_back(&tx, &clock, by, &row).await }
        })
        .await?;
    Ok(Flash::ok("Commentaire retiré.").to(back))
}
