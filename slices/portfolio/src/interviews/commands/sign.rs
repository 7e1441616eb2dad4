//! Signing a report, taking a signature back, adding something below.

use db::Tx;
use kernel::Clock;
use sea_orm::{EntityTrait, Set};

use super::report::keep;
use super::{By, record};
use crate::interviews::events::Event;
use crate::interviews::model::{AddendumId, InterviewId, Step, transition};
use crate::interviews::notices::{News, tell};
use crate::interviews::store::interviews::Entity as Table;
use crate::interviews::store::{Reason, addenda, interviews};
use crate::kept;
use crate::report::commands::Refused;

/// Signs the report as who led the interview: from then on it does not change,
/// and it waits for the learner.
///
/// # Errors
/// [`Refused::Because`] when it is empty, signed, or when somebody else leads
/// the interview.
pub async fn sign_as_team(tx: &Tx, clock: &Clock, by: By, id: InterviewId) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    if row.teacher_id != by.account {
        return Err(Refused::Because(
            "La personne qui mène l’entretien le signe. Votre texte est enregistré.".into(),
        ));
    }
    let content = row.content();
    let state = transition(row.state, Step::TeamSigns, content.says_something())?;
    keep(tx, clock, by, &row, Reason::Signed, &content).await?;
    let version = row.version;
    let signed = interviews::Model {
        state,
        team_signer_id: Some(by.account),
        team_signed_at: Some(clock.now()),
        ..row
    };
    kept::write::<Table>(tx, clock, signed.clone(), version).await?;
    record(tx, clock, by, Event::SignedByTeam(id)).await?;
    Ok(tell(tx, clock, by.school, by.account, &signed, News::ToSign).await?)
}

/// Signs the report as the learner. `version` is the one that they read: a
/// report that was taken up again meanwhile is not signed unread.
///
/// # Errors
/// [`DbError::Conflict`](db::DbError::Conflict) when it changed since;
/// [`Refused::Because`] when it does not wait for them.
pub async fn sign_as_learner(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    version: i32,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    let signed = interviews::Model {
        state: transition(row.state, Step::LearnerSigns, true)?,
        learner_signed_at: Some(clock.now()),
        ..row
    };
    kept::write::<Table>(tx, clock, signed.clone(), version).await?;
    record(tx, clock, by, Event::SignedByLearner(id)).await?;
    Ok(tell(tx, clock, by.school, by.account, &signed, News::Signed).await?)
}

/// Takes the signature of the team back, to go on writing. What was signed
/// stays kept as a version.
///
/// # Errors
/// [`Refused::Because`] when both signed, or nobody did.
pub async fn reopen(tx: &Tx, clock: &Clock, by: By, id: InterviewId) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    let version = row.version;
    let open = interviews::Model {
        state: transition(row.state, Step::Reopen, true)?,
        team_signer_id: None,
        team_signed_at: None,
        ..row
    };
    kept::write::<Table>(tx, clock, open.clone(), version).await?;
    record(tx, clock, by, Event::Reopened(id)).await?;
    Ok(tell(tx, clock, by.school, by.account, &open, News::Reopened).await?)
}

/// Adds something below a report: a remark of the learner, what the team
/// forgot. It is dated, named, and never changes.
///
/// # Errors
/// [`Refused::Because`] when the report is still being written.
pub async fn add(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    text: &str,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    if !row.state.is_addable() {
        return Err(Refused::Because(
            "Le compte rendu est encore en cours d’écriture\u{a0}: un complément s’ajoute une fois qu’il est signé par l’équipe.".into(),
        ));
    }
    addenda::Entity::insert(addenda::ActiveModel {
        id: Set(AddendumId::generate(clock)),
        school_id: Set(by.school),
        interview_id: Set(id),
        author_id: Set(by.account),
        text: Set(text.to_owned()),
        created_at: Set(clock.now()),
    })
    .exec_without_returning(tx)
    .await?;
    record(tx, clock, by, Event::Completed(id)).await?;
    Ok(tell(tx, clock, by.school, by.account, &row, News::Completed).await?)
}
