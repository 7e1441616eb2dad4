//! The rows of objectives and the queries on them.

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use super::{NoteId, ObjectiveId, State};
use crate::interviews::InterviewId;
use crate::kept::{Kept, Life};

/// The table `objectives`.
pub mod objectives {
    use curriculum::CurriculumId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::interviews::InterviewId;
    use crate::objectives::{Content, Kind, ObjectiveId, State};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "objectives")]
    /// An objective of a learner.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ObjectiveId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        /// Who wrote it first.
        pub author_id: AccountId,
        pub curriculum_id: CurriculumId,
        /// The interview that it came out of, if any.
        pub interview_id: Option<InterviewId>,
        pub kind: Kind,
        pub title: String,
        pub measure: String,
        pub ambition: String,
        pub means: String,
        pub due_on: Option<Date>,
        /// Codes of the competences that it aims at.
        pub targets: Json,
        pub state: State,
        /// Grows with each change.
        pub version: i32,
        pub created_at: Timestamp,
        pub changed_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
    }

    impl Model {
        /// What it says.
        #[must_use]
        pub fn content(&self) -> Content {
            Content {
                kind: self.kind,
                title: self.title.clone(),
                measure: self.measure.clone(),
                ambition: self.ambition.clone(),
                means: self.means.clone(),
                due_on: self.due_on,
                targets: serde_json::from_value(self.targets.clone()).unwrap_or_default(),
            }
        }

        /// The same row saying something else.
        #[must_use]
        pub fn with(self, content: &Content) -> Self {
            Self {
                kind: content.kind,
                title: content.title.clone(),
                measure: content.measure.clone(),
                ambition: content.ambition.clone(),
                means: content.means.clone(),
                due_on: content.due_on,
                targets: serde_json::json!(content.targets),
                ..self
            }
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `objective_notes`: the history, only ever added to.
pub mod notes {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::objectives::model::What;
    use crate::objectives::{NoteId, ObjectiveId, State};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "objective_notes")]
    /// Something that happened to an objective.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: NoteId,
        pub school_id: SchoolId,
        pub objective_id: ObjectiveId,
        pub author_id: AccountId,
        pub what: What,
        /// The state that it went to.
        pub state: Option<State>,
        /// What was said; may be empty.
        pub text: String,
        /// What the objective said before it was changed.
        pub before: Option<Json>,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Kept for objectives::Entity {
    type Id = ObjectiveId;
    const ID: objectives::Column = objectives::Column::Id;
    const SCHOOL: objectives::Column = objectives::Column::SchoolId;
    const VERSION: objectives::Column = objectives::Column::Version;
    const CHANGED_AT: objectives::Column = objectives::Column::ChangedAt;
    const DELETED_AT: objectives::Column = objectives::Column::DeletedAt;
    const GONE: &'static str =
        "Cet objectif est dans la corbeille. Sortez-le de la corbeille avant de continuer.";

    fn life(row: &objectives::Model) -> Life<ObjectiveId> {
        Life {
            school: row.school_id,
            id: row.id,
            version: row.version,
            deleted_at: row.deleted_at,
        }
    }
}

/// What happened to an objective, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn notes_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ObjectiveId,
) -> Result<Vec<notes::Model>, DbError> {
    use notes::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ObjectiveId.eq(id))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(connection)
        .await?)
}

/// An objective in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    /// The objective.
    pub id: ObjectiveId,
    /// Whose it is.
    pub learner_id: AccountId,
    /// What it is for.
    pub kind: super::Kind,
    /// What is to be reached.
    pub title: String,
    /// Until when.
    pub due_on: Option<chrono::NaiveDate>,
    /// Where it is.
    pub state: State,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// [`of_learner`] and [`open_of`] without their order; also looked at by the
/// test of plans.
pub fn lines_query(school: SchoolId, learners: &[AccountId]) -> Select<objectives::Entity> {
    use objectives::{Column, Entity};
    Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LearnerId,
            Column::Kind,
            Column::Title,
            Column::DueOn,
            Column::State,
            Column::CreatedAt,
            Column::ChangedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::DeletedAt.is_null())
}

/// The objectives of a learner, the last written first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_learner(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<Line>, DbError> {
    Ok(lines_query(school, &[learner])
        .order_by_desc(objectives::Column::CreatedAt)
        .limit(LISTED)
        .into_model()
        .all(reader)
        .await?)
}

/// So many objectives of one learner are listed.
const LISTED: u64 = 200;

/// The objectives of some learners that something is still to be done for, the
/// first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<Line>, DbError> {
    use objectives::Column;
    Ok(lines_query(school, learners)
        .filter(Column::State.is_in([State::ToDo, State::Doing]))
        .order_by_asc(Column::DueOn)
        .into_model()
        .all(reader)
        .await?)
}

/// The objectives that came out of an interview, the first first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_interview(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    interview: InterviewId,
) -> Result<Vec<Line>, DbError> {
    Ok(lines_query(school, &[learner])
        .filter(objectives::Column::InterviewId.eq(interview))
        .order_by_asc(objectives::Column::CreatedAt)
        .into_model()
        .all(reader)
        .await?)
}

/// An objective in the corbeille.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeletedRow {
    /// The objective.
    pub id: ObjectiveId,
    /// Whose it is.
    pub learner_id: AccountId,
    /// What was to be reached.
    pub title: String,
    /// Since when it is there.
    pub deleted_at: Timestamp,
}

/// The objectives of some learners that are in the corbeille, the last put
/// there first.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<DeletedRow>, DbError> {
    use objectives::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LearnerId,
            Column::Title,
            Column::DeletedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::DeletedAt.is_not_null())
        .order_by_desc(Column::DeletedAt)
        .limit(LISTED)
        .into_model()
        .all(reader)
        .await?)
}

/// Objectives that came out of an interview no longer name it.
///
/// # Errors
/// When a row cannot be written.
pub async fn forget_interview(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    interview: InterviewId,
) -> Result<(), DbError> {
    use objectives::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::InterviewId, Expr::value(Option::<Uuid>::None))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::InterviewId.eq(interview))
        .exec(connection)
        .await?;
    Ok(())
}

/// A line to add to the history.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// What happened.
    pub what: super::model::What,
    /// The state that it went to.
    pub state: Option<State>,
    /// What was said.
    pub text: String,
    /// What the objective said before.
    pub before: Option<Json>,
}

impl NewNote {
    /// A line that says what happened and nothing more.
    #[must_use]
    pub fn of(what: super::model::What) -> Self {
        Self {
            what,
            state: None,
            text: String::new(),
            before: None,
        }
    }
}

/// Adds a line to the history of an objective.
///
/// # Errors
/// When the row cannot be written.
pub async fn note(
    tx: &impl ConnectionTrait,
    id: NoteId,
    at: Timestamp,
    (school, author): (SchoolId, AccountId),
    objective: ObjectiveId,
    new: NewNote,
) -> Result<(), DbError> {
    use sea_orm::Set;
    notes::Entity::insert(notes::ActiveModel {
        id: Set(id),
        school_id: Set(school),
        objective_id: Set(objective),
        author_id: Set(author),
        what: Set(new.what),
        state: Set(new.state),
        text: Set(new.text),
        before: Set(new.before),
        created_at: Set(at),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
