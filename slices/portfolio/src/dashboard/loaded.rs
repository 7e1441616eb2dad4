//! What the dashboard is made of, on a screen as on paper.

use chrono::NaiveDate;
use curriculum::Competence;
use db::DbError;
use kernel::{Period, local_date};
use learning::api::DoneRow;
use people::api::ClassId;
use web::App;

use super::model::{Finding, Seen, gaps};
use super::store;
use crate::objectives::store::{self as objectives, Line as Goal};
use crate::progress::cards::Reader;
use crate::progress::learner::Plan;
use crate::progress::map::WorkMap;
use crate::progress::{Work, seen, store as works};

/// Whose dashboard it is.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// What they are enrolled on.
    pub plan: &'a Plan,
    /// Their class.
    pub class: ClassId,
    /// The time that is looked at.
    pub period: Period,
    /// For whom; none for somebody who sees levels only.
    pub reader: Option<Reader>,
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The positionings until the end of the period, the earliest first.
    pub history: Vec<Seen>,
    /// The works until then, and the missions; none for whoever sees levels
    /// only.
    pub works: Option<(Vec<Work>, Vec<DoneRow>)>,
    /// The objectives of the period, those to be pursued first; none for
    /// whoever does not see them.
    pub goals: Option<Vec<Goal>>,
}

impl Loaded {
    /// Reads it. Four statements for the learner, at most five for others.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(app: &App, of: Of<'_>) -> Result<Self, DbError> {
        Ok(Self {
            history: store::until(app.db.reader(), of.plan.course, of.period.end).await?,
            works: match of.reader {
                None => None,
                Some(reader) => Some(works_of(app, of, reader).await?),
            },
            goals: match of.reader {
                // What somebody aims at is between them and their team.
                None | Some(Reader::Onlooker) => None,
                Some(Reader::Learner | Reader::Team) => Some(goals_of(app, of).await?),
            },
        })
    }
}

impl Loaded {
    /// The gaps; nothing is said of proofs to those who do not see them.
    #[must_use]
    pub fn gaps(&self, of: Of<'_>) -> Vec<Finding> {
        let map = self.works.as_ref().map(|(works, _)| WorkMap::new(works));
        let proven = |competence: &Competence| {
            let around = map.as_ref().map(|map| map.around(competence));
            around.is_some_and(|works| works.iter().any(|work| work.is_proof()))
        };
        let proven: Option<&dyn Fn(&Competence) -> bool> = match &map {
            Some(_) => Some(&proven),
            None => None,
        };
        gaps(&of.plan.curriculum, &self.history, of.period, proven)
    }
}

async fn works_of(
    app: &App,
    of: Of<'_>,
    reader: Reader,
) -> Result<(Vec<Work>, Vec<DoneRow>), DbError> {
    let course = of.plan.course;
    let mut works = match reader {
        Reader::Learner => works::works(app.db.reader(), course.school, course.learner).await?,
        _ => seen::works(&app.db, course.school, course.learner, reader).await?,
    };
    works.retain(|work| local_date(work.at) <= of.period.end);
    let missions = learning::api::done_by(&app.db, course.school, of.class, course.learner).await?;
    Ok((works, missions))
}

async fn goals_of(app: &App, of: Of<'_>) -> Result<Vec<Goal>, DbError> {
    let course = of.plan.course;
    let goals = objectives::of_learner(app.db.reader(), course.school, course.learner).await?;
    let mut goals: Vec<Goal> = goals
        .into_iter()
        .filter(|goal| is_of(goal, of.period))
        .collect();
    goals.sort_by_key(|goal| (!goal.state.is_open(), goal.due_on.is_none(), goal.due_on));
    Ok(goals)
}

/// Whether an objective was pursued in a period: written by its end, and not
/// closed before it began.
fn is_of(goal: &Goal, period: Period) -> bool {
    local_date(goal.created_at) <= period.end
        && (goal.state.is_open() || local_date(goal.changed_at) >= period.start)
}

/// Whether a day is in a period.
#[must_use]
pub fn holds(period: Period, day: NaiveDate) -> bool {
    (period.start..=period.end).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objectives::{Kind, ObjectiveId, State};
    use chrono::TimeZone;
    use kernel::uuid::Uuid;
    use kernel::{AccountId, Timestamp};

    fn at(day: u32) -> Timestamp {
        chrono::Utc.with_ymd_and_hms(2027, 3, day, 9, 0, 0).unwrap()
    }

    #[test]
    fn an_objective_is_of_the_period_in_which_it_was_pursued() {
        let goal = |state, written, changed| Goal {
            id: ObjectiveId(Uuid::nil()),
            learner_id: AccountId(Uuid::nil()),
            kind: Kind::Objective,
            title: "Rédiger".into(),
            due_on: None,
            state,
            created_at: at(written),
            changed_at: at(changed),
        };
        let period = Period {
            start: local_date(at(10)),
            end: local_date(at(20)),
        };
        assert!(is_of(&goal(State::Doing, 1, 1), period), "still pursued");
        assert!(is_of(&goal(State::Reached, 1, 10), period), "reached in it");
        assert!(!is_of(&goal(State::Reached, 1, 9), period), "before");
        assert!(!is_of(&goal(State::ToDo, 21, 21), period), "after");
    }
}
