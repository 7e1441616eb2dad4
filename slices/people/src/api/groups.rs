//! The groups of classes, for what is given to a group or looked at group by group.

use db::{Db, DbError};
use kernel::SchoolId;

use super::Group;
use crate::model::{ClassId, GroupId};
use crate::store::groups;

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
