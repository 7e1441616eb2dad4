//! The year of a class: what each of its weeks is, how long each bloc is
//! taught in a week, and what that makes. Pure. All durations are minutes.

use chrono::{Datelike, Days, NaiveDate};
use curriculum::hours::{HourGuide, ModelCalendar};
use kernel::{Period, SchoolYear, words};
use serde::{Deserialize, Serialize};

words! {
    /// What a class does in a week.
    WeekKind {
        /// All five days at school.
        School = "school", "En établissement";
        /// Some days at school, some in PFMP.
        Mixed = "mixed", "Établissement et PFMP";
        /// The whole week in PFMP.
        Placement = "placement", "PFMP";
        /// Holidays.
        Holiday = "holiday", "Vacances";
        /// Before the training begins or after it ends.
        Out = "out", "Hors formation";
    }
}

impl WeekKind {
    /// The letter that stands for it in the strip, readable without colour.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::School => "É",
            Self::Mixed => "M",
            Self::Placement => "P",
            Self::Holiday => "V",
            Self::Out => "–",
        }
    }

    /// Whether the class comes to school in such a week.
    #[must_use]
    pub const fn at_school(self) -> bool {
        matches!(self, Self::School | Self::Mixed)
    }
}

/// A week of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// The Monday on which it begins.
    pub monday: NaiveDate,
    /// What the class does.
    pub kind: WeekKind,
}

impl Week {
    /// The month in which most of it lies: that of its Thursday.
    #[must_use]
    pub fn month(&self) -> (i32, u32) {
        let thursday = later(self.monday, 3);
        (thursday.year(), thursday.month())
    }

    /// Whether that day is in the week.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        (0..7).contains(&(day - self.monday).num_days())
    }
}

/// How long a bloc is taught in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockWeek {
    /// The number of the bloc.
    pub number: u8,
    /// In a week at school.
    pub school: u32,
    /// In a week that is shared with a PFMP.
    pub mixed: u32,
}

/// The plan of a class for its year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearPlan {
    /// The weeks of the year, in order.
    pub weeks: Vec<Week>,
    /// The blocs of the curriculum, in order.
    pub blocks: Vec<BlockWeek>,
    /// Days in PFMP in a week that is shared.
    pub placement_days: u32,
    /// Autonomous work in each week at school, beyond the hours of the blocs.
    pub autonomous: u32,
    /// People from outside, in each week at school, beyond the hours of the blocs.
    pub speakers: u32,
}

/// Days in PFMP of a shared week when nobody said otherwise: as in the guide.
const USUAL_DAYS: u32 = 2;
/// Hours of a bloc are proposed in such steps.
const STEP: u32 = 5;

/// The Mondays of a school year: from the week that is mostly in September to
/// the last that is mostly in July.
#[must_use]
pub fn mondays(year: SchoolYear) -> Vec<NaiveDate> {
    let first = i32::from(year.first());
    let (Some(start), Some(end)) = (
        NaiveDate::from_ymd_opt(first, 9, 1),
        NaiveDate::from_ymd_opt(first + 1, 7, 31),
    ) else {
        return Vec::new();
    };
    std::iter::successors(Some(monday_of(start)), |monday| Some(later(*monday, 7)))
        .skip_while(|monday| later(*monday, 3) < start)
        .take_while(|monday| later(*monday, 3) <= end)
        .collect()
}

/// The holidays of a usual year, to be adjusted to one's zone: two weeks
/// around 1 November, 25 December, 15 February and 15 April, then the summer.
#[must_use]
pub fn usual(year: SchoolYear, monday: NaiveDate) -> WeekKind {
    let first = i32::from(year.first());
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(monday_of);
    let toussaint = day(first, 11, 1).map(|monday| earlier(monday, 7));
    let starts = [
        toussaint,
        day(first, 12, 25),
        day(first + 1, 2, 15),
        day(first + 1, 4, 15),
    ];
    let holiday = starts
        .into_iter()
        .flatten()
        .any(|start| (0..14).contains(&(monday - start).num_days()));
    let summer = NaiveDate::from_ymd_opt(first + 1, 7, 3).is_some_and(|summer| monday >= summer);
    match holiday || summer {
        true => WeekKind::Holiday,
        false => WeekKind::School,
    }
}

impl YearPlan {
    /// A usual year at school, without any hour yet.
    #[must_use]
    pub fn blank(year: SchoolYear, blocks: &[u8]) -> Self {
        let week = |monday| Week {
            monday,
            kind: usual(year, monday),
        };
        let block = |number: &u8| BlockWeek {
            number: *number,
            ..BlockWeek::default()
        };
        Self {
            weeks: mondays(year).into_iter().map(week).collect(),
            blocks: blocks.iter().map(block).collect(),
            placement_days: USUAL_DAYS,
            autonomous: 0,
            speakers: 0,
        }
    }

    /// A model calendar of the guide laid on a usual year. It begins in
    /// October, or before when the year would be too short.
    #[must_use]
    pub fn from_model(
        year: SchoolYear,
        blocks: &[u8],
        guide: &HourGuide,
        model: &ModelCalendar,
    ) -> Self {
        let mut plan = Self::blank(year, blocks);
        let kinds = pattern(model);
        let open: Vec<usize> = (0..plan.weeks.len())
            .filter(|at| plan.weeks[*at].kind == WeekKind::School)
            .collect();
        let october = NaiveDate::from_ymd_opt(i32::from(year.first()), 10, 1);
        let from = open
            .iter()
            .position(|at| october.is_some_and(|day| plan.weeks[*at].monday >= day))
            .unwrap_or(0)
            .min(open.len().saturating_sub(kinds.len()));
        for (rank, at) in open.into_iter().enumerate() {
            let kind = rank.checked_sub(from).and_then(|rank| kinds.get(rank));
            plan.weeks[at].kind = kind.copied().unwrap_or(WeekKind::Out);
        }
        let minutes = share(model.weekly_minutes, guide, blocks);
        for (block, minutes) in plan.blocks.iter_mut().zip(minutes) {
            match model.placement_days {
                0 => block.school = minutes,
                _ => block.mixed = minutes,
            }
        }
        if model.placement_days > 0 {
            plan.placement_days = model.placement_days;
        }
        plan.autonomous = guide.autonomous_weekly * 60;
        plan.speakers = guide.speakers_weekly * 60;
        plan
    }

    /// The same plan on the weeks of a year and the blocs of a curriculum:
    /// what it says of others is left out, what it does not say is usual.
    #[must_use]
    pub fn fitted(&self, year: SchoolYear, blocks: &[u8]) -> Self {
        let mut plan = Self::blank(year, blocks);
        for week in &mut plan.weeks {
            if let Some(said) = self.weeks.iter().find(|one| one.monday == week.monday) {
                week.kind = said.kind;
            }
        }
        for block in &mut plan.blocks {
            if let Some(said) = self.blocks.iter().find(|one| one.number == block.number) {
                *block = *said;
            }
        }
        plan.placement_days = self.placement_days;
        plan.autonomous = self.autonomous;
        plan.speakers = self.speakers;
        plan
    }

    /// Makes every week that has a day of `period` of this kind.
    pub fn set(&mut self, period: Period, kind: WeekKind) {
        for week in &mut self.weeks {
            if week.monday <= period.end && later(week.monday, 6) >= period.start {
                week.kind = kind;
            }
        }
    }

    /// How many weeks are of a kind.
    #[must_use]
    pub fn count(&self, kind: WeekKind) -> u32 {
        let weeks = self.weeks.iter().filter(|week| week.kind == kind).count();
        u32::try_from(weeks).unwrap_or(u32::MAX)
    }

    /// Weeks in which the class comes to school.
    #[must_use]
    pub fn at_school(&self) -> u32 {
        self.count(WeekKind::School) + self.count(WeekKind::Mixed)
    }

    /// Minutes of a bloc in the whole year; none for another number.
    #[must_use]
    pub fn minutes(&self, number: u8) -> u32 {
        let block = self.blocks.iter().find(|block| block.number == number);
        block.map_or(0, |block| {
            self.count(WeekKind::School) * block.school + self.count(WeekKind::Mixed) * block.mixed
        })
    }

    /// Minutes of all blocs in the whole year.
    #[must_use]
    pub fn total(&self) -> u32 {
        let blocks = self.blocks.iter();
        blocks.map(|block| self.minutes(block.number)).sum()
    }

    /// Days in PFMP in the whole year; five make a week.
    #[must_use]
    pub fn days_in_placement(&self) -> u32 {
        self.count(WeekKind::Placement) * 5 + self.count(WeekKind::Mixed) * self.placement_days
    }

    /// Weeks of the same kind that follow one another, together.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for week in &self.weeks {
            match runs.last_mut() {
                Some(run)
                    if run.kind == week.kind && later(run.monday, 7 * run.weeks) == week.monday =>
                {
                    run.weeks += 1;
                }
                _ => runs.push(Run {
                    monday: week.monday,
                    kind: week.kind,
                    weeks: 1,
                }),
            }
        }
        runs
    }
}

/// Weeks of the same kind that follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first Monday.
    pub monday: NaiveDate,
    /// What the class does.
    pub kind: WeekKind,
    /// How many.
    pub weeks: u64,
}

impl Run {
    /// From its first Monday to its last Friday.
    #[must_use]
    pub fn period(&self) -> Period {
        Period {
            start: self.monday,
            end: later(self.monday, 7 * self.weeks.saturating_sub(1) + 4),
        }
    }
}

/// The weeks of a model in order: its PFMP in two periods, school at both ends.
fn pattern(model: &ModelCalendar) -> Vec<WeekKind> {
    let school = match model.placement_days {
        0 => WeekKind::School,
        _ => WeekKind::Mixed,
    };
    let third = model.school_weeks.div_ceil(3);
    let half = model.placement_weeks.div_ceil(2);
    [
        (school, third),
        (WeekKind::Placement, half),
        (school, third.min(model.school_weeks - third)),
        (WeekKind::Placement, model.placement_weeks - half),
        (school, model.school_weeks.saturating_sub(2 * third)),
    ]
    .into_iter()
    .flat_map(|(kind, weeks)| std::iter::repeat_n(kind, weeks as usize))
    .collect()
}

/// Shares the minutes of a week out among blocs, as their least hours stand
/// to one another, in steps; the longest takes what is left over.
fn share(weekly: u32, guide: &HourGuide, blocks: &[u8]) -> Vec<u32> {
    let least = |number: &u8| {
        let bounds = guide.blocks.iter().find(|block| block.number == *number);
        bounds.map_or(0, |block| block.least)
    };
    let all: u32 = blocks.iter().map(least).sum();
    if all == 0 {
        return vec![0; blocks.len()];
    }
    let part = |number| weekly * least(number) / all / STEP * STEP;
    let mut minutes: Vec<u32> = blocks.iter().map(part).collect();
    let left = weekly - minutes.iter().sum::<u32>();
    if let Some(longest) = minutes.iter_mut().max() {
        *longest += left;
    }
    minutes
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    earlier(day, u64::from(day.weekday().num_days_from_monday()))
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests;
