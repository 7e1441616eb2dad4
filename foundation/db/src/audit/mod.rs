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

use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, Set};
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

/// Adds the events that a query gives, whatever their number, in one
/// statement. Its columns are the identifier of the event (drawn before, in
/// the order of time), the action, the kind of the object and its identifier.
///
/// # Errors
/// When the rows cannot be written.
pub async fn record_from(
    tx: &Tx,
    school: SchoolId,
    actor: Option<AccountId>,
    at: Timestamp,
    mut events: SelectStatement,
) -> Result<(), DbError> {
    use store::Column;
    events.exprs([Expr::value(school), Expr::value(actor), Expr::value(at)]);
    let mut insert = Query::insert();
    insert.into_table(store::Entity).columns([
        Column::Id,
        Column::Action,
        Column::ObjectKind,
        Column::ObjectId,
        Column::SchoolId,
        Column::ActorId,
        Column::At,
    ]);
    insert
        .select_from(events)
        .map_err(|error| DbErr::Custom(error.to_string()))?;
    tx.execute(&insert).await?;
    Ok(())
}
