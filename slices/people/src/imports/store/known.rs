//! The school as an import is compared with it: six statements, whatever its size.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, Role, RoleSet, SchoolId, SchoolYear};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QuerySelect, RelationDef};

use super::external_ids;
use crate::imports::plan::{Known, KnownClass, KnownEnrolment, KnownPerson};
use crate::merging::store::closed_records;
use crate::model::{ClassId, PersonName, Title};
use crate::store::{
    accounts, class_rows, enrolment_rows, guardianships, membership_roles, memberships, teachings,
};

#[derive(FromQueryResult)]
struct MemberRow {
    account_id: AccountId,
    ended_at: Option<kernel::Timestamp>,
    title: Option<Title>,
    first_name: String,
    last_name: String,
    birth_date: Option<Date>,
    version: i32,
}

fn to_account() -> RelationDef {
    memberships::Entity::belongs_to(accounts::Entity)
        .from(memberships::Column::AccountId)
        .to(accounts::Column::Id)
        .into()
}

/// The school in a year; no choice is filled in.
pub async fn load(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    year: SchoolYear,
) -> Result<Known, DbError> {
    let mut people = people(reader, school).await?;
    let places: HashMap<AccountId, usize> = people
        .iter()
        .enumerate()
        .map(|(place, person)| (person.id, place))
        .collect();
    roles(reader, school, &mut people, &places).await?;
    for number in external_ids::Entity::find()
        .filter(external_ids::Column::SchoolId.eq(school))
        .all(reader)
        .await?
    {
        if let Some(place) = places.get(&number.account_id) {
            people[*place].ids.push((number.source, number.value));
        }
    }
    let classes = classes(reader, school, year).await?;
    let ids: Vec<ClassId> = classes.iter().map(|class| class.id).collect();
    for row in enrolment_rows::Entity::find()
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .filter(enrolment_rows::Column::ClassId.is_in(ids.clone()))
        .all(reader)
        .await?
    {
        if let Some(place) = places.get(&row.account_id) {
            people[*place].enrolments.push(KnownEnrolment {
                class: row.class_id,
                status: row.status,
                left: row.left_on.is_some(),
            });
        }
    }
    for row in teachings::Entity::find()
        .filter(teachings::Column::SchoolId.eq(school))
        .filter(teachings::Column::ClassId.is_in(ids))
        .all(reader)
        .await?
    {
        if let Some(place) = places.get(&row.account_id) {
            people[*place].teams.push(row.class_id);
        }
    }
    for row in guardianships::Entity::find()
        .filter(guardianships::Column::SchoolId.eq(school))
        .all(reader)
        .await?
    {
        if let Some(place) = places.get(&row.guardian_id) {
            people[*place].wards.push(row.learner_id);
        }
    }
    Ok(Known {
        people,
        classes,
        choices: HashMap::new(),
    })
}

async fn people(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<KnownPerson>, DbError> {
    let rows: Vec<MemberRow> = memberships::Entity::find()
        .select_only()
        .columns([memberships::Column::AccountId, memberships::Column::EndedAt])
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
            accounts::Column::BirthDate,
            accounts::Column::Version,
        ])
        .join(JoinType::InnerJoin, to_account())
        .filter(memberships::Column::SchoolId.eq(school))
        // What is said of a record made one with another is said of that one.
        .filter(memberships::Column::AccountId.not_in_subquery(closed_records(school)))
        .into_model()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| KnownPerson {
            id: row.account_id,
            name: PersonName {
                title: row.title,
                first: row.first_name,
                last: row.last_name,
            },
            birth: row.birth_date,
            roles: RoleSet::default(),
            closed: row.ended_at.is_some(),
            version: row.version,
            ids: Vec::new(),
            enrolments: Vec::new(),
            teams: Vec::new(),
            wards: Vec::new(),
        })
        .collect())
}

async fn roles(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    people: &mut [KnownPerson],
    places: &HashMap<AccountId, usize>,
) -> Result<(), DbError> {
    for row in membership_roles::Entity::find()
        .filter(membership_roles::Column::SchoolId.eq(school))
        .all(reader)
        .await?
    {
        let (Some(place), Ok(role)) = (places.get(&row.account_id), row.role.parse::<Role>())
        else {
            continue;
        };
        let roles: Vec<Role> = people[*place].roles.iter().chain([role]).collect();
        people[*place].roles = RoleSet::of(&roles);
    }
    Ok(())
}

async fn classes(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    year: SchoolYear,
) -> Result<Vec<KnownClass>, DbError> {
    Ok(class_rows::Entity::find()
        .filter(class_rows::Column::SchoolId.eq(school))
        .filter(class_rows::Column::SchoolYear.eq(year))
        .filter(class_rows::Column::ArchivedAt.is_null())
        .all(reader)
        .await?
        .into_iter()
        .map(|class| KnownClass {
            id: class.id,
            name: class.name,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct StampRow {
    people: i64,
    versions: Option<i64>,
}

/// What the school is like, in a few letters: it differs as soon as somebody
/// joined, changed their name, received a number or was enrolled.
pub async fn stamp(connection: &impl ConnectionTrait, school: SchoolId) -> Result<String, DbError> {
    let people: Option<StampRow> = memberships::Entity::find()
        .select_only()
        .column_as(memberships::Column::AccountId.count(), "people")
        .column_as(accounts::Column::Version.sum(), "versions")
        .join(JoinType::InnerJoin, to_account())
        .filter(memberships::Column::SchoolId.eq(school))
        .into_model()
        .one(connection)
        .await?;
    let numbers = external_ids::Entity::find()
        .filter(external_ids::Column::SchoolId.eq(school))
        .count(connection)
        .await?;
    let enrolled = enrolment_rows::Entity::find()
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .filter(enrolment_rows::Column::LeftOn.is_null())
        .count(connection)
        .await?;
    let classes = class_rows::Entity::find()
        .filter(class_rows::Column::SchoolId.eq(school))
        .filter(class_rows::Column::ArchivedAt.is_null())
        .count(connection)
        .await?;
    let people = people.map_or((0, 0), |row| (row.people, row.versions.unwrap_or(0)));
    Ok(format!(
        "{}.{}.{numbers}.{enrolled}.{classes}",
        people.0, people.1
    ))
}
