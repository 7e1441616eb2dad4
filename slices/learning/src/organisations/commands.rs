//! Writing an organisation, each inside the write transaction of its caller.

use db::text::SORT_KEY_VERSION;
use db::{DbError, Tx};
use kernel::Clock;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use crate::events::Event;
use crate::model::{OrganisationContent, OrganisationId, SheetKind, SituationId};
use crate::rows::{organisations, sheets};
use crate::sheets::commands::{New, Saved, insert, restore, save as save_sheet};
use crate::sheets::store::read;
use crate::sheets::{By, Refused};
use crate::situations::commands::{audit, kept, sheet_of};
use crate::situations::index::{of_organisation, order_key, refresh};

/// An organisation to begin.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// Its identifier, drawn by the caller: a form sent twice begins one.
    pub id: OrganisationId,
    /// What it says so far.
    pub content: OrganisationContent,
}

/// Begins an organisation and says under which identifier; see
/// [`crate::situations::commands::begin`].
///
/// # Errors
/// When a row cannot be written.
pub async fn begin(
    tx: &Tx,
    clock: &Clock,
    by: By,
    new: &NewOrganisation,
) -> Result<OrganisationId, DbError> {
    let id = match sheets::Entity::find_by_id(new.id).one(tx).await? {
        None => new.id,
        Some(sheet)
            if sheet.school_id == by.school
                && sheet.created_by == by.account
                && read::<OrganisationContent>(&sheet.content).ok().as_ref()
                    == Some(&new.content) =>
        {
            return Ok(new.id);
        }
        Some(_) => OrganisationId::generate(clock),
    };
    let sheet = New {
        id: id.into(),
        kind: SheetKind::Organisation,
    };
    insert(tx, clock, by, sheet, &new.content).await?;
    organisations::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        name: Set(new.content.name.clone()),
        sort_key: Set(order_key(&new.content.name)),
        sort_key_version: Set(SORT_KEY_VERSION),
        deleted_at: Set(None),
    }
    .insert(tx)
    .await?;
    audit(tx, clock, by, Event::OrganisationBegun(id)).await?;
    Ok(id)
}

/// Saves what an organisation says; see [`crate::situations::commands::save`].
///
/// # Errors
/// When a row cannot be written.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &organisations::Model,
    started_from: i32,
    content: &OrganisationContent,
) -> Result<Saved, DbError> {
    let sheet = sheet_of(tx, by.school, row.id.into()).await?;
    let saved = save_sheet(tx, clock, by, &sheet, started_from, content).await?;
    if let Saved::Current { changed: true, .. } = saved {
        settle(tx, row, content).await?;
    }
    Ok(saved)
}

/// Puts a kept version in place; what was there is kept first.
///
/// # Errors
/// [`Refused::Because`] when there is no such version.
pub async fn restore_version(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &organisations::Model,
    number: i32,
) -> Result<(), Refused> {
    let sheet = sheet_of(tx, by.school, row.id.into()).await?;
    let content: OrganisationContent = kept(tx, by, &sheet, number).await?;
    restore(tx, clock, by, &sheet, &content).await?;
    settle(tx, row, &content).await?;
    audit(tx, clock, by, Event::VersionRestored(sheet.id)).await?;
    Ok(())
}

/// Brings the rows that name an organisation up to date with what it says.
async fn settle(
    tx: &Tx,
    row: &organisations::Model,
    content: &OrganisationContent,
) -> Result<(), DbError> {
    let (school, id) = (row.school_id, row.id);
    let mut active = row.clone().into_active_model();
    active.name = Set(content.name.clone());
    active.sort_key = Set(order_key(&content.name));
    active.sort_key_version = Set(SORT_KEY_VERSION);
    active.update(tx).await?;
    let situations = of_organisation(tx, school, id).await?;
    let ids: Vec<SituationId> = situations.iter().map(|situation| situation.id).collect();
    refresh(tx, school, &ids).await
}

/// Puts an organisation in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] while situations take place in it.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &organisations::Model,
    deleted: bool,
) -> Result<(), Refused> {
    if deleted {
        let situations = of_organisation(tx, by.school, row.id).await?;
        let present = situations.iter().filter(|one| one.deleted_at.is_none());
        match present.count() {
            0 => {}
            count => {
                return Err(Refused::because(format!(
                    "{} dans cette organisation\u{a0}: elle reste dans la bibliothèque. Choisissez-leur d’abord une autre organisation.",
                    kernel::count(count as u64, "situation se passe", "situations se passent")
                )));
            }
        }
    }
    let mut active = row.clone().into_active_model();
    active.deleted_at = Set(deleted.then(|| clock.now()));
    active.update(tx).await?;
    let event = match deleted {
        true => Event::OrganisationDeleted(row.id),
        false => Event::OrganisationRestored(row.id),
    };
    audit(tx, clock, by, event).await?;
    Ok(())
}
