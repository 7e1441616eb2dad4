//! Learners who are new, who leave, whose values or class are not clear.

use proptest::prelude::*;

use super::super::*;
use super::{born, class, learner, learners, one, person, school};

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
    let said = Said::Learner(said);
    let classes = found_classes(&[Row { line: 1, said }], &known);
    assert_eq!((classes[0].code.as_str(), classes[0].people), ("2GATL", 1));
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
