//! The form of what goes in.

use kernel::FieldErrors;
use serde::Deserialize;

use super::Choice;
use crate::report::ReportId;

/// The fields as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    /// Not empty to add the reports that were never submitted.
    pub brouillons: String,
    /// Not empty to add the pieces that hang on no report.
    pub pieces: String,
    /// The submitted reports that are ticked.
    pub comptes_rendus: Vec<String>,
}

impl ExportForm {
    /// The form that makes `choice`, `submitted` being the reports to choose from.
    #[must_use]
    pub fn of(choice: &Choice, submitted: &[ReportId]) -> Self {
        let yes = |chosen: bool| if chosen { "oui" } else { "" }.to_owned();
        Self {
            brouillons: yes(choice.drafts),
            pieces: yes(choice.loose),
            comptes_rendus: submitted
                .iter()
                .filter(|id| choice.takes(**id, true))
                .map(ToString::to_string)
                .collect(),
        }
    }

    /// What is wanted. All ticked means all, also those that come later; what
    /// is no report of the learner's is passed over.
    ///
    /// # Errors
    /// When there are reports and none is ticked.
    pub fn read(&self, submitted: &[ReportId]) -> Result<Choice, FieldErrors> {
        let drafts = !self.brouillons.is_empty();
        let chosen: Vec<ReportId> = submitted
            .iter()
            .copied()
            .filter(|id| self.comptes_rendus.contains(&id.to_string()))
            .collect();
        if chosen.is_empty() && !submitted.is_empty() && !drafts {
            return Err(FieldErrors::one(
                "comptes_rendus",
                "Cochez au moins un compte rendu, ou ajoutez vos brouillons.",
            ));
        }
        Ok(Choice {
            drafts,
            loose: !self.pieces.is_empty(),
            reports: (chosen.len() < submitted.len()).then_some(chosen),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    fn reports(n: u128) -> Vec<ReportId> {
        (1..=n).map(|n| ReportId(Uuid::from_u128(n))).collect()
    }

    #[test]
    fn all_ticked_also_means_those_that_come_later() {
        let form = ExportForm::of(&Choice::default(), &reports(3));
        assert_eq!(form.read(&reports(3)), Ok(Choice::default()));
    }

    #[test]
    fn a_choice_is_found_again_in_its_form() {
        let all = reports(3);
        let choice = Choice {
            drafts: true,
            loose: false,
            reports: Some(vec![all[1]]),
        };
        assert_eq!(ExportForm::of(&choice, &all).read(&all), Ok(choice));
    }

    #[test]
    fn nothing_ticked_is_refused_unless_there_is_nothing_to_tick() {
        let form = ExportForm::default();
        assert!(form.read(&reports(2)).is_err());
        assert!(form.read(&[]).is_ok());
    }

    #[test]
    fn what_is_no_report_of_theirs_is_passed_over() {
        let form = ExportForm {
            comptes_rendus: vec![reports(1)[0].to_string(), "n’importe quoi".into()],
            ..ExportForm::default()
        };
        let choice = form.read(&reports(2)).unwrap();
        assert_eq!(choice.reports, Some(reports(1)));
    }
}
