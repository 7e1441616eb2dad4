//! What the slice brings to the house.

use kernel::Role;
use web::{Actor, Module, NavEntry, Route};

use crate::pages::publish::PUBLISHERS;
use crate::pages::{block, competence, index, publish, reference, search, show};
use crate::{migrations, paths};

/// Learners reach a competence from their path: their menu stays short.
const BROWSERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::DigitalLead,
    Role::Dpo,
    Role::Inspector,
    Role::Admin,
];

/// Routes, menu and tables of the slice. It holds no personal data.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("curriculum", migrations);
    module.routes = vec![
        Route::get(paths::INDEX, index::index),
        Route::get(paths::CRCN, reference::crcn),
        Route::get(paths::SCALES, reference::levels),
        Route::get("/referentiels/{curriculum}", show::show),
        Route::get("/referentiels/{curriculum}/recherche", search::results),
        Route::get("/referentiels/{curriculum}/blocs/{block}", block::block),
        Route::get(
            "/referentiels/{curriculum}/competences/{competence}",
            competence::competence,
        ),
        Route::get(paths::PUBLISH, publish::show).roles(PUBLISHERS),
        Route::post(paths::PUBLISH, publish::submit).roles(PUBLISHERS),
    ];
    module.nav = nav;
    module
}

fn nav(actor: &Actor) -> Vec<NavEntry> {
    if !actor.is_any(BROWSERS) {
        return Vec::new();
    }
    vec![NavEntry {
        label: "Référentiels",
        href: paths::INDEX,
        about: "Lire les compétences, les savoirs et les critères des diplômes.",
    }]
}
