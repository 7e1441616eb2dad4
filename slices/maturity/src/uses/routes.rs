//! The addresses of shared uses, and what they keep of people.

use web::{AccountColumn, PersonalData, Route};

use super::pages::{list, show, talk, trash, write};
use super::paths;
use crate::acting::{READERS, WRITERS};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::LIST, list::list).roles(READERS),
        Route::get(paths::NEW, write::form).roles(WRITERS),
        Route::post(paths::NEW, write::submit).roles(WRITERS),
        Route::get(paths::TRASH, trash::trash).roles(WRITERS),
        Route::get("/numerique/usages/{usage}", show::show).roles(READERS),
        Route::get("/numerique/usages/{usage}/modifier", write::change_form).roles(WRITERS),
        Route::post("/numerique/usages/{usage}/modifier", write::change).roles(WRITERS),
        Route::post("/numerique/usages/{usage}/commentaires", talk::comment).roles(WRITERS),
        Route::post(
            "/numerique/usages/commentaires/{use_comment}/retirer",
            talk::take_back,
        )
        .roles(WRITERS),
        Route::post("/numerique/usages/{usage}/supprimer", talk::delete).roles(WRITERS),
        Route::post("/numerique/usages/{usage}/restaurer", talk::restore).roles(WRITERS),
    ]
}

/// What is kept of people.
pub const PERSONAL_DATA: [PersonalData; 2] = [
    PersonalData {
        table: "digital_uses",
        about: "membre de l’équipe pédagogique",
        what: "les usages du numérique partagés, avec leur auteur·rice et ce qu’ils disaient avant",
        why: "échanger entre collègues et faire évoluer les pratiques",
    },
    PersonalData {
        table: "digital_use_comments",
        about: "membre de l’équipe pédagogique",
        what: "les commentaires sur ces usages, avec leur auteur·rice et leur date",
        why: "échanger entre collègues",
    },
];

/// The columns that name an account.
pub const ACCOUNTS: [AccountColumn; 3] = [
    AccountColumn::stays("digital_uses", "author_id", "signed by the team"),
    AccountColumn::stays("digital_uses", "origin_author_id", "signed by the team"),
    AccountColumn::stays("digital_use_comments", "author_id", "signed by the team"),
];
