//! What the slice brings to the house.

use web::{Actor, Module, NavEntry, NoticeKind, PersonalData, Route};

use crate::assignments::routes as assignments;
use crate::pages::{documents, missions, organisations, situations, versions};
use crate::policy::{DOCUMENT_READERS, READERS, WRITERS};
use crate::{exchange, hours, merging, migrations, paths, printed};

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("learning", migrations);
    module.routes = [
        library(),
        of_a_situation(),
        of_missions(),
        of_organisations(),
        of_documents(),
        of_versions(),
        assignments::routes(),
        hours::routes(),
        printed::routes(),
        exchange::routes(),
    ]
    .concat();
    module.nav = nav;
    module.jobs = crate::jobs::register;
    module.job_names = crate::jobs::NAMES;
    module.personal_data = PERSONAL_DATA;
    module.accounts = merging::COLUMNS;
    module.merging = Some(&merging::LearningMerging);
    module.notices = NOTICES;
    module
}

fn library() -> Vec<Route> {
    vec![
        Route::get(paths::LIBRARY, situations::library::library).roles(READERS),
        Route::get(paths::NEW, situations::new::form).roles(WRITERS),
        Route::post(paths::NEW, situations::new::create).roles(WRITERS),
        Route::get(paths::TRASH, situations::trash::trash).roles(WRITERS),
        Route::post(paths::EXAMPLES, situations::actions::examples).roles(WRITERS),
    ]
}

fn of_a_situation() -> Vec<Route> {
    use situations::{actions, comments, edit, show};
    let mut routes = [
        Route::get("/situations/{situation}/modifier", edit::form),
        Route::post("/situations/{situation}/modifier", edit::save),
        Route::post("/situations/{situation}/etat", actions::state),
        Route::post("/situations/{situation}/supprimer", actions::delete),
        Route::post("/situations/{situation}/restaurer", actions::restore),
        Route::post("/situations/{situation}/dupliquer", actions::duplicate),
        Route::post("/situations/{situation}/commentaires", comments::comment),
        Route::post(
            "/situations/commentaires/{comment}/retirer",
            comments::remove,
        ),
    ]
    .map(|route| route.roles(WRITERS))
    .to_vec();
    routes.push(Route::get("/situations/{situation}", show::show).roles(READERS));
    routes
}

fn of_missions() -> Vec<Route> {
    use missions::{actions, edit};
    [
        Route::get("/situations/{situation}/missions/nouvelle", edit::new),
        Route::post("/situations/{situation}/missions/nouvelle", edit::create),
        Route::get(
            "/situations/{situation}/missions/{mission}/modifier",
            edit::form,
        ),
        Route::post(
            "/situations/{situation}/missions/{mission}/modifier",
            edit::save,
        ),
        Route::post(
            "/situations/{situation}/missions/{mission}/monter",
            actions::up,
        ),
        Route::post(
            "/situations/{situation}/missions/{mission}/descendre",
            actions::down,
        ),
        Route::post(
            "/situations/{situation}/missions/{mission}/supprimer",
            actions::delete,
        ),
        Route::post(
            "/situations/{situation}/missions/{mission}/restaurer",
            actions::restore,
        ),
    ]
    .map(|route| route.roles(WRITERS))
    .to_vec()
}

fn of_organisations() -> Vec<Route> {
    use organisations::{actions, edit, list, show};
    vec![
        Route::get(paths::ORGANISATIONS, list::list).roles(READERS),
        Route::get(paths::NEW_ORGANISATION, edit::new).roles(WRITERS),
        Route::post(paths::NEW_ORGANISATION, edit::create).roles(WRITERS),
        Route::get("/situations/organisations/{organisation}", show::show).roles(READERS),
        Route::get(
            "/situations/organisations/{organisation}/modifier",
            edit::form,
        )
        .roles(WRITERS),
        Route::post(
            "/situations/organisations/{organisation}/modifier",
            edit::save,
        )
        .roles(WRITERS),
        Route::post(
            "/situations/organisations/{organisation}/supprimer",
            actions::delete,
        )
        .roles(WRITERS),
        Route::post(
            "/situations/organisations/{organisation}/restaurer",
            actions::restore,
        )
        .roles(WRITERS),
    ]
}

fn of_documents() -> Vec<Route> {
    use documents::{add, open};
    vec![
        Route::get("/situations/{situation}/documents/nouveau", add::form).roles(WRITERS),
        Route::post("/situations/{situation}/documents/nouveau", add::upload)
            .streaming()
            .roles(WRITERS),
        Route::get("/situations/documents/{document}", open::open)
            .streaming()
            .roles(DOCUMENT_READERS),
        Route::post("/situations/documents/{document}/retirer", open::remove).roles(WRITERS),
        Route::post("/situations/documents/{document}/restaurer", open::restore).roles(WRITERS),
    ]
}

fn of_versions() -> Vec<Route> {
    use versions::{compare, list};
    vec![
        Route::get("/situations/fiches/{sheet}/versions", list::list).roles(READERS),
        Route::get(
            "/situations/fiches/{sheet}/versions/{number}",
            compare::compare,
        )
        .roles(READERS),
        Route::post(
            "/situations/fiches/{sheet}/versions/{number}/restaurer",
            compare::restore,
        )
        .roles(WRITERS),
    ]
}

/// The library, for who reads it; their missions, for learners.
fn nav(actor: &Actor) -> Vec<NavEntry> {
    let library = actor.is_any(READERS).then_some(NavEntry {
        label: "Situations",
        href: paths::LIBRARY,
        about: "Écrire à plusieurs ce que les apprenant·es vont vivre, et leurs missions.",
    });
    let learner = assignments::nav(actor).into_iter().chain(hours::nav(actor));
    library.into_iter().chain(learner).collect()
}

const PERSONAL_DATA: &[PersonalData] = &[
    PersonalData {
        table: "learning_sheets",
        about: "membre de l’équipe pédagogique",
        what: "qui a commencé et qui a écrit en dernier une organisation, une situation ou une mission, et quand",
        why: "écrire à plusieurs sans rien perdre",
    },
    PersonalData {
        table: "sheet_versions",
        about: "membre de l’équipe pédagogique",
        what: "les versions gardées, avec leur auteur·rice et leur date",
        why: "retrouver ce qui a été écrit avant",
    },
    PersonalData {
        table: "situation_comments",
        about: "membre de l’équipe pédagogique",
        what: "les commentaires d’une situation, avec leur auteur·rice et leur date",
        why: "discuter d’une situation entre collègues",
    },
    PersonalData {
        table: "situation_documents",
        about: "membre de l’équipe pédagogique",
        what: "les documents joints à une situation ou à une mission, qui les a ajoutés et quand",
        why: "donner aux apprenant·es les documents de leur mission",
    },
    assignments::PERSONAL_DATA[0],
    assignments::PERSONAL_DATA[1],
    assignments::PERSONAL_DATA[2],
    exchange::PERSONAL_DATA,
    PersonalData {
        table: "year_plans",
        about: "membre de l’équipe pédagogique",
        what: "qui a enregistré chaque version du plan de l’année d’une classe, et quand",
        why: "organiser la formation, et retrouver une version antérieure du plan",
    },
];

const NOTICES: &[NoticeKind] = &[
    crate::situations::comments::COMMENTED,
    crate::assignments::notices::ENTRUSTED,
    crate::assignments::notices::CHANGED,
    crate::assignments::notices::WITHDRAWN,
];
