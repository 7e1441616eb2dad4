//! A class and the lines of a file.

use super::*;
use kernel::Timestamp;
use kernel::uuid::Uuid;
use people::api::{LearnerStatus, PersonName};

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn learner(n: u128, first: &str, last: &str) -> LearnerSummary {
    LearnerSummary {
        account: account(n),
        name: PersonName {
            title: None,
            first: first.into(),
            last: last.into(),
        },
        status: LearnerStatus::School,
        distance: false,
        entered_on: chrono::NaiveDate::MIN,
    }
}

fn sent(minute: i64, total: i32) -> Sent {
    Sent {
        at: Timestamp::from_timestamp(minute * 60, 0).unwrap(),
        total: Some(total),
        certifiable: None,
        mastered: None,
        stage: None,
        competences: Vec::new(),
    }
}

fn line(number: u32, last: &str, first: &str, sent: Option<Sent>) -> PixLine {
    PixLine {
        line: number,
        last: last.into(),
        first: first.into(),
        sent,
        unreadable: None,
    }
}

fn class() -> Vec<LearnerSummary> {
    vec![
        learner(1, "Inès", "Ferrand"),
        learner(2, "Paul", "Martin"),
        learner(3, "Paul", "Martin"),
        learner(4, "Jean-Noël", "D’Œuvre"),
    ]
}

fn verdicts(planned: &[Planned]) -> Vec<Verdict> {
    planned.iter().map(|one| one.verdict).collect()
}

#[test]
fn people_are_recognised_whatever_the_accents_and_the_order() {
    let lines = [
        line(2, "FERRAND", "Ines", Some(sent(1, 10))),
        line(3, "Jean noel", "D'OEUVRE", Some(sent(1, 10))),
        line(4, "Diallo", "Fatou", Some(sent(1, 10))),
        line(5, "Ferrand", "Inès", None),
    ];
    let planned = plan("CS SNO", &lines, &class(), &[]);
    assert_eq!(
        verdicts(&planned),
        [
            Verdict::Keep,
            Verdict::Keep,
            Verdict::Outside,
            Verdict::NotSent
        ]
    );
    assert_eq!(planned[0].candidates, [account(1)]);
    assert!(planned[0].reason.contains("Nom du Participant"));
    assert!(planned[1].reason.contains("dans l’autre sens"));
    assert!(planned[2].reason.contains("CS SNO") && planned[2].sent.is_none());
    assert!(concerns(&lines, &class()) && !concerns(&lines[2..3], &class()));
}

#[test]
fn a_dotless_i_is_the_same_letter_in_a_file_in_capitals() {
    let class = [
        learner(1, "Yağız", "Işık"),
        learner(2, "İnci", "Aydın"),
        learner(3, "Łukasz", "Nowak"),
    ];
    let lines = [
        line(2, "IŞIK", "YAĞIZ", Some(sent(1, 10))),
        line(3, "AYDIN", "INCI", Some(sent(1, 10))),
        line(4, "Nowak", "Lukasz", Some(sent(1, 10))),
    ];
    let planned = plan("CS SNO", &lines, &class, &[]);
    assert_eq!(verdicts(&planned), [Verdict::Keep; 3]);
    let found: Vec<_> = planned.iter().map(|one| one.candidates[0]).collect();
    assert_eq!(found, [account(1), account(2), account(3)]);
}

#[test]
fn homonyms_are_chosen_by_hand_and_nothing_is_guessed() {
    let lines = [line(2, "Martin", "Paul", Some(sent(1, 10)))];
    let planned = plan("CS SNO", &lines, &class(), &[]);
    assert_eq!(verdicts(&planned), [Verdict::Choose]);
    assert_eq!(planned[0].candidates, [account(2), account(3)]);
    let errors = decide(&planned, |_| None).unwrap_err();
    assert_eq!(errors[0].0, 2);
    assert!(decide(&planned, |_| Some("quelqu’un")).is_err());
    assert_eq!(decide(&planned, |_| Some(ASIDE)).unwrap(), []);
    let third = account(3).to_string();
    let decided = decide(&planned, |_| Some(third.as_str())).unwrap();
    assert_eq!(decided[0].learner, account(3));
    // Once kept, nobody is asked again.
    let known = [Known {
        learner: account(3),
        sent: sent(1, 10),
    }];
    assert_eq!(
        verdicts(&plan("CS SNO", &lines, &class(), &known)),
        [Verdict::Same]
    );
    // The other one sent theirs in the same minute: it is another result.
    let lines = [line(2, "Martin", "Paul", Some(sent(1, 99)))];
    assert_eq!(
        verdicts(&plan("CS SNO", &lines, &class(), &known)),
        [Verdict::Choose]
    );
}

#[test]
fn a_line_twice_counts_once_and_two_sendings_are_told_apart() {
    let lines = [
        line(2, "Ferrand", "Inès", Some(sent(1, 10))),
        line(3, "Ferrand", "Inès", Some(sent(1, 10))),
    ];
    let planned = plan("CS SNO", &lines, &class(), &[]);
    assert_eq!(verdicts(&planned), [Verdict::Keep, Verdict::Problem]);
    assert!(planned[1].reason.contains("La ligne\u{a0}2"));
    let lines = [
        line(2, "Ferrand", "Inès", Some(sent(1, 10))),
        line(3, "Ferrand", "Inès", Some(sent(9, 30))),
    ];
    let planned = plan("CS SNO", &lines, &class(), &[]);
    assert_eq!(verdicts(&planned), [Verdict::Choose, Verdict::Choose]);
    assert!(planned[0].reason.contains("lignes 2 et 3"));
    let first = account(1).to_string();
    assert_eq!(decide(&planned, |_| Some(first.as_str())).unwrap().len(), 2);
}

#[test]
fn one_person_has_one_result_a_minute() {
    let lines = [
        line(2, "Ferrand", "Inès", Some(sent(1, 10))),
        line(3, "Ferrand", "Inès", Some(sent(1, 30))),
    ];
    let planned = plan("CS SNO", &lines, &class(), &[]);
    let first = account(1).to_string();
    let errors = decide(&planned, |_| Some(first.as_str())).unwrap_err();
    assert!(errors[0].1.contains("Lignes 2 et 3"));
}

#[test]
fn the_stamp_follows_what_would_be_done() {
    let lines = [line(2, "Ferrand", "Inès", Some(sent(1, 10)))];
    let before = plan("CS SNO", &lines, &class(), &[]);
    let after = plan("CS SNO", &lines, &class()[1..], &[]);
    assert_eq!(stamp(&before), stamp(&before.clone()));
    assert_ne!(stamp(&before), stamp(&after));
}
