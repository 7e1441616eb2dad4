//! The works of a learner in one statement, however many there are, without
//! their long texts.

use std::collections::{BTreeSet, HashMap};

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::Work;
use crate::evidence::EvidenceId;
use crate::positioning::EvidenceRef;
use crate::report::{ReportId, State};

/// A report or a piece, once per code that it is linked to.
#[derive(FromQueryResult)]
struct Row {
    id: kernel::uuid::Uuid,
    /// The state of a report; none for a piece.
    state: Option<State>,
    report_id: Option<ReportId>,
    title: String,
    shared: Option<bool>,
    at: Timestamp,
    submitted_at: Option<Timestamp>,
    code: Option<String>,
}

/// All reports and pieces of a learner, the removed ones left out.
///
/// # Errors
/// When the database does not answer.
pub async fn works(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<Work>, DbError> {
    let statement = everything(school, learner);
    let rows = reader.query_all(&statement).await?;
    let rows = rows
        .iter()
        .map(|row| Row::from_query_result(row, ""))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(gather(rows))
}

fn everything(school: SchoolId, learner: AccountId) -> SelectStatement {
    let mut statement = reports(school, learner);
    statement.union(UnionType::All, pieces(school, learner));
    statement
}

fn reports(school: SchoolId, learner: AccountId) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col(("r", "id")), "id")
        .expr_as(Expr::col(("r", "state")), "state")
        .expr_as(Expr::null(), "report_id")
        .expr_as(Expr::col(("r", "title")), "title")
        .expr_as(Expr::col(("r", "shared")), "shared")
        .expr_as(Expr::col(("r", "saved_at")), "at")
        .expr_as(Expr::col(("r", "submitted_at")), "submitted_at")
        .expr_as(Expr::col(("t", "code")), "code")
        .from_as("reports", "r")
        .join_as(
            JoinType::LeftJoin,
            "report_targets",
            "t",
            Expr::col(("t", "school_id"))
                .equals(("r", "school_id"))
                .and(Expr::col(("t", "report_id")).equals(("r", "id"))),
        )
        .and_where(Expr::col(("r", "school_id")).eq(school))
        .and_where(Expr::col(("r", "learner_id")).eq(learner))
        .and_where(Expr::col(("r", "deleted_at")).is_null())
        .to_owned()
}

fn pieces(school: SchoolId, learner: AccountId) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col(("e", "id")), "id")
        .expr_as(Expr::null(), "state")
        .expr_as(Expr::col(("e", "report_id")), "report_id")
        .expr_as(Expr::col(("e", "title")), "title")
        .expr_as(Expr::null(), "shared")
        .expr_as(Expr::col(("e", "added_at")), "at")
        .expr_as(Expr::null(), "submitted_at")
        .expr_as(Expr::col(("t", "code")), "code")
        .from_as("evidence", "e")
        .join_as(
            JoinType::LeftJoin,
            "evidence_targets",
            "t",
            Expr::col(("t", "school_id"))
                .equals(("e", "school_id"))
                .and(Expr::col(("t", "evidence_id")).equals(("e", "id"))),
        )
        .and_where(Expr::col(("e", "school_id")).eq(school))
        .and_where(Expr::col(("e", "learner_id")).eq(learner))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .to_owned()
}

/// One work per report or piece. A piece of a report that was deleted goes
/// with it.
fn gather(rows: Vec<Row>) -> Vec<Work> {
    let mut order = Vec::new();
    let mut works: HashMap<EvidenceRef, Work> = HashMap::new();
    for row in rows {
        let source = match row.state {
            Some(_) => EvidenceRef::Report(ReportId(row.id)),
            None => EvidenceRef::Piece(EvidenceId(row.id)),
        };
        let work = works.entry(source).or_insert_with(|| {
            order.push(source);
            Work {
                source,
                title: row.title,
                state: row.state,
                shared: row.shared.unwrap_or(false),
                at: row.submitted_at.unwrap_or(row.at),
                submitted: row.submitted_at.is_some(),
                report: row.report_id,
                codes: BTreeSet::new(),
            }
        });
        work.codes.extend(row.code);
    }
    order.retain(|source| {
        let report = works.get(source).and_then(|work| work.report);
        report.is_none_or(|report| works.contains_key(&EvidenceRef::Report(report)))
    });
    order
        .iter()
        .filter_map(|source| works.remove(source))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    #[tokio::test]
    async fn the_works_of_a_learner_are_found_by_index() {
        let modules = vec![crate::module()];
        let house = people::testing::house(db::Engine::Sqlite, modules)
            .await
            .expect("SQLite is always there");
        let statement = everything(SchoolId(Uuid::nil()), AccountId(Uuid::nil()));
        let scans = crate::progress::plan::scans(&house, &statement).await;
        assert!(scans.is_empty(), "{scans:?}");
    }
}
