//! What forms of campaigns send, read into commands. Everything arrives as
//! text; what is wrong comes back with its field.

use chrono::NaiveDate;
use kernel::{AccountId, FieldErrors, parse_date};
use people::api::RoleHolder;
use serde::Deserialize;
use web::forms::{long_text, optional_line, required_line};

use super::commands::{Given, Invitee, NoteChange, Position, Steering, Terms};
use super::model::{Answer, Audience};
use crate::instrument::{Field, Wording};

/// Longest title of a campaign.
const TITLE_MAX: usize = 80;
/// Longest sentence on where the position is decided.
const OCCASION_MAX: usize = 200;
/// Longest remark, and note of the group.
const TEXT_MAX: usize = 2_000;
/// Longest statement.
const STATEMENT_MAX: usize = 3_000;

/// Opening a campaign, or changing it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CampaignForm {
    /// The identifier, drawn when the page was shown.
    pub id: String,
    /// The version that the page showed, when it changes a campaign.
    pub version: String,
    /// Its name.
    pub titre: String,
    /// Where the position is decided.
    pub cadre: String,
    /// The first day.
    pub debut: String,
    /// The last day.
    pub fin: String,
    /// Groups that are invited whole: codes of [`Audience`].
    pub publics: Vec<String>,
    /// People who are invited one by one.
    pub personnes: Vec<String>,
    /// People of the steering group.
    pub pilotes: Vec<String>,
    /// Whether it starts from the last position.
    pub reprise: String,
    /// Whether the head fills it alone.
    pub seul: String,
}

impl CampaignForm {
    /// Whether the head fills it alone.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        !self.seul.is_empty()
    }

    /// The name and the days.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn terms(&self, today: NaiveDate) -> Result<Terms, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = errors.take("titre", required_line(&self.titre, "Le nom", TITLE_MAX));
        let occasion = errors.take(
            "cadre",
            optional_line(&self.cadre, "Le cadre", OCCASION_MAX),
        );
        let opens_on = self.day("debut", &self.debut, &mut errors);
        let answers_until = self.day("fin", &self.fin, &mut errors);
        let opens_on = opens_on.unwrap_or(today);
        if let Some(last) = answers_until
            && last < opens_on
        {
            errors.add(
                "fin",
                "La fin des réponses est avant leur début. Choisissez un jour plus tardif.",
            );
        }
        if !self.is_alone() && self.fin.trim().is_empty() {
            errors.add(
                "fin",
                "Choisissez le dernier jour des réponses\u{a0}: les personnes invitées le verront.",
            );
        }
        match (title, occasion) {
            (Some(title), Some(occasion)) if errors.is_empty() => Ok(Terms {
                title,
                occasion: occasion.unwrap_or_default(),
                opens_on,
                answers_until,
            }),
            _ => Err(errors),
        }
    }

    fn day(&self, field: &'static str, text: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            return None;
        }
        let day = parse_date(text);
        if day.is_none() {
            errors.add(
                field,
                "Cette date n’est pas lisible. Écrivez par exemple 9/3/2027.",
            );
        }
        day
    }

    /// The people whom it invites, among those of the school.
    #[must_use]
    pub fn invitees(&self, people: &[RoleHolder]) -> Vec<Invitee> {
        if self.is_alone() {
            return Vec::new();
        }
        let named = |list: &[String], account: AccountId| {
            let account = account.to_string();
            list.iter().any(|one| *one == account)
        };
        people
            .iter()
            .filter_map(|person| {
                let audience = Audience::of(person.roles);
                let whole = self.publics.iter().any(|code| code == audience.code());
                let steers = named(&self.pilotes, person.account);
                (whole || steers || named(&self.personnes, person.account)).then_some(Invitee {
                    account: person.account,
                    audience,
                    steers,
                })
            })
            .collect()
    }
}

/// A page of answers, one’s own or the collective one: what it holds depends
/// on the field, so its names are read one by one.
#[derive(Clone, Debug, Default)]
pub struct AnswerForm(pub Vec<(String, String)>);

impl AnswerForm {
    /// What a name holds.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a name is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// One’s own answer on the items of a field: `e-1.1.1-2=reached`,
    /// `r-1.1.1=…`.
    ///
    /// # Errors
    /// The items whose remark is too long, with a sentence.
    pub fn given(&self) -> Result<Given, Vec<(String, String)>> {
        let (mut given, mut errors) = (Given::default(), Vec::new());
        for (name, value) in &self.0 {
            if let Some(statement) = name.strip_prefix("e-")
                && let Ok(answer) = value.parse::<Answer>()
            {
                given.answers.push((statement.to_owned(), answer));
            } else if let Some(item) = name.strip_prefix("r-") {
                match long_text(value, "La remarque", TEXT_MAX) {
                    Ok(text) => given.remarks.push((item.to_owned(), text)),
                    Err(sentence) => errors.push((item.to_owned(), sentence)),
                }
            }
        }
        match errors.is_empty() {
            true => Ok(given),
            false => Err(errors),
        }
    }

    /// What the steering group sends on the items of a field: `vu-1.1.1-2`
    /// says what the page showed, `c-1.1.1-2` is there when the box is ticked;
    /// `nv-1.1.1` and `n-1.1.1` likewise for the notes.
    ///
    /// # Errors
    /// The items whose note is too long, with a sentence.
    pub fn steering(&self) -> Result<Steering, Vec<(String, String)>> {
        let (mut steering, mut errors) = (Steering::default(), Vec::new());
        for (name, value) in &self.0 {
            if let Some(statement) = name.strip_prefix("vu-") {
                steering.positions.push(Position {
                    statement: statement.to_owned(),
                    from: value == "1",
                    to: self.has(&format!("c-{statement}")),
                });
            } else if let Some(item) = name.strip_prefix("nv-") {
                let sent = self.get(&format!("n-{item}")).unwrap_or_default();
                match long_text(sent, "La note", TEXT_MAX) {
                    Ok(to) => steering.notes.push(NoteChange {
                        item: item.to_owned(),
                        from: long_text(value, "La note", usize::MAX).unwrap_or_default(),
                        to,
                    }),
                    Err(sentence) => errors.push((item.to_owned(), sentence)),
                }
            }
        }
        match errors.is_empty() {
            true => Ok(steering),
            false => Err(errors),
        }
    }
}

/// Adapting an item of the instrument, or adding one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ItemForm {
    /// The version that the page showed.
    pub version: String,
    /// Its title.
    pub titre: String,
    /// Its statements, by step.
    pub enonces: Vec<String>,
}

impl ItemForm {
    /// The version that the page showed.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.version.parse().unwrap_or(0)
    }

    /// What the item says.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn wording(&self, field: &Field) -> Result<Wording, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = errors.take(
            "titre",
            required_line(&self.titre, "Le titre", OCCASION_MAX),
        );
        let mut steps = Vec::new();
        for (at, _) in field.headings.iter().enumerate() {
            let text = self.enonces.get(at).map_or("", String::as_str);
            match required_line(
                text,
                &format!("L’énoncé de l’étape {}", at + 1),
                STATEMENT_MAX,
            ) {
                Ok(text) => steps.push(text),
                Err(sentence) => errors.add("enonces", sentence),
            }
        }
        match title {
            Some(title) if errors.is_empty() => Ok(Wording { title, steps }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> AnswerForm {
        let pairs = pairs.iter();
        AnswerForm(
            pairs
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn a_page_of_answers_is_read_name_by_name() {
        let given = form(&[
            ("e-1.1.1-1", "reached"),
            ("e-1.1.1-2", "perhaps"),
            ("r-1.1.1", "Bien avancé.\r\n"),
            ("champ", "1.1"),
        ]);
        let given = given.given().unwrap();
        assert_eq!(given.answers, [("1.1.1-1".to_owned(), Answer::Reached)]);
        assert_eq!(
            given.remarks,
            [("1.1.1".to_owned(), "Bien avancé.".to_owned())]
        );
        let long = form(&[("r-1.1.1", &"a".repeat(2_001))])
            .given()
            .unwrap_err();
        assert!(long[0].1.contains("2001"));
    }

    #[test]
    fn what_the_group_changes_is_told_from_what_it_saw() {
        let steering = form(&[
            ("vu-1.1.1-1", "1"),
            ("c-1.1.1-1", "1"),
            ("vu-1.1.1-2", "1"),
            ("vu-1.1.1-3", "0"),
            ("c-1.1.1-3", "1"),
            ("nv-1.1.1", "Avant"),
            ("n-1.1.1", "Après"),
        ]);
        let steering = steering.steering().unwrap();
        let changed: Vec<(&str, bool)> = steering
            .positions
            .iter()
            .filter(|one| one.from != one.to)
            .map(|one| (one.statement.as_str(), one.to))
            .collect();
        assert_eq!(changed, [("1.1.1-2", false), ("1.1.1-3", true)]);
        assert_eq!(steering.notes[0].to, "Après");
    }

    #[test]
    fn a_campaign_has_a_name_and_days_in_order() {
        let today = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
        let form = CampaignForm {
            titre: " ".into(),
            debut: "2027-03-10".into(),
            fin: "2027-03-09".into(),
            ..CampaignForm::default()
        };
        let errors = form.terms(today).unwrap_err();
        assert!(errors.get("titre").is_some() && errors.get("fin").is_some());
        let alone = CampaignForm {
            titre: "Mon point".into(),
            seul: "oui".into(),
            ..CampaignForm::default()
        };
        assert_eq!(alone.terms(today).unwrap().opens_on, today);
    }
}
