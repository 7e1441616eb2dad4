//! Changing the schema of an empty and of a filled database.

use db::{Db, DbError, Engine, on_both_engines};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, ModelTrait, PaginatorTrait, Set,
    Statement,
};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid, string};
use uuid::Uuid;

use crate::schema::{self, child, parent};

/// Makes `parents` anew with one column more.
struct RebuildParents;

impl MigrationName for RebuildParents {
    fn name(&self) -> &str {
        "test_0003_rebuild_parents"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for RebuildParents {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let age = || integer("age").default(40).to_owned();
        if manager.get_database_backend() == DbBackend::Postgres {
            let alter = Table::alter().table("parents").add_column(age()).to_owned();
            return manager.alter_table(alter).await;
        }
        let create = Table::create()
            .col(pk_uuid("id"))
            .col(string("name").unique_key())
            .col(age())
            .to_owned();
        db::migrations::rebuild_table(manager, "parents", create, &["id", "name"]).await
    }
}

/// Creates a table, then fails.
struct Fails;

impl MigrationName for Fails {
    fn name(&self) -> &str {
        "test_0004_fails"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Fails {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(Table::create().table("half").col(pk_uuid("id")).to_owned())
            .await?;
        Err(DbErr::Custom("a mistake in a migration".into()))
    }
}

/// Deletes the parents under their children.
struct Orphans;

impl MigrationName for Orphans {
    fn name(&self) -> &str {
        "test_0005_orphans"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Orphans {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("DELETE FROM parents").await?;
        Ok(())
    }
}

fn rebuilt() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(RebuildParents)]
}

fn failing() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(RebuildParents), Box::new(Fails)]
}

fn orphans() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Orphans)]
}

async fn fill(db: &Db) {
    db.write(|tx| async move {
        for id in 1..=3_u128 {
            parent::ActiveModel {
                id: Set(Uuid::from_u128(id)),
                name: Set(format!("parent {id}")),
            }
            .insert(&tx)
            .await?;
            child::ActiveModel {
                id: Set(Uuid::from_u128(id)),
                parent_id: Set(Uuid::from_u128(id)),
            }
            .insert(&tx)
            .await?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

async fn children(db: &Db) -> u64 {
    child::Entity::find().count(db.reader()).await.unwrap()
}

async fn integer_of(db: &Db, sql: &str) -> i64 {
    let backend = db.reader().get_database_backend();
    let row = db
        .reader()
        .query_one_raw(Statement::from_string(backend, sql))
        .await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}

on_both_engines! {
    migrations: [];

    async fn an_empty_database_gets_every_step_once(db: Db) {
        let lists: [db::migrations::MigrationList; 2] = [db::migrations::own, schema::list];
        assert_eq!(db.pending_migrations(&lists).await.unwrap().len(), 4);
        db.migrate(&lists).await.unwrap();
        db.migrate(&lists).await.unwrap();
        assert!(db.pending_migrations(&lists).await.unwrap().is_empty());
        assert_eq!(integer_of(&db, "SELECT count(*) FROM seaql_migrations").await, 4);
    }

    async fn two_nodes_that_start_together_migrate_once(db: Db, config: DbConfig) {
        let other = Db::open(&config).await.unwrap();
        let lists: [db::migrations::MigrationList; 2] = [db::migrations::own, schema::list];
        let (first, second) = tokio::join!(db.migrate(&lists), other.migrate(&lists));
        first.unwrap();
        second.unwrap();
        assert_eq!(integer_of(&db, "SELECT count(*) FROM seaql_migrations").await, 4);
    }

    async fn a_database_of_a_newer_version_is_left_alone(db: Db) {
        db.migrate(&[schema::list, rebuilt]).await.unwrap();
        let refused = db.migrate(&[schema::list]).await.unwrap_err();
        assert!(matches!(refused, DbError::Newer));
        assert!(refused.to_string().contains("version plus récente de Jalon"));
    }
}

on_both_engines! {
    migrations: [schema::list];

    async fn rebuilding_a_table_keeps_its_rows_and_its_children(db: Db) {
        fill(&db).await;
        db.migrate(&[schema::list, rebuilt]).await.unwrap();
        assert_eq!(children(&db).await, 3);
        assert_eq!(integer_of(&db, "SELECT count(*) FROM parents WHERE age = 40").await, 3);
        // The children still point at it: deleting a parent takes its child…
        db.write(|tx| async move {
            let found = parent::Entity::find_by_id(Uuid::from_u128(1)).one(&tx).await?;
            found.expect("it was copied").delete(&tx).await?;
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
        assert_eq!(children(&db).await, 2);
        // … and no child can point at nobody.
        let orphan: Result<(), DbError> = db
            .write(|tx| async move {
                let orphan = child::ActiveModel {
                    id: Set(Uuid::from_u128(9)),
                    parent_id: Set(Uuid::from_u128(1)),
                };
                orphan.insert(&tx).await?;
                Ok(())
            })
            .await;
        assert!(matches!(orphan, Err(DbError::Reference(_))), "{orphan:?}");
    }

    async fn a_step_that_fails_leaves_the_database_as_before_it(db: Db) {
        fill(&db).await;
        let lists: [db::migrations::MigrationList; 2] = [schema::list, failing];
        assert!(db.migrate(&lists).await.is_err());
        // The step before it stands; its own table is gone.
        assert_eq!(db.pending_migrations(&lists).await.unwrap(), ["test_0004_fails"]);
        let half = db.reader().execute_unprepared("SELECT * FROM half").await;
        assert!(half.is_err());
        assert_eq!(children(&db).await, 3);
    }

    async fn no_step_can_leave_rows_that_point_at_nothing(db: Db) {
        fill(&db).await;
        let done = db.migrate(&[schema::list, orphans]).await;
        match db.engine() {
            Engine::Sqlite => {
                assert!(done.is_err());
                assert_eq!(children(&db).await, 3);
            }
            // PostgreSQL enforces the keys meanwhile: the children went too.
            Engine::Postgres => assert_eq!(children(&db).await, 0),
        }
    }
}
