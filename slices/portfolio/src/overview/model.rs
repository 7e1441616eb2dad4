//! What the levels and the works of a class say, in counts and in facts. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use curriculum::Curriculum;
use kernel::{AccountId, Timestamp, count, days_between, local_date};

use crate::positioning::Viewpoint;
use crate::progress::map::codes_of;

/// Nothing handed in for so many days is worth a look.
pub const SILENT_DAYS: i64 = 28;
/// A report that was sent back is waited for so long.
pub const REVISE_DAYS: i64 = 21;
/// Two points of view so far apart are worth a talk (as in the matrix).
pub const GAP: u8 = 2;

/// A level that somebody gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// To whom.
    pub learner: AccountId,
    /// On which competence.
    pub target: String,
    /// Who looked.
    pub viewpoint: Viewpoint,
    /// 1 to 4.
    pub level: u8,
    /// When.
    pub at: Timestamp,
}

/// What a learner handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Reports in one state.
    Reports {
        /// Whose.
        learner: AccountId,
        /// The team sent them back.
        to_revise: bool,
        /// When the earliest was handed in.
        first: Option<Timestamp>,
        /// When the latest was.
        last: Option<Timestamp>,
    },
    /// Something proves that code.
    Proof {
        /// Whose.
        learner: AccountId,
        /// Of a competence, a detailed one or a savoir.
        code: String,
    },
}

/// How a class is spread over the levels: how many have none, 1, 2, 3, 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread(pub [u32; 5]);

impl Spread {
    fn of(levels: impl Iterator<Item = Option<u8>>) -> Self {
        let mut spread = Self::default();
        for level in levels {
            spread.0[usize::from(level.unwrap_or(0).min(4))] += 1;
        }
        spread
    }
}

/// The levels of a class on a day, by learner, competence and point of view.
pub struct Levels<'a>(HashMap<(AccountId, &'a str, Viewpoint), u8>);

impl<'a> Levels<'a> {
    /// What was in force at a moment. `marks` come the earliest first.
    #[must_use]
    pub fn at(marks: &'a [Mark], until: Timestamp) -> Self {
        let known = marks.iter().take_while(|mark| mark.at < until);
        Self(
            known
                .map(|mark| {
                    let key = (mark.learner, mark.target.as_str(), mark.viewpoint);
                    (key, mark.level)
                })
                .collect(),
        )
    }

    /// The level of somebody.
    #[must_use]
    pub fn get(&self, learner: AccountId, target: &'a str, viewpoint: Viewpoint) -> Option<u8> {
        self.0.get(&(learner, target, viewpoint)).copied()
    }

    /// How some learners are spread.
    #[must_use]
    pub fn spread(&self, learners: &[AccountId], target: &'a str, viewpoint: Viewpoint) -> Spread {
        Spread::of(
            learners
                .iter()
                .map(|learner| self.get(*learner, target, viewpoint)),
        )
    }
}

/// What moved on a competence between two days, as the team sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Placed for the first time.
    pub new: u64,
    /// Higher than before.
    pub up: u64,
    /// Lower than before.
    pub down: u64,
    /// Placed before, at the same level.
    pub same: u64,
}

impl Moved {
    /// Compares two days.
    #[must_use]
    pub fn between<'a>(
        before: &Levels<'a>,
        after: &Levels<'a>,
        learners: &[AccountId],
        target: &'a str,
    ) -> Self {
        let mut moved = Self::default();
        for learner in learners {
            let level = |levels: &Levels<'a>| levels.get(*learner, target, Viewpoint::Team);
            match (level(before), level(after)) {
                (_, None) => {}
                (None, Some(_)) => moved.new += 1,
                (Some(before), Some(after)) if after > before => moved.up += 1,
                (Some(before), Some(after)) if after < before => moved.down += 1,
                (Some(_), Some(_)) => moved.same += 1,
            }
        }
        moved
    }

    /// « 9 ont avancé, 3 placées pour la première fois, 1 a reculé ».
    #[must_use]
    pub fn sentence(self) -> String {
        let part = |n: u64, one: &str, many: &str| (n > 0).then(|| count(n, one, many));
        let parts: Vec<String> = [
            part(self.up, "personne a avancé", "personnes ont avancé"),
            part(
                self.new,
                "située pour la première fois",
                "situées pour la première fois",
            ),
            part(self.down, "a reculé", "ont reculé"),
            part(self.same, "inchangée", "inchangées"),
        ]
        .into_iter()
        .flatten()
        .collect();
        match parts.is_empty() {
            true => "Personne n’est encore situé.".to_owned(),
            false => format!("{}.", parts.join(", ")),
        }
    }
}

/// Why somebody is shown. The order is that of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Never handed in anything.
    Never,
    /// Handed in nothing for so many days.
    Silent(i64),
    /// A report sent back waits since it was handed in, so many days ago.
    Revise(i64),
    /// No proof in a bloc that the class has begun.
    NoProof(u8),
    /// The team and the learner are far apart.
    Gap {
        /// On which competence.
        code: String,
        /// The learner's own level.
        own: u8,
        /// The team's.
        team: u8,
    },
}

/// The parts of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    /// Nothing was handed in for long.
    Silent,
    /// A report is to be taken up again.
    Revise,
    /// A bloc has no proof.
    NoProof,
    /// Points of view are far apart.
    Gap,
}

impl Heading {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Silent, Self::Revise, Self::NoProof, Self::Gap];
}

impl Reason {
    /// Under which heading it stands.
    #[must_use]
    pub const fn heading(&self) -> Heading {
        match self {
            Self::Never | Self::Silent(_) => Heading::Silent,
            Self::Revise(_) => Heading::Revise,
            Self::NoProof(_) => Heading::NoProof,
            Self::Gap { .. } => Heading::Gap,
        }
    }

    /// As the page says it.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Never => "rien de soumis pour l’instant".to_owned(),
            Self::Silent(days) => format!("rien de soumis depuis {}", weeks(*days)),
            Self::Revise(days) => {
                format!(
                    "un compte rendu à reprendre, soumis il y a {}",
                    weeks(*days)
                )
            }
            Self::NoProof(block) => format!("aucune preuve en bloc\u{a0}{block}"),
            Self::Gap { code, own, team } => format!(
                "écart de {} sur {code}\u{a0}: {own} pour soi, {team} pour l’équipe",
                own.abs_diff(*team)
            ),
        }
    }

    /// For how long it lasts, where it does: the longest comes first.
    const fn days(&self) -> i64 {
        match self {
            Self::Never => i64::MAX,
            Self::Silent(days) | Self::Revise(days) => *days,
            Self::NoProof(_) | Self::Gap { .. } => 0,
        }
    }
}

fn weeks(days: i64) -> String {
    count(u64::try_from(days / 7).unwrap_or(0), "semaine", "semaines")
}

/// Somebody to look at, with every reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The learner.
    pub learner: AccountId,
    /// Why, the first one being that of the heading.
    pub reasons: Vec<Reason>,
}

/// Who needs attention first, heading by heading: each person once, under the
/// first heading that applies; the longest wait first where there is one, then
/// the order of the class (that of `learners`, each with the day on which they
/// came into it).
#[must_use]
pub fn concerns(
    curriculum: &Curriculum,
    learners: &[(AccountId, NaiveDate)],
    levels: &Levels<'_>,
    traces: &[Trace],
    now: Timestamp,
) -> BTreeMap<Heading, Vec<Concern>> {
    let proofs = Proofs::new(curriculum, traces);
    let begun = proofs.begun(curriculum, learners);
    let mut parts: BTreeMap<Heading, Vec<Concern>> = BTreeMap::new();
    for (learner, came) in learners {
        let mut reasons = waits(*learner, *came, traces, now);
        reasons.extend(
            begun
                .iter()
                .filter(|block| !proofs.has(*learner, **block))
                .map(|block| Reason::NoProof(*block)),
        );
        reasons.extend(gaps(curriculum, *learner, levels));
        if let Some(first) = reasons.first() {
            parts.entry(first.heading()).or_default().push(Concern {
                learner: *learner,
                reasons,
            });
        }
    }
    for concerns in parts.values_mut() {
        concerns.sort_by_key(|concern| {
            std::cmp::Reverse(concern.reasons.first().map_or(0, Reason::days))
        });
    }
    parts
}

fn waits(learner: AccountId, came: NaiveDate, traces: &[Trace], now: Timestamp) -> Vec<Reason> {
    let (mut latest, mut sent_back) = (None, None);
    for trace in traces {
        if let Trace::Reports {
            learner: whose,
            to_revise,
            first,
            last,
        } = trace
            && *whose == learner
        {
            latest = latest.max(*last);
            if *to_revise {
                sent_back = *first;
            }
        }
    }
    // Nobody is silent before they had the time to say something.
    let is_new = (local_date(now) - came).num_days() < SILENT_DAYS;
    let silent = match latest.map(|at| days_between(at, now)) {
        _ if is_new => None,
        None => Some(Reason::Never),
        Some(days) if days >= SILENT_DAYS => Some(Reason::Silent(days)),
        Some(_) => None,
    };
    let revise = sent_back
        .map(|at| days_between(at, now))
        .filter(|days| *days >= REVISE_DAYS)
        .map(Reason::Revise);
    silent.into_iter().chain(revise).collect()
}

fn gaps(curriculum: &Curriculum, learner: AccountId, levels: &Levels<'_>) -> Vec<Reason> {
    curriculum
        .competences()
        .filter_map(|competence| {
            let level = |viewpoint| levels.get(learner, &competence.code, viewpoint);
            let (own, team) = (level(Viewpoint::SelfView)?, level(Viewpoint::Team)?);
            (own.abs_diff(team) >= GAP).then(|| Reason::Gap {
                code: competence.code.clone(),
                own,
                team,
            })
        })
        .collect()
}

/// Who has a proof in which bloc.
struct Proofs(BTreeSet<(u8, AccountId)>);

impl Proofs {
    fn new(curriculum: &Curriculum, traces: &[Trace]) -> Self {
        let block_of: HashMap<&str, u8> = curriculum
            .blocks
            .iter()
            .flat_map(|block| {
                let codes = block.competences.iter().flat_map(codes_of);
                codes.map(|code| (code, block.number))
            })
            .collect();
        let proven = traces.iter().filter_map(|trace| match trace {
            Trace::Proof { learner, code } => Some((*block_of.get(code.as_str())?, *learner)),
            Trace::Reports { .. } => None,
        });
        Self(proven.collect())
    }

    fn has(&self, learner: AccountId, block: u8) -> bool {
        self.0.contains(&(block, learner))
    }

    /// The blocs in which half of the class has a proof: lacking one there
    /// means something.
    fn begun(&self, curriculum: &Curriculum, learners: &[(AccountId, NaiveDate)]) -> Vec<u8> {
        let blocks = curriculum.blocks.iter().map(|block| block.number);
        blocks
            .filter(|block| {
                let proven = learners
                    .iter()
                    .filter(|(one, _)| self.has(*one, *block))
                    .count();
                proven > 0 && proven * 2 >= learners.len()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
