//! What the school knows of both records, for whoever compares them.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{ConnectionTrait, JoinType, QuerySelect};

use crate::imports::{IdSource, external_ids};
use crate::mailing::store::{addresses, confirmations};
use crate::merging::model::Facts;
use crate::store::people::{PersonOfSchool, names};
use crate::store::{guardianships, memberships};

/// What the rule looks at.
pub async fn facts(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    people: [&PersonOfSchool; 2],
) -> Result<[Facts; 2], DbError> {
    let ids = people.map(|person| person.account.id);
    let elsewhere: Vec<AccountId> = memberships::Entity::find()
        .select_only()
        .column(memberships::Column::AccountId)
        .filter(memberships::Column::AccountId.is_in(ids))
        .filter(memberships::Column::SchoolId.ne(school))
        .into_tuple()
        .all(connection)
        .await?;
    let merged = super::merged(connection, school, &ids).await?;
    Ok(people.map(|person| {
        let id = person.account.id;
        Facts {
            id,
            name: person.account.name().display(),
            roles: person.roles,
            elsewhere: elsewhere.contains(&id),
            merged: merged.contains(&id),
        }
    }))
}

/// The numbers by which other applications know them.
pub async fn numbers(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    people: [AccountId; 2],
) -> Result<Vec<(AccountId, IdSource, String)>, DbError> {
    use external_ids::Column;
    Ok(external_ids::Entity::find()
        .select_only()
        .columns([Column::AccountId, Column::Source, Column::Value])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.is_in(people))
        .into_tuple()
        .all(reader)
        .await?)
}

/// Confirmed addresses, then those that wait.
pub async fn addresses(
    reader: &impl ConnectionTrait,
    people: [AccountId; 2],
) -> Result<(HashMap<AccountId, String>, HashMap<AccountId, String>), DbError> {
    let confirmed = addresses::Entity::find()
        .filter(addresses::Column::AccountId.is_in(people))
        .all(reader)
        .await?
        .into_iter()
        .map(|row| (row.account_id, row.email.to_string()))
        .collect();
    let waiting = confirmations::Entity::find()
        .filter(confirmations::Column::AccountId.is_in(people))
        .all(reader)
        .await?
        .into_iter()
        .map(|row| (row.account_id, row.email.to_string()))
        .collect();
    Ok((confirmed, waiting))
}

/// Who is legally responsible for them, by learner.
pub async fn guardians(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    people: [AccountId; 2],
) -> Result<Vec<(AccountId, String)>, DbError> {
    let rows = guardianships::Entity::find()
        .filter(guardianships::Column::SchoolId.eq(school))
        .filter(guardianships::Column::LearnerId.is_in(people))
        .all(reader)
        .await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.guardian_id).collect();
    let names = names(reader, school, &ids).await?;
    Ok(rows
        .iter()
        .filter_map(|row| Some((row.learner_id, names.get(&row.guardian_id)?.display())))
        .collect())
}

/// The names of their groups, by learner.
pub async fn groups(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    people: [AccountId; 2],
) -> Result<Vec<(AccountId, String)>, DbError> {
    let select = Query::select()
        .column(("m", "account_id"))
        .column(("g", "name"))
        .from_as("group_members", "m")
        .join_as(
            JoinType::InnerJoin,
            "class_groups",
            "g",
            Expr::col(("g", "id")).equals(("m", "group_id")),
        )
        .and_where(Expr::col(("m", "school_id")).eq(school))
        .and_where(Expr::col(("m", "account_id")).is_in(people))
        .and_where(Expr::col(("g", "deleted_at")).is_null())
        .to_owned();
    let rows = reader.query_all(&select).await?;
    Ok(rows
        .iter()
        .map(|row| Ok((row.try_get("", "account_id")?, row.try_get("", "name")?)))
        .collect::<Result<_, DbErr>>()?)
}
