//! The pages of imports, for administrators.

mod columns;
mod decide;
mod list;
mod new;
mod preview;
mod progress;
mod report;
mod show;

use web::Route;

use super::store::imports;
use crate::policy::ADMIN;

/// The routes.
pub fn routes() -> Vec<Route> {
    [
        Route::get("/admin/imports", list::show),
        Route::get("/admin/imports/nouveau", new::show),
        Route::post("/admin/imports/nouveau", new::submit).streaming(),
        Route::get("/admin/imports/{import}", show::show),
        Route::post("/admin/imports/{import}/colonnes", columns::submit).streaming(),
        Route::post("/admin/imports/{import}/classes", decide::classes).streaming(),
        Route::post("/admin/imports/{import}/verifier", decide::again).streaming(),
        Route::post("/admin/imports/{import}/importer", decide::apply),
        Route::post("/admin/imports/{import}/abandonner", decide::abandon),
        Route::get("/admin/imports/{import}/rapport.csv", report::show).streaming(),
    ]
    .map(|route| route.roles(ADMIN))
    .to_vec()
}

/// The address of an import.
fn address(import: &imports::Model) -> String {
    format!("/admin/imports/{}", import.id)
}
