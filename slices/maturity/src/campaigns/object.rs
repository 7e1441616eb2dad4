//! A campaign as the object of an address.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::CampaignId;
use super::model::State;
use super::policy::{Action, Facts, decide};
use super::store::{self, campaigns, people};

/// A campaign, with what ties the person to it.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its row.
    pub row: campaigns::Model,
    /// The person’s own invitation.
    pub invitation: Option<people::Model>,
}

impl Campaign {
    /// What ties the person to it.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            invited: self.invitation.is_some(),
            steers: self.invitation.as_ref().is_some_and(|one| one.steers),
            closed: self.row.state == State::Closed,
        }
    }
}

impl Protected for Campaign {
    const PARAM: &'static str = "campaign";
    type Id = CampaignId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: CampaignId) -> Result<Option<Self>, DbError> {
        let reader = app.db.reader();
        let Some(row) = store::find(reader, actor.school, id).await? else {
            return Ok(None);
        };
        let invitation = store::invitation(reader, actor.school, id, actor.account).await?;
        Ok(Some(Self { row, invitation }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, self.facts())
    }

    async fn school_of(app: &App, id: CampaignId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads the results.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Campaign> for Reads {
    const ACTION: Action = Action::Read;
}

/// Gives their own answer.
#[derive(Clone, Copy, Debug)]
pub struct Answers;
impl Does<Campaign> for Answers {
    const ACTION: Action = Action::Answer;
}

/// Fills the collective answer.
#[derive(Clone, Copy, Debug)]
pub struct Steers;
impl Does<Campaign> for Steers {
    const ACTION: Action = Action::Steer;
}

/// Opens, invites, reminds, closes.
#[derive(Clone, Copy, Debug)]
pub struct Leads;
impl Does<Campaign> for Leads {
    const ACTION: Action = Action::Lead;
}
