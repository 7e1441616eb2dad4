//! The form that positions on a skill.

use curriculum::CurriculumId;
use kernel::{FieldErrors, Level};
use serde::Deserialize;
use web::forms::{long_text, optional_line};

use super::commands::NewSkillPositioning;
use super::model::{Framework, Skill};
use crate::positioning::Viewpoint;
use crate::positioning::forms::COMMENT_MAX;
use crate::report::ReportId;

/// The longest name of a situation, in characters.
const SITUATION_MAX: usize = 200;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SkillForm {
    /// Number of the level.
    pub niveau: String,
    /// A report of the learner.
    pub compte_rendu: String,
    /// A situation that no report tells of.
    pub situation: String,
    /// Comment.
    pub commentaire: String,
}

impl SkillForm {
    /// Reads the form for `skill`. `offered` are the reports that the page
    /// offers with their titles: anything else was not this learner's, or not
    /// for this author.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        skill: &Skill,
        curriculum: Option<CurriculumId>,
        viewpoint: Viewpoint,
        offered: &[(ReportId, String)],
    ) -> Result<NewSkillPositioning, FieldErrors> {
        let mut errors = FieldErrors::new();
        let level = errors.take("niveau", read_level(skill, &self.niveau));
        let typed = errors.take(
            "situation",
            optional_line(&self.situation, "La situation", SITUATION_MAX),
        );
        let report = errors.take("compte_rendu", chosen(&self.compte_rendu, offered));
        let comment = errors.take(
            "commentaire",
            long_text(&self.commentaire, "Le commentaire", COMMENT_MAX),
        );
        if let (Some(None), Some(None), true) = (&typed, &report, skill.needs_situation()) {
            errors.add(
                "situation",
                "Dites dans quelle situation\u{a0}: choisissez un compte rendu, ou écrivez-la en quelques mots.",
            );
        }
        let (Some(level), Some(typed), Some(report), Some(comment), true) =
            (level, typed, report, comment, errors.is_empty())
        else {
            return Err(errors);
        };
        let situation = typed.or_else(|| report.map(|(_, title)| title.clone()));
        Ok(NewSkillPositioning {
            framework: skill.framework,
            target: skill.code.clone(),
            curriculum: curriculum.filter(|_| skill.framework == Framework::Diploma),
            viewpoint,
            level,
            situation: situation.unwrap_or_default(),
            report: report.map(|(id, _)| *id),
            comment,
        })
    }
}

/// A level of the scale of the skill.
fn read_level(skill: &Skill, text: &str) -> Result<Level, &'static str> {
    text.parse::<Level>()
        .ok()
        .filter(|level| {
            u8::try_from(level.number())
                .ok()
                .and_then(|number| skill.rung(number))
                .is_some()
        })
        .ok_or("Choisissez un niveau dans la liste.")
}

/// A report of the list, or none.
fn chosen<'a>(
    text: &str,
    offered: &'a [(ReportId, String)],
) -> Result<Option<&'a (ReportId, String)>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    offered
        .iter()
        .find(|(id, _)| id.to_string() == text)
        .map(Some)
        .ok_or("Ce compte rendu n’est plus disponible. La liste est à jour\u{a0}: choisissez à nouveau.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    fn skill(address: &str) -> Skill {
        Skill::find(address, Some(&curriculum::shipped()[0])).unwrap()
    }

    fn form(level: &str, situation: &str) -> SkillForm {
        SkillForm {
            niveau: level.into(),
            situation: situation.into(),
            ..SkillForm::default()
        }
    }

    #[test]
    fn each_list_has_its_levels() {
        let read = |address: &str, level: &str| {
            form(level, "Au salon").read(&skill(address), None, Viewpoint::SelfView, &[])
        };
        assert!(read("crcn-2.1", "8").is_ok() && read("aefa-04", "4").is_ok());
        for (address, level) in [
            ("crcn-2.1", "9"),
            ("crcn-2.1", "0"),
            ("aefa-01", "5"),
            ("ref-CT1", ""),
        ] {
            let errors = read(address, level).unwrap_err();
            assert!(errors.get("niveau").is_some(), "{address} {level}");
        }
    }

    #[test]
    fn a_transversal_competence_is_seen_in_a_situation() {
        let read = |address: &str| form("2", " ").read(&skill(address), None, Viewpoint::Team, &[]);
        assert!(read("crcn-2.1").is_ok());
        for address in ["aefa-08", "ref-CT2"] {
            assert!(read(address).unwrap_err().get("situation").is_some());
        }
    }

    #[test]
    fn a_report_gives_its_title_and_a_foreign_one_is_refused() {
        let mine = (ReportId(Uuid::from_u128(1)), "Le salon".to_owned());
        let foreign = ReportId(Uuid::from_u128(2));
        let mut form = form("2", "");
        form.compte_rendu = mine.0.to_string();
        let offered = [mine.clone()];
        let read = form.read(&skill("aefa-08"), None, Viewpoint::SelfView, &offered);
        let read = read.unwrap();
        assert_eq!(
            (read.situation.as_str(), read.report),
            ("Le salon", Some(mine.0))
        );
        form.compte_rendu = foreign.to_string();
        let errors = form
            .read(&skill("aefa-08"), None, Viewpoint::SelfView, &offered)
            .unwrap_err();
        assert!(errors.get("compte_rendu").is_some());
    }
}
