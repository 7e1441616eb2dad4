//! Codes and links, shown once: they are kept as hashes only.

use askama::Template;
use axum::extract::State;
use kernel::{AccountId, date_time};
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::commands::{self, By, Given};
use crate::model::{Login, PersonName};
use crate::objects::{Manages, Person};
use crate::store::CodeKind;

/// A card to cut out and hand over.
pub struct Card {
    name: String,
    login: String,
    code: String,
    expires: String,
}

#[derive(Template)]
#[template(path = "pages/persons/codes.html")]
pub struct CodesPage {
    shell: Shell,
    title: String,
    /// Where one came from: (name, address).
    back: [(String, String); 1],
    /// Where to sign in.
    address: String,
    cards: Vec<Card>,
}

impl CodesPage {
    /// The cards of `given`, whose owners are `people`.
    pub fn new(
        app: &App,
        shell: Shell,
        title: impl Into<String>,
        back: (String, String),
        given: &[Given],
        people: &[(AccountId, PersonName, Login)],
    ) -> Self {
        let card = |given: &Given| {
            let (_, name, login) = people.iter().find(|(id, ..)| *id == given.account)?;
            Some(Card {
                name: name.display(),
                login: login.to_string(),
                code: given.secret.reveal().to_owned(),
                expires: date_time(given.expires_at),
            })
        };
        Self {
            shell,
            title: title.into(),
            back: [back],
            address: format!("{}/premiere-connexion", app.config.public_url),
            cards: given.iter().filter_map(card).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/persons/link.html")]
pub struct LinkPage {
    shell: Shell,
    name: String,
    href: String,
    link: String,
    expires: String,
}

/// Hands out one first sign-in code.
pub async fn code(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
) -> AppResult<Page<CodesPage>> {
    let account = found.object.0.account;
    let given = give(&app, &actor, CodeKind::FirstSignIn, vec![account.id]).await?;
    let name = account.name();
    let back = (name.display(), format!("/admin/personnes/{}", account.id));
    let title = format!("Code {}", kernel::elide("de", &name.display()));
    let people = [(account.id, name, account.login)];
    Ok(Page::new(CodesPage::new(
        &app, shell, title, back, &given, &people,
    )))
}

/// Hands out one reset link.
pub async fn link(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
) -> AppResult<Page<LinkPage>> {
    let account = found.object.0.account;
    let given = give(&app, &actor, CodeKind::Reset, vec![account.id]).await?;
    let (token, expires) = given
        .first()
        .map(|given| (given.secret.reveal(), date_time(given.expires_at)))
        .unwrap_or_default();
    Ok(Page::new(LinkPage {
        shell,
        name: account.name().display(),
        href: format!("/admin/personnes/{}", account.id),
        link: format!("{}/reinitialisation/{token}", app.config.public_url),
        expires,
    }))
}

/// Gives each of `people` a code of this kind.
pub async fn give(
    app: &App,
    actor: &Actor,
    kind: CodeKind,
    people: Vec<AccountId>,
) -> AppResult<Vec<Given>> {
    let work = (app.clock.clone(), By::from(actor), people);
    let given = app
        .db
        .write(move |tx| {
            let (clock, by, people) = work.clone();
            async move { commands::give_codes(&tx, &clock, &by, kind, &people).await }
        })
        .await?;
    Ok(given)
}
