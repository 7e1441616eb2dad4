//! What people under test are told, and where.

use db::DbError;
use kernel::{AccountId, Secret};
use web::NoticeKind;

use super::School;
use crate::api::{self, By};
use crate::mailing::{commands, store};

/// What [`School::notify`] tells of.
pub const NEWS: NoticeKind = NoticeKind {
    code: "people.testing",
    one: "nouvelle d’essai",
    many: "nouvelles d’essai",
};

impl School<'_> {
    /// Tells a person something.
    ///
    /// # Panics
    /// When it cannot be written.
    pub async fn notify(&self, account: AccountId, text: &str, href: &str) {
        let work = (
            self.house.app.clock.clone(),
            self.id,
            text.to_owned(),
            href.to_owned(),
        );
        self.house
            .app
            .db
            .write(move |tx| {
                let (clock, school, text, href) = work.clone();
                async move {
                    api::notify(&tx, &clock, school, account, &NEWS, &text, &href).await?;
                    Ok::<_, DbError>(())
                }
            })
            .await
            .expect("a notification");
    }

    /// Gives somebody a confirmed address.
    ///
    /// # Panics
    /// When it cannot be written.
    pub async fn address(&self, account: AccountId, email: &str) {
        let token = self.link_to_confirm(account, email).await;
        let by = By {
            school: self.id,
            account: Some(account),
        };
        let work = (self.house.app.clock.clone(), by, Secret::presented(token));
        let confirmed = self
            .house
            .app
            .db
            .write(move |tx| {
                let (clock, by, token) = work.clone();
                async move { commands::confirm_address(&tx, &clock, &by, account, &token).await }
            })
            .await
            .expect("an answer");
        assert!(confirmed.is_ok(), "{confirmed:?}");
    }

    /// Gives somebody an address that waits; the end of its link.
    ///
    /// # Panics
    /// When it cannot be written.
    pub async fn link_to_confirm(&self, account: AccountId, email: &str) -> String {
        let token = Secret::generate();
        let email = email.parse::<::mail::Address>().expect("an address");
        let work = (self.house.app.clock.now(), email, token.hash());
        self.house
            .app
            .db
            .write(move |tx| {
                let (now, email, hash) = work.clone();
                async move {
                    store::ask(&tx, now, account, &email, Some(account)).await?;
                    let pending = store::pending(&tx, account).await?.expect("it waits");
                    store::set_link(&tx, now, &pending, &hash).await?;
                    Ok::<_, DbError>(())
                }
            })
            .await
            .expect("a link");
        token.reveal().to_owned()
    }
}
