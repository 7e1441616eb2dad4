//! A year as its pages show it: the strip, its weeks in words, its hours
//! against the guide and against what the team shared out.

use chrono::{Datelike, NaiveDate};
use curriculum::Curriculum;
use curriculum::hours::{HourGuide, Judged, duration, guide, weeks_and_days};
use kernel::count;
use people::api::Taught;

use super::model::{Week, WeekKind, YearPlan};

const MONTHS: [&str; 12] = [
    "Janvier",
    "Février",
    "Mars",
    "Avril",
    "Mai",
    "Juin",
    "Juillet",
    "Août",
    "Septembre",
    "Octobre",
    "Novembre",
    "Décembre",
];

/// Whether it fits, and why.
#[derive(Debug)]
pub struct Verdict {
    /// Nothing to look at again.
    pub fits: bool,
    /// The reason.
    pub sentence: String,
}

impl From<Judged> for Verdict {
    fn from(judged: Judged) -> Self {
        Self {
            fits: judged.fits(),
            sentence: judged.sentence(),
        }
    }
}

/// A week of the strip.
#[derive(Debug)]
pub struct StripWeek {
    /// What is drawn.
    pub kind: WeekKind,
    /// The day of the month on which it begins.
    pub day: u32,
    /// Whether today is in it.
    pub now: bool,
}

/// A month of the strip.
#[derive(Debug)]
pub struct StripMonth {
    /// « Septembre ».
    pub name: &'static str,
    /// Its weeks.
    pub weeks: Vec<StripWeek>,
}

/// What a mark means, and how many there are.
#[derive(Debug)]
pub struct StripKey {
    /// The mark.
    pub kind: WeekKind,
    /// « 20 semaines ».
    pub weeks: String,
}

/// Weeks of the same kind that follow one another, in words.
#[derive(Debug)]
pub struct StripLine {
    /// What the class does.
    pub kind: WeekKind,
    /// « du 7 au 18 septembre 2026 ».
    pub dates: String,
    /// « 2 semaines ».
    pub weeks: String,
    /// Whether today is in them.
    pub now: bool,
}

/// The strip of a year.
#[derive(Debug)]
pub struct Strip {
    /// What it shows, in one sentence.
    pub sentence: String,
    /// Its months.
    pub months: Vec<StripMonth>,
    /// The kinds of week that are in it.
    pub keys: Vec<StripKey>,
    /// The same in words.
    pub lines: Vec<StripLine>,
    /// Whether today is in it.
    pub has_now: bool,
}

/// « Septembre » for 9.
#[must_use]
pub fn month_name(month: u32) -> &'static str {
    MONTHS[month.saturating_sub(1) as usize % 12]
}

fn weeks(n: u32) -> String {
    count(u64::from(n), "semaine", "semaines")
}

/// The strip of a plan as it stands today.
#[must_use]
pub fn strip(plan: &YearPlan, today: NaiveDate) -> Strip {
    let mut months: Vec<((i32, u32), StripMonth)> = Vec::new();
    for week in &plan.weeks {
        let month = week.month();
        if months.last().is_none_or(|(last, _)| *last != month) {
            let name = month_name(month.1);
            months.push((
                month,
                StripMonth {
                    name,
                    weeks: Vec::new(),
                },
            ));
        }
        if let Some((_, last)) = months.last_mut() {
            last.weeks.push(StripWeek {
                kind: week.kind,
                day: week.monday.day(),
                now: week.holds(today),
            });
        }
    }
    let keys: Vec<StripKey> = WeekKind::ALL
        .iter()
        .map(|kind| (kind, plan.count(*kind)))
        .filter(|(_, n)| *n > 0)
        .map(|(kind, n)| StripKey {
            kind: *kind,
            weeks: weeks(n),
        })
        .collect();
    let now = plan.weeks.iter().find(|week| week.holds(today));
    Strip {
        sentence: sentence(&keys, now),
        months: months.into_iter().map(|(_, month)| month).collect(),
        keys,
        lines: lines(plan, today),
        has_now: now.is_some(),
    }
}

fn sentence(keys: &[StripKey], now: Option<&Week>) -> String {
    let said: Vec<String> = keys
        .iter()
        .map(|key| format!("{} {}", key.kind.label(), key.weeks))
        .collect();
    let now = now.map_or_else(String::new, |week| {
        format!(" Cette semaine\u{a0}: {}.", week.kind.label())
    });
    format!("{}.{now}", said.join(", "))
}

fn lines(plan: &YearPlan, today: NaiveDate) -> Vec<StripLine> {
    let line = |run: super::model::Run| {
        let period = run.period();
        // A week ends on Sunday, though its last day of work is a Friday.
        let past = (today - period.end).num_days();
        StripLine {
            kind: run.kind,
            dates: period.to_string(),
            weeks: count(run.weeks, "semaine", "semaines"),
            now: today >= period.start && past <= 2,
        }
    };
    plan.runs().into_iter().map(line).collect()
}

/// A line of the hours.
#[derive(Debug)]
pub struct HourLine {
    /// Number of the bloc; none for what is no bloc.
    pub bloc: Option<u8>,
    /// What it is.
    pub label: String,
    /// By the week: in a week at school, and in a shared one.
    pub weekly: [Option<String>; 2],
    /// In the whole year.
    pub total: String,
    /// What the guide says of it.
    pub verdicts: Vec<Verdict>,
}

/// What the team shared out of a bloc, against the plan.
#[derive(Debug)]
pub struct ShareLine {
    /// Number of the bloc.
    pub bloc: u8,
    /// Its title.
    pub label: String,
    /// Planned.
    pub planned: String,
    /// Shared out.
    pub shared: String,
    /// How the two stand to each other, then what the guide says of English.
    pub verdicts: Vec<Verdict>,
}

/// The hours of a plan, bloc by bloc, then all of it.
#[must_use]
pub fn hours(plan: &YearPlan, curriculum: &Curriculum) -> Vec<HourLine> {
    let guide = guide(&curriculum.code);
    let weekly = |kind, minutes: u32| {
        let shown = plan.count(kind) > 0 || minutes > 0;
        shown.then(|| duration(minutes))
    };
    let both = |school, mixed| {
        [
            weekly(WeekKind::School, school),
            weekly(WeekKind::Mixed, mixed),
        ]
    };
    let mut lines: Vec<HourLine> = Vec::new();
    for block in &plan.blocks {
        let minutes = plan.minutes(block.number);
        let judged = guide.and_then(|guide| guide.judge_block(block.number, minutes));
        lines.push(HourLine {
            bloc: Some(block.number),
            label: title(curriculum, block.number),
            weekly: both(block.school, block.mixed),
            total: duration(minutes),
            verdicts: judged.into_iter().map(Verdict::from).collect(),
        });
    }
    let sum = |minutes: fn(&super::model::BlockWeek) -> u32| plan.blocks.iter().map(minutes).sum();
    lines.push(HourLine {
        bloc: None,
        label: "Toute la formation".to_owned(),
        weekly: both(sum(|block| block.school), sum(|block| block.mixed)),
        total: duration(plan.total()),
        verdicts: guide
            .map(|guide| guide.judge_total(plan.total()).into())
            .into_iter()
            .collect(),
    });
    lines.extend(beyond(plan, guide));
    lines
}

/// What comes on top of the hours of the blocs, and the PFMP.
fn beyond(plan: &YearPlan, guide: Option<&HourGuide>) -> Vec<HourLine> {
    let line = |label: &str, minutes: u32, verdict: Option<Verdict>| HourLine {
        bloc: None,
        label: label.to_owned(),
        weekly: WEEKS_AT_SCHOOL.map(|kind| (plan.count(kind) > 0).then(|| duration(minutes))),
        total: duration(minutes * plan.at_school()),
        verdicts: verdict.into_iter().collect(),
    };
    let speakers = guide.map(|guide| Verdict {
        fits: true,
        sentence: format!(
            "Le guide propose {}\u{a0}h par semaine, modulables.",
            guide.speakers_weekly
        ),
    });
    let days = plan.days_in_placement();
    vec![
        line(
            "Travail en autonomie",
            plan.autonomous,
            guide.map(|guide| guide.judge_autonomous(plan.autonomous).into()),
        ),
        line("Intervenant·es de l’extérieur", plan.speakers, speakers),
        HourLine {
            bloc: None,
            label: "PFMP".to_owned(),
            weekly: [
                None,
                (plan.count(WeekKind::Mixed) > 0)
                    .then(|| count(u64::from(plan.placement_days), "jour", "jours")),
            ],
            total: weeks_and_days(days),
            verdicts: guide
                .map(|guide| guide.judge_placement(days).into())
                .into_iter()
                .collect(),
        },
    ]
}

const WEEKS_AT_SCHOOL: [WeekKind; 2] = [WeekKind::School, WeekKind::Mixed];

/// What the team shared out, bloc by bloc.
#[must_use]
pub fn shared(plan: &YearPlan, curriculum: &Curriculum, taught: &[Taught]) -> Vec<ShareLine> {
    let guide = guide(&curriculum.code);
    plan.blocks
        .iter()
        .map(|block| {
            let number = block.number;
            let of_block = taught.iter().filter(|one| one.block == number);
            let (minutes, english) = of_block.fold((0, 0), |(minutes, english), one| {
                (minutes + one.minutes, english + one.english)
            });
            let planned = plan.minutes(number);
            let english = guide.and_then(|guide| guide.judge_english(number, english));
            ShareLine {
                bloc: number,
                label: title(curriculum, number),
                planned: duration(planned),
                shared: duration(minutes),
                verdicts: std::iter::once(balance(planned, minutes))
                    .chain(english.map(Verdict::from))
                    .collect(),
            }
        })
        .collect()
}

/// What is planned against what is shared out.
fn balance(planned: u32, shared: u32) -> Verdict {
    let sentence = match shared.cmp(&planned) {
        std::cmp::Ordering::Equal => "Tout est réparti.".to_owned(),
        std::cmp::Ordering::Less => format!("Il reste {} à répartir.", duration(planned - shared)),
        std::cmp::Ordering::Greater => {
            format!(
                "L’équipe a {} de plus que le plan.",
                duration(shared - planned)
            )
        }
    };
    Verdict {
        fits: shared == planned,
        sentence,
    }
}

fn title(curriculum: &Curriculum, number: u8) -> String {
    let block = curriculum
        .blocks
        .iter()
        .find(|block| block.number == number);
    block.map_or_else(String::new, |block| block.title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SchoolYear;

    #[test]
    fn what_is_left_to_share_out_is_said() {
        for (planned, shared, expected) in [
            (7_800, 7_800, "Tout est réparti."),
            (7_800, 7_200, "Il reste 10 h à répartir."),
            (7_800, 7_830, "L’équipe a 0 h 30 de plus que le plan."),
        ] {
            let said = balance(planned, shared).sentence.replace('\u{a0}', " ");
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn the_strip_marks_the_week_of_today_until_its_sunday() {
        let year = SchoolYear::starting(2026).unwrap();
        let plan = YearPlan::blank(year, &[]);
        let day = |d| NaiveDate::from_ymd_opt(2026, 9, d).unwrap();
        for today in [day(7), day(13)] {
            let strip = strip(&plan, today);
            assert_eq!(strip.months[0].name, "Septembre");
            let now: Vec<u32> = strip
                .months
                .iter()
                .flat_map(|month| &month.weeks)
                .filter(|week| week.now)
                .map(|week| week.day)
                .collect();
            assert_eq!(now, [7]);
            assert!(
                strip
                    .sentence
                    .ends_with("Cette semaine\u{a0}: En établissement.")
            );
            assert_eq!(strip.lines.iter().filter(|line| line.now).count(), 1);
        }
        let away = strip(&plan, NaiveDate::from_ymd_opt(2027, 8, 20).unwrap());
        assert!(!away.has_now && away.lines.iter().all(|line| !line.now));
    }
}
