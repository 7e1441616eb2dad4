//! What the slice brings to the house.

use web::{Module, PersonalData};

use crate::migrations;

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    let mut module = Module::new("learning", migrations);
    module.personal_data = PERSONAL_DATA;
    module
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
];
