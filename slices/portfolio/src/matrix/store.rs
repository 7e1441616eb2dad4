//! The queries of the matrix. The database gathers what it holds of each
//! learner into one row: the page costs as many statements for a whole class
//! as for one person, and few rows.

use std::collections::HashMap;

use chrono::DateTime;
use curriculum::CurriculumId;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp, date_long};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult, QuerySelect, RelationDef,
};

use super::model::Mark;
use super::rows::{batches, cells};
use crate::positioning::store::current;
use crate::positioning::{PositioningId, Viewpoint};

/// A mark with the learner, the target and the point of view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Whom.
    pub learner: AccountId,
    /// On what.
    pub target: String,
    /// Who looked.
    pub viewpoint: Viewpoint,
    /// The level and its date.
    pub mark: Mark,
}

/// The current levels of learners from some points of view. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn marks(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    curriculum: CurriculumId,
    learners: &[AccountId],
    viewpoints: &[Viewpoint],
) -> Result<Vec<Placed>, DbError> {
    if learners.is_empty() {
        return Ok(Vec::new());
    }
    let backend = reader.get_database_backend();
    let statement = marks_statement(backend, school, curriculum, learners, viewpoints);
    let mut placed = Vec::new();
    for row in reader.query_all(&statement).await? {
        let learner: AccountId = row.try_get("", "learner_id")?;
        let gathered: String = row.try_get("", "marks")?;
        for one in gathered.split(';') {
            placed.push(read_mark(learner, one).ok_or_else(|| unreadable("a mark"))?);
        }
    }
    Ok(placed)
}

/// The statement of [`marks`]: « C1.1 team 3 2027-03-09T… ; … » per learner.
fn marks_statement(
    backend: DbBackend,
    school: SchoolId,
    curriculum: CurriculumId,
    learners: &[AccountId],
    viewpoints: &[Viewpoint],
) -> SelectStatement {
    use current::Column;
    // Instants are text in SQLite; PostgreSQL writes its own the same way.
    let at = match backend {
        DbBackend::Postgres => {
            r#"to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"#
        }
        _ => "created_at",
    };
    let marks =
        format!("string_agg(target || ' ' || viewpoint || ' ' || level || ' ' || {at}, ';')");
    Query::select()
        .column(Column::LearnerId)
        .expr_as(Expr::cust(marks), "marks")
        .from(current::Entity)
        .and_where(Expr::col(Column::SchoolId).eq(school))
        .and_where(Expr::col(Column::LearnerId).is_in(learners.iter().copied()))
        .and_where(Expr::col(Column::CurriculumId).eq(curriculum))
        .and_where(Expr::col(Column::Viewpoint).is_in(viewpoints.iter().copied()))
        .group_by_col(Column::LearnerId)
        .to_owned()
}

fn read_mark(learner: AccountId, text: &str) -> Option<Placed> {
    let mut parts = text.split(' ');
    let target = parts.next()?.to_owned();
    let viewpoint = parts.next()?.parse().ok()?;
    let level = parts.next()?.parse().ok()?;
    // SQLite may have a space where others write a « T ».
    let at = parts.collect::<Vec<_>>().join("T");
    let at = DateTime::parse_from_rfc3339(&at).ok()?.to_utc();
    Some(Placed {
        learner,
        target,
        viewpoint,
        mark: Mark { level, at },
    })
}

fn unreadable(what: &str) -> DbError {
    DbError::Other(DbErr::Type(format!("{what} has another form")))
}

/// What the works of learners are linked to: for each report handed in and
/// each piece, its codes. A report that was sent back or taken up again counts
/// once it is handed in again: until then its links are its learner's alone.
/// One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn proofs(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<(AccountId, String)>, DbError> {
    if learners.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader
        .query_all(&proofs_statement(school, learners))
        .await?;
    let read = |row: &QueryResult| -> Result<_, DbErr> {
        Ok((row.try_get("", "learner_id")?, row.try_get("", "works")?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The statement of [`proofs`]: « C1.1 C1.1.2;C2.1;… » per learner.
pub(super) fn proofs_statement(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    let mut works = reports(school, learners);
    works.union(UnionType::All, pieces(school, learners));
    Query::select()
        .column("learner_id")
        .expr_as(Expr::cust("string_agg(codes, ';')"), "works")
        .from_subquery(works, "w")
        .group_by_col("learner_id")
        .to_owned()
}

/// The condition of the index `reports_proofs`, which SQLite recognises only
/// as it was written there.
fn handed_in(report: &'static str) -> Expr {
    Expr::cust(match report {
        "r" => "r.state IN ('submitted', 'validated') AND r.deleted_at IS NULL",
        _ => "state IN ('submitted', 'validated') AND deleted_at IS NULL",
    })
}

fn reports(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col(("r", "learner_id")), "learner_id")
        .expr_as(Expr::cust("string_agg(t.code, ' ')"), "codes")
        .from_as("reports", "r")
        .join_as(
            JoinType::InnerJoin,
            "report_targets",
            "t",
            Expr::col(("t", "school_id"))
                .equals(("r", "school_id"))
                .and(Expr::col(("t", "report_id")).equals(("r", "id"))),
        )
        .and_where(Expr::col(("r", "school_id")).eq(school))
        .and_where(Expr::col(("r", "learner_id")).is_in(learners.iter().copied()))
        .and_where(handed_in("r"))
        .group_by_col(("r", "learner_id"))
        .group_by_col(("r", "id"))
        .to_owned()
}

/// A piece of a report counts with it; one that stands alone, at once.
fn pieces(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    let of_those_handed_in = Query::select()
        .column("id")
        .from("reports")
        .and_where(Expr::col("school_id").eq(school))
        .and_where(Expr::col("learner_id").is_in(learners.iter().copied()))
        .and_where(handed_in(""))
        .to_owned();
    Query::select()
        .expr_as(Expr::col(("e", "learner_id")), "learner_id")
        .expr_as(Expr::cust("string_agg(t.code, ' ')"), "codes")
        .from_as("evidence", "e")
        .join_as(
            JoinType::InnerJoin,
            "evidence_targets",
            "t",
            Expr::col(("t", "school_id"))
                .equals(("e", "school_id"))
                .and(Expr::col(("t", "evidence_id")).equals(("e", "id"))),
        )
        .and_where(Expr::col(("e", "school_id")).eq(school))
        .and_where(Expr::col(("e", "learner_id")).is_in(learners.iter().copied()))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .and_where(
            Expr::col(("e", "report_id"))
                .is_null()
                .or(Expr::col(("e", "report_id")).in_subquery(of_those_handed_in)),
        )
        .group_by_col(("e", "learner_id"))
        .group_by_col(("e", "id"))
        .to_owned()
}

/// What the team said last of learners on targets, rows of the database: for
/// a bulk, inside its transaction. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn team_rows(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    curriculum: CurriculumId,
    learners: &[AccountId],
    targets: &[&str],
) -> Result<HashMap<(AccountId, String), current::Model>, DbError> {
    use current::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::CurriculumId.eq(curriculum))
        .filter(Column::Target.is_in(targets.iter().copied()))
        .filter(Column::Viewpoint.eq(Viewpoint::Team))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.learner_id, row.target.clone()), row))
        .collect())
}

/// A bulk of a class.
///
/// # Errors
/// When the database does not answer.
pub async fn batch(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: super::BatchId,
) -> Result<Option<batches::Model>, DbError> {
    Ok(batches::Entity::find_by_id(id)
        .filter(batches::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The positionings of a school that were taken back where nothing was in
/// force before: they are never current again by themselves.
pub fn withdrawn(school: SchoolId) -> SelectStatement {
    Query::select()
        .column(cells::Column::PositioningId)
        .from(cells::Entity)
        .and_where(Expr::col(cells::Column::SchoolId).eq(school))
        .and_where(Expr::col(cells::Column::WithdrawnAt).is_not_null())
        .to_owned()
}

/// What a bulk says of one of its positionings.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Occasion {
    /// The positioning.
    pub positioning_id: PositioningId,
    /// The mission that it rests on, as it was called.
    pub mission: Option<String>,
    /// The day on which it was observed.
    pub observed_on: Option<Date>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

impl Occasion {
    /// « observé le 9 mars 2027, mission « Une affiche » »; empty when nothing is said.
    #[must_use]
    pub fn said(&self) -> String {
        let day = self
            .observed_on
            .map(|day| format!("observé le {}", date_long(day)));
        let mission = self
            .mission
            .as_ref()
            .map(|title| format!("mission «\u{202f}{title}\u{202f}»"));
        day.into_iter()
            .chain(mission)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// What bulks say of positionings; those written alone are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn occasions(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    positionings: &[PositioningId],
) -> Result<HashMap<PositioningId, Occasion>, DbError> {
    use cells::{Column, Entity};
    if positionings.is_empty() {
        return Ok(HashMap::new());
    }
    let to_batch: RelationDef = Entity::belongs_to(batches::Entity)
        .from(Column::BatchId)
        .to(batches::Column::Id)
        .into();
    let rows: Vec<Occasion> = Entity::find()
        .select_only()
        .columns([Column::PositioningId, Column::WithdrawnAt])
        .columns([batches::Column::Mission, batches::Column::ObservedOn])
        .join(JoinType::InnerJoin, to_batch)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::PositioningId.is_in(positionings.iter().copied()))
        .into_model()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.positioning_id, row))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    #[test]
    fn a_mark_is_read_as_both_engines_write_it() {
        let learner = AccountId(Uuid::nil());
        let of = |text| read_mark(learner, text);
        let sqlite = of("C1.1 team 3 2027-03-09T12:00:00.000001+00:00").unwrap();
        assert_eq!(
            of("C1.1 team 3 2027-03-09 12:00:00.000001+00:00"),
            Some(sqlite.clone())
        );
        assert_eq!((sqlite.target.as_str(), sqlite.mark.level), ("C1.1", 3));
        assert_eq!(sqlite.mark.at.timestamp_subsec_micros(), 1);
        for text in [
            "",
            "C1.1",
            "C1.1 nobody 3 2027-03-09T12:00:00Z",
            "C1.1 team 3 hier",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[tokio::test]
    async fn the_matrix_is_found_by_index_and_no_report_is_opened() {
        let modules = vec![crate::module()];
        let house = people::testing::house(db::Engine::Sqlite, modules)
            .await
            .expect("SQLite is always there");
        let (school, learners) = (SchoolId(Uuid::nil()), [AccountId(Uuid::nil())]);
        let marks = marks_statement(
            DbBackend::Sqlite,
            school,
            CurriculumId(Uuid::nil()),
            &learners,
            &Viewpoint::ALL,
        );
        let scans = crate::progress::plan::scans(&house, &marks).await;
        assert!(scans.is_empty(), "{scans:?}");
        let steps =
            crate::progress::plan::steps(&house, &proofs_statement(school, &learners)).await;
        let opened: Vec<_> = steps
            .iter()
            .filter(|step| step.starts_with("SCAN ") && !step.contains("SCAN w"))
            .collect();
        assert!(opened.is_empty(), "{steps:?}");
        assert!(
            steps
                .iter()
                .any(|s| s.contains("COVERING INDEX reports_proofs")),
            "{steps:?}"
        );
    }
}
