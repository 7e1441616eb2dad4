//! The addresses of digital projects, and what they keep of people.

use web::{AccountColumn, PersonalData, Route};

use super::pages::{links, list, show, step, trash, write};
use super::paths;
use crate::acting::{READERS, WRITERS};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::LIST, list::list).roles(READERS),
        Route::get(paths::NEW, write::form).roles(WRITERS),
        Route::post(paths::NEW, write::submit).roles(WRITERS),
        Route::get(paths::TRASH, trash::trash).roles(WRITERS),
        Route::get("/numerique/projets/{project}", show::show).roles(READERS),
        Route::get("/numerique/projets/{project}/modifier", write::change_form).roles(WRITERS),
        Route::post("/numerique/projets/{project}/modifier", write::change).roles(WRITERS),
        Route::get("/numerique/projets/{project}/etapes/{step}", step::form).roles(WRITERS),
        Route::post("/numerique/projets/{project}/etapes/{step}", step::submit).roles(WRITERS),
        Route::post("/numerique/projets/{project}/conditions", links::tick).roles(WRITERS),
        Route::get("/numerique/projets/{project}/usages", links::uses_form).roles(WRITERS),
        Route::post("/numerique/projets/{project}/usages", links::choose_uses).roles(WRITERS),
        Route::get("/numerique/projets/{project}/objectifs", links::goals_form).roles(WRITERS),
        Route::post(
            "/numerique/projets/{project}/objectifs",
            links::choose_goals,
        )
        .roles(WRITERS),
        Route::post("/numerique/projets/{project}/supprimer", links::delete).roles(WRITERS),
        Route::post("/numerique/projets/{project}/restaurer", links::restore).roles(WRITERS),
    ]
}

/// What is kept of people.
pub const PERSONAL_DATA: [PersonalData; 2] = [
    PersonalData {
        table: "digital_projects",
        about: "membre de l’équipe pédagogique",
        what: "les projets numériques\u{a0}: qui les a commencés, qui les pilote, qui est de l’équipe",
        why: "mener un projet à plusieurs",
    },
    PersonalData {
        table: "digital_project_steps",
        about: "membre de l’équipe pédagogique et participants",
        what: "les étapes d’un projet\u{a0}: date, participants, ce qui en sort, qui l’a écrit",
        why: "garder la trace du projet",
    },
];

/// The columns that name an account.
pub const ACCOUNTS: [AccountColumn; 5] = [
    AccountColumn::stays("digital_projects", "author_id", "signed by the team"),
    AccountColumn::stays("digital_projects", "pilot_id", "a member of the team"),
    AccountColumn::stays(
        "digital_project_members",
        "account_id",
        "a member of the team",
    ),
    AccountColumn::stays("digital_project_steps", "author_id", "signed by the team"),
    AccountColumn::stays(
        "digital_project_conditions",
        "author_id",
        "signed by the team",
    ),
];
