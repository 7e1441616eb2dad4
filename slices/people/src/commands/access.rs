//! Signing in, changing one's password, reading comfort.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Secret};
use sea_orm::entity::prelude::*;
use web::client::Client;
use web::session::{self, SessionId};
use web::{Actor, Comfort};

use super::{By, record};
use crate::events::Event;
use crate::mailing;
use crate::store::{accounts, codes, schools};

/// A session to open in a browser.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// What the browser will show.
    pub token: Secret,
    /// Where it is.
    pub client: Client,
    /// The session that the browser still had, whoever's it was: it ends.
    pub before: Option<(AccountId, SessionId)>,
}

impl NewSession {
    /// A session with a fresh token, in the place of that of `before`.
    pub fn draw(client: Client, before: Option<&Actor>) -> Self {
        Self {
            token: Secret::generate(),
            client,
            before: before.map(|actor| (actor.account, actor.session)),
        }
    }
}

/// Opens a session after a right password. `rehashed` replaces a hash made
/// with older parameters.
///
/// # Errors
/// When the rows cannot be written.
pub async fn sign_in(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    account: AccountId,
    rehashed: Option<String>,
    session: &NewSession,
) -> Result<(), DbError> {
    if let Some(hash) = rehashed {
        accounts::Entity::update_many()
            .col_expr(accounts::Column::PasswordHash, Expr::value(hash))
            .filter(accounts::Column::Id.eq(account))
            .exec(tx)
            .await?;
    }
    open_session(tx, clock, school, account, session).await?;
    let by = By {
        school,
        account: Some(account),
    };
    record(tx, clock, &by, Event::SignedIn(account)).await
}

/// Opens a session of a person in a school.
///
/// # Errors
/// When the row cannot be written.
pub async fn open_session(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    account: AccountId,
    new: &NewSession,
) -> Result<(), DbError> {
    if let Some((owner, id)) = new.before {
        session::close(tx, owner, id).await?;
    }
    let id = SessionId::generate(clock);
    let (token, client) = (&new.token, &new.client);
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
/// `keep`; codes and links open nothing any more. Their address, if they have
/// one, is told.
///
/// # Errors
/// When the rows cannot be written.
pub async fn change_password(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    account: AccountId,
    hash: &str,
    keep: Option<SessionId>,
) -> Result<(), DbError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::PasswordHash, Expr::value(hash))
        .col_expr(accounts::Column::MustChoosePassword, Expr::value(false))
        .filter(accounts::Column::Id.eq(account))
        .exec(tx)
        .await?;
    session::close_all(tx, account, keep).await?;
    codes::expire(tx, account, clock.now()).await?;
    let by = By {
        school,
        account: Some(account),
    };
    record(tx, clock, &by, Event::PasswordChanged(account)).await?;
    mailing::commands::tell_password_changed(tx, clock, account).await
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
