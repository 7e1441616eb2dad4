//! A whole database as lines of text, for tests that compare two states.

use db::Db;

/// Every row of every table, sorted.
pub async fn rows(db: &Db) -> Vec<String> {
    let snapshot = db.snapshot().await.unwrap();
    let tables: Vec<String> = snapshot.tables().map(str::to_owned).collect();
    let mut all = Vec::new();
    for table in tables {
        let mut rows = snapshot.rows(&table).await.unwrap();
        loop {
            let batch = rows.next().await.unwrap();
            if batch.is_empty() {
                break;
            }
            let line = |row| format!("{table} {}", serde_json::Value::Array(row));
            all.extend(batch.into_iter().map(line));
        }
    }
    all.sort();
    all
}
