//! The addresses of interviews, what they add to the menu, what they keep of
//! people.

use kernel::Role;
use web::{Actor, NavEntry, PersonalData, Route};

use super::pages::{
    calendar, class, compare, learner, plan, prepare, reminders, show, steps, trash, write,
};
use super::paths;
use super::policy::{BOTH, LEARNER, TEAM};

/// The routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    [both(), lists(), led(), written()].concat()
}

fn both() -> Vec<Route> {
    vec![
        Route::get(paths::MINE, learner::mine).roles(LEARNER),
        Route::get("/entretiens/{interview}", show::show).roles(BOTH),
        Route::get("/entretiens/{interview}/calendrier.ics", calendar::calendar).roles(BOTH),
        Route::post("/entretiens/{interview}/signature", steps::sign_as_learner).roles(LEARNER),
        Route::post("/entretiens/{interview}/complements", steps::add).roles(BOTH),
    ]
}

fn lists() -> Vec<Route> {
    [
        Route::get(paths::REMINDERS, reminders::reminders),
        Route::get(paths::TRASH, trash::trash),
        Route::get("/classes/{class}/entretiens", class::class),
        Route::get("/personnes/{person}/entretiens", learner::of_learner),
    ]
    .map(|route| route.roles(TEAM))
    .to_vec()
}

fn led() -> Vec<Route> {
    [
        Route::get("/personnes/{person}/entretiens/nouveau", plan::form),
        Route::post("/personnes/{person}/entretiens/nouveau", plan::submit),
        Route::get("/entretiens/{interview}/modifier", plan::change_form),
        Route::post("/entretiens/{interview}/modifier", plan::change),
        Route::post("/entretiens/{interview}/annuler", steps::cancel),
        Route::get("/entretiens/{interview}/preparer", prepare::form),
        Route::post("/entretiens/{interview}/preparer", prepare::submit),
        Route::post("/entretiens/{interview}/mener", steps::hold),
        Route::post("/entretiens/{interview}/supprimer", steps::delete),
        Route::post("/entretiens/{interview}/restaurer", steps::restore),
    ]
    .map(|route| route.roles(TEAM))
    .to_vec()
}

fn written() -> Vec<Route> {
    [
        Route::get("/entretiens/{interview}/compte-rendu", write::form),
        Route::post("/entretiens/{interview}/compte-rendu", write::save),
        Route::post("/entretiens/{interview}/signer", write::sign),
        Route::post("/entretiens/{interview}/reprendre", steps::reopen),
        Route::get(
            "/entretiens/{interview}/versions/{number}",
            compare::compare,
        ),
        Route::post(
            "/entretiens/{interview}/versions/{number}/prendre",
            compare::take,
        ),
    ]
    .map(|route| route.roles(TEAM))
    .to_vec()
}

/// A learner finds their interviews, the team what waits.
#[must_use]
pub fn nav(actor: &Actor) -> Vec<NavEntry> {
    let mut entries = Vec::new();
    if actor.is(Role::Learner) {
        entries.push(NavEntry {
            label: "Mes entretiens",
            href: paths::MINE,
            about: "Retrouver vos entretiens avec l’équipe et vos objectifs.",
        });
    }
    if actor.is_any(TEAM) {
        entries.push(NavEntry {
            label: "À relancer",
            href: paths::REMINDERS,
            about: "Voir qui attend un entretien, une signature ou un suivi.",
        });
    }
    entries
}

/// What is kept of people.
pub const PERSONAL_DATA: [PersonalData; 3] = [
    PersonalData {
        table: "interviews",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "entretiens formatifs\u{a0}: quand, où, avec qui, leur préparation, leur compte rendu et les deux signatures, lus par la personne et l’équipe de sa classe seulement\u{a0}; trente jours de plus dans la corbeille quand l’équipe les supprime",
        why: "faire un retour réflexif et organiser une remédiation",
    },
    PersonalData {
        table: "interview_versions",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "les états gardés d’un compte rendu d’entretien pendant son écriture",
        why: "ne rien perdre quand deux personnes écrivent en même temps",
    },
    PersonalData {
        table: "interview_addenda",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "compléments à un compte rendu signé, avec leur auteur·rice et leur date",
        why: "laisser chacun·e ajouter ce qui manque sans changer ce qui est signé",
    },
];
