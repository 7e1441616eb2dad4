//! The form that positions on one target.

use kernel::{FieldErrors, Level};
use serde::Deserialize;
use web::forms::long_text;

use super::commands::NewPositioning;
use super::{EvidenceRef, Viewpoint};

/// The longest comment, in characters.
pub const COMMENT_MAX: usize = 2_000;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PositioningForm {
    /// Code of the target.
    pub cible: String,
    /// Number of the level.
    pub niveau: String,
    /// Comment.
    pub commentaire: String,
    /// What it rests on: see [`EvidenceRef`].
    pub preuves: Vec<String>,
}

impl PositioningForm {
    /// Reads the form for `target`. `offered` is what the page offers to rest
    /// it on: anything else was not this learner's, or not for this author.
    ///
    /// Evidence is asked for but not demanded: a learner places themself on
    /// the first day, before any report.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        viewpoint: Viewpoint,
        target: &str,
        offered: &[EvidenceRef],
    ) -> Result<NewPositioning, FieldErrors> {
        let mut errors = FieldErrors::new();
        let level = errors.take("niveau", read_level(&self.niveau));
        let comment = errors.take(
            "commentaire",
            long_text(&self.commentaire, "Le commentaire", COMMENT_MAX),
        );
        let evidence: Option<Vec<EvidenceRef>> = self
            .preuves
            .iter()
            .map(|text| text.parse().ok().filter(|found| offered.contains(found)))
            .collect();
        if evidence.is_none() {
            errors.add(
                "preuves",
                "Une des preuves cochées n’est plus disponible. La liste ci-dessous est à jour\u{a0}: cochez à nouveau.",
            );
        }
        match (level, comment, evidence) {
            (Some(level), Some(comment), Some(mut evidence)) => {
                let mut seen = std::collections::HashSet::new();
                evidence.retain(|found| seen.insert(*found));
                Ok(NewPositioning {
                    target: target.to_owned(),
                    viewpoint,
                    level,
                    comment,
                    evidence,
                })
            }
            _ => Err(errors),
        }
    }
}

/// A level of the professional scale.
///
/// # Errors
/// A French sentence.
pub fn read_level(text: &str) -> Result<Level, &'static str> {
    let scale = curriculum::scale(curriculum::api::PROFESSIONAL_SCALE);
    text.parse::<Level>()
        .ok()
        .filter(|level| {
            u8::try_from(level.number())
                .ok()
                .and_then(|number| scale?.level(number))
                .is_some()
        })
        .ok_or("Choisissez un niveau dans la liste.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ReportId;
    use kernel::uuid::Uuid;

    fn form(level: &str) -> PositioningForm {
        PositioningForm {
            niveau: level.into(),
            ..PositioningForm::default()
        }
    }

    #[test]
    fn only_levels_of_the_scale_are_read() {
        assert!(form("4").read(Viewpoint::Team, "C1.1", &[]).is_ok());
        for level in ["", "0", "5", "8", "trois"] {
            let errors = form(level).read(Viewpoint::Team, "C1.1", &[]).unwrap_err();
            assert!(errors.get("niveau").is_some(), "{level}");
        }
    }

    #[test]
    fn evidence_that_was_not_offered_is_refused_and_doubles_count_once() {
        let mine = EvidenceRef::Report(ReportId(Uuid::from_u128(1)));
        let foreign = EvidenceRef::Report(ReportId(Uuid::from_u128(2)));
        let with = |evidence: &[EvidenceRef]| PositioningForm {
            preuves: evidence.iter().map(ToString::to_string).collect(),
            ..form("2")
        };
        let read = with(&[mine, mine]).read(Viewpoint::SelfView, "C1.1", &[mine]);
        assert_eq!(read.unwrap().evidence, [mine]);
        let errors = with(&[mine, foreign])
            .read(Viewpoint::SelfView, "C1.1", &[mine])
            .unwrap_err();
        assert!(errors.get("preuves").is_some());
    }

    #[test]
    fn a_comment_that_is_too_long_is_refused_with_its_length() {
        let form = PositioningForm {
            commentaire: "é".repeat(COMMENT_MAX + 1),
            ..form("2")
        };
        let errors = form.read(Viewpoint::Team, "C1.1", &[]).unwrap_err();
        assert!(
            errors
                .get("commentaire")
                .is_some_and(|e| e.contains("2001"))
        );
    }
}
