//! The pages of interviews, each handler beside its template.

pub mod calendar;
pub mod class;
pub mod compare;
pub mod learner;
pub mod plan;
pub mod prepare;
pub mod reminders;
pub mod show;
pub mod steps;
pub mod trash;
pub mod write;

use axum::response::Response;
use db::DbError;
use web::{AppResult, Flash};

use crate::report::commands::Refused;

/// What is said when somebody else changed the same thing meanwhile and
/// nothing was typed that could be lost.
const CROSSED: &str = "Cet entretien a changé pendant que vous lisiez. Rien n’a été modifié\u{a0}: relisez, puis recommencez.";

/// What became of a button: the page again, with a sentence.
///
/// # Errors
/// When the database does not answer.
fn answer(done: Result<(), Refused>, said: &str, to: String) -> AppResult<Response> {
    match done {
        Ok(()) => Ok(Flash::ok(said).to(to)),
        Err(Refused::Because(sentence)) => Ok(Flash::danger(sentence).to(to)),
        Err(Refused::Db(DbError::Conflict)) => Ok(Flash::warn(CROSSED).to(to)),
        Err(refused) => Err(refused.into()),
    }
}
