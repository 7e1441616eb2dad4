//! One function per thing that can be done with a report, each inside the
//! write transaction of its caller.

mod life;
mod mission;
mod purge;
mod save;

pub use life::{Submitted, reopen, set_deleted, share, submit, team_decides, team_reads, withdraw};
pub use purge::{KEPT_DELETED_DAYS, purge, purgeable};
pub use save::{Aside, Saved, restore_version, save};

use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use learning::api::AssignmentId;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::store::{self, reports, versions};
use super::{Content, Facts, Impossible, Reason, ReportId, State, VersionId};
use crate::events::Event;

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
    /// The mission that it is about, which the caller knows to be theirs.
    pub assignment: Option<AssignmentId>,
}

/// Begins a report and says under which identifier. The same form sent twice
/// begins one report; another text sent from the same form (one went back and
/// typed another title), or somebody else's identifier, begins another one. On
/// a mission a learner has one report: where there is one, this is it.
///
/// # Errors
/// When a row cannot be written.
pub async fn create(tx: &Tx, clock: &Clock, new: &NewReport) -> Result<ReportId, DbError> {
    let id = match reports::Entity::find_by_id(new.id).one(tx).await? {
        None => new.id,
        Some(row) if is_same(tx, &row, new).await? => return Ok(row.id),
        Some(_) => ReportId::generate(clock),
    };
    if let Some(other) = mission::claim(tx, clock, new, id).await? {
        return Ok(other);
    }
    let now = clock.now();
    let content = &new.content;
    reports::ActiveModel {
        id: Set(id),
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
        assignment_id: Set(new.assignment),
    }
    .insert(tx)
    .await?;
    store::set_targets(tx, new.school, id, &content.targets).await?;
    let event = Event::ReportBegun(id);
    db::audit::record(tx, clock, new.school, Some(new.learner), &event).await?;
    Ok(id)
}

/// Whether `row` is what `new` would begin: of the same person, saying the same.
async fn is_same(tx: &Tx, row: &reports::Model, new: &NewReport) -> Result<bool, DbError> {
    if (row.school_id, row.learner_id) != (new.school, new.learner) || row.deleted_at.is_some() {
        return Ok(false);
    }
    let present = Content {
        evidence: new.content.evidence.clone(),
        ..store::content(tx, row).await?
    };
    Ok(present == new.content)
}

/// A report that is still there; its address was checked before, so its
/// absence is a race.
async fn existing(tx: &Tx, school: SchoolId, id: ReportId) -> Result<reports::Model, Refused> {
    match store::find(tx, school, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        _ => Err(in_trash()),
    }
}

fn in_trash() -> Refused {
    Refused::Because(
        "Ce compte rendu est dans la corbeille. Sortez-le de la corbeille avant de continuer."
            .into(),
    )
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
    let last = store::last_version(tx, row.school_id, row.id).await?;
    let number = last.map_or(1, |(number, _)| number + 1);
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
/// open is told. The mission that the report is about is told as well.
async fn set_state(
    tx: &Tx,
    clock: &Clock,
    row: reports::Model,
    state: State,
    more: impl FnOnce(&mut reports::ActiveModel),
) -> Result<(), DbError> {
    mission::note(tx, clock, &row, state).await?;
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
