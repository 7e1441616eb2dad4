//! The people, for the web layer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use db::DbError;
use kernel::{AccountId, SchoolId, SecretHash, Timestamp};
use web::{Actor, App, Directory};

use crate::store::{actor, schools};

/// Answers from the tables of this slice.
#[derive(Debug, Default)]
struct People {
    /// A school is never removed: once there is one, nobody asks again.
    installed: AtomicBool,
}

/// The directory that the server gives to the web layer.
#[must_use]
pub fn directory() -> Arc<dyn Directory> {
    Arc::new(People::default())
}

#[async_trait::async_trait]
impl Directory for People {
    async fn actor(
        &self,
        app: &App,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Actor>, DbError> {
        actor::find(app.db.reader(), token, now).await
    }

    async fn schools_of(
        &self,
        app: &App,
        account: AccountId,
    ) -> Result<Vec<(SchoolId, String)>, DbError> {
        schools::of_account(app.db.reader(), account).await
    }

    async fn is_empty(&self, app: &App) -> Result<bool, DbError> {
        if self.installed.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let installed = schools::any(app.db.reader()).await?;
        self.installed.store(installed, Ordering::Relaxed);
        Ok(!installed)
    }
}
