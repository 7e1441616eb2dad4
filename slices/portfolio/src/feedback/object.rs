//! A feedback as the object of an address: answered by its learner and the team.

use db::DbError;
use kernel::SchoolId;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use web::{Actor, App, Does, Protected};

use super::FeedbackId;
use super::store::{self, feedback};
use crate::policy::{ConversationFacts, decide_conversation};
use crate::report::store::reports::{Column, Entity};

/// A feedback on a report that is still there.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// The feedback.
    pub row: feedback::Model,
    /// The title of its report.
    pub title: String,
    /// Whether the person is its learner.
    pub own: bool,
    facts: ConversationFacts,
}

/// Takes part in a conversation.
#[derive(Clone, Copy, Debug)]
pub struct TakesPart;
impl Does<Conversation> for TakesPart {
    const ACTION: () = ();
}

impl Protected for Conversation {
    const PARAM: &'static str = "feedback";
    type Id = FeedbackId;
    /// One thing can be done with it.
    type Action = ();

    async fn find(app: &App, actor: &Actor, id: FeedbackId) -> Result<Option<Self>, DbError> {
        let Some(row) = store::find(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let title: Option<String> = Entity::find_by_id(row.report_id)
            .select_only()
            .column(Column::Title)
            .filter(Column::SchoolId.eq(actor.school))
            .filter(Column::DeletedAt.is_null())
            .into_tuple()
            .one(app.db.reader())
            .await?;
        let Some(title) = title else {
            return Ok(None);
        };
        let team =
            people::api::is_team_of(&app.db, actor.school, actor.account, row.learner_id).await?;
        let own = row.learner_id == actor.account;
        Ok(Some(Self {
            facts: ConversationFacts {
                own,
                team: team.is_some(),
            },
            own,
            row,
            title,
        }))
    }

    fn allows(&self, actor: &Actor, (): ()) -> bool {
        decide_conversation(actor.roles, self.facts)
    }

    async fn school_of(app: &App, id: FeedbackId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}
