//! The stay of a learner in a class: its status, its end, a move to another class.

use chrono::NaiveDate;
use db::Tx;
use kernel::{AccountId, Clock, date_long, local_date};

use super::{By, Refused, record};
use crate::events::Event;
use crate::model::{ClassId, LearnerStatus};
use crate::store::{classes, enrolment_rows, enrolments};

/// Under which status somebody is in a class, and since when.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Their status.
    pub status: LearnerStatus,
    /// Whether they learn at a distance.
    pub distance: bool,
    /// Their first day.
    pub entered_on: NaiveDate,
}

async fn found(
    tx: &Tx,
    by: &By,
    class: ClassId,
    learner: AccountId,
) -> Result<enrolment_rows::Model, Refused> {
    enrolments::get(tx, by.school, class, learner)
        .await?
        .ok_or(Refused::Unknown)
}

/// Changes the status and the first day of a learner in a class.
///
/// # Errors
/// [`Refused::Unknown`] when they are not in it; the field `entree` when the
/// day is to come, or after they left.
pub async fn change_stay(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    learner: AccountId,
    stay: &Stay,
) -> Result<(), Refused> {
    let known = found(tx, by, class, learner).await?;
    past(clock, "entree", stay.entered_on)?;
    if let Some(left) = known.left_on.filter(|left| *left < stay.entered_on) {
        return Err(Refused::field(
            "entree",
            format!(
                "La sortie est notée au {}\u{a0}: l’entrée ne peut pas être après.",
                date_long(left)
            ),
        ));
    }
    enrolments::change(tx, &known, stay.status, stay.distance, stay.entered_on).await?;
    record(tx, clock, by, Event::EnrolmentChanged(learner)).await?;
    Ok(())
}

/// Notes on which day a learner left a class.
///
/// # Errors
/// [`Refused::Unknown`] when they are not in it; the field `sortie` when the
/// day is to come, or before they entered.
pub async fn leave(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    learner: AccountId,
    on: NaiveDate,
) -> Result<(), Refused> {
    end(tx, clock, by, class, learner, ("sortie", on)).await?;
    Ok(())
}

/// Ends a stay on a day that a field names; gives the stay as it was.
async fn end(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    learner: AccountId,
    (field, on): (&'static str, NaiveDate),
) -> Result<enrolment_rows::Model, Refused> {
    let known = found(tx, by, class, learner).await?;
    past(clock, field, on)?;
    if on < known.entered_on {
        return Err(Refused::field(
            field,
            format!(
                "Cette personne est entrée le {}\u{a0}: choisissez ce jour ou un jour d’après.",
                date_long(known.entered_on)
            ),
        ));
    }
    enrolments::set_left(tx, by.school, class, learner, Some(on)).await?;
    record(tx, clock, by, Event::LeftClass(learner)).await?;
    Ok(known)
}

/// Days are noted once they have come: until then the person is in the class.
fn past(clock: &Clock, field: &'static str, day: NaiveDate) -> Result<(), Refused> {
    if day <= local_date(clock.now()) {
        return Ok(());
    }
    Err(Refused::field(
        field,
        "Ce jour n’est pas encore venu\u{a0}: choisissez aujourd’hui ou un jour passé.",
    ))
}

/// Takes back the day on which a learner left: they are in the class again.
///
/// # Errors
/// [`Refused::Unknown`] when they were never in it.
pub async fn come_back(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    learner: AccountId,
) -> Result<(), Refused> {
    if !enrolments::set_left(tx, by.school, class, learner, None).await? {
        return Err(Refused::Unknown);
    }
    record(tx, clock, by, Event::Enrolled(learner)).await?;
    Ok(())
}

/// Moves a learner to another class, from a day on, under the same status.
///
/// # Errors
/// [`Refused::Unknown`] when they are not in the first one; the field `arrivee`
/// as in [`leave`]; the field `classe` when they are in the other one already,
/// or when it is archived.
pub async fn move_to(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    (from, to): (ClassId, ClassId),
    learner: AccountId,
    on: NaiveDate,
) -> Result<(), Refused> {
    let target = classes::get(tx, by.school, to).await?;
    if target.is_none_or(|class| class.archived_at.is_some()) || from == to {
        return Err(Refused::field(
            "classe",
            "Choisissez une classe dans la liste.",
        ));
    }
    let there = enrolments::get(tx, by.school, to, learner).await?;
    if there.as_ref().is_some_and(|stay| stay.left_on.is_none()) {
        return Err(Refused::field(
            "classe",
            "Cette personne est déjà inscrite dans cette classe.",
        ));
    }
    let stay = end(tx, clock, by, from, learner, ("arrivee", on)).await?;
    enrolments::enrol(
        tx,
        by.school,
        to,
        &[learner],
        stay.status,
        stay.distance,
        on,
    )
    .await?;
    record(tx, clock, by, Event::Enrolled(learner)).await?;
    Ok(())
}
