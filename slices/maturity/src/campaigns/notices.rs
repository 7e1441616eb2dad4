//! What people are told of campaigns: that one waits for their answer, and
//! until when. Never what anybody answered, nor who did.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, date_long, truncate};
use web::NoticeKind;

use super::paths;
use super::store::campaigns;

/// Somebody is invited to answer.
pub const INVITED: NoticeKind = NoticeKind {
    code: "maturity.campaign_invited",
    one: "invitation à répondre à une campagne",
    many: "invitations à répondre à des campagnes",
};
/// They have not answered yet.
pub const REMINDED: NoticeKind = NoticeKind {
    code: "maturity.campaign_reminded",
    one: "campagne qui attend votre réponse",
    many: "campagnes qui attendent votre réponse",
};

/// So much of a title fits in a notification.
const TITLE_MAX: usize = 60;

fn until(row: &campaigns::Model) -> String {
    row.answers_until
        .map_or_else(String::new, |last| format!(" jusqu’au {}", date_long(last)))
}

fn text(row: &campaigns::Model, kind: &NoticeKind) -> String {
    let title = truncate(&row.title, TITLE_MAX);
    let until = until(row);
    match *kind == INVITED {
        true => format!(
            "Votre établissement se positionne sur le numérique («\u{202f}{title}\u{202f}»)\u{a0}: répondez{until}. Personne ne lit votre réponse\u{a0}: seuls les totaux sont montrés."
        ),
        false => {
            format!("La campagne «\u{202f}{title}\u{202f}» attend encore votre réponse{until}.")
        }
    }
}

/// Tells people that a campaign waits for them.
///
/// # Errors
/// When a row cannot be written.
pub async fn tell(
    tx: &Tx,
    clock: &Clock,
    row: &campaigns::Model,
    people: &[AccountId],
    kind: &NoticeKind,
) -> Result<(), DbError> {
    let text = text(row, kind);
    let href = paths::below(row.id, "reponse");
    for account in people {
        people::api::notify(tx, clock, row.school_id, *account, kind, &text, &href).await?;
    }
    Ok(())
}
