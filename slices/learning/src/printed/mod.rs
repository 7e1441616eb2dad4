//! A situation on paper: its sheet as a PDF, its table as a workbook (the
//! table of the teaching guide, § 3.4). No text document: the libraries that
//! write them know neither the language of a text nor the head of a table,
//! and what is to be changed elsewhere travels in its own file.

mod document;
mod pages;
mod table;

use web::Route;

use crate::policy::READERS;

/// The addresses of what is printed.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/situations/{situation}/fiche.pdf", pages::sheet).roles(READERS),
        Route::get("/situations/{situation}/tableau.xlsx", pages::table).roles(READERS),
    ]
}
