//! What learners are told of the missions entrusted to them. A notification
//! holds the title of the mission and its day, never a word of the team nor
//! anything of an adaptation: it may be read over a shoulder.

use chrono::NaiveDate;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, date_long, truncate};
use web::NoticeKind;

use super::paths;
use crate::model::AssignmentId;

/// A mission waits for a learner.
pub const ENTRUSTED: NoticeKind = NoticeKind {
    code: "learning.entrusted",
    one: "mission confiée",
    many: "missions confiées",
};
/// Its day or what is said of it changed.
pub const CHANGED: NoticeKind = NoticeKind {
    code: "learning.changed",
    one: "changement dans une mission",
    many: "changements dans des missions",
};
/// It is no longer to be done.
pub const WITHDRAWN: NoticeKind = NoticeKind {
    code: "learning.withdrawn",
    one: "mission retirée",
    many: "missions retirées",
};

/// So much of a title fits in a notification.
const TITLE_MAX: usize = 80;

/// The mission that people are told about.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// The tenant.
    pub school: SchoolId,
    /// The mission as it is entrusted.
    pub assignment: AssignmentId,
    /// Its title.
    pub title: &'a str,
    /// When it is expected.
    pub due_on: Option<NaiveDate>,
}

/// What happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It is entrusted.
    Entrusted,
    /// It changed.
    Changed,
    /// It is withdrawn.
    Withdrawn,
}

/// Tells learners what happened to a mission of theirs.
///
/// # Errors
/// When a row cannot be written.
pub async fn tell(
    tx: &Tx,
    clock: &Clock,
    about: &About<'_>,
    news: News,
    learners: &[AccountId],
) -> Result<(), DbError> {
    let title = format!("«\u{202f}{}\u{202f}»", truncate(about.title, TITLE_MAX));
    let due = about.due_on.map_or_else(String::new, |due| {
        format!(" À rendre le {}.", date_long(due))
    });
    let (kind, text, href) = match news {
        News::Entrusted => (
            ENTRUSTED,
            format!("Une mission vous est confiée\u{a0}: {title}.{due}"),
            paths::mission(about.assignment),
        ),
        News::Changed => (
            CHANGED,
            format!("La mission {title} a changé.{due}"),
            paths::mission(about.assignment),
        ),
        News::Withdrawn => (
            WITHDRAWN,
            format!(
                "La mission {title} n’est plus à faire. Ce que vous avez écrit reste dans votre dossier."
            ),
            paths::MINE.to_owned(),
        ),
    };
    for learner in learners {
        people::api::notify(tx, clock, about.school, *learner, &kind, &text, &href).await?;
    }
    Ok(())
}
