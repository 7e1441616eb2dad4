//! Who of the school somebody of the file is.

use super::super::*;
use super::{born, class, learner, learners, one, person, school};

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
