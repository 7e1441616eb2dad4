//! The whole database out of one engine and into the other.

use db::dump::DumpError;
use db::migrations::MigrationList;
use db::testing::TestDb;
use db::{Db, DbError, Engine};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::schema;

const LISTS: &[MigrationList] = &[db::migrations::own, schema::list];

#[derive(Serialize, Deserialize)]
struct Errand {
    what: String,
}

impl db::jobs::JobPayload for Errand {
    const KIND: &'static str = "test.errand";
}

struct Happened;

impl db::audit::AuditEvent for Happened {
    fn action(&self) -> &'static str {
        "test.happened"
    }
    fn object(&self) -> Option<(&'static str, uuid::Uuid)> {
        None
    }
}

/// A table: its name, its columns, its rows.
type Dumped = (String, Vec<String>, Vec<Vec<Json>>);

/// All rows of all tables.
async fn everything(db: &Db) -> Vec<Dumped> {
    let snapshot = db.snapshot().await.unwrap();
    let tables: Vec<String> = snapshot.tables().map(str::to_owned).collect();
    let mut all = Vec::new();
    for table in tables {
        let mut rows = snapshot.rows(&table).await.unwrap();
        let columns = rows.columns().map(str::to_owned).collect();
        let mut lines = Vec::new();
        loop {
            let batch = rows.next().await.unwrap();
            if batch.is_empty() {
                break;
            }
            lines.extend(batch);
        }
        all.push((table, columns, lines));
    }
    all
}

async fn copy(from: &Db, to: &Db) -> Result<(), DumpError> {
    let names = from.snapshot().await?.migrations().to_vec();
    let loader = to.load(LISTS, &names).await?;
    for (table, columns, rows) in everything(from).await {
        loader.rows(&table, &columns, &rows).await?;
    }
    loader.commit().await
}

/// More rows than a batch, texts that could break, absent values, parents and children.
async fn fill(db: &Db) {
    let clock = Clock::system();
    db.write(move |tx| {
        let clock = clock.clone();
        async move {
            for number in 1..=1_201_u128 {
                let name = format!("« Éloïse » \\ \" {number} 👩‍🎓");
                schema::note(number, &name).insert(&tx).await?;
            }
            let parent_id = Set(uuid::Uuid::from_u128(1));
            let name = Set("Ferrand".to_owned());
            schema::parent::ActiveModel {
                id: parent_id.clone(),
                name,
            }
            .insert(&tx)
            .await?;
            for number in 1..=3 {
                let id = Set(uuid::Uuid::from_u128(number));
                schema::child::ActiveModel {
                    id,
                    parent_id: parent_id.clone(),
                }
                .insert(&tx)
                .await?;
            }
            let school = SchoolId::generate(&clock);
            let errand = Errand {
                what: "null".into(),
            };
            db::jobs::enqueue(&tx, &clock, None, &errand).await?;
            db::jobs::enqueue(&tx, &clock, Some(school), &errand).await?;
            let actor = Some(AccountId::generate(&clock));
            db::audit::record(&tx, &clock, school, actor, &Happened).await?;
            Ok::<_, DbError>(())
        }
    })
    .await
    .unwrap();
}

/// In an order of its own: the engines store rows and tables in theirs.
fn sorted(mut all: Vec<Dumped>) -> Vec<Dumped> {
    for (_, _, rows) in &mut all {
        rows.sort_by_key(|row| Json::from(row.clone()).to_string());
    }
    all.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    all
}

db::on_both_engines! {
    async fn what_goes_out_comes_back_the_same_through_the_other_engine(engine: Engine) {
        let other = match engine {
            Engine::Sqlite => Engine::Postgres,
            Engine::Postgres => Engine::Sqlite,
        };
        let (Some(first), Some(second), Some(third)) = (
            TestDb::new(engine, LISTS).await,
            TestDb::new(other, &[]).await,
            TestDb::new(engine, &[]).await,
        ) else { return };
        fill(&first).await;
        copy(&first, &second).await.unwrap();
        copy(&second, &third).await.unwrap();
        let (before, after) = (sorted(everything(&first).await), sorted(everything(&third).await));
        assert!(before == after, "the rows differ after the round trip");
        let families = before.iter().find(|(table, ..)| table == "children").unwrap();
        assert_eq!(families.2.len(), 3);
        second.migrate(LISTS).await.unwrap();
    }

    async fn a_database_that_holds_something_is_not_overwritten(engine: Engine) {
        let (Some(first), Some(second)) = (
            TestDb::new(engine, LISTS).await,
            TestDb::new(engine, LISTS).await,
        ) else { return };
        fill(&first).await;
        // Empty tables of the same version are what a failed attempt leaves.
        copy(&first, &second).await.unwrap();
        assert!(matches!(copy(&first, &second).await, Err(DumpError::NotEmpty)));
    }

    async fn a_dump_of_a_newer_version_is_refused_and_an_older_one_is_brought_up_to_date(engine: Engine) {
        let (Some(newer), Some(older)) = (
            TestDb::new(engine, &[]).await,
            TestDb::new(engine, &[]).await,
        ) else { return };
        let unknown = ["m2099_from_the_future".to_owned()];
        let refused = newer.load(LISTS, &unknown).await;
        assert!(matches!(refused, Err(DumpError::Db(DbError::Newer))));
        let first_only = [schema::list()[0].name().to_owned()];
        older.load(LISTS, &first_only).await.unwrap().commit().await.unwrap();
        older.migrate(LISTS).await.unwrap();
        older.reader().execute_unprepared("SELECT id FROM children").await.unwrap();
    }

    async fn a_snapshot_does_not_see_what_is_written_afterwards(engine: Engine) {
        let Some(db) = TestDb::new(engine, LISTS).await else { return };
        let snapshot = db.snapshot().await.unwrap();
        fill(&db).await;
        let mut rows = snapshot.rows("notes").await.unwrap();
        assert!(rows.next().await.unwrap().is_empty());
    }

    async fn a_value_that_does_not_fit_leaves_nothing_behind(engine: Engine) {
        let Some(db) = TestDb::new(engine, &[]).await else { return };
        let names: Vec<String> = LISTS.iter().flat_map(|list| list()).map(|m| m.name().to_owned()).collect();
        let loader = db.load(LISTS, &names).await.unwrap();
        let columns = ["id".to_owned(), "name".to_owned()];
        let good = vec![vec![Json::from("018f0000-0000-7000-8000-000000000000"), Json::from("a")]];
        loader.rows("parents", &columns, &good).await.unwrap();
        let bad = vec![vec![Json::from("not an id"), Json::from("b")]];
        let error = loader.rows("parents", &columns, &bad).await.unwrap_err();
        assert_eq!(error.to_string(), "La sauvegarde contient une valeur illisible dans «\u{202f}parents.id\u{202f}».");
        drop(loader);
        assert!(everything(&db).await.iter().all(|(_, _, rows)| rows.is_empty()));
    }
}
