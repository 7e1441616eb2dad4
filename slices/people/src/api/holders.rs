//! Who holds some roles: those whom something can be given to.

use db::{Db, DbError};
use kernel::{AccountId, Role, SchoolId};

use super::RoleHolder;
use crate::model::PersonName;
use crate::store::people;

/// Somebody who holds one of the roles asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub account: AccountId,
    /// How they are called.
    pub name: PersonName,
}

/// The people of the school who hold one of these roles and whose access is
/// open, in the order of their names. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn holders_of(db: &Db, school: SchoolId, roles: &[Role]) -> Result<Vec<Holder>, DbError> {
    let rows = people::holding(db.reader(), school, roles).await?;
    Ok(rows
        .into_iter()
        .map(|row| Holder {
            account: row.account_id,
            name: row.name(),
        })
        .collect())
}

/// Those who hold one of `roles` and whose access is open, in the order of
/// their names. Two statements, however many they are.
///
/// # Errors
/// When the database does not answer.
pub async fn people_holding(
    db: &Db,
    school: SchoolId,
    roles: &[Role],
) -> Result<Vec<RoleHolder>, DbError> {
    let reader = db.reader();
    let rows = people::holding(reader, school, roles).await?;
    let accounts: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
    let all = people::roles_of(reader, school, &accounts).await?;
    Ok(rows
        .into_iter()
        .map(|row| RoleHolder {
            account: row.account_id,
            name: row.name(),
            roles: all.get(&row.account_id).copied().unwrap_or_default(),
        })
        .collect())
}
