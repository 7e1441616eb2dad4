//! The comparison, a few hundred rows at a time: what was planned is written
//! and let go before the next rows are looked at.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use db::{Db, DbError};
use kernel::{Clock, SchoolId, local_date};
use tokio::sync::mpsc;

use super::choices::{ClassRow, choices};
use super::{BATCH, json, logins, uai_of};
use crate::imports::ImportId;
use crate::imports::formats::Row;
use crate::imports::plan::{self, FoundClass, Known, Planned, Planner, Setting};
use crate::imports::store::{State, effects, effects_of, imports, known, list, rows};
use crate::model::Login;

/// Rows that were planned, with what the file says.
type Part = Vec<(Planned, Row)>;

/// Compares what a file says with the school.
///
/// # Errors
/// When the database does not answer.
pub async fn compare(
    db: &Db,
    clock: &Clock,
    import: &imports::Model,
    said: Vec<Row>,
) -> Result<(), DbError> {
    let (school, id) = (import.school_id, import.id);
    db.write(move |tx| async move {
        list::move_on(
            &tx,
            school,
            id,
            &[State::Columns, State::Ready, State::Planning],
            State::Planning,
        )
        .await?;
        list::drop_effects(&tx, school, id).await
    })
    .await?;
    // Before the school is read: what comes in meanwhile is seen later.
    let stamp = known::stamp(db.reader(), school).await?;
    let mut known = known::load(db.reader(), school, import.school_year).await?;
    known.choices = choices(db, clock, import, &said, &known).await?;
    let (sender, mut receiver) = mpsc::channel(1);
    let planning = tokio::task::spawn_blocking({
        let setting = (import.format, uai_of(db, school).await?, clock.clone());
        move || plan_all(said, &known, setting, &sender)
    });
    let mut kept = Kept::default();
    while let Some(part) = receiver.recv().await {
        kept.keep(db, clock, import, part).await?;
    }
    let classes = planning
        .await
        .map_err(|_| sea_orm::DbErr::Custom("the comparison stopped".into()))?;
    let classes = json(&classes.iter().map(ClassRow::from).collect::<Vec<_>>())?;
    let (counts, stamp) = (serde_json::json!(kept.counts), Arc::new(stamp));
    db.write(move |tx| {
        let (classes, counts, stamp) = (classes.clone(), counts.clone(), Arc::clone(&stamp));
        async move { ready(&tx, school, id, classes, counts, &stamp).await }
    })
    .await
}

/// Plans row after row, off the asynchronous threads; the classes of the file.
fn plan_all(
    said: Vec<Row>,
    known: &Known,
    (format, uai, clock): (crate::imports::formats::Format, String, Clock),
    to: &mpsc::Sender<Part>,
) -> Vec<FoundClass> {
    let setting = Setting {
        format,
        uai,
        today: local_date(clock.now()),
        clock: &clock,
    };
    let classes = plan::found_classes(&said, known);
    let mut planner = Planner::new(known, &said, &setting);
    let mut said = said.into_iter();
    loop {
        let part: Part = said
            .by_ref()
            .take(BATCH)
            .map(|row| (planner.plan(&row), row))
            .collect();
        // Nobody writes any more: the error is theirs to tell.
        if part.is_empty() || to.blocking_send(part).is_err() {
            return classes;
        }
    }
}

/// What was kept so far.
#[derive(Default)]
struct Kept {
    rows: i32,
    counts: HashMap<String, u64>,
    taken: HashSet<Login>,
}

impl Kept {
    /// Writes some rows and what they will do.
    async fn keep(
        &mut self,
        db: &Db,
        clock: &Clock,
        import: &imports::Model,
        part: Part,
    ) -> Result<(), DbError> {
        let planned = part.iter().map(|(planned, _)| planned);
        let (school, id) = (import.school_id, import.id);
        let mut packed = effects_of::pack(school, id, planned, clock, &mut self.taken);
        logins::free(db, &mut packed, &mut self.taken).await?;
        let mut rows = Vec::with_capacity(part.len());
        for (planned, said) in part {
            self.rows += 1;
            *self.counts.entry(planned.verdict.to_string()).or_default() += 1;
            rows.push(row(import, self.rows, planned, &said)?);
        }
        put(db, rows, packed).await
    }
}

fn row(
    import: &imports::Model,
    number: i32,
    planned: Planned,
    said: &Row,
) -> Result<rows::Model, DbError> {
    Ok(rows::Model {
        school_id: import.school_id,
        import_id: import.id,
        number,
        line: i32::try_from(planned.line).unwrap_or(i32::MAX),
        verdict: planned.verdict,
        name: planned.name,
        reason: planned.reason,
        advice: planned.advice,
        changes: json(&planned.changes)?,
        said: json(said)?,
    })
}

/// Writes some rows, and what they will do, in one short write.
///
/// # Errors
/// When they cannot be written.
pub async fn put(
    db: &Db,
    rows: Vec<rows::Model>,
    packed: Vec<effects::Model>,
) -> Result<(), DbError> {
    let work: (Arc<[rows::Model]>, Arc<[effects::Model]>) = (rows.into(), packed.into());
    db.write(move |tx| {
        let (rows, packed) = work.clone();
        async move {
            list::put_rows(&tx, &rows).await?;
            list::put_effects(&tx, &packed).await
        }
    })
    .await
}

async fn ready(
    tx: &db::Tx,
    school: SchoolId,
    id: ImportId,
    classes: serde_json::Value,
    counts: serde_json::Value,
    stamp: &str,
) -> Result<(), DbError> {
    use imports::Column;
    use sea_orm::entity::prelude::*;
    imports::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Ready))
        .col_expr(Column::Message, Expr::value(None::<String>))
        .col_expr(Column::Classes, Expr::value(classes))
        .col_expr(Column::Counts, Expr::value(counts))
        .col_expr(Column::Stamp, Expr::value(stamp))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(State::Planning))
        .exec(tx)
        .await?;
    Ok(())
}
