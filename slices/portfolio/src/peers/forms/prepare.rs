//! The form that prepares a round.

use chrono::NaiveDate;
use curriculum::Curriculum;
use kernel::{AccountId, FieldErrors, parse_date};
use serde::Deserialize;
use web::forms::{long_text, optional_line, required_line};

use crate::peers::model::{Criterion, READINGS_MAX};
use crate::peers::store::Readable;
use crate::report::ReportId;

/// The longest title, in characters.
pub const TITLE_MAX: usize = 120;
/// The longest word to the readers, in characters.
pub const WORD_MAX: usize = 2_000;
/// The longest criterion in one’s own words, in characters.
pub const CRITERION_MAX: usize = 200;
/// So many criteria at most: a reading is short.
pub const CRITERIA_MAX: usize = 8;

/// A round to prepare, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PrepareForm {
    /// Drawn when the form was shown.
    pub id: String,
    /// What the round is called.
    pub titre: String,
    /// A word to the readers.
    pub consigne: String,
    /// The productions that were ticked.
    pub comptes: Vec<String>,
    /// Codes of competences and of « critères d’évaluation ».
    pub criteres: Vec<String>,
    /// One’s own criteria, one a line.
    pub propres: String,
    /// How many productions each reads.
    pub lecteurs: String,
    /// `oui` or `non`.
    pub anonymat: String,
    /// The last day.
    pub cloture: String,
}

/// What the form decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What the round is called.
    pub title: String,
    /// A word to the readers.
    pub instructions: String,
    /// The productions with their authors.
    pub reports: Vec<(ReportId, AccountId)>,
    /// What is looked at.
    pub criteria: Vec<Criterion>,
    /// How many productions each reads.
    pub each: usize,
    /// Whether learners do not see each other’s names.
    pub anonymous: bool,
    /// The last day.
    pub closes_on: NaiveDate,
}

impl PrepareForm {
    /// Whether a production was ticked.
    #[must_use]
    pub fn ticks(&self, report: ReportId) -> bool {
        self.comptes.contains(&report.to_string())
    }

    /// Reads the form. `offered` are the productions of the class.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        curriculum: &Curriculum,
        offered: &[Readable],
        today: NaiveDate,
    ) -> Result<Terms, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = errors.take("titre", required_line(&self.titre, "Le titre", TITLE_MAX));
        let word = long_text(&self.consigne, "La consigne", WORD_MAX);
        let instructions = errors.take("consigne", word);
        let reports = errors.take("comptes", self.reports(offered));
        let criteria = errors.take("criteres", self.criteria(curriculum));
        let each = errors.take("lecteurs", self.each());
        let anonymous = errors.take("anonymat", yes_or_no(&self.anonymat));
        let closes_on = errors.take("cloture", last_day(&self.cloture, today));
        match (
            title,
            instructions,
            reports,
            criteria,
            each,
            anonymous,
            closes_on,
        ) {
            (
                Some(title),
                Some(instructions),
                Some(reports),
                Some(criteria),
                Some(each),
                Some(anonymous),
                Some(closes_on),
            ) => Ok(Terms {
                title,
                instructions,
                reports,
                criteria,
                each,
                anonymous,
                closes_on,
            }),
            _ => Err(errors),
        }
    }

    fn reports(&self, offered: &[Readable]) -> Result<Vec<(ReportId, AccountId)>, &'static str> {
        let mut chosen: Vec<(ReportId, AccountId)> = Vec::new();
        for report in offered.iter().filter(|report| self.ticks(report.id)) {
            if chosen
                .iter()
                .any(|(_, author)| *author == report.learner_id)
            {
                return Err(
                    "Deux travaux de la même personne sont cochés. Gardez-en un par personne.",
                );
            }
            chosen.push((report.id, report.learner_id));
        }
        match chosen.len() {
            0 | 1 => Err("Cochez au moins deux travaux, de deux personnes."),
            _ => Ok(chosen),
        }
    }

    fn criteria(&self, curriculum: &Curriculum) -> Result<Vec<Criterion>, String> {
        let official = self.criteres.iter().filter_map(|code| {
            let competence = curriculum.competence(code).map(|competence| Criterion {
                text: competence.title.clone(),
                target: Some(competence.code.clone()),
            });
            competence.or_else(|| {
                let (_, criterion) = curriculum.criterion(code)?;
                Some(Criterion {
                    text: criterion.text.clone(),
                    target: None,
                })
            })
        });
        let mut criteria: Vec<Criterion> = official.collect();
        for line in self.propres.lines() {
            let text = optional_line(line, "Un critère", CRITERION_MAX)?;
            criteria.extend(text.map(|text| Criterion { text, target: None }));
        }
        match criteria.len() {
            0 => Err("Choisissez au moins un critère, ou écrivez le vôtre.".to_owned()),
            n if n > CRITERIA_MAX => Err(format!(
                "Vous avez {n}\u{a0}critères\u{a0}; gardez-en {CRITERIA_MAX} au plus\u{a0}: une relecture est courte."
            )),
            _ => Ok(criteria),
        }
    }

    fn each(&self) -> Result<usize, &'static str> {
        self.lecteurs
            .parse()
            .ok()
            .filter(|n| (1..=READINGS_MAX).contains(n))
            .ok_or("Choisissez 1, 2 ou 3.")
    }
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text {
        "oui" => Ok(true),
        "non" => Ok(false),
        _ => Err("Dites si les noms sont cachés entre apprenant·es."),
    }
}

/// A last day, today at the earliest.
///
/// # Errors
/// A French sentence.
pub fn last_day(text: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
    match parse_date(text) {
        Some(day) if day >= today => Ok(day),
        Some(_) => Err("Cette date est passée. Choisissez aujourd’hui ou un jour à venir."),
        None => Err("Écrivez le jour, le mois et l’année\u{a0}: 09/03/2027."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, d).unwrap()
    }

    fn readable(n: u128, learner: u128) -> Readable {
        Readable {
            id: ReportId(Uuid::from_u128(n)),
            learner_id: AccountId(Uuid::from_u128(learner)),
            submitted_at: None,
            assignment_id: None,
        }
    }

    fn filled() -> PrepareForm {
        PrepareForm {
            titre: "Relire le guide".into(),
            comptes: [1, 2].map(|n| Uuid::from_u128(n).to_string()).into(),
            criteres: vec!["C1.1".into(), "C1.1-K1".into(), "C9.9".into()],
            propres: "Le guide se comprend sans aide\n\n".into(),
            lecteurs: "2".into(),
            anonymat: "oui".into(),
            cloture: "2026-12-04".into(),
            ..PrepareForm::default()
        }
    }

    fn read(form: &PrepareForm) -> Result<Terms, FieldErrors> {
        let offered = [readable(1, 11), readable(2, 12), readable(3, 11)];
        form.read(&curriculum::shipped()[0], &offered, day(1))
    }

    #[test]
    fn only_a_competence_becomes_a_point_of_view() {
        let terms = read(&filled()).unwrap();
        let targets: Vec<_> = terms
            .criteria
            .iter()
            .map(|one| one.target.as_deref())
            .collect();
        assert_eq!(targets, [Some("C1.1"), None, None]);
        assert_eq!(
            (terms.each, terms.anonymous, terms.closes_on),
            (2, true, day(4))
        );
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let field = |change: fn(&mut PrepareForm)| {
            let mut form = filled();
            change(&mut form);
            let errors = read(&form).unwrap_err();
            errors.iter().map(|error| error.field).collect::<Vec<_>>()
        };
        assert_eq!(field(|form| form.titre.clear()), ["titre"]);
        assert_eq!(field(|form| form.comptes.truncate(1)), ["comptes"]);
        assert_eq!(
            field(|form| form.comptes.push(Uuid::from_u128(3).to_string())),
            ["comptes"]
        );
        assert_eq!(field(|form| form.lecteurs = "4".into()), ["lecteurs"]);
        assert_eq!(field(|form| form.anonymat.clear()), ["anonymat"]);
        assert_eq!(
            field(|form| form.cloture = "2026-11-30".into()),
            ["cloture"]
        );
        assert_eq!(
            field(|form| {
                form.criteres.clear();
                form.propres.clear();
            }),
            ["criteres"]
        );
        assert_eq!(field(|form| form.propres = "mot\n".repeat(9)), ["criteres"]);
    }
}
