//! The year of a class: weeks at school, in PFMP and on holiday, the hours of
//! each bloc, and what the guide of the diploma says of them (teaching guide,
//! § 2.1).
//!
//! Invariants: bounds warn and block nothing; a plan is never overwritten,
//! each saving is a version; a learner sees the weeks of their class and no
//! hours of anybody.

pub mod commands;
mod events;
mod forms;
pub mod migration;
pub mod model;
mod object;
mod pages;
mod policy;
mod store;
mod view;

use kernel::Role;
use web::{Actor, NavEntry, Route};

use policy::{LEARNER, PLANNERS, READERS};

/// The year of the learner’s own class.
const OWN: &str = "/mon-annee";

/// The addresses of the years of classes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/classes/{class}/heures", pages::show::show).roles(READERS),
        Route::get("/classes/{class}/heures/modifier", pages::edit::form).roles(PLANNERS),
        Route::post("/classes/{class}/heures/modifier", pages::edit::submit).roles(PLANNERS),
        Route::get(OWN, pages::own::show).roles(LEARNER),
    ]
}

/// A learner finds the weeks of their class; the others come from its page.
#[must_use]
pub fn nav(actor: &Actor) -> Vec<NavEntry> {
    let own = NavEntry {
        label: "Mon année",
        href: OWN,
        about: "Voir vos semaines en établissement, en PFMP et en vacances.",
    };
    actor.is(Role::Learner).then_some(own).into_iter().collect()
}
