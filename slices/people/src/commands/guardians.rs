//! Who is legally responsible for a learner.

use db::Tx;
use kernel::{AccountId, Clock, Role, RoleSet};

use super::people::set_roles;
use super::{By, NewAccount, Refused, create_accounts, record};
use crate::events::Event;
use crate::store::{guardians, people, teams};

/// Notes that somebody of the school is legally responsible for a learner, and
/// gives them the role. One person can be for several learners.
///
/// # Errors
/// [`Refused::Unknown`] when `learner` is no learner of the school; the field
/// `personne` when the other is not of the school, is the learner, or is noted
/// already.
pub async fn link_guardian(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    learner: AccountId,
    guardian: AccountId,
) -> Result<(), Refused> {
    let roles = people::roles_of(tx, by.school, &[learner]).await?;
    if !roles.get(&learner).is_some_and(|r| r.has(Role::Learner)) {
        return Err(Refused::Unknown);
    }
    let person = people::get(tx, by.school, guardian).await?;
    let Some(person) = person.filter(|_| guardian != learner) else {
        return Err(Refused::field(
            "personne",
            "Choisissez une autre personne de l’établissement.",
        ));
    };
    let known = teams::guardians(tx, by.school, learner).await?;
    if known.contains(&guardian) {
        return Err(Refused::field(
            "personne",
            "Cette personne est déjà notée comme responsable.",
        ));
    }
    if !person.roles.has(Role::Guardian) {
        let roles: RoleSet = person.roles.iter().chain([Role::Guardian]).collect();
        set_roles(tx, by.school, guardian, roles).await?;
        record(tx, clock, by, Event::RolesChanged(guardian)).await?;
    }
    teams::add_guardian(tx, by.school, learner, guardian).await?;
    record(tx, clock, by, Event::GuardianAdded(learner)).await?;
    Ok(())
}

/// Creates somebody who is legally responsible for a learner.
///
/// # Errors
/// As [`link_guardian`].
pub async fn new_guardian(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    learner: AccountId,
    new: &NewAccount,
) -> Result<AccountId, Refused> {
    let created = create_accounts(tx, clock, by, std::slice::from_ref(new)).await?;
    let guardian = *created.first().ok_or(Refused::Unknown)?;
    link_guardian(tx, clock, by, learner, guardian).await?;
    Ok(guardian)
}

/// Ends it. The account stays, with the other learners that the person is
/// responsible for.
///
/// # Errors
/// [`Refused::Unknown`] when they were not.
pub async fn remove_guardian(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    learner: AccountId,
    guardian: AccountId,
) -> Result<(), Refused> {
    if !guardians::remove(tx, by.school, learner, guardian).await? {
        return Err(Refused::Unknown);
    }
    record(tx, clock, by, Event::GuardianRemoved(learner)).await?;
    Ok(())
}
