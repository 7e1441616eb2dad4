//! What the slice brings to the house.

use kernel::Role;
use web::{Actor, Module, NavEntry, NoticeKind, PersonalData, Route};

use crate::digital::pages::profile;
use crate::digital::pix::pages as pix;
use crate::feedback::notices as feedback;
use crate::interviews::notices as interviews;
use crate::migrations;
use crate::overview::pages::overview;
use crate::pages::{
    dossier, export, learner_path, piece, piece_add, pieces, queue, reading, reply, report_actions,
    report_compare, report_new, report_save, report_show, report_versions, reports_list, retouch,
    target, wards,
};
use crate::paths;
use crate::peers::{notices as peer_notices, routes as peers};
use crate::policy::{LEARNER, PATH_READERS, PIECE_READERS, READERS, TALKERS, TEAM};
use crate::transversal::pages as skills;

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("portfolio", migrations);
    module.routes = [
        own_path(),
        own_reports(),
        own_pieces(),
        own_export(),
        team_reading(),
        paths_of_learners(),
        conversations(),
        crate::matrix::routes(),
        crate::interviews::routes::routes(),
        crate::objectives::routes::routes(),
        peers::routes(),
        crate::dashboard::routes::routes(),
        own_skills(),
        skills_of_learners(),
        classes(),
    ]
    .concat();
    module.nav = nav;
    module.jobs = crate::jobs::register;
    module.job_names = crate::jobs::NAMES;
    module.personal_data = PERSONAL_DATA;
    module.notices = NOTICES;
    module.accounts = crate::merging::COLUMNS;
    module.merging = Some(&crate::merging::PortfolioMerging);
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

fn own_reports() -> Vec<Route> {
    [
        Route::get(paths::REPORTS, reports_list::list),
        Route::get(paths::TRASH, reports_list::trash),
        Route::get(paths::NEW_REPORT, report_new::form),
        Route::post(paths::NEW_REPORT, report_new::begin),
        Route::get("/dossier/comptes-rendus/{report}", report_show::show),
        Route::get(
            "/dossier/comptes-rendus/{report}/apercu",
            report_show::preview,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/enregistrer",
            report_save::save,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/soumettre",
            report_save::submit,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/reprendre",
            report_actions::withdraw,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/rouvrir",
            report_actions::reopen,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/partager",
            report_actions::share,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/supprimer",
            report_actions::delete,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/restaurer",
            report_actions::restore,
        ),
        Route::get(
            "/dossier/comptes-rendus/{report}/versions",
            report_versions::list,
        ),
        Route::get(
            "/dossier/comptes-rendus/{report}/versions/{number}",
            report_versions::show,
        ),
        Route::get(
            "/dossier/comptes-rendus/{report}/versions/{number}/comparer",
            report_compare::compare,
        ),
        Route::post(
            "/dossier/comptes-rendus/{report}/versions/{number}/restaurer",
            report_versions::restore,
        ),
    ]
    .map(|route| route.roles(LEARNER))
    .to_vec()
}

fn own_pieces() -> Vec<Route> {
    vec![
        Route::post(
            "/dossier/comptes-rendus/{report}/pieces",
            piece_add::upload_to_report,
        )
        .streaming()
        .roles(LEARNER),
        Route::post(
            "/dossier/comptes-rendus/{report}/liens",
            piece_add::link_to_report,
        )
        .roles(LEARNER),
        Route::get(paths::PIECES, pieces::list).roles(LEARNER),
        Route::post(paths::PIECES, piece_add::upload_alone)
            .streaming()
            .roles(LEARNER),
        Route::post("/dossier/pieces/liens", piece_add::link_alone).roles(LEARNER),
        Route::get("/dossier/pieces/{evidence}", piece::show).roles(LEARNER),
        Route::get("/dossier/pieces/{evidence}/retouche", retouch::form).roles(LEARNER),
        Route::post("/dossier/pieces/{evidence}/retouche", retouch::act).roles(LEARNER),
        Route::get("/dossier/pieces/{evidence}/retouche/image", retouch::image).roles(LEARNER),
        Route::get("/pieces/{evidence}", piece::open)
            .streaming()
            .roles(PIECE_READERS),
        Route::get("/pieces/{evidence}/vignette", piece::thumbnail).roles(PIECE_READERS),
        Route::post("/pieces/{evidence}/description", piece::change).roles(LEARNER),
        Route::post("/pieces/{evidence}/retirer", piece::remove).roles(LEARNER),
        Route::post("/pieces/{evidence}/restaurer", piece::restore).roles(LEARNER),
    ]
}

fn own_export() -> Vec<Route> {
    vec![
        Route::get(paths::EXPORT, export::show).roles(LEARNER),
        Route::post(paths::EXPORT, export::ask).roles(LEARNER),
        Route::get(paths::EXPORT_FILE, export::fetch)
            .streaming()
            .roles(LEARNER),
    ]
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

fn own_skills() -> Vec<Route> {
    [
        Route::get(paths::DIGITAL, profile::own),
        Route::get(paths::TRANSVERSAL, skills::list::own),
        Route::get("/dossier/transversales/{skill}", skills::skill::own),
        Route::post(
            "/dossier/transversales/{skill}",
            skills::skill::position_self,
        ),
    ]
    .map(|route| route.roles(LEARNER))
    .to_vec()
}

fn skills_of_learners() -> Vec<Route> {
    vec![
        Route::get("/personnes/{person}/numerique", profile::of_learner).roles(READERS),
        Route::get(
            "/personnes/{person}/transversales",
            skills::list::of_learner,
        )
        .roles(READERS),
        Route::get(
            "/personnes/{person}/transversales/{skill}",
            skills::skill::of_learner,
        )
        .roles(READERS),
        Route::post(
            "/personnes/{person}/transversales/{skill}",
            skills::skill::position_learner,
        )
        .roles(TEAM),
    ]
}

fn classes() -> Vec<Route> {
    vec![
        Route::get("/classes/{class}/apercu", overview::overview).roles(READERS),
        Route::get("/classes/{class}/pix", pix::list::show).roles(TEAM),
        Route::post("/classes/{class}/pix", pix::list::send)
            .streaming()
            .roles(TEAM),
        Route::get("/pix/{pix}", pix::preview::show).roles(TEAM),
        Route::post("/pix/{pix}/importer", pix::preview::agree).roles(TEAM),
        Route::post("/pix/{pix}/abandonner", pix::preview::abandon).roles(TEAM),
    ]
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
    entries.extend(crate::interviews::routes::nav(actor));
    entries.extend(peers::nav(actor));
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
    PersonalData {
        table: "positioning_batches",
        about: "membre de l’équipe pédagogique",
        what: "qui a positionné plusieurs personnes ensemble, quand, pendant quelle mission",
        why: "dater les niveaux, dire sur quoi ils reposent et pouvoir annuler une saisie",
    },
    PersonalData {
        table: "skill_positionings",
        about: "apprenant·e",
        what: "niveau sur les compétences numériques et transversales selon chaque point de vue, situation, commentaire, auteur·rice, date",
        why: "suivre les compétences qui servent dans tous les métiers",
    },
    PersonalData {
        table: "pix_results",
        about: "apprenant·e",
        what: "résultats que la personne a envoyés à l’équipe dans Pix, avec leur campagne et leur date",
        why: "situer les compétences numériques",
    },
    PersonalData {
        table: "pix_imports",
        about: "participant·e d’une campagne Pix",
        what: "noms et résultats d’un fichier qui attend d’être vérifié, effacés dès qu’il l’est, ou au bout de 14 jours",
        why: "montrer ce qui serait gardé avant de le garder",
    },
    PersonalData {
        table: "dossier_exports",
        about: "apprenant·e",
        what: "le dernier dossier en PDF que la personne a demandé, gardé 30 jours",
        why: "emporter son dossier et le présenter à l’examen",
    },
    crate::interviews::routes::PERSONAL_DATA[0],
    crate::interviews::routes::PERSONAL_DATA[1],
    crate::interviews::routes::PERSONAL_DATA[2],
    crate::objectives::routes::PERSONAL_DATA[0],
    crate::objectives::routes::PERSONAL_DATA[1],
    peers::PERSONAL_DATA[0],
    peers::PERSONAL_DATA[1],
    peers::PERSONAL_DATA[2],
    peers::PERSONAL_DATA[3],
];

const NOTICES: &[NoticeKind] = &[
    feedback::TO_READ,
    feedback::ANSWERED,
    feedback::TO_REVISE,
    feedback::VALIDATED,
    feedback::REPLIED,
    feedback::PRINTED,
    interviews::PLANNED,
    interviews::MOVED,
    interviews::TO_SIGN,
    interviews::ANSWERED,
    crate::objectives::notices::OBJECTIVE,
    peer_notices::TO_READ,
    peer_notices::RECEIVED,
];
