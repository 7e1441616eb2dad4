//! What a learner handed in, by the codes that it is linked to, in one
//! statement however much there is.

use std::collections::{BTreeMap, BTreeSet};

use db::DbError;
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A report that was handed in, or a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// What it is linked to.
    pub codes: BTreeSet<String>,
    /// Whether it is a piece.
    pub piece: bool,
    /// Whether it is a report on a mission.
    pub mission: bool,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    report_id: Option<Uuid>,
    assignment_id: Option<Uuid>,
    piece: i32,
    code: String,
}

/// The reports that a learner handed in and the pieces that go with no draft.
///
/// # Errors
/// When the database does not answer.
pub async fn handed_in(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<Handed>, DbError> {
    let rows = reader.query_all(&everything(school, learner)).await?;
    let mut works: BTreeMap<Uuid, Handed> = BTreeMap::new();
    for row in &rows {
        let row = Row::from_query_result(row, "")?;
        let work = works.entry(row.id).or_insert_with(|| Handed {
            codes: BTreeSet::new(),
            piece: row.piece == 1,
            mission: row.report_id.is_none() && row.assignment_id.is_some(),
        });
        work.codes.insert(row.code);
    }
    Ok(works.into_values().collect())
}

fn everything(school: SchoolId, learner: AccountId) -> SelectStatement {
    let mut statement = reports(school, learner);
    statement.union(UnionType::All, pieces(school, learner));
    statement
}

fn reports(school: SchoolId, learner: AccountId) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("r", "id")), "id")
        .expr_as(Expr::null(), "report_id")
        .expr_as(Expr::col(("r", "assignment_id")), "assignment_id")
        .expr_as(Expr::value(0), "piece")
        .expr_as(Expr::col(("t", "code")), "code");
    from_reports(&mut statement, school, &[learner]);
    statement
}

fn pieces(school: SchoolId, learner: AccountId) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("e", "id")), "id")
        .expr_as(Expr::col(("e", "report_id")), "report_id")
        .expr_as(Expr::col(("r", "assignment_id")), "assignment_id")
        .expr_as(Expr::value(1), "piece")
        .expr_as(Expr::col(("t", "code")), "code");
    from_pieces(&mut statement, school, &[learner]);
    statement
}

/// The reports `r` that some learners handed in, once per code `t`.
pub(crate) fn from_reports(
    statement: &mut SelectStatement,
    school: SchoolId,
    learners: &[AccountId],
) {
    statement
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
        .and_where(handed_in_report());
}

/// The pieces `e` of some learners, once per code `t`: those that stand alone,
/// and those of reports that were handed in.
pub(crate) fn from_pieces(
    statement: &mut SelectStatement,
    school: SchoolId,
    learners: &[AccountId],
) {
    statement
        .from_as("evidence", "e")
        .join_as(
            JoinType::InnerJoin,
            "evidence_targets",
            "t",
            Expr::col(("t", "school_id"))
                .equals(("e", "school_id"))
                .and(Expr::col(("t", "evidence_id")).equals(("e", "id"))),
        )
        .join_as(
            JoinType::LeftJoin,
            "reports",
            "r",
            Expr::col(("r", "id")).equals(("e", "report_id")),
        )
        .and_where(Expr::col(("e", "school_id")).eq(school))
        .and_where(Expr::col(("e", "learner_id")).is_in(learners.iter().copied()))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .and_where(
            Expr::col(("e", "report_id"))
                .is_null()
                .or(handed_in_report()),
        );
}

/// The report `r` was handed in and is not in the corbeille.
pub(crate) fn handed_in_report() -> Expr {
    Expr::col(("r", "submitted_at"))
        .is_not_null()
        .and(Expr::col(("r", "deleted_at")).is_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_handed_in_is_found_by_index() {
        let modules = vec![crate::module()];
        let house = people::testing::house(db::Engine::Sqlite, modules)
            .await
            .expect("SQLite is always there");
        let statement = everything(SchoolId(Uuid::nil()), AccountId(Uuid::nil()));
        let scans = crate::progress::plan::scans(&house, &statement).await;
        assert!(scans.is_empty(), "{scans:?}");
    }
}
