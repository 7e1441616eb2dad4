//! Signing in, changing one's password, reading comfort.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Secret};
use sea_orm::entity::prelude::*;
use web::Comfort;
use web::client::Client;
use web::session::{self, SessionId};

use super::{By, record};
use crate::events::Event;
use crate::store::{accounts, codes, schools};

/// Opens a session after a right password. `rehashed` replaces a hash made
/// with older parameters; `before` is the session that the browser still had.
///
/// # Errors
/// When the rows cannot be written.
pub async fn sign_in(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    token: &Secret,
    client: &Client,
    rehashed: Option<String>,
    before: Option<SessionId>,
) -> Result<(), DbError> {
    let Some(account) = by.account else {
        return Ok(());
    };
    if let Some(hash) = rehashed {
        accounts::Entity::update_many()
            .col_expr(accounts::Column::PasswordHash, Expr::value(hash))
            .filter(accounts::Column::Id.eq(account))
            .exec(tx)
            .await?;
    }
    if let Some(id) = before {
        session::close(tx, account, id).await?;
    }
    open_session(tx, clock, account, by.school, token, client).await?;
    record(tx, clock, by, Event::SignedIn(account)).await
}

/// Opens a session of a person in a school.
///
/// # Errors
/// When the row cannot be written.
pub async fn open_session(
    tx: &Tx,
    clock: &Clock,
    account: AccountId,
    school: SchoolId,
    token: &Secret,
    client: &Client,
) -> Result<(), DbError> {
    let id = SessionId::generate(clock);
    session::open(tx, clock.now(), id, token, account, school, client).await
}

/// Notes that somebody's sign-in is blocked for a while, in each of their schools.
///
/// # Errors
/// When the rows cannot be written.
pub async fn note_blocked(tx: &Tx, clock: &Clock, account: AccountId) -> Result<(), DbError> {
    for (school, _) in schools::of_account(tx, account).await? {
        let by = By {
            school,
            account: None,
        };
        record(tx, clock, &by, Event::SignInBlocked(account)).await?;
    }
    Ok(())
}

/// Gives a person the password that they chose. All their sessions end but
/// `keep`; codes and links open nothing any more.
///
/// # Errors
/// When the rows cannot be written.
pub async fn change_password(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    hash: &str,
    keep: Option<SessionId>,
) -> Result<(), DbError> {
    let Some(account) = by.account else {
        return Ok(());
    };
    accounts::Entity::update_many()
        .col_expr(accounts::Column::PasswordHash, Expr::value(hash))
        .col_expr(accounts::Column::MustChoosePassword, Expr::value(false))
        .filter(accounts::Column::Id.eq(account))
        .exec(tx)
        .await?;
    session::close_all(tx, account, keep).await?;
    codes::expire(tx, account, clock.now()).await?;
    record(tx, clock, by, Event::PasswordChanged(account)).await
}

/// Keeps the reading comfort of a person.
///
/// # Errors
/// When the row cannot be written.
pub async fn set_comfort(tx: &Tx, account: AccountId, comfort: Comfort) -> Result<(), DbError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::Comfort, Expr::value(comfort.to_string()))
        .filter(accounts::Column::Id.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}
