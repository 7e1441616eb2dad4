//! Sessions: rows in the database, known to the browser by a 256-bit token
//! of which only the hash is kept. Listed and revocable by their owner.

use chrono::Duration;
use db::{DbError, Tx};
use kernel::{AccountId, SchoolId, Secret, SecretHash, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};

use crate::App;
use crate::client::Client;

kernel::typed_ids! {
    /// A session, as its owner sees it in the list; says nothing of its token.
    pub struct SessionId;
}

/// A session ends after so long without a request…
pub const IDLE: Duration = Duration::hours(12);
/// … and after so long in any case.
pub const ABSOLUTE: Duration = Duration::days(14);
/// A session in use is noted at most this often: reading pages must not write.
pub const TOUCH: Duration = Duration::minutes(10);

/// The table `sessions`.
pub mod entity {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    /// A session.
    pub struct Model {
        /// Its name in its owner's list.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SessionId,
        /// The hash of what the browser holds.
        pub token_hash: SecretHash,
        /// Its owner.
        pub account_id: AccountId,
        /// The school that the owner is looking at.
        pub school_id: SchoolId,
        /// « Firefox sur Android ».
        pub device: String,
        /// When the owner signed in.
        pub created_at: DateTimeUtc,
        /// When it was last noted as in use.
        pub last_seen_at: DateTimeUtc,
    }

    /// Accounts live in a slice: no relation is followed from here.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Opens a session in `school`. Signing in always opens a new one, so that a
/// token planted beforehand is worth nothing.
///
/// # Errors
/// When the row cannot be written.
pub async fn open(
    tx: &Tx,
    now: Timestamp,
    id: SessionId,
    token: &Secret,
    account: AccountId,
    school: SchoolId,
    client: &Client,
) -> Result<(), DbError> {
    entity::ActiveModel {
        id: Set(id),
        token_hash: Set(token.hash()),
        account_id: Set(account),
        school_id: Set(school),
        device: Set(client.device.clone()),
        created_at: Set(now),
        last_seen_at: Set(now),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Whether a session of these times is still alive.
#[must_use]
pub fn alive(created_at: Timestamp, last_seen_at: Timestamp, now: Timestamp) -> bool {
    now - last_seen_at < IDLE && now - created_at < ABSOLUTE
}

/// Notes that the session is in use, if that was last noted long enough ago.
///
/// # Errors
/// When the row cannot be written.
pub async fn touch(app: &App, id: SessionId, last_seen: Timestamp) -> Result<(), DbError> {
    let now = app.clock.now();
    if now - last_seen < TOUCH {
        return Ok(());
    }
    app.db
        .write(move |tx| async move {
            entity::Entity::update_many()
                .col_expr(entity::Column::LastSeenAt, Expr::value(now))
                .filter(entity::Column::Id.eq(id))
                .exec(&tx)
                .await?;
            Ok::<_, DbError>(())
        })
        .await
}

/// The living sessions of a person, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, account: AccountId) -> Result<Vec<entity::Model>, DbError> {
    let now = app.clock.now();
    let rows = entity::Entity::find()
        .filter(entity::Column::AccountId.eq(account))
        .order_by_desc(entity::Column::LastSeenAt)
        .all(app.db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| alive(row.created_at, row.last_seen_at, now))
        .collect())
}

/// Ends one session of a person.
///
/// # Errors
/// When the row cannot be removed.
pub async fn close(tx: &Tx, account: AccountId, id: SessionId) -> Result<(), DbError> {
    entity::Entity::delete_many()
        .filter(entity::Column::AccountId.eq(account))
        .filter(entity::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends all sessions of a person, but for `except`. After a change of
/// password or role, whoever had taken one is out.
///
/// # Errors
/// When the rows cannot be removed.
pub async fn close_all(
    tx: &Tx,
    account: AccountId,
    except: Option<SessionId>,
) -> Result<(), DbError> {
    let mut query = entity::Entity::delete_many().filter(entity::Column::AccountId.eq(account));
    if let Some(id) = except {
        query = query.filter(entity::Column::Id.ne(id));
    }
    query.exec(tx).await?;
    Ok(())
}

/// Moves a session to another school of its owner.
///
/// # Errors
/// When the row cannot be written.
pub async fn switch_school(tx: &Tx, id: SessionId, school: SchoolId) -> Result<(), DbError> {
    entity::Entity::update_many()
        .col_expr(entity::Column::SchoolId, Expr::value(school))
        .filter(entity::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes the sessions that have ended by themselves.
///
/// # Errors
/// When the rows cannot be removed.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<(), DbError> {
    entity::Entity::delete_many()
        .filter(
            sea_orm::Condition::any()
                .add(entity::Column::LastSeenAt.lt(now - IDLE))
                .add(entity::Column::CreatedAt.lt(now - ABSOLUTE)),
        )
        .exec(tx)
        .await?;
    Ok(())
}

pub(crate) mod migration {
    use sea_orm_migration::prelude::*;
    use sea_orm_migration::schema::{binary, string, timestamp_with_time_zone, uuid};

    /// Creates `sessions`.
    pub struct Sessions;

    impl MigrationName for Sessions {
        fn name(&self) -> &str {
            "m2026_11_24_001_web_sessions"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Sessions {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            manager
                .create_table(
                    Table::create()
                        .table("sessions")
                        .col(uuid("id").primary_key())
                        .col(binary("token_hash").unique_key())
                        .col(uuid("account_id"))
                        .col(uuid("school_id"))
                        .col(string("device"))
                        .col(timestamp_with_time_zone("created_at"))
                        .col(timestamp_with_time_zone("last_seen_at"))
                        .to_owned(),
                )
                .await?;
            manager
                .create_index(
                    Index::create()
                        .name("sessions_account")
                        .table("sessions")
                        .col("account_id")
                        .to_owned(),
                )
                .await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_session_ends_by_rest_or_by_age() {
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert!(alive(start, start, start + Duration::hours(11)));
        assert!(!alive(start, start, start + Duration::hours(12)));
        let late = start + Duration::days(14);
        assert!(!alive(start, late - Duration::minutes(1), late));
    }
}
