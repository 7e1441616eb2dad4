//! The addresses of the matrix, and what is kept of people.

use kernel::Role;
use web::Route;

use super::pages::{column, export, matrix, restore, save, undo};
use crate::policy::{READERS, TEAM};

/// Those who have levels of their own to write again.
const RESTORERS: &[Role] = &[Role::Learner, Role::Teacher, Role::Coordinator];

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/classes/{class}/competences", matrix::matrix).roles(READERS),
        Route::post("/classes/{class}/competences", save::save).roles(TEAM),
        Route::get("/classes/{class}/competences/export.pdf", export::sheet).roles(READERS),
        Route::get("/classes/{class}/competences/export.xlsx", export::workbook).roles(READERS),
        Route::get("/classes/{class}/competences/{target}", column::column).roles(TEAM),
        Route::post(
            "/classes/{class}/competences/saisies/{batch}/annuler",
            undo::undo,
        )
        .roles(TEAM),
        Route::post("/positionnements/{positioning}/retablir", restore::restore).roles(RESTORERS),
    ]
}
