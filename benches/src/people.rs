//! Who asks: learners and teachers spread over the whole instance, each with a
//! session of their own.

use anyhow::{Context, ensure};
use db::{Db, DbError};
use kernel::{AccountId, Clock, SchoolId, Secret};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryResult, Set, Statement, Value};
use web::session::{SessionId, entity};

/// People whose pages are asked for in turn.
const ASKING: u32 = 400;
/// The device by which the sessions of an earlier run are recognised.
const DEVICE: &str = "make bench";

/// Somebody of a school.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Their school.
    pub school: SchoolId,
    /// Their account.
    pub account: AccountId,
}

/// Rows of a statement written for both engines.
///
/// # Errors
/// When the database does not answer.
pub async fn rows(
    db: &Db,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> anyhow::Result<Vec<QueryResult>> {
    let reader = db.reader();
    let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, values);
    Ok(reader.query_all_raw(statement).await?)
}

/// Learners at equal distances in the instance, with an open draft.
///
/// # Errors
/// When the instance is not one of `jalon demo --learners`.
pub async fn learners(db: &Db, of: u32) -> anyhow::Result<Vec<Person>> {
    let count = ASKING.min(of);
    let mut people = Vec::new();
    for n in 0..count {
        let number = u64::from(n) * u64::from(of) / u64::from(count) + 1;
        let login = format!("apprenant-{number:06}");
        let found = rows(
            db,
            "SELECT m.school_id, m.account_id FROM accounts a \
             JOIN memberships m ON m.account_id = a.id WHERE a.login = $1",
            [login.clone().into()],
        )
        .await?;
        let row = found.first().with_context(|| format!("{login} manque"))?;
        people.push(person(row)?);
    }
    Ok(people)
}

/// A member of the team of each of these learners, each once.
///
/// # Errors
/// When the database does not answer.
pub async fn teachers(db: &Db, learners: &[Person]) -> anyhow::Result<Vec<Person>> {
    let mut people: Vec<Person> = Vec::new();
    for (n, learner) in learners.iter().enumerate() {
        let team = rows(
            db,
            "SELECT t.school_id, t.account_id FROM enrolments e \
             JOIN teachings t ON t.school_id = e.school_id AND t.class_id = e.class_id \
             WHERE e.school_id = $1 AND e.account_id = $2 ORDER BY t.account_id",
            [learner.school.into(), learner.account.into()],
        )
        .await?;
        ensure!(!team.is_empty(), "Une classe n’a pas d’équipe");
        let one = person(&team[n % team.len()])?;
        if !people.iter().any(|known| known.account == one.account) {
            people.push(one);
        }
    }
    Ok(people)
}

fn person(row: &QueryResult) -> anyhow::Result<Person> {
    Ok(Person {
        school: row.try_get("", "school_id")?,
        account: row.try_get("", "account_id")?,
    })
}

/// Opens a session for each of them and says what their browsers send. Not
/// through the sign-in form: it lets three hundred attempts through from one
/// address in a quarter of an hour.
///
/// # Errors
/// When the rows cannot be written.
pub async fn sessions(db: &Db, people: &[Person]) -> anyhow::Result<Vec<String>> {
    let clock = Clock::system();
    let now = clock.now();
    let mut cookies = Vec::new();
    let mut opened = Vec::new();
    for person in people {
        let token = Secret::generate();
        cookies.push(format!("jalon={}", token.reveal()));
        opened.push(entity::ActiveModel {
            id: Set(SessionId::generate(&clock)),
            token_hash: Set(token.hash()),
            account_id: Set(person.account),
            school_id: Set(person.school),
            device: Set(DEVICE.to_owned()),
            created_at: Set(now),
            last_seen_at: Set(now),
        });
    }
    db.write(move |tx| {
        let opened = opened.clone();
        async move {
            entity::Entity::insert_many(opened)
                .exec_without_returning(&tx)
                .await?;
            Ok::<_, DbError>(())
        }
    })
    .await?;
    Ok(cookies)
}

/// Ends the sessions of earlier runs.
///
/// # Errors
/// When the rows cannot be removed.
pub async fn forget(db: &Db) -> anyhow::Result<()> {
    use sea_orm::ColumnTrait;
    db.write(|tx| async move {
        entity::Entity::delete_many()
            .filter(entity::Column::Device.eq(DEVICE))
            .exec(&tx)
            .await?;
        Ok::<_, DbError>(())
    })
    .await?;
    Ok(())
}
