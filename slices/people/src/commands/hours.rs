//! The hours that a team teaches, bloc by bloc.

use db::Tx;
use kernel::{AccountId, Clock};

use super::{By, Refused, record};
use crate::events::Event;
use crate::model::ClassId;
use crate::store::{hours, teams};

/// What somebody teaches in one bloc, in minutes for the whole year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taught {
    /// The member of the team.
    pub teacher: AccountId,
    /// The bloc.
    pub block: u8,
    /// All minutes.
    pub minutes: u32,
    /// Those of English practice among them.
    pub english: u32,
}

impl From<hours::Model> for Taught {
    fn from(row: hours::Model) -> Self {
        Self {
            teacher: row.account_id,
            block: u8::try_from(row.block).unwrap_or(0),
            minutes: u32::try_from(row.minutes).unwrap_or(0),
            english: u32::try_from(row.english_minutes).unwrap_or(0),
        }
    }
}

/// Makes `taught` the hours of a class.
///
/// # Errors
/// [`Refused::Unknown`] when somebody is not in the team, or does not teach the bloc.
pub async fn set_hours(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    taught: &[Taught],
) -> Result<(), Refused> {
    let team = teams::of_classes(tx, by.school, &[class]).await?;
    let teaches = |one: &Taught| {
        team.iter()
            .any(|member| member.account_id == one.teacher && member.blocks.has(one.block))
    };
    if !taught.iter().all(teaches) {
        return Err(Refused::Unknown);
    }
    let rows = taught
        .iter()
        .filter(|one| one.minutes > 0)
        .map(|one| hours::Model {
            school_id: by.school,
            class_id: class,
            account_id: one.teacher,
            block: i16::from(one.block),
            minutes: i32::try_from(one.minutes).unwrap_or(i32::MAX),
            english_minutes: i32::try_from(one.english).unwrap_or(i32::MAX),
        })
        .collect();
    hours::replace(tx, by.school, class, rows).await?;
    record(tx, clock, by, Event::TeamChanged(class)).await?;
    Ok(())
}
