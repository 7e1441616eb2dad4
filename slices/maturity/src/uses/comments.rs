//! What colleagues say of a use, and what its author is told.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect, Set};
use web::{Actor, App, Does, NoticeKind, Protected};

use super::commands::existing;
use super::events::Event;
use super::model::Origin;
use super::policy::{Action, Facts, decide};
use super::store;
use super::{CommentId, UseId, paths};
use crate::acting::{By, Refused};

/// The table `digital_use_comments`.
pub(crate) mod rows {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::uses::{CommentId, UseId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_use_comments")]
    /// What a colleague said of a use.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CommentId,
        pub school_id: SchoolId,
        pub use_id: UseId,
        pub author_id: AccountId,
        pub text: String,
        pub created_at: Timestamp,
        pub removed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A comment as the object of an address: its author alone takes it back.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its row.
    pub row: rows::Model,
}

impl Protected for Comment {
    const PARAM: &'static str = "use_comment";
    type Id = CommentId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: CommentId) -> Result<Option<Self>, DbError> {
        let row = rows::Entity::find_by_id(id)
            .filter(rows::Column::SchoolId.eq(actor.school))
            .one(app.db.reader())
            .await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let own = self.row.author_id == actor.account;
        own && decide(actor.roles, action, Facts { own })
    }
}

/// Takes back a comment of one's own.
#[derive(Clone, Copy, Debug)]
pub struct TakesBack;
impl Does<Comment> for TakesBack {
    const ACTION: Action = Action::Share;
}

/// So many comments of one use are shown.
const SHOWN: u64 = 200;

/// The comments of a use that are still there, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_use(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: UseId,
) -> Result<Vec<rows::Model>, DbError> {
    use rows::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::UseId.eq(id))
        .filter(Column::RemovedAt.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?)
}

/// A colleague said something of a use.
pub const COMMENTED: NoticeKind = NoticeKind {
    code: "maturity.use_commented",
    one: "commentaire sur un usage",
    many: "commentaires sur des usages",
};

/// A colleague began their own use from one.
pub const REUSED: NoticeKind = NoticeKind {
    code: "maturity.use_reused",
    one: "usage repris",
    many: "usages repris",
};

/// So much of a title fits in a notification.
const TITLE_MAX: usize = 80;

/// Writes a comment; who shared the use and who commented it before are told.
///
/// # Errors
/// [`Refused::Because`] when the use is in the corbeille.
pub async fn add(
    tx: &Tx,
    clock: &Clock,
    by: By,
    about: UseId,
    text: &str,
) -> Result<CommentId, Refused> {
    let about = existing(tx, by.school, about).await?;
    let id = CommentId::generate(clock);
    let before = of_use(tx, by.school, about.id).await?;
    rows::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        use_id: Set(about.id),
        author_id: Set(by.account),
        text: Set(text.to_owned()),
        created_at: Set(clock.now()),
        removed_at: Set(None),
    }
    .insert(tx)
    .await?;
    let mut others: Vec<AccountId> = before.iter().map(|one| one.author_id).collect();
    others.push(about.author_id);
    others.sort_unstable();
    others.dedup();
    let text = format!(
        "Un commentaire vous attend sur l’usage «\u{202f}{}\u{202f}».",
        kernel::truncate(&about.title, TITLE_MAX)
    );
    let href = format!("{}#commentaires", paths::one(about.id));
    for other in others.into_iter().filter(|other| *other != by.account) {
        people::api::notify(tx, clock, by.school, other, &COMMENTED, &text, &href).await?;
    }
    record(tx, clock, by, Event::Commented(id)).await?;
    Ok(id)
}

/// Takes back a comment.
///
/// # Errors
/// When the row cannot be written.
pub async fn remove(tx: &Tx, clock: &Clock, by: By, row: &rows::Model) -> Result<(), DbError> {
    let mut active = row.clone().into_active_model();
    active.removed_at = Set(Some(clock.now()));
    active.update(tx).await?;
    record(tx, clock, by, Event::CommentRemoved(row.id)).await
}

/// Tells the author of a use that somebody began their own from it.
///
/// # Errors
/// When the row cannot be written.
pub(super) async fn tell_reused(
    tx: &Tx,
    clock: &Clock,
    by: By,
    copy: UseId,
    origin: &Origin,
) -> Result<(), DbError> {
    let known = store::find(tx, by.school, origin.id).await?;
    let Some(row) = known.filter(|row| row.author_id != by.account) else {
        return Ok(());
    };
    let text = format!(
        "Votre usage «\u{202f}{}\u{202f}» est repris par un·e collègue.",
        kernel::truncate(&row.title, TITLE_MAX)
    );
    let (told, href) = (row.author_id, paths::one(copy));
    people::api::notify(tx, clock, by.school, told, &REUSED, &text, &href).await
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
