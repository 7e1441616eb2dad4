//! A situation as its readers see it.

use std::collections::BTreeMap;

use curriculum::Curriculum;
use web::prose::{self, Block};

use crate::model::elements::{Element, Missing};
use crate::model::{Passage, SituationContent};
use crate::pages::parts::{Lines, lines};
use crate::paths;
use crate::rows::situations::Model;
use crate::situations::whole::{Whole, WholeMission};

/// Where a page of the library is; below a situation when there is one.
#[must_use]
pub fn trail(row: Option<&Model>) -> Vec<(String, String)> {
    let mut trail = vec![("Situations".to_owned(), paths::LIBRARY.to_owned())];
    if let Some(row) = row {
        trail.push((row.title.clone(), paths::situation(row.id)));
    }
    trail
}

/// Something missing, with where it is written.
pub struct MissingView {
    /// The wording of the guide.
    pub element: &'static str,
    /// What to do.
    pub sentence: String,
    /// Where.
    pub href: String,
}

/// What is missing of a situation.
#[must_use]
pub fn missing_views(whole: &Whole) -> Vec<MissingView> {
    let missing = whole.missing();
    missing
        .iter()
        .map(|one| MissingView {
            element: one.element.wording(),
            sentence: one.sentence(),
            href: href(whole, one),
        })
        .collect()
}

/// Where a missing element is written: its field, or what holds it.
fn href(whole: &Whole, missing: &Missing) -> String {
    let id = whole.row.id;
    let field = |name: &str| format!("{}#{name}", paths::below(id, "modifier"));
    let mission = |wanted: Option<&WholeMission>, name: &str| match wanted {
        Some(mission) => {
            let form = paths::below_mission(id, mission.row.id, "modifier");
            format!("{form}#{name}")
        }
        None => paths::below(id, "missions/nouvelle"),
    };
    match (missing.element, missing.field) {
        (Element::Intention, Some(_)) if whole.content.says(Passage::Intention) => field("savoir"),
        (_, Some(passage)) => field(passage.code()),
        (Element::Organisation, None) => match &whole.organisation {
            Some((id, _)) => {
                format!("{}#description", paths::below_organisation(*id, "modifier"))
            }
            None => field("organisation"),
        },
        (Element::Productions, None) => {
            let lacking = |one: &&WholeMission| !one.content.has_productions();
            mission(whole.missions.iter().find(lacking), "productions")
        }
        (_, None) => mission(whole.missions.first(), "cible"),
    }
}

/// A text of the situation.
pub struct SectionView {
    /// Its name in forms and addresses.
    pub code: &'static str,
    /// Its title.
    pub label: &'static str,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Whether Jalon completed it.
    pub completed: bool,
}

/// These texts of a situation, in that order.
#[must_use]
pub fn sections(content: &SituationContent, passages: &[Passage]) -> Vec<SectionView> {
    passages
        .iter()
        .map(|passage| SectionView {
            code: passage.code(),
            label: passage.label(),
            blocks: prose::parse(content.text(*passage), &[]),
            completed: content.is_completed(passage.code()),
        })
        .collect()
}

/// The savoirs of a competence that are mobilised.
pub struct KnowledgeView {
    /// Its bloc.
    pub bloc: u8,
    /// `C1.1`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The savoirs.
    pub items: Vec<String>,
}

/// The savoirs of a situation, by competence.
#[must_use]
pub fn knowledge(content: &SituationContent, curriculum: &Curriculum) -> Vec<KnowledgeView> {
    let mut views = Vec::new();
    for block in &curriculum.blocks {
        for competence in &block.competences {
            let chosen = competence
                .knowledge
                .iter()
                .filter(|one| content.knowledge.contains(&one.code));
            let items: Vec<String> = chosen.map(|one| one.text.clone()).collect();
            if !items.is_empty() {
                views.push(KnowledgeView {
                    bloc: block.number,
                    code: competence.code.clone(),
                    title: competence.title.clone(),
                    items,
                });
            }
        }
    }
    views
}

/// A line of the table of missions: a competence.
pub struct RowView {
    /// Its bloc.
    pub bloc: u8,
    /// The title of the bloc.
    pub bloc_title: String,
    /// `C1.1`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Code and title of the detailed ones.
    pub detailed: Vec<(String, String)>,
}

/// A mission in the table of the guide.
pub struct MissionView {
    /// Its identifier, for links.
    pub id: String,
    /// Its place, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Its competences; one empty cell when it has none.
    pub rows: Vec<RowView>,
    /// How many lines of the table it takes.
    pub height: usize,
    /// « Conditions de réalisation ».
    pub conditions: Vec<Lines>,
    /// « Productions attendues ».
    pub productions: Vec<Lines>,
    /// The fields that Jalon completed, in words.
    pub completed: Vec<&'static str>,
    /// Where it departs from its source.
    pub notes: Vec<Block>,
    /// Where it is entrusted to learners.
    pub entrust: String,
    /// Its form.
    pub edit: String,
    /// Where it is moved up; none for the first.
    pub up: Option<String>,
    /// Where it is moved down; none for the last.
    pub down: Option<String>,
    /// Where it is taken out.
    pub delete: String,
}

/// The missions of a situation.
#[must_use]
pub fn missions(whole: &Whole, curriculum: &Curriculum) -> Vec<MissionView> {
    let last = whole.missions.len();
    let number = 1..;
    let numbered = number.zip(&whole.missions);
    numbered
        .map(|(number, mission)| mission_view(number, last, mission, curriculum))
        .collect()
}

fn mission_view(
    number: usize,
    last: usize,
    mission: &WholeMission,
    curriculum: &Curriculum,
) -> MissionView {
    let (row, content) = (&mission.row, &mission.content);
    let below = |what: &str| paths::below_mission(row.situation_id, row.id, what);
    let rows: Vec<RowView> = content
        .rows(curriculum)
        .into_iter()
        .map(|row| RowView {
            bloc: row.bloc,
            bloc_title: row.bloc_title.to_owned(),
            code: row.competence.code.clone(),
            title: row.competence.title.clone(),
            detailed: row
                .detailed
                .iter()
                .map(|(code, title)| ((*code).to_owned(), (*title).to_owned()))
                .collect(),
        })
        .collect();
    MissionView {
        id: row.id.to_string(),
        number,
        title: content.title.clone(),
        height: rows.len().max(1),
        rows,
        conditions: lines(&content.conditions),
        productions: lines(&content.productions),
        completed: completed(content),
        notes: prose::parse(&content.notes, &[]),
        entrust: below("confier"),
        edit: below("modifier"),
        up: (number > 1).then(|| below("monter")),
        down: (number < last).then(|| below("descendre")),
        delete: below("supprimer"),
    }
}

fn completed(content: &crate::model::MissionContent) -> Vec<&'static str> {
    [
        ("title", "le titre"),
        ("targets", "les compétences"),
        ("conditions", "les conditions"),
        ("productions", "les productions attendues"),
    ]
    .into_iter()
    .filter(|(field, _)| content.is_completed(field))
    .map(|(_, words)| words)
    .collect()
}

/// The blocs that the missions cross: number, title.
#[must_use]
pub fn blocs(missions: &[MissionView]) -> Vec<(u8, String)> {
    let rows = missions.iter().flat_map(|mission| &mission.rows);
    let blocs: BTreeMap<u8, String> = rows.map(|row| (row.bloc, row.bloc_title.clone())).collect();
    blocs.into_iter().collect()
}
