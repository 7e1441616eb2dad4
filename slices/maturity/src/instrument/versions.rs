//! The versions of an instrument that a school uses: the official text until
//! it adapts something. A version that something was answered on is frozen;
//! what is adapted afterwards makes the next one.

use db::{DbError, Tx};
use kernel::{Clock, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use super::adapt::{Change, adapt};
use super::{Instrument, InstrumentVersionId, shipped_by_code};
use crate::acting::{By, Refused};

/// The table `instrument_versions`.
pub(crate) mod rows {
    use db::DbError;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::instrument::{Instrument, InstrumentVersionId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "instrument_versions")]
    /// A version of an instrument.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InstrumentVersionId,
        pub school_id: SchoolId,
        /// `numea`.
        pub instrument: String,
        /// 1, 2, 3… within the school and the instrument.
        pub number: i32,
        /// An [`Instrument`], whole.
        pub content: Json,
        /// Who adapted it; nobody when it is the official text.
        pub author_id: Option<AccountId>,
        pub created_at: Timestamp,
        /// Since when something was answered on it.
        pub frozen_at: Option<Timestamp>,
        /// Grows with each change.
        pub version: i32,
    }

    impl Model {
        /// The instrument that it holds.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn read(&self) -> Result<Instrument, DbError> {
            serde_json::from_value(self.content.clone())
                .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use rows::{Column, Entity, Model};

/// The version that a school uses now; nothing before its first campaign.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    instrument: &str,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Instrument.eq(instrument))
        .order_by_desc(Column::Number)
        .limit(1)
        .one(connection)
        .await?)
}

/// A version of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: InstrumentVersionId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The instrument of that code as the school uses it now: its latest version,
/// or the official text.
///
/// # Errors
/// When the database does not answer, or no such instrument exists.
pub async fn in_use(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    instrument: &str,
) -> Result<(Option<Model>, Instrument), DbError> {
    let row = latest(connection, school, instrument).await?;
    let content = match &row {
        Some(row) => row.read()?,
        None => official(instrument)?,
    };
    Ok((row, content))
}

fn official(code: &str) -> Result<Instrument, DbError> {
    shipped_by_code(code)
        .cloned()
        .ok_or_else(|| DbError::Other(DbErr::Custom(format!("no instrument {code}"))))
}

/// The version to answer on, frozen from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn freeze(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    instrument: &str,
) -> Result<(InstrumentVersionId, Instrument), DbError> {
    let now = clock.now();
    let (row, content) = in_use(tx, school, instrument).await?;
    let Some(row) = row else {
        let id = InstrumentVersionId::generate(clock);
        let row = new_row(id, school, (1, &content), None, now);
        insert(
            tx,
            Model {
                frozen_at: Some(now),
                ..row
            },
        )
        .await?;
        return Ok((id, content));
    };
    if row.frozen_at.is_none() {
        Entity::update_many()
            .col_expr(Column::FrozenAt, Expr::value(now))
            .filter(Column::Id.eq(row.id))
            .filter(Column::SchoolId.eq(school))
            .exec(tx)
            .await?;
    }
    Ok((row.id, content))
}

/// Adapts an instrument: the version that nobody answered on yet, or the next
/// one. `seen` is the version that the change was made from, 0 for the
/// official text.
///
/// # Errors
/// [`Refused::Because`] when the change is not possible; [`DbError::Conflict`]
/// when somebody else changed it meanwhile.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    instrument: &str,
    seen: i32,
    change: &Change,
) -> Result<(), Refused> {
    let (row, content) = in_use(tx, by.school, instrument).await?;
    if row.as_ref().map_or(0, |row| row.version) != seen {
        return Err(DbError::Conflict.into());
    }
    let adapted = adapt(&content, change).map_err(|why| Refused::Because(why.to_string()))?;
    let number = row.as_ref().map_or(1, |row| row.number);
    match row {
        Some(row) if row.frozen_at.is_none() => rewrite(tx, by, &row, &adapted).await?,
        row => {
            let number = number + i32::from(row.is_some());
            let id = InstrumentVersionId::generate(clock);
            let next = new_row(
                id,
                by.school,
                (number, &adapted),
                Some(by.account),
                clock.now(),
            );
            // One more than any version seen before, so that a page left open is noticed.
            let version = row.map_or(1, |row| row.version + 1);
            insert(tx, Model { version, ..next }).await?;
        }
    }
    Ok(())
}

async fn rewrite(tx: &Tx, by: By, row: &Model, adapted: &Instrument) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::Content, Expr::value(json(adapted)))
        .col_expr(Column::AuthorId, Expr::value(by.account))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .filter(Column::Id.eq(row.id))
        .filter(Column::SchoolId.eq(by.school))
        .exec(tx)
        .await?;
    Ok(())
}

fn json(instrument: &Instrument) -> Json {
    serde_json::to_value(instrument).unwrap_or_default()
}

fn new_row(
    id: InstrumentVersionId,
    school: SchoolId,
    (number, content): (i32, &Instrument),
    author: Option<kernel::AccountId>,
    now: Timestamp,
) -> Model {
    Model {
        id,
        school_id: school,
        instrument: content.code.clone(),
        number,
        content: json(content),
        author_id: author,
        created_at: now,
        frozen_at: None,
        version: 1,
    }
}

async fn insert(tx: &Tx, row: Model) -> Result<(), DbError> {
    Entity::insert(rows::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
