//! Saving the plan of a class, inside the write transaction of the caller.

use db::{DbError, Tx};
use kernel::Clock;
use people::api::{By, ClassId};
use sea_orm::{ActiveModelTrait, Set};

use super::events::Event;
use super::model::YearPlan;
use super::store::{self, plans};

/// Saves a plan over the version that its author had before their eyes: 0 when
/// there was none.
///
/// # Errors
/// [`DbError::Conflict`] when somebody else saved one meanwhile.
pub async fn save_plan(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    seen: i32,
    plan: &YearPlan,
) -> Result<(), DbError> {
    let latest = store::latest(tx, by.school, class).await?;
    if latest.map_or(0, |row| row.version) != seen {
        return Err(DbError::Conflict);
    }
    let content = serde_json::to_value(plan)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Json(error.to_string())))?;
    plans::ActiveModel {
        school_id: Set(by.school),
        class_id: Set(class),
        version: Set(seen + 1),
        author_id: Set(by.account),
        saved_at: Set(clock.now()),
        content: Set(content),
    }
    .insert(tx)
    .await?;
    let event = Event::YearPlanned(class);
    db::audit::record(tx, clock, by.school, by.account, &event).await
}
