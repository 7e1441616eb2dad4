//! What the slice brings to the house.

use kernel::Role;
use web::{Actor, Module, NavEntry, PersonalData, Route};

use crate::migrations;
use crate::pages::{dossier, learner_path, queue, reading, reply, target, wards};
use crate::paths;
use crate::policy::{LEARNER, PATH_READERS, READERS, TALKERS, TEAM};

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("portfolio", migrations);
    module.routes = [own_path(), team_reading(), paths_of_learners(), conversations()].concat();
    module.nav = nav;
    module.personal_data = PERSONAL_DATA;
    module
}

fn own_path() -> Vec<Route> {
    [
        Route::get(paths::DOSSIER, dossier::dossier),
        Route::get("/dossier/positionnements/{target}", target::own_target),
        Route::post(paths::POSITION_SELF, target::position_self),
    ]
    .map(|route| route.roles(LEARNER))
    .to_vec()
}

fn team_reading() -> Vec<Route> {
    vec![
        Route::get(paths::QUEUE, queue::queue).roles(TEAM),
        Route::get("/lecture/{report}", reading::reading).roles(READERS),
        Route::post("/lecture/{report}/ouvrir", reading::open).roles(TEAM),
        Route::post("/lecture/{report}/retour", reading::respond).roles(TEAM),
        Route::post("/lecture/{report}/a-reprendre", reading::ask_revision).roles(TEAM),
        Route::post("/lecture/{report}/valider", reading::validate).roles(TEAM),
    ]
}

fn paths_of_learners() -> Vec<Route> {
    vec![
        Route::get(paths::WARDS, wards::wards).roles(&[Role::Guardian]),
        Route::get("/personnes/{person}/parcours", learner_path::learner_path).roles(PATH_READERS),
        Route::get(
            "/personnes/{person}/positionnements/{target}",
            target::learner_target,
        )
        .roles(READERS),
        Route::post(
            "/personnes/{person}/positionnements",
            target::position_learner,
        )
        .roles(TEAM),
    ]
}

fn conversations() -> Vec<Route> {
    vec![Route::post("/retours/{feedback}/repondre", reply::reply).roles(TALKERS)]
}

/// A learner finds their path and their reports, the team its queue.
fn nav(actor: &Actor) -> Vec<NavEntry> {
    let mut entries = Vec::new();
    if actor.is(Role::Learner) {
        entries.push(NavEntry {
            label: "Mon parcours",
            href: paths::DOSSIER,
            about: "Voir où vous en êtes, compétence par compétence.",
        });
        entries.push(NavEntry {
            label: "Comptes rendus",
            href: paths::REPORTS,
            about: "Raconter ce que vous avez fait et le soumettre à l’équipe.",
        });
        entries.push(NavEntry {
            label: "Mes pièces",
            href: paths::PIECES,
            about: "Retrouver vos fichiers et vos liens.",
        });
    }
    if actor.is(Role::Guardian) {
        entries.push(NavEntry {
            label: "Parcours suivis",
            href: paths::WARDS,
            about: "Voir où en est la personne mineure dont vous êtes responsable.",
        });
    }
    if actor.is_any(TEAM) {
        entries.push(NavEntry {
            label: "File de lecture",
            href: paths::QUEUE,
            about: "Lire les comptes rendus qui attendent et y répondre.",
        });
    }
    entries
}

const PERSONAL_DATA: &[PersonalData] = &[
    PersonalData {
        table: "reports",
        about: "apprenant·e",
        what: "comptes rendus, leurs versions, les compétences reliées",
        why: "garder une trace de la formation et préparer l’examen",
    },
    PersonalData {
        table: "evidence",
        about: "apprenant·e",
        what: "fichiers et liens ajoutés comme pièces, description des images",
        why: "prouver ce qui a été fait",
    },
    PersonalData {
        table: "feedback",
        about: "apprenant·e et membre de l’équipe pédagogique",
        what: "retours et réponses, avec leur auteur·rice et leur date",
        why: "faire progresser la personne apprenante",
    },
    PersonalData {
        table: "positionings",
        about: "apprenant·e",
        what: "niveau sur chaque compétence selon chaque point de vue, commentaire, auteur·rice, date",
        why: "suivre l’acquisition des compétences",
    },
];
