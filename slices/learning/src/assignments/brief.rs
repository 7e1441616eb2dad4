//! What is expected of a learner and what they work, as pages say it.

use curriculum::Curriculum;
use kernel::SchoolId;
use web::prose::Block;
use web::{App, AppResult};

use super::model::Adaptation;
use crate::model::MissionContent;

/// What is expected, the adaptation instead of the common text where there is one.
#[derive(Clone, Debug)]
pub struct Expected {
    /// « Productions attendues ».
    pub productions: Vec<Block>,
    /// « Conditions de réalisation ».
    pub conditions: Vec<Block>,
    /// Whether one of the two was written for this learner.
    pub adapted: bool,
}

/// What is expected of somebody, with what is asked of them alone.
#[must_use]
pub fn expected(mission: &MissionContent, adaptation: Option<Adaptation>) -> Expected {
    let adaptation = adaptation.unwrap_or_default();
    let own = |own: &str, common: &[String]| match own.trim() {
        "" => listed(common),
        own => web::prose::parse(own, &[]),
    };
    Expected {
        productions: own(&adaptation.expectations, &mission.productions),
        conditions: own(&adaptation.resources, &mission.conditions),
        adapted: adaptation != Adaptation::default(),
    }
}

/// Lines as a list. A line that begins with a dash hangs below the one before:
/// the list stays flat, which reads as well.
fn listed(lines: &[String]) -> Vec<Block> {
    let text: Vec<String> = lines
        .iter()
        .map(|line| line.trim().trim_start_matches(['-', '–', '•']).trim())
        .filter(|line| !line.is_empty())
        .map(|line| format!("- {line}"))
        .collect();
    web::prose::parse(&text.join("\n"), &[])
}

/// A competence that is worked, with what is worked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The number of its bloc.
    pub bloc: u8,
    /// `C1.1`.
    pub code: String,
    /// Its official title.
    pub title: String,
    /// The official titles of the detailed ones.
    pub detailed: Vec<String>,
}

/// What a mission works, in the words of the référentiel.
///
/// # Errors
/// When the database does not answer.
pub async fn worked(
    app: &App,
    school: SchoolId,
    code: &str,
    mission: &MissionContent,
) -> AppResult<Vec<Worked>> {
    let found = curriculum::api::by_code(&app.db, school, code).await?;
    Ok(found.map_or_else(Vec::new, |(_, curriculum)| rows(&curriculum, mission)))
}

fn rows(curriculum: &Curriculum, mission: &MissionContent) -> Vec<Worked> {
    let rows = mission.rows(curriculum).into_iter();
    rows.map(|row| Worked {
        bloc: row.bloc,
        code: row.competence.code.clone(),
        title: row.competence.title.clone(),
        detailed: row
            .detailed
            .iter()
            .map(|(_, title)| (*title).to_owned())
            .collect(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(blocks: &[Block]) -> String {
        format!("{blocks:?}")
    }

    #[test]
    fn an_adaptation_replaces_the_common_text_where_it_says_something() {
        let mission = MissionContent {
            productions: vec!["Un cahier des charges".into()],
            conditions: vec!["Un poste".into(), "- un accès".into()],
            ..MissionContent::default()
        };
        let common = expected(&mission, None);
        assert!(!common.adapted);
        assert!(text(&common.conditions).contains("un accès"));
        let adaptation = Adaptation {
            expectations: "Un plan de trois lignes".into(),
            ..Adaptation::default()
        };
        let own = expected(&mission, Some(adaptation));
        assert!(own.adapted);
        assert!(text(&own.productions).contains("trois lignes"));
        assert!(!text(&own.productions).contains("cahier des charges"));
        assert!(text(&own.conditions).contains("Un poste"));
    }
}
