use super::*;
use curriculum::hours::{Verdict, guide};
use proptest::prelude::*;

const BLOCKS: [u8; 3] = [1, 2, 3];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn year(first: i16) -> SchoolYear {
    SchoolYear::starting(first).unwrap()
}

fn sno() -> &'static HourGuide {
    guide("SNO").unwrap()
}

fn from_model(first: i16, key: &str) -> YearPlan {
    let model = sno().calendars.iter().find(|one| one.key == key).unwrap();
    YearPlan::from_model(year(first), &BLOCKS, sno(), model)
}

/// The Mondays on which holidays stand, before the summer.
fn holidays(first: i16) -> Vec<NaiveDate> {
    let summer = day(i32::from(first) + 1, 7, 1);
    let plan = YearPlan::blank(year(first), &BLOCKS);
    let weeks = plan.weeks.into_iter();
    weeks
        .filter(|week| week.kind == WeekKind::Holiday && week.monday < summer)
        .map(|week| week.monday)
        .collect()
}

#[test]
fn the_usual_holidays_are_those_that_a_zone_had() {
    // Toussaint and Christmas of all zones, winter and spring of zone B.
    assert_eq!(
        holidays(2025),
        [
            day(2025, 10, 20),
            day(2025, 10, 27),
            day(2025, 12, 22),
            day(2025, 12, 29),
            day(2026, 2, 9),
            day(2026, 2, 16),
            day(2026, 4, 13),
            day(2026, 4, 20),
        ]
    );
    // 1 November is a Sunday: the week that ends with it is a holiday.
    assert_eq!(holidays(2026)[..2], [day(2026, 10, 19), day(2026, 10, 26)]);
}

#[test]
fn the_first_model_is_twenty_weeks_and_twelve_in_pfmp() {
    let plan = from_model(2026, "exemple-1");
    assert_eq!(plan.count(WeekKind::School), 20);
    assert_eq!(plan.count(WeekKind::Placement), 12);
    assert_eq!(plan.days_in_placement(), 60);
    assert_eq!(
        [1, 2, 3].map(|bloc| plan.minutes(bloc) / 60),
        [130, 170, 100]
    );
    assert_eq!((plan.autonomous, plan.speakers), (240, 120));
    for bloc in BLOCKS {
        let judged = sno().judge_block(bloc, plan.minutes(bloc)).unwrap();
        assert_eq!(judged.verdict, Verdict::Within);
    }
}

#[test]
fn the_second_model_lacks_ten_hours_as_printed_and_none_once_adjusted() {
    let printed = from_model(2026, "exemple-2");
    assert_eq!(printed.count(WeekKind::Mixed), 30);
    assert_eq!(printed.total(), 390 * 60);
    let judged = sno().judge_total(printed.total());
    assert!(
        judged.reason.starts_with("il manque 10\u{a0}h"),
        "{}",
        judged.reason
    );
    let adjusted = from_model(2026, "exemple-2-ajuste");
    assert_eq!(adjusted.total(), 400 * 60);
    assert_eq!(adjusted.days_in_placement(), 60);
}

#[test]
fn weeks_that_follow_one_another_are_said_together() {
    let plan = from_model(2026, "exemple-1");
    let runs = plan.runs();
    assert_eq!(runs[0].kind, WeekKind::Out);
    assert!(runs.windows(2).all(|two| two[0].kind != two[1].kind));
    let weeks: u64 = runs.iter().map(|run| run.weeks).sum();
    assert_eq!(weeks, plan.weeks.len() as u64);
    let one = Run {
        monday: day(2026, 9, 7),
        kind: WeekKind::School,
        weeks: 2,
    };
    assert_eq!(one.period().to_string(), "du 7 au 18 septembre 2026");
}

#[test]
fn a_plan_follows_its_class_to_another_curriculum_and_another_year() {
    let plan = from_model(2026, "exemple-1");
    let other = plan.fitted(year(2027), &[1, 4]);
    assert_eq!(other.weeks, YearPlan::blank(year(2027), &[]).weeks);
    assert_eq!(other.blocks[0], plan.blocks[0]);
    assert_eq!(
        other.blocks[1],
        BlockWeek {
            number: 4,
            ..BlockWeek::default()
        }
    );
    assert_eq!(plan.fitted(year(2026), &BLOCKS), plan);
}

proptest! {
    #[test]
    fn every_year_is_made_of_whole_weeks_from_september_to_july(first in 1990_i16..=2199) {
        let mondays = mondays(year(first));
        prop_assert!((47..=49).contains(&mondays.len()), "{}", mondays.len());
        prop_assert!(mondays.windows(2).all(|two| two[1] - two[0] == chrono::TimeDelta::days(7)));
        let months: Vec<u32> = mondays.iter().map(|monday| {
            Week { monday: *monday, kind: WeekKind::School }.month().1
        }).collect();
        prop_assert_eq!((months[0], months[months.len() - 1]), (9, 7));
        prop_assert_eq!(holidays(first).len(), 8);
    }

    #[test]
    fn every_model_fits_into_every_year(first in 1990_i16..=2199) {
        for model in &sno().calendars {
            let plan = from_model(first, &model.key);
            prop_assert_eq!(plan.at_school(), model.school_weeks);
            prop_assert_eq!(plan.count(WeekKind::Placement), model.placement_weeks);
            prop_assert_eq!(plan.total(), model.minutes());
        }
    }

    #[test]
    fn setting_a_period_changes_the_weeks_that_it_touches_and_no_others(
        from in -30_i64..400, length in 0_i64..60, kind in 0_usize..5
    ) {
        let start = day(2026, 9, 1) + chrono::TimeDelta::days(from);
        let period = Period { start, end: start + chrono::TimeDelta::days(length) };
        let kind = WeekKind::ALL[kind];
        let before = from_model(2026, "exemple-2");
        let mut after = before.clone();
        after.set(period, kind);
        for (old, new) in before.weeks.iter().zip(&after.weeks) {
            let touched = (0..7).any(|n| {
                let day = old.monday + chrono::TimeDelta::days(n);
                period.start <= day && day <= period.end
            });
            prop_assert_eq!(new.kind, if touched { kind } else { old.kind });
        }
    }

    #[test]
    fn a_week_is_shared_out_to_the_minute(weekly in 0_u32..4_000) {
        let minutes = share(weekly, sno(), &BLOCKS);
        prop_assert_eq!(minutes.iter().sum::<u32>(), weekly);
    }
}
