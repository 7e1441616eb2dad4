//! Counters of attempts (sign-in, codes, resets), in the database: they hold
//! over several nodes and over a restart.

use chrono::Duration;
use db::{Db, DbError};
use kernel::{Clock, SecretHash, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect};
use sha2::{Digest, Sha256};

mod entity {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attempts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key_hash: SecretHash,
        pub window_start: DateTimeUtc,
        pub count: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many attempts within how long.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Attempts allowed within a window.
    pub max: i32,
    /// The window, which begins with the first attempt.
    pub window: Duration,
}

/// Too many attempts: when the next one is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    /// The end of the window.
    pub until: Timestamp,
}

impl Exhausted {
    /// « Trop d’essais. Réessayez dans 12 minutes. »
    #[must_use]
    pub fn sentence(self, now: Timestamp) -> String {
        let minutes = u64::try_from((self.until - now).num_minutes().max(0)).unwrap_or(0) + 1;
        format!(
            "Trop d’essais. Par sécurité, réessayez dans {}.",
            kernel::count(minutes, "minute", "minutes")
        )
    }
}

/// Counts one attempt under `purpose` and `key` (an account name, an address:
/// kept as a hash only). The attempt counts whether it succeeds or not; see
/// [`forgive`].
///
/// # Errors
/// The outer error when the database does not answer; the inner one when the
/// limit is reached.
pub async fn count(
    db: &Db,
    clock: &Clock,
    purpose: &str,
    key: &str,
    limit: Limit,
) -> Result<Result<(), Exhausted>, DbError> {
    let hash = hashed(purpose, key);
    let now = clock.now();
    db.write(move |tx| {
        let hash = hash.clone();
        async move {
            let row = entity::Entity::find_by_id(hash.clone())
                .lock_exclusive()
                .one(&tx)
                .await?;
            let (start, used) = match row {
                Some(row) if now - row.window_start < limit.window => (row.window_start, row.count),
                _ => (now, 0),
            };
            if used >= limit.max {
                return Ok(Err(Exhausted {
                    until: start + limit.window,
                }));
            }
            entity::Entity::insert(entity::ActiveModel {
                key_hash: Set(hash),
                window_start: Set(start),
                count: Set(used + 1),
            })
            .on_conflict(
                OnConflict::column(entity::Column::KeyHash)
                    .update_columns([entity::Column::WindowStart, entity::Column::Count])
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
            Ok::<_, DbError>(Ok(()))
        }
    })
    .await
}

/// Forgets the attempts under `purpose` and `key`, after a success.
///
/// # Errors
/// When the row cannot be removed.
pub async fn forgive(
    connection: &impl ConnectionTrait,
    purpose: &str,
    key: &str,
) -> Result<(), DbError> {
    entity::Entity::delete_by_id(hashed(purpose, key))
        .exec(connection)
        .await?;
    Ok(())
}

/// Removes the counters of windows long over.
///
/// # Errors
/// When the rows cannot be removed.
pub async fn sweep(connection: &impl ConnectionTrait, now: Timestamp) -> Result<(), DbError> {
    entity::Entity::delete_many()
        .filter(entity::Column::WindowStart.lt(now - Duration::days(2)))
        .exec(connection)
        .await?;
    Ok(())
}

fn hashed(purpose: &str, key: &str) -> SecretHash {
    SecretHash(Sha256::digest(format!("{purpose}\u{0}{key}")).to_vec())
}

pub(crate) mod migration {
    use sea_orm_migration::prelude::*;
    use sea_orm_migration::schema::{binary, integer, timestamp_with_time_zone};

    /// Creates `attempts`.
    pub struct Attempts;

    impl MigrationName for Attempts {
        fn name(&self) -> &str {
            "m2026_11_24_002_web_attempts"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Attempts {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            manager
                .create_table(
                    Table::create()
                        .table("attempts")
                        .col(binary("key_hash").primary_key())
                        .col(timestamp_with_time_zone("window_start"))
                        .col(integer("count"))
                        .to_owned(),
                )
                .await
        }
    }
}
