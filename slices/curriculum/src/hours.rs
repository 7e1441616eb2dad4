//! Hours of a training: what its guide proposes, and the verdict on a plan.
//! Pure. Bounds warn, they never block. All durations are minutes, bounds hours.

use std::sync::LazyLock;

use serde::Deserialize;

/// What the guide of a diploma proposes (for SNO: § 2.1).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HourGuide {
    /// The code of the curriculum: `SNO`.
    pub curriculum: String,
    /// The text that proposes it.
    pub source: String,
    /// The least hours of training.
    pub minimum: u32,
    /// Weeks of PFMP that the référentiel asks for.
    pub placement_weeks: u32,
    /// Beyond the minimum, hours a week of autonomous work in an equipped room.
    pub autonomous_weekly: u32,
    /// Beyond the minimum, hours a week for people from outside; no fixed bound.
    pub speakers_weekly: u32,
    /// Bounds, bloc by bloc.
    pub blocks: Vec<BlockHours>,
    /// Model calendars.
    pub calendars: Vec<ModelCalendar>,
}

/// The hours proposed for a bloc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockHours {
    /// The number of the bloc.
    pub number: u8,
    /// Least hours.
    pub least: u32,
    /// Most hours.
    pub most: u32,
    /// Least hours of English practice among them.
    pub english: Option<u32>,
}

/// A calendar to start from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelCalendar {
    /// Its name in forms.
    pub key: String,
    /// Its name on screen.
    pub name: String,
    /// Weeks at school.
    pub school_weeks: u32,
    /// Minutes taught in each of them.
    pub weekly_minutes: u32,
    /// Whole weeks of PFMP, apart from those at school.
    #[serde(default)]
    pub placement_weeks: u32,
    /// Days of PFMP in each week at school.
    #[serde(default)]
    pub placement_days: u32,
}

impl ModelCalendar {
    /// Minutes taught in the whole year.
    #[must_use]
    pub const fn minutes(&self) -> u32 {
        self.school_weeks * self.weekly_minutes
    }
}

static GUIDES: LazyLock<Vec<HourGuide>> = LazyLock::new(|| {
    [include_str!("../../../data/hours/sno.toml")]
        .iter()
        .map(|source| toml::from_str(source).expect("the tests read the shipped hours"))
        .collect()
});

/// What the guide of a curriculum proposes, where there is one.
#[must_use]
pub fn guide(code: &str) -> Option<&'static HourGuide> {
    GUIDES.iter().find(|guide| guide.curriculum == code)
}

/// How a plan stands to its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Under the least.
    Below,
    /// Within the bounds.
    Within,
    /// Over the most.
    Above,
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// How it stands.
    pub verdict: Verdict,
    /// The reason: « il manque 10 h : le guide propose de 130 à 150 h ».
    pub reason: String,
    /// The text that says so.
    pub source: String,
}

impl Judged {
    /// Whether nothing is to be looked at again.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.verdict == Verdict::Within
    }

    /// The reason as a sentence of its own.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut letters = self.reason.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        format!("{}{}.", first.unwrap_or_default(), letters.as_str())
    }
}

/// « 13 h 20 », « 40 h ».
#[must_use]
pub fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, rest) => format!("{hours}\u{a0}h\u{a0}{rest:02}"),
    }
}

/// « 2 semaines », « 1 semaine et 3 jours », « 4 jours »; five days make a week.
#[must_use]
pub fn weeks_and_days(days: u32) -> String {
    let weeks = kernel::count(u64::from(days / 5), "semaine", "semaines");
    let rest = kernel::count(u64::from(days % 5), "jour", "jours");
    match (days / 5, days % 5) {
        (_, 0) => weeks,
        (0, _) => rest,
        _ => format!("{weeks} et {rest}"),
    }
}

/// Minutes of « 12 », « 12,5 », « 12 h 30 »; nothing typed is none.
#[must_use]
pub fn read_duration(text: &str) -> Option<u32> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let (hours, minutes): (u32, u32) = if let Some((hours, rest)) = text.split_once('h') {
        let rest = if rest.is_empty() { "0" } else { rest };
        (hours.parse().ok()?, rest.parse().ok().filter(|m| *m < 60)?)
    } else if let Some((hours, part)) = text.split_once([',', '.']) {
        // Tenths and hundredths of an hour, to the minute.
        let digits: u32 = part.parse().ok()?;
        let share = match part.len() {
            1 => digits * 6,
            2 => (digits * 60 + 50) / 100,
            _ => return None,
        };
        (hours.parse().ok()?, share)
    } else if text.is_empty() {
        (0, 0)
    } else {
        (text.parse().ok()?, 0)
    };
    hours.checked_mul(60)?.checked_add(minutes)
}

impl HourGuide {
    /// The verdict on the minutes planned for a bloc; none when the guide says
    /// nothing of it.
    #[must_use]
    pub fn judge_block(&self, number: u8, minutes: u32) -> Option<Judged> {
        let bounds = self.blocks.iter().find(|block| block.number == number)?;
        let (least, most) = (bounds.least * 60, bounds.most * 60);
        let proposed = format!(
            "le guide propose de {} à {}\u{a0}h",
            bounds.least, bounds.most
        );
        Some(if minutes < least {
            self.judged(
                Verdict::Below,
                format!("il manque {}\u{a0}: {proposed}", duration(least - minutes)),
            )
        } else if minutes > most {
            self.judged(
                Verdict::Above,
                format!(
                    "{} de plus que prévu\u{a0}: {proposed}",
                    duration(minutes - most)
                ),
            )
        } else {
            self.judged(Verdict::Within, proposed)
        })
    }

    /// The verdict on the minutes of English practice in a bloc; none when the
    /// guide asks for none there.
    #[must_use]
    pub fn judge_english(&self, number: u8, minutes: u32) -> Option<Judged> {
        let bounds = self.blocks.iter().find(|block| block.number == number)?;
        let asked = bounds.english?;
        let proposed = format!("le guide demande au moins {asked}\u{a0}h d’anglais");
        Some(match (asked * 60).checked_sub(minutes) {
            None | Some(0) => self.judged(Verdict::Within, proposed),
            Some(missing) => self.judged(
                Verdict::Below,
                format!("il manque {}\u{a0}: {proposed}", duration(missing)),
            ),
        })
    }

    /// The verdict on all the minutes taught.
    #[must_use]
    pub fn judge_total(&self, minutes: u32) -> Judged {
        let asked = format!("la formation dure au moins {}\u{a0}h", self.minimum);
        match (self.minimum * 60).checked_sub(minutes) {
            None | Some(0) => self.judged(Verdict::Within, asked),
            Some(missing) => self.judged(
                Verdict::Below,
                format!("il manque {}\u{a0}: {asked}", duration(missing)),
            ),
        }
    }

    /// The verdict on the minutes of autonomous work in a week at school.
    #[must_use]
    pub fn judge_autonomous(&self, weekly: u32) -> Judged {
        let hours = self.autonomous_weekly;
        let proposed = format!("le guide prévoit {hours}\u{a0}h par semaine en autonomie");
        match (hours * 60).checked_sub(weekly) {
            None | Some(0) => self.judged(Verdict::Within, proposed),
            Some(missing) => self.judged(
                Verdict::Below,
                format!(
                    "il manque {} par semaine\u{a0}: {proposed}",
                    duration(missing)
                ),
            ),
        }
    }

    /// The verdict on the days of PFMP of a year; five make a week.
    #[must_use]
    pub fn judge_placement(&self, days: u32) -> Judged {
        let weeks = self.placement_weeks;
        let asked = format!("le référentiel demande {weeks}\u{a0}semaines de PFMP");
        match (weeks * 5).checked_sub(days) {
            None | Some(0) => self.judged(Verdict::Within, asked),
            Some(missing) => self.judged(
                Verdict::Below,
                format!("il manque {}\u{a0}: {asked}", weeks_and_days(missing)),
            ),
        }
    }

    fn judged(&self, verdict: Verdict, reason: String) -> Judged {
        Judged {
            verdict,
            reason,
            source: self.source.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sno() -> &'static HourGuide {
        guide("SNO").unwrap()
    }

    #[test]
    fn the_model_calendars_are_those_of_the_guide() {
        let minutes: Vec<u32> = sno().calendars.iter().map(ModelCalendar::minutes).collect();
        assert_eq!(minutes, [400 * 60, 390 * 60, 400 * 60]);
        let printed = sno().judge_total(minutes[1]);
        assert_eq!(printed.verdict, Verdict::Below);
        assert!(
            printed.reason.starts_with("il manque 10\u{a0}h"),
            "{}",
            printed.reason
        );
        assert_eq!(sno().judge_total(minutes[2]).verdict, Verdict::Within);
        assert_eq!(duration(800), "13\u{a0}h\u{a0}20");
    }

    #[test]
    fn bounds_belong_to_the_range() {
        let verdict = |number, hours: u32| sno().judge_block(number, hours * 60).unwrap().verdict;
        for (number, least, most) in [(1, 130, 150), (2, 170, 200), (3, 100, 150)] {
            assert_eq!(verdict(number, least - 1), Verdict::Below);
            assert_eq!(verdict(number, least), Verdict::Within);
            assert_eq!(verdict(number, most), Verdict::Within);
            assert_eq!(verdict(number, most + 1), Verdict::Above);
        }
        assert_eq!(sno().judge_block(4, 0), None);
    }

    #[test]
    fn english_is_asked_for_in_the_third_bloc_alone() {
        assert_eq!(sno().judge_english(1, 0), None);
        let short = sno().judge_english(3, 39 * 60 + 30).unwrap();
        assert_eq!(short.verdict, Verdict::Below);
        assert!(
            short.reason.contains("0\u{a0}h\u{a0}30"),
            "{}",
            short.reason
        );
        assert_eq!(
            sno().judge_english(3, 40 * 60).unwrap().verdict,
            Verdict::Within
        );
    }

    #[test]
    fn autonomous_work_and_pfmp_are_asked_for() {
        let reason = sno().judge_autonomous(210).reason.replace('\u{a0}', " ");
        assert!(
            reason.starts_with("il manque 0 h 30 par semaine"),
            "{reason}"
        );
        assert_eq!(sno().judge_autonomous(240).verdict, Verdict::Within);
        let reason = sno().judge_placement(52).reason.replace('\u{a0}', " ");
        assert_eq!(
            reason,
            "il manque 1 semaine et 3 jours : le référentiel demande 12 semaines de PFMP"
        );
        // Two days a week during thirty weeks are the twelve weeks.
        assert_eq!(sno().judge_placement(60).verdict, Verdict::Within);
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("", Some(0)),
            ("12", Some(720)),
            ("12,5", Some(750)),
            ("12.25", Some(735)),
            ("12 h 30", Some(750)),
            ("13\u{a0}h\u{a0}20", Some(800)),
            ("2H", Some(120)),
            ("12 h 75", None),
            ("-3", None),
            ("douze", None),
            ("1,333", None),
            ("999999999999", None),
            ("4294967295", None),
        ] {
            assert_eq!(read_duration(text), expected, "{text}");
        }
    }

    #[test]
    fn the_least_of_the_blocs_reach_the_minimum() {
        let least: u32 = sno().blocks.iter().map(|block| block.least).sum();
        assert_eq!(least, sno().minimum);
    }
}
