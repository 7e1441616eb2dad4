//! Creating people, changing them, closing and opening their access.

use std::collections::HashSet;

use chrono::NaiveDate;
use db::text::SORT_KEY_VERSION;
use db::{DbError, Tx, expect_one};
use kernel::{AccountId, Clock, Role, RoleSet, SchoolId, Timestamp};
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use web::session;

use super::{By, Refused, record};
use crate::events::Event;
use crate::merging;
use crate::model::{Login, PersonName};
use crate::store::{accounts, membership_roles, memberships, people};

/// What an administrator knows of a person.
#[derive(Clone, Debug)]
pub struct PersonData {
    /// How they are called.
    pub name: PersonName,
    /// When they were born, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// What they are in the school.
    pub roles: RoleSet,
}

/// An account to create.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its identifier; drawn when none is given.
    pub id: Option<AccountId>,
    /// Its login; made of the name and a random suffix when none is given.
    pub login: Option<Login>,
    /// How the person is called.
    pub name: PersonName,
    /// When they were born, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// What they are in the school.
    pub roles: RoleSet,
    /// The PHC string of their password; without one they need a code.
    pub password_hash: Option<String>,
}

impl From<PersonData> for NewAccount {
    fn from(data: PersonData) -> Self {
        Self {
            id: None,
            login: None,
            name: data.name,
            birth_date: data.birth_date,
            roles: data.roles,
            password_hash: None,
        }
    }
}

/// Creates accounts with their membership of the school of `by`, in the order given.
///
/// # Errors
/// [`DbError::Duplicate`] when a given login or identifier is taken.
pub async fn create_accounts(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    new: &[NewAccount],
) -> Result<Vec<AccountId>, DbError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let now = clock.now();
    let logins = free_logins(tx, new).await?;
    let ids: Vec<AccountId> = new
        .iter()
        .map(|person| person.id.unwrap_or_else(|| AccountId::generate(clock)))
        .collect();
    let everyone = || ids.iter().copied().zip(new);
    accounts::Entity::insert_many(everyone().zip(logins).map(|((id, person), login)| {
        accounts::ActiveModel {
            id: Set(id),
            login: Set(login),
            title: Set(person.name.title),
            first_name: Set(person.name.first.clone()),
            last_name: Set(person.name.last.clone()),
            birth_date: Set(person.birth_date),
            password_hash: Set(person.password_hash.clone()),
            must_choose_password: Set(person.password_hash.is_none()),
            comfort: Set(web::Comfort::default().to_string()),
            closed_at: Set(None),
            version: Set(1),
            created_at: Set(now),
        }
    }))
    .exec_without_returning(tx)
    .await?;
    memberships::Entity::insert_many(everyone().map(|(id, person)| memberships::ActiveModel {
        school_id: Set(by.school),
        account_id: Set(id),
        sort_key: Set(person.name.sort_key()),
        sort_key_version: Set(SORT_KEY_VERSION),
        search_key: Set(person.name.search_key()),
        ended_at: Set(None),
    }))
    .exec_without_returning(tx)
    .await?;
    let roles: Vec<_> = everyone()
        .flat_map(|(id, person)| {
            person
                .roles
                .iter()
                .map(move |role| role_row(by.school, id, role))
        })
        .collect();
    if !roles.is_empty() {
        membership_roles::Entity::insert_many(roles)
            .exec_without_returning(tx)
            .await?;
    }
    for id in &ids {
        record(tx, clock, by, Event::PersonCreated(*id)).await?;
    }
    Ok(ids)
}

fn role_row(school: SchoolId, account: AccountId, role: Role) -> membership_roles::ActiveModel {
    membership_roles::ActiveModel {
        school_id: Set(school),
        account_id: Set(account),
        role: Set(role.code().to_owned()),
    }
}

/// The logins given, and free ones for the people without.
async fn free_logins(tx: &Tx, new: &[NewAccount]) -> Result<Vec<Login>, DbError> {
    let mut logins: Vec<Option<Login>> = new.iter().map(|person| person.login.clone()).collect();
    // Two letters are almost always enough; then four.
    for suffix in [2, 2, 2, 4, 4] {
        let mut drawn: Vec<(usize, Login)> = Vec::new();
        let mut seen: HashSet<Login> = logins.iter().flatten().cloned().collect();
        for (index, person) in new.iter().enumerate() {
            if logins[index].is_none() {
                let login = Login::generate(&person.name.first, &person.name.last, suffix);
                if seen.insert(login.clone()) {
                    drawn.push((index, login));
                }
            }
        }
        if drawn.is_empty() && logins.iter().all(Option::is_some) {
            break;
        }
        let candidates: Vec<Login> = drawn.iter().map(|(_, login)| login.clone()).collect();
        let taken = people::taken_logins(tx, &candidates).await?;
        for (index, login) in drawn {
            if !taken.contains(&login) {
                logins[index] = Some(login);
            }
        }
    }
    logins
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or(DbError::Other(DbErr::Custom(
            "no free login was found".into(),
        )))
}

/// Changes what is known of a person.
///
/// # Errors
/// [`Refused::Unknown`] when they are not of the school;
/// [`DbError::Conflict`] when somebody else changed them since `version`; the
/// field `roles` when they are the last administrator.
pub async fn change_person(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    id: AccountId,
    version: i32,
    data: &PersonData,
) -> Result<(), Refused> {
    let person = people::get(tx, by.school, id)
        .await?
        .ok_or(Refused::Unknown)?;
    let loses_admin = person.roles.has(Role::Admin) && !data.roles.has(Role::Admin);
    if loses_admin && person.ended_at.is_none() {
        keep_an_admin(tx, by.school, id).await?;
    }
    let updated = accounts::Entity::update_many()
        .col_expr(accounts::Column::Title, Expr::value(data.name.title))
        .col_expr(
            accounts::Column::FirstName,
            Expr::value(data.name.first.as_str()),
        )
        .col_expr(
            accounts::Column::LastName,
            Expr::value(data.name.last.as_str()),
        )
        .col_expr(accounts::Column::BirthDate, Expr::value(data.birth_date))
        .col_expr(accounts::Column::Version, Expr::value(version + 1))
        .filter(accounts::Column::Id.eq(id))
        .filter(accounts::Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(updated.rows_affected)?;
    // The name is the person's, in all their schools.
    memberships::Entity::update_many()
        .col_expr(
            memberships::Column::SortKey,
            Expr::value(data.name.sort_key()),
        )
        .col_expr(
            memberships::Column::SortKeyVersion,
            Expr::value(SORT_KEY_VERSION),
        )
        .col_expr(
            memberships::Column::SearchKey,
            Expr::value(data.name.search_key()),
        )
        .filter(memberships::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    if person.account.name() != data.name || person.account.birth_date != data.birth_date {
        record(tx, clock, by, Event::PersonChanged(id)).await?;
    }
    if person.roles != data.roles {
        set_roles(tx, by.school, id, data.roles).await?;
        record(tx, clock, by, Event::RolesChanged(id)).await?;
    }
    Ok(())
}

pub(super) async fn set_roles(
    tx: &Tx,
    school: SchoolId,
    id: AccountId,
    roles: RoleSet,
) -> Result<(), DbError> {
    membership_roles::Entity::delete_many()
        .filter(membership_roles::Column::SchoolId.eq(school))
        .filter(membership_roles::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    membership_roles::Entity::insert_many(roles.iter().map(|role| role_row(school, id, role)))
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// A school without an administrator could not be mended from inside.
async fn keep_an_admin(tx: &Tx, school: SchoolId, id: AccountId) -> Result<(), Refused> {
    if people::other_admins(tx, school, id).await? > 0 {
        return Ok(());
    }
    Err(Refused::field(
        "roles",
        "C’est la dernière personne qui administre l’établissement\u{a0}: donnez d’abord ce rôle à quelqu’un d’autre.",
    ))
}

/// Closes the access of a person to the school: they cannot come in any more,
/// what they wrote stays.
///
/// # Errors
/// [`Refused::Unknown`] when they are not of the school; a sentence when they
/// are its last administrator.
pub async fn close_access(tx: &Tx, clock: &Clock, by: &By, id: AccountId) -> Result<(), Refused> {
    let person = people::get(tx, by.school, id)
        .await?
        .ok_or(Refused::Unknown)?;
    if person.ended_at.is_some() {
        return Ok(());
    }
    if person.roles.has(Role::Admin) {
        keep_an_admin(tx, by.school, id).await?;
    }
    let now = clock.now();
    set_ended(tx, by.school, id, Some(now)).await?;
    if !has_open_school(tx, id).await? {
        set_closed(tx, id, Some(now)).await?;
        session::close_all(tx, id, None).await?;
    }
    record(tx, clock, by, Event::AccessClosed(id)).await?;
    Ok(())
}

/// Opens the access of a person again.
///
/// # Errors
/// [`Refused::Unknown`] when they are not of the school; a sentence when their
/// record was made one with another: what it held is there.
pub async fn open_access(tx: &Tx, clock: &Clock, by: &By, id: AccountId) -> Result<(), Refused> {
    let person = people::get(tx, by.school, id)
        .await?
        .ok_or(Refused::Unknown)?;
    if person.ended_at.is_none() {
        return Ok(());
    }
    if !merging::store::merged(tx, by.school, &[id])
        .await?
        .is_empty()
    {
        return Err(Refused::field(
            "roles",
            "Cette fiche est réunie avec une autre\u{a0}: annulez plutôt la réunion, ou ouvrez l’accès de la fiche gardée.",
        ));
    }
    set_ended(tx, by.school, id, None).await?;
    set_closed(tx, id, None).await?;
    record(tx, clock, by, Event::AccessOpened(id)).await?;
    Ok(())
}

async fn set_ended(
    tx: &Tx,
    school: SchoolId,
    id: AccountId,
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    memberships::Entity::update_many()
        .col_expr(memberships::Column::EndedAt, Expr::value(at))
        .filter(memberships::Column::SchoolId.eq(school))
        .filter(memberships::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn set_closed(tx: &Tx, id: AccountId, at: Option<Timestamp>) -> Result<(), DbError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::ClosedAt, Expr::value(at))
        .filter(accounts::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

async fn has_open_school(tx: &Tx, id: AccountId) -> Result<bool, DbError> {
    let open = memberships::Entity::find()
        .filter(memberships::Column::AccountId.eq(id))
        .filter(memberships::Column::EndedAt.is_null())
        .count(tx)
        .await?;
    Ok(open > 0)
}
