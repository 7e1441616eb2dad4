//! What an import would do, case by case.

use kernel::RoleSet;
use proptest::prelude::*;

use super::*;
use crate::imports::formats::{SaidGuardian, SaidLearner, SaidStaff};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 3).unwrap()
}

fn clock() -> Clock {
    Clock::manual(chrono::DateTime::from_timestamp(1_804_590_000, 0).unwrap())
}

fn class(n: u128) -> ClassId {
    ClassId(uuid::Uuid::from_u128(n))
}

fn person(n: u128, last: &str, first: &str) -> KnownPerson {
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

fn school(people: Vec<KnownPerson>) -> Known {
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

fn learner(last: &str, first: &str, birth: &str, ine: &str) -> SaidLearner {
    SaidLearner {
        last: last.into(),
        first: first.into(),
        birth: birth.into(),
        ine: ine.into(),
        class: "CSSNO1".into(),
        ..SaidLearner::default()
    }
}

fn planned_as(format: Format, said: Vec<Said>, known: &Known) -> Plan {
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
    plan(&rows, known, &setting)
}

fn learners(said: Vec<SaidLearner>, known: &Known) -> Vec<Planned> {
    let said = said.into_iter().map(Said::Learner).collect();
    planned_as(Format::SiecleLearners, said, known).rows
}

fn one(said: SaidLearner, known: &Known) -> Planned {
    learners(vec![said], known).remove(0)
}

fn born(day: &str) -> Option<NaiveDate> {
    kernel::parse_date(day)
}

#[test]
fn a_new_learner_is_created_with_everything_the_file_says() {
    let mut said = learner("FERRAND", "Inès", "02/11/2008", "080000001AA");
    said.local = "1001".into();
    said.status = "AP".into();
    let row = one(said, &school(vec![]));
    assert_eq!(row.verdict, Verdict::Create);
    assert_eq!(row.effects.len(), 5);
    let Effect::Account { name, birth, .. } = &row.effects[0] else {
        panic!()
    };
    assert_eq!(name.display(), "Inès Ferrand");
    assert_eq!(*birth, born("2008-11-02"));
    assert!(matches!(
        row.effects[4],
        Effect::Enrol { class: c, status: LearnerStatus::Apprentice, .. } if c == class(1)
    ));
}

#[test]
fn somebody_known_by_their_ine_changes_field_by_field() {
    let mut ines = person(1, "Ferand", "Ines");
    ines.ids = vec![(IdSource::Ine, "080000001AA".into())];
    ines.enrolments = vec![KnownEnrolment {
        class: class(2),
        status: LearnerStatus::School,
        left: false,
    }];
    let row = one(
        learner("FERRAND", "INÈS", "02/11/2008", "080000001AA"),
        &school(vec![ines]),
    );
    assert_eq!(row.verdict, Verdict::Change);
    let changes: Vec<_> = row
        .changes
        .iter()
        .map(|c| (c.field.as_str(), c.before.as_str(), c.after.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            ("Nom", "Ferand Ines", "Ferrand Inès"),
            ("Date de naissance", "", "2 novembre 2008"),
            ("Classe", "CS SNO 2", "CS SNO 1"),
        ]
    );
    // Out of the other class, into this one: the dossier follows the person.
    assert!(
        row.effects
            .iter()
            .any(|e| matches!(e, Effect::Leave { class: c, .. } if *c == class(2)))
    );
}

#[test]
fn somebody_as_the_file_says_is_left_alone() {
    let mut ines = person(1, "Ferrand", "Inès");
    ines.birth = born("2008-11-02");
    ines.ids = vec![(IdSource::Ine, "080000001AA".into())];
    ines.enrolments = vec![KnownEnrolment {
        class: class(1),
        status: LearnerStatus::School,
        left: false,
    }];
    // Capitals and accents are no change.
    let row = one(
        learner("FERRAND", "INES", "02/11/2008", "080000001AA"),
        &school(vec![ines.clone()]),
    );
    assert_eq!((row.verdict, row.effects.len()), (Verdict::Same, 0));
    // Known by name and birth date, they receive the INE.
    ines.ids.clear();
    let row = one(
        learner("FERRAND", "INES", "02/11/2008", "080000001AA"),
        &school(vec![ines]),
    );
    assert_eq!(row.changes[0].field, "INE");
}

#[test]
fn a_missing_ine_is_said_and_a_doubled_one_is_a_problem() {
    let known = school(vec![]);
    let row = one(learner("Ferrand", "Inès", "02/11/2008", ""), &known);
    assert_eq!(row.verdict, Verdict::Create);
    assert!(row.reason.contains("INE manque"));
    let row = one(learner("Ferrand", "Inès", "", ""), &known);
    assert_eq!(row.verdict, Verdict::Problem);
    let rows = learners(
        vec![
            learner("Ferrand", "Inès", "02/11/2008", "080000001AA"),
            learner("Diallo", "Fatou", "30/06/2008", "080000001AA"),
        ],
        &known,
    );
    assert!(rows.iter().all(|row| row.verdict == Verdict::Problem));
    assert!(
        rows[0].reason.contains("ligne\u{a0}2"),
        "{}",
        rows[0].reason
    );
    assert!(!rows[0].advice.is_empty());
}

#[test]
fn two_people_of_the_same_name_and_day_are_told_apart_by_ine_only() {
    let known = school(vec![]);
    let twins = |a: &str, b: &str| {
        learners(
            vec![
                learner("Martin", "Léa", "02/11/2008", a),
                learner("MARTIN", "Lea", "02/11/2008", b),
            ],
            &known,
        )
    };
    assert!(
        twins("080000001AA", "080000002BB")
            .iter()
            .all(|row| row.verdict == Verdict::Create)
    );
    assert!(
        twins("080000001AA", "")
            .iter()
            .all(|row| row.verdict == Verdict::Problem)
    );
    // In the school already: twice.
    let mut first = person(1, "Martin", "Léa");
    first.birth = born("2008-11-02");
    let second = KnownPerson {
        id: AccountId(uuid::Uuid::from_u128(2)),
        ..first.clone()
    };
    let row = one(
        learner("Martin", "Léa", "02/11/2008", ""),
        &school(vec![first, second]),
    );
    assert!(row.reason.contains("Plusieurs personnes"), "{}", row.reason);
}

#[test]
fn a_namesake_without_birth_date_is_the_same_only_in_the_same_class() {
    let mut lea = person(1, "Martin", "Léa");
    let row = one(
        learner("Martin", "Léa", "02/11/2008", "080000001AA"),
        &school(vec![lea.clone()]),
    );
    assert_eq!(row.verdict, Verdict::Problem);
    lea.enrolments = vec![KnownEnrolment {
        class: class(1),
        status: LearnerStatus::School,
        left: false,
    }];
    let row = one(
        learner("Martin", "Léa", "02/11/2008", "080000001AA"),
        &school(vec![lea]),
    );
    assert_eq!(row.verdict, Verdict::Change);
}

#[test]
fn an_ine_of_somebody_else_is_seen() {
    let mut other = person(1, "Diallo", "Fatou");
    other.birth = born("2008-06-30");
    other.ids = vec![(IdSource::Ine, "080000001AA".into())];
    let row = one(
        learner("Ferrand", "Inès", "02/11/2008", "080000001AA"),
        &school(vec![other]),
    );
    assert!(row.reason.contains("Fatou Diallo"), "{}", row.reason);
}

#[test]
fn a_learner_who_left_leaves_their_class_and_nothing_else() {
    let mut said = learner("Diallo", "Fatou", "30/06/2008", "080000003CC");
    said.left = "01/09/2026".into();
    let row = one(said.clone(), &school(vec![]));
    assert_eq!(row.verdict, Verdict::Aside);
    assert!(row.reason.contains("1er septembre 2026"));
    let mut fatou = person(1, "Diallo", "Fatou");
    fatou.birth = born("2008-06-30");
    fatou.enrolments = vec![KnownEnrolment {
        class: class(1),
        status: LearnerStatus::School,
        left: false,
    }];
    let row = one(said.clone(), &school(vec![fatou]));
    assert_eq!(row.verdict, Verdict::Change);
    assert!(matches!(row.effects[..], [Effect::Leave { .. }]));
    // A day to come: they are still here.
    said.left = "30/06/2027".into();
    assert_eq!(one(said, &school(vec![])).verdict, Verdict::Create);
}

#[test]
fn an_unknown_class_is_left_aside_until_somebody_chooses() {
    let mut said = learner("Ferrand", "Inès", "02/11/2008", "080000001AA");
    said.class = "2GATL".into();
    let mut known = school(vec![]);
    let row = one(said.clone(), &known);
    assert_eq!(row.verdict, Verdict::Aside);
    assert!(row.reason.contains("2GATL"));
    known.choices.insert("2GATL".into(), Choice::Into(class(2)));
    assert_eq!(one(said.clone(), &known).verdict, Verdict::Create);
    let plan = planned_as(Format::SiecleLearners, vec![Said::Learner(said)], &known);
    assert_eq!(
        (plan.classes[0].code.as_str(), plan.classes[0].people),
        ("2GATL", 1)
    );
}

#[test]
fn values_that_cannot_be_read_say_which() {
    let known = school(vec![]);
    let reason = |said| one(said, &known).reason;
    assert!(reason(learner("", "Inès", "02/11/2008", "")).contains("nom est à remplir"));
    assert!(reason(learner("Ferrand", "Inès", "hier", "")).contains("date de naissance"));
    assert!(reason(learner("Ferrand", "Inès", "02/11/2008", "12")).contains("INE"));
    let mut other = learner("Ferrand", "Inès", "02/11/2008", "");
    other.uai = "0750001U".into();
    assert!(reason(other).contains("autre établissement"));
}

#[test]
fn a_closed_access_is_for_somebody_to_open() {
    let mut ines = person(1, "Ferrand", "Inès");
    ines.birth = born("2008-11-02");
    ines.closed = true;
    let row = one(
        learner("Ferrand", "Inès", "02/11/2008", ""),
        &school(vec![ines]),
    );
    assert!(row.reason.contains("fermé"));
}

#[test]
fn guardians_come_only_for_minors_whom_the_school_knows() {
    let mut ines = person(1, "Ferrand", "Inès");
    ines.birth = born("2010-11-02");
    ines.ids = vec![(IdSource::Siecle, "1001".into())];
    let mut tom = person(2, "Adulte", "Tom");
    tom.birth = born("2008-09-03");
    tom.ids = vec![(IdSource::Siecle, "1002".into())];
    let known = school(vec![ines, tom]);
    let guardian = |wards: &[&str]| {
        Said::Guardian(SaidGuardian {
            local: "501".into(),
            title: "MME".into(),
            last: "FERRAND".into(),
            first: "Éloïse".into(),
            wards: wards.iter().map(ToString::to_string).collect(),
        })
    };
    let one = |said| {
        planned_as(Format::SiecleGuardians, vec![said], &known)
            .rows
            .remove(0)
    };
    let row = one(guardian(&["1001", "1002"]));
    assert_eq!(row.verdict, Verdict::Create);
    assert_eq!(
        row.effects
            .iter()
            .filter(|e| matches!(e, Effect::Ward { .. }))
            .count(),
        1
    );
    assert!(one(guardian(&["1002"])).reason.contains("majeurs"));
    assert!(one(guardian(&["9"])).reason.contains("ne connaît pas"));
    assert_eq!(one(guardian(&[])).verdict, Verdict::Aside);
}

#[test]
fn those_who_teach_in_a_kept_class_join_its_team() {
    let mut helene = person(1, "Carbonnel", "Hélène");
    helene.roles = RoleSet::of(&[Role::Teacher]);
    helene.teams = vec![class(1)];
    let known = school(vec![helene]);
    let staff = |last: &str, classes: &[&str]| {
        Said::Staff(SaidStaff {
            local: "701".into(),
            title: "2".into(),
            last: last.into(),
            first: "Hélène".into(),
            post: "ENS".into(),
            classes: classes.iter().map(ToString::to_string).collect(),
        })
    };
    let one = |said| planned_as(Format::Sts, vec![said], &known).rows.remove(0);
    let row = one(staff("CARBONNEL", &["CSSNO1", "CSSNO2"]));
    assert_eq!(row.changes.len(), 1);
    assert_eq!(row.changes[0].after, "CS SNO 2");
    let row = one(staff("AUTRE", &["CSSNO1"]));
    assert_eq!(row.verdict, Verdict::Create);
    assert_eq!(one(staff("AUTRE", &["2GATL"])).verdict, Verdict::Aside);
}

proptest! {
    #[test]
    fn any_rows_are_planned_one_for_one(rows in proptest::collection::vec((".{0,12}", ".{0,12}", ".{0,10}", "[0-9A-Z]{0,11}"), 0..8)) {
        let mut known = school(vec![person(1, "A", "B"), person(2, "A", "B")]);
        known.choices.insert(String::new(), Choice::Into(class(1)));
        let said: Vec<_> = rows.iter().map(|(a, b, c, d)| learner(a, b, c, d)).collect();
        let planned = learners(said, &known);
        prop_assert_eq!(planned.len(), rows.len());
        for row in planned {
            if matches!(row.verdict, Verdict::Problem | Verdict::Aside) {
                prop_assert!(row.effects.is_empty());
                prop_assert!(!row.reason.is_empty());
            }
        }
    }
}
