//! Readings between peers: one that the closed record gives, one that it gets.

use db::sea_orm::{ConnectionTrait, Statement, Value};
use kernel::AccountId;
use people::api::ClassId;
use portfolio::api::ReportId;
use portfolio::api::peers::{By, Criterion, NewRound, RoundId, prepare};

use super::Cast;
use crate::world::a_report;

/// The closed record and somebody else read each other.
pub async fn read_each_other(cast: &Cast<'_>, class: ClassId, teacher: AccountId) {
    let school = &cast.school;
    let sno = school.sno().await;
    let zoe = school.learner("Zoé", "Petit").await;
    let (of_zoe, ..) = a_report(cast.house, school.id, sno, zoe, teacher).await;
    let clock = cast.house.app.clock.clone();
    let new = NewRound {
        id: RoundId::generate(&clock),
        class,
        curriculum: sno,
        title: "Relire le guide".into(),
        instructions: String::new(),
        anonymous: true,
        closes_on: kernel::local_date(clock.now()),
        criteria: vec![Criterion {
            text: "On comprend sans aide".into(),
            target: None,
        }],
        each: 1,
        reports: vec![
            (report_of(cast, cast.closed).await, cast.closed),
            (of_zoe, zoe),
        ],
    };
    let by = By {
        school: school.id,
        account: teacher,
    };
    let work = (clock, new);
    cast.house
        .app
        .db
        .write(move |tx| {
            let (clock, new) = work.clone();
            async move { prepare(&tx, &clock, by, &new).await }
        })
        .await
        .unwrap();
}

async fn report_of(cast: &Cast<'_>, learner: AccountId) -> ReportId {
    let reader = cast.house.app.db.reader();
    let sql = "SELECT id FROM reports WHERE learner_id = $1";
    let with: Vec<Value> = vec![learner.into()];
    let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, with);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "id").unwrap()
}
