//! The audit trail: who did what, when, to which object, in a chain that
//! shows whether a line was altered or removed.
//!
//! [`record`] inserts an event *unsealed* in the transaction of the change,
//! so that no write waits for another school's trail. [`seal`] then puts the
//! events of each school in order and signs each one together with the one
//! before it, with a key that lies outside the database. [`verify`] follows
//! the chains. What is signed holds identifiers and the action, no personal
//! text: an erasure does not break the chain.
//!
//! The limits: whoever holds the key can forge; an event that is removed
//! before it is sealed is not missed; a whole trail put back to an earlier
//! state, its head included, looks whole.

mod chain;
pub mod migration;
mod seal;
mod store;
mod verify;

use kernel::{AccountId, Clock, SchoolId};
use sea_orm::{ActiveModelTrait, Set};
use uuid::Uuid;

pub use chain::AuditKey;
pub use seal::{has_seals, seal, seal_regularly};
pub use verify::{AuditReport, Damage, verify};

use crate::{DbError, Tx};

kernel::typed_ids! {
    /// A line of the audit trail.
    pub struct AuditEventId;
}

/// Something that somebody did, as the trail keeps it. Slices declare an enum
/// of their events and implement this.
pub trait AuditEvent {
    /// What was done: `slice.verb`, never changed. No personal data.
    fn action(&self) -> &'static str;
    /// The kind of the object it was done to, and its identifier.
    fn object(&self) -> Option<(&'static str, Uuid)>;
}

/// Adds an event to the trail of a school, in the transaction of the change.
/// `actor` is none when the application did it by itself.
///
/// # Errors
/// When the row cannot be written.
pub async fn record(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    actor: Option<AccountId>,
    event: &impl AuditEvent,
) -> Result<(), DbError> {
    let object = event.object();
    store::ActiveModel {
        id: Set(AuditEventId::generate(clock)),
        school_id: Set(school),
        actor_id: Set(actor),
        action: Set(event.action().to_owned()),
        object_kind: Set(object.map(|(kind, _)| kind.to_owned())),
        object_id: Set(object.map(|(_, id)| id)),
        at: Set(clock.now()),
        sequence: Set(None),
        seal: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(())
}
