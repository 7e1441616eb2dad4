//! What the team and a learner of two records said to each other: an interview
//! that the learner completed, an objective of their own.

use kernel::AccountId;
use portfolio::api::interviews::{self, By, NewInterview, Terms};
use portfolio::api::{InterviewContent, InterviewId, InterviewSection, Refused, Slot};

use super::Cast;

/// An interview with the record that is to be closed, and an objective that
/// this record wrote.
pub async fn talk(cast: &Cast<'_>, teacher: AccountId) {
    let clock = cast.house.app.clock.clone();
    let new = NewInterview {
        id: InterviewId::generate(&clock),
        learner: cast.closed,
        curriculum: cast.school.sno().await,
        terms: Terms {
            slot: Slot {
                starts_at: clock.now(),
                minutes: 30,
            },
            place: String::new(),
            subject: String::new(),
            teacher,
        },
    };
    let mut said = InterviewContent::default();
    said.get_mut(InterviewSection::Lived).push_str("Un récit.");
    let by = |account| By {
        school: cast.school.id,
        account,
    };
    let (team, learner, id) = (by(teacher), by(cast.closed), new.id);
    let work = (clock, new, said);
    let written = cast.house.app.db.write(move |tx| {
        let (clock, new, said) = work.clone();
        async move {
            interviews::plan(&tx, &clock, team, &new).await?;
            interviews::hold(&tx, &clock, team, id).await?;
            interviews::save(&tx, &clock, team, id, 2, &said).await?;
            interviews::sign_as_team(&tx, &clock, team, id).await?;
            interviews::add(&tx, &clock, learner, id, "Un complément.").await?;
            Ok::<_, Refused>(())
        }
    });
    written.await.unwrap();
    let mut browser = cast.school.browser(cast.closed).await;
    let objective = [("titre", "Un objectif")];
    let done = browser.post("/dossier/objectifs/nouveau", &objective).await;
    assert_eq!(done.status, 303, "{}", done.text());
}
