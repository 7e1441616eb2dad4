//! The addresses of the workbook and who may come in.

use web::Route;

use super::pages::{export, import};
use super::paths;
use crate::acting::STEERERS;

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::PAGE, import::page).roles(STEERERS),
        Route::post(paths::PAGE, import::submit)
            .streaming()
            .roles(STEERERS),
        Route::get(paths::FILE, export::workbook).roles(STEERERS),
    ]
}
