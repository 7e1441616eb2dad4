//! The rows of feedback and the queries on them.

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use super::{FeedbackId, Said};
use crate::report::ReportId;

/// The table `feedback`.
pub mod feedback {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::feedback::FeedbackId;
    use crate::report::ReportId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback")]
    /// One feedback.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: FeedbackId,
        pub school_id: SchoolId,
        pub report_id: ReportId,
        /// The learner of the report.
        pub learner_id: AccountId,
        /// The submitted version that was read.
        pub version_number: i32,
        pub author_id: AccountId,
        /// Code of the section it hangs on; none for the whole report.
        pub section: Option<String>,
        pub strengths: String,
        pub improve: String,
        pub interest: String,
        pub questions: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `feedback_replies`.
pub mod replies {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::feedback::{FeedbackId, ReplyId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feedback_replies")]
    /// An answer to a feedback.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ReplyId,
        pub school_id: SchoolId,
        pub feedback_id: FeedbackId,
        pub author_id: AccountId,
        pub text: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl feedback::Model {
    /// The remarks.
    #[must_use]
    pub fn said(&self) -> Said {
        Said {
            strengths: self.strengths.clone(),
            improve: self.improve.clone(),
            interest: self.interest.clone(),
            questions: self.questions.clone(),
        }
    }
}

/// A feedback with its answers, the oldest first.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The feedback.
    pub feedback: feedback::Model,
    /// The answers.
    pub replies: Vec<replies::Model>,
}

/// The feedback on a report, the oldest first, with its answers. Two statements.
///
/// # Errors
/// When the database does not answer.
pub async fn of_report(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    report: ReportId,
) -> Result<Vec<Thread>, DbError> {
    let rows = feedback::Entity::find()
        .filter(feedback::Column::SchoolId.eq(school))
        .filter(feedback::Column::ReportId.eq(report))
        .order_by_asc(feedback::Column::CreatedAt)
        .order_by_asc(feedback::Column::Id)
        .all(reader)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let replies = replies::Entity::find()
        .filter(replies::Column::SchoolId.eq(school))
        .filter(replies::Column::FeedbackId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(replies::Column::CreatedAt)
        .order_by_asc(replies::Column::Id)
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|feedback| Thread {
            replies: replies
                .iter()
                .filter(|reply| reply.feedback_id == feedback.id)
                .cloned()
                .collect(),
            feedback,
        })
        .collect())
}

/// The latest feedback that a learner got, whatever the report, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_for(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    at_most: u64,
) -> Result<Vec<feedback::Model>, DbError> {
    Ok(latest_statement(school, learner)
        .limit(at_most)
        .all(reader)
        .await?)
}

/// The statement of [`latest_for`], without its limit.
pub fn latest_statement(school: SchoolId, learner: AccountId) -> Select<feedback::Entity> {
    feedback::Entity::find()
        .filter(feedback::Column::SchoolId.eq(school))
        .filter(feedback::Column::LearnerId.eq(learner))
        .order_by_desc(feedback::Column::CreatedAt)
        .order_by_desc(feedback::Column::Id)
}

/// One feedback of a school.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    id: FeedbackId,
) -> Result<Option<feedback::Model>, DbError> {
    Ok(feedback::Entity::find_by_id(id)
        .filter(feedback::Column::SchoolId.eq(school))
        .one(reader)
        .await?)
}

/// The school of a feedback, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: FeedbackId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(feedback::Entity::find_by_id(id)
        .select_only()
        .column(feedback::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// Who takes part in a conversation: its learner, its author, those who
/// answered. Each once.
///
/// # Errors
/// When the database does not answer.
pub async fn participants(
    connection: &impl ConnectionTrait,
    of: &feedback::Model,
) -> Result<Vec<AccountId>, DbError> {
    let mut people: Vec<AccountId> = replies::Entity::find()
        .select_only()
        .column(replies::Column::AuthorId)
        .filter(replies::Column::SchoolId.eq(of.school_id))
        .filter(replies::Column::FeedbackId.eq(of.id))
        .into_tuple()
        .all(connection)
        .await?;
    people.extend([of.learner_id, of.author_id]);
    people.sort_unstable();
    people.dedup();
    Ok(people)
}
