//! Who holds some roles: those whom something can be given to.

use db::{Db, DbError};
use kernel::{AccountId, Role, SchoolId};

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
