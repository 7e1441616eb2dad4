//! What a reader writes, and what the team hides of it.

use db::{DbError, Tx, expect_one};
use kernel::{Clock, local_date};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{By, audit, existing};
use crate::peers::events::Event;
use crate::peers::model::{Act, Given, Part, Phase, ReadingId, RoundId, allow};
use crate::peers::store::{levels, readings, remarks};
use crate::report::commands::Refused;

/// Whether a reading is only kept or handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The reader goes on later.
    Keep,
    /// It is for the team, and for the author once it is released.
    In,
}

/// What a reader wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The version of the reading that one started from.
    pub version: i32,
    /// The answers to the criteria, by their number; those not given left out.
    pub levels: Vec<(i16, Given)>,
    /// The remarks; may be empty.
    pub remarks: Vec<(Part, String)>,
    /// Kept or handed in.
    pub hand: Hand,
}

/// Writes what a reader says, while the round is open. A remark that the team
/// hid stays as it was.
///
/// # Errors
/// [`Refused::Because`] when the round closed meanwhile; [`DbError::Conflict`]
/// when the reading was written elsewhere.
pub async fn write(
    tx: &Tx,
    clock: &Clock,
    by: By,
    (round, reading): (RoundId, ReadingId),
    words: &Words,
) -> Result<(), Refused> {
    let round = existing(tx, by.school, round).await?;
    if round.phase(local_date(clock.now())) != Phase::Open {
        return Err(Refused::Because(
            "Cette relecture est close\u{a0}: on ne peut plus écrire. Copiez votre texte si vous voulez le garder, et parlez-en à l’équipe.".into(),
        ));
    }
    use readings::{Column, Entity};
    let now = clock.now();
    let mut update = Entity::update_many()
        .col_expr(Column::Version, Expr::value(words.version + 1))
        .col_expr(Column::SavedAt, Expr::value(now));
    if words.hand == Hand::In {
        update = update.col_expr(Column::HandedInAt, Expr::value(now));
    }
    let done = update
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::Id.eq(reading))
        .filter(Column::ReaderId.eq(by.account))
        .filter(Column::Version.eq(words.version))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    set_levels(tx, by, reading, &words.levels).await?;
    set_remarks(tx, by, reading, &words.remarks).await?;
    match words.hand {
        Hand::In => audit(tx, clock, by, Event::HandedIn(reading)).await,
        Hand::Keep => Ok(()),
    }
}

async fn set_levels(
    tx: &Tx,
    by: By,
    reading: ReadingId,
    given: &[(i16, Given)],
) -> Result<(), DbError> {
    use levels::{Column, Entity};
    Entity::delete_many()
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::ReadingId.eq(reading))
        .exec(tx)
        .await?;
    if given.is_empty() {
        return Ok(());
    }
    let rows = given.iter().map(|(number, given)| levels::ActiveModel {
        school_id: Set(by.school),
        reading_id: Set(reading),
        number: Set(*number),
        level: Set(match given {
            Given::Level(level) => Some(*level),
            Given::Unsure => None,
        }),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

async fn set_remarks(
    tx: &Tx,
    by: By,
    reading: ReadingId,
    said: &[(Part, String)],
) -> Result<(), DbError> {
    use remarks::{Column, Entity};
    let hidden = Entity::find()
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::ReadingId.eq(reading))
        .filter(Column::HiddenAt.is_not_null())
        .all(tx)
        .await?;
    for (part, text) in said {
        if hidden.iter().any(|row| row.part == part.code()) {
            continue;
        }
        let row = remarks::ActiveModel {
            school_id: Set(by.school),
            reading_id: Set(reading),
            part: Set(part.code().to_owned()),
            text: Set(text.clone()),
            hidden_at: Set(None),
            hidden_by: Set(None),
        };
        Entity::insert(row)
            .on_conflict(
                OnConflict::columns([Column::SchoolId, Column::ReadingId, Column::Part])
                    .update_column(Column::Text)
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Hides a remark, or shows it again. Its text is kept, and who hid it when.
///
/// # Errors
/// [`Refused::Because`] when there is nothing to hide.
pub async fn hide(
    tx: &Tx,
    clock: &Clock,
    by: By,
    (round, reading): (RoundId, ReadingId),
    part: Part,
    hidden: bool,
) -> Result<(), Refused> {
    use remarks::{Column, Entity};
    let row = existing(tx, by.school, round).await?;
    allow(row.phase(local_date(clock.now())), Act::Hide)
        .map_err(|sentence| Refused::Because(sentence.to_owned()))?;
    let (at, who) = match hidden {
        true => (Some(clock.now()), Some(by.account)),
        false => (None, None),
    };
    let done = Entity::update_many()
        .col_expr(Column::HiddenAt, Expr::value(at))
        .col_expr(Column::HiddenBy, Expr::value(who))
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::ReadingId.eq(reading))
        .filter(Column::Part.eq(part.code()))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    let event = match hidden {
        true => Event::RemarkHidden(reading),
        false => Event::RemarkShown(reading),
    };
    audit(tx, clock, by, event).await
}
