//! The « bilan intermédiaire » as plain values. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;
use curriculum::Competence;
use documents::{
    Bloc, Done, Finding as OnPaper, Goal, Linked, PeriodReport, PeriodWorks, Position, Proven,
    Viewpoint as Seeing,
};
use kernel::{AccountId, date_long, local_date};
use learning::api::DoneRow;
use people::api::PersonName;

use super::loaded::{Loaded, Of, holds};
use super::model::{Finding, Seen, before, forces, standing};
use crate::feedback::view::called;
use crate::objectives::store::Line;
use crate::objectives::view::LineView;
use crate::positioning::Viewpoint;
use crate::progress::Work;
use crate::progress::cards::{Reader, WorkCard};
use crate::progress::map::WorkMap;
use crate::progress::view::{level_number, scale_levels};

/// Whose report it is, and for which day.
pub struct Head<'a> {
    /// « Inès Ferrand ».
    pub learner: String,
    /// « MC SNO 1 ».
    pub class: &'a str,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: &'a str,
    /// Today, in Paris.
    pub today: NaiveDate,
    /// How those of the team are called who placed the learner.
    pub names: &'a HashMap<AccountId, PersonName>,
}

/// The report of a period.
#[must_use]
pub fn report(of: Of<'_>, head: &Head<'_>, loaded: &Loaded) -> PeriodReport {
    let curriculum = &of.plan.curriculum;
    let works = of.reader.zip(loaded.works.as_ref());
    let goals = loaded.goals.as_ref();
    PeriodReport {
        learner: head.learner.clone(),
        class: head.class.to_owned(),
        school: head.school.to_owned(),
        curriculum: of.plan.diploma.clone(),
        period: of.period.to_string(),
        date: head.today,
        levels: scale_levels().iter().map(|one| one.name.clone()).collect(),
        forces: on_paper(forces(curriculum, &loaded.history, of.period)),
        gaps: on_paper(loaded.gaps(of)),
        objectives: goals.map(|goals| goals.iter().map(|one| goal(one, head.today)).collect()),
        blocs: blocs(of, head, loaded),
        works: works.map(|(reader, (works, missions))| done(of, reader, works, missions)),
    }
}

/// Who of the team, or as a tutor, gave the levels that the report shows.
#[must_use]
pub fn authors(of: Of<'_>, loaded: &Loaded) -> Vec<AccountId> {
    if of.reader.is_none() {
        return Vec::new();
    }
    let competences = of.plan.curriculum.competences();
    competences
        .flat_map(|one| at_the_end(of, &loaded.history, &one.code))
        .filter(|seen| names_its_author(seen.viewpoint))
        .map(|seen| seen.author)
        .collect()
}

/// A peer is never named to another learner; one’s own view needs no name.
const fn names_its_author(viewpoint: Viewpoint) -> bool {
    matches!(viewpoint, Viewpoint::Team | Viewpoint::Tutor)
}

fn linked(bloc: u8, code: &str, title: &str) -> Linked {
    Linked {
        bloc,
        code: code.to_owned(),
        title: title.to_owned(),
    }
}

fn on_paper(findings: Vec<Finding>) -> Vec<OnPaper> {
    findings
        .into_iter()
        .map(|one| OnPaper {
            competence: linked(one.bloc, &one.code, &one.title),
            reason: one.reason,
        })
        .collect()
}

fn goal(line: &Line, today: NaiveDate) -> Goal {
    let view = LineView::new(line, today);
    let parts: Vec<&str> = view.kind.into_iter().chain([view.due.as_str()]).collect();
    Goal {
        title: view.title.clone(),
        about: parts.join(", "),
        state: view.chip.text.to_owned(),
    }
}

fn blocs(of: Of<'_>, head: &Head<'_>, loaded: &Loaded) -> Vec<Bloc> {
    let map = loaded.works.as_ref().map(|(works, _)| WorkMap::new(works));
    let blocks = of.plan.curriculum.blocks.iter();
    blocks
        .map(|block| Bloc {
            number: block.number,
            title: block.title.clone(),
            competences: block
                .competences
                .iter()
                .map(|competence| documents::Competence {
                    code: competence.code.clone(),
                    title: competence.title.clone(),
                    positions: positions(of, head, &loaded.history, competence),
                    proofs: map.as_ref().map(|map| proofs(map, competence)),
                })
                .collect(),
        })
        .collect()
}

fn proofs(map: &WorkMap<'_>, competence: &Competence) -> u32 {
    let around = map.around(competence);
    let proofs = around.iter().filter(|work| work.is_proof());
    u32::try_from(proofs.count()).unwrap_or(u32::MAX)
}

/// The latest of each point of view at the end of the period, of each peer for
/// theirs.
fn at_the_end<'a>(of: Of<'_>, history: &'a [Seen], code: &str) -> Vec<&'a Seen> {
    let mut latest: Vec<&Seen> = Viewpoint::ALL
        .into_iter()
        .filter(|viewpoint| *viewpoint != Viewpoint::Peer)
        .filter_map(|viewpoint| standing(history, code, viewpoint, of.period.end))
        .collect();
    let mut peers: HashMap<AccountId, &Seen> = HashMap::new();
    for one in history {
        if one.target == code && one.viewpoint == Viewpoint::Peer && one.on <= of.period.end {
            peers.insert(one.author, one);
        }
    }
    let mut peers: Vec<&Seen> = peers.into_values().collect();
    peers.sort_by_key(|one| (one.on, one.level, one.author));
    latest.extend(peers);
    latest
}

fn positions(
    of: Of<'_>,
    head: &Head<'_>,
    history: &[Seen],
    competence: &Competence,
) -> Vec<Position> {
    let code = &competence.code;
    at_the_end(of, history, code)
        .into_iter()
        .map(|seen| {
            let named = of.reader.is_some() && names_its_author(seen.viewpoint);
            let earlier = before(history, code, seen.viewpoint, of.period);
            Position {
                viewpoint: seeing(seen.viewpoint),
                level: level_number(seen.level),
                date: seen.on,
                author: match named {
                    true => called(head.names, seen.author),
                    false => String::new(),
                },
                // Peers are several: their earlier levels are not compared.
                before: earlier
                    .filter(|one| seen.viewpoint != Viewpoint::Peer && one.level != seen.level)
                    .map(|one| level_number(one.level)),
            }
        })
        .collect()
}

const fn seeing(viewpoint: Viewpoint) -> Seeing {
    match viewpoint {
        Viewpoint::Team => Seeing::Team,
        Viewpoint::SelfView => Seeing::Own,
        Viewpoint::Tutor => Seeing::Tutor,
        Viewpoint::Peer => Seeing::Peer,
    }
}

fn done(of: Of<'_>, reader: Reader, works: &[Work], missions: &[DoneRow]) -> PeriodWorks {
    let inside: Vec<Work> = works
        .iter()
        .filter(|work| work.is_proof() && holds(of.period, local_date(work.at)))
        .cloned()
        .collect();
    let map = WorkMap::new(&inside);
    let blocks = of.plan.curriculum.blocks.iter();
    PeriodWorks {
        evidence: blocks
            .flat_map(|block| block.competences.iter().map(|one| (block.number, one)))
            .filter_map(|(bloc, competence)| {
                let works = map.around(competence);
                (!works.is_empty()).then(|| Proven {
                    competence: linked(bloc, &competence.code, &competence.title),
                    works: works.iter().map(|work| shown(work, reader)).collect(),
                })
            })
            .collect(),
        missions: missions
            .iter()
            .filter(|row| holds(of.period, local_date(row.changed_at)))
            .map(mission)
            .collect(),
    }
}

fn shown(work: &Work, reader: Reader) -> Done {
    let card = WorkCard::new(work, reader);
    Done {
        about: match work.state {
            Some(_) => format!("{}, {}", card.note, card.chip.text.to_lowercase()),
            None => card.note,
        },
        title: card.title,
    }
}

fn mission(row: &DoneRow) -> Done {
    let day = date_long(local_date(row.changed_at));
    Done {
        title: row.mission.clone(),
        about: format!("{}. {}, {day}", row.situation, row.state.label()),
    }
}
