//! People of a school.

use std::collections::HashMap;

use db::{Cursor, DbError, Slice, keyset};
use kernel::{AccountId, Role, RoleSet, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::{accounts, class_rows, enrolment_rows, membership_roles, memberships, teachings};
use crate::model::{ClassId, Login, PersonName, Title};

/// A page of a list of people.
pub const PAGE: usize = 50;

/// One person in a list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PersonRow {
    pub account_id: AccountId,
    pub login: Login,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub has_password: bool,
    pub ended_at: Option<Timestamp>,
    pub sort_key: Vec<u8>,
}

impl PersonRow {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// What narrows a list of people.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name, whatever the accents.
    pub search: String,
    pub role: Option<Role>,
    pub class: Option<ClassId>,
    /// Leave out the learners of this class.
    pub not_in: Option<ClassId>,
    /// Leave out those whose access is closed.
    pub open_only: bool,
    /// Only those whose access is closed: who left the school.
    pub closed_only: bool,
    /// Only learners who are in no class now.
    pub without_class: bool,
}

/// One page of the people of a school, in the order of their names.
pub async fn list(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    filter: &Filter,
    cursor: Option<&Cursor>,
) -> Result<Slice<PersonRow>, DbError> {
    let rows = list_query(school, filter, cursor)
        .into_model::<PersonRow>()
        .all(reader)
        .await?;
    Ok(Slice::from_rows(rows, PAGE, cursor, |row| {
        (row.sort_key.clone(), row.account_id.into())
    }))
}

/// The statement of [`list`].
pub fn list_query(
    school: SchoolId,
    filter: &Filter,
    cursor: Option<&Cursor>,
) -> Select<memberships::Entity> {
    let mut select = rows(school);
    if !filter.search.trim().is_empty() {
        select = select.filter(
            memberships::Column::SearchKey.like(db::text::contains_pattern(&filter.search)),
        );
    }
    if let Some(role) = filter.role {
        select = select.filter(memberships::Column::AccountId.in_subquery(holders(school, role)));
    }
    if let Some(class) = filter.class {
        let members = sea_orm::Condition::any()
            .add(memberships::Column::AccountId.in_subquery(learners(school, class)))
            .add(memberships::Column::AccountId.in_subquery(teachers(school, class)));
        select = select.filter(members);
    }
    if let Some(class) = filter.not_in {
        select =
            select.filter(memberships::Column::AccountId.not_in_subquery(learners(school, class)));
    }
    if filter.open_only {
        select = select.filter(memberships::Column::EndedAt.is_null());
    }
    if filter.closed_only {
        select = select.filter(memberships::Column::EndedAt.is_not_null());
    }
    if filter.without_class {
        let learn = holders(school, Role::Learner);
        select = select
            .filter(memberships::Column::AccountId.in_subquery(learn))
            .filter(memberships::Column::AccountId.not_in_subquery(enrolled(school)));
    }
    keyset(
        select,
        (memberships::Column::SortKey, memberships::Column::AccountId),
        PAGE,
        cursor,
    )
}

/// People of a school with what a list shows of them; the caller filters.
pub fn rows(school: SchoolId) -> Select<memberships::Entity> {
    memberships::Entity::find()
        .select_only()
        .columns([
            memberships::Column::AccountId,
            memberships::Column::EndedAt,
            memberships::Column::SortKey,
        ])
        .columns([
            accounts::Column::Login,
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
        ])
        .expr_as(accounts::Column::PasswordHash.is_not_null(), "has_password")
        .join(JoinType::InnerJoin, to_account())
        .filter(memberships::Column::SchoolId.eq(school))
}

fn to_account() -> RelationDef {
    memberships::Entity::belongs_to(accounts::Entity)
        .from(memberships::Column::AccountId)
        .to(accounts::Column::Id)
        .into()
}

fn holders(school: SchoolId, role: Role) -> SelectStatement {
    Query::select()
        .column(membership_roles::Column::AccountId)
        .from(membership_roles::Entity)
        .and_where(membership_roles::Column::SchoolId.eq(school))
        .and_where(membership_roles::Column::Role.eq(role.code()))
        .to_owned()
}

fn learners(school: SchoolId, class: ClassId) -> SelectStatement {
    Query::select()
        .column(enrolment_rows::Column::AccountId)
        .from(enrolment_rows::Entity)
        .and_where(enrolment_rows::Column::SchoolId.eq(school))
        .and_where(enrolment_rows::Column::ClassId.eq(class))
        .and_where(enrolment_rows::Column::LeftOn.is_null())
        .to_owned()
}

/// Who is in a class now, whichever.
fn enrolled(school: SchoolId) -> SelectStatement {
    let current = Query::select()
        .column(class_rows::Column::Id)
        .from(class_rows::Entity)
        .and_where(class_rows::Column::SchoolId.eq(school))
        .and_where(class_rows::Column::ArchivedAt.is_null())
        .to_owned();
    Query::select()
        .column(enrolment_rows::Column::AccountId)
        .from(enrolment_rows::Entity)
        .and_where(enrolment_rows::Column::SchoolId.eq(school))
        .and_where(enrolment_rows::Column::LeftOn.is_null())
        .and_where(enrolment_rows::Column::ClassId.in_subquery(current))
        .to_owned()
}

fn teachers(school: SchoolId, class: ClassId) -> SelectStatement {
    Query::select()
        .column(teachings::Column::AccountId)
        .from(teachings::Entity)
        .and_where(teachings::Column::SchoolId.eq(school))
        .and_where(teachings::Column::ClassId.eq(class))
        .to_owned()
}

/// People who hold `role`, whose access is open, in order: for the selects
/// that assign a team.
pub async fn holding(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    roles: &[Role],
) -> Result<Vec<PersonRow>, DbError> {
    let mut any = sea_orm::Condition::any();
    for role in roles {
        any = any.add(memberships::Column::AccountId.in_subquery(holders(school, *role)));
    }
    Ok(rows(school)
        .filter(any)
        .filter(memberships::Column::EndedAt.is_null())
        .order_by_asc(memberships::Column::SortKey)
        .into_model()
        .all(reader)
        .await?)
}

/// A person of a school: account, roles, when their access was closed.
#[derive(Clone, Debug)]
pub struct PersonOfSchool {
    pub account: accounts::Model,
    pub roles: RoleSet,
    pub ended_at: Option<Timestamp>,
}

/// A person of a school, open or closed.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: AccountId,
) -> Result<Option<PersonOfSchool>, DbError> {
    let Some(membership) = memberships::Entity::find_by_id((school, id))
        .one(connection)
        .await?
    else {
        return Ok(None);
    };
    let Some(account) = accounts::Entity::find_by_id(id).one(connection).await? else {
        return Ok(None);
    };
    let roles = roles_of(connection, school, &[id]).await?;
    Ok(Some(PersonOfSchool {
        account,
        roles: roles.get(&id).copied().unwrap_or_default(),
        ended_at: membership.ended_at,
    }))
}

/// Roles of several people of a school.
pub async fn roles_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    people: &[AccountId],
) -> Result<HashMap<AccountId, RoleSet>, DbError> {
    let rows = membership_roles::Entity::find()
        .filter(membership_roles::Column::SchoolId.eq(school))
        .filter(membership_roles::Column::AccountId.is_in(people.to_vec()))
        .all(connection)
        .await?;
    let mut roles: HashMap<AccountId, Vec<Role>> = HashMap::new();
    for row in rows {
        if let Ok(role) = row.role.parse() {
            roles.entry(row.account_id).or_default().push(role);
        }
    }
    Ok(roles
        .into_iter()
        .map(|(account, roles)| (account, RoleSet::of(&roles)))
        .collect())
}

/// Names of people of a school. Those of other schools are left out.
pub async fn names(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    people: &[AccountId],
) -> Result<HashMap<AccountId, PersonName>, DbError> {
    let rows: Vec<PersonRow> = rows(school)
        .filter(memberships::Column::AccountId.is_in(people.to_vec()))
        .into_model()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.account_id, row.name()))
        .collect())
}

/// The search keys of all names of a school that are among `keys`: who is
/// there already. Both are « nom prénom » folded, as lists write it.
pub async fn known_names(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    keys: &[String],
) -> Result<Vec<String>, DbError> {
    Ok(memberships::Entity::find()
        .select_only()
        .column(memberships::Column::SearchKey)
        .filter(memberships::Column::SchoolId.eq(school))
        .filter(memberships::Column::SearchKey.is_in(keys.to_vec()))
        .into_tuple()
        .all(connection)
        .await?)
}

/// Those of `people` who belong to the school and whose access is open.
pub async fn open_members(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    people: &[AccountId],
) -> Result<Vec<AccountId>, DbError> {
    Ok(memberships::Entity::find()
        .select_only()
        .column(memberships::Column::AccountId)
        .filter(memberships::Column::SchoolId.eq(school))
        .filter(memberships::Column::AccountId.is_in(people.to_vec()))
        .filter(memberships::Column::EndedAt.is_null())
        .into_tuple()
        .all(connection)
        .await?)
}

/// Administrators whose access is open, but for `except`.
pub async fn other_admins(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    except: AccountId,
) -> Result<u64, DbError> {
    Ok(memberships::Entity::find()
        .filter(memberships::Column::SchoolId.eq(school))
        .filter(memberships::Column::AccountId.in_subquery(holders(school, Role::Admin)))
        .filter(memberships::Column::AccountId.ne(except))
        .filter(memberships::Column::EndedAt.is_null())
        .count(connection)
        .await?)
}

/// The open account behind a login, with its open schools.
pub async fn by_login(
    connection: &impl ConnectionTrait,
    login: &Login,
) -> Result<Option<accounts::Model>, DbError> {
    Ok(accounts::Entity::find()
        .filter(accounts::Column::Login.eq(login.clone()))
        .filter(accounts::Column::ClosedAt.is_null())
        .one(connection)
        .await?)
}

/// Which of `logins` are taken, in the whole instance.
pub async fn taken_logins(
    connection: &impl ConnectionTrait,
    logins: &[Login],
) -> Result<Vec<Login>, DbError> {
    Ok(accounts::Entity::find()
        .select_only()
        .column(accounts::Column::Login)
        .filter(accounts::Column::Login.is_in(logins.to_vec()))
        .into_tuple()
        .all(connection)
        .await?)
}
