//! The addresses of the dashboard.

use web::Route;

use super::OWN;
use super::pages::{of_learner, own};
use crate::policy::{LEARNER, PATH_READERS};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, own).roles(LEARNER),
        Route::get("/personnes/{person}/tableau-de-bord", of_learner).roles(PATH_READERS),
    ]
}
