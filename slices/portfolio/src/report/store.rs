//! The rows of reports and the queries on them. Lists never read the texts.

use std::collections::HashMap;

use db::{Cursor, DbError, Direction, Slice};
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, Order, QueryOrder, QuerySelect, Set};

use super::{Content, Kind, Reason, ReportId, State, Texts};

/// The table `reports`: what is being written, or was last.
pub mod reports {
    use chrono::NaiveDate;
    use curriculum::CurriculumId;
    use kernel::{AccountId, SchoolId, Timestamp};
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

/// A version in a list, without what it says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct VersionLine {
    /// Its number in the report.
    pub number: i32,
    /// Why it was kept.
    pub reason: Reason,
    /// Who made it be kept.
    pub author_id: AccountId,
    /// When.
    pub created_at: Timestamp,
}

/// The versions of a report, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn version_lines(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
) -> Result<Vec<VersionLine>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Number,
            Column::Reason,
            Column::AuthorId,
            Column::CreatedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.eq(id))
        .order_by_desc(Column::Number)
        .into_model()
        .all(connection)
        .await?)
}

/// One version of a report.
///
/// # Errors
/// When the database does not answer.
pub async fn version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
    number: i32,
) -> Result<Option<versions::Model>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.eq(id))
        .filter(Column::Number.eq(number))
        .one(connection)
        .await?)
}

/// The latest version, or the latest kept for `reason`.
///
/// # Errors
/// When the database does not answer.
pub async fn last_version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
    reason: Option<Reason>,
) -> Result<Option<versions::Model>, DbError> {
    use versions::{Column, Entity};
    let mut select = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.eq(id));
    if let Some(reason) = reason {
        select = select.filter(Column::Reason.eq(reason));
    }
    Ok(select
        .order_by_desc(Column::Number)
        .limit(1)
        .one(connection)
        .await?)
}

/// The last submitted version: what the team reads. One that was taken back
/// before anybody read it is not the team's: the one before is, if any.
///
/// # Errors
/// When the database does not answer.
pub async fn last_submitted(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
) -> Result<Option<versions::Model>, DbError> {
    use versions::{Column, Entity};
    let handed: Vec<(i32, Reason)> = Entity::find()
        .select_only()
        .columns([Column::Number, Column::Reason])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.eq(id))
        .filter(Column::Reason.is_in([Reason::Submitted, Reason::Withdrawn]))
        .order_by_asc(Column::Number)
        .into_tuple()
        .all(connection)
        .await?;
    let mut standing = Vec::new();
    for (number, reason) in handed {
        match reason {
            Reason::Withdrawn => drop(standing.pop()),
            _ => standing.push(number),
        }
    }
    match standing.pop() {
        Some(number) => version(connection, school, id, number).await,
        None => Ok(None),
    }
}

/// Title and links of a submitted version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedSummary {
    /// Its title then.
    pub title: String,
    /// Its links then.
    pub targets: Vec<String>,
}

/// Title and links of the last submitted version of each of these reports;
/// one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn submitted_summaries(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[ReportId],
) -> Result<HashMap<ReportId, SubmittedSummary>, DbError> {
    use versions::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.is_in(ids.iter().copied()))
        .filter(Column::Reason.is_in([Reason::Submitted, Reason::Withdrawn]))
        .order_by_asc(Column::Number)
        .all(connection)
        .await?;
    // See `last_submitted`: what was taken back does not stand.
    let mut standing: HashMap<ReportId, Vec<&versions::Model>> = HashMap::new();
    for row in &rows {
        let of_report = standing.entry(row.report_id).or_default();
        match row.reason {
            Reason::Withdrawn => drop(of_report.pop()),
            _ => of_report.push(row),
        }
    }
    standing
        .into_iter()
        .filter_map(|(report, mut submitted)| Some((report, submitted.pop()?)))
        .map(|(report, row)| {
            let content = row.read()?;
            let summary = SubmittedSummary {
                title: content.title,
                targets: content.targets,
            };
            Ok((report, summary))
        })
        .collect()
}

/// A report in its learner's list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReportLine {
    /// The report.
    pub id: ReportId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// Its state.
    pub state: State,
    /// Whether its draft is shown to the team.
    pub shared: bool,
    /// Whether it was sent back.
    pub revised: bool,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Reports on a page of the list.
pub const PAGE_SIZE: usize = 20;

/// A page of a learner's reports, the last saved first.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    state: Option<State>,
    deleted: bool,
    cursor: Option<&Cursor>,
) -> Result<Slice<ReportLine>, DbError> {
    use reports::{Column, Entity};
    let mut select = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Title,
            Column::Kind,
            Column::State,
            Column::Shared,
            Column::Revised,
            Column::SavedAt,
            Column::SubmittedAt,
            Column::DeletedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .filter(match deleted {
            true => Column::DeletedAt.is_not_null(),
            false => Column::DeletedAt.is_null(),
        });
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    let backwards = cursor.is_some_and(|cursor| cursor.direction == Direction::Before);
    if let Some((at, id)) = cursor.and_then(position) {
        // Newest first: the page that follows holds earlier times.
        let (beyond, tie) = if backwards {
            (Column::SavedAt.gt(at), Column::Id.gt(id))
        } else {
            (Column::SavedAt.lt(at), Column::Id.lt(id))
        };
        select = select.filter(
            sea_orm::Condition::any().add(beyond).add(
                sea_orm::Condition::all()
                    .add(Column::SavedAt.eq(at))
                    .add(tie),
            ),
        );
    }
    let order = if backwards { Order::Asc } else { Order::Desc };
    let rows: Vec<ReportLine> = select
        .order_by(Column::SavedAt, order.clone())
        .order_by(Column::Id, order)
        .limit(PAGE_SIZE as u64 + 1)
        .into_model()
        .all(connection)
        .await?;
    Ok(Slice::from_rows(rows, PAGE_SIZE, cursor, |row| {
        (
            row.saved_at.timestamp_micros().to_be_bytes().to_vec(),
            row.id.into(),
        )
    }))
}

fn position(cursor: &Cursor) -> Option<(Timestamp, ReportId)> {
    let micros = i64::from_be_bytes(cursor.key.as_slice().try_into().ok()?);
    Some((Timestamp::from_timestamp_micros(micros)?, ReportId(cursor.id)))
}
