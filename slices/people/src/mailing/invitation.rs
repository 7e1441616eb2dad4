//! Invitations: a link to a first password, one message per person.

use db::jobs::{JobError, JobPayload, enqueue};
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Secret};
use serde::{Deserialize, Serialize};
use web::App;

use super::jobs::post;
use super::{letters, store};
use crate::commands::{By, record};
use crate::events::Event;
use crate::store::codes::{self, NewCode};
use crate::store::{CodeKind, people, schools};

/// Sends the invitation of one person: a bad address stops nobody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendInvitation {
    /// The school that invites.
    pub school: SchoolId,
    /// Who is invited.
    pub account: AccountId,
    /// Who asked for it.
    pub by: Option<AccountId>,
}

impl JobPayload for SendInvitation {
    const KIND: &'static str = "people.mail_invitation";
}

/// Asks for the invitations of some people, one job for each.
///
/// # Errors
/// When a row cannot be written.
pub async fn invite(tx: &Tx, clock: &Clock, by: &By, people: &[AccountId]) -> Result<(), DbError> {
    for account in people {
        let job = SendInvitation {
            school: by.school,
            account: *account,
            by: by.account,
        };
        enqueue(tx, clock, Some(by.school), &job).await?;
    }
    Ok(())
}

/// The job. Whoever came in meanwhile, left, or has no address any more gets
/// nothing. A link sent again replaces the one before.
pub async fn send(app: App, job: SendInvitation) -> Result<(), JobError> {
    let reader = app.db.reader();
    let (school, account) = (job.school, job.account);
    let waits = people::get(reader, school, account)
        .await?
        .is_some_and(|person| person.ended_at.is_none() && person.account.password_hash.is_none());
    // Whoever belongs to another school too is not this one's to let in.
    if !waits || schools::of_account(reader, account).await?.len() != 1 {
        return Ok(());
    }
    let found = store::addresses_to_invite(reader, &[account]).await?;
    let Some((address, _)) = found.get(&account) else {
        return Ok(());
    };
    let Some(from) = schools::get(reader, school).await? else {
        return Ok(());
    };
    let secret = Secret::generate();
    let work = (app.clock.clone(), secret.clone(), job);
    app.db
        .write(move |tx| {
            let (clock, secret, job) = work.clone();
            async move { give(&tx, &clock, &job, secret).await }
        })
        .await?;
    let letter = letters::invitation(&app.config.public_url, &from.name, secret.reveal());
    post(&app, &letter, address).await
}

async fn give(tx: &Tx, clock: &Clock, job: &SendInvitation, secret: Secret) -> Result<(), DbError> {
    let now = clock.now();
    let code = NewCode {
        school: job.school,
        account: job.account,
        kind: CodeKind::Invitation,
        by: job.by,
        secret,
        expires_at: now + CodeKind::Invitation.life(),
    };
    codes::insert(tx, now, &[code]).await?;
    let by = By {
        school: job.school,
        account: job.by,
    };
    record(tx, clock, &by, Event::InvitationMailed(job.account)).await
}
