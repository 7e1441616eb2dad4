//! What the layout shows around every page.

use axum::extract::FromRequestParts;
use axum_extra::extract::CookieJar;
use http::request::Parts;

use crate::{Actor, App, AppError, Comfort, Flash, assets, cookies};

/// The frame of a page: who is signed in, the menu, the message to show.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Who is signed in.
    pub user: Option<UserView>,
    /// The school, for the footer.
    pub school_name: Option<String>,
    /// The main menu.
    pub nav: Vec<NavItem>,
    /// Notifications not read yet.
    pub notifications: u64,
    /// The message of the action before.
    pub flash: Option<Flash>,
    /// Reading comfort.
    pub comfort: Comfort,
    /// The address of this page with its query, to come back to.
    pub path: String,
    /// Whether the page offers one-key shortcuts.
    pub shortcuts: bool,
}

/// The signed-in person as the layout shows them.
#[derive(Clone, Debug)]
pub struct UserView {
    /// First name and name.
    pub display_name: String,
    /// The account's identifier: what the browser keeps belongs to it.
    pub account: String,
}

/// An entry of the main menu on a page.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// What is written.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether this page is there.
    pub current: bool,
    /// A number to handle, if any.
    pub count: Option<u64>,
    /// What the number counts, for screen readers: « à traiter ».
    pub count_label: &'static str,
}

impl Shell {
    /// The frame for this request.
    #[must_use]
    pub fn of(parts: &Parts, app: &App) -> Self {
        let actor = parts.extensions.get::<Actor>();
        let jar = CookieJar::from_headers(&parts.headers);
        let path = parts.uri.path();
        let comfort = match (actor, jar.get(cookies::COMFORT)) {
            (Some(actor), _) => actor.comfort,
            (None, Some(cookie)) => match cookie.value().parse() {
                Ok(comfort) => comfort,
            },
            (None, None) => Comfort::default(),
        };
        Self {
            user: actor.map(|actor| UserView {
                display_name: actor.display_name.clone(),
                account: actor.account.to_string(),
            }),
            school_name: actor.map(|actor| actor.school_name.clone()),
            nav: actor.map_or_else(Vec::new, |actor| menu(app, actor, path)),
            notifications: actor.map_or(0, |actor| actor.unread),
            flash: jar
                .get(cookies::FLASH)
                .and_then(|cookie| Flash::from_cookie(cookie.value())),
            comfort,
            path: parts
                .uri
                .path_and_query()
                .map_or_else(|| path.to_owned(), ToString::to_string),
            shortcuts: false,
        }
    }

    /// The address of an asset by its plain name: `jalon.css`.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// The frame with one-key shortcuts switched on for the page.
    #[must_use]
    pub fn with_shortcuts(mut self) -> Self {
        self.shortcuts = true;
        self
    }
}

/// The entries of all slices for this person; the longest address that begins
/// the page's is the current one.
fn menu(app: &App, actor: &Actor, path: &str) -> Vec<NavItem> {
    let entries: Vec<_> = app
        .modules
        .iter()
        .flat_map(|module| (module.nav)(actor))
        .collect();
    let is_below = |href: &str| {
        path == href
            || path
                .strip_prefix(href)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    let current = entries
        .iter()
        .map(|entry| entry.href)
        .filter(|href| is_below(href))
        .max_by_key(|href| href.len());
    entries
        .iter()
        .map(|entry| NavItem {
            label: entry.label,
            href: entry.href.to_owned(),
            current: current == Some(entry.href),
            count: None,
            count_label: "",
        })
        .collect()
}

impl FromRequestParts<App> for Shell {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        Ok(Self::of(parts, app))
    }
}
