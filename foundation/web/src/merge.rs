//! Two records of one person made into one: which columns of a slice name an
//! account, and what becomes of them.
//!
//! A slice lists every such column in [`crate::Module::accounts`]; a test walks
//! the schema and fails for a column that nobody listed. What the list cannot
//! say goes through [`Merging`].

use db::{DbError, Tx};
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// So many rows are given back in one statement.
const BATCH: usize = 500;

/// The two records, in their school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Two {
    /// The school: rows of another one are left alone.
    pub school: SchoolId,
    /// The record that stays.
    pub kept: AccountId,
    /// The record that is closed.
    pub closed: AccountId,
}

/// A column that names an account.
#[derive(Clone, Copy, Debug)]
pub struct AccountColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What becomes of its rows.
    pub fate: ColumnFate,
}

impl AccountColumn {
    /// See [`ColumnFate::Follows`].
    #[must_use]
    pub const fn follows(table: &'static str, column: &'static str) -> Self {
        Self {
            table,
            column,
            fate: ColumnFate::Follows,
        }
    }

    /// See [`ColumnFate::FollowsWithin`].
    #[must_use]
    pub const fn follows_within(table: &'static str, column: &'static str, within: Within) -> Self {
        Self {
            table,
            column,
            fate: ColumnFate::FollowsWithin(within),
        }
    }

    /// See [`ColumnFate::BySlice`].
    #[must_use]
    pub const fn by_slice(table: &'static str, column: &'static str) -> Self {
        Self {
            table,
            column,
            fate: ColumnFate::BySlice,
        }
    }

    /// See [`ColumnFate::Stays`].
    #[must_use]
    pub const fn stays(table: &'static str, column: &'static str, why: &'static str) -> Self {
        Self {
            table,
            column,
            fate: ColumnFate::Stays(why),
        }
    }
}

/// What becomes of the rows that name the closed record.
#[derive(Clone, Copy, Debug)]
pub enum ColumnFate {
    /// They name the kept one from then on. The table has the columns `id`
    /// and `school_id`, and an index that finds them by account.
    Follows,
    /// The same, where only a parent's index leads to them.
    FollowsWithin(Within),
    /// The slice moves them itself: see [`Merging`].
    BySlice,
    /// They keep naming the closed record, for this reason.
    Stays(&'static str),
}

/// Rows that are reached through those of a parent.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    /// The column that names the parent.
    pub key: &'static str,
    /// The parent's table.
    pub parent: &'static str,
    /// The column of the parent that names an account.
    pub owner: &'static str,
}

/// How much there is of something for each of two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// « Comptes rendus ».
    pub what: &'static str,
    /// One count for each.
    pub counts: [u64; 2],
}

/// What a slice does beyond the columns that it listed.
#[async_trait::async_trait]
pub trait Merging: Send + Sync {
    /// How much the slice holds of each, for whoever compares them.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn amounts(
        &self,
        reader: &DatabaseConnection,
        school: SchoolId,
        people: [AccountId; 2],
    ) -> Result<Vec<Amount>, DbError>;

    /// Moves what the closed record holds, once the listed columns moved. Says
    /// what it moved, as [`Merging::undo`] needs it.
    ///
    /// # Errors
    /// When a row cannot be written.
    async fn merge(&self, tx: &Tx, two: Two) -> Result<serde_json::Value, DbError>;

    /// Moves exactly that back, once the listed columns went back.
    ///
    /// # Errors
    /// When a row cannot be written.
    async fn undo(&self, tx: &Tx, two: Two, moved: &serde_json::Value) -> Result<(), DbError>;
}

/// Moves the rows of a listed column; their identifiers.
///
/// # Errors
/// When a row cannot be written.
pub async fn move_rows(tx: &Tx, column: &AccountColumn, two: Two) -> Result<Vec<Uuid>, DbError> {
    let within = match column.fate {
        ColumnFate::Follows => None,
        ColumnFate::FollowsWithin(within) => Some(within),
        ColumnFate::BySlice | ColumnFate::Stays(_) => return Ok(Vec::new()),
    };
    let rows = tx.query_all(&named(column, within, two)).await?;
    let ids: Vec<Uuid> = rows
        .iter()
        .map(|row| row.try_get("", "id"))
        .collect::<Result<_, _>>()?;
    rename(tx, column, two.school, (two.closed, two.kept), &ids).await?;
    Ok(ids)
}

/// Moves these rows back. Those that are gone since, or were given to
/// somebody else, are left alone.
///
/// # Errors
/// When a row cannot be written.
pub async fn move_back(
    tx: &Tx,
    column: &AccountColumn,
    two: Two,
    ids: &[Uuid],
) -> Result<(), DbError> {
    rename(tx, column, two.school, (two.kept, two.closed), ids).await
}

/// The rows that name the closed record.
fn named(column: &AccountColumn, within: Option<Within>, two: Two) -> SelectStatement {
    let mut select = Query::select();
    select
        .column("id")
        .from(column.table)
        .and_where(Expr::col("school_id").eq(two.school))
        .and_where(Expr::col(column.column).eq(two.closed));
    if let Some(within) = within {
        let parents = Query::select()
            .column("id")
            .from(within.parent)
            .and_where(Expr::col("school_id").eq(two.school))
            .and_where(Expr::col(within.owner).is_in([two.kept, two.closed]))
            .to_owned();
        select.and_where(Expr::col(within.key).in_subquery(parents));
    }
    select.to_owned()
}

async fn rename(
    tx: &Tx,
    column: &AccountColumn,
    school: SchoolId,
    (from, to): (AccountId, AccountId),
    ids: &[Uuid],
) -> Result<(), DbError> {
    for part in ids.chunks(BATCH) {
        let mut update = Query::update();
        update
            .table(column.table)
            .value(column.column, to)
            .and_where(Expr::col("id").is_in(part.iter().copied()))
            .and_where(Expr::col("school_id").eq(school))
            .and_where(Expr::col(column.column).eq(from));
        tx.execute(&update).await?;
    }
    Ok(())
}

/// A table without identifiers: its key is the school, something else and an
/// account. What a slice needs of it in its [`Merging`].
#[derive(Clone, Copy, Debug)]
pub struct Keyed {
    /// The table.
    pub table: &'static str,
    key: &'static str,
    account: &'static str,
}

impl Keyed {
    /// The table, the column of the key that names something else, the one that
    /// names an account.
    #[must_use]
    pub const fn new(table: &'static str, key: &'static str, account: &'static str) -> Self {
        Self {
            table,
            key,
            account,
        }
    }

    /// What the rows of `account` are about.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keys(&self, tx: &Tx, two: Two, account: AccountId) -> Result<Vec<Uuid>, DbError> {
        let select = Query::select()
            .column(self.key)
            .from(self.table)
            .and_where(Expr::col("school_id").eq(two.school))
            .and_where(Expr::col(self.account).eq(account))
            .to_owned();
        let rows = tx.query_all(&select).await?;
        Ok(rows
            .iter()
            .map(|row| row.try_get("", self.key))
            .collect::<Result<_, _>>()?)
    }

    /// Moves the rows that only the closed one has: their keys, and those that
    /// both have.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub async fn take(&self, tx: &Tx, two: Two) -> Result<(Vec<Uuid>, Vec<Uuid>), DbError> {
        let known = self.keys(tx, two, two.kept).await?;
        let (same, moved): (Vec<_>, Vec<_>) = self
            .keys(tx, two, two.closed)
            .await?
            .into_iter()
            .partition(|key| known.contains(key));
        self.rename(tx, two.school, (two.closed, two.kept), &moved)
            .await?;
        Ok((moved, same))
    }

    /// Moves rows back to the closed one.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub async fn give_back(&self, tx: &Tx, two: Two, moved: &[Uuid]) -> Result<(), DbError> {
        self.rename(tx, two.school, (two.kept, two.closed), moved)
            .await
    }

    async fn rename(
        &self,
        tx: &Tx,
        school: SchoolId,
        (from, to): (AccountId, AccountId),
        keys: &[Uuid],
    ) -> Result<(), DbError> {
        let mut update = Query::update();
        update
            .table(self.table)
            .value(self.account, to)
            .and_where(Expr::col("school_id").eq(school))
            .and_where(Expr::col(self.account).eq(from))
            .and_where(Expr::col(self.key).is_in(keys.iter().copied()));
        tx.execute(&update).await?;
        Ok(())
    }

    /// Takes rows of the closed one away.
    ///
    /// # Errors
    /// When a row cannot be removed.
    pub async fn drop(&self, tx: &Tx, two: Two, keys: &[Uuid]) -> Result<(), DbError> {
        let mut delete = Query::delete();
        delete
            .from_table(self.table)
            .and_where(Expr::col("school_id").eq(two.school))
            .and_where(Expr::col(self.account).eq(two.closed))
            .and_where(Expr::col(self.key).is_in(keys.iter().copied()));
        tx.execute(&delete).await?;
        Ok(())
    }

    /// Writes rows of the closed one that are nothing but their key.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub async fn put_back(&self, tx: &Tx, two: Two, keys: &[Uuid]) -> Result<(), DbError> {
        let columns = ["school_id", self.key, self.account];
        for key in keys {
            let values = [two.school.into(), (*key).into(), two.closed.into()];
            insert_row(tx, self.table, columns, values).await?;
        }
        Ok(())
    }
}

/// Writes one row.
///
/// # Errors
/// When it cannot be written.
pub async fn insert_row<const N: usize>(
    tx: &Tx,
    table: &'static str,
    columns: [&'static str; N],
    values: [Expr; N],
) -> Result<(), DbError> {
    let mut insert = Query::insert();
    insert
        .into_table(table)
        .columns(columns)
        .values(values)
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    tx.execute(&insert).await?;
    Ok(())
}

/// What a slice moved, as it is kept.
///
/// # Errors
/// When it cannot be written down.
pub fn note(moved: &impl Serialize) -> Result<serde_json::Value, DbError> {
    Ok(serde_json::to_value(moved).map_err(|error| DbErr::Json(error.to_string()))?)
}

/// What a slice moved, as it noted it.
///
/// # Errors
/// When it is not what the slice notes.
pub fn noted<T: DeserializeOwned>(moved: &serde_json::Value) -> Result<T, DbError> {
    Ok(T::deserialize(moved).map_err(|error| DbErr::Json(error.to_string()))?)
}
