//! For tests: how SQLite runs a query.

use db::sea_orm::{ConnectionTrait, DbBackend, Statement, StatementBuilder};
use people::testing::House;

/// The tables that a query reads from end to end: there should be none.
pub(crate) async fn scans(house: &House, query: &impl StatementBuilder) -> Vec<String> {
    let built = DbBackend::Sqlite.build(query);
    let plan = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", built.sql),
        ..built
    };
    let rows = house.app.db.reader().query_all_raw(plan).await;
    rows.expect("a plan")
        .iter()
        .map(|row| row.try_get::<String>("", "detail").expect("a step"))
        .filter(|step| step.starts_with("SCAN"))
        .collect()
}
