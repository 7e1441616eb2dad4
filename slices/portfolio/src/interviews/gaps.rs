//! What the dossier shows before an interview: per competence, the levels, the
//! works, and what is worth talking about, each with its reason. Pure; no
//! score, no order of merit.

use curriculum::Curriculum;

use crate::positioning::Viewpoint;
use crate::positioning::store::CurrentLevel;
use crate::progress::map::{WorkMap, latest};
use crate::progress::view::level_number;

/// The team and the learner differ by so much: worth talking about (the same
/// as in the matrix of a class).
const APART: u8 = 2;

/// What is worth talking about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The two points of view are far apart.
    Apart {
        /// The level that the learner gave themself.
        own: u8,
        /// That of the team.
        team: u8,
    },
    /// The learner placed themself and shows nothing.
    NoProof,
    /// There are works, and the team said nothing yet.
    NotPlacedByTeam,
    /// There are works, and the learner did not place themself.
    NotPlacedByLearner,
}

impl Gap {
    /// The reason, as a page says it.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Apart { own, team } => format!(
                "Auto-positionnement\u{a0}: niveau {own}\u{a0}; équipe\u{a0}: niveau {team}."
            ),
            Self::NoProof => "Positionnée, sans compte rendu ni pièce qui la montre.".to_owned(),
            Self::NotPlacedByTeam => {
                "Des travaux, et l’équipe n’a pas encore positionné.".to_owned()
            }
            Self::NotPlacedByLearner => "Des travaux, sans auto-positionnement.".to_owned(),
        }
    }
}

/// A competence before an interview.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The number of its bloc.
    pub bloc: u8,
    /// `C1.1`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The level that the team gave, 0 when none.
    pub team: u8,
    /// The level that the learner gave themself, 0 when none.
    pub own: u8,
    /// « 2 comptes rendus »; nothing when there is none.
    pub works: Option<String>,
    /// What is worth talking about.
    pub gaps: Vec<Gap>,
}

/// All competences of a curriculum for a learner.
#[must_use]
pub fn standings(
    curriculum: &Curriculum,
    works: &WorkMap<'_>,
    levels: &[CurrentLevel],
) -> Vec<Standing> {
    let level = |code: &str, viewpoint| {
        latest(levels, code, viewpoint).map_or(0, |row| level_number(row.level))
    };
    let mut standings = Vec::new();
    for block in &curriculum.blocks {
        for competence in &block.competences {
            let around = works.around(competence);
            let (team, own) = (
                level(&competence.code, Viewpoint::Team),
                level(&competence.code, Viewpoint::SelfView),
            );
            standings.push(Standing {
                bloc: block.number,
                code: competence.code.clone(),
                title: competence.title.clone(),
                team,
                own,
                works: works.counts(competence).label(),
                gaps: gaps(team, own, around.iter().any(|work| work.is_proof())),
            });
        }
    }
    standings
}

/// What is worth talking about, given the two levels (0 for none) and whether
/// something shows the competence.
#[must_use]
pub fn gaps(team: u8, own: u8, proven: bool) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if team > 0 && own > 0 && team.abs_diff(own) >= APART {
        gaps.push(Gap::Apart { own, team });
    }
    if !proven && own > 0 {
        gaps.push(Gap::NoProof);
    }
    if proven && team == 0 {
        gaps.push(Gap::NotPlacedByTeam);
    }
    if proven && own == 0 {
        gaps.push(Gap::NotPlacedByLearner);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_worth_talking_about_is_named() {
        assert_eq!(gaps(1, 3, true), [Gap::Apart { own: 3, team: 1 }]);
        assert_eq!(gaps(2, 3, true), []);
        assert_eq!(gaps(0, 2, false), [Gap::NoProof]);
        assert_eq!(
            gaps(0, 0, true),
            [Gap::NotPlacedByTeam, Gap::NotPlacedByLearner]
        );
        assert_eq!(gaps(0, 0, false), [], "what nobody has begun is no gap");
    }

    #[test]
    fn every_competence_stands_there_even_without_anything() {
        let curriculum = &curriculum::shipped()[0];
        let standings = standings(curriculum, &WorkMap::new(&[]), &[]);
        assert_eq!(standings.len(), 9);
        assert!(standings.iter().all(|standing| standing.gaps.is_empty()));
    }
}
