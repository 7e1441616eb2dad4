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
use sea_orm::{ConnectionTrait, DatabaseConnection};

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
