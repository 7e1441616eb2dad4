//! The form that says who reads whom.

use kernel::AccountId;
use serde::Deserialize;

use crate::peers::model::Pair;
use crate::report::ReportId;

/// Who reads whom, as it was sent: one field `relit-{report}` for each reader.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct SpreadForm(Vec<(String, String)>);

impl SpreadForm {
    /// The version that was shown.
    #[must_use]
    pub fn version(&self) -> i32 {
        let field = self.0.iter().find(|(name, _)| name == "version");
        field.and_then(|(_, text)| text.parse().ok()).unwrap_or(0)
    }

    /// The readers chosen for a production, empty choices left out.
    pub fn readers(&self, report: ReportId) -> impl Iterator<Item = &str> {
        let name = spread_field(report);
        self.0
            .iter()
            .filter(move |(known, value)| *known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Who reads whom, for these productions and the people of the class.
    ///
    /// # Errors
    /// When somebody chosen is not in the class any more.
    pub fn read(
        &self,
        productions: &[(ReportId, AccountId)],
        class: &[AccountId],
    ) -> Result<Vec<Pair>, &'static str> {
        let mut pairs = Vec::new();
        for (report, author) in productions {
            for text in self.readers(*report) {
                let reader = text.parse().ok().filter(|reader| class.contains(reader));
                pairs.push(Pair {
                    report: *report,
                    author: *author,
                    reader: reader
                        .ok_or("Une personne choisie n’est plus dans la classe. Remplacez-la.")?,
                });
            }
        }
        Ok(pairs)
    }
}

/// The name of the fields of a production.
#[must_use]
pub fn spread_field(report: ReportId) -> String {
    format!("relit-{report}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    #[test]
    fn who_reads_whom_stays_in_the_class() {
        let (report, author) = (ReportId(Uuid::from_u128(1)), AccountId(Uuid::from_u128(11)));
        let reader = AccountId(Uuid::from_u128(12));
        let name = spread_field(report);
        let form = SpreadForm(vec![
            ("version".into(), "3".into()),
            (name.clone(), reader.to_string()),
            (name, String::new()),
        ]);
        let productions = [(report, author)];
        let pairs = form.read(&productions, &[reader]).unwrap();
        assert_eq!(
            pairs,
            [Pair {
                report,
                author,
                reader
            }]
        );
        assert!(form.read(&productions, &[author]).is_err());
        assert_eq!(form.version(), 3);
    }
}
