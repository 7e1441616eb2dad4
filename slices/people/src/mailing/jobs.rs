//! The jobs that send. They may run twice: a link sent again replaces the one
//! before; the digest, see [`super::digest`], does not leave twice.

use chrono::Duration;
use db::DbError;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use kernel::{AccountId, Secret};
use mail::{Address, Letter, MailError};
use serde::{Deserialize, Serialize};
use web::App;
use web::attempts::{self, Limit};

use super::digest::{self, PlanDigests, SendDigest};
use super::invitation::{self, SendInvitation};
use super::{letters, store};
use crate::commands::{By, record};
use crate::events::Event;
use crate::model::FarewellId;
use crate::store::codes::{self, NewCode};
use crate::store::{CodeKind, schools};

/// Links for a forgotten password sent to one account, whatever was typed to
/// ask for them: a mailbox is not to be filled by others.
const RESETS: Limit = Limit {
    max: 5,
    window: Duration::hours(1),
};

/// Sends the link that confirms the pending address of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendConfirmation {
    pub account: AccountId,
}

impl JobPayload for SendConfirmation {
    const KIND: &'static str = "people.mail_confirmation";
}

/// Sends the link for a new password; does nothing for nobody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendReset {
    pub account: Option<AccountId>,
}

impl JobPayload for SendReset {
    const KIND: &'static str = "people.mail_reset";
    // About ten minutes: whoever waits for it has asked somebody else by then.
    const MAX_ATTEMPTS: i16 = 5;
}

/// Tells that a password was changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellPasswordChanged {
    pub account: AccountId,
}

impl JobPayload for TellPasswordChanged {
    const KIND: &'static str = "people.mail_password_changed";
}

/// Tells an address that it was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellFormer {
    pub farewell: FarewellId,
}

impl JobPayload for TellFormer {
    const KIND: &'static str = "people.mail_former_address";
}

/// Adds these jobs to a worker.
pub fn register(app: &App, worker: Worker) -> Worker {
    let [confirmation, reset, changed, former, invited, plan, send] =
        std::array::from_fn(|_| app.clone());
    worker
        .register::<SendConfirmation, _, _>(move |job, context| {
            send_confirmation(confirmation.clone(), job, context)
        })
        .register::<SendReset, _, _>(move |job, context| send_reset(reset.clone(), job, context))
        .register::<TellPasswordChanged, _, _>(move |job, _| {
            tell_password_changed(changed.clone(), job)
        })
        .register::<TellFormer, _, _>(move |job, _| tell_former(former.clone(), job))
        .register::<SendInvitation, _, _>(move |job, _| invitation::send(invited.clone(), job))
        .register::<PlanDigests, _, _>(move |_, _| digest::plan(plan.clone()))
        .recurring(digest::PLANNING, &PlanDigests {})
        .register::<SendDigest, _, _>(move |job, _| digest::send(send.clone(), job))
}

/// Sends a letter; says whether to try again.
pub(super) async fn post(app: &App, letter: &Letter, to: &Address) -> Result<(), JobError> {
    outcome(app.mailer.send(letter, to, &app.clock).await)
}

/// What a job makes of an error: what may pass is tried again.
pub(super) fn outcome(sent: Result<(), MailError>) -> Result<(), JobError> {
    match sent {
        Ok(()) => Ok(()),
        Err(error) if error.may_pass() => Err(JobError::Retry(Box::new(error))),
        Err(error) => Err(JobError::Fail(error.to_string())),
    }
}

async fn send_confirmation(app: App, job: SendConfirmation, _: JobContext) -> Result<(), JobError> {
    let Some(pending) = store::pending(app.db.reader(), job.account).await? else {
        return Ok(());
    };
    if schools::of_account(app.db.reader(), job.account)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let secret = Secret::generate();
    let work = (app.clock.clone(), pending.clone(), secret.hash());
    let waits = app
        .db
        .write(move |tx| {
            let (clock, pending, hash) = work.clone();
            async move { store::set_link(&tx, clock.now(), &pending, &hash).await }
        })
        .await?;
    if !waits {
        return Ok(());
    }
    let letter = letters::confirmation(&app.config.public_url, secret.reveal());
    post(&app, &letter, &pending.email).await
}

async fn send_reset(app: App, job: SendReset, context: JobContext) -> Result<(), JobError> {
    let Some(account) = job.account else {
        return Ok(());
    };
    if context.attempt() == 1 {
        let key = account.to_string();
        let counted = attempts::count(&app.db, &app.clock, "reset-mail", &key, RESETS).await?;
        if counted.is_err() {
            return Ok(());
        }
    }
    let Some(owner) = store::reachable(app.db.reader(), account).await? else {
        return Ok(());
    };
    let Some((school, _)) = schools::of_account(app.db.reader(), account)
        .await?
        .into_iter()
        .next()
    else {
        return Ok(());
    };
    let secret = Secret::generate();
    let work = (app.clock.clone(), secret.clone());
    app.db
        .write(move |tx| {
            let (clock, secret) = work.clone();
            async move {
                let now = clock.now();
                let code = NewCode {
                    school,
                    account,
                    kind: CodeKind::MailedReset,
                    by: None,
                    secret,
                    expires_at: now + CodeKind::MailedReset.life(),
                };
                codes::insert(&tx, now, &[code]).await?;
                let by = By {
                    school,
                    account: None,
                };
                record(&tx, &clock, &by, Event::ResetMailed(account)).await?;
                Ok::<_, DbError>(())
            }
        })
        .await?;
    let letter = letters::reset(&app.config.public_url, secret.reveal());
    post(&app, &letter, &owner.email).await
}

async fn tell_password_changed(app: App, job: TellPasswordChanged) -> Result<(), JobError> {
    match store::reachable(app.db.reader(), job.account).await? {
        Some(owner) => {
            let letter = letters::password_changed(&app.config.public_url);
            post(&app, &letter, &owner.email).await
        }
        None => Ok(()),
    }
}

async fn tell_former(app: App, job: TellFormer) -> Result<(), JobError> {
    let Some(left) = store::left(app.db.reader(), job.farewell).await? else {
        return Ok(());
    };
    let sent = post(&app, &letters::former_address(), &left.email).await;
    if matches!(sent, Err(JobError::Retry(_))) {
        return sent;
    }
    let farewell = job.farewell;
    app.db
        .write(move |tx| async move { store::forget_left(&tx, farewell).await })
        .await?;
    sent
}
