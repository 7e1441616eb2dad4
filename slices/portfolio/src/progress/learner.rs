//! A learner as the object of an address, with what ties the person who asks
//! to them; and the course that they are enrolled on.

use std::sync::Arc;

use chrono::NaiveDate;
use curriculum::Curriculum;
use db::{Db, DbError};
use kernel::{AccountId, Role, SchoolId, local_date};
use people::api::{Enrolment, PersonName};
use web::{Actor, App, Does, Protected};

use crate::policy::{LearnerFacts, PathAction, decide_path};
use crate::positioning::store::Course;

/// A learner of the school.
#[derive(Clone, Debug)]
pub struct Learner {
    /// Their account.
    pub id: AccountId,
    /// How they are called.
    pub name: PersonName,
    /// Where they are enrolled.
    pub enrolment: Enrolment,
    facts: LearnerFacts,
}

impl Protected for Learner {
    const PARAM: &'static str = "person";
    type Id = AccountId;
    type Action = PathAction;

    /// Somebody who is enrolled nowhere has no path: they are not found. One
    /// statement.
    async fn find(app: &App, actor: &Actor, id: AccountId) -> Result<Option<Self>, DbError> {
        let tied = people::api::tied_learner(&app.db, actor.school, actor.account, id).await?;
        let today = local_date(app.clock.now());
        Ok(tied.map(|tied| Self {
            id,
            facts: LearnerFacts {
                team: tied.team,
                guardian: tied.guardian
                    && actor.is(Role::Guardian)
                    && is_minor(tied.birth_date, today),
            },
            name: tied.name,
            enrolment: tied.enrolment,
        }))
    }

    fn allows(&self, actor: &Actor, action: PathAction) -> bool {
        decide_path(actor.roles, action, self.facts)
    }
}

/// A guardian's access ends on the day the learner comes of age (18, art. 414
/// of the Code civil). Where the date is not known nobody can tell that they
/// are a minor: the guardian sees nothing.
#[must_use]
pub fn is_minor(birth: Option<NaiveDate>, today: NaiveDate) -> bool {
    birth
        .and_then(|birth| today.years_since(birth))
        .is_some_and(|age| age < 18)
}

/// Sees the levels of a learner.
#[derive(Clone, Copy, Debug)]
pub struct SeesLevels;
impl Does<Learner> for SeesLevels {
    const ACTION: PathAction = PathAction::SeeLevels;
}

/// Sees the works of a learner, and who placed them where and why.
#[derive(Clone, Copy, Debug)]
pub struct SeesWorks;
impl Does<Learner> for SeesWorks {
    const ACTION: PathAction = PathAction::SeeWorks;
}

/// Positions a learner as a member of the team.
#[derive(Clone, Copy, Debug)]
pub struct Positions;
impl Does<Learner> for Positions {
    const ACTION: PathAction = PathAction::Position;
}

/// What a learner is enrolled on.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Whose positionings, in which curriculum.
    pub course: Course,
    /// The curriculum.
    pub curriculum: Arc<Curriculum>,
    /// « Certificat de spécialisation Services numériques aux organisations, 2026-2027 ».
    pub diploma: String,
}

impl Plan {
    /// The plan of an enrolment.
    ///
    /// # Errors
    /// When the database does not answer, or has lost the curriculum.
    pub async fn of(
        db: &Db,
        school: SchoolId,
        learner: AccountId,
        enrolment: &Enrolment,
        today: NaiveDate,
    ) -> Result<Self, DbError> {
        let curriculum = curriculum::api::get(db, enrolment.class.curriculum)
            .await?
            .ok_or_else(|| {
                DbError::Other(sea_orm::DbErr::RecordNotFound(
                    "the curriculum of an enrolment".into(),
                ))
            })?;
        let name = curriculum.name_on(today).map_or_else(
            || curriculum.title.clone(),
            |name| curriculum.full_name(name),
        );
        Ok(Self {
            course: Course {
                school,
                learner,
                curriculum: enrolment.class.curriculum,
            },
            diploma: format!("{name}, {}", enrolment.class.school_year),
            curriculum,
        })
    }

    /// The plan of the signed-in learner; none when they are enrolled nowhere.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own(app: &App, actor: &Actor) -> Result<Option<Self>, DbError> {
        let enrolment = people::api::enrolment_of(&app.db, actor.school, actor.account).await?;
        let today = local_date(app.clock.now());
        match enrolment {
            Some(enrolment) => Ok(Some(
                Self::of(&app.db, actor.school, actor.account, &enrolment, today).await?,
            )),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guardians_access_ends_on_the_eighteenth_birthday() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let birth = Some(day(2009, 3, 10));
        assert!(is_minor(birth, day(2027, 3, 9)));
        assert!(!is_minor(birth, day(2027, 3, 10)));
        assert!(!is_minor(None, day(2027, 3, 9)));
    }
}
