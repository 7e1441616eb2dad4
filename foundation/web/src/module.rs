//! What a slice brings to the house: routes with who may come in, entries of
//! the menu, tables, jobs, and the personal data that it holds.

use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use db::migrations::MigrationList;
use kernel::Role;

use crate::{AccountColumn, Actor, App, Merging};

/// Who may come in at a route. The object behind it is checked by its own policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Whoever holds the secret in the address.
    Token,
    /// Signed-in people holding one of these roles.
    Session(&'static [Role]),
}

/// Any signed-in person.
pub const ANY_ROLE: &[Role] = &Role::ALL;

/// One method at one address.
#[derive(Clone)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: http::Method,
    /// The pattern, with parameters named after what they identify: `/classes/{class}`.
    pub path: &'static str,
    /// Who may come in.
    pub access: Access,
    /// Whether it takes long by nature (uploads, downloads): no time limit,
    /// and a body bounded by its handler instead of the general limit.
    pub streams: bool,
    pub(crate) handler: MethodRouter<App>,
}

impl Route {
    /// A page. Until [`Route::access`] says otherwise, any signed-in person may come in.
    pub fn get<H, T>(path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(http::Method::GET, path, on(MethodFilter::GET, handler))
    }

    /// A change. Until [`Route::access`] says otherwise, any signed-in person may ask.
    pub fn post<H, T>(path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Self::new(http::Method::POST, path, on(MethodFilter::POST, handler))
    }

    fn new(method: http::Method, path: &'static str, handler: MethodRouter<App>) -> Self {
        Self {
            method,
            path,
            access: Access::Session(ANY_ROLE),
            streams: false,
            handler,
        }
    }

    /// Says who may come in.
    #[must_use]
    pub fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// Signed-in people holding one of `roles`.
    #[must_use]
    pub fn roles(self, roles: &'static [Role]) -> Self {
        self.access(Access::Session(roles))
    }

    /// Everybody.
    #[must_use]
    pub fn public(self) -> Self {
        self.access(Access::Public)
    }

    /// A route that streams: see [`Route::streams`].
    #[must_use]
    pub fn streaming(mut self) -> Self {
        self.streams = true;
        self
    }
}

/// An entry of the main menu.
#[derive(Clone, Copy, Debug)]
pub struct NavEntry {
    /// What is written: « Mon parcours ».
    pub label: &'static str,
    /// Where it leads. The entry is current on this address and those below.
    pub href: &'static str,
    /// One sentence that says what one does there, for the home page:
    /// « Lire les comptes rendus soumis et y répondre. »
    pub about: &'static str,
}

/// A kind of personal data held by a slice, for the register and for
/// exercising rights.
#[derive(Clone, Copy, Debug)]
pub struct PersonalData {
    /// The table.
    pub table: &'static str,
    /// Whose data: « apprenant·e ».
    pub about: &'static str,
    /// What is kept, in French.
    pub what: &'static str,
    /// Why, in French.
    pub why: &'static str,
}

/// A kind of notification: messages that group them count them by kind, and
/// say nothing else of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeKind {
    /// As it is stored: `slice.what`, never changed.
    pub code: &'static str,
    /// One of them: « compte rendu à lire ».
    pub one: &'static str,
    /// Several: « comptes rendus à lire ».
    pub many: &'static str,
}

/// A slice as the server wires it in.
#[derive(Clone)]
pub struct Module {
    /// The slice's name.
    pub slice: &'static str,
    /// Its routes.
    pub routes: Vec<Route>,
    /// Its entries of the menu for a person.
    pub nav: fn(&Actor) -> Vec<NavEntry>,
    /// Its tables.
    pub migrations: MigrationList,
    /// Its jobs.
    pub jobs: fn(&App, db::jobs::Worker) -> db::jobs::Worker,
    /// What its kinds of jobs are called, for the administrator: the kind,
    /// what the work is in French.
    pub job_names: &'static [(&'static str, &'static str)],
    /// The personal data that it holds.
    pub personal_data: &'static [PersonalData],
    /// The kinds of notifications that it writes.
    pub notices: &'static [NoticeKind],
    /// The columns of its tables that name an account, whatever they are for.
    pub accounts: &'static [AccountColumn],
    /// What it does beyond them when two records of a person are made one.
    pub merging: Option<&'static dyn Merging>,
}

impl Module {
    /// A slice with nothing yet.
    #[must_use]
    pub fn new(slice: &'static str, migrations: MigrationList) -> Self {
        Self {
            slice,
            routes: Vec::new(),
            nav: |_| Vec::new(),
            migrations,
            jobs: |_, worker| worker,
            job_names: &[],
            personal_data: &[],
            notices: &[],
            accounts: &[],
            merging: None,
        }
    }
}
