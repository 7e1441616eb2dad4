//! What pilots are told. A notification says what and when, and no name: it may
//! be read over a shoulder.

use db::{DbError, Tx};
use kernel::{Clock, SchoolId, date_long, truncate};
use web::NoticeKind;

use super::paths;
use super::reminders::Reminder;
use super::store::goals;
use crate::acting::By;

/// Somebody is given an objective to pilot.
pub const GIVEN: NoticeKind = NoticeKind {
    code: "maturity.goal_given",
    one: "objectif à piloter",
    many: "objectifs à piloter",
};

/// The day of an objective comes near, or is past.
pub const DUE: NoticeKind = NoticeKind {
    code: "maturity.goal_due",
    one: "échéance d’objectif",
    many: "échéances d’objectifs",
};

/// So much of an objective fits in a notification.
const TITLE_MAX: usize = 80;

/// Tells whoever pilots an objective from now on, unless they said so themselves.
///
/// # Errors
/// When the row cannot be written.
pub async fn tell_given(tx: &Tx, clock: &Clock, by: By, row: &goals::Model) -> Result<(), DbError> {
    let Some(pilot) = row.pilot_id.filter(|pilot| *pilot != by.account) else {
        return Ok(());
    };
    let due = row
        .due_on
        .map_or_else(String::new, |due| format!(", pour le {}", date_long(due)));
    let text = format!(
        "Vous pilotez l’objectif «\u{202f}{}\u{202f}»{due}.",
        truncate(&row.title, TITLE_MAX)
    );
    let href = paths::one(row.id);
    people::api::notify(tx, clock, by.school, pilot, &GIVEN, &text, &href).await
}

/// Reminds whoever pilots an objective.
///
/// # Errors
/// When the row cannot be written.
pub async fn remind(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    row: &goals::Model,
    why: Reminder,
) -> Result<(), DbError> {
    let (Some(pilot), Some(due)) = (row.pilot_id, row.due_on) else {
        return Ok(());
    };
    let title = truncate(&row.title, TITLE_MAX);
    let text = match why {
        Reminder::Soon => format!(
            "L’échéance de l’objectif «\u{202f}{title}\u{202f}» est le {}. Dites où il en est.",
            date_long(due)
        ),
        Reminder::Late => format!(
            "L’échéance de l’objectif «\u{202f}{title}\u{202f}» est passée depuis le {}. Dites où il en est, ou demandez une autre date.",
            date_long(due)
        ),
    };
    let href = paths::one(row.id);
    people::api::notify(tx, clock, school, pilot, &DUE, &text, &href).await
}
