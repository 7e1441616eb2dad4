//! The rows of pieces and the queries on them.

use std::collections::HashMap;

use db::{Cursor, DbError, Direction, Slice};
use files::{FileId, StoredFile};
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, ConnectionTrait, Order, QueryOrder, QuerySelect, Set};

use super::EvidenceId;
use crate::report::ReportId;

/// The table `evidence`.
pub mod evidence {
    use files::FileId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::evidence::EvidenceId;
    use crate::report::ReportId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence")]
    /// A piece.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EvidenceId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        /// The report that it hangs on; none when it stands alone.
        pub report_id: Option<ReportId>,
        /// The file, when it is one.
        pub file_id: Option<FileId>,
        /// The web address, when it is a link.
        pub url: Option<String>,
        /// The name of the file, or the title of the link.
        pub title: String,
        pub added_at: Timestamp,
        pub removed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `evidence_targets`.
pub mod targets {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::evidence::EvidenceId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "evidence_targets")]
    /// A link of a piece to a competence, a detailed one or a savoir.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub evidence_id: EvidenceId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A piece of the school, removed or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: EvidenceId,
) -> Result<Option<evidence::Model>, DbError> {
    Ok(evidence::Entity::find_by_id(id)
        .filter(evidence::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a piece, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: EvidenceId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(evidence::Entity::find_by_id(id)
        .select_only()
        .column(evidence::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The pieces of a report that are still there, in the order in which they were added.
///
/// # Errors
/// When the database does not answer.
pub async fn of_report(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    report: ReportId,
) -> Result<Vec<evidence::Model>, DbError> {
    Ok(evidence::Entity::find()
        .filter(evidence::Column::SchoolId.eq(school))
        .filter(evidence::Column::ReportId.eq(report))
        .filter(evidence::Column::RemovedAt.is_null())
        .order_by_asc(evidence::Column::AddedAt)
        .order_by_asc(evidence::Column::Id)
        .all(connection)
        .await?)
}

/// Pieces by their identifiers, removed or not (an earlier version may still
/// name one that was removed since), in the order of `ids`.
///
/// # Errors
/// When the database does not answer.
pub async fn find_many(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[EvidenceId],
) -> Result<Vec<evidence::Model>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = evidence::Entity::find()
        .filter(evidence::Column::SchoolId.eq(school))
        .filter(evidence::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Pieces on a page of « Mes pièces ».
pub const PAGE_SIZE: usize = 30;

/// A page of a learner's pieces that are still there (or of those removed), the
/// latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn page_of_learner(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    removed: bool,
    cursor: Option<&Cursor>,
) -> Result<Slice<evidence::Model>, DbError> {
    use evidence::{Column, Entity};
    let mut select = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .filter(match removed {
            true => Column::RemovedAt.is_not_null(),
            false => Column::RemovedAt.is_null(),
        });
    let backwards = cursor.is_some_and(|cursor| cursor.direction == Direction::Before);
    if let Some((at, id)) = cursor.and_then(position) {
        // Newest first: the page that follows holds earlier times.
        let (beyond, tie) = match backwards {
            true => (Column::AddedAt.gt(at), Column::Id.gt(id)),
            false => (Column::AddedAt.lt(at), Column::Id.lt(id)),
        };
        let same = Condition::all().add(Column::AddedAt.eq(at)).add(tie);
        select = select.filter(Condition::any().add(beyond).add(same));
    }
    let order = if backwards { Order::Asc } else { Order::Desc };
    let rows = select
        .order_by(Column::AddedAt, order.clone())
        .order_by(Column::Id, order)
        .limit(PAGE_SIZE as u64 + 1)
        .all(connection)
        .await?;
    Ok(Slice::from_rows(rows, PAGE_SIZE, cursor, |row| {
        let key = row.added_at.timestamp_micros().to_be_bytes().to_vec();
        (key, row.id.into())
    }))
}

fn position(cursor: &Cursor) -> Option<(Timestamp, EvidenceId)> {
    let micros = i64::from_be_bytes(cursor.key.as_slice().try_into().ok()?);
    Some((
        Timestamp::from_timestamp_micros(micros)?,
        EvidenceId(cursor.id),
    ))
}

/// How many pieces of a learner there are, and how many were removed.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<(u64, u64), DbError> {
    use evidence::{Column, Entity};
    let counted: Option<(i64, i64)> = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "pieces")
        .column_as(Column::RemovedAt.count(), "removed")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .into_tuple()
        .one(connection)
        .await?;
    let (all, removed) = counted.unwrap_or_default();
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok((count(all - removed), count(removed)))
}

/// The stored files of some pieces, by their identifier; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn files_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    pieces: &[evidence::Model],
) -> Result<HashMap<FileId, StoredFile>, DbError> {
    let ids: Vec<FileId> = pieces.iter().filter_map(|piece| piece.file_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = files::records::find_many(connection, school, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// What some pieces are linked to by themselves; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn targets_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    pieces: &[EvidenceId],
) -> Result<HashMap<EvidenceId, Vec<String>>, DbError> {
    if pieces.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = targets::Entity::find()
        .filter(targets::Column::SchoolId.eq(school))
        .filter(targets::Column::EvidenceId.is_in(pieces.iter().copied()))
        .order_by_asc(targets::Column::Code)
        .all(connection)
        .await?;
    let mut by_piece: HashMap<EvidenceId, Vec<String>> = HashMap::new();
    for row in rows {
        by_piece.entry(row.evidence_id).or_default().push(row.code);
    }
    Ok(by_piece)
}

/// Replaces what a piece is linked to by itself.
///
/// # Errors
/// When a row cannot be written.
pub async fn set_targets(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: EvidenceId,
    codes: &[String],
) -> Result<(), DbError> {
    targets::Entity::delete_many()
        .filter(targets::Column::SchoolId.eq(school))
        .filter(targets::Column::EvidenceId.eq(id))
        .exec(connection)
        .await?;
    if codes.is_empty() {
        return Ok(());
    }
    let rows = codes.iter().map(|code| targets::ActiveModel {
        school_id: Set(school),
        evidence_id: Set(id),
        code: Set(code.clone()),
    });
    targets::Entity::insert_many(rows)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// How many pieces hang on each of these reports; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    reports: &[ReportId],
) -> Result<HashMap<ReportId, u64>, DbError> {
    if reports.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(ReportId, i64)> = evidence::Entity::find()
        .select_only()
        .column(evidence::Column::ReportId)
        .column_as(evidence::Column::Id.count(), "count")
        .filter(evidence::Column::SchoolId.eq(school))
        .filter(evidence::Column::ReportId.is_in(reports.iter().copied()))
        .filter(evidence::Column::RemovedAt.is_null())
        .group_by(evidence::Column::ReportId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, count)| (id, u64::try_from(count).unwrap_or(0)))
        .collect())
}

/// The titles of the reports that some pieces hang on, and whether they are in
/// the corbeille; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn report_titles(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    pieces: &[evidence::Model],
) -> Result<HashMap<ReportId, (String, bool)>, DbError> {
    use crate::report::store::reports::{Column, Entity};
    let ids: Vec<ReportId> = pieces.iter().filter_map(|piece| piece.report_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(ReportId, String, Option<Timestamp>)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Title, Column::DeletedAt])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, title, deleted)| (id, (title, deleted.is_some())))
        .collect())
}
