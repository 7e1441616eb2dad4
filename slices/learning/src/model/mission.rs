//! What a mission says, in the table shape of the guide: mission → bloc →
//! compétence → compétences détaillées → conditions → productions attendues
//! (teaching guide, § 3.4).

use curriculum::{Competence, Curriculum, Target};
use serde::{Deserialize, Serialize};

/// All that is written of a mission.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MissionContent {
    /// « Installer et configurer le module de gestion des congés ».
    pub title: String,
    /// Codes of the competences and detailed competences, in the order of the table.
    pub targets: Vec<String>,
    /// « Conditions de réalisation », one a line; « - » begins a line below
    /// the line before.
    pub conditions: Vec<String>,
    /// « Productions attendues », one a line.
    pub productions: Vec<String>,
    /// The fields that no official text gives and that Jalon completed.
    pub completed: Vec<String>,
    /// Where this text departs from its source.
    pub notes: String,
}

impl MissionContent {
    /// Whether both say the same in a field, by its name in `completed`.
    #[must_use]
    pub fn agrees(&self, other: &Self, field: &str) -> bool {
        match field {
            "title" => self.title == other.title,
            "targets" => self.targets == other.targets,
            "conditions" => self.conditions == other.conditions,
            "productions" => self.productions == other.productions,
            _ => false,
        }
    }

    /// Whether Jalon completed that field where the source says nothing.
    #[must_use]
    pub fn is_completed(&self, field: &str) -> bool {
        self.completed.iter().any(|one| one == field)
    }

    /// Whether it says what is to be produced.
    #[must_use]
    pub fn has_productions(&self) -> bool {
        self.productions.iter().any(|line| !line.trim().is_empty())
    }

    /// The competences with what is worked of each, in the order of the
    /// table. Codes that the curriculum does not have are left out.
    #[must_use]
    pub fn rows<'a>(&self, curriculum: &'a Curriculum) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> = Vec::new();
        for target in self
            .targets
            .iter()
            .filter_map(|code| curriculum.target(code))
        {
            let competence = target.competence();
            let index = match rows
                .iter()
                .position(|row| row.competence.code == competence.code)
            {
                Some(index) => index,
                None => {
                    rows.push(Row {
                        bloc: target.block().number,
                        bloc_title: &target.block().title,
                        competence,
                        detailed: Vec::new(),
                    });
                    rows.len() - 1
                }
            };
            if let Target::Detailed { detailed, .. } = target {
                rows[index].detailed.push((&detailed.code, &detailed.title));
            }
        }
        rows
    }

    /// What a report on this mission is about: its competences and its
    /// detailed ones, sorted.
    #[must_use]
    pub fn worked(&self, curriculum: &Curriculum) -> Vec<String> {
        let mut codes: Vec<String> = self
            .rows(curriculum)
            .iter()
            .flat_map(|row| {
                let detailed = row.detailed.iter().map(|(code, _)| (*code).to_owned());
                std::iter::once(row.competence.code.clone()).chain(detailed)
            })
            .collect();
        codes.sort();
        codes
    }
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The number of the bloc.
    pub bloc: u8,
    /// Its title.
    pub bloc_title: &'a str,
    /// The competence.
    pub competence: &'a Competence,
    /// Code and title of the detailed competences; empty when the whole
    /// competence is worked.
    pub detailed: Vec<(&'a str, &'a str)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_follow_the_order_of_the_table_and_competences_stand_once() {
        let sno = &curriculum::shipped()[0];
        let mission = MissionContent {
            targets: ["C2.3.1", "C2.2.1", "C2.3.2", "C9.9"]
                .map(String::from)
                .to_vec(),
            ..MissionContent::default()
        };
        let rows = mission.rows(sno);
        let codes: Vec<_> = rows
            .iter()
            .map(|row| row.competence.code.as_str())
            .collect();
        assert_eq!(codes, ["C2.3", "C2.2"]);
        assert_eq!(rows[0].detailed.len(), 2);
        assert_eq!(
            mission.worked(sno),
            ["C2.2", "C2.2.1", "C2.3", "C2.3.1", "C2.3.2"]
        );
    }
}
