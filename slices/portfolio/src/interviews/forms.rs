//! The forms of interviews: what was typed, read into commands.

use chrono::{NaiveDate, NaiveTime};
use kernel::{AccountId, FieldErrors, Timestamp, local_date, parse_date, to_local};
use serde::Deserialize;
use web::forms::{long_text, optional_line};

use super::commands::Terms;
use super::model::{Content, Section, Slot};
use super::questions::Questions;
use super::store::interviews;

/// The longest section, in characters.
pub const SECTION_MAX: usize = 20_000;
/// The longest complement, in characters.
pub const ADDENDUM_MAX: usize = 4_000;
/// How long an interview may be planned for, in minutes.
pub const LENGTHS: [i32; 5] = [15, 20, 30, 45, 60];
/// The length that is proposed.
const USUAL_LENGTH: i32 = 30;

/// When, where, with whom.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The identifier of an interview to plan, drawn when its form was shown.
    pub id: String,
    /// The version that one started from.
    pub version: String,
    /// The day.
    pub jour: String,
    /// The hour.
    pub heure: String,
    /// Minutes.
    pub duree: String,
    /// The place.
    pub lieu: String,
    /// About what.
    pub objet: String,
    /// Who leads it.
    pub avec: String,
}

impl PlanForm {
    /// A form to fill in.
    #[must_use]
    pub fn new(id: String, teacher: AccountId) -> Self {
        Self {
            id,
            duree: USUAL_LENGTH.to_string(),
            avec: teacher.to_string(),
            ..Self::default()
        }
    }

    /// The form that shows an interview.
    #[must_use]
    pub fn of(row: &interviews::Model) -> Self {
        Self {
            id: row.id.to_string(),
            version: row.version.to_string(),
            jour: local_date(row.starts_at).to_string(),
            heure: to_local(row.starts_at).format("%H:%M").to_string(),
            duree: row.minutes.to_string(),
            lieu: row.place.clone(),
            objet: row.subject.clone(),
            avec: row.teacher_id.to_string(),
        }
    }

    /// Reads the form. `team` are those who may lead the interview.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, team: &[AccountId], now: Timestamp) -> Result<Terms, FieldErrors> {
        let mut errors = FieldErrors::new();
        let day = errors.take("jour", day(&self.jour, local_date(now)));
        let time = errors.take("heure", time(&self.heure));
        let minutes = errors.take("duree", minutes(&self.duree));
        let place = errors.take("lieu", optional_line(&self.lieu, "Le lieu", 120));
        let subject = errors.take("objet", optional_line(&self.objet, "L’objet", 200));
        let teacher = errors.take("avec", leader(&self.avec, team));
        let starts_at = match (day, time) {
            (Some(day), Some(time)) => errors.take("heure", instant(day, time)),
            _ => None,
        };
        match (starts_at, minutes, place, subject, teacher) {
            (Some(starts_at), Some(minutes), Some(place), Some(subject), Some(teacher)) => {
                Ok(Terms {
                    slot: Slot { starts_at, minutes },
                    place: place.unwrap_or_default(),
                    subject: subject.unwrap_or_default(),
                    teacher,
                })
            }
            _ => Err(errors),
        }
    }
}

fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
    let day = parse_date(text)
        .ok_or("Choisissez un jour\u{a0}: le jour, le mois et l’année, par exemple 09/03/2027.")?;
    match (day - today).num_days() {
        // An interview that took place unplanned is noted afterwards.
        -60..=400 => Ok(day),
        ..-60 => Err("Ce jour est passé depuis plus de deux mois. Vérifiez l’année."),
        _ => Err("Ce jour est dans plus d’un an. Vérifiez l’année."),
    }
}

fn time(text: &str) -> Result<NaiveTime, &'static str> {
    let text = text.trim().replace(['h', 'H', ' ', '\u{a0}'], ":");
    let text = text.trim_end_matches(':');
    let whole = format!("{text}:00");
    NaiveTime::parse_from_str(text, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"))
        .or_else(|_| NaiveTime::parse_from_str(&whole, "%H:%M"))
        .map_err(|_| "Choisissez une heure\u{a0}: par exemple 14:30.")
}

/// The instant of an hour in Paris; on the night when clocks go forward some
/// hours do not exist.
fn instant(day: NaiveDate, time: NaiveTime) -> Result<Timestamp, &'static str> {
    day.and_time(time)
        .and_local_timezone(to_local(Timestamp::UNIX_EPOCH).timezone())
        .earliest()
        .map(|local| local.to_utc())
        .ok_or("Cette heure n’existe pas ce jour-là\u{a0}: c’est la nuit du changement d’heure.")
}

fn minutes(text: &str) -> Result<i32, &'static str> {
    let minutes = text.parse().ok().filter(|n| LENGTHS.contains(n));
    minutes.ok_or("Choisissez une durée de la liste.")
}

fn leader(text: &str, team: &[AccountId]) -> Result<AccountId, &'static str> {
    let person = text.parse().ok().filter(|person| team.contains(person));
    person.ok_or("Choisissez une personne de l’équipe de cette classe.")
}

/// What will be talked about, which questions will be asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PrepareForm {
    /// The version that one started from.
    pub version: String,
    /// Codes of competences, detailed ones and savoirs.
    pub cible: Vec<String>,
    /// Codes of questions.
    pub question: Vec<String>,
}

impl PrepareForm {
    /// The codes of the questions that are shipped, in their order: others are
    /// not ours.
    #[must_use]
    pub fn questions(&self, shipped: &Questions) -> Vec<String> {
        shipped
            .all()
            .map(|question| question.code.clone())
            .filter(|code| self.question.contains(code))
            .collect()
    }
}

/// The report.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WriteForm {
    /// The version that the writer started from.
    pub version: String,
    /// « Ce qui s’est réellement passé ».
    pub lived: String,
    /// « Retour réflexif ».
    pub reflection: String,
    /// « Points forts ».
    pub strengths: String,
    /// « Axes de progrès ».
    pub improve: String,
    /// « Décisions ».
    pub decisions: String,
    /// « Remédiation ».
    pub remediation: String,
}

impl WriteForm {
    /// The form that shows a report.
    #[must_use]
    pub fn of(content: &Content, version: i32) -> Self {
        let text = |section| content.get(section).to_owned();
        Self {
            version: version.to_string(),
            lived: text(Section::Lived),
            reflection: text(Section::Reflection),
            strengths: text(Section::Strengths),
            improve: text(Section::Improve),
            decisions: text(Section::Decisions),
            remediation: text(Section::Remediation),
        }
    }

    /// What was typed in a section.
    #[must_use]
    pub fn get(&self, section: Section) -> &str {
        match section {
            Section::Lived => &self.lived,
            Section::Reflection => &self.reflection,
            Section::Strengths => &self.strengths,
            Section::Improve => &self.improve,
            Section::Decisions => &self.decisions,
            Section::Remediation => &self.remediation,
        }
    }

    /// Reads the form; nothing is required.
    ///
    /// # Errors
    /// What is too long.
    pub fn read(&self) -> Result<Content, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut content = Content::default();
        for section in Section::ALL {
            let text = long_text(self.get(*section), "Ce texte", SECTION_MAX);
            if let Some(text) = errors.take(section.code(), text) {
                *content.get_mut(*section) = text;
            }
        }
        errors.into_result().map(|()| content)
    }
}

/// A small form of the page of an interview.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The version that one started from.
    pub version: String,
    /// Why it is cancelled, or what is added.
    pub texte: String,
}

impl StepForm {
    /// The version that one started from.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.version.parse().unwrap_or(0)
    }

    /// What is added below a report: something.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn addendum(&self) -> Result<String, FieldErrors> {
        let text = long_text(&self.texte, "Ce complément", ADDENDUM_MAX)
            .map_err(|error| FieldErrors::one("texte", error))?;
        match text.trim() {
            "" => Err(FieldErrors::one(
                "texte",
                "Écrivez le complément avant de l’ajouter.",
            )),
            _ => Ok(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use kernel::uuid::Uuid;

    fn now() -> Timestamp {
        chrono::Utc.with_ymd_and_hms(2027, 3, 1, 9, 0, 0).unwrap()
    }

    fn teacher() -> AccountId {
        AccountId(Uuid::from_u128(1))
    }

    fn form(jour: &str, heure: &str) -> PlanForm {
        PlanForm {
            jour: jour.into(),
            heure: heure.into(),
            lieu: " Salle  B12 ".into(),
            ..PlanForm::new(String::new(), teacher())
        }
    }

    #[test]
    fn an_hour_is_that_of_paris_however_it_is_typed() {
        for heure in [
            "14:30",
            "14h30",
            "14 h 30".replace(" h ", "h").as_str(),
            "14:30:00",
        ] {
            let terms = form("2027-03-09", heure).read(&[teacher()], now()).unwrap();
            assert_eq!(
                terms.slot.starts_at,
                chrono::Utc.with_ymd_and_hms(2027, 3, 9, 13, 30, 0).unwrap()
            );
            assert_eq!(
                (terms.place.as_str(), terms.slot.minutes),
                ("Salle B12", 30)
            );
        }
        // In summer.
        let terms = form("9/6/2027", "9h").read(&[teacher()], now()).unwrap();
        assert_eq!(
            terms.slot.starts_at,
            chrono::Utc.with_ymd_and_hms(2027, 6, 9, 7, 0, 0).unwrap()
        );
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let wrong = PlanForm {
            duree: "7".into(),
            lieu: "a".repeat(121),
            objet: "a".repeat(201),
            avec: AccountId(Uuid::from_u128(2)).to_string(),
            ..form("31/02/2027", "midi")
        };
        let errors = wrong.read(&[teacher()], now()).unwrap_err();
        for field in ["jour", "heure", "duree", "lieu", "objet", "avec"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        for day in ["2026-12-01", "2028-12-01"] {
            let errors = form(day, "14:30").read(&[teacher()], now()).unwrap_err();
            assert!(errors.get("jour").unwrap().contains("année"));
        }
        // The clocks go forward at two in the morning.
        let errors = form("2027-03-28", "02:30")
            .read(&[teacher()], now())
            .unwrap_err();
        assert!(errors.get("heure").unwrap().contains("changement d’heure"));
    }

    #[test]
    fn a_report_is_read_back_and_a_long_one_is_refused() {
        let mut content = Content::default();
        *content.get_mut(Section::Improve) = "Un\n\ndeux".into();
        assert_eq!(WriteForm::of(&content, 3).read(), Ok(content));
        let long = WriteForm {
            decisions: "é".repeat(SECTION_MAX + 1),
            ..WriteForm::default()
        };
        assert!(long.read().unwrap_err().get("decisions").is_some());
    }

    #[test]
    fn a_complement_says_something_and_forged_questions_are_dropped() {
        assert!(StepForm::default().addendum().is_err());
        let form = PrepareForm {
            question: vec!["vecu-debut".into(), "<b>".into()],
            ..PrepareForm::default()
        };
        assert_eq!(
            form.questions(super::super::questions::shipped()),
            ["vecu-debut"]
        );
    }
}
