//! Who is behind a session: one statement per request.

use db::DbError;
use kernel::{AccountId, RoleSet, SchoolId, SecretHash, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ExprTrait, FromQueryResult, JoinType, QuerySelect, RelationDef};
use web::session::{self, SessionId};
use web::{Actor, Comfort};

use super::{accounts, membership_roles, memberships, notification_rows, school_rows};
use crate::model::{PersonName, Title};

/// One row per role of the person; one without a role when they hold none.
#[derive(Debug, FromQueryResult)]
struct Row {
    id: SessionId,
    account_id: AccountId,
    school_id: SchoolId,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    title: Option<Title>,
    first_name: String,
    last_name: String,
    comfort: String,
    must_choose_password: bool,
    school_name: String,
    role: Option<String>,
    unread: i64,
}

/// The person behind a session token: the session lives, the account is open,
/// the membership of the session's school too.
pub async fn find(
    reader: &impl ConnectionTrait,
    token: &SecretHash,
    now: Timestamp,
) -> Result<Option<Actor>, DbError> {
    let rows = statement(token).into_model::<Row>().all(reader).await?;
    let roles: RoleSet = rows
        .iter()
        .filter_map(|row| row.role.as_deref()?.parse().ok())
        .collect();
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    if !session::alive(row.created_at, row.last_seen_at, now) {
        return Ok(None);
    }
    let name = PersonName {
        title: row.title,
        first: row.first_name,
        last: row.last_name,
    };
    let Ok(comfort) = row.comfort.parse::<Comfort>();
    Ok(Some(Actor {
        account: row.account_id,
        school: row.school_id,
        roles,
        display_name: name.display(),
        school_name: row.school_name,
        comfort,
        unread: u64::try_from(row.unread).unwrap_or(0),
        session: row.id,
        last_seen: row.last_seen_at,
        must_choose_password: row.must_choose_password,
    }))
}

/// The statement, for [`find`] and for the test of its plan.
pub fn statement(token: &SecretHash) -> Select<session::entity::Entity> {
    use session::entity::{Column, Entity};
    let unread = Query::select()
        .expr(Expr::col((notification_rows::Entity, notification_rows::Column::Id)).count())
        .from(notification_rows::Entity)
        .and_where(
            Expr::col((
                notification_rows::Entity,
                notification_rows::Column::SchoolId,
            ))
            .equals((Entity, Column::SchoolId)),
        )
        .and_where(
            Expr::col((
                notification_rows::Entity,
                notification_rows::Column::AccountId,
            ))
            .equals((Entity, Column::AccountId)),
        )
        .and_where(notification_rows::Column::ReadAt.is_null())
        .to_owned();
    let to_account: RelationDef = Entity::belongs_to(accounts::Entity)
        .from(Column::AccountId)
        .to(accounts::Column::Id)
        .into();
    let to_membership: RelationDef = Entity::belongs_to(memberships::Entity)
        .from((Column::SchoolId, Column::AccountId))
        .to((
            memberships::Column::SchoolId,
            memberships::Column::AccountId,
        ))
        .into();
    let to_school: RelationDef = Entity::belongs_to(school_rows::Entity)
        .from(Column::SchoolId)
        .to(school_rows::Column::Id)
        .into();
    let to_roles: RelationDef = Entity::belongs_to(membership_roles::Entity)
        .from((Column::SchoolId, Column::AccountId))
        .to((
            membership_roles::Column::SchoolId,
            membership_roles::Column::AccountId,
        ))
        .into();
    Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::AccountId,
            Column::SchoolId,
            Column::CreatedAt,
            Column::LastSeenAt,
        ])
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
            accounts::Column::Comfort,
            accounts::Column::MustChoosePassword,
        ])
        .column_as(school_rows::Column::Name, "school_name")
        .column(membership_roles::Column::Role)
        .expr_as(Expr::SubQuery(None, Box::new(unread.into())), "unread")
        .join(JoinType::InnerJoin, to_account)
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_school)
        .join(JoinType::LeftJoin, to_roles)
        .filter(Column::TokenHash.eq(token.clone()))
        .filter(accounts::Column::ClosedAt.is_null())
        .filter(memberships::Column::EndedAt.is_null())
}
