//! Likely double records: learners of one folded name whose birth dates and
//! national numbers do not tell them apart.

use chrono::NaiveDate;
use db::DbError;
use kernel::{AccountId, Role, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use crate::imports::{IdSource, external_ids};
use crate::model::{Login, PersonName, Title};
use crate::store::{accounts, membership_roles, memberships};

/// So many records are looked at: nobody goes through more in one sitting.
const MOST: u64 = 200;

/// A record that has namesakes.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Namesake {
    pub account_id: AccountId,
    pub search_key: String,
    pub login: Login,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Option<NaiveDate>,
    pub has_password: bool,
    /// The national number that an import gave.
    pub ine: Option<String>,
}

impl Namesake {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// Two records that are likely one person's.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The older record first.
    pub both: [Namesake; 2],
}

impl Pair {
    /// Whether both were born on the same known day.
    pub fn same_day(&self) -> bool {
        self.both[0].birth_date.is_some() && self.both[0].birth_date == self.both[1].birth_date
    }
}

/// The likely doubles of a school, in one statement.
pub async fn likely(reader: &impl ConnectionTrait, school: SchoolId) -> Result<Vec<Pair>, DbError> {
    let rows: Vec<Namesake> = namesakes(school).into_model().all(reader).await?;
    Ok(pairs(&rows))
}

/// Open records of learners who bear the name of another open record.
pub fn namesakes(school: SchoolId) -> Select<memberships::Entity> {
    use memberships::Column;
    let doubled = Query::select()
        .column(Column::SearchKey)
        .from(memberships::Entity)
        .and_where(Column::SchoolId.eq(school))
        .and_where(Column::EndedAt.is_null())
        .group_by_col(Column::SearchKey)
        .and_having(Expr::col(Column::AccountId).count().gt(1))
        .to_owned();
    let learners = Query::select()
        .column(membership_roles::Column::AccountId)
        .from(membership_roles::Entity)
        .and_where(membership_roles::Column::SchoolId.eq(school))
        .and_where(membership_roles::Column::Role.eq(Role::Learner.code()))
        .to_owned();
    let ine = Query::select()
        .expr(Expr::col((external_ids::Entity, external_ids::Column::Value)).min())
        .from(external_ids::Entity)
        .and_where(external_ids::Column::SchoolId.eq(school))
        .and_where(external_ids::Column::Source.eq(IdSource::Ine))
        .and_where(
            Expr::col((external_ids::Entity, external_ids::Column::AccountId))
                .equals((memberships::Entity, Column::AccountId)),
        )
        .to_owned();
    let to_account: RelationDef = memberships::Entity::belongs_to(accounts::Entity)
        .from(Column::AccountId)
        .to(accounts::Column::Id)
        .into();
    memberships::Entity::find()
        .select_only()
        .columns([Column::AccountId, Column::SearchKey])
        .columns([
            accounts::Column::Login,
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
            accounts::Column::BirthDate,
        ])
        .expr_as(accounts::Column::PasswordHash.is_not_null(), "has_password")
        .expr_as(Expr::SubQuery(None, Box::new(ine.into())), "ine")
        .join(JoinType::InnerJoin, to_account)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::EndedAt.is_null())
        .filter(Column::SearchKey.in_subquery(doubled))
        .filter(Column::AccountId.in_subquery(learners))
        .order_by_asc(Column::SearchKey)
        .order_by_asc(Column::AccountId)
        .limit(MOST)
}

/// Those of one name that neither birth date nor national number tells apart,
/// two by two.
fn pairs(rows: &[Namesake]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for group in rows.chunk_by(|a, b| a.search_key == b.search_key) {
        for (place, one) in group.iter().enumerate() {
            for other in &group[place + 1..] {
                let apart = differ(one.birth_date, other.birth_date)
                    || differ(one.ine.as_ref(), other.ine.as_ref());
                if !apart {
                    pairs.push(Pair {
                        both: [one.clone(), other.clone()],
                    });
                }
            }
        }
    }
    pairs
}

/// Whether both are known and not the same.
fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(n: u128, key: &str, birth: Option<&str>) -> Namesake {
        Namesake {
            account_id: AccountId(Uuid::from_u128(n)),
            search_key: key.into(),
            login: "essai".parse().unwrap(),
            title: None,
            first_name: "Léa".into(),
            last_name: "Dupont".into(),
            birth_date: birth.map(|day| kernel::parse_date(day).unwrap()),
            has_password: false,
            ine: None,
        }
    }

    #[test]
    fn birth_dates_tell_namesakes_apart() {
        let day = Some("2008-11-02");
        let rows = [
            record(1, "dupont lea", day),
            record(2, "dupont lea", day),
            record(3, "dupont lea", Some("2009-01-01")),
            record(4, "martin paul", None),
            record(5, "martin paul", day),
        ];
        let found: Vec<_> = pairs(&rows)
            .iter()
            .map(|pair| {
                let ids = [0, 1].map(|n| pair.both[n].account_id.0.as_u128());
                (ids, pair.same_day())
            })
            .collect();
        assert_eq!(found, [([1, 2], true), ([4, 5], false)]);
    }

    #[test]
    fn national_numbers_tell_twins_of_name_and_day_apart() {
        let day = Some("2008-11-02");
        let with = |n, ine: Option<&str>| Namesake {
            ine: ine.map(str::to_owned),
            ..record(n, "dupont lea", day)
        };
        let rows = [
            with(1, Some("080000001AA")),
            with(2, Some("080000002BB")),
            with(3, None),
        ];
        let found: Vec<_> = pairs(&rows)
            .iter()
            .map(|pair| [0, 1].map(|n| pair.both[n].account_id.0.as_u128()))
            .collect();
        assert_eq!(found, [[1, 3], [2, 3]]);
    }
}
