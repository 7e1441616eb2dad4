//! Pages of no capability in particular: the front door, the home page of a
//! role, the user guide, and the pages that every footer leads to.

mod guide;
mod health;
mod home;
mod info;
mod jobs;

use kernel::Role;
use web::module::ANY_ROLE;
use web::{Actor, Module, NavEntry, Route};

/// The pages of the house.
pub fn module() -> Module {
    Module {
        routes: vec![
            Route::get("/", home::front_door).public(),
            Route::get("/accueil", home::home).roles(ANY_ROLE),
            Route::get("/aide", guide::index).public(),
            Route::get("/aide/{guide}", guide::show).public(),
            Route::get("/aide/images/{image}", guide::image).public(),
            Route::get("/accessibilite", info::accessibility).public(),
            Route::get("/donnees-personnelles", info::personal_data).public(),
            Route::get("/mentions-legales", info::legal).public(),
            Route::get("/sante", health::health).public(),
        ],
        nav,
        ..Module::new("site", Vec::new)
    }
}

/// Those who answer for the data find at once what is kept and why.
fn nav(actor: &Actor) -> Vec<NavEntry> {
    if !actor.is_any(&[Role::Dpo, Role::Head]) {
        return Vec::new();
    }
    vec![NavEntry {
        label: "Données personnelles",
        href: "/donnees-personnelles",
        about: "Voir quelles données Jalon garde, sur qui et pourquoi.",
    }]
}

/// What Jalon could not do, for administrators: the last entry of their menu.
pub fn upkeep() -> Module {
    Module {
        routes: vec![
            Route::get(jobs::PAGE, jobs::show).roles(jobs::ADMIN),
            Route::post("/admin/travaux/{job}/relancer", jobs::run_again).roles(jobs::ADMIN),
            Route::post("/admin/travaux/{job}/ecarter", jobs::dismiss).roles(jobs::ADMIN),
        ],
        nav: upkeep_nav,
        job_names: jobs::NAMES,
        ..Module::new("travaux", Vec::new)
    }
}

fn upkeep_nav(actor: &Actor) -> Vec<NavEntry> {
    if !actor.is_any(jobs::ADMIN) {
        return Vec::new();
    }
    vec![NavEntry {
        label: "Travaux",
        href: jobs::PAGE,
        about: "Relancer ou écarter ce que Jalon n’a pas réussi à faire de lui-même.",
    }]
}
