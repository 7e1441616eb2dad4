//! The addresses of the dashboard.

use web::Route;

use super::OWN;
use super::pages::{of_learner, own, printed};
use crate::policy::{LEARNER, PATH_READERS};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, own).roles(LEARNER),
        Route::get("/dossier/tableau-de-bord/bilan.pdf", printed::own).roles(LEARNER),
        Route::get("/personnes/{person}/tableau-de-bord", of_learner).roles(PATH_READERS),
        Route::get(
            "/personnes/{person}/tableau-de-bord/bilan.pdf",
            printed::of_learner,
        )
        .roles(PATH_READERS),
    ]
}
