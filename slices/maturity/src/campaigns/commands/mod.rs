//! One function per thing that can be done with a campaign, each inside the
//! write transaction of its caller.

mod answer;
mod collective;
mod open;
mod own;

pub use answer::{Given, save, send};
pub use collective::{Crossed, NoteChange, Position, Steering, close, steer};
pub use open::{Invitee, NewCampaign, Terms, change, open, remind};
pub use own::{begin_own, save_own};

use db::{DbError, Tx, expect_one};
use kernel::{Clock, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::CampaignId;
use super::events::Event;
use super::model::Impossible;
use super::store::{self, campaigns};
use crate::acting::{By, Refused};

impl From<Impossible> for Refused {
    fn from(impossible: Impossible) -> Self {
        Self::Because(impossible.to_string())
    }
}

/// A campaign that is still there; its address was checked before, so its
/// absence is a race.
async fn existing(tx: &Tx, school: SchoolId, id: CampaignId) -> Result<campaigns::Model, Refused> {
    store::find(tx, school, id).await?.ok_or_else(|| {
        Refused::Because("Cette campagne n’existe plus. Rien n’a été enregistré.".into())
    })
}

/// Writes a changed row, which was read in this transaction.
async fn write(tx: &Tx, row: campaigns::Model) -> Result<(), DbError> {
    use campaigns::{Column, Entity};
    let (id, school, version) = (row.id, row.school_id, row.version);
    let mut active = campaigns::ActiveModel::from(row).reset_all();
    active.version = Set(version + 1);
    let done = Entity::update_many()
        .set(active)
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}

/// A value of ours as a column holds it.
fn json(value: &impl serde::Serialize) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}
