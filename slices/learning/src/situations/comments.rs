//! What colleagues say of a situation.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, QueryOrder, Set};
use web::{Actor, App, Does, NoticeKind, Protected};

use super::commands::{audit, sheet_of};
use crate::events::Event;
use crate::model::{CommentId, SituationContent, SituationId};
use crate::paths;
use crate::policy::{Action, decide};
use crate::rows::comments;
use crate::sheets::By;
use crate::sheets::store::read;

/// A comment as the object of an address: its author alone changes it.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its row.
    pub row: comments::Model,
}

impl Protected for Comment {
    const PARAM: &'static str = "comment";
    type Id = CommentId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: CommentId) -> Result<Option<Self>, DbError> {
        let row = comments::Entity::find_by_id(id)
            .filter(comments::Column::SchoolId.eq(actor.school))
            .one(app.db.reader())
            .await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        self.row.author_id == actor.account && decide(actor.roles, action)
    }
}

/// Removes a comment of one's own.
#[derive(Clone, Copy, Debug)]
pub struct Removes;
impl Does<Comment> for Removes {
    const ACTION: Action = Action::Write;
}

/// The comments of a situation that are still there, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_situation(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
) -> Result<Vec<comments::Model>, DbError> {
    use comments::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SituationId.eq(situation))
        .filter(Column::RemovedAt.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// A colleague said something of a situation.
pub const COMMENTED: NoticeKind = NoticeKind {
    code: "learning.commented",
    one: "commentaire sur une situation",
    many: "commentaires sur des situations",
};

/// So much of a title fits in a notification.
const TITLE_MAX: usize = 80;

/// Writes a comment; who began the situation and who commented it before are told.
///
/// # Errors
/// When the row cannot be written.
pub async fn add(
    tx: &Tx,
    clock: &Clock,
    by: By,
    situation: SituationId,
    text: &str,
) -> Result<CommentId, DbError> {
    let id = CommentId::generate(clock);
    comments::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        situation_id: Set(situation),
        author_id: Set(by.account),
        text: Set(text.to_owned()),
        created_at: Set(clock.now()),
        removed_at: Set(None),
    }
    .insert(tx)
    .await?;
    tell_the_others(tx, clock, by, situation).await?;
    audit(tx, clock, by, Event::Commented(id)).await?;
    Ok(id)
}

async fn tell_the_others(
    tx: &Tx,
    clock: &Clock,
    by: By,
    situation: SituationId,
) -> Result<(), DbError> {
    let sheet = sheet_of(tx, by.school, situation.into()).await?;
    let content: SituationContent = read(&sheet.content)?;
    let before = of_situation(tx, by.school, situation).await?;
    let mut others: Vec<AccountId> = before.iter().map(|one| one.author_id).collect();
    others.push(sheet.created_by);
    others.sort_unstable();
    others.dedup();
    let text = format!(
        "Un commentaire vous attend sur la situation «\u{202f}{}\u{202f}».",
        kernel::truncate(&content.title, TITLE_MAX)
    );
    let href = format!("{}#commentaires", paths::situation(situation));
    for other in others.into_iter().filter(|other| *other != by.account) {
        people::api::notify(tx, clock, by.school, other, &COMMENTED, &text, &href).await?;
    }
    Ok(())
}

/// Removes a comment.
///
/// # Errors
/// When the row cannot be written.
pub async fn remove(tx: &Tx, clock: &Clock, by: By, row: &comments::Model) -> Result<(), DbError> {
    let mut active = row.clone().into_active_model();
    active.removed_at = Set(Some(clock.now()));
    active.update(tx).await?;
    audit(tx, clock, by, Event::CommentRemoved(row.id)).await
}
