//! The addresses of the readings between peers, what they add to the menu,
//! what they keep of people.

use kernel::Role;
use web::{Actor, NavEntry, PersonalData, Route};

use super::pages::{list, mine, prepare, read, received, round, spread, steps};
use super::paths;
use crate::policy::{LEARNER, TEAM};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    [team(), own()].concat()
}

fn team() -> Vec<Route> {
    [
        Route::get(paths::ROUNDS, list::list),
        Route::get("/classes/{class}/relectures/nouvelle", prepare::form),
        Route::post("/classes/{class}/relectures/nouvelle", prepare::submit),
        Route::get("/relectures/{round}", round::show),
        Route::get("/relectures/{round}/repartition", spread::form),
        Route::post("/relectures/{round}/repartition", spread::submit),
        Route::post("/relectures/{round}/ouvrir", steps::open),
        Route::post("/relectures/{round}/clore", steps::close),
        Route::post("/relectures/{round}/rouvrir", steps::reopen),
        Route::post("/relectures/{round}/remettre", steps::release),
        Route::post("/relectures/{round}/masquer", steps::hide),
    ]
    .map(|route| route.roles(TEAM))
    .to_vec()
}

fn own() -> Vec<Route> {
    [
        Route::get(paths::MINE, mine::mine),
        Route::get("/dossier/relectures/{reading}", read::show),
        Route::post("/dossier/relectures/{reading}", read::save),
        Route::get("/dossier/relectures/recues/{received}", received::show),
    ]
    .map(|route| route.roles(LEARNER))
    .to_vec()
}

/// The team finds its rounds, a learner what they read and receive.
#[must_use]
pub fn nav(actor: &Actor) -> Vec<NavEntry> {
    let mut entries = Vec::new();
    if actor.is(Role::Learner) {
        entries.push(NavEntry {
            label: "Entre pairs",
            href: paths::MINE,
            about: "Relire le travail de vos camarades et lire ce qu’ils disent du vôtre.",
        });
    }
    if actor.is_any(TEAM) {
        entries.push(NavEntry {
            label: "Entre pairs",
            href: paths::ROUNDS,
            about: "Confier des relectures entre apprenant·es, et les leur remettre.",
        });
    }
    entries
}

/// What is kept of people.
pub const PERSONAL_DATA: &[PersonalData] = &[
    PersonalData {
        table: "peer_rounds",
        about: "membre de l’équipe pédagogique",
        what: "les évaluations entre pairs préparées, par qui, avec leurs dates",
        why: "organiser l’évaluation entre pairs",
    },
    PersonalData {
        table: "peer_readings",
        about: "apprenant·e",
        what: "qui relit le travail de qui, et quand\u{a0}; l’équipe voit les noms, les apprenant·es ne les voient pas quand la relecture est anonyme",
        why: "faire relire un travail par des camarades",
    },
    PersonalData {
        table: "peer_levels",
        about: "apprenant·e",
        what: "les niveaux donnés par chaque camarade sur les critères",
        why: "donner le point de vue des pairs, à part des autres",
    },
    PersonalData {
        table: "peer_remarks",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "les remarques de chaque camarade\u{a0}; celles que l’équipe a masquées, par qui et quand",
        why: "faire progresser la personne relue, et la protéger",
    },
];
