//! The addresses of entrusted missions and of the coverage, what they add to
//! the menu, what they keep of people.

use kernel::Role;
use web::{Actor, NavEntry, PersonalData, Route};

use super::pages::{adapt, change, entrust, follow, list, mine, mission};
use super::paths;
use super::policy::{FOLLOWERS, LEARNER, TEAM};
use crate::coverage::pages::class as coverage;

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    [own(), team(), of_class()].concat()
}

fn own() -> Vec<Route> {
    [
        Route::get(paths::MINE, mine::mine),
        Route::get("/missions/{assignment}", mission::show),
    ]
    .map(|route| route.roles(LEARNER))
    .to_vec()
}

fn team() -> Vec<Route> {
    [
        Route::get(
            "/situations/{situation}/missions/{mission}/confier",
            entrust::form,
        ),
        Route::post(
            "/situations/{situation}/missions/{mission}/confier",
            entrust::submit,
        ),
        Route::get("/missions/{assignment}/modifier", change::form),
        Route::post("/missions/{assignment}/modifier", change::submit),
        Route::post("/missions/{assignment}/retirer", change::withdraw),
        Route::post("/missions/{assignment}/remettre", change::give_back),
        Route::get("/missions/{assignment}/adaptations/{person}", adapt::form),
        Route::post("/missions/{assignment}/adaptations/{person}", adapt::submit),
        Route::post(
            "/missions/{assignment}/adaptations/{person}/retirer",
            adapt::remove,
        ),
    ]
    .map(|route| route.roles(TEAM))
    .to_vec()
}

fn of_class() -> Vec<Route> {
    [
        Route::get("/missions/{assignment}/suivi", follow::follow),
        Route::get("/classes/{class}/missions", list::list),
        Route::get("/classes/{class}/situations", coverage::coverage),
    ]
    .map(|route| route.roles(FOLLOWERS))
    .to_vec()
}

/// A learner finds their missions.
#[must_use]
pub fn nav(actor: &Actor) -> Option<NavEntry> {
    actor.is(Role::Learner).then_some(NavEntry {
        label: "Mes missions",
        href: paths::MINE,
        about: "Voir ce que l’équipe vous confie, et jusqu’à quand.",
    })
}

/// What is kept of people.
pub const PERSONAL_DATA: &[PersonalData] = &[
    PersonalData {
        table: "assignments",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "les missions confiées, à qui, par qui, avec leurs dates et le mot de l’équipe",
        why: "dire à chacun·e ce qui est à faire",
    },
    PersonalData {
        table: "assignment_adaptations",
        about: "apprenant·e",
        what: "ce qui est demandé à une personne à la place de la consigne commune, que voient elle et l’équipe de sa classe",
        why: "adapter le travail aux besoins d’une personne",
    },
    PersonalData {
        table: "assignment_progress",
        about: "apprenant·e",
        what: "l’avancement de chaque mission\u{a0}: commencée, rendue, à reprendre, validée",
        why: "suivre le travail de la classe et voir ce qu’elle a travaillé",
    },
];
