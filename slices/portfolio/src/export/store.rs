//! The rows of exports and the queries on them.

use db::DbError;
use db::jobs::JobStatus;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use super::{Choice, ExportId, Stage};

/// The table `dossier_exports`.
pub mod exports {
    use db::jobs::JobId;
    use files::FileId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::export::ExportId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "dossier_exports")]
    /// An export. A learner has at most one that is made and one that is on
    /// its way or failed.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ExportId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        /// The job that makes it.
        pub job_id: JobId,
        /// A [`crate::export::Choice`].
        pub choice: Json,
        pub asked_at: Timestamp,
        /// When it was made, or given up.
        pub done_at: Option<Timestamp>,
        /// The PDF, once it is made.
        pub file_id: Option<FileId>,
        pub pages: Option<i32>,
        /// How many reports went in.
        pub reports: Option<i32>,
        /// Whether it declares PDF/UA.
        pub accessible: Option<bool>,
        /// What its reader should know: a list of sentences.
        pub notes: Option<Json>,
        /// What the dossier held: see [`crate::export::collect`].
        pub fingerprint: Option<String>,
        /// Why it could not be made.
        pub failure: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl exports::Model {
    /// What was wanted in it; the usual choice when the row is not of our making.
    #[must_use]
    pub fn choice(&self) -> Choice {
        serde_json::from_value(self.choice.clone()).unwrap_or_default()
    }

    /// What its reader should know.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.notes
            .clone()
            .and_then(|notes| serde_json::from_value(notes).ok())
            .unwrap_or_default()
    }

    /// How far it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stage(&self, connection: &impl ConnectionTrait) -> Result<Stage, DbError> {
        let over = self.file_id.is_some() || self.failure.is_some();
        let job: Option<JobStatus> = match over {
            true => None,
            false => db::jobs::status(connection, Some(self.school_id), self.job_id).await?,
        };
        Ok(Stage::of(
            self.file_id.is_some(),
            self.failure.as_deref(),
            job.as_ref(),
        ))
    }
}

/// An export of a school.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ExportId,
) -> Result<Option<exports::Model>, DbError> {
    Ok(exports::Entity::find_by_id(id)
        .filter(exports::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The exports of a learner.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The PDF that can be fetched.
    pub made: Option<exports::Model>,
    /// The one asked for since: on its way, or failed.
    pub next: Option<exports::Model>,
}

/// The exports of a learner; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn own(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Own, DbError> {
    let rows = all(connection, school, learner).await?;
    let (made, next): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.file_id.is_some());
    Ok(Own {
        made: made.into_iter().next(),
        next: next.into_iter().next(),
    })
}

/// All rows of a learner, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<exports::Model>, DbError> {
    Ok(exports::Entity::find()
        .filter(exports::Column::SchoolId.eq(school))
        .filter(exports::Column::LearnerId.eq(learner))
        .order_by_desc(exports::Column::AskedAt)
        .order_by_desc(exports::Column::Id)
        .all(connection)
        .await?)
}

/// Exports asked for before `before`, of all schools, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn older_than(
    connection: &impl ConnectionTrait,
    before: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, ExportId)>, DbError> {
    Ok(exports::Entity::find()
        .select_only()
        .columns([exports::Column::SchoolId, exports::Column::Id])
        .filter(exports::Column::AskedAt.lt(before))
        .order_by_asc(exports::Column::AskedAt)
        .limit(at_most)
        .into_tuple()
        .all(connection)
        .await?)
}
