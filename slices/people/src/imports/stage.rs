//! From a file to a comparison that somebody can look at. Everything is
//! written outside the school's own tables, a few hundred rows at a time.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use curriculum::CurriculumId;
use db::{Db, DbError};
use kernel::{Clock, SchoolId, SchoolYear, local_date};
use tokio::sync::Semaphore;

use super::ImportId;
use super::formats::{self, Body, Mapping, Reading, Row, TableRow, Unreadable};
use super::plan::{self, Choice, FoundClass, Known, Plan, Setting, Verdict};
use super::store::{State, effects, effects_of, imports, known, list, memory_of, rows};
use crate::commands::By;
use crate::model::{ClassId, Login, Uai};
use crate::store::{people, schools};

/// Rows in one write.
const BATCH: usize = 500;
/// One file is compared at a time: the largest take some hundred megabytes.
static ONE: Semaphore = Semaphore::const_new(1);

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotStaged {
    /// The file itself.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It is another school's.
    #[error(
        "Ce fichier est celui de l’établissement {file}, et non du vôtre ({school}). Rien n’a été modifié\u{a0}: choisissez l’export de votre établissement."
    )]
    OtherSchool {
        /// The UAI of the file.
        file: String,
        /// That of the school.
        school: String,
    },
    /// It names no school.
    #[error(
        "Ce fichier ne dit pas de quel établissement il est (UAI). Rien n’a été modifié\u{a0}: refaites l’export sans modifier le fichier."
    )]
    NoSchool,
    /// Its school year is over or far away.
    #[error(
        "Ce fichier est celui de l’année {0}. Rien n’a été modifié\u{a0}: refaites l’export pour l’année en cours ou la suivante."
    )]
    OtherYear(SchoolYear),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Reads a file and compares it with the school. Nothing of the school changes.
///
/// # Errors
/// [`NotStaged`]: nothing is kept then.
pub async fn receive(
    db: &Db,
    clock: &Clock,
    by: &By,
    path: &Path,
    name: &str,
    id: Option<ImportId>,
) -> Result<ImportId, NotStaged> {
    let _one = ONE.acquire().await.map_err(|_| stopped())?;
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || formats::read(&path))
        .await
        .map_err(|_| stopped())??;
    let uai = uai_of(db, by.school).await?;
    check_school(&reading, &uai)?;
    let year = year_of(&reading, clock)?;
    let id = id.unwrap_or_else(|| ImportId::generate(clock));
    let (state, headers, lines) = match &reading.body {
        Body::Rows(rows) => (State::Planning, serde_json::json!([]), rows.len()),
        Body::Table(table) => (
            State::Columns,
            serde_json::json!(table.headers),
            table.rows.len(),
        ),
    };
    let import = imports::Model {
        id,
        school_id: by.school,
        created_by: by.account,
        created_at: clock.now(),
        format: reading.format,
        file_name: kernel::truncate(name.trim(), 120),
        school_year: year,
        state,
        message: None,
        headers,
        classes: serde_json::json!([]),
        counts: serde_json::json!({}),
        stamp: String::new(),
        job_id: None,
        finished_at: None,
        lines: i64::try_from(lines).unwrap_or(i64::MAX),
    };
    let row = import.clone();
    db.write(move |tx| {
        let row = row.clone();
        async move { list::insert(&tx, row).await }
    })
    .await?;
    match reading.body {
        Body::Rows(rows) => compare(db, clock, &import, rows).await?,
        Body::Table(table) => keep_table(db, &import, table.rows).await?,
    }
    Ok(id)
}

fn stopped() -> Unreadable {
    Unreadable::Io(std::io::Error::other("the reader stopped"))
}

async fn uai_of(db: &Db, school: SchoolId) -> Result<String, DbError> {
    let school = schools::get(db.reader(), school).await?;
    Ok(school
        .map(|school| school.uai.to_string())
        .unwrap_or_default())
}

fn check_school(reading: &Reading, school: &str) -> Result<(), NotStaged> {
    let other = |file: &str| NotStaged::OtherSchool {
        file: kernel::truncate(file, 20),
        school: school.to_owned(),
    };
    if let Some(uai) = &reading.uai {
        return match uai.parse::<Uai>() {
            _ if uai.is_empty() => Err(NotStaged::NoSchool),
            Ok(file) if file.to_string() == school => Ok(()),
            _ => Err(other(uai)),
        };
    }
    // A CFA has several schools: only a file without anybody of ours is refused.
    let Body::Rows(rows) = &reading.body else {
        return Ok(());
    };
    let mut theirs = None;
    for row in rows {
        match &row.said {
            formats::Said::Learner(learner) if !learner.uai.is_empty() => {
                if learner.uai.trim().eq_ignore_ascii_case(school) {
                    return Ok(());
                }
                theirs.get_or_insert(&learner.uai);
            }
            _ => return Ok(()),
        }
    }
    theirs.map_or(Ok(()), |uai| Err(other(uai)))
}

fn year_of(reading: &Reading, clock: &Clock) -> Result<SchoolYear, NotStaged> {
    let now = SchoolYear::of(local_date(clock.now()));
    let Some(year) = reading
        .year
        .and_then(|year| SchoolYear::starting(year).ok())
    else {
        return Ok(now);
    };
    // From May on, the next year is prepared.
    if year == now || year.first() == now.first() + 1 {
        return Ok(year);
    }
    Err(NotStaged::OtherYear(year))
}

async fn keep_table(db: &Db, import: &imports::Model, table: Vec<TableRow>) -> Result<(), DbError> {
    let rows: Vec<rows::Model> = table
        .into_iter()
        .zip(1..)
        .map(|(row, number)| {
            Ok(rows::Model {
                school_id: import.school_id,
                import_id: import.id,
                number,
                line: i32::try_from(row.line).unwrap_or(i32::MAX),
                verdict: Verdict::Same,
                name: String::new(),
                reason: String::new(),
                advice: String::new(),
                changes: serde_json::json!([]),
                said: json(&row)?,
            })
        })
        .collect::<Result<_, DbError>>()?;
    put(db, rows, Vec::new()).await
}

/// Names the columns of a table, then compares it.
///
/// # Errors
/// When the database does not answer.
pub async fn name_columns(
    db: &Db,
    clock: &Clock,
    import: &imports::Model,
    mapping: &Mapping,
) -> Result<(), DbError> {
    let _one = ONE.acquire().await;
    let table: Vec<TableRow> = said(db, import).await?;
    let rows = table.iter().map(|row| mapping.row(row)).collect();
    compare(db, clock, import, rows).await
}

/// Compares again what was read before.
///
/// # Errors
/// When the database does not answer.
pub async fn again(db: &Db, clock: &Clock, import: &imports::Model) -> Result<(), DbError> {
    let _one = ONE.acquire().await;
    let rows: Vec<Row> = said(db, import).await?;
    compare(db, clock, import, rows).await
}

/// What each row of the file said.
async fn said<T: serde::de::DeserializeOwned>(
    db: &Db,
    import: &imports::Model,
) -> Result<Vec<T>, DbError> {
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let rows =
            list::rows_after(db.reader(), import.school_id, import.id, None, after, 2_000).await?;
        let Some(last) = rows.last() else {
            return Ok(all);
        };
        after = last.number;
        for row in rows {
            let one = serde_json::from_value(row.said)
                .map_err(|error| sea_orm::DbErr::Json(error.to_string()))?;
            all.push(one);
        }
    }
}

async fn compare(
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
    let setting = (import.format, uai_of(db, school).await?, clock.clone());
    let (plan, said) = tokio::task::spawn_blocking(move || {
        let (format, uai, clock) = setting;
        let setting = Setting {
            format,
            uai,
            today: local_date(clock.now()),
            clock: &clock,
        };
        (plan::plan(&said, &known, &setting), said)
    })
    .await
    .map_err(|_| sea_orm::DbErr::Custom("the comparison stopped".into()))?;
    let mut taken = HashSet::new();
    let mut packed = effects_of::pack(school, id, &plan.rows, clock, &mut taken);
    free_logins(db, &mut packed, &mut taken).await?;
    let classes = serde_json::to_value(plan.classes.iter().map(ClassRow::from).collect::<Vec<_>>())
        .map_err(|error| sea_orm::DbErr::Json(error.to_string()))?;
    let counts = counted(&plan);
    put(db, results(import, plan, said)?, packed).await?;
    let (classes, counts, stamp) = (classes, counts, Arc::new(stamp));
    db.write(move |tx| {
        let (classes, counts, stamp) = (classes.clone(), counts.clone(), Arc::clone(&stamp));
        async move { ready(&tx, school, id, classes, counts, &stamp).await }
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

fn counted(plan: &Plan) -> serde_json::Value {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for row in &plan.rows {
        *counts.entry(row.verdict.to_string()).or_default() += 1;
    }
    serde_json::json!(counts)
}

fn results(
    import: &imports::Model,
    plan: Plan,
    said: Vec<Row>,
) -> Result<Vec<rows::Model>, DbError> {
    plan.rows
        .into_iter()
        .zip(said)
        .zip(1..)
        .map(|((planned, said), number)| {
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
                said: json(&said)?,
            })
        })
        .collect()
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, DbError> {
    Ok(serde_json::to_value(value).map_err(|error| sea_orm::DbErr::Json(error.to_string()))?)
}

/// What was chosen for the classes of the file: remembered, or proposed by
/// the number of the diploma.
async fn choices(
    db: &Db,
    clock: &Clock,
    import: &imports::Model,
    said: &[Row],
    known: &Known,
) -> Result<HashMap<String, Choice>, DbError> {
    let memory = memory_of::load(db.reader(), import.school_id).await?;
    let diplomas = diplomas(db, import.school_id).await?;
    let mut choices = HashMap::new();
    let mut note = |code: &str, mef: &str| {
        let code = code.trim();
        if choices.contains_key(code) {
            return;
        }
        let value = memory.get(&memory_of::class_key(import.school_year, code));
        let remembered = value.and_then(|value| memory_of::read_choice(value, &known.classes));
        // A class of a diploma that is followed here, and that is not yet there.
        let proposed = || {
            let diploma = diplomas
                .iter()
                .find(|(known, _)| mef.starts_with(known.as_str()))?;
            let missing = !code.is_empty() && known.choice(code) == Choice::Leave;
            missing.then(|| Choice::Create(ClassId::generate(clock), diploma.1))
        };
        if let Some(choice) = remembered.or_else(proposed) {
            choices.insert(code.to_owned(), choice);
        }
    };
    for row in said {
        match &row.said {
            formats::Said::Learner(learner) => note(&learner.class, &learner.mef),
            formats::Said::Staff(staff) => staff.classes.iter().for_each(|class| note(class, "")),
            formats::Said::Guardian(_) => {}
        }
    }
    Ok(choices)
}

/// The codes MEF of the curricula that the school can use, the latest first.
async fn diplomas(db: &Db, school: SchoolId) -> Result<Vec<(String, CurriculumId)>, DbError> {
    let mut diplomas = Vec::new();
    for one in curriculum::api::list(db, school).await? {
        let Some(whole) = curriculum::api::get(db, one.id).await? else {
            continue;
        };
        for name in &whole.names {
            if let Some(mef) = &name.mef {
                diplomas.push((mef.clone(), one.id));
            }
        }
    }
    Ok(diplomas)
}

/// Draws again the logins that somebody has, in the whole instance.
pub async fn free_logins(
    db: &Db,
    packed: &mut [effects::Model],
    taken: &mut HashSet<Login>,
) -> Result<bool, DbError> {
    let mut drawn_again = false;
    for part in packed.chunks_mut(1_000) {
        loop {
            let logins: Vec<Login> = part.iter().filter_map(|row| row.login.clone()).collect();
            if logins.is_empty() {
                break;
            }
            let used: HashSet<Login> = people::taken_logins(db.reader(), &logins)
                .await?
                .into_iter()
                .collect();
            if used.is_empty() {
                break;
            }
            drawn_again = true;
            for row in part.iter_mut() {
                if row.login.as_ref().is_some_and(|login| used.contains(login)) {
                    let name = crate::model::PersonName {
                        title: row.title,
                        first: row.first_name.clone().unwrap_or_default(),
                        last: row.last_name.clone().unwrap_or_default(),
                    };
                    row.login = Some(effects_of::draw(&name, taken));
                }
            }
        }
    }
    Ok(drawn_again)
}

async fn put(db: &Db, rows: Vec<rows::Model>, packed: Vec<effects::Model>) -> Result<(), DbError> {
    for part in rows.chunks(BATCH) {
        let part: Arc<[rows::Model]> = part.into();
        db.write(move |tx| {
            let part = Arc::clone(&part);
            async move { list::put_rows(&tx, &part).await }
        })
        .await?;
    }
    for part in packed.chunks(BATCH) {
        let part: Arc<[effects::Model]> = part.into();
        db.write(move |tx| {
            let part = Arc::clone(&part);
            async move { list::put_effects(&tx, &part).await }
        })
        .await?;
    }
    Ok(())
}

/// A class of the file, as it lies beside its import.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ClassRow {
    /// Its name in the file.
    pub code: String,
    /// How many people it has there.
    pub people: u32,
    /// Its diploma.
    pub mef: String,
    /// What becomes of them, as [`memory_of::write_choice`] writes it.
    pub choice: String,
}

impl From<&FoundClass> for ClassRow {
    fn from(class: &FoundClass) -> Self {
        Self {
            code: class.code.clone(),
            people: class.people,
            mef: class.mef.clone(),
            choice: memory_of::write_choice(class.choice),
        }
    }
}

/// The classes of an import.
#[must_use]
pub fn classes_of(import: &imports::Model) -> Vec<ClassRow> {
    serde_json::from_value(import.classes.clone()).unwrap_or_default()
}
