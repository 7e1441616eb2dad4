//! One function per use case, each inside the write transaction of its
//! caller; what is to be sent is enqueued there too.

use db::jobs::enqueue;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, Secret};
use mail::Address;

use super::digest::SendDigest;
use super::jobs::{SendConfirmation, SendReset, TellFormer, TellPasswordChanged};
use super::model::Digest;
use super::store::{self, addresses};
use crate::commands::{By, record};
use crate::events::Event;
use crate::model::FarewellId;
use crate::store::codes;

/// Notes an address to confirm and asks for the message with its link.
///
/// # Errors
/// When the rows cannot be written.
pub async fn ask_address(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    account: AccountId,
    email: &Address,
) -> Result<(), DbError> {
    store::ask(tx, clock.now(), account, email, by.account).await?;
    record(tx, clock, by, Event::AddressAsked(account)).await?;
    send_link(tx, clock, account).await
}

/// Asks for the message with the link once more; the former link is worth
/// nothing then.
///
/// # Errors
/// When the row cannot be written.
pub async fn send_link(tx: &Tx, clock: &Clock, account: AccountId) -> Result<(), DbError> {
    enqueue(tx, clock, None, &SendConfirmation { account }).await?;
    Ok(())
}

/// Why an address is not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConfirmed {
    /// The link is unknown, used or too old, or another person's.
    Link,
    /// Somebody else has confirmed this address.
    Taken,
}

/// Makes the pending address the one of the account of `by`. The former one
/// is told.
///
/// # Errors
/// The outer error when the database does not answer.
pub async fn confirm_address(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    account: AccountId,
    token: &Secret,
) -> Result<Result<Address, NotConfirmed>, DbError> {
    let now = clock.now();
    let Some(pending) = store::pending_by_link(tx, now, account, token).await? else {
        return Ok(Err(NotConfirmed::Link));
    };
    if store::is_anothers(tx, account, &pending.email).await? {
        return Ok(Err(NotConfirmed::Taken));
    }
    if !store::forget_pending(tx, account).await? {
        return Ok(Err(NotConfirmed::Link));
    }
    let former = store::address_of(tx, account).await?;
    store::keep(tx, now, account, &pending.email).await?;
    codes::forget_mailed(tx, account).await?;
    if let Some(former) = former.filter(|former| former.email != pending.email) {
        tell_former(tx, clock, &former).await?;
    }
    record(tx, clock, by, Event::AddressConfirmed(account)).await?;
    Ok(Ok(pending.email))
}

/// Takes away the address of an account, confirmed or not. A confirmed one is
/// told.
///
/// # Errors
/// When the rows cannot be written.
pub async fn remove_address(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    account: AccountId,
) -> Result<(), DbError> {
    let waited = store::forget_pending(tx, account).await?;
    let former = store::address_of(tx, account).await?;
    if let Some(former) = &former {
        store::forget(tx, account).await?;
        codes::forget_mailed(tx, account).await?;
        tell_former(tx, clock, former).await?;
    }
    if waited || former.is_some() {
        record(tx, clock, by, Event::AddressRemoved(account)).await?;
    }
    Ok(())
}

async fn tell_former(tx: &Tx, clock: &Clock, former: &addresses::Model) -> Result<(), DbError> {
    let farewell = FarewellId::generate(clock);
    store::leave(tx, clock.now(), farewell, former).await?;
    enqueue(tx, clock, None, &TellFormer { farewell }).await?;
    Ok(())
}

/// Asks for a link to a new password. `account` is whoever was found: for
/// nobody the same job is enqueued, so that asking takes as long.
///
/// # Errors
/// When the row cannot be written.
pub async fn ask_reset(tx: &Tx, clock: &Clock, account: Option<AccountId>) -> Result<(), DbError> {
    enqueue(tx, clock, None, &SendReset { account }).await?;
    Ok(())
}

/// Has the owner of an account told that their password changed, if they
/// have an address.
///
/// # Errors
/// When the row cannot be written.
pub async fn tell_password_changed(
    tx: &Tx,
    clock: &Clock,
    account: AccountId,
) -> Result<(), DbError> {
    if store::address_of(tx, account).await?.is_some() {
        enqueue(tx, clock, None, &TellPasswordChanged { account }).await?;
    }
    Ok(())
}

/// Asks for the digest of an account now.
///
/// # Errors
/// When the row cannot be written.
pub async fn send_digest(tx: &Tx, clock: &Clock, account: AccountId) -> Result<(), DbError> {
    enqueue(tx, clock, None, &SendDigest { account }).await?;
    Ok(())
}

/// Keeps how often somebody wants a digest. Says whether they have an address
/// to send it to.
///
/// # Errors
/// When the row cannot be written.
pub async fn choose_digest(
    tx: &Tx,
    clock: &Clock,
    account: AccountId,
    digest: Digest,
) -> Result<bool, DbError> {
    store::set_digest(tx, clock.now(), account, digest).await
}
