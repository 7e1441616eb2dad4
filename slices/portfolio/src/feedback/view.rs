//! Feedback as pages show it: on the learner's report, on the reading page.

use std::collections::HashMap;

use db::{Db, DbError};
use kernel::{AccountId, SchoolId, date_time};
use people::api::PersonName;

use super::model::Part;
use super::store::{self, Thread};
use crate::report::{ReportId, Section};

/// A feedback with its conversation.
#[derive(Clone, Debug)]
pub struct ThreadView {
    /// Its identifier.
    pub id: String,
    /// « Mme Carbonnel ».
    pub author: String,
    /// « 8 mars 2027 à 18 h 05 ».
    pub at: String,
    /// The section it hangs on.
    pub section: Option<Section>,
    /// The submitted version that was read.
    pub version: i32,
    /// What is said: (label, text), the empty ones left out.
    pub parts: Vec<(&'static str, String)>,
    /// The answers, the oldest first.
    pub replies: Vec<ReplyView>,
    /// Where to answer; none for those who only read.
    pub reply_to: Option<String>,
}

/// An answer to a feedback.
#[derive(Clone, Debug)]
pub struct ReplyView {
    /// Who answers.
    pub author: String,
    /// When.
    pub at: String,
    /// What they say.
    pub text: String,
}

impl ThreadView {
    /// « sur « Comment et pourquoi » », or nothing for the whole report.
    #[must_use]
    pub fn about(&self) -> Option<&'static str> {
        self.section.map(Section::label)
    }
}

/// The conversation on a report, the oldest first, with the names of those
/// who take part. At most three statements.
///
/// # Errors
/// When the database does not answer.
pub async fn of_report(
    db: &Db,
    school: SchoolId,
    report: ReportId,
    may_reply: bool,
) -> Result<Vec<ThreadView>, DbError> {
    let threads = store::of_report(db.reader(), school, report).await?;
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let mut authors: Vec<AccountId> = threads
        .iter()
        .flat_map(|thread| {
            let replies = thread.replies.iter().map(|reply| reply.author_id);
            std::iter::once(thread.feedback.author_id).chain(replies)
        })
        .collect();
    authors.sort_unstable();
    authors.dedup();
    let names = people::api::names_of(db, school, &authors).await?;
    Ok(threads
        .iter()
        .map(|thread| view(thread, &names, may_reply))
        .collect())
}

fn view(thread: &Thread, names: &HashMap<AccountId, PersonName>, may_reply: bool) -> ThreadView {
    let feedback = &thread.feedback;
    let said = feedback.said();
    ThreadView {
        id: feedback.id.to_string(),
        author: called(names, feedback.author_id),
        at: date_time(feedback.created_at),
        section: feedback
            .section
            .as_deref()
            .and_then(|code| code.parse().ok()),
        version: feedback.version_number,
        parts: Part::ALL
            .into_iter()
            .filter(|part| !said.part(*part).is_empty())
            .map(|part| (part.label(), said.part(part).to_owned()))
            .collect(),
        replies: thread
            .replies
            .iter()
            .map(|reply| ReplyView {
                author: called(names, reply.author_id),
                at: date_time(reply.created_at),
                text: reply.text.clone(),
            })
            .collect(),
        reply_to: may_reply.then(|| crate::paths::reply(feedback.id)),
    }
}

/// How somebody is called on a page.
#[must_use]
pub fn called(names: &HashMap<AccountId, PersonName>, who: AccountId) -> String {
    names
        .get(&who)
        .map_or_else(|| "Une personne partie".to_owned(), PersonName::formal)
}
