//! The addresses of SMART objectives, and what they keep of people.

use web::{Access, AccountColumn, PersonalData, Route};

use super::pages::{calendar, follow, schedule, show, trash, write};
use super::paths;
use crate::acting::{READERS, STEERERS, WRITERS};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::LIST, schedule::schedule).roles(READERS),
        Route::get(paths::NEW, write::form).roles(STEERERS),
        Route::post(paths::NEW, write::submit).roles(STEERERS),
        Route::get(paths::TRASH, trash::trash).roles(STEERERS),
        Route::get(paths::FEED, calendar::page).roles(READERS),
        Route::post(paths::FEED, calendar::act).roles(READERS),
        Route::get("/numerique/agenda/{token}/objectifs.ics", calendar::ics).access(Access::Token),
        Route::get("/numerique/objectifs/{goal}", show::show).roles(READERS),
        Route::get("/numerique/objectifs/{goal}/modifier", write::change_form).roles(STEERERS),
        Route::post("/numerique/objectifs/{goal}/modifier", write::change).roles(STEERERS),
        Route::post("/numerique/objectifs/{goal}/points", follow::check).roles(WRITERS),
        Route::post(
            "/numerique/objectifs/{goal}/points/retirer",
            follow::uncheck,
        )
        .roles(WRITERS),
        Route::post("/numerique/objectifs/{goal}/atteint", follow::conclude).roles(WRITERS),
        Route::post("/numerique/objectifs/{goal}/supprimer", follow::delete).roles(STEERERS),
        Route::post("/numerique/objectifs/{goal}/restaurer", follow::restore).roles(STEERERS),
    ]
}

/// What is kept of people.
pub const PERSONAL_DATA: [PersonalData; 3] = [
    PersonalData {
        table: "maturity_goals",
        about: "personnel et pilotes",
        what: "les objectifs de l’établissement\u{a0}: qui les a écrits, qui les pilote",
        why: "conduire la transition numérique",
    },
    PersonalData {
        table: "goal_checkpoints",
        about: "personnel et pilotes",
        what: "les points de situation, avec leur auteur·rice et leur date",
        why: "suivre les objectifs",
    },
    PersonalData {
        table: "goal_feeds",
        about: "personnel",
        what: "l’empreinte de l’adresse secrète d’un calendrier d’échéances",
        why: "voir les échéances dans son agenda",
    },
];

/// The columns that name an account.
pub const ACCOUNTS: [AccountColumn; 4] = [
    AccountColumn::stays("maturity_goals", "author_id", "signed by who steers"),
    AccountColumn::stays("maturity_goals", "pilot_id", "a member of the team"),
    AccountColumn::stays("goal_checkpoints", "author_id", "signed by the team"),
    AccountColumn::stays("goal_feeds", "account_id", "a member of the team"),
];
