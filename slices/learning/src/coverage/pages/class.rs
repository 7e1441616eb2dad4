//! What a class works: each competence with who has not done it yet, the
//! table of competences and situations, the CRCN.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use curriculum::Curriculum;
use kernel::{AccountId, SchoolId, count, truncate};
use people::api::LearnerSummary;
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Authorised, Page, Protected, Query, Shell};

use crate::assignments::model::Whom;
use crate::assignments::object::{Class, Follows};
use crate::assignments::paths;
use crate::assignments::policy::Action;
use crate::assignments::roster::Roster;
use crate::assignments::store::{self, Work};
use crate::coverage::crowd::Crowd;
use crate::coverage::model::{self, Domain, Given, Line, Row};
use crate::coverage::store::{self as coverage_store, Entrusted, Situation};
use crate::model::{AssignmentId, MissionId};

/// How the table is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    /// Not empty to see the detailed competences in the table.
    detail: String,
}

/// A situation at the head of a column.
struct Column {
    title: String,
    href: String,
}

/// A competence, or a detailed one, with who has not done it.
struct Item {
    code: String,
    title: String,
    worked: bool,
    sentence: String,
    done: String,
    /// Those who have not done it yet; empty when nothing works it.
    missing: Vec<String>,
}

/// A competence with its detailed ones.
struct Part {
    item: Item,
    detailed: Vec<Item>,
}

/// A bloc.
struct Bloc {
    number: u8,
    title: String,
    parts: Vec<Part>,
}

/// What a situation works of a competence.
struct Cell {
    missions: usize,
    done: usize,
}

/// A line of the table.
struct TableRow {
    bloc: u8,
    detailed: bool,
    code: String,
    label: String,
    total: usize,
    done: usize,
    cells: Vec<Cell>,
}

/// A competence of the CRCN.
struct DigitalItem {
    code: String,
    title: String,
    worked: bool,
    sentence: String,
}

/// A domain of the CRCN.
struct DigitalPart {
    number: u8,
    title: String,
    items: Vec<DigitalItem>,
}

/// The page.
#[derive(Template)]
#[template(path = "coverage/pages/class.html")]
pub struct CoveragePage {
    shell: Shell,
    class: String,
    class_href: String,
    summary: String,
    entrusts: bool,
    gaps: Vec<String>,
    blocs: Vec<Bloc>,
    columns: Vec<Column>,
    rows: Vec<TableRow>,
    learners: usize,
    in_detail: bool,
    digital: Vec<DigitalPart>,
}

/// GET /classes/{class}/situations
pub async fn coverage(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, Follows>,
    Query(how): Query<How>,
) -> AppResult<Page<CoveragePage>> {
    let entrusts = found.object.allows(&actor, Action::Entrust);
    let loaded = Loaded::load(&app, actor.school, found.object).await?;
    let given = loaded.given();
    let rows = model::rows(&loaded.curriculum, loaded.situations.len(), &given);
    let digital = model::digital(curriculum::digital_framework(), &loaded.curriculum, &rows);
    let learners = &loaded.roster.learners;
    let in_detail = !how.detail.is_empty();
    let missions = count(given.len() as u64, "mission confiée", "missions confiées");
    let situations = count(loaded.situations.len() as u64, "situation", "situations");
    Ok(Page::new(CoveragePage {
        shell,
        class: loaded.roster.class.name.clone(),
        class_href: paths::class(loaded.roster.class.id),
        summary: format!("{missions}, {situations}."),
        entrusts,
        gaps: model::gaps(&rows),
        blocs: blocs(&loaded.curriculum, &rows, learners),
        rows: table(&rows, in_detail),
        learners: learners.len(),
        in_detail,
        digital: digital
            .iter()
            .map(|domain| digital_part(domain, learners.len()))
            .collect(),
        columns: loaded.situations.iter().map(column).collect(),
    }))
}

fn column(situation: &Situation) -> Column {
    Column {
        title: situation.title.clone(),
        href: crate::paths::situation(situation.id),
    }
}

/// All that the page is made of.
struct Loaded {
    roster: Roster,
    curriculum: Arc<Curriculum>,
    /// In the order in which they are expected.
    situations: Vec<Situation>,
    chosen: HashMap<AssignmentId, Vec<AccountId>>,
    codes: HashMap<MissionId, BTreeSet<String>>,
    work: Vec<Work>,
}

impl Loaded {
    async fn load(app: &App, school: SchoolId, class: Class) -> AppResult<Self> {
        let (reader, class) = (app.db.reader(), class.0.class);
        Ok(Self {
            curriculum: curriculum::api::get(&app.db, class.curriculum)
                .await?
                .ok_or(AppError::NotFound)?,
            situations: coverage_store::situations(reader, school, class.id).await?,
            chosen: store::chosen_in_class(reader, school, class.id).await?,
            codes: coverage_store::codes(reader, school, class.id).await?,
            work: store::work_of_class(reader, school, class.id).await?,
            roster: Roster::load(&app.db, school, class).await?,
        })
    }

    /// The missions with what they work and who has done them. What somebody
    /// did before they left, or before a mission was given to others, counts
    /// for nobody.
    fn given(&self) -> Vec<Given> {
        let place: HashMap<AccountId, usize> = self
            .roster
            .learners
            .iter()
            .enumerate()
            .map(|(place, learner)| (learner.account, place))
            .collect();
        let mut done: HashMap<AssignmentId, Crowd> = HashMap::new();
        for work in self.work.iter().filter(|work| work.progress.is_done()) {
            let Some(place) = place.get(&work.learner) else {
                continue;
            };
            for id in &work.on {
                done.entry(*id).or_default().insert(*place);
            }
        }
        let places = self.situations.iter().enumerate();
        places
            .flat_map(|(situation, one)| one.missions.iter().map(move |row| (situation, row)))
            .map(|(situation, row)| Given {
                situation,
                codes: self.codes.get(&row.mission).cloned().unwrap_or_default(),
                done: self.of_those_concerned(
                    row,
                    done.remove(&row.id).unwrap_or_default(),
                    &place,
                ),
            })
            .collect()
    }

    fn of_those_concerned(
        &self,
        row: &Entrusted,
        done: Crowd,
        place: &HashMap<AccountId, usize>,
    ) -> Crowd {
        let chosen = self.chosen.get(&row.id).cloned().unwrap_or_default();
        let whom = store::told(row.audience, row.group, chosen);
        if whom == Whom::Class {
            return done;
        }
        let mut kept = Crowd::default();
        let concerned = self.roster.concerned(&whom).into_iter();
        concerned
            .filter_map(|learner| place.get(&learner.account))
            .filter(|place| done.has(**place))
            .for_each(|place| kept.insert(*place));
        kept
    }
}

fn blocs(curriculum: &Curriculum, rows: &[Row<'_>], learners: &[LearnerSummary]) -> Vec<Bloc> {
    curriculum
        .blocks
        .iter()
        .map(|block| Bloc {
            number: block.number,
            title: block.title.clone(),
            parts: rows
                .iter()
                .filter(|row| row.bloc == block.number)
                .map(|row| Part {
                    item: item(&row.line, learners),
                    detailed: row
                        .detailed
                        .iter()
                        .map(|line| item(line, learners))
                        .collect(),
                })
                .collect(),
        })
        .collect()
}

fn item(line: &Line<'_>, learners: &[LearnerSummary]) -> Item {
    let worked = line.tally.total() > 0;
    let missing = learners.iter().enumerate();
    Item {
        code: line.code.to_owned(),
        title: line.title.to_owned(),
        worked,
        sentence: line.tally.sentence(),
        done: done_by(line.tally.done.size(), learners.len()),
        missing: missing
            .filter(|(place, _)| worked && !line.tally.done.has(*place))
            .map(|(_, learner)| learner.name.listed())
            .collect(),
    }
}

/// « Faite par 18 sur 28 ».
fn done_by(done: usize, all: usize) -> String {
    match done {
        0 => "Faite par personne pour l’instant".to_owned(),
        done if done == all => "Faite par toute la classe".to_owned(),
        done => format!("Faite par {done}\u{a0}sur {all}"),
    }
}

fn table(rows: &[Row<'_>], in_detail: bool) -> Vec<TableRow> {
    let mut lines = Vec::new();
    for row in rows {
        lines.push(table_row(row.bloc, false, &row.line, row.label));
        if in_detail {
            let detailed = row.detailed.iter();
            lines.extend(detailed.map(|line| table_row(row.bloc, true, line, line.title)));
        }
    }
    lines
}

/// So much of the title of a detailed competence fits beside its code.
const LABEL_MAX: usize = 60;

fn table_row(bloc: u8, detailed: bool, line: &Line<'_>, label: &str) -> TableRow {
    let cells = line.tally.missions.iter().zip(&line.tally.done_in);
    TableRow {
        bloc,
        detailed,
        code: line.code.to_owned(),
        label: truncate(label, LABEL_MAX),
        total: line.tally.total(),
        done: line.tally.done.size(),
        cells: cells
            .map(|(missions, done)| Cell {
                missions: *missions,
                done: *done,
            })
            .collect(),
    }
}

fn digital_part(domain: &Domain<'_>, learners: usize) -> DigitalPart {
    DigitalPart {
        number: domain.number,
        title: domain.title.to_owned(),
        items: domain
            .competences
            .iter()
            .map(|one| DigitalItem {
                code: one.code.to_owned(),
                title: one.title.to_owned(),
                worked: !one.through.is_empty(),
                sentence: match (&one.through[..], &one.possible[..]) {
                    ([], []) => "Ce référentiel ne la travaille pas.".to_owned(),
                    ([], possible) => format!(
                        "Pas encore travaillée\u{a0}: elle le serait avec {}.",
                        kernel::french_list(possible)
                    ),
                    (through, _) => format!(
                        "Avec {}. {}.",
                        kernel::french_list(through),
                        done_by(one.done.size(), learners)
                    ),
                },
            })
            .collect(),
    }
}
