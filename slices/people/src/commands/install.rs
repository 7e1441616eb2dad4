//! The first school and its administrator.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, FieldErrors, Role, RoleSet, SchoolId};
use sea_orm::{ActiveModelTrait, Set};

use super::people::{NewAccount, create_accounts};
use super::{By, Refused, record};
use crate::events::Event;
use crate::forms::Install;
use crate::model::Uai;
use crate::store::{school_rows, schools};

/// A school to create.
#[derive(Clone, Debug)]
pub struct NewSchool {
    /// Its identifier; drawn when none is given.
    pub id: Option<SchoolId>,
    /// Its number in the national register.
    pub uai: Uai,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub name: String,
    /// Its town.
    pub city: String,
}

/// Creates a school without anybody.
///
/// # Errors
/// [`DbError::Duplicate`] when the UAI is known.
pub async fn create_school(tx: &Tx, clock: &Clock, new: &NewSchool) -> Result<SchoolId, DbError> {
    let id = new.id.unwrap_or_else(|| SchoolId::generate(clock));
    school_rows::ActiveModel {
        id: Set(id),
        uai: Set(new.uai.clone()),
        name: Set(new.name.clone()),
        city: Set(new.city.clone()),
        created_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    Ok(id)
}

/// Creates the first school and its administrator, once.
pub async fn install(
    tx: &Tx,
    clock: &Clock,
    install: &Install,
    password_hash: String,
) -> Result<(SchoolId, AccountId), Refused> {
    if schools::any(tx).await? {
        return Err(Refused::Fields(FieldErrors::one(
            "code",
            "L’installation est déjà faite.",
        )));
    }
    let school = create_school(
        tx,
        clock,
        &NewSchool {
            id: None,
            uai: install.uai.clone(),
            name: install.school_name.clone(),
            city: install.city.clone(),
        },
    )
    .await?;
    let by = By {
        school,
        account: None,
    };
    let admin = NewAccount {
        id: None,
        login: Some(install.login.clone()),
        name: install.name.clone(),
        birth_date: None,
        roles: RoleSet::of(&[Role::Admin]),
        password_hash: Some(password_hash),
    };
    let accounts = create_accounts(tx, clock, &by, std::slice::from_ref(&admin)).await?;
    let account = *accounts.first().ok_or(Refused::Unknown)?;
    record(tx, clock, &by, Event::Installed(school)).await?;
    Ok((school, account))
}
