//! The addresses of the matrix: one place, so that no page writes one by hand.

use kernel::AccountId;
use people::api::ClassId;

use super::BatchId;

/// A class.
#[must_use]
pub fn class(class: ClassId) -> String {
    format!("/classes/{class}")
}

/// Its matrix.
#[must_use]
pub fn matrix(class: ClassId) -> String {
    format!("/classes/{class}/competences")
}

/// The matrix, narrowed by a query without its « ? ».
#[must_use]
pub fn narrowed(class: ClassId, query: &str) -> String {
    match query {
        "" => matrix(class),
        query => format!("{}?{query}", matrix(class)),
    }
}

/// The matrix as a file: `xlsx` or `pdf`, narrowed in the same way.
#[must_use]
pub fn export(class: ClassId, kind: &str, query: &str) -> String {
    match query {
        "" => format!("{}/export.{kind}", matrix(class)),
        query => format!("{}/export.{kind}?{query}", matrix(class)),
    }
}

/// One competence for the whole class.
#[must_use]
pub fn column(class: ClassId, code: &str) -> String {
    format!("/classes/{class}/competences/{code}")
}

/// Where a bulk is taken back.
#[must_use]
pub fn undo(class: ClassId, batch: BatchId) -> String {
    format!("/classes/{class}/competences/saisies/{batch}/annuler")
}

/// One competence of a learner.
#[must_use]
pub fn cell(learner: AccountId, code: &str) -> String {
    crate::paths::learner_target(learner, code)
}
