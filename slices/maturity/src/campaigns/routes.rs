//! The addresses of campaigns and of their results, what they add to the menu,
//! what they keep of people.

use web::{AccountColumn, Actor, NavEntry, NoticeKind, PersonalData, Route};

use super::pages::{form, history, home, instrument, item, own, position, reply, steps};
use super::policy::{TEACHERS, VISITORS};
use super::{notices, paths};
use crate::acting::STEERERS;
use crate::results::pages::{roadmap, show};

/// The routes. A campaign opens to whoever it concerns, whatever their roles:
/// its own policy decides.
#[must_use]
pub fn routes() -> Vec<Route> {
    [campaigns(), led(), instruments(), own_practice()].concat()
}

fn campaigns() -> Vec<Route> {
    vec![
        Route::get(paths::HOME, home::home),
        Route::get("/numerique/campagnes/{campaign}", show::show),
        Route::get("/numerique/campagnes/{campaign}/reponse", reply::show),
        Route::post("/numerique/campagnes/{campaign}/reponse", reply::save),
        Route::post(
            "/numerique/campagnes/{campaign}/reponse/envoyer",
            reply::send,
        ),
        Route::get("/numerique/campagnes/{campaign}/position", position::show),
        Route::post("/numerique/campagnes/{campaign}/position", position::save),
        Route::get(
            "/numerique/campagnes/{campaign}/historique",
            history::history,
        ),
        Route::get(
            "/numerique/campagnes/{campaign}/feuille-de-route.pdf",
            roadmap::roadmap,
        ),
    ]
}

fn led() -> Vec<Route> {
    [
        Route::get(paths::NEW, form::form),
        Route::post(paths::NEW, form::submit),
        Route::get(
            "/numerique/campagnes/{campaign}/modifier",
            form::change_form,
        ),
        Route::post("/numerique/campagnes/{campaign}/modifier", form::change),
        Route::post("/numerique/campagnes/{campaign}/relancer", steps::remind),
        Route::post("/numerique/campagnes/{campaign}/clore", steps::close),
    ]
    .map(|route| route.roles(STEERERS))
    .to_vec()
}

fn instruments() -> Vec<Route> {
    vec![
        Route::get(paths::INSTRUMENT, instrument::show).roles(VISITORS),
        Route::get("/numerique/instrument/nouveau", item::new_form).roles(STEERERS),
        Route::post("/numerique/instrument/nouveau", item::add).roles(STEERERS),
        Route::get("/numerique/instrument/{item}", item::form).roles(STEERERS),
        Route::post("/numerique/instrument/{item}", item::reword).roles(STEERERS),
        Route::post(
            "/numerique/instrument/{item}/texte-officiel",
            item::take_back,
        )
        .roles(STEERERS),
        Route::post("/numerique/instrument/{item}/retirer", item::retire).roles(STEERERS),
    ]
}

fn own_practice() -> Vec<Route> {
    [
        Route::get(paths::OWN, own::list),
        Route::post(paths::OWN, own::begin),
        Route::get("/numerique/ma-pratique/{own}", own::show),
        Route::post("/numerique/ma-pratique/{own}", own::save),
    ]
    .map(|route| route.roles(TEACHERS))
    .to_vec()
}

/// Those who lead find « Pilotage NumEA »; the others who read, what waits for
/// them.
#[must_use]
pub fn nav(actor: &Actor) -> Vec<NavEntry> {
    let (label, about) = if actor.is_any(STEERERS) {
        (
            "Pilotage NumEA",
            "Positionner l’établissement, lire les résultats, suivre les objectifs.",
        )
    } else if actor.is_any(VISITORS) {
        (
            "Numérique",
            "Répondre aux campagnes NumEA, partager des usages, mener un projet en équipe.",
        )
    } else {
        return Vec::new();
    };
    vec![NavEntry {
        label,
        href: paths::HOME,
        about,
    }]
}

/// What is kept of people.
pub const PERSONAL_DATA: [PersonalData; 5] = [
    PersonalData {
        table: "campaign_people",
        about: "personne invitée à une campagne",
        what: "l’invitation et, jusqu’à la clôture, la réponse et les remarques de la personne, qu’elle seule relit\u{a0}; à la clôture il n’en reste que le fait d’avoir répondu",
        why: "positionner l’établissement avec toute la communauté éducative",
    },
    PersonalData {
        table: "campaign_remarks",
        about: "personne invitée à une campagne",
        what: "les remarques envoyées, sans leur auteur·rice, montrées à partir de cinq réponses",
        why: "éclairer la position collective",
    },
    PersonalData {
        table: "collective_changes",
        about: "membre du groupe de pilotage",
        what: "qui a changé quoi dans la position collective, et quand",
        why: "garder l’histoire d’une décision commune",
    },
    PersonalData {
        table: "instrument_versions",
        about: "membre du groupe de pilotage",
        what: "qui a adapté l’instrument, et quand",
        why: "dire ce qui vient de l’établissement",
    },
    PersonalData {
        table: "own_positionings",
        about: "membre de l’équipe pédagogique",
        what: "où la personne situe sa pratique numérique, lu par elle seule",
        why: "l’aider à se former",
    },
];

/// The kinds of notifications.
pub const NOTICES: [NoticeKind; 2] = [notices::INVITED, notices::REMINDED];

/// The columns that name an account, and what becomes of them.
pub const ACCOUNTS: [AccountColumn; 6] = [
    AccountColumn::stays(
        "instrument_versions",
        "author_id",
        "signed by the steering group",
    ),
    AccountColumn::stays("campaigns", "author_id", "signed by the steering group"),
    AccountColumn::stays("campaigns", "closed_by_id", "signed by the steering group"),
    AccountColumn::stays(
        "campaign_people",
        "account_id",
        "an answer is counted once, under the record that was invited",
    ),
    AccountColumn::stays(
        "collective_changes",
        "author_id",
        "signed by the steering group",
    ),
    AccountColumn::stays(
        "own_positionings",
        "account_id",
        "written by teachers for themselves",
    ),
];
