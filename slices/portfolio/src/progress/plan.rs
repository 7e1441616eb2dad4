//! For tests: how SQLite runs a query.

use db::sea_orm::{ConnectionTrait, DbBackend, Statement, StatementBuilder};
use people::testing::House;

/// The tables that a query reads from end to end: there should be none.
pub(crate) async fn scans(house: &House, query: &impl StatementBuilder) -> Vec<String> {
    let mut steps = steps(house, query).await;
    steps.retain(|step| step.starts_with("SCAN"));
    steps
}

/// The steps of a query.
pub(crate) async fn steps(house: &House, query: &impl StatementBuilder) -> Vec<String> {
    let built = DbBackend::Sqlite.build(query);
    let plan = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
        ..built
    };
    let rows = house.app.db.reader().query_all_raw(plan).await;
    rows.expect("a plan")
        .iter()
        .map(|row| row.try_get::<String>("", "detail").expect("a step"))
        .collect()
}
