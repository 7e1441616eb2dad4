//! Situations from one school to another: one file, `Titre.jalon-situation`,
//! that any Jalon reads (`docs/formats/jalon-situation.md`).
//!
//! Invariants: a file holds what the team wrote and nothing of who wrote it;
//! nothing is created before its preview was seen; what comes in is judged by
//! its content; a situation that came before is said, never silently doubled.

mod archive;
mod collection;
pub(crate) mod commands;
mod events;
mod format;
mod jobs;
pub mod migration;
mod object;
mod pages;
mod plan;
mod receive;
mod send;
mod store;
mod unreadable;

use web::{PersonalData, Route};

use crate::policy::{READERS, WRITERS};

pub use jobs::{FORGET_ARRIVALS, register};
pub use receive::{NotReceived, receive_shipped};
pub use unreadable::Unreadable;

kernel::typed_ids! {
    /// A situation that arrived in a file.
    pub struct ArrivalId;
}

/// What such a file is called after its title.
const EXTENSION: &str = "jalon-situation";
/// Its media type: a zip, under a name of its own.
const MEDIA_TYPE: &str = "application/vnd.jalon.situation+zip";

/// The addresses by which situations come and go.
#[must_use]
pub fn routes() -> Vec<Route> {
    use pages::{arrival, download, new};
    vec![
        Route::get("/situations/{situation}/fichier", download::show)
            .streaming()
            .roles(READERS),
        Route::get("/situations/importer", new::show).roles(WRITERS),
        Route::post("/situations/importer", new::submit)
            .streaming()
            .roles(WRITERS),
        Route::get("/situations/importer/{arrival}", arrival::show).roles(WRITERS),
        Route::post("/situations/importer/{arrival}", arrival::create).roles(WRITERS),
        Route::post(
            "/situations/importer/{arrival}/abandonner",
            arrival::abandon,
        )
        .roles(WRITERS),
        Route::get("/situations/vosreves/{number}", download::shipped).roles(READERS),
        Route::post("/situations/vosreves/{number}", new::take_shipped).roles(WRITERS),
    ]
}

/// What the exchange holds of people.
pub const PERSONAL_DATA: PersonalData = PersonalData {
    table: "situation_arrivals",
    about: "membre de l’équipe pédagogique",
    what: "qui a envoyé un fichier de situation, et quand\u{202f}; ce qui n’a pas été importé est effacé après 14\u{a0}jours",
    why: "montrer ce qui serait créé avant de le créer, et reconnaître une situation déjà importée",
};
