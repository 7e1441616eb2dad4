//! Which works and which levels belong to which competence.

use std::collections::{HashMap, HashSet};

use curriculum::{Competence, Curriculum};

use super::Work;
use super::work::Counts;
use crate::positioning::Viewpoint;
use crate::positioning::store::CurrentLevel;

/// The works of a learner, by the codes of their curriculum.
#[derive(Debug)]
pub struct WorkMap<'a> {
    /// Works linked to a code itself.
    direct: HashMap<&'a str, Vec<&'a Work>>,
}

impl<'a> WorkMap<'a> {
    /// Sorts the works by what they are linked to.
    #[must_use]
    pub fn new(works: &'a [Work]) -> Self {
        let mut direct: HashMap<&str, Vec<&Work>> = HashMap::new();
        for work in works {
            for code in &work.codes {
                direct.entry(code).or_default().push(work);
            }
        }
        Self { direct }
    }

    /// The works linked to a competence, to one of its detailed ones or to
    /// one of its savoirs, each once, the latest first.
    #[must_use]
    pub fn around(&self, competence: &Competence) -> Vec<&'a Work> {
        let mut seen = HashSet::new();
        let mut works: Vec<&Work> = codes_of(competence)
            .flat_map(|code| self.direct.get(code).into_iter().flatten().copied())
            .filter(|work| seen.insert(work.source))
            .collect();
        works.sort_by_key(|work| std::cmp::Reverse(work.at));
        works
    }

    /// The counts of [`WorkMap::around`].
    #[must_use]
    pub fn counts(&self, competence: &Competence) -> Counts {
        Counts::of(self.around(competence))
    }

    /// Whether something proves that code itself.
    #[must_use]
    pub fn proves(&self, code: &str) -> bool {
        self.direct
            .get(code)
            .is_some_and(|works| works.iter().any(|work| work.is_proof()))
    }
}

/// The code of a competence with those of all that it holds.
pub fn codes_of(competence: &Competence) -> impl Iterator<Item = &str> {
    std::iter::once(competence.code.as_str())
        .chain(competence.detailed.iter().map(|d| d.code.as_str()))
        .chain(competence.knowledge.iter().map(|k| k.code.as_str()))
}

/// Of each block: how many detailed competences have a proof, out of how many.
#[must_use]
pub fn proven(curriculum: &Curriculum, works: &WorkMap<'_>) -> Vec<(u32, u32)> {
    curriculum
        .blocks
        .iter()
        .map(|block| {
            let detailed = block.competences.iter().flat_map(|c| &c.detailed);
            detailed.fold((0, 0), |(done, total), detailed| {
                (done + u32::from(works.proves(&detailed.code)), total + 1)
            })
        })
        .collect()
}

/// The current positioning of a point of view on a target: the latest, where
/// several peers have one each.
#[must_use]
pub fn latest<'a>(
    current: &'a [CurrentLevel],
    target: &str,
    viewpoint: Viewpoint,
) -> Option<&'a CurrentLevel> {
    current
        .iter()
        .filter(|row| row.target == target && row.viewpoint == viewpoint)
        .max_by_key(|row| row.created_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::work::samples::{piece, report};
    use crate::report::State;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    #[test]
    fn a_work_counts_once_for_a_competence_however_often_it_is_linked() {
        let works = [
            report(1, State::Submitted, &["C1.1", "C1.1.2", "C1.1-S1"]),
            report(2, State::Draft, &["C1.1.1"]),
            piece(3, &["C1.2.1"]),
        ];
        let map = WorkMap::new(&works);
        let competence = sno().competence("C1.1").unwrap();
        assert_eq!(map.counts(competence).reports, 2);
        assert_eq!(map.around(competence)[0].source, works[1].source);
    }

    #[test]
    fn the_gauge_counts_detailed_competences_with_a_proof() {
        let works = [
            report(1, State::Submitted, &["C1.1", "C1.1.2"]),
            report(2, State::Draft, &["C1.1.1"]),
            piece(3, &["C2.1.1"]),
        ];
        let proven = proven(sno(), &WorkMap::new(&works));
        assert_eq!(proven, [(1, 10), (1, 7), (0, 7)]);
    }
}
