//! Saying something of a use, taking it back; removing a use.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use super::show;
use crate::acting::{By, Refused};
use crate::uses::comments::{self, Comment, TakesBack};
use crate::uses::forms::CommentForm;
use crate::uses::object::{Removes, SharedUse, Shares};
use crate::uses::{commands, paths};

/// POST /numerique/usages/{usage}/commentaires
pub async fn comment(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<SharedUse, Shares>,
    Form(form): Form<CommentForm>,
) -> AppResult<Response> {
    let row = found.object.row;
    let text = match form.read() {
        Ok(text) => text,
        Err(errors) => {
            let typed = &form.commentaire;
            let page = show::page(&app, &actor, shell, &row, typed, &errors).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let back = format!("{}#commentaires", paths::one(row.id));
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), row.id);
    app.db
        .write(move |tx| {
            let (clock, text) = (clock.clone(), text.clone());
            async move { comments::add(&tx, &clock, by, id, &text).await }
        })
        .await?;
    Ok(Flash::ok("Commentaire ajouté.").to(back))
}

/// POST /numerique/usages/commentaires/{use_comment}/retirer
pub async fn take_back(
    Extract(app): Extract<App>,
    actor: Actor,
    comment: Authorised<Comment, TakesBack>,
) -> AppResult<Response> {
    let row = comment.object.row;
    let back = format!("{}#commentaires", paths::one(row.use_id));
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, row) = (clock.clone(), row.clone());
            async move { comments::remove(&tx, &clock, by, &row).await }
        })
        .await?;
    Ok(Flash::ok("Commentaire retiré.").to(back))
}

/// POST /numerique/usages/{usage}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<SharedUse, Removes>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, true).await?;
    Ok(
        Flash::ok("L’usage est dans la corbeille pour trente jours. Vous pouvez l’en sortir.")
            .to(paths::TRASH),
    )
}

/// POST /numerique/usages/{usage}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<SharedUse, Removes>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, false).await?;
    Ok(Flash::ok("L’usage est sorti de la corbeille.").to(paths::one(found.object.row.id)))
}

async fn set_deleted(
    app: &App,
    actor: &Actor,
    found: &SharedUse,
    deleted: bool,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), found.row.id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::set_deleted(&tx, &clock, by, id, deleted).await }
        })
        .await
}
