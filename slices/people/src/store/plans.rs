//! How SQLite goes about the statements of the pages, for the test that none
//! walks through a whole table.

use chrono::DateTime;
use kernel::{AccountId, Role, SchoolId, Secret};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QuerySelect, QueryTrait, Statement};

use super::people::{Filter, list_query};
use super::{actor, enrolments, followed, groups, memberships};
use crate::mailing::digest;
use crate::mailing::model::Digest;
use crate::merging::store::doubles;
use crate::model::ClassId;

/// Statements by what they are for, with the steps of their plans.
///
/// # Errors
/// When the database does not answer.
pub async fn of_pages(
    reader: &DatabaseConnection,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<(&'static str, Vec<String>)>, DbErr> {
    let backend = reader.get_database_backend();
    let filter = Filter {
        search: "ines".into(),
        role: Some(Role::Learner),
        class: Some(class),
        not_in: Some(class),
        open_only: true,
        closed_only: false,
        without_class: true,
    };
    let statements = [
        (
            "who is behind a session",
            actor::statement(&Secret::generate().hash()).build(backend),
        ),
        (
            "the people of a school",
            list_query(school, &Filter::default(), None).build(backend),
        ),
        (
            "the people of a school, narrowed",
            list_query(school, &filter, None).build(backend),
        ),
        (
            "the learners of a class",
            enrolments::of_class_statement(school, class).build(backend),
        ),
        (
            "the learners of a class with their groups",
            groups::placed_statement(school, class).build(backend),
        ),
        (
            "the learners whom somebody follows",
            followed::statement(backend, school, AccountId(uuid::Uuid::nil())).build(backend),
        ),
        (
            "records that are likely one person's",
            doubles::namesakes(school).build(backend),
        ),
        (
            "whose digest is due",
            digest::due(Digest::Weekly, DateTime::UNIX_EPOCH).build(backend),
        ),
        (
            "what is new to somebody",
            digest::news(vec![uuid::Uuid::nil().into()])
                .column(memberships::Column::AccountId)
                .build(backend),
        ),
    ];
    let mut plans = Vec::new();
    for (what, mut statement) in statements {
        statement.sql = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        plans.push((what, steps(reader, statement).await?));
    }
    Ok(plans)
}

async fn steps(reader: &DatabaseConnection, explain: Statement) -> Result<Vec<String>, DbErr> {
    let rows = reader.query_all_raw(explain).await?;
    rows.iter().map(|row| row.try_get("", "detail")).collect()
}
