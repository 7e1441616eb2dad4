//! The groups of classes, for what is given to a group or looked at group by group.

use db::{Db, DbError};
use kernel::{AccountId, SchoolId};
use sea_orm::ConnectionTrait;

use super::{ClassRoster, Group, LearnerSummary};
use crate::model::{ClassId, GroupId, PersonName};
use crate::store::{enrolments, groups};

/// The groups of a class that are in use, by name. Two statements, however
/// many groups.
///
/// # Errors
/// When the database does not answer.
pub async fn groups_of_class(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Group>, DbError> {
    let rows = groups::of_class(db.reader(), school, class).await?;
    let live = rows.into_iter().filter(|row| row.deleted_at.is_none());
    with_members(db, school, class, live.collect()).await
}

/// A group of the school that is in use.
///
/// # Errors
/// When the database does not answer.
pub async fn group_of(db: &Db, school: SchoolId, group: GroupId) -> Result<Option<Group>, DbError> {
    let row = groups::get(db.reader(), school, group).await?;
    let Some(row) = row.filter(|row| row.deleted_at.is_none()) else {
        return Ok(None);
    };
    let class = row.class_id;
    Ok(with_members(db, school, class, vec![row]).await?.pop())
}

/// The learners who are in a class now, in the order of their names, and the
/// groups that some of them are in, by name. One statement, however many.
///
/// # Errors
/// When the database does not answer.
pub async fn roster_of_class(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<ClassRoster, DbError> {
    let rows = groups::placed_in_class(db.reader(), school, class).await?;
    let mut roster = ClassRoster::default();
    for row in rows {
        // A learner's rows follow each other.
        if roster.learners.last().map(|last| last.account) != Some(row.account_id) {
            roster.learners.push(LearnerSummary {
                account: row.account_id,
                name: PersonName {
                    title: row.title,
                    first: row.first_name,
                    last: row.last_name,
                },
                status: row.status,
                distance: row.distance,
                entered_on: row.entered_on,
            });
        }
        let (Some(id), Some(name)) = (row.group_id, row.group_name) else {
            continue;
        };
        match roster.groups.iter_mut().find(|group| group.id == id) {
            Some(group) => group.members.push(row.account_id),
            None => roster.groups.push(Group {
                id,
                class,
                name,
                members: vec![row.account_id],
            }),
        }
    }
    roster
        .groups
        .sort_by_cached_key(|group| db::text::sort_key(&group.name));
    Ok(roster)
}

/// Who is in a class now. Also inside a transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn present_in_class(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<AccountId>, DbError> {
    enrolments::current_ids(connection, school, class).await
}

async fn with_members(
    db: &Db,
    school: SchoolId,
    class: ClassId,
    rows: Vec<groups::Model>,
) -> Result<Vec<Group>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let members = groups::members(db.reader(), school, class).await?;
    Ok(rows
        .into_iter()
        .map(|row| Group {
            members: members
                .iter()
                .filter(|member| member.group_id == row.id)
                .map(|member| member.account_id)
                .collect(),
            id: row.id,
            class: row.class_id,
            name: row.name,
        })
        .collect())
}
