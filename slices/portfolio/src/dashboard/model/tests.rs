//! Histories of one competence, and what stands out of them.

use super::samples::{day, seen};
use super::*;
use Viewpoint::{Peer, SelfView, Team, Tutor};

fn sno() -> &'static Curriculum {
    &curriculum::shipped()[0]
}

fn within(from: u32, to: u32) -> Period {
    Period {
        start: day(from),
        end: day(to),
    }
}

fn of<'a>(found: &'a [Finding], code: &str) -> Option<&'a str> {
    let found = found.iter().find(|one| one.code == code);
    found.map(|one| one.reason.as_str())
}

#[test]
fn a_period_that_makes_no_sense_is_the_year_so_far() {
    let year = "2026-2027".parse().unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    let whole = period("", "", year, today);
    assert_eq!(whole.start, NaiveDate::from_ymd_opt(2026, 9, 1).unwrap());
    assert_eq!(whole.end, today);
    assert_eq!(period("2026-11-20", "2026-11-10", year, today), whole);
    assert_eq!(period("hier", "2099-01-01", year, today), whole);
    let asked = period("2026-10-01", "2026-10-31", year, today);
    assert_eq!(asked.end, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap());
    // Somebody enrolled for next year: nothing before today.
    assert_eq!(
        period("", "", "2027-2028".parse().unwrap(), today).start,
        today
    );
}

#[test]
fn a_force_is_what_is_done_alone_or_has_progressed() {
    let history = [seen(Team, 1, 10), seen(Team, 2, 50), seen(Team, 3, 90)];
    let found = forces(sno(), &history, within(40, 100));
    let way = of(&found, "C1.1").unwrap();
    assert!(
        way.contains("de «\u{202f}Découvre\u{202f}» à «\u{202f}Réalise en autonomie\u{202f}»"),
        "{way}"
    );
    let found = forces(sno(), &history, within(95, 100));
    assert!(
        of(&found, "C1.1")
            .unwrap()
            .contains("depuis le 31 mars 2026")
    );
    assert_eq!(of(&forces(sno(), &history, within(5, 20)), "C1.1"), None);
    // What the learner alone says is no force yet.
    assert!(forces(sno(), &[seen(SelfView, 4, 10)], within(1, 20)).is_empty());
    // A first level is no progress, two are.
    let found = forces(sno(), &history[..2], within(1, 100));
    assert!(of(&found, "C1.1").unwrap().starts_with("Progrès"));
    assert!(forces(sno(), &history[..1], within(1, 100)).is_empty());
}

#[test]
fn a_first_year_tells_of_the_way_and_not_only_of_where_it_led() {
    // Nothing was placed before the period.
    let history = [seen(Team, 1, 50), seen(Team, 3, 90)];
    let found = forces(sno(), &history, within(40, 100));
    assert!(of(&found, "C1.1").unwrap().starts_with("Progrès"));
    // Once it is behind, what is left is what they do alone.
    let found = forces(sno(), &history, within(91, 120));
    assert!(of(&found, "C1.1").unwrap().starts_with("L’équipe situe"));
}

#[test]
fn what_has_gone_back_is_to_be_taken_up_again_and_no_force() {
    let history = [seen(Team, 2, 10), seen(Team, 4, 50), seen(Team, 3, 90)];
    assert!(forces(sno(), &history, within(1, 100)).is_empty());
    let found = gaps(sno(), &history, within(1, 100), Some(&|_| true));
    assert!(of(&found, "C1.1").unwrap().contains("À reprendre"));
}

#[test]
fn progress_comes_before_what_was_done_alone_already() {
    let on = |target: &str, one: Seen| Seen {
        target: target.into(),
        ..one
    };
    let history = [
        seen(Team, 3, 10),
        on("C2.1", seen(Team, 1, 11)),
        on("C2.1", seen(Team, 2, 60)),
        on("C1.2", seen(Team, 4, 12)),
    ];
    let found = forces(sno(), &history, within(50, 100));
    let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["C2.1", "C1.1", "C1.2"]);
}

#[test]
fn points_of_view_that_differ_by_two_are_to_be_talked_about() {
    for other in [SelfView, Tutor, Peer] {
        let history = [seen(Team, 2, 10), seen(other, 4, 11)];
        let found = gaps(sno(), &history, within(1, 20), Some(&|_| true));
        assert!(of(&found, "C1.1").unwrap().contains("À éclaircir ensemble"));
        let close = [seen(Team, 3, 10), seen(other, 4, 11)];
        let found = gaps(sno(), &close, within(1, 20), Some(&|_| true));
        assert_eq!(of(&found, "C1.1"), None);
    }
}

#[test]
fn what_went_back_or_waits_for_the_team_is_a_gap() {
    let back = [seen(Team, 3, 10), seen(Team, 2, 12)];
    let found = gaps(sno(), &back, within(1, 20), Some(&|_| true));
    assert!(of(&found, "C1.1").unwrap().contains("À reprendre"));
    let found = gaps(sno(), &[seen(Team, 1, 10)], within(1, 20), Some(&|_| true));
    assert!(of(&found, "C1.1").unwrap().contains("À travailler"));
    let found = gaps(sno(), &[], within(1, 20), Some(&|_| true));
    assert!(
        of(&found, "C1.1")
            .unwrap()
            .contains("ne s’est pas encore prononcée")
    );
    let found = gaps(sno(), &[seen(Team, 2, 10)], within(1, 20), Some(&|_| false));
    assert!(of(&found, "C1.1").unwrap().contains("Aucune preuve"));
}

#[test]
fn who_does_not_see_the_proofs_is_told_nothing_of_them() {
    let found = gaps(sno(), &[seen(Team, 2, 10)], within(1, 20), None);
    assert_eq!(of(&found, "C1.1"), None);
    assert!(found.iter().all(|one| !one.reason.contains("preuve")));
}

#[test]
fn what_came_after_the_period_does_not_count() {
    let history = [seen(Team, 2, 10), seen(Team, 4, 90)];
    assert_eq!(
        standing(&history, "C1.1", Team, day(50))
            .unwrap()
            .level
            .number(),
        2
    );
    assert!(forces(sno(), &history, within(1, 50)).is_empty());
}
