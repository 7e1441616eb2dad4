//! What stands out of a learner’s positionings over a time: forces and gaps,
//! each named by a rule with its reason. Pure. The rules look at the points of
//! view side by side; none is averaged, and nothing becomes a score.

use chrono::NaiveDate;
use curriculum::{Competence, Curriculum};
use kernel::{AccountId, Level, Period, SchoolYear, date_long, parse_date};

use crate::positioning::Viewpoint;
use crate::progress::view::level_name;

/// From this level on, somebody works by themself (« Réalise en autonomie »,
/// third of the four levels of the scale).
const ALONE: i16 = 3;
/// Two points of view this far apart need to be talked about: the matrix of
/// the class marks the same distance.
const APART: i16 = 2;

/// A positioning, on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Code of the competence or of the detailed one.
    pub target: String,
    /// Who looks.
    pub viewpoint: Viewpoint,
    /// The author; never shown here.
    pub author: AccountId,
    /// The level.
    pub level: Level,
    /// When.
    pub on: NaiveDate,
}

/// The period that is asked for; what cannot be read, or ends before it
/// begins, is the school year so far.
#[must_use]
pub fn period(from: &str, to: &str, year: SchoolYear, today: NaiveDate) -> Period {
    let whole = Period {
        start: first_day(year).min(today),
        end: today,
    };
    let start = parse_date(from).unwrap_or(whole.start);
    let end = parse_date(to).unwrap_or(whole.end).min(today);
    match start <= end {
        true => Period { start, end },
        false => whole,
    }
}

/// The first of September of a school year.
fn first_day(year: SchoolYear) -> NaiveDate {
    NaiveDate::from_ymd_opt(i32::from(year.first()), 9, 1).unwrap_or_default()
}

/// The latest of a point of view on a target, on a day.
#[must_use]
pub fn standing<'a>(
    seen: &'a [Seen],
    target: &str,
    viewpoint: Viewpoint,
    day: NaiveDate,
) -> Option<&'a Seen> {
    seen.iter()
        .rfind(|one| one.target == target && one.viewpoint == viewpoint && one.on <= day)
}

/// Since when a point of view has been at its level or above it, without a break.
fn since(seen: &[Seen], target: &str, viewpoint: Viewpoint, level: Level) -> Option<NaiveDate> {
    let mut since = None;
    let of_target = |one: &&Seen| one.target == target && one.viewpoint == viewpoint;
    for one in seen.iter().filter(of_target) {
        since = match one.level >= level {
            true => since.or(Some(one.on)),
            false => None,
        };
    }
    since
}

/// A force or a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The number of the bloc.
    pub bloc: u8,
    /// `C1.1`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Why it is named, in a sentence.
    pub reason: String,
}

/// The forces: what the team sees done alone, and what has progressed in the period.
#[must_use]
pub fn forces(curriculum: &Curriculum, seen: &[Seen], period: Period) -> Vec<Finding> {
    findings(curriculum, |competence| {
        force(&competence.code, seen, period)
    })
}

fn force(code: &str, seen: &[Seen], period: Period) -> Option<String> {
    let team = standing(seen, code, Viewpoint::Team, period.end)?;
    let before = period
        .start
        .pred_opt()
        .and_then(|day| standing(seen, code, Viewpoint::Team, day));
    let progress = before.filter(|before| before.level < team.level);
    match progress {
        Some(before) => Some(format!(
            "Progrès selon l’équipe\u{a0}: de {} à {}.",
            quoted(before.level),
            quoted(team.level)
        )),
        None if team.level.number() >= ALONE => {
            let day = since(seen, code, Viewpoint::Team, team.level).unwrap_or(team.on);
            Some(format!(
                "L’équipe situe à {} depuis le {}.",
                quoted(team.level),
                date_long(day)
            ))
        }
        None => first_steps(code, seen, period),
    }
}

/// A progress inside the period, for somebody whom nobody had placed before it.
fn first_steps(code: &str, seen: &[Seen], period: Period) -> Option<String> {
    let mut team = seen.iter().filter(|one| {
        one.target == code
            && one.viewpoint == Viewpoint::Team
            && (period.start..=period.end).contains(&one.on)
    });
    let first = team.next()?;
    let last = team.next_back()?;
    (first.level < last.level).then(|| {
        format!(
            "Progrès selon l’équipe\u{a0}: de {} à {}.",
            quoted(first.level),
            quoted(last.level)
        )
    })
}

/// The gaps: where points of view differ, what has gone back or is still to
/// be worked on. `proven` says whether a competence has a proof; nothing is
/// said of proofs to those who do not see them.
#[must_use]
pub fn gaps(
    curriculum: &Curriculum,
    seen: &[Seen],
    period: Period,
    proven: Option<&dyn Fn(&Competence) -> bool>,
) -> Vec<Finding> {
    findings(curriculum, |competence| {
        let proven = proven.map(|proven| proven(competence));
        gap(&competence.code, seen, period, proven)
    })
}

fn gap(code: &str, seen: &[Seen], period: Period, proven: Option<bool>) -> Option<String> {
    let at = |viewpoint| standing(seen, code, viewpoint, period.end);
    let team = at(Viewpoint::Team);
    for (viewpoint, name) in [
        (Viewpoint::SelfView, "Auto-positionnement"),
        (Viewpoint::Tutor, "Tuteur ou tutrice"),
        (Viewpoint::Peer, "Pairs"),
    ] {
        if let (Some(team), Some(other)) = (team, at(viewpoint))
            && (team.level.number() - other.level.number()).abs() >= APART
        {
            return Some(format!(
                "{name}\u{a0}: {}\u{202f}; équipe\u{a0}: {}. À éclaircir ensemble.",
                quoted(other.level),
                quoted(team.level)
            ));
        }
    }
    let own = at(Viewpoint::SelfView);
    match (team, own, proven) {
        (Some(team), ..) if gone_back(code, seen, period, team.level) => Some(format!(
            "L’équipe situe maintenant à {}, après un niveau plus haut. À reprendre.",
            quoted(team.level)
        )),
        (Some(team), ..) if team.level.number() == 1 => {
            let day = since(seen, code, Viewpoint::Team, team.level).unwrap_or(team.on);
            Some(format!(
                "L’équipe situe à {} depuis le {}. À travailler.",
                quoted(team.level),
                date_long(day)
            ))
        }
        (None, _, Some(true)) => {
            Some("Des preuves sont là, et l’équipe ne s’est pas encore prononcée.".to_owned())
        }
        (Some(_), _, Some(false)) | (None, Some(_), Some(false)) => {
            Some("Aucune preuve n’est encore reliée.".to_owned())
        }
        (None, None, _) => Some("Pas encore abordée\u{a0}: personne ne s’est prononcé.".to_owned()),
        _ => None,
    }
}

/// Whether the team had given more before.
fn gone_back(code: &str, seen: &[Seen], period: Period, level: Level) -> bool {
    seen.iter().any(|one| {
        one.target == code
            && one.viewpoint == Viewpoint::Team
            && one.on <= period.end
            && one.level > level
    })
}

fn findings(
    curriculum: &Curriculum,
    reason: impl Fn(&Competence) -> Option<String>,
) -> Vec<Finding> {
    let blocks = curriculum.blocks.iter();
    blocks
        .flat_map(|block| block.competences.iter().map(|one| (block.number, one)))
        .filter_map(|(bloc, competence)| {
            Some(Finding {
                bloc,
                code: competence.code.clone(),
                title: competence.title.clone(),
                reason: reason(competence)?,
            })
        })
        .collect()
}

fn quoted(level: Level) -> String {
    format!("«\u{202f}{}\u{202f}»", level_name(level))
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use kernel::uuid::Uuid;

    /// The nth day of a year.
    pub(crate) fn day(n: u32) -> NaiveDate {
        NaiveDate::from_yo_opt(2026, n).unwrap()
    }

    /// A positioning on C1.1 on the nth day of a year.
    pub(crate) fn seen(viewpoint: Viewpoint, level: i16, n: u32) -> Seen {
        Seen {
            target: "C1.1".into(),
            viewpoint,
            author: AccountId(Uuid::from_u128(1)),
            level: Level::new(level).unwrap(),
            on: day(n),
        }
    }
}

#[cfg(test)]
mod tests {
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
        assert!(of(&found, "C1.1").unwrap().starts_with("Progrès"));
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
}
