//! A class of four on SNO.

use super::*;
use kernel::uuid::Uuid;
use proptest::prelude::*;

fn who(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn day(n: i64) -> Timestamp {
    Timestamp::from_timestamp(1_804_590_000 + n * 86_400, 0).unwrap()
}

fn mark(learner: u128, target: &str, viewpoint: Viewpoint, level: u8, at: i64) -> Mark {
    Mark {
        learner: who(learner),
        target: target.into(),
        viewpoint,
        level,
        at: day(at),
    }
}

fn handed(learner: u128, to_revise: bool, days_ago: i64) -> Trace {
    Trace::Reports {
        learner: who(learner),
        to_revise,
        first: Some(day(-days_ago)),
        last: Some(day(-days_ago)),
    }
}

fn proof(learner: u128, code: &str) -> Trace {
    Trace::Proof {
        learner: who(learner),
        code: code.into(),
    }
}

fn sno() -> &'static Curriculum {
    &curriculum::shipped()[0]
}

/// A heading with those under it: who, and what is said.
type Shown = (Heading, Vec<(AccountId, Vec<String>)>);

/// What is shown of four who came long ago.
fn shown(marks: &[Mark], traces: &[Trace]) -> Vec<Shown> {
    shown_since(NaiveDate::MIN, marks, traces)
}

fn shown_since(came: NaiveDate, marks: &[Mark], traces: &[Trace]) -> Vec<Shown> {
    let class = [1, 2, 3, 4].map(|n| (who(n), came));
    concerns(sno(), &class, &Levels::at(marks, day(1)), traces, day(0))
        .into_iter()
        .map(|(heading, concerns)| {
            let said = concerns.into_iter().map(|one| {
                (
                    one.learner,
                    one.reasons.iter().map(Reason::sentence).collect(),
                )
            });
            (heading, said.collect())
        })
        .collect()
}

#[test]
fn each_person_is_shown_once_with_every_reason() {
    let traces = [
        handed(1, false, 3),
        handed(2, false, 37),
        handed(3, true, 22),
        handed(3, false, 2),
        proof(1, "C1.1.1"),
        proof(3, "C1.2"),
        proof(1, "C2.1"),
    ];
    let marks = [
        mark(1, "C2.1", Viewpoint::Team, 2, -9),
        mark(1, "C2.1", Viewpoint::SelfView, 4, -8),
        mark(2, "C1.1", Viewpoint::Team, 3, -9),
        mark(2, "C1.1", Viewpoint::SelfView, 1, -8),
    ];
    let parts = shown(&marks, &traces);
    assert_eq!(
        parts,
        [
            (
                Heading::Silent,
                vec![
                    // Never comes before for five weeks.
                    (
                        who(4),
                        vec![
                            "rien de soumis pour l’instant".to_owned(),
                            "aucune preuve en bloc\u{a0}1".to_owned(),
                        ]
                    ),
                    (
                        who(2),
                        vec![
                            "rien de soumis depuis 5\u{a0}semaines".to_owned(),
                            "aucune preuve en bloc\u{a0}1".to_owned(),
                            "écart de 2 sur C1.1\u{a0}: 1 pour soi, 3 pour l’équipe".to_owned(),
                        ]
                    ),
                ]
            ),
            (
                Heading::Revise,
                vec![(
                    who(3),
                    vec!["un compte rendu à reprendre, soumis il y a 3\u{a0}semaines".to_owned(),]
                )]
            ),
            (
                Heading::Gap,
                vec![(
                    who(1),
                    vec!["écart de 2 sur C2.1\u{a0}: 4 pour soi, 2 pour l’équipe".to_owned(),]
                )]
            ),
        ]
    );
}

#[test]
fn nobody_is_silent_before_there_was_time_to_say_something() {
    let since = |days: i64| shown_since(local_date(day(-days)), &[], &[]);
    assert_eq!(since(3), []);
    assert_eq!(since(SILENT_DAYS - 1), []);
    assert_eq!(since(SILENT_DAYS)[0].1.len(), 4);
    // What was handed in in the year before does not count against anybody.
    let before = [handed(1, false, 90)];
    assert_eq!(shown_since(local_date(day(-5)), &[], &before), []);
}

#[test]
fn a_bloc_that_the_class_has_not_begun_is_nobodys_lack() {
    let traces = [
        handed(1, false, 1),
        handed(2, false, 1),
        handed(3, false, 1),
        handed(4, false, 1),
        proof(1, "C2.1"),
    ];
    assert_eq!(shown(&[], &traces), []);
    let half = [&traces[..], &[proof(2, "C2.2.1")]].concat();
    let parts = shown(&[], &half);
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].0, Heading::NoProof);
    assert_eq!(
        parts[0].1.iter().map(|one| one.0).collect::<Vec<_>>(),
        [who(3), who(4)]
    );
}

#[test]
fn a_day_shows_what_was_in_force_then() {
    let marks = [
        mark(1, "C1.1", Viewpoint::Team, 1, -30),
        mark(2, "C1.1", Viewpoint::Team, 3, -30),
        mark(1, "C1.1", Viewpoint::Team, 3, -10),
        mark(2, "C1.1", Viewpoint::Team, 2, -10),
        mark(3, "C1.1", Viewpoint::Team, 2, -5),
        mark(4, "C1.1", Viewpoint::SelfView, 4, -5),
    ];
    let class = [who(1), who(2), who(3), who(4)];
    let (before, after) = (Levels::at(&marks, day(-20)), Levels::at(&marks, day(0)));
    assert_eq!(
        before.spread(&class, "C1.1", Viewpoint::Team),
        Spread([2, 1, 0, 1, 0])
    );
    assert_eq!(
        after.spread(&class, "C1.1", Viewpoint::Team),
        Spread([1, 0, 2, 1, 0])
    );
    assert_eq!(
        after.spread(&class, "C1.1", Viewpoint::SelfView),
        Spread([3, 0, 0, 0, 1])
    );
    let moved = Moved::between(&before, &after, &class, "C1.1");
    assert_eq!((moved.up, moved.down, moved.new, moved.same), (1, 1, 1, 0));
    assert_eq!(
        moved.sentence(),
        "1\u{a0}personne a avancé, 1\u{a0}située pour la première fois, 1\u{a0}a reculé."
    );
    assert!(Moved::default().sentence().contains("Personne"));
}

proptest! {
    #[test]
    fn a_spread_counts_everybody_once(levels in proptest::collection::vec((0_u8..6, 0_u128..6, 0_i64..40), 0..40)) {
        let mut marks: Vec<Mark> = levels
            .iter()
            .map(|(level, learner, at)| mark(*learner, "C1.1", Viewpoint::Team, *level, -at))
            .collect();
        marks.sort_by_key(|mark| mark.at);
        let class: Vec<AccountId> = (0..6).map(who).collect();
        let levels = Levels::at(&marks, day(1));
        let spread = levels.spread(&class, "C1.1", Viewpoint::Team);
        prop_assert_eq!(spread.0.iter().sum::<u32>(), 6);
    }
}
