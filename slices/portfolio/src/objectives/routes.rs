//! The addresses of objectives, and what they keep of people.

use web::{PersonalData, Route};

use super::pages::{follow, show, write};
use super::paths;
use crate::interviews::policy::{BOTH, LEARNER, TEAM};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::NEW_OWN, write::own_form).roles(LEARNER),
        Route::post(paths::NEW_OWN, write::own_submit).roles(LEARNER),
        Route::get("/personnes/{person}/objectifs/nouveau", write::form).roles(TEAM),
        Route::post("/personnes/{person}/objectifs/nouveau", write::submit).roles(TEAM),
        Route::get("/objectifs/{objective}", show::show).roles(BOTH),
        Route::get("/objectifs/{objective}/modifier", write::change_form).roles(BOTH),
        Route::post("/objectifs/{objective}/modifier", write::change).roles(BOTH),
        Route::post("/objectifs/{objective}/suivi", follow::follow).roles(BOTH),
        Route::post("/objectifs/{objective}/supprimer", follow::delete).roles(TEAM),
        Route::post("/objectifs/{objective}/restaurer", follow::restore).roles(TEAM),
    ]
}

/// What is kept of people.
pub const PERSONAL_DATA: [PersonalData; 2] = [
    PersonalData {
        table: "objectives",
        about: "apprenant·e",
        what: "objectifs et remédiations, avec leur échéance, leur état et les compétences visées\u{a0}; trente jours de plus dans la corbeille quand l’équipe les supprime",
        why: "individualiser les parcours d’apprentissage",
    },
    PersonalData {
        table: "objective_notes",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "l’historique de chaque objectif\u{a0}: ce qui a changé, ce qui en a été dit, par qui et quand",
        why: "suivre les progrès et ne rien perdre de ce qui a été convenu",
    },
];
