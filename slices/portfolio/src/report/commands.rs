//! One function per thing that can be done with a report, each inside the
//! write transaction of its caller.

use chrono::Duration;
use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::store::{self, reports, versions};
use super::{
    Action, Content, Facts, Impossible, Reason, ReportId, State, VersionId, transition,
};
use crate::events::Event;

/// While somebody writes, a version is kept at most this often.
const KEPT_EVERY: Duration = Duration::minutes(10);

/// Why nothing was done: a sentence for the person, or the database.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The state of things does not allow it.
    #[error("{0}")]
    Because(String),
}

impl From<Impossible> for Refused {
    fn from(impossible: Impossible) -> Self {
        Self::Because(impossible.to_string())
    }
}

impl From<sea_orm::DbErr> for Refused {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refused> for web::AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Db(error) => Self::Db(error),
            Refused::Because(sentence) => Self::Conflict(sentence),
        }
    }
}

/// A report to begin.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// Its identifier, drawn by the caller: a form sent twice begins one report.
    pub id: ReportId,
    /// The tenant.
    pub school: SchoolId,
    /// Who writes it.
    pub learner: AccountId,
    /// The curriculum of the learner's class.
    pub curriculum: CurriculumId,
    /// What it says so far.
    pub content: Content,
}

/// Begins a report. One that exists already under this identifier is left as it is.
///
/// # Errors
/// When a row cannot be written.
pub async fn create(tx: &Tx, clock: &Clock, new: &NewReport) -> Result<(), DbError> {
    if reports::Entity::find_by_id(new.id).one(tx).await?.is_some() {
        return Ok(());
    }
    let now = clock.now();
    let content = &new.content;
    reports::ActiveModel {
        id: Set(new.id),
        school_id: Set(new.school),
        learner_id: Set(new.learner),
        curriculum_id: Set(new.curriculum),
        title: Set(content.title.clone()),
        kind: Set(content.kind),
        context: Set(content.context),
        start_on: Set(content.start_on),
        end_on: Set(content.end_on),
        situate: Set(content.texts.situate.clone()),
        produced: Set(content.texts.produced.clone()),
        how_why: Set(content.texts.how_why.clone()),
        difficulties: Set(content.texts.difficulties.clone()),
        learned: Set(content.texts.learned.clone()),
        lexicon: Set(content.texts.lexicon.clone()),
        state: Set(State::Draft),
        shared: Set(false),
        revised: Set(false),
        version: Set(1),
        created_at: Set(now),
        saved_at: Set(now),
        submitted_at: Set(None),
        read_at: Set(None),
        validated_at: Set(None),
        deleted_at: Set(None),
    }
    .insert(tx)
    .await?;
    store::set_targets(tx, new.school, new.id, &content.targets).await?;
    let event = Event::ReportBegun(new.id);
    db::audit::record(tx, clock, new.school, Some(new.learner), &event).await
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the report now.
    Current {
        /// What the next save starts from.
        version: i32,
        /// When.
        at: Timestamp,
    },
    /// Somebody (the same person elsewhere) had saved meanwhile: this text is
    /// kept as a version beside the report.
    Beside {
        /// The version that holds it.
        number: i32,
    },
}

/// Saves what was written. `started_from` is the version that the writer saw.
///
/// # Errors
/// [`Refused::Because`] when the report is with the team: the text is then
/// kept as a version beside it.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    started_from: i32,
    content: &Content,
) -> Result<Saved, Refused> {
    let row = existing(tx, school, id).await?;
    let now = clock.now();
    let before = store::content(tx, &row).await?;
    // Pieces are added and removed on their own, never by saving the text.
    let content = Content {
        evidence: before.evidence.clone(),
        ..content.clone()
    };
    if row.version != started_from || !row.state.is_editable() {
        if content == before {
            return Ok(Saved::Current {
                version: row.version,
                at: row.saved_at,
            });
        }
        let number =
            keep(tx, clock, &row, Reason::Conflict, row.state, author, &content).await?;
        return Ok(Saved::Beside { number });
    }
    if content == before {
        return Ok(Saved::Current {
            version: row.version,
            at: row.saved_at,
        });
    }
    let last = store::last_version(tx, school, id, None).await?;
    let since = last.map_or(row.created_at, |version| version.created_at);
    if now - since >= KEPT_EVERY {
        // What was there before the new words: ten minutes of work, not one letter.
        keep(tx, clock, &row, Reason::Saved, row.state, author, &before).await?;
    }
    let version = write(tx, row, &content, now).await?;
    Ok(Saved::Current { version, at: now })
}

/// Puts `content` into the row and its links.
async fn write(
    tx: &Tx,
    row: reports::Model,
    content: &Content,
    now: Timestamp,
) -> Result<i32, DbError> {
    let (school, id, version) = (row.school_id, row.id, row.version + 1);
    let mut active = row.into_active_model();
    active.title = Set(content.title.clone());
    active.kind = Set(content.kind);
    active.context = Set(content.context);
    active.start_on = Set(content.start_on);
    active.end_on = Set(content.end_on);
    active.situate = Set(content.texts.situate.clone());
    active.produced = Set(content.texts.produced.clone());
    active.how_why = Set(content.texts.how_why.clone());
    active.difficulties = Set(content.texts.difficulties.clone());
    active.learned = Set(content.texts.learned.clone());
    active.lexicon = Set(content.texts.lexicon.clone());
    active.version = Set(version);
    active.saved_at = Set(now);
    active.update(tx).await?;
    store::set_targets(tx, school, id, &content.targets).await?;
    Ok(version)
}

/// Takes up an earlier version (or a text kept beside) as the report's text.
/// What was there is kept as a version first.
///
/// # Errors
/// [`Refused::Because`] when the report is with the team, or when there is no
/// such version.
pub async fn restore_version(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    number: i32,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    if !row.state.is_editable() {
        return Err(Refused::Because(
            "Ce compte rendu est avec l’équipe\u{a0}: reprenez votre copie avant de restaurer une version.".into(),
        ));
    }
    let Some(version) = store::version(tx, school, id, number).await? else {
        return Err(Refused::Because("Cette version n’existe pas.".into()));
    };
    let before = store::content(tx, &row).await?;
    keep(tx, clock, &row, Reason::Restored, row.state, author, &before).await?;
    let content = Content {
        evidence: before.evidence,
        ..version.read()?
    };
    write(tx, row, &content, clock.now()).await?;
    Ok(())
}

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
    set_state(tx, row, state, |active| {
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
    set_state(tx, row, state, |active| {
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
    set_state(tx, row, state, |active| active.revised = Set(false)).await?;
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
    set_state(tx, row, state, |active| match state {
        State::Validated => active.validated_at = Set(Some(now)),
        _ => active.revised = Set(true),
    })
    .await?;
    audit(tx, clock, school, reader, event).await
}

/// Shows a draft to the team, or hides it again.
///
/// # Errors
/// When the row cannot be written.
pub async fn share(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    shared: bool,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
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
            "Ce compte rendu est avec l’équipe\u{a0}: reprenez votre copie avant de le supprimer.".into(),
        ));
    }
    let mut active = row.into_active_model();
    active.deleted_at = Set(deleted.then(|| clock.now()));
    active.update(tx).await?;
    let event = match deleted {
        true => Event::ReportDeleted(id),
        false => Event::ReportRestored(id),
    };
    audit(tx, clock, school, author, event).await
}

/// A report that is still there; its address was checked before, so its
/// absence is a race.
async fn existing(tx: &Tx, school: SchoolId, id: ReportId) -> Result<reports::Model, Refused> {
    match store::find(tx, school, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        _ => Err(Refused::Because(
            "Ce compte rendu est dans la corbeille. Restaurez-le avant de continuer.".into(),
        )),
    }
}

fn facts(row: &reports::Model) -> Facts {
    Facts {
        read: row.read_at.is_some(),
        revised: row.revised,
        has_content: true,
    }
}

/// Keeps a version and returns its number.
async fn keep(
    tx: &Tx,
    clock: &Clock,
    row: &reports::Model,
    reason: Reason,
    state: State,
    author: AccountId,
    content: &Content,
) -> Result<i32, DbError> {
    let last = store::last_version(tx, row.school_id, row.id, None).await?;
    let number = last.map_or(1, |version| version.number + 1);
    let content = serde_json::to_value(content)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Json(error.to_string())))?;
    versions::ActiveModel {
        id: Set(VersionId::generate(clock)),
        school_id: Set(row.school_id),
        report_id: Set(row.id),
        number: Set(number),
        reason: Set(reason),
        state: Set(state),
        author_id: Set(author),
        created_at: Set(clock.now()),
        content: Set(content),
    }
    .insert(tx)
    .await?;
    Ok(number)
}

/// Changes the state. Also a new `version`: whoever still has the old page
/// open is told.
async fn set_state(
    tx: &Tx,
    row: reports::Model,
    state: State,
    more: impl FnOnce(&mut reports::ActiveModel),
) -> Result<(), DbError> {
    let version = row.version + 1;
    let mut active = row.into_active_model();
    active.state = Set(state);
    active.version = Set(version);
    more(&mut active);
    active.update(tx).await?;
    Ok(())
}

async fn audit(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    event: Event,
) -> Result<(), Refused> {
    Ok(db::audit::record(tx, clock, school, Some(author), &event).await?)
}
