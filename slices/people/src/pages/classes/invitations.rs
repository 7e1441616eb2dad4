//! Inviting by mail those of a class who never signed in: who would receive a
//! message, who needs the sheet.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{AccountId, count, date_long, local_date};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Page, Shell};

use crate::commands::By;
use crate::mailing::{invitation, store};
use crate::objects::{Class, Manages};
use crate::store::codes;
use crate::store::enrolments::{self, LearnerRow};

/// Somebody who never signed in.
pub struct Guest {
    name: String,
    /// Whether they confirmed the address.
    sure: bool,
    /// When they were last invited.
    invited: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/classes/invitations.html")]
pub struct InvitationsPage {
    shell: Shell,
    class_name: String,
    class_href: String,
    href: String,
    configured: bool,
    /// « 12 personnes recevront un message ».
    size: String,
    guests: Vec<Guest>,
    /// Those without an address.
    without: Vec<String>,
    /// « 3 personnes n’ont pas d’adresse ».
    without_size: String,
}

/// Those of the class who never signed in, and where to write to them.
struct Waiting {
    rows: Vec<LearnerRow>,
    addresses: HashMap<AccountId, (mail::Address, bool)>,
}

impl Waiting {
    async fn load(app: &App, actor: &Actor, class: &Class) -> AppResult<Self> {
        let reader = app.db.reader();
        let mut rows = enrolments::of_class(reader, actor.school, class.row.id).await?;
        rows.retain(|row| row.left_on.is_none() && row.ended_at.is_none() && !row.has_password);
        let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
        let addresses = store::addresses_to_invite(reader, &ids).await?;
        Ok(Self { rows, addresses })
    }

    fn invited(&self) -> Vec<AccountId> {
        let rows = self.rows.iter().map(|row| row.account_id);
        rows.filter(|id| self.addresses.contains_key(id)).collect()
    }
}

/// Who would receive a message.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Page<InvitationsPage>> {
    let class = found.object;
    let waiting = Waiting::load(&app, &actor, &class).await?;
    let ids = waiting.invited();
    let now = app.clock.now();
    let sent = codes::invited(app.db.reader(), actor.school, &ids, now).await?;
    let guest = |row: &LearnerRow| {
        let (_, sure) = waiting.addresses.get(&row.account_id)?;
        let at = sent.get(&row.account_id);
        Some(Guest {
            name: row.name().listed(),
            sure: *sure,
            invited: at.map(|at| date_long(local_date(*at))),
        })
    };
    let guests: Vec<Guest> = waiting.rows.iter().filter_map(guest).collect();
    let without: Vec<String> = waiting
        .rows
        .iter()
        .filter(|row| !waiting.addresses.contains_key(&row.account_id))
        .map(|row| row.name().listed())
        .collect();
    let class_href = format!("/admin/classes/{}", class.row.id);
    Ok(Page::new(InvitationsPage {
        shell,
        class_name: class.row.name,
        href: format!("{class_href}/invitations"),
        class_href,
        configured: app.mailer.is_configured(),
        size: count(
            guests.len() as u64,
            "personne recevra un message",
            "personnes recevront un message",
        ),
        without_size: count(
            without.len() as u64,
            "personne n’a pas d’adresse",
            "personnes n’ont pas d’adresse",
        ),
        guests,
        without,
    }))
}

/// Asks for the messages.
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Response> {
    let class = found.object;
    if !app.mailer.is_configured() {
        return Err(AppError::Conflict(
            "Aucun serveur de messages n’est réglé\u{a0}: rien n’est parti. Préparez plutôt la feuille de codes de la classe.".into(),
        ));
    }
    let people = Waiting::load(&app, &actor, &class).await?.invited();
    let size = people.len() as u64;
    let work = (app.clock.clone(), By::from(&actor), people);
    app.db
        .write(move |tx| {
            let (clock, by, people) = work.clone();
            async move { invitation::invite(&tx, &clock, &by, &people).await }
        })
        .await?;
    let sentence = match size {
        0 => "Personne n’a d’adresse à laquelle écrire\u{a0}: préparez la feuille de codes."
            .to_owned(),
        _ => format!(
            "{} dans la minute. Les liens servent une fois, pendant 7\u{a0}jours\u{a0}; ceux d’avant ne servent plus.",
            count(size, "invitation part", "invitations partent")
        ),
    };
    Ok(Flash::ok(sentence).to(format_args!("/admin/classes/{}/invitations", class.row.id)))
}
