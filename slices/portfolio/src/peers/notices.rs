//! What people are told of the readings between peers. A notification names
//! the round, never an author nor a reader, nor a word of what was written.

use chrono::NaiveDate;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, date_long, truncate};
use web::NoticeKind;

use super::model::RoundId;
use super::paths;

/// Productions to read.
pub const TO_READ: NoticeKind = NoticeKind {
    code: "portfolio.peers_to_read",
    one: "travail à relire",
    many: "travaux à relire",
};
/// What was written for somebody.
pub const RECEIVED: NoticeKind = NoticeKind {
    code: "portfolio.peers_received",
    one: "relecture de camarades reçue",
    many: "relectures de camarades reçues",
};

/// The round that people are told about.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// The tenant.
    pub school: SchoolId,
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: &'a str,
    /// The last day on which one can write.
    pub closes_on: NaiveDate,
}

/// So much of a title fits in a notification.
const TITLE_MAX: usize = 80;

impl About<'_> {
    fn quoted(&self) -> String {
        format!("«\u{202f}{}\u{202f}»", truncate(self.title, TITLE_MAX))
    }

    /// Tells a reader how many productions wait for them.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub async fn tell_reader(
        &self,
        tx: &Tx,
        clock: &Clock,
        reader: AccountId,
        many: usize,
    ) -> Result<(), DbError> {
        let text = format!(
            "{} à relire avant le {} au soir\u{a0}: {}.",
            kernel::count(many as u64, "travail", "travaux"),
            date_long(self.closes_on),
            self.quoted()
        );
        people::api::notify(tx, clock, self.school, reader, &TO_READ, &text, paths::MINE).await
    }

    /// Tells an author that readings were handed to them.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub async fn tell_author(
        &self,
        tx: &Tx,
        clock: &Clock,
        author: AccountId,
    ) -> Result<(), DbError> {
        let text = format!(
            "Vos camarades ont relu votre travail\u{a0}: {}.",
            self.quoted()
        );
        let href = paths::received(self.round);
        people::api::notify(tx, clock, self.school, author, &RECEIVED, &text, &href).await
    }
}
