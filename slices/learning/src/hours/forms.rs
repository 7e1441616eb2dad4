//! The form of a plan: a kind for each week, or for several at once between
//! two days; durations by the week.

use curriculum::hours::read_duration;
use kernel::{FieldErrors, Period, date_short, parse_date};

use super::model::{WeekKind, YearPlan};

/// No week has more hours of one thing.
const MOST_WEEKLY: u32 = 60 * 60;
/// Days of a shared week that can be in PFMP: one at least is at school.
const SHARED_DAYS: std::ops::RangeInclusive<u32> = 1..=4;

/// Fields as typed.
#[derive(Clone, Debug, Default)]
pub struct PlanForm {
    fields: Vec<(String, String)>,
}

impl From<Vec<(String, String)>> for PlanForm {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }
}

/// The name of the field of a week.
#[must_use]
pub fn week_field(monday: chrono::NaiveDate) -> String {
    format!("semaine-{monday}")
}

/// The name of the field of a bloc in a week at school, or in a shared one.
#[must_use]
pub fn block_field(shared: bool, number: u8) -> String {
    let kind = if shared { "mixte" } else { "etablissement" };
    format!("{kind}-{number}")
}

impl PlanForm {
    /// What was typed there; none when the field was not sent.
    #[must_use]
    pub fn typed(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.as_str())
    }

    /// The version that its author had before their eyes; 0 when there was none.
    #[must_use]
    pub fn version(&self) -> i32 {
        let typed = self.typed("version").and_then(|text| text.parse().ok());
        typed.unwrap_or(0)
    }

    /// Reads the form over a plan that has the weeks and the blocs wanted. A
    /// field that was not sent leaves what the plan says.
    ///
    /// # Errors
    /// One sentence for each thing that cannot be read.
    pub fn parse(&self, mut plan: YearPlan) -> Result<YearPlan, FieldErrors> {
        let mut errors = FieldErrors::new();
        self.read_weeks(&mut plan, &mut errors);
        self.read_range(&mut plan, &mut errors);
        for block in &mut plan.blocks {
            for (shared, minutes) in [(false, &mut block.school), (true, &mut block.mixed)] {
                let name = block_field(shared, block.number);
                let what = format!("Bloc\u{a0}{}", block.number);
                self.read_minutes(&name, &what, minutes, &mut errors);
            }
        }
        self.read_minutes(
            "autonomie",
            "Travail en autonomie",
            &mut plan.autonomous,
            &mut errors,
        );
        self.read_minutes(
            "intervenants",
            "Intervenant·es",
            &mut plan.speakers,
            &mut errors,
        );
        if let Some(text) = self.typed("jours") {
            match text
                .trim()
                .parse()
                .ok()
                .filter(|days| SHARED_DAYS.contains(days))
            {
                Some(days) => plan.placement_days = days,
                None => errors.add("jours", "Écrivez de 1 à 4\u{a0}jours en PFMP."),
            }
        }
        errors.into_result().map(|()| plan)
    }

    fn read_weeks(&self, plan: &mut YearPlan, errors: &mut FieldErrors) {
        for week in &mut plan.weeks {
            match self.typed(&week_field(week.monday)).map(str::parse) {
                None => {}
                Some(Ok(kind)) => week.kind = kind,
                Some(Err(_)) => errors.add(
                    "semaines",
                    format!(
                        "Dites ce que fait la classe dans la semaine du {}.",
                        date_short(week.monday)
                    ),
                ),
            }
        }
    }

    /// Several weeks at once, over what is said of each.
    fn read_range(&self, plan: &mut YearPlan, errors: &mut FieldErrors) {
        let [from, to, kind] =
            ["du", "au", "nature"].map(|name| self.typed(name).unwrap_or("").trim());
        if from.is_empty() && to.is_empty() {
            return;
        }
        let mut day = |field, text, what| {
            let read = parse_date(text);
            if read.is_none() {
                errors.add(
                    field,
                    format!("{what} ne se lit pas. Écrivez par exemple 9/3/2027."),
                );
            }
            read
        };
        let days = (
            day("du", from, "Le premier jour"),
            day("au", to, "Le dernier jour"),
        );
        let (Some(start), Some(end)) = days else {
            return;
        };
        match kind.parse::<WeekKind>() {
            _ if end < start => errors.add("au", "Le dernier jour vient avant le premier."),
            Err(_) => errors.add(
                "nature",
                "Dites ce que fait la classe entre ces deux jours.",
            ),
            Ok(kind) => plan.set(Period { start, end }, kind),
        }
    }

    fn read_minutes(&self, name: &str, what: &str, minutes: &mut u32, errors: &mut FieldErrors) {
        let Some(text) = self.typed(name) else {
            return;
        };
        match read_duration(text) {
            Some(read) if read <= MOST_WEEKLY => *minutes = read,
            Some(_) => errors.add(
                "heures",
                format!("{what}\u{a0}: une semaine compte au plus 60\u{a0}h."),
            ),
            None => errors.add(
                "heures",
                format!(
                    "{what}\u{a0}: ces heures ne se lisent pas. Écrivez 6, 6,5 ou 6\u{a0}h\u{a0}30."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SchoolYear;

    fn blank() -> YearPlan {
        YearPlan::blank(SchoolYear::starting(2026).unwrap(), &[1, 2])
    }

    fn form(fields: &[(&str, &str)]) -> PlanForm {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        PlanForm::from(fields.iter().map(own).collect::<Vec<_>>())
    }

    #[test]
    fn a_range_goes_over_what_the_weeks_say() {
        let plan = form(&[
            ("semaine-2026-09-07", "mixed"),
            ("semaine-2026-09-14", "mixed"),
            ("du", "9/9/2026"),
            ("au", "2026-09-11"),
            ("nature", "placement"),
            ("etablissement-1", "6 h 30"),
            ("mixte-2", "4,5"),
            ("jours", "3"),
            ("autonomie", ""),
        ])
        .parse(blank())
        .unwrap();
        assert_eq!(plan.weeks[1].kind, WeekKind::Placement);
        assert_eq!(plan.weeks[2].kind, WeekKind::Mixed);
        assert_eq!(plan.weeks[3].kind, WeekKind::School);
        assert_eq!((plan.blocks[0].school, plan.blocks[1].mixed), (390, 270));
        assert_eq!((plan.placement_days, plan.autonomous), (3, 0));
    }

    #[test]
    fn what_cannot_be_read_is_said_where_it_is() {
        let refused = |fields: &[(&str, &str)]| {
            let errors = form(fields).parse(blank()).unwrap_err();
            errors.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(refused(&[("semaine-2026-09-07", "rien")]), ["semaines"]);
        assert_eq!(refused(&[("du", "hier"), ("au", "")]), ["du", "au"]);
        assert_eq!(
            refused(&[("du", "9/9/2026"), ("au", "8/9/2026"), ("nature", "school")]),
            ["au"]
        );
        assert_eq!(
            refused(&[("du", "9/9/2026"), ("au", "9/9/2026"), ("nature", "")]),
            ["nature"]
        );
        assert_eq!(
            refused(&[("etablissement-1", "61"), ("mixte-1", "x")]),
            ["heures", "heures"]
        );
        assert_eq!(refused(&[("jours", "5")]), ["jours"]);
    }
}
