//! Who is told what of an interview. A notification holds a day, an hour and a
//! place, never what is talked about: it may be read over a shoulder.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, date_long, local_date, time_short, truncate};
use web::NoticeKind;

use super::paths;
use super::store::interviews;

/// An interview is planned.
pub const PLANNED: NoticeKind = NoticeKind {
    code: "portfolio.interview_planned",
    one: "entretien prévu",
    many: "entretiens prévus",
};
/// Its day or its place changed, or it will not take place.
pub const MOVED: NoticeKind = NoticeKind {
    code: "portfolio.interview_moved",
    one: "entretien déplacé ou annulé",
    many: "entretiens déplacés ou annulés",
};
/// A report waits for a signature.
pub const TO_SIGN: NoticeKind = NoticeKind {
    code: "portfolio.interview_to_sign",
    one: "compte rendu d’entretien à signer",
    many: "comptes rendus d’entretien à signer",
};
/// It was signed, opened again or completed.
pub const ANSWERED: NoticeKind = NoticeKind {
    code: "portfolio.interview_answered",
    one: "nouvelle d’un entretien",
    many: "nouvelles d’entretiens",
};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It is planned.
    Planned,
    /// Another day, hour, place or person.
    Moved,
    /// It will not take place.
    Cancelled,
    /// The report waits for the learner’s signature.
    ToSign,
    /// The learner signed.
    Signed,
    /// The team takes the report up again.
    Reopened,
    /// Something was added below the report.
    Completed,
}

/// So much of a place fits in a notification.
const PLACE_MAX: usize = 60;

/// « le 9 mars 2027 à 14 h 30 ».
fn when(row: &interviews::Model) -> String {
    format!(
        "le {} à {}",
        date_long(local_date(row.starts_at)),
        time_short(row.starts_at)
    )
}

fn text(row: &interviews::Model, news: News) -> (NoticeKind, String) {
    let when = when(row);
    let place = match row.place.as_str() {
        "" => String::new(),
        place => format!(", {}", truncate(place, PLACE_MAX)),
    };
    match news {
        News::Planned => (
            PLANNED,
            format!("Un entretien formatif est prévu {when}{place}."),
        ),
        News::Moved => (
            MOVED,
            format!("Un entretien formatif a changé\u{a0}: il est prévu {when}{place}."),
        ),
        News::Cancelled => (
            MOVED,
            format!("L’entretien formatif prévu {when} est annulé."),
        ),
        News::ToSign => (
            TO_SIGN,
            format!("Le compte rendu de l’entretien tenu {when} attend votre signature."),
        ),
        News::Signed => (
            ANSWERED,
            format!("Le compte rendu de l’entretien tenu {when} est signé par les deux."),
        ),
        News::Reopened => (
            ANSWERED,
            format!(
                "Le compte rendu de l’entretien tenu {when} est repris\u{a0}: vous le signerez plus tard."
            ),
        ),
        News::Completed => (
            ANSWERED,
            format!("Un complément est ajouté au compte rendu de l’entretien tenu {when}."),
        ),
    }
}

/// Tells the learner and who leads the interview, but for `author`, who knows.
///
/// # Errors
/// When a row cannot be written.
pub async fn tell(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    row: &interviews::Model,
    news: News,
) -> Result<(), DbError> {
    let (kind, text) = text(row, news);
    let href = paths::interview(row.id);
    for account in [row.learner_id, row.teacher_id] {
        if account != author {
            people::api::notify(tx, clock, school, account, &kind, &text, &href).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::model::State;
    use super::*;
    use kernel::Timestamp;
    use kernel::uuid::Uuid;

    #[test]
    fn a_notification_says_when_and_where_and_nothing_of_what_is_said() {
        let at = Timestamp::from_timestamp(1_804_599_000, 0).unwrap();
        let row = interviews::Model {
            id: super::super::InterviewId(Uuid::nil()),
            school_id: SchoolId(Uuid::nil()),
            learner_id: AccountId(Uuid::nil()),
            teacher_id: AccountId(Uuid::nil()),
            curriculum_id: curriculum::CurriculumId(Uuid::nil()),
            starts_at: at,
            minutes: 30,
            place: "Salle B12".into(),
            subject: "secret-sujet".into(),
            moved_from: None,
            changes: 0,
            targets: serde_json::json!([]),
            questions: serde_json::json!([]),
            lived: "secret-vecu".into(),
            reflection: String::new(),
            strengths: String::new(),
            improve: String::new(),
            decisions: "secret-decision".into(),
            remediation: String::new(),
            state: State::Planned,
            version: 1,
            created_at: at,
            saved_at: at,
            held_at: None,
            team_signer_id: None,
            team_signed_at: None,
            learner_signed_at: None,
            cancel_reason: "secret-raison".into(),
            deleted_at: None,
        };
        for news in [
            News::Planned,
            News::Moved,
            News::Cancelled,
            News::ToSign,
            News::Signed,
            News::Reopened,
            News::Completed,
        ] {
            let (_, text) = text(&row, news);
            assert!(!text.contains("secret"), "{text}");
        }
        assert!(text(&row, News::Planned).1.ends_with(", Salle B12."));
    }
}
