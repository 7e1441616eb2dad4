//! The objects behind the addresses of this slice, each loaded through its policy.

use db::DbError;
use kernel::{AccountId, SchoolId};
use web::session::{self, SessionId};
use web::{Actor, App, Does, Protected};

use crate::model::{ClassId, GroupId, NotificationId};
use crate::policy::{Action, Facts, decide};
use crate::store::people::PersonOfSchool;
use crate::store::{class_rows, classes, groups, notification_rows, notifications, people, teams};

/// Sees the object.
#[derive(Debug)]
pub struct Sees;
/// Manages the object.
#[derive(Debug)]
pub struct Manages;
/// Forms the groups of a class.
#[derive(Debug)]
pub struct FormsGroups;
/// Ends the year of a class, which takes the classes of the next one.
#[derive(Debug)]
pub struct RollsOver;
/// Uses what is their own.
#[derive(Debug)]
pub struct Uses;

/// A person of the school.
#[derive(Clone, Debug)]
pub struct Person(pub PersonOfSchool);

impl Person {
    /// Their account.
    pub fn id(&self) -> AccountId {
        self.0.account.id
    }
}

impl Protected for Person {
    const PARAM: &'static str = "person";
    type Id = AccountId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: AccountId) -> Result<Option<Self>, DbError> {
        Ok(people::get(app.db.reader(), actor.school, id)
            .await?
            .map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let facts = Facts {
            own: self.id() == actor.account,
            ..Facts::default()
        };
        decide(actor.roles, action, facts)
    }
}

impl Does<Person> for Manages {
    const ACTION: Action = Action::Administer;
}

/// A class of the school, with what ties the person to it.
#[derive(Clone, Debug)]
pub struct Class {
    /// The class.
    pub row: class_rows::Model,
    facts: Facts,
}

impl Class {
    /// Whether `actor` may manage it.
    pub fn managed_by(&self, actor: &Actor) -> bool {
        self.allows(actor, Action::ManageClass)
    }

    /// Whether `actor` may form its groups.
    pub fn grouped_by(&self, actor: &Actor) -> bool {
        self.allows(actor, Action::FormGroups)
    }

    /// Whether `actor` may see the paths of its learners.
    pub fn followed_by(&self, actor: &Actor) -> bool {
        self.allows(actor, Action::FollowLearners)
    }
}

impl Protected for Class {
    const PARAM: &'static str = "class";
    type Id = ClassId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ClassId) -> Result<Option<Self>, DbError> {
        let Some(row) = classes::get(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let teaching = teams::get(app.db.reader(), actor.school, id, actor.account).await?;
        let facts = Facts {
            own: false,
            teaches: teaching.is_some(),
            coordinates: teaching.is_some_and(|teaching| teaching.coordinator),
            archived: row.archived_at.is_some(),
        };
        Ok(Some(Self { row, facts }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: ClassId) -> Result<Option<SchoolId>, DbError> {
        classes::school_of(app.db.reader(), id).await
    }
}

impl Does<Class> for Sees {
    const ACTION: Action = Action::SeeClass;
}

impl Does<Class> for Manages {
    const ACTION: Action = Action::ManageClass;
}

impl Does<Class> for RollsOver {
    const ACTION: Action = Action::Administer;
}

impl Does<Class> for FormsGroups {
    const ACTION: Action = Action::FormGroups;
}

/// A group, with its class.
#[derive(Clone, Debug)]
pub struct Group {
    /// The group.
    pub row: groups::Model,
    /// Its class.
    pub class: Class,
}

impl Protected for Group {
    const PARAM: &'static str = "group";
    type Id = GroupId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: GroupId) -> Result<Option<Self>, DbError> {
        let Some(row) = groups::get(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let class = Class::find(app, actor, row.class_id).await?;
        Ok(class.map(|class| Self { row, class }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        self.class.allows(actor, action)
    }

    async fn school_of(app: &App, id: GroupId) -> Result<Option<SchoolId>, DbError> {
        groups::school_of(app.db.reader(), id).await
    }
}

impl Does<Group> for FormsGroups {
    const ACTION: Action = Action::FormGroups;
}

/// A notification to the person.
#[derive(Clone, Debug)]
pub struct Notification(pub notification_rows::Model);

impl Protected for Notification {
    const PARAM: &'static str = "notification";
    type Id = NotificationId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: NotificationId) -> Result<Option<Self>, DbError> {
        let found = notifications::get(app.db.reader(), actor.school, actor.account, id).await?;
        Ok(found.map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let facts = Facts {
            own: self.0.account_id == actor.account,
            ..Facts::default()
        };
        decide(actor.roles, action, facts)
    }
}

impl Does<Notification> for Uses {
    const ACTION: Action = Action::UseOwn;
}

/// A session of the person.
#[derive(Clone, Debug)]
pub struct OwnSession(pub session::entity::Model);

impl Protected for OwnSession {
    const PARAM: &'static str = "session";
    type Id = SessionId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: SessionId) -> Result<Option<Self>, DbError> {
        let mine = session::list(app, actor.account).await?;
        Ok(mine.into_iter().find(|session| session.id == id).map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let facts = Facts {
            own: self.0.account_id == actor.account,
            ..Facts::default()
        };
        decide(actor.roles, action, facts)
    }
}

impl Does<OwnSession> for Uses {
    const ACTION: Action = Action::UseOwn;
}
