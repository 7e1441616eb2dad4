//! The life of a report: handed in, taken back, read, decided upon, reopened,
//! shown, removed.

use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{Refused, audit, existing, facts, keep, mission, set_state};
use crate::events::Event;
use crate::report::store;
use crate::report::{Action, Content, Facts, Reason, ReportId, State, transition};

/// What [`submit`] made of a report, for telling the team.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// Its learner.
    pub learner: AccountId,
    /// Its curriculum.
    pub curriculum: CurriculumId,
    /// What was handed in.
    pub content: Content,
    /// The number of the version that the team reads.
    pub version: i32,
    /// Whether it had been handed in before.
    pub again: bool,
}

/// Hands a report to the team.
///
/// # Errors
/// [`Refused::Because`] when it is empty, or with the team already.
pub async fn submit(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
) -> Result<Submitted, Refused> {
    let row = existing(tx, school, id).await?;
    let content = store::content(tx, &row).await?;
    let facts = Facts {
        has_content: content.has_content(),
        ..facts(&row)
    };
    let state = transition(row.state, Action::Submit, facts)?;
    let version = keep(tx, clock, &row, Reason::Submitted, state, author, &content).await?;
    let submitted = Submitted {
        version,
        learner: row.learner_id,
        curriculum: row.curriculum_id,
        content,
        again: row.submitted_at.is_some(),
    };
    let now = clock.now();
    set_state(tx, clock, row, state, |active| {
        active.submitted_at = Set(Some(now));
        active.read_at = Set(None);
        active.shared = Set(false);
    })
    .await?;
    audit(tx, clock, school, author, Event::ReportSubmitted(id)).await?;
    Ok(submitted)
}

/// « Reprendre ma copie »: takes a report back before anybody has read it.
///
/// # Errors
/// [`Refused::Because`] when it was read or is not with the team.
pub async fn withdraw(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    let state = transition(row.state, Action::Withdraw, facts(&row))?;
    let content = store::content(tx, &row).await?;
    keep(tx, clock, &row, Reason::Withdrawn, state, author, &content).await?;
    // The team is back with the submission before, or with none.
    let before = store::last_submitted(tx, school, id).await?;
    set_state(tx, clock, row, state, |active| {
        active.submitted_at = Set(before.map(|version| version.created_at));
    })
    .await?;
    audit(tx, clock, school, author, Event::ReportWithdrawn(id)).await
}

/// Goes on with a validated report as a new version; the validated one stays readable.
///
/// # Errors
/// [`Refused::Because`] when it is not validated.
pub async fn reopen(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    let state = transition(row.state, Action::Reopen, facts(&row))?;
    let content = store::content(tx, &row).await?;
    keep(tx, clock, &row, Reason::Reopened, state, author, &content).await?;
    set_state(tx, clock, row, state, |active| active.revised = Set(false)).await?;
    audit(tx, clock, school, author, Event::ReportReopened(id)).await
}

/// Notes that somebody of the team reads the present submission: from then on
/// it is not taken back.
///
/// # Errors
/// When the row cannot be written.
pub async fn team_reads(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    reader: AccountId,
    id: ReportId,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    if row.state != State::Submitted || row.read_at.is_some() {
        return Ok(());
    }
    let mut active = row.into_active_model();
    active.read_at = Set(Some(clock.now()));
    active.update(tx).await?;
    audit(tx, clock, school, reader, Event::ReportOpened(id)).await
}

/// The team's decision on the submitted version that it read: `version` is
/// the number of that version.
///
/// # Errors
/// [`Refused::Because`] when the report has changed meanwhile.
pub async fn team_decides(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    reader: AccountId,
    id: ReportId,
    version: i32,
    action: Action,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    let state = transition(row.state, action, facts(&row))?;
    let submitted = store::last_submitted(tx, school, id).await?;
    if submitted.is_none_or(|last| last.number != version) {
        return Err(Refused::Because(
            "Une nouvelle version a été soumise pendant que vous lisiez. Votre retour n’est pas envoyé\u{a0}; copiez-le, relisez la nouvelle version, puis décidez.".into(),
        ));
    }
    let (reason, event) = match state {
        State::Validated => (Reason::Validated, Event::ReportValidated(id)),
        _ => (Reason::ToRevise, Event::RevisionAsked(id)),
    };
    let content = store::content(tx, &row).await?;
    keep(tx, clock, &row, reason, state, reader, &content).await?;
    let now = clock.now();
    set_state(tx, clock, row, state, |active| match state {
        State::Validated => active.validated_at = Set(Some(now)),
        _ => active.revised = Set(true),
    })
    .await?;
    audit(tx, clock, school, reader, event).await
}

/// Shows a draft to the team, or hides it again.
///
/// # Errors
/// [`Refused::Because`] when it is no draft, or was handed in before: what the
/// team reads then is the last submission.
pub async fn share(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    shared: bool,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    if row.state != State::Draft || row.submitted_at.is_some() {
        return Err(Refused::Because(
            "Seul un brouillon qui n’a jamais été soumis se montre à l’équipe. Rien n’a changé."
                .into(),
        ));
    }
    let mut active = row.into_active_model();
    active.shared = Set(shared);
    active.update(tx).await?;
    let event = match shared {
        true => Event::DraftShared(id),
        false => Event::DraftHidden(id),
    };
    audit(tx, clock, school, author, event).await
}

/// Puts a report in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] when it is with the team.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    deleted: bool,
) -> Result<(), Refused> {
    let Some(row) = store::find(tx, school, id).await? else {
        return Err(DbError::Conflict.into());
    };
    if deleted && row.state == State::Submitted {
        return Err(Refused::Because(
            "Ce compte rendu est avec l’équipe\u{a0}: reprenez votre copie avant de le supprimer."
                .into(),
        ));
    }
    mission::set_deleted(tx, clock, &row, deleted).await?;
    let mut active = row.into_active_model();
    active.deleted_at = Set(deleted.then(|| clock.now()));
    active.update(tx).await?;
    let event = match deleted {
        true => Event::ReportDeleted(id),
        false => Event::ReportRestored(id),
    };
    audit(tx, clock, school, author, event).await
}
