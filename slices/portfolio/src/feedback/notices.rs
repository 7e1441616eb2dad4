//! Who is told what in the application. A notification holds the title of
//! the report and nothing else of it: it may be read over a shoulder.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, truncate};
use web::NoticeKind;

use super::model::Decision;
use crate::paths;
use crate::report::ReportId;

/// A report waits for the team.
pub const TO_READ: NoticeKind = NoticeKind {
    code: "portfolio.to_read",
    one: "compte rendu à lire",
    many: "comptes rendus à lire",
};
/// The team answered.
pub const ANSWERED: NoticeKind = NoticeKind {
    code: "portfolio.answered",
    one: "retour sur un compte rendu",
    many: "retours sur des comptes rendus",
};
/// The team asks to go on.
pub const TO_REVISE: NoticeKind = NoticeKind {
    code: "portfolio.to_revise",
    one: "compte rendu à reprendre",
    many: "comptes rendus à reprendre",
};
/// The team agreed.
pub const VALIDATED: NoticeKind = NoticeKind {
    code: "portfolio.validated",
    one: "compte rendu validé",
    many: "comptes rendus validés",
};
/// Somebody answered in a conversation.
pub const REPLIED: NoticeKind = NoticeKind {
    code: "portfolio.replied",
    one: "réponse dans un échange",
    many: "réponses dans des échanges",
};

/// The PDF of the dossier is ready, or could not be made.
pub const PRINTED: NoticeKind = NoticeKind {
    code: "portfolio.printed",
    one: "nouvelle de votre dossier en PDF",
    many: "nouvelles de votre dossier en PDF",
};

/// So much of a title fits in a notification.
const TITLE_MAX: usize = 80;

/// The report that people are told about.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// The tenant.
    pub school: SchoolId,
    /// The report.
    pub report: ReportId,
    /// Its learner.
    pub learner: AccountId,
    /// Its title.
    pub title: &'a str,
}

impl About<'_> {
    fn quoted(&self) -> String {
        format!("«\u{202f}{}\u{202f}»", truncate(self.title, TITLE_MAX))
    }
}

/// Tells the team that a report waits: the teachers of the blocs that it is
/// linked to; the whole team when it is linked to none of theirs. `again`
/// when it was submitted before.
///
/// # Errors
/// When a row cannot be read or written.
pub async fn notify_submission(
    tx: &Tx,
    clock: &Clock,
    about: &About<'_>,
    blocks: &[u8],
    again: bool,
) -> Result<(), DbError> {
    let team = people::api::team_of_learner(tx, about.school, about.learner).await?;
    let concerned: Vec<_> = team
        .iter()
        .filter(|member| blocks.iter().any(|block| member.blocks.has(*block)))
        .collect();
    let told = if concerned.is_empty() {
        team.iter().collect()
    } else {
        concerned
    };
    let text = match again {
        false => format!(
            "Un compte rendu attend votre lecture\u{a0}: {}.",
            about.quoted()
        ),
        true => format!(
            "Un compte rendu a été repris et soumis à nouveau\u{a0}: {}.",
            about.quoted()
        ),
    };
    let href = paths::reading(about.report);
    for member in told {
        people::api::notify(
            tx,
            clock,
            about.school,
            member.account,
            &TO_READ,
            &text,
            &href,
        )
        .await?;
    }
    Ok(())
}

/// Tells the learner that they were answered, or what was decided.
///
/// # Errors
/// When the row cannot be written.
pub async fn notify_answer(
    tx: &Tx,
    clock: &Clock,
    about: &About<'_>,
    decision: Decision,
) -> Result<(), DbError> {
    let title = about.quoted();
    let (kind, text) = match decision {
        Decision::Answer => (ANSWERED, format!("Vous avez un retour sur {title}.")),
        Decision::Revise => (
            TO_REVISE,
            format!("{title} est à reprendre\u{a0}: lisez le retour de l’équipe."),
        ),
        Decision::Validate => (VALIDATED, format!("{title} est validé.")),
    };
    let href = paths::report(about.report);
    people::api::notify(tx, clock, about.school, about.learner, &kind, &text, &href).await
}

/// Tells the others of a conversation that somebody answered.
///
/// # Errors
/// When a row cannot be written.
pub async fn notify_reply(
    tx: &Tx,
    clock: &Clock,
    about: &About<'_>,
    others: &[AccountId],
) -> Result<(), DbError> {
    let text = format!("Une réponse vous attend sur {}.", about.quoted());
    for account in others {
        let href = if *account == about.learner {
            paths::report(about.report)
        } else {
            paths::reading(about.report)
        };
        people::api::notify(tx, clock, about.school, *account, &REPLIED, &text, &href).await?;
    }
    Ok(())
}
