//! Handing out first sign-in codes and reset links, and using them.

use chrono::Duration;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Secret, Timestamp, readable_code};
use sea_orm::entity::prelude::*;
use web::session;

use super::{By, Refused, record};
use crate::events::Event;
use crate::model::Login;
use crate::store::{CodeKind, access_codes, accounts, codes, memberships, people, schools};

/// A code handed out: shown once, then known by its hash only.
#[derive(Clone, Debug)]
pub struct Given {
    /// Whose it is.
    pub account: AccountId,
    /// The code or the last part of the link.
    pub secret: Secret,
    /// Until when it opens the door.
    pub expires_at: Timestamp,
}

/// Gives each person a code of this kind; those they had are worth nothing
/// any more.
///
/// # Errors
/// [`Refused::Unknown`] when somebody is not of the school; a sentence when
/// somebody belongs to another school too: whoever resets a password becomes
/// that person, there as well.
pub async fn give_codes(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    kind: CodeKind,
    to: &[AccountId],
) -> Result<Vec<Given>, Refused> {
    let open = people::open_members(tx, by.school, to).await?;
    if open.len() != to.len() {
        return Err(Refused::Unknown);
    }
    let elsewhere = memberships::Entity::find()
        .filter(memberships::Column::AccountId.is_in(to.to_vec()))
        .filter(memberships::Column::SchoolId.ne(by.school))
        .count(tx)
        .await?;
    if elsewhere > 0 {
        return Err(Refused::field(
            "code",
            "Cet accès ne peut pas être renouvelé depuis l’établissement\u{a0}: adressez-vous à la personne qui héberge Jalon.",
        ));
    }
    let now = clock.now();
    let new: Vec<codes::NewCode> = to
        .iter()
        .map(|account| codes::NewCode {
            school: by.school,
            account: *account,
            kind,
            by: by.account,
            secret: match kind {
                CodeKind::FirstSignIn => readable_code(3),
                CodeKind::Reset | CodeKind::MailedReset | CodeKind::Invitation => {
                    Secret::generate()
                }
            },
            expires_at: now + kind.life(),
        })
        .collect();
    codes::insert(tx, now, &new).await?;
    for code in &new {
        let event = match kind {
            CodeKind::FirstSignIn => Event::CodeGiven(code.account),
            CodeKind::Reset | CodeKind::MailedReset | CodeKind::Invitation => {
                Event::ResetGiven(code.account)
            }
        };
        record(tx, clock, by, event).await?;
    }
    Ok(new
        .into_iter()
        .map(|code| Given {
            account: code.account,
            secret: code.secret,
            expires_at: code.expires_at,
        })
        .collect())
}

/// A reset link for whoever runs the server: the way back in when no
/// administrator can sign in. `None` when nobody has this login.
///
/// # Errors
/// When the row cannot be written.
pub async fn give_link_by_host(
    tx: &Tx,
    clock: &Clock,
    login: &Login,
    life: Duration,
) -> Result<Option<Secret>, DbError> {
    let Some(account) = people::by_login(tx, login).await? else {
        return Ok(None);
    };
    let Some((school, _)) = schools::of_account(tx, account.id)
        .await?
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    let now = clock.now();
    let code = codes::NewCode {
        school,
        account: account.id,
        kind: CodeKind::Reset,
        by: None,
        secret: Secret::generate(),
        expires_at: now + life,
    };
    codes::insert(tx, now, std::slice::from_ref(&code)).await?;
    let by = By {
        school,
        account: None,
    };
    record(tx, clock, &by, Event::ResetGiven(account.id)).await?;
    Ok(Some(code.secret))
}

/// Why a code opens nothing. The sentences are for whoever holds the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// No such code, or a newer one replaced it.
    #[error("Ce code n’est pas reconnu. Vérifiez chaque caractère, ou demandez un nouveau code.")]
    Unknown,
    /// It was used.
    #[error(
        "Ce code a déjà servi. Si c’était vous, connectez-vous avec votre mot de passe\u{a0}; sinon, prévenez la personne qui vous l’a donné."
    )]
    Used,
    /// Too old.
    #[error(
        "Ce code n’est plus valable\u{a0}: demandez-en un nouveau à la personne qui vous l’a donné."
    )]
    Expired,
}

/// The code presented, if it can still be used and its owner's access is open.
///
/// # Errors
/// The outer error when the database does not answer; the inner one says why
/// the code opens nothing.
pub async fn redeemable(
    connection: &impl ConnectionTrait,
    now: Timestamp,
    kinds: &[CodeKind],
    secret: &Secret,
) -> Result<Result<access_codes::Model, CodeRefused>, DbError> {
    let Some(code) = codes::find(connection, kinds, secret).await? else {
        return Ok(Err(CodeRefused::Unknown));
    };
    if code.used_at.is_some() {
        return Ok(Err(CodeRefused::Used));
    }
    if code.expires_at <= now {
        return Ok(Err(CodeRefused::Expired));
    }
    let open = people::open_members(connection, code.school_id, &[code.account_id]).await?;
    Ok(if open.is_empty() {
        Err(CodeRefused::Unknown)
    } else {
        Ok(code)
    })
}

/// Uses a first sign-in code: its owner must choose a password next. Their
/// other sessions end.
///
/// # Errors
/// As [`redeemable`].
pub async fn redeem(
    tx: &Tx,
    clock: &Clock,
    secret: &Secret,
) -> Result<Result<(SchoolId, AccountId), CodeRefused>, DbError> {
    let now = clock.now();
    let code = match redeemable(tx, now, &[CodeKind::FirstSignIn], secret).await? {
        Ok(code) => code,
        Err(refused) => return Ok(Err(refused)),
    };
    if !codes::use_once(tx, secret, now).await? {
        return Ok(Err(CodeRefused::Used));
    }
    accounts::Entity::update_many()
        .col_expr(accounts::Column::MustChoosePassword, Expr::value(true))
        .filter(accounts::Column::Id.eq(code.account_id))
        .exec(tx)
        .await?;
    session::close_all(tx, code.account_id, None).await?;
    let by = By {
        school: code.school_id,
        account: Some(code.account_id),
    };
    record(tx, clock, &by, Event::CodeUsed(code.account_id)).await?;
    Ok(Ok((code.school_id, code.account_id)))
}
