//! People for tests of slices that come before the one that knows people.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use db::DbError;
use kernel::{AccountId, Clock, Role, RoleSet, SchoolId, SecretHash, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::session::{alive, entity};
use crate::{Actor, App, Comfort, Directory};

/// A directory in memory: whoever was added is known in every school.
#[derive(Default)]
pub struct FakeDirectory(Mutex<HashMap<AccountId, (String, RoleSet)>>);

impl FakeDirectory {
    /// Nobody yet.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Adds a person.
    ///
    /// # Panics
    /// When a test has panicked while adding another one.
    pub fn person(&self, clock: &Clock, name: &str, roles: &[Role]) -> AccountId {
        let account = AccountId::generate(clock);
        self.0
            .lock()
            .expect("the directory")
            .insert(account, (name.to_owned(), RoleSet::of(roles)));
        account
    }
}

#[async_trait::async_trait]
impl Directory for FakeDirectory {
    async fn actor(
        &self,
        app: &App,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Actor>, DbError> {
        let session = entity::Entity::find()
            .filter(entity::Column::TokenHash.eq(token.clone()))
            .one(app.db.reader())
            .await?;
        let Some(session) = session.filter(|s| alive(s.created_at, s.last_seen_at, now)) else {
            return Ok(None);
        };
        let people = self.0.lock().expect("the directory");
        let Some((name, roles)) = people.get(&session.account_id) else {
            return Ok(None);
        };
        Ok(Some(Actor {
            account: session.account_id,
            school: session.school_id,
            roles: *roles,
            display_name: name.clone(),
            school_name: "Lycée d’essai".into(),
            comfort: Comfort::default(),
            unread: 0,
            session: session.id,
            last_seen: session.last_seen_at,
            must_choose_password: false,
        }))
    }

    async fn schools_of(&self, _: &App, _: AccountId) -> Result<Vec<(SchoolId, String)>, DbError> {
        Ok(Vec::new())
    }

    async fn is_empty(&self, _: &App) -> Result<bool, DbError> {
        Ok(false)
    }
}
