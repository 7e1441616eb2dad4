//! The pages of merges: likely doubles, the choice of the other record, both
//! side by side.

mod choose;
mod compare;
mod doubles;

use web::Route;

use crate::policy::ADMIN;

/// Their addresses.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        Route::get(doubles::ADDRESS, doubles::show),
        Route::get("/admin/personnes/{person}/reunir", choose::show),
        Route::post("/admin/personnes/{person}/reunir", compare::submit),
        Route::post("/admin/personnes/{person}/reunir/annuler", compare::undo),
    ]
    .map(|route| route.roles(ADMIN))
    .to_vec()
}
