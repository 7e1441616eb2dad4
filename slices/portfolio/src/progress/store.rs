//! The works of a learner in one statement, however many there are, without
//! their long texts.

use std::collections::HashSet;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::Work;
use crate::evidence::EvidenceId;
use crate::positioning::EvidenceRef;
use crate::report::{ReportId, State};

/// A report or a piece.
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
    /// The codes that it is linked to, with spaces between them.
    codes: Option<String>,
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
        .expr_as(codes_of("report_targets", "report_id", "r"), "codes")
        .from_as("reports", "r")
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
        .expr_as(codes_of("evidence_targets", "evidence_id", "e"), "codes")
        .from_as("evidence", "e")
        .and_where(Expr::col(("e", "school_id")).eq(school))
        .and_where(Expr::col(("e", "learner_id")).eq(learner))
        .and_where(Expr::col(("e", "removed_at")).is_null())
        .to_owned()
}

/// The codes that a row of `source` is linked to, in one value: a row for each
/// of them would cost more than finding it.
fn codes_of(targets: &'static str, key: &'static str, source: &'static str) -> Expr {
    let codes = Query::select()
        .expr(Expr::cust("string_agg(t.code, ' ')"))
        .from_as(targets, "t")
        .and_where(Expr::col(("t", "school_id")).equals((source, "school_id")))
        .and_where(Expr::col(("t", key)).equals((source, "id")))
        .to_owned();
    Expr::SubQuery(None, Box::new(codes.into()))
}

/// One work per report or piece. A piece of a report that was deleted goes
/// with it.
fn gather(rows: Vec<Row>) -> Vec<Work> {
    let reports: HashSet<ReportId> = rows
        .iter()
        .filter(|row| row.state.is_some())
        .map(|row| ReportId(row.id))
        .collect();
    rows.into_iter()
        .filter(|row| row.report_id.is_none_or(|report| reports.contains(&report)))
        .map(Row::work)
        .collect()
}

impl Row {
    fn work(self) -> Work {
        Work {
            source: match self.state {
                Some(_) => EvidenceRef::Report(ReportId(self.id)),
                None => EvidenceRef::Piece(EvidenceId(self.id)),
            },
            title: self.title,
            state: self.state,
            shared: self.shared.unwrap_or(false),
            at: self.submitted_at.unwrap_or(self.at),
            submitted: self.submitted_at.is_some(),
            report: self.report_id,
            codes: self
                .codes
                .iter()
                .flat_map(|codes| codes.split(' '))
                .map(str::to_owned)
                .collect(),
        }
    }
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
