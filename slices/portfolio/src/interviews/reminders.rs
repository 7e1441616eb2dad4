//! « À relancer »: what waits, learner by learner, each with its reason. Pure.
//! Nothing is counted into a score and nobody is ranked: the reasons are
//! named, and the order is that of names.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use kernel::{AccountId, Timestamp, date_long, days_between, local_date, words};

use super::{State, paths};
use crate::interviews::store::Line;
use crate::objectives::{model::is_late, paths as objective_paths, store::Line as Objective};

words! {
    /// Why somebody is in the list.
    Reason {
        /// An objective is past its day.
        LateObjective = "objectif", "Objectif en retard";
        /// A report waits for a signature.
        ToSign = "signature", "Compte rendu à signer";
        /// An interview took place, or should have, and nothing says what came of it.
        ToReport = "compte-rendu", "Compte rendu à écrire";
        /// No interview for a while.
        NoInterview = "entretien", "Sans entretien";
        /// The team has positioned nothing for a while.
        NoPositioning = "positionnement", "Sans positionnement";
    }
}

/// Weeks after which somebody without an interview or a positioning is named,
/// where nothing else is asked: half a term. Ours; no text says it.
pub const USUAL_WEEKS: i64 = 6;
/// The weeks that can be asked for.
pub const WEEKS: [i64; 4] = [4, 6, 8, 12];

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Why.
    pub reason: Reason,
    /// « Objectif en retard depuis le 9 mars 2027 : … ».
    pub text: String,
    /// Where something can be done about it.
    pub href: String,
}

impl Reminder {
    /// The icon of its reason.
    #[must_use]
    pub const fn icon(&self) -> &'static str {
        match self.reason {
            Reason::LateObjective => "clock",
            Reason::ToSign => "signature",
            Reason::ToReport => "pencil",
            Reason::NoInterview => "calendar-plus",
            Reason::NoPositioning => "signpost",
        }
    }
}

/// What is known of the learners.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Interviews neither signed by both nor cancelled.
    pub pending: Vec<Line>,
    /// When each last had an interview.
    pub held: HashMap<AccountId, Timestamp>,
    /// Objectives that something is still to be done for.
    pub objectives: Vec<Objective>,
    /// When the team last positioned each.
    pub positioned: HashMap<AccountId, Timestamp>,
    /// When each came into the class: nothing is late before there was time
    /// for it.
    pub entered: HashMap<AccountId, NaiveDate>,
}

impl Facts {
    /// What waits for a learner, in the order of [`Reason::ALL`].
    #[must_use]
    pub fn of(&self, learner: AccountId, now: Timestamp, weeks: i64) -> Vec<Reminder> {
        let today = local_date(now);
        let mut reminders = self.late(learner, today);
        let mine = || {
            self.pending
                .iter()
                .filter(|line| line.learner_id == learner)
        };
        reminders.extend(mine().filter_map(|line| to_sign(line, now)));
        reminders.extend(mine().filter_map(|line| to_report(line, now)));
        let planned = mine().any(|line| line.state == State::Planned && line.starts_at >= now);
        let since = now - Duration::weeks(weeks);
        if self.is_new(learner, local_date(since)) {
            return reminders;
        }
        if !planned {
            reminders.extend(self.without_interview(learner, since));
        }
        reminders.extend(self.without_positioning(learner, since));
        reminders
    }

    /// Whether somebody came into the class since that day: on the first days
    /// of a year nobody has an interview or a level, and nobody is late.
    fn is_new(&self, learner: AccountId, since: NaiveDate) -> bool {
        self.entered.get(&learner).is_some_and(|day| *day > since)
    }

    fn late(&self, learner: AccountId, today: NaiveDate) -> Vec<Reminder> {
        self.objectives
            .iter()
            .filter(|goal| goal.learner_id == learner)
            .filter(|goal| is_late(goal.state, goal.due_on, today))
            .filter_map(|goal| {
                Some(Reminder {
                    reason: Reason::LateObjective,
                    text: format!(
                        "L’objectif «\u{202f}{}\u{202f}» était pour le {}.",
                        kernel::truncate(&goal.title, 90),
                        date_long(goal.due_on?)
                    ),
                    href: objective_paths::objective(goal.id),
                })
            })
            .collect()
    }

    fn without_interview(&self, learner: AccountId, since: Timestamp) -> Option<Reminder> {
        let text = match self.held.get(&learner) {
            Some(last) if *last >= since => return None,
            Some(last) => format!(
                "Dernier entretien le {}, aucun n’est prévu.",
                date_long(local_date(*last))
            ),
            None => "Aucun entretien pour l’instant, aucun n’est prévu.".to_owned(),
        };
        Some(Reminder {
            reason: Reason::NoInterview,
            text,
            href: paths::plan(learner),
        })
    }

    fn without_positioning(&self, learner: AccountId, since: Timestamp) -> Option<Reminder> {
        let text = match self.positioned.get(&learner) {
            Some(last) if *last >= since => return None,
            Some(last) => format!(
                "Dernier positionnement de l’équipe le {}.",
                date_long(local_date(*last))
            ),
            None => "L’équipe n’a encore rien positionné.".to_owned(),
        };
        Some(Reminder {
            reason: Reason::NoPositioning,
            text,
            href: crate::paths::learner_path(learner),
        })
    }
}

fn to_sign(line: &Line, now: Timestamp) -> Option<Reminder> {
    let since = line
        .team_signed_at
        .filter(|_| line.state == State::ToSign)?;
    let days = u64::try_from(days_between(since, now)).unwrap_or(0);
    Some(Reminder {
        reason: Reason::ToSign,
        text: match days {
            0 => "Le compte rendu attend sa signature depuis aujourd’hui.".to_owned(),
            days => format!(
                "Le compte rendu attend sa signature depuis {}.",
                kernel::count(days, "jour", "jours")
            ),
        },
        href: paths::interview(line.id),
    })
}

/// A report that is begun, or an interview whose hour is past.
fn to_report(line: &Line, now: Timestamp) -> Option<Reminder> {
    let day = date_long(local_date(line.starts_at));
    let (text, href) = match line.state {
        State::Held => (
            format!("Le compte rendu de l’entretien du {day} est à finir."),
            paths::write(line.id),
        ),
        State::Planned if line.slot().ends_at() < now => (
            format!(
                "L’entretien du {day} est passé\u{a0}: écrivez ce qu’il a donné, déplacez-le ou annulez-le."
            ),
            paths::interview(line.id),
        ),
        _ => return None,
    };
    Some(Reminder {
        reason: Reason::ToReport,
        text,
        href,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use kernel::uuid::Uuid;

    fn at(day: u32) -> Timestamp {
        chrono::Utc.with_ymd_and_hms(2027, 3, day, 9, 0, 0).unwrap()
    }

    fn learner() -> AccountId {
        AccountId(Uuid::from_u128(1))
    }

    fn line(state: State, day: u32) -> Line {
        Line {
            id: super::super::InterviewId(Uuid::from_u128(2)),
            learner_id: learner(),
            teacher_id: AccountId(Uuid::from_u128(3)),
            starts_at: at(day),
            minutes: 30,
            place: String::new(),
            subject: String::new(),
            state,
            team_signed_at: (state == State::ToSign).then(|| at(day)),
        }
    }

    fn goal(day: u32) -> Objective {
        Objective {
            id: crate::objectives::ObjectiveId(Uuid::from_u128(4)),
            learner_id: learner(),
            kind: crate::objectives::Kind::Objective,
            title: "Rédiger".into(),
            due_on: NaiveDate::from_ymd_opt(2027, 3, day),
            state: crate::objectives::State::Doing,
            created_at: at(1),
            changed_at: at(1),
        }
    }

    fn reasons(facts: &Facts, now: Timestamp) -> Vec<Reason> {
        facts
            .of(learner(), now, USUAL_WEEKS)
            .iter()
            .map(|one| one.reason)
            .collect()
    }

    /// Somebody for whom all is in order.
    fn in_order() -> Facts {
        Facts {
            held: [(learner(), at(1))].into(),
            positioned: [(learner(), at(1))].into(),
            ..Facts::default()
        }
    }

    #[test]
    fn nobody_is_named_without_a_reason() {
        assert_eq!(reasons(&in_order(), at(10)), []);
        assert_eq!(
            reasons(&Facts::default(), at(10)),
            [Reason::NoInterview, Reason::NoPositioning]
        );
    }

    #[test]
    fn the_first_weeks_of_a_year_name_nobody_for_what_could_not_be_done_yet() {
        let entered = |day| Facts {
            entered: [(learner(), day)].into(),
            ..Facts::default()
        };
        let came = local_date(at(1));
        let weeks = |n| at(1) + Duration::weeks(n);
        assert_eq!(reasons(&entered(came), at(2)), []);
        assert_eq!(
            reasons(&entered(came), weeks(USUAL_WEEKS) - Duration::days(1)),
            []
        );
        assert_eq!(
            reasons(&entered(came), weeks(USUAL_WEEKS)),
            [Reason::NoInterview, Reason::NoPositioning]
        );
        // Those of the year before were positioned long ago: they begin anew too.
        let again = Facts {
            held: [(learner(), weeks(-20))].into(),
            positioned: [(learner(), weeks(-20))].into(),
            ..entered(came)
        };
        assert_eq!(reasons(&again, at(2)), []);
        // What waits for somebody waits all the same.
        let facts = Facts {
            pending: vec![line(State::ToSign, 1)],
            ..entered(came)
        };
        assert_eq!(reasons(&facts, at(2)), [Reason::ToSign]);
    }

    #[test]
    fn each_reason_is_named_on_its_own() {
        let facts = Facts {
            objectives: vec![goal(9)],
            pending: vec![
                line(State::ToSign, 4),
                line(State::Held, 8),
                line(State::Planned, 9),
            ],
            ..in_order()
        };
        assert_eq!(
            reasons(&facts, at(10)),
            [
                Reason::LateObjective,
                Reason::ToSign,
                Reason::ToReport,
                Reason::ToReport
            ]
        );
        let texts = facts.of(learner(), at(10), USUAL_WEEKS);
        assert!(texts[1].text.contains("6\u{a0}jours"), "{}", texts[1].text);
        // The day of an objective itself is no delay.
        let facts = Facts {
            objectives: vec![goal(10)],
            ..in_order()
        };
        assert_eq!(reasons(&facts, at(10)), []);
    }

    #[test]
    fn a_planned_interview_is_no_missing_one() {
        let long_after = at(1) + Duration::weeks(USUAL_WEEKS) + Duration::days(1);
        assert_eq!(
            reasons(&in_order(), long_after),
            [Reason::NoInterview, Reason::NoPositioning]
        );
        let planned = Line {
            starts_at: long_after + Duration::days(2),
            ..line(State::Planned, 1)
        };
        let facts = Facts {
            pending: vec![planned],
            ..in_order()
        };
        assert_eq!(reasons(&facts, long_after), [Reason::NoPositioning]);
    }
}
