//! What is asked of the database about a class: two statements, however many
//! learners and reports there are.

use curriculum::CurriculumId;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use super::model::{Mark, Trace};
use crate::digital::store::{from_pieces, from_reports, handed_in_report};
use crate::positioning::Viewpoint;
use crate::positioning::store::positionings;
use crate::report::State;

/// Every level that the team and the learners themselves gave on `targets`, the
/// earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn marks(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    curriculum: CurriculumId,
    learners: &[AccountId],
    targets: &[&str],
) -> Result<Vec<Mark>, DbError> {
    use positionings::Column;
    let rows: Vec<(AccountId, String, Viewpoint, kernel::Level, Timestamp)> =
        positionings::Entity::find()
            .select_only()
            .columns([
                Column::LearnerId,
                Column::Target,
                Column::Viewpoint,
                Column::Level,
                Column::CreatedAt,
            ])
            .filter(Column::SchoolId.eq(school))
            .filter(Column::LearnerId.is_in(learners.iter().copied()))
            .filter(Column::CurriculumId.eq(curriculum))
            .filter(Column::Target.is_in(targets.iter().copied()))
            .filter(Column::Viewpoint.is_in([Viewpoint::Team, Viewpoint::SelfView]))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(reader)
            .await?;
    Ok(rows
        .into_iter()
        .map(|(learner, target, viewpoint, level, at)| Mark {
            learner,
            target,
            viewpoint,
            level: crate::progress::view::level_number(level),
            at,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Row {
    learner_id: AccountId,
    state: Option<State>,
    code: Option<String>,
    first_at: Option<Timestamp>,
    last_at: Option<Timestamp>,
}

/// What learners handed in: when, in which state, and the codes that it proves.
///
/// # Errors
/// When the database does not answer.
pub async fn traces(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<Trace>, DbError> {
    let rows = reader.query_all(&everything(school, learners)).await?;
    rows.iter()
        .map(|row| {
            let row = Row::from_query_result(row, "")?;
            Ok(match (row.state, row.code) {
                (Some(state), _) => Trace::Reports {
                    learner: row.learner_id,
                    to_revise: state == State::ToRevise,
                    first: row.first_at,
                    last: row.last_at,
                },
                (None, code) => Trace::Proof {
                    learner: row.learner_id,
                    code: code.unwrap_or_default(),
                },
            })
        })
        .collect()
}

fn everything(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    let mut statement = reports(school, learners);
    statement.union(UnionType::All, proofs_by_report(school, learners));
    statement.union(UnionType::All, proofs_by_piece(school, learners));
    statement
}

/// A row per learner and state: the reports that were handed in.
fn reports(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    let submitted = || Expr::col(("r", "submitted_at"));
    Query::select()
        .expr_as(Expr::col(("r", "learner_id")), "learner_id")
        .expr_as(Expr::col(("r", "state")), "state")
        .expr_as(Expr::null(), "code")
        .expr_as(Func::min(submitted()), "first_at")
        .expr_as(Func::max(submitted()), "last_at")
        .from_as("reports", "r")
        .and_where(Expr::col(("r", "school_id")).eq(school))
        .and_where(Expr::col(("r", "learner_id")).is_in(learners.iter().copied()))
        .and_where(handed_in_report())
        .group_by_columns([("r", "learner_id"), ("r", "state")])
        .to_owned()
}

/// A row per learner and code of a report that was handed in.
fn proofs_by_report(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    let mut statement = Query::select();
    proof_columns(&mut statement, "r");
    from_reports(&mut statement, school, learners);
    statement
}

/// A row per learner and code of a piece that goes with no draft.
fn proofs_by_piece(school: SchoolId, learners: &[AccountId]) -> SelectStatement {
    let mut statement = Query::select();
    proof_columns(&mut statement, "e");
    from_pieces(&mut statement, school, learners);
    statement
}

fn proof_columns(statement: &mut SelectStatement, of: &'static str) {
    statement
        .expr_as(Expr::col((of, "learner_id")), "learner_id")
        .expr_as(Expr::null(), "state")
        .expr_as(Expr::col(("t", "code")), "code")
        .expr_as(Expr::null(), "first_at")
        .expr_as(Expr::null(), "last_at")
        .group_by_columns([(of, "learner_id"), ("t", "code")]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    #[tokio::test]
    async fn what_a_class_handed_in_is_found_by_index() {
        let modules = vec![crate::module()];
        let house = people::testing::house(db::Engine::Sqlite, modules)
            .await
            .expect("SQLite is always there");
        let learners = [AccountId(Uuid::nil()), AccountId(Uuid::from_u128(1))];
        let statement = everything(SchoolId(Uuid::nil()), &learners);
        let scans = crate::progress::plan::scans(&house, &statement).await;
        assert!(scans.is_empty(), "{scans:?}");
    }
}
