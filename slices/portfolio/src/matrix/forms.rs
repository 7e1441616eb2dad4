//! What a bulk sends: one « case » per cell, and what all of it rests on.

use chrono::NaiveDate;
use curriculum::Curriculum;
use kernel::{FieldErrors, Level, date_long, parse_date};
use learning::api::MissionId;
use web::forms::long_text;

use super::commands::{Grounds, Rating};
use super::model::{MOST_CELLS, Seen};
use crate::positioning::forms::{COMMENT_MAX, read_level};

/// What stands between the parts of a cell: in no code and no identifier.
const BETWEEN: char = '~';

/// The form, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkForm {
    /// « learner~code~level~what was seen », those that were left alone out.
    pub cases: Vec<String>,
    /// Said of all of it.
    pub commentaire: String,
    /// Identifier of the mission.
    pub mission: String,
    /// The day on which it was observed.
    pub observe_le: String,
    /// The query of the page to come back to.
    pub retour: String,
    /// The competence of the page of one column, when the form is there.
    pub cible: String,
    /// Whether its author has decided what a colleague rated meanwhile.
    pub decided: bool,
}

impl BulkForm {
    /// Gathers the fields. A cell may be sent under any name that begins with
    /// « case »: radios need one each.
    #[must_use]
    pub fn gather(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "commentaire" => form.commentaire = value,
                "mission" => form.mission = value,
                "observe_le" => form.observe_le = value,
                "retour" => form.retour = value,
                "cible" => form.cible = value,
                "decide" => form.decided = true,
                name if name.starts_with("case") && !value.is_empty() => form.cases.push(value),
                _ => {}
            }
        }
        form
    }

    /// Reads the form. `missions` is what the page offers to rest it on.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        curriculum: &Curriculum,
        missions: &[(MissionId, String)],
        today: NaiveDate,
    ) -> Result<(Vec<Rating>, Grounds), FieldErrors> {
        let mut errors = FieldErrors::new();
        let ratings = errors.take("cases", self.ratings(curriculum));
        let comment = errors.take(
            "commentaire",
            long_text(&self.commentaire, "Le commentaire", COMMENT_MAX),
        );
        let mission = errors.take("mission", self.read_mission(missions));
        let observed_on = errors.take("observe_le", self.read_day(today));
        match (ratings, comment, mission, observed_on) {
            (Some(ratings), Some(comment), Some(mission), Some(observed_on)) => Ok((
                ratings,
                Grounds {
                    comment,
                    mission,
                    observed_on,
                },
            )),
            _ => Err(errors),
        }
    }

    /// Whether its author keeps all that colleagues rated, and had nothing else.
    #[must_use]
    pub fn gives_way(&self) -> bool {
        self.decided && self.cases.is_empty()
    }

    /// Of a cell that is sent twice, the last one counts.
    fn ratings(&self, curriculum: &Curriculum) -> Result<Vec<Rating>, String> {
        if self.cases.is_empty() {
            return Err("Choisissez au moins un niveau, puis enregistrez.".to_owned());
        }
        if self.cases.len() > MOST_CELLS {
            return Err(format!(
                "Vous avez rempli {} cases\u{a0}; Jalon en enregistre {MOST_CELLS} à la fois. Rien n’est encore enregistré\u{a0}: enregistrez bloc par bloc.",
                self.cases.len()
            ));
        }
        let mut places = std::collections::HashMap::new();
        let mut ratings: Vec<Rating> = Vec::with_capacity(self.cases.len());
        for text in &self.cases {
            let rating = read_case(text, curriculum).ok_or(
                "Une des cases n’a pas été comprise. Rien n’est encore enregistré\u{a0}: rechargez la page, puis recommencez.",
            )?;
            let place = *places
                .entry((rating.learner, rating.target.clone()))
                .or_insert(ratings.len());
            match ratings.get_mut(place) {
                Some(known) => *known = rating,
                None => ratings.push(rating),
            }
        }
        Ok(ratings)
    }

    fn read_mission(
        &self,
        missions: &[(MissionId, String)],
    ) -> Result<Option<(MissionId, String)>, &'static str> {
        if self.mission.is_empty() {
            return Ok(None);
        }
        missions
            .iter()
            .find(|(id, _)| id.to_string() == self.mission)
            .cloned()
            .map(Some)
            .ok_or(
                "Cette mission n’est plus confiée à la classe. Choisissez-en une autre, ou aucune.",
            )
    }

    fn read_day(&self, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
        if self.observe_le.trim().is_empty() {
            return Ok(None);
        }
        match parse_date(&self.observe_le) {
            None => Err("Écrivez la date ainsi\u{a0}: 09/03/2027.".to_owned()),
            Some(day) if day > today => Err(format!(
                "La date de l’observation ne peut pas être après aujourd’hui, le {}.",
                date_long(today)
            )),
            Some(day) => Ok(Some(day)),
        }
    }
}

/// A cell as a form sends it.
#[must_use]
pub fn case(rating: &Rating) -> String {
    case_value(
        &rating.learner.to_string(),
        &rating.target,
        rating.level.number(),
        rating.seen,
    )
}

/// The same out of its parts.
#[must_use]
pub fn case_value(learner: &str, target: &str, level: i16, seen: Seen) -> String {
    let seen = seen.map_or_else(String::new, |at| at.to_string());
    format!("{learner}{BETWEEN}{target}{BETWEEN}{level}{BETWEEN}{seen}")
}

fn read_case(text: &str, curriculum: &Curriculum) -> Option<Rating> {
    let mut parts = text.split(BETWEEN);
    let learner = parts.next()?.parse().ok()?;
    let target = curriculum.target(parts.next()?)?.code().to_owned();
    let level: Level = read_level(parts.next()?).ok()?;
    let seen = match parts.next()? {
        "" => None,
        at => Some(at.parse().ok()?),
    };
    parts.next().is_none().then_some(Rating {
        learner,
        target,
        level,
        seen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::AccountId;
    use kernel::uuid::Uuid;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, 9).unwrap()
    }

    fn with(cases: &[&str]) -> BulkForm {
        BulkForm {
            cases: cases.iter().map(|text| (*text).to_owned()).collect(),
            ..BulkForm::default()
        }
    }

    #[test]
    fn a_cell_is_read_back_and_the_last_of_two_counts() {
        let learner = AccountId(Uuid::from_u128(7)).to_string();
        let first = case_value(&learner, "C1.1", 2, Some(12));
        let last = case_value(&learner, "C1.1", 3, None);
        let other = case_value(&learner, "C1.1.2", 4, None);
        let (ratings, _) = with(&[&first, &other, &last])
            .read(sno(), &[], today())
            .unwrap();
        let back: Vec<String> = ratings.iter().map(case).collect();
        assert_eq!(back, [last, other]);
    }

    #[test]
    fn what_is_no_cell_is_refused() {
        let learner = AccountId(Uuid::from_u128(7)).to_string();
        for text in [
            "x".to_owned(),
            case_value("x", "C1.1", 2, None),
            case_value(&learner, "C9.9", 2, None),
            case_value(&learner, "C1.1", 5, None),
            case_value(&learner, "C1.1", 0, None),
            format!("{learner}~C1.1~2"),
            format!("{learner}~C1.1~2~hier"),
            format!("{learner}~C1.1~2~~"),
        ] {
            let errors = with(&[&text]).read(sno(), &[], today()).unwrap_err();
            assert!(errors.get("cases").is_some(), "{text}");
        }
    }

    #[test]
    fn four_thousand_cells_are_refused_with_their_number() {
        let cases = vec![String::from("x"); 4_000];
        let form = BulkForm {
            cases,
            ..BulkForm::default()
        };
        let errors = form.read(sno(), &[], today()).unwrap_err();
        let sentence = errors.get("cases").unwrap();
        assert!(
            sentence.contains("4000") && sentence.contains("2000"),
            "{sentence}"
        );
        assert!(with(&[]).read(sno(), &[], today()).is_err());
    }

    #[test]
    fn a_mission_of_another_class_and_a_day_to_come_are_refused() {
        let learner = AccountId(Uuid::from_u128(7)).to_string();
        let cell = case_value(&learner, "C1.1", 2, None);
        let form = BulkForm {
            mission: MissionId(Uuid::from_u128(1)).to_string(),
            observe_le: "2027-03-10".into(),
            ..with(&[&cell])
        };
        let errors = form.read(sno(), &[], today()).unwrap_err();
        assert!(errors.get("mission").is_some() && errors.get("observe_le").is_some());
        let offered = [(MissionId(Uuid::from_u128(1)), "Une affiche".to_owned())];
        let form = BulkForm {
            observe_le: "9/3/2027".into(),
            ..form
        };
        let (_, grounds) = form.read(sno(), &offered, today()).unwrap();
        assert_eq!(grounds.observed_on, Some(today()));
        assert_eq!(grounds.mission, Some(offered[0].clone()));
    }

    #[test]
    fn cells_come_under_any_name_that_begins_with_case() {
        let form = BulkForm::gather(vec![
            ("case-1".into(), "a".into()),
            ("case".into(), String::new()),
            ("case".into(), "b".into()),
            ("autre".into(), "c".into()),
        ]);
        assert_eq!(form.cases, ["a", "b"]);
    }
}
