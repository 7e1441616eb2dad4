//! Every column of the schema that names an account is listed by its slice.

use std::collections::BTreeSet;

use db::{Db, Engine};

use super::{listed, values};
use crate::world::house;

/// Columns of identifiers that name no account.
const NO_ACCOUNTS: [(&str, &str); 22] = [
    ("jobs", "lease_id"),
    ("imports", "job_id"),
    ("dossier_exports", "job_id"),
    ("situation_arrivals", "origin"),
    ("positioning_batches", "class_id"),
    ("positioning_batches", "mission_id"),
    ("positioning_batch_cells", "replaced_id"),
    ("import_effects", "event_id"),
    ("import_effects", "class_id"),
    ("reports", "curriculum_id"),
    ("positionings", "curriculum_id"),
    ("current_positionings", "curriculum_id"),
    ("interviews", "curriculum_id"),
    ("objectives", "curriculum_id"),
    ("skill_positionings", "curriculum_id"),
    ("skill_positionings", "report_id"),
    ("reports", "assignment_id"),
    ("peer_rounds", "curriculum_id"),
    ("assignment_progress", "class_id"),
    ("assignment_progress", "report_id"),
    ("maturity_history", "subject_id"),
    ("digital_uses", "origin_id"),
];

/// Identifiers in the schema that may name an account: those that point at
/// accounts or memberships, and those that point at nothing.
async fn columns_of_accounts(db: &Db) -> BTreeSet<(String, String)> {
    let tables = "SELECT name AS a FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations'";
    let mut found = BTreeSet::new();
    for table in values(db, tables, Vec::new()).await.concat() {
        let columns = "SELECT name AS a FROM pragma_table_info($1) WHERE lower(type) LIKE 'uuid%'";
        let keys = "SELECT \"from\" AS a, \"table\" AS b FROM pragma_foreign_key_list($1)";
        let keys = values(db, keys, vec![table.clone().into()]).await;
        for column in values(db, columns, vec![table.clone().into()])
            .await
            .concat()
        {
            let of_another = keys.iter().any(|key| {
                key[0] == column && !["accounts", "memberships"].contains(&key[1].as_str())
            });
            let own = ["id", "school_id"].contains(&column.as_str());
            if !own && !of_another {
                found.insert((table.clone(), column));
            }
        }
    }
    found
}

/// A slice that adds a table with an account in it has to say what becomes of
/// it when two records of a learner are made one.
#[tokio::test]
async fn every_column_that_names_an_account_is_listed() {
    let house = house(Engine::Sqlite).await.unwrap();
    let listed: BTreeSet<_> = listed()
        .iter()
        .map(|column| (column.table.to_owned(), column.column.to_owned()))
        .collect();
    let others: BTreeSet<_> = NO_ACCOUNTS
        .iter()
        .map(|(table, column)| ((*table).to_owned(), (*column).to_owned()))
        .collect();
    let found = columns_of_accounts(&house.app.db).await;
    let missing: Vec<_> = found
        .difference(&listed)
        .filter(|column| !others.contains(*column))
        .collect();
    assert!(
        missing.is_empty(),
        "{missing:?}: add each to `Module::accounts` of its slice (web::merge), or to NO_ACCOUNTS here"
    );
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "{gone:?} are listed and not in the schema");
}
