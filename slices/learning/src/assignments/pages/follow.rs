//! Where the class is with a mission: who has not begun, who has begun, who
//! has handed in, whose work is validated.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{count, date_long, local_date};
use people::api::{LearnerSummary, PersonName};
use web::{Actor, App, AppError, AppResult, Authorised, Page, Protected, Shell};

use super::Chip;
use crate::assignments::model::{Progress, Standing};
use crate::assignments::object::{Assignment, Follows};
use crate::assignments::policy::Action;
use crate::assignments::roster::Roster;
use crate::assignments::{paths, store};
use crate::situations::store as situations;

/// A learner whom the mission concerns.
struct Line {
    name: String,
    /// Their report, once the team may read it.
    report: Option<String>,
    /// Where their adaptation is written; for the team alone.
    adapt: Option<String>,
    adapted: bool,
}

/// Those who have come as far.
struct Shelf {
    id: &'static str,
    label: &'static str,
    chip: Chip,
    lines: Vec<Line>,
}

/// What is said of the mission beside the list.
struct Fact {
    label: &'static str,
    value: String,
}

/// What the team can do with it.
struct Managing {
    change: String,
    withdraw: String,
    give_back: String,
    version: i32,
}

/// The page.
#[derive(Template)]
#[template(path = "assignments/pages/follow.html")]
pub struct FollowPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    class: String,
    mission: String,
    situation: (String, String),
    summary: String,
    withdrawn: bool,
    facts: Vec<Fact>,
    message: String,
    shelves: Vec<Shelf>,
    nobody: bool,
    managing: Option<Managing>,
}

/// GET /missions/{assignment}/suivi
pub async fn follow(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Assignment, Follows>,
) -> AppResult<Page<FollowPage>> {
    let assignment = found.object;
    let (reader, school, row) = (app.db.reader(), actor.school, &assignment.row);
    let mission = situations::mission(reader, school, row.mission_id).await?;
    let situation = situations::find(reader, school, row.situation_id).await?;
    let (Some(mission), Some(situation)) = (mission, situation) else {
        return Err(AppError::NotFound);
    };
    let roster = Roster::load(&app.db, school, assignment.tied.class.clone()).await?;
    let whom = store::whom(reader, row).await?;
    let author = people::api::names_of(&app.db, school, &[row.author_id]).await?;
    let author = author.get(&row.author_id).map(PersonName::formal);
    let shelves = shelves(&app, &actor, &assignment, &roster.concerned(&whom)).await?;
    let manages = assignment.allows(&actor, Action::Entrust);
    Ok(Page::new(FollowPage {
        shell,
        trail: vec![
            (roster.class.name.clone(), paths::class(row.class_id)),
            ("Missions".to_owned(), paths::of_class(row.class_id)),
        ],
        class: roster.class.name.clone(),
        mission: mission.title,
        situation: (situation.title, crate::paths::situation(situation.id)),
        summary: summary(&shelves),
        withdrawn: row.withdrawn_at.is_some(),
        facts: facts(&assignment, roster.name_of(&whom), author),
        message: row.message.clone(),
        nobody: shelves.iter().all(|shelf| shelf.lines.is_empty()),
        shelves,
        managing: manages.then(|| Managing {
            change: paths::below(row.id, "modifier"),
            withdraw: paths::below(row.id, "retirer"),
            give_back: paths::below(row.id, "remettre"),
            version: row.version,
        }),
    }))
}

fn facts(assignment: &Assignment, whom: String, author: Option<String>) -> Vec<Fact> {
    let row = &assignment.row;
    let fact = |label, value: Option<String>| value.map(|value| Fact { label, value });
    let begun = local_date(row.created_at);
    [
        fact("Confiée à", Some(whom)),
        fact("À partir du", row.begin_on.map(date_long)),
        fact("À rendre le", row.due_on.map(date_long)),
        fact("Confiée le", Some(date_long(begun))),
        fact("Par", author),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The states in the order in which the team looks at them.
const SHELVES: [(&str, &str, Option<Progress>); 5] = [
    ("pas-commence", "Pas encore commencé", None),
    ("commence", "Commencé", Some(Progress::Begun)),
    ("rendu", "Rendu, à lire", Some(Progress::HandedIn)),
    ("a-reprendre", "À reprendre", Some(Progress::ToRevise)),
    ("valide", "Validé", Some(Progress::Validated)),
];

async fn shelves(
    app: &App,
    actor: &Actor,
    assignment: &Assignment,
    concerned: &[&LearnerSummary],
) -> AppResult<Vec<Shelf>> {
    let (reader, id) = (app.db.reader(), assignment.row.id);
    let work = store::progress_on(reader, actor.school, id).await?;
    let adapts = assignment.allows(actor, Action::Adapt);
    let adapted = match adapts {
        true => store::adaptations_of(reader, actor.school, id).await?,
        false => std::collections::HashMap::new(),
    };
    let line = |learner: &LearnerSummary| {
        let report = work.get(&learner.account);
        Line {
            name: learner.name.listed(),
            report: report
                .filter(|row| row.state.is_readable())
                .map(|row| paths::reading(row.report_id)),
            adapt: adapts.then(|| paths::adapt(id, learner.account)),
            adapted: adapted.contains_key(&learner.account),
        }
    };
    Ok(SHELVES
        .into_iter()
        .map(|(id, label, progress)| Shelf {
            id,
            label,
            chip: super::chip(Standing {
                progress,
                dates: assignment.row.dates(),
            }),
            lines: concerned
                .iter()
                .filter(|learner| work.get(&learner.account).map(|row| row.state) == progress)
                .map(|learner| line(learner))
                .collect(),
        })
        .collect())
}

/// « 12 sur 28 ont rendu ».
fn summary(shelves: &[Shelf]) -> String {
    let size = |wanted: fn(Option<Progress>) -> bool| -> u64 {
        let both = shelves.iter().zip(SHELVES);
        both.filter(|(_, (_, _, progress))| wanted(*progress))
            .map(|(shelf, _)| shelf.lines.len() as u64)
            .sum()
    };
    let all = size(|_| true);
    match size(|progress| progress.is_some_and(Progress::is_done)) {
        0 => format!(
            "Personne n’a encore rendu, sur {}.",
            count(all, "apprenant·e", "apprenant·es")
        ),
        1 => format!("1\u{a0}sur {all} a rendu."),
        done => format!("{done}\u{a0}sur {all} ont rendu."),
    }
}
