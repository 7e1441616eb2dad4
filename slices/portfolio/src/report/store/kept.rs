//! The versions kept of a report.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use super::versions;
use crate::report::{Content, Reason, ReportId, VersionId};

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

/// The number and the date of the latest version, without what it says.
///
/// # Errors
/// When the database does not answer.
pub async fn last_version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReportId,
) -> Result<Option<(i32, Timestamp)>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::Number, Column::CreatedAt])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.eq(id))
        .order_by_desc(Column::Number)
        .limit(1)
        .into_tuple()
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

/// What the last submitted version of each of these reports says; two
/// statements, and no version that does not stand is read as a whole.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_versions(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[ReportId],
) -> Result<HashMap<ReportId, Content>, DbError> {
    use versions::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let handed: Vec<(VersionId, ReportId, Reason)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::ReportId, Column::Reason])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReportId.is_in(ids.iter().copied()))
        .filter(Column::Reason.is_in([Reason::Submitted, Reason::Withdrawn]))
        .order_by_asc(Column::Number)
        .into_tuple()
        .all(connection)
        .await?;
    // See `last_submitted`: what was taken back does not stand.
    let mut standing: HashMap<ReportId, Vec<VersionId>> = HashMap::new();
    for (version, report, reason) in handed {
        let of_report = standing.entry(report).or_default();
        match reason {
            Reason::Withdrawn => drop(of_report.pop()),
            _ => of_report.push(version),
        }
    }
    let last = standing.into_values().filter_map(|mut all| all.pop());
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.is_in(last))
        .all(connection)
        .await?;
    rows.iter()
        .map(|row| Ok((row.report_id, row.read()?)))
        .collect()
}
