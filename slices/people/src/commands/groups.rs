//! The groups of a class.

use db::{Tx, expect_one};
use kernel::{AccountId, Clock};

use super::{By, Refused, record};
use crate::events::Event;
use crate::model::{ClassId, GroupId};
use crate::store::{enrolments, groups};

/// What is known of a group.
#[derive(Clone, Debug)]
pub struct GroupData {
    /// « Groupe A ».
    pub name: String,
    /// Who is in it.
    pub members: Vec<AccountId>,
}

/// Creates a group in a class.
///
/// # Errors
/// The field `nom` when a group of the class bears the name; [`Refused::Unknown`]
/// when somebody is not in the class now.
pub async fn create_group(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    id: Option<GroupId>,
    data: &GroupData,
) -> Result<GroupId, Refused> {
    let id = id.unwrap_or_else(|| GroupId::generate(clock));
    free_name(tx, by, class, &data.name, None).await?;
    all_in_class(tx, by, class, &data.members).await?;
    groups::insert(tx, by.school, class, id, &data.name, clock.now()).await?;
    groups::set_members(tx, by.school, id, &data.members).await?;
    record(tx, clock, by, Event::GroupsChanged(class)).await?;
    Ok(id)
}

/// Renames a group and makes `data.members` its members.
///
/// # Errors
/// As [`create_group`]; [`db::DbError::Conflict`] when somebody else changed it
/// since `version`.
pub async fn change_group(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    group: &groups::Model,
    version: i32,
    data: &GroupData,
) -> Result<(), Refused> {
    free_name(tx, by, group.class_id, &data.name, Some(group.id)).await?;
    all_in_class(tx, by, group.class_id, &data.members).await?;
    expect_one(groups::rename(tx, by.school, group.id, version, &data.name).await?)?;
    groups::set_members(tx, by.school, group.id, &data.members).await?;
    record(tx, clock, by, Event::GroupsChanged(group.class_id)).await?;
    Ok(())
}

/// Deletes a group, or brings it back with its members.
///
/// # Errors
/// The field `nom` when it comes back and another group took its name.
pub async fn set_group_deleted(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    group: &groups::Model,
    deleted: bool,
) -> Result<(), Refused> {
    if !deleted {
        free_name(tx, by, group.class_id, &group.name, Some(group.id)).await?;
    }
    let at = deleted.then(|| clock.now());
    groups::set_deleted(tx, by.school, group.id, at).await?;
    record(tx, clock, by, Event::GroupsChanged(group.class_id)).await?;
    Ok(())
}

async fn free_name(
    tx: &Tx,
    by: &By,
    class: ClassId,
    name: &str,
    except: Option<GroupId>,
) -> Result<(), Refused> {
    let known = groups::of_class(tx, by.school, class).await?;
    let taken = known
        .iter()
        .any(|row| row.deleted_at.is_none() && Some(row.id) != except && row.name == name);
    if taken {
        return Err(Refused::field(
            "nom",
            "Un groupe de la classe porte déjà ce nom\u{a0}: choisissez-en un autre.",
        ));
    }
    Ok(())
}

async fn all_in_class(
    tx: &Tx,
    by: &By,
    class: ClassId,
    people: &[AccountId],
) -> Result<(), Refused> {
    let present = enrolments::current_ids(tx, by.school, class).await?;
    match people.iter().all(|person| present.contains(person)) {
        true => Ok(()),
        false => Err(Refused::Unknown),
    }
}
