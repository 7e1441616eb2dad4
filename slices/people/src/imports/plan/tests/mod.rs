//! What an import would do, case by case.

mod learners;
mod others;
mod recognised;

use kernel::RoleSet;

use super::*;
use crate::imports::formats::SaidLearner;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 3).unwrap()
}

pub fn clock() -> Clock {
    Clock::manual(chrono::DateTime::from_timestamp(1_804_590_000, 0).unwrap())
}

pub fn class(n: u128) -> ClassId {
    ClassId(uuid::Uuid::from_u128(n))
}

pub fn person(n: u128, last: &str, first: &str) -> KnownPerson {
    KnownPerson {
        id: AccountId(uuid::Uuid::from_u128(n)),
        name: PersonName {
            title: None,
            first: first.into(),
            last: last.into(),
        },
        birth: None,
        roles: RoleSet::of(&[Role::Learner]),
        closed: false,
        version: 1,
        ids: Vec::new(),
        enrolments: Vec::new(),
        teams: Vec::new(),
        wards: Vec::new(),
    }
}

pub fn school(people: Vec<KnownPerson>) -> Known {
    Known {
        people,
        classes: vec![
            KnownClass {
                id: class(1),
                name: "CS SNO 1".into(),
            },
            KnownClass {
                id: class(2),
                name: "CS SNO 2".into(),
            },
        ],
        choices: HashMap::new(),
    }
}

pub fn learner(last: &str, first: &str, birth: &str, ine: &str) -> SaidLearner {
    SaidLearner {
        last: last.into(),
        first: first.into(),
        birth: birth.into(),
        ine: ine.into(),
        class: "CSSNO1".into(),
        ..SaidLearner::default()
    }
}

pub fn planned_as(format: Format, said: Vec<Said>, known: &Known) -> Vec<Planned> {
    let rows: Vec<Row> = said
        .into_iter()
        .zip(1..)
        .map(|(said, line)| Row { line, said })
        .collect();
    let setting = Setting {
        format,
        uai: "0009017B".into(),
        today: today(),
        clock: &clock(),
    };
    let mut planner = Planner::new(known, &rows, &setting);
    rows.iter().map(|row| planner.plan(row)).collect()
}

pub fn learners(said: Vec<SaidLearner>, known: &Known) -> Vec<Planned> {
    let said = said.into_iter().map(Said::Learner).collect();
    planned_as(Format::SiecleLearners, said, known)
}

pub fn one(said: SaidLearner, known: &Known) -> Planned {
    learners(vec![said], known).remove(0)
}

pub fn born(day: &str) -> Option<NaiveDate> {
    kernel::parse_date(day)
}
