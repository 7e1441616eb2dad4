//! Writing what somebody confirmed, as a job: it may be killed at any moment,
//! and then either did everything or nothing, and starts again.

use db::jobs::{JobContext, JobError, JobPayload};
use db::{Db, DbError, Tx};
use kernel::{Clock, SchoolId, local_date};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use super::ImportId;
use super::plan::Choice;
use super::stage::{self, classes_of};
use super::store::swap::{self, Scope};
use super::store::{State, imports, known, list, memory_of};
use crate::commands::{self, By, ClassData, NewClass, Refused};
use crate::events::Event;

/// Writes an import.
#[derive(Debug, Serialize, Deserialize)]
pub struct Apply {
    /// The school.
    pub school: SchoolId,
    /// The import.
    pub import: ImportId,
}

impl JobPayload for Apply {
    const KIND: &'static str = "people.apply_import";
}

/// Said when the school is no longer what it was compared with.
const CHANGED: &str = "L’établissement a changé depuis la vérification. Rien n’a été importé\u{a0}: choisissez «\u{202f}Vérifier à nouveau\u{202f}», puis importez.";

/// Asks for an import to be written. Says whether it could be.
///
/// # Errors
/// When the rows cannot be written.
pub async fn ask(tx: &Tx, clock: &Clock, school: SchoolId, id: ImportId) -> Result<bool, DbError> {
    if !list::move_on(tx, school, id, &[State::Ready], State::Applying).await? {
        return Ok(false);
    }
    let payload = Apply { school, import: id };
    let job = db::jobs::enqueue(tx, clock, Some(school), &payload).await?;
    imports::Entity::update_many()
        .col_expr(imports::Column::JobId, Expr::value(job))
        .col_expr(imports::Column::Message, Expr::value(None::<String>))
        .filter(imports::Column::SchoolId.eq(school))
        .filter(imports::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(true)
}

/// The job.
pub async fn run(job: Apply, context: JobContext) -> Result<(), JobError> {
    context.progress(10).await?;
    write(context.db(), context.clock(), job.school, job.import).await?;
    context.progress(90).await?;
    forget_effects(context.db(), job.school, job.import).await?;
    Ok(())
}

/// Writes the import if it waits for it. What stands against it goes back to
/// the person who looks at it.
///
/// # Errors
/// When the database does not answer.
pub async fn write(db: &Db, clock: &Clock, school: SchoolId, id: ImportId) -> Result<(), DbError> {
    stage::fresh(db, school, id).await?;
    let work = clock.clone();
    let written = db
        .write(move |tx| {
            let clock = work.clone();
            async move { swap_in(&tx, &clock, school, id).await }
        })
        .await;
    let message = match written {
        Ok(()) => return Ok(()),
        Err(Refused::Unknown | Refused::Db(DbError::Conflict | DbError::Duplicate(..))) => {
            CHANGED.to_owned()
        }
        Err(Refused::Fields(errors)) => errors
            .iter()
            .map(|error| error.message.as_str())
            .chain(["Rien n’a été importé."])
            .collect::<Vec<_>>()
            .join(" "),
        Err(Refused::Db(error)) => return Err(error),
    };
    db.write(move |tx| {
        let message = message.clone();
        async move { back(&tx, school, id, &message).await }
    })
    .await
}

/// Back to the one who confirmed it, with the reason.
async fn back(tx: &Tx, school: SchoolId, id: ImportId, message: &str) -> Result<(), DbError> {
    use imports::Column;
    imports::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Ready))
        .col_expr(Column::Message, Expr::value(message))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Applying))
        .exec(tx)
        .await?;
    Ok(())
}

async fn swap_in(tx: &Tx, clock: &Clock, school: SchoolId, id: ImportId) -> Result<(), Refused> {
    let import = list::get(tx, school, id).await?.ok_or(Refused::Unknown)?;
    // Done before: the job ran again.
    if import.state != State::Applying {
        return Ok(());
    }
    if known::stamp(tx, school).await? != import.stamp {
        return Err(Refused::Db(DbError::Conflict));
    }
    let by = By {
        school,
        account: import.created_by,
    };
    create_classes(tx, clock, &by, &import).await?;
    let scope = Scope {
        school,
        import: id,
        by: import.created_by,
    };
    swap::write(tx, clock, scope, local_date(clock.now())).await?;
    use imports::Column;
    imports::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Done))
        .col_expr(Column::FinishedAt, Expr::value(clock.now()))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    db::audit::record(tx, clock, school, import.created_by, &Event::Imported(id)).await?;
    Ok(())
}

async fn create_classes(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    import: &imports::Model,
) -> Result<(), Refused> {
    for class in classes_of(import) {
        let Some(Choice::Create(id, curriculum)) = memory_of::read_choice(&class.choice, &[])
        else {
            continue;
        };
        let new = NewClass {
            id: Some(id),
            data: ClassData {
                name: class.code,
                year: import.school_year,
                curriculum,
            },
        };
        let key = memory_of::class_key(import.school_year, &new.data.name);
        commands::create_class(tx, clock, by, &new).await?;
        // Whatever it is called later, the next file finds it.
        let kept = [(key, memory_of::write_choice(Choice::Into(id)))];
        memory_of::keep(tx, by.school, &kept).await?;
    }
    Ok(())
}

/// What was to be written is written: it is not kept twice.
async fn forget_effects(db: &Db, school: SchoolId, id: ImportId) -> Result<(), DbError> {
    db.write(move |tx| async move {
        let import = list::get(&tx, school, id).await?;
        if import.is_some_and(|import| import.state == State::Done) {
            list::drop_effects(&tx, school, id).await?;
        }
        Ok(())
    })
    .await
}
