//! My notifications.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::DbError;
use kernel::{Clock, date_time};
use web::forms::Field;
use web::{Actor, App, AppResult, Authorised, Flash, Page, Shell};

use crate::mailing::model::Digest;
use crate::mailing::store;
use crate::model::NotificationId;
use crate::objects::{Notification, Uses};
use crate::store::notifications;

/// A notification in the list.
pub struct NotificationView {
    id: String,
    text: String,
    at: String,
    unread: bool,
}

#[derive(Template)]
#[template(path = "pages/account/notifications.html")]
pub struct NotificationsPage {
    shell: Shell,
    items: Vec<NotificationView>,
    any_unread: bool,
    /// Whether older ones are left out.
    full: bool,
    /// Whether this installation sends mail at all.
    configured: bool,
    /// How often a digest comes; none without a confirmed address.
    rhythm: Option<Field>,
    /// Whether one may be sent now.
    may_send: bool,
    rhythms: Vec<(&'static str, &'static str)>,
}

/// The latest ones.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
) -> AppResult<Page<NotificationsPage>> {
    let rows = notifications::list(app.db.reader(), actor.school, actor.account).await?;
    let items: Vec<NotificationView> = rows
        .into_iter()
        .map(|row| NotificationView {
            id: row.id.to_string(),
            text: row.text,
            at: date_time(row.created_at),
            unread: row.read_at.is_none(),
        })
        .collect();
    let address = store::address_of(app.db.reader(), actor.account).await?;
    Ok(Page::new(NotificationsPage {
        shell,
        configured: app.mailer.is_configured(),
        may_send: address
            .as_ref()
            .is_some_and(|row| row.digest != Digest::Never)
            && items.iter().any(|item| item.unread),
        rhythm: address.map(|row| Field::new("rythme", row.digest.code())),
        rhythms: Digest::ALL
            .iter()
            .map(|digest| (digest.code(), digest.label()))
            .collect(),
        any_unread: items.iter().any(|item| item.unread),
        full: items.len() as u64 == notifications::SHOWN,
        items,
    }))
}

/// Marks one as read and goes to what it tells of.
pub async fn open(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Notification, Uses>,
) -> AppResult<Response> {
    let row = found.object.0;
    mark_read(&app, &actor, Some(row.id)).await?;
    Ok(Redirect::to(&row.href).into_response())
}

/// Marks all as read.
pub async fn read_all(State(app): State<App>, actor: Actor) -> AppResult<Response> {
    mark_read(&app, &actor, None).await?;
    Ok(Flash::ok("Toutes vos notifications sont lues.").to("/notifications"))
}

async fn mark_read(app: &App, actor: &Actor, one: Option<NotificationId>) -> Result<(), DbError> {
    let (clock, school, account): (Clock, _, _) = (app.clock.clone(), actor.school, actor.account);
    app.db
        .write(move |tx| {
            let now = clock.now();
            async move { notifications::mark_read(&tx, now, school, account, one).await }
        })
        .await
}
