//! A round of readings between peers, for the tests of the whole house.

use kernel::{AccountId, local_date};
use people::api::ClassId;
use people::testing::{House, School};
use portfolio::api::ReportId;
use portfolio::api::peers::{By, Criterion, NewRound, ReadingId, RoundId, given, open, prepare};

/// Learners who read each other, from today on: the round and one of its readings.
pub async fn a_round(
    house: &House,
    school: &School<'_>,
    class: ClassId,
    teacher: AccountId,
    reports: Vec<(ReportId, AccountId)>,
) -> (RoundId, ReadingId) {
    let clock = house.app.clock.clone();
    let id = RoundId::generate(&clock);
    let new = NewRound {
        id,
        class,
        curriculum: school.sno().await,
        title: "Relire le guide".into(),
        instructions: String::new(),
        anonymous: true,
        closes_on: local_date(clock.now()),
        criteria: vec![Criterion {
            text: "On comprend sans aide".into(),
            target: None,
        }],
        each: 1,
        reports,
    };
    let by = By {
        school: school.id,
        account: teacher,
    };
    let work = (clock, new);
    house
        .app
        .db
        .write(move |tx| {
            let (clock, new) = work.clone();
            async move {
                prepare(&tx, &clock, by, &new).await?;
                open(&tx, &clock, by, id, 1).await
            }
        })
        .await
        .unwrap();
    let readings = given(house.app.db.reader(), school.id, id).await.unwrap();
    (id, readings[0].id)
}
