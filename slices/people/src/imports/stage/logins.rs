//! Logins that nobody has, in the whole instance.

use std::collections::HashSet;

use db::{Db, DbError};
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::imports::ImportId;
use crate::imports::store::{effects, effects_of};
use crate::model::{Login, PersonName};
use crate::store::people;

/// Logins looked at in one statement.
const BATCH: usize = 500;

/// Draws again the logins of a few rows that somebody has. `taken` holds those
/// that are not free, and receives those that are drawn. Says whether one was.
///
/// # Errors
/// When the database does not answer.
pub async fn free(
    db: &Db,
    packed: &mut [effects::Model],
    taken: &mut HashSet<Login>,
) -> Result<bool, DbError> {
    let mut drawn_again = false;
    loop {
        let logins: Vec<Login> = packed.iter().filter_map(|row| row.login.clone()).collect();
        if logins.is_empty() {
            return Ok(drawn_again);
        }
        let used: HashSet<Login> = people::taken_logins(db.reader(), &logins)
            .await?
            .into_iter()
            .collect();
        if used.is_empty() {
            return Ok(drawn_again);
        }
        drawn_again = true;
        for row in packed.iter_mut() {
            if row.login.as_ref().is_some_and(|login| used.contains(login)) {
                row.login = Some(effects_of::draw(&name_of(row), taken));
            }
        }
    }
}

fn name_of(row: &effects::Model) -> PersonName {
    PersonName {
        title: row.title,
        first: row.first_name.clone().unwrap_or_default(),
        last: row.last_name.clone().unwrap_or_default(),
    }
}

/// The logins of an import were free when they were drawn; another school may
/// have taken one since. Looks a few hundred at a time.
///
/// # Errors
/// When the database does not answer.
pub async fn fresh(db: &Db, school: SchoolId, import: ImportId) -> Result<(), DbError> {
    let mut after = Uuid::nil();
    loop {
        let mut rows = with_login(db, school, import, after).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.id;
        let before: Vec<Option<Login>> = rows.iter().map(|row| row.login.clone()).collect();
        let mut taken: HashSet<Login> = before.iter().flatten().cloned().collect();
        if free(db, &mut rows, &mut taken).await? {
            let changed = rows.into_iter().zip(before);
            let changed = changed
                .filter(|(row, before)| row.login != *before)
                .map(|(row, _)| (row.id, row.login));
            note(db, changed.collect()).await?;
        }
    }
}

async fn with_login(
    db: &Db,
    school: SchoolId,
    import: ImportId,
    after: Uuid,
) -> Result<Vec<effects::Model>, DbError> {
    use effects::Column;
    Ok(effects::Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ImportId.eq(import))
        .filter(Column::Login.is_not_null())
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(BATCH as u64)
        .all(db.reader())
        .await?)
}

async fn note(db: &Db, changed: Vec<(Uuid, Option<Login>)>) -> Result<(), DbError> {
    db.write(move |tx| {
        let changed = changed.clone();
        async move {
            for (id, login) in changed {
                effects::Entity::update_many()
                    .col_expr(effects::Column::Login, Expr::value(login))
                    .filter(effects::Column::Id.eq(id))
                    .exec(&tx)
                    .await?;
            }
            Ok::<_, DbError>(())
        }
    })
    .await
}
