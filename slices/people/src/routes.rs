//! What the slice brings to the house.

use kernel::Role;
use web::{Access, Actor, Module, NavEntry, PersonalData, Route};

use crate::pages::{access, account, classes, persons};
use crate::policy::{ADMIN, CLASS_MANAGERS, CLASS_READERS, TEAM};
use crate::{jobs, merging, migrations};

/// Routes, menu, tables, jobs and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("people", migrations);
    module.routes = [
        front_door(),
        own(),
        persons_admin(),
        classes_admin(),
        team(),
        crate::imports::pages::routes(),
        merging::pages::routes(),
    ]
    .concat();
    module.nav = nav;
    module.jobs = jobs::register;
    module.job_names = jobs::NAMES;
    module.personal_data = PERSONAL_DATA;
    module.accounts = merging::COLUMNS;
    module.merging = Some(&merging::PeopleMerging);
    module
}

fn front_door() -> Vec<Route> {
    use access::{
        choose_password, first_sign_in, forgotten, installation, reset, sign_in, sign_out, stop,
    };
    vec![
        Route::get("/installation", installation::show).public(),
        Route::post("/installation", installation::submit).public(),
        Route::get("/connexion", sign_in::show).public(),
        Route::post("/connexion", sign_in::submit).public(),
        Route::post("/deconnexion", sign_out::submit),
        Route::get("/mot-de-passe-oublie", forgotten::show).public(),
        Route::post("/mot-de-passe-oublie", forgotten::submit).public(),
        Route::get("/courrier/arreter/{token}", stop::show).access(Access::Token),
        Route::post("/courrier/arreter/{token}", stop::submit).access(Access::Token),
        Route::get("/premiere-connexion", first_sign_in::show).public(),
        Route::post("/premiere-connexion", first_sign_in::submit).public(),
        Route::get(first_sign_in::CHOOSE, choose_password::show),
        Route::post(first_sign_in::CHOOSE, choose_password::submit),
        Route::get("/reinitialisation/{token}", reset::show).access(Access::Token),
        Route::post("/reinitialisation/{token}", reset::submit).access(Access::Token),
    ]
}

fn own() -> Vec<Route> {
    use account::{
        address, confirm, notifications, own, preferences, rhythm, sessions, switch_school,
    };
    vec![
        Route::get("/compte", own::show),
        Route::post("/compte/mot-de-passe", own::change_password),
        Route::post("/compte/adresse", address::submit),
        Route::post("/compte/adresse/renvoyer", address::again),
        Route::post("/compte/adresse/retirer", address::remove),
        Route::get("/compte/adresse/confirmer/{confirmation}", confirm::show),
        Route::post("/compte/adresse/confirmer/{confirmation}", confirm::submit),
        Route::post("/compte/sessions/{session}/fermer", sessions::close),
        Route::post("/compte/deconnexion-partout", sessions::close_all),
        Route::post("/preferences", preferences::submit).public(),
        Route::post("/etablissement", switch_school::submit),
        Route::get("/notifications", notifications::show),
        Route::post("/notifications/lues", notifications::read_all),
        Route::post("/notifications/rythme", rhythm::choose),
        Route::post("/notifications/envoyer", rhythm::send_now),
        Route::post("/notifications/{notification}/ouvrir", notifications::open),
    ]
}

fn persons_admin() -> Vec<Route> {
    use persons::{codes, guardians, list, new, paste, person};
    [
        Route::get("/admin/personnes", list::show),
        Route::get("/admin/personnes/nouvelle", new::show),
        Route::post("/admin/personnes/nouvelle", new::submit),
        Route::get("/admin/personnes/liste", paste::show),
        Route::post("/admin/personnes/liste", paste::submit),
        Route::get("/admin/personnes/{person}", person::show),
        Route::post("/admin/personnes/{person}", person::submit),
        Route::post("/admin/personnes/{person}/fermer", person::close),
        Route::post("/admin/personnes/{person}/rouvrir", person::reopen),
        Route::post("/admin/personnes/{person}/code", codes::code),
        Route::post("/admin/personnes/{person}/lien", codes::link),
        Route::get("/admin/personnes/{person}/responsables", guardians::show),
        Route::post("/admin/personnes/{person}/responsables", guardians::link),
        Route::post(
            "/admin/personnes/{person}/responsables/nouveau",
            guardians::create,
        ),
        Route::post(
            "/admin/personnes/{person}/responsables/retrait",
            guardians::remove,
        ),
    ]
    .map(|route| route.roles(ADMIN))
    .to_vec()
}

fn classes_admin() -> Vec<Route> {
    use classes::{
        admin_list, codes, enrol, enrolment, hours, invitations, manage, new, roll_over, team,
    };
    let mut routes = vec![
        Route::get("/admin/classes", admin_list::show).roles(ADMIN),
        Route::get("/admin/classes/nouvelle", new::show).roles(ADMIN),
        Route::post("/admin/classes/nouvelle", new::submit).roles(ADMIN),
        Route::get("/admin/classes/{class}/rentree", roll_over::show).roles(ADMIN),
        Route::post("/admin/classes/{class}/rentree", roll_over::submit).roles(ADMIN),
        Route::post("/admin/classes/{class}/rentree/annuler", roll_over::undo).roles(ADMIN),
    ];
    // Those who coordinate a class come here too: the class decides.
    routes.extend(
        [
            Route::get("/admin/classes/{class}", manage::show),
            Route::post("/admin/classes/{class}", manage::submit),
            Route::post("/admin/classes/{class}/archiver", manage::archive),
            Route::post("/admin/classes/{class}/restaurer", manage::restore),
            Route::get("/admin/classes/{class}/inscrire", enrol::show),
            Route::post("/admin/classes/{class}/inscrire", enrol::submit),
            Route::get(
                "/admin/classes/{class}/apprenants/{person}",
                enrolment::show,
            ),
            Route::post(
                "/admin/classes/{class}/apprenants/{person}",
                enrolment::submit,
            ),
            Route::post(
                "/admin/classes/{class}/apprenants/{person}/sortie",
                enrolment::leave,
            ),
            Route::post(
                "/admin/classes/{class}/apprenants/{person}/retour",
                enrolment::come_back,
            ),
            Route::post(
                "/admin/classes/{class}/apprenants/{person}/changement",
                enrolment::change_class,
            ),
            Route::post("/admin/classes/{class}/equipe", team::assign),
            Route::post(
                "/admin/classes/{class}/equipe/{person}/retrait",
                team::remove,
            ),
            Route::post("/admin/classes/{class}/codes", codes::submit),
            Route::get("/admin/classes/{class}/invitations", invitations::show),
            Route::post("/admin/classes/{class}/invitations", invitations::submit),
            Route::get("/admin/classes/{class}/heures", hours::show),
            Route::post("/admin/classes/{class}/heures", hours::submit),
        ]
        .map(|route| route.roles(CLASS_MANAGERS)),
    );
    routes
}

fn team() -> Vec<Route> {
    use classes::{group, groups};
    vec![
        Route::get("/classes", classes::list::show).roles(CLASS_READERS),
        Route::get("/classes/{class}", classes::show::show).roles(CLASS_READERS),
        Route::get("/classes/{class}/groupes", groups::show).roles(CLASS_MANAGERS),
        Route::post("/classes/{class}/groupes", groups::submit).roles(CLASS_MANAGERS),
        Route::get("/groupes/{group}", group::show).roles(CLASS_MANAGERS),
        Route::post("/groupes/{group}", group::submit).roles(CLASS_MANAGERS),
        Route::post("/groupes/{group}/supprimer", group::delete).roles(CLASS_MANAGERS),
        Route::post("/groupes/{group}/restaurer", group::restore).roles(CLASS_MANAGERS),
    ]
}

/// Administrators find people and all classes; the team and those who look
/// find theirs.
fn nav(actor: &Actor) -> Vec<NavEntry> {
    let admin = actor.is(Role::Admin);
    let mut entries = Vec::new();
    if actor.is_any(TEAM) {
        entries.push(NavEntry {
            label: if admin { "Mes classes" } else { "Classes" },
            href: "/classes",
            about: "Voir qui apprend et qui enseigne dans vos classes.",
        });
    } else if !admin && actor.is_any(CLASS_READERS) {
        entries.push(NavEntry {
            label: "Classes",
            href: "/classes",
            about: "Voir les classes de l’établissement, leurs apprenant·es et leurs équipes.",
        });
    }
    if admin {
        entries.push(NavEntry {
            label: "Personnes",
            href: "/admin/personnes",
            about: "Ajouter des personnes, leur donner un rôle et un accès.",
        });
        entries.push(NavEntry {
            label: "Classes",
            href: "/admin/classes",
            about: "Créer les classes, y inscrire les apprenant·es, former les équipes.",
        });
    }
    entries
}

const PERSONAL_DATA: &[PersonalData] = &[
    PersonalData {
        table: "external_ids",
        about: "apprenant·e, responsable légal·e, membre de l’équipe pédagogique",
        what: "identifiant national (INE ou INA), montré à l’administration seule\u{202f}; numéros de la personne dans SIECLE et STS-Web",
        why: "reconnaître la personne d’un import à l’autre, sans doublon",
    },
    PersonalData {
        table: "imports",
        about: "membre de l’administration",
        what: "fichier importé (son nom, non son contenu), date, qui l’a envoyé",
        why: "savoir d’où viennent les comptes",
    },
    PersonalData {
        table: "import_rows",
        about: "apprenant·e, responsable légal·e, membre de l’équipe pédagogique",
        what: "ce que le fichier importé dit de la personne (nom, naissance, INE, classe, statut), effacé 90\u{a0}jours après l’import, ou 14\u{a0}jours après l’envoi s’il n’a pas eu lieu",
        why: "montrer ce que l’import va faire, puis en rendre compte",
    },
    PersonalData {
        table: "import_effects",
        about: "apprenant·e, responsable légal·e, membre de l’équipe pédagogique",
        what: "ce que l’import confirmé écrira, effacé dès qu’il est écrit",
        why: "écrire tout le fichier ou rien",
    },
    PersonalData {
        table: "accounts",
        about: "toute personne qui a un compte",
        what: "civilité, prénom, nom, date de naissance si elle est connue, identifiant, empreinte du mot de passe, confort de lecture",
        why: "reconnaître la personne et lui ouvrir ce à quoi elle a droit",
    },
    PersonalData {
        table: "memberships",
        about: "toute personne qui a un compte",
        what: "établissement, date de fermeture de l’accès, nom sous la forme qui sert à trier et à chercher",
        why: "savoir qui appartient à l’établissement",
    },
    PersonalData {
        table: "membership_roles",
        about: "toute personne qui a un compte",
        what: "rôles dans l’établissement",
        why: "ouvrir à chacun ce qui relève de son rôle",
    },
    PersonalData {
        table: "enrolments",
        about: "apprenant·e",
        what: "classe, statut, enseignement à distance, dates d’entrée et de sortie",
        why: "organiser la formation et appliquer les règles d’examen et de PFMP du statut",
    },
    PersonalData {
        table: "teachings",
        about: "membre de l’équipe pédagogique",
        what: "classes, blocs enseignés, coordination",
        why: "montrer à chacun les apprenant·es de ses classes",
    },
    PersonalData {
        table: "guardianships",
        about: "responsable légal·e et apprenant·e",
        what: "lien entre les deux",
        why: "ouvrir au responsable légal ce qui concerne la personne mineure",
    },
    PersonalData {
        table: "group_members",
        about: "apprenant·e",
        what: "groupes de la classe",
        why: "organiser le travail de la classe",
    },
    PersonalData {
        table: "teaching_hours",
        about: "membre de l’équipe pédagogique",
        what: "heures enseignées par bloc dans une classe",
        why: "répartir les heures de la formation dans l’équipe",
    },
    PersonalData {
        table: "roll_over_lines",
        about: "apprenant·e",
        what: "en fin d’année : passe, redouble ou quitte, et la classe suivante",
        why: "inscrire la personne dans la classe suivante, et pouvoir revenir en arrière",
    },
    PersonalData {
        table: "record_merges",
        about: "apprenant·e dont deux fiches ont été réunies",
        what: "les deux comptes, qui les a réunis et quand\u{202f}; ce qu’était la fiche avant, effacé après 30\u{a0}jours",
        why: "n’avoir qu’un dossier par personne, et pouvoir revenir en arrière",
    },
    PersonalData {
        table: "access_codes",
        about: "toute personne qui a un compte",
        what: "empreinte du code, du lien ou de l’invitation, dates, qui l’a donné",
        why: "permettre la première connexion ou un nouveau mot de passe",
    },
    PersonalData {
        table: "mail_addresses",
        about: "toute personne qui a confirmé une adresse",
        what: "adresse mail, date de confirmation, rythme des messages, clé du lien qui les arrête",
        why: "donner un nouveau mot de passe à qui l’a oublié, et prévenir de ce qui attend",
    },
    PersonalData {
        table: "mail_confirmations",
        about: "toute personne dont une adresse attend sa confirmation",
        what: "adresse mail, qui l’a écrite et quand, empreinte et fin du lien",
        why: "vérifier que l’adresse est bien à la personne\u{202f}; effacé après 30 jours",
    },
    PersonalData {
        table: "mail_farewells",
        about: "toute personne qui change d’adresse ou la retire",
        what: "ancienne adresse mail, jusqu’à ce que le changement lui soit signalé",
        why: "prévenir en cas de changement fait par quelqu’un d’autre",
    },
    PersonalData {
        table: "notifications",
        about: "toute personne qui a un compte",
        what: "ce qui est signalé, dates, de l’envoi par mail et de la lecture",
        why: "prévenir la personne de ce qui l’attend",
    },
];
