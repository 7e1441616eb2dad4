//! The rows of reports and the queries on them. Lists never read the texts.

mod kept;
mod list;

pub use kept::{
    SubmittedSummary, VersionLine, last_submitted, last_version, standing_versions,
    submitted_summaries, version, version_lines,
};
pub use list::{ReportLine, lines};

use db::DbError;
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Set};

use super::{Content, ReportId, Texts};

/// The table `reports`: what is being written, or was last.
pub mod reports {
    use chrono::NaiveDate;
    use curriculum::CurriculumId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use learning::api::AssignmentId;
    use sea_orm::entity::prelude::*;

    use crate::report::{Context, Kind, ReportId, State};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "reports")]
    /// A report.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ReportId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        pub curriculum_id: CurriculumId,
        pub title: String,
        pub kind: Kind,
        pub context: Context,
        pub start_on: Option<NaiveDate>,
        pub end_on: Option<NaiveDate>,
        pub situate: String,
        pub produced: String,
        pub how_why: String,
        pub difficulties: String,
        pub learned: String,
        pub lexicon: String,
        pub state: State,
        /// Whether a draft is shown to the team.
        pub shared: bool,
        /// Whether it was sent back since it was begun or reopened.
        pub revised: bool,
        /// Grows with each save: who saves says which one they started from.
        pub version: i32,
        pub created_at: Timestamp,
        pub saved_at: Timestamp,
        pub submitted_at: Option<Timestamp>,
        /// When the team first read the present submission.
        pub read_at: Option<Timestamp>,
        pub validated_at: Option<Timestamp>,
        pub deleted_at: Option<Timestamp>,
        /// The mission that it is about, when it was begun from one.
        pub assignment_id: Option<AssignmentId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `report_versions`.
pub mod versions {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::report::{Reason, ReportId, State, VersionId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "report_versions")]
    /// A kept version; never changed.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: VersionId,
        pub school_id: SchoolId,
        pub report_id: ReportId,
        /// 1, 2, 3… within the report.
        pub number: i32,
        pub reason: Reason,
        /// The state of the report once it was kept.
        pub state: State,
        pub author_id: AccountId,
        pub created_at: Timestamp,
        /// A [`crate::report::Content`].
        pub content: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `report_targets`.
pub mod targets {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::report::ReportId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "report_targets")]
    /// A link to a competence, a detailed one or a savoir.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub report_id: ReportId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl reports::Model {
    /// The sections.
    #[must_use]
    pub fn texts(&self) -> Texts {
        Texts {
            situate: self.situate.clone(),
            produced: self.produced.clone(),
            how_why: self.how_why.clone(),
            difficulties: self.difficulties.clone(),
            learned: self.learned.clone(),
            lexicon: self.lexicon.clone(),
        }
    }
}

impl versions::Model {
    /// What the version says.
    ///
    /// # Errors
    /// When the row is not of our making.
    pub fn read(&self) -> Result<Content, DbError> {
        serde_json::from_value(self.content.clone())
            .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
    }
}

/// A report of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
) -> Result<Option<reports::Model>, DbError> {
    Ok(reports::Entity::find_by_id(id)
        .filter(reports::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a report, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: ReportId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(reports::Entity::find_by_id(id)
        .select_only()
        .column(reports::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The present content of a report: its row, its links, its pieces.
///
/// # Errors
/// When the database does not answer.
pub async fn content(
    connection: &impl ConnectionTrait,
    row: &reports::Model,
) -> Result<Content, DbError> {
    let pieces = crate::evidence::store::of_report(connection, row.school_id, row.id).await?;
    Ok(Content {
        title: row.title.clone(),
        kind: row.kind,
        context: row.context,
        start_on: row.start_on,
        end_on: row.end_on,
        texts: row.texts(),
        targets: targets_of(connection, row.school_id, row.id).await?,
        evidence: pieces.iter().map(|piece| piece.id).collect(),
    })
}

/// The codes that a report is linked to, sorted.
///
/// # Errors
/// When the database does not answer.
pub async fn targets_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
) -> Result<Vec<String>, DbError> {
    Ok(targets::Entity::find()
        .select_only()
        .column(targets::Column::Code)
        .filter(targets::Column::SchoolId.eq(school))
        .filter(targets::Column::ReportId.eq(id))
        .order_by_asc(targets::Column::Code)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Replaces the links of a report.
///
/// # Errors
/// When a row cannot be written.
pub async fn set_targets(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
    codes: &[String],
) -> Result<(), DbError> {
    targets::Entity::delete_many()
        .filter(targets::Column::SchoolId.eq(school))
        .filter(targets::Column::ReportId.eq(id))
        .exec(connection)
        .await?;
    if codes.is_empty() {
        return Ok(());
    }
    let rows = codes.iter().map(|code| targets::ActiveModel {
        school_id: Set(school),
        report_id: Set(id),
        code: Set(code.clone()),
    });
    targets::Entity::insert_many(rows)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}
