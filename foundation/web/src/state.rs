//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRef;
use db::Db;
use documents::SheetRenderer;
use files::Files;
use kernel::Clock;
use mail::Mailer;

use crate::{Directory, Module};

/// Settings of the web layer.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address that people type, without a final slash: `https://jalon.lycee.fr`.
    /// Links in mails and printed sheets begin with it.
    pub public_url: String,
    /// How many proxies of ours stand in front: the client's address is the
    /// one that the outermost of them saw, counted from the right.
    pub trusted_proxies: usize,
    /// The one-time code that protects `/installation`; none once installed.
    pub installation_code: Option<kernel::SecretHash>,
}

impl Config {
    /// Whether cookies carry `Secure` and the `__Host-` prefix: always, but
    /// for a server that speaks plain http to its own machine.
    #[must_use]
    pub fn secure_cookies(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The state of the application. Every layer of every request clones it: it is
/// one counted pointer.
#[derive(Clone)]
pub struct App(Arc<Services>);

impl App {
    /// The application on its services.
    #[must_use]
    pub fn new(services: Services) -> Self {
        Self(Arc::new(services))
    }
}

impl Deref for App {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// What the application is made of.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub db: Db,
    /// The stored files.
    pub files: Files,
    /// The time.
    pub clock: Clock,
    /// Where messages are handed over, by jobs alone.
    pub mailer: Mailer,
    /// What short documents are laid out with, while somebody waits for them.
    pub sheets: Arc<dyn SheetRenderer>,
    /// The settings.
    pub config: Arc<Config>,
    /// Where people are known.
    pub directory: Arc<dyn Directory>,
    /// The capabilities wired in, in order.
    pub modules: Arc<[Module]>,
}

impl FromRef<App> for Db {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}

impl FromRef<App> for Clock {
    fn from_ref(app: &App) -> Self {
        app.clock.clone()
    }
}
