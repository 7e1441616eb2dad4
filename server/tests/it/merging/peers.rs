//! Readings between peers: one that the closed record gives, one that it gets.

use db::sea_orm::{ConnectionTrait, Statement, Value};
use kernel::AccountId;
use people::api::ClassId;
use portfolio::api::ReportId;

use super::Cast;
use crate::peers::a_round;
use crate::world::a_report;

/// The closed record and somebody else read each other.
pub async fn read_each_other(cast: &Cast<'_>, class: ClassId, teacher: AccountId) {
    let (house, school) = (cast.house, &cast.school);
    let sno = school.sno().await;
    let zoe = school.learner("Zoé", "Petit").await;
    let (of_zoe, ..) = a_report(house, school.id, sno, zoe, teacher).await;
    let of_closed = report_of(cast, cast.closed).await;
    let reports = vec![(of_closed, cast.closed), (of_zoe, zoe)];
    a_round(house, school, class, teacher, reports).await;
}

async fn report_of(cast: &Cast<'_>, learner: AccountId) -> ReportId {
    let reader = cast.house.app.db.reader();
    let sql = "SELECT id FROM reports WHERE learner_id = $1";
    let with: Vec<Value> = vec![learner.into()];
    let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, with);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "id").unwrap()
}
