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

/// The forces: what has progressed in the period, then what the team sees done
/// alone. « Prendre conscience du chemin parcouru » comes first: somebody who
/// went from discovering to working alone has a way to be told of, also in
/// their first year, where nothing was placed before the period.
#[must_use]
pub fn forces(curriculum: &Curriculum, seen: &[Seen], period: Period) -> Vec<Finding> {
    let by = |wanted: bool| {
        findings(curriculum, move |competence| {
            let (progressed, reason) = force(&competence.code, seen, period)?;
            (progressed == wanted).then_some(reason)
        })
    };
    [by(true), by(false)].concat()
}

/// Whether it is a progress, and the reason. What has gone back is none: it is
/// to be taken up again.
fn force(code: &str, seen: &[Seen], period: Period) -> Option<(bool, String)> {
    let team = standing(seen, code, Viewpoint::Team, period.end)?;
    if gone_back(code, seen, period, team.level) {
        return None;
    }
    let from = starting_point(code, seen, period)?;
    if from < team.level {
        let reason = format!(
            "Progrès selon l’équipe\u{a0}: de {} à {}.",
            quoted(from),
            quoted(team.level)
        );
        return Some((true, reason));
    }
    (team.level.number() >= ALONE).then(|| {
        let day = since(seen, code, Viewpoint::Team, team.level).unwrap_or(team.on);
        let reason = format!(
            "L’équipe situe à {} depuis le {}.",
            quoted(team.level),
            date_long(day)
        );
        (false, reason)
    })
}

/// Where the team saw somebody when the period began, or else first in it.
fn starting_point(code: &str, seen: &[Seen], period: Period) -> Option<Level> {
    let before = before(seen, code, Viewpoint::Team, period);
    let first = || {
        seen.iter().find(|one| {
            one.target == code && one.viewpoint == Viewpoint::Team && one.on >= period.start
        })
    };
    before.or_else(first).map(|one| one.level)
}

/// The latest of a point of view on a target before a period.
#[must_use]
pub fn before<'a>(
    seen: &'a [Seen],
    target: &str,
    viewpoint: Viewpoint,
    period: Period,
) -> Option<&'a Seen> {
    let eve = period.start.pred_opt()?;
    standing(seen, target, viewpoint, eve)
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
mod tests;
