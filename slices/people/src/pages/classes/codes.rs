//! First sign-in codes for all of a class who never signed in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::AccountId;
use web::{Actor, App, AppResult, Authorised, Flash, Page, Shell};

use crate::model::{Login, PersonName};
use crate::objects::{Class, Manages};
use crate::pages::persons::codes::{CodesPage, give};
use crate::store::{CodeKind, enrolments};

/// Gives the codes and shows them once.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Response> {
    let class = found.object.row;
    let href = format!("/admin/classes/{}", class.id);
    let waiting: Vec<(AccountId, PersonName, Login)> =
        enrolments::of_class(app.db.reader(), actor.school, class.id)
            .await?
            .into_iter()
            .filter(|row| row.left_on.is_none() && row.ended_at.is_none() && !row.has_password)
            .map(|row| (row.account_id, row.name(), row.login))
            .collect();
    if waiting.is_empty() {
        let flash =
            Flash::ok("Tout le monde s’est déjà connecté\u{a0}: aucun code n’est nécessaire.");
        return Ok(flash.to(href));
    }
    let ids = waiting.iter().map(|(id, ..)| *id).collect();
    let given = give(&app, &actor, CodeKind::FirstSignIn, ids).await?;
    let title = format!("Codes de la classe {}", class.name);
    let page = CodesPage::new(&app, shell, title, (class.name, href), &given, &waiting);
    Ok(Page::new(page).into_response())
}
