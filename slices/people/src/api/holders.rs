//! Who holds a role in a school.

use db::{Db, DbError};
use kernel::{AccountId, Role, SchoolId};

use super::RoleHolder;
use crate::store::people;

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
