//! The path of a learner for those who accompany them: same paths as theirs,
//! every report behind a point. A guardian sees the levels alone.

use askama::Template;
use axum::extract::State as Extract;
use curriculum::ScaleLevel;
use kernel::{elide, local_date, parse_date};
use serde::Deserialize;
use web::{Actor, App, AppResult, Authorised, Field, Page, Protected, Query, Shell};

use crate::paths;
use crate::policy::PathAction;
use crate::positioning::store as positionings;
use crate::progress::cards::{Reader, WorkCard};
use crate::progress::learner::{Learner, Plan, SeesLevels};
use crate::progress::map::WorkMap;
use crate::progress::view::{BlockView, RowView, blocks, scale_levels};
use crate::progress::{Work, seen};
use crate::report::State;

/// What the page is narrowed to; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    bloc: String,
    etat: String,
    du: String,
    au: String,
}

impl Filter {
    fn is_set(&self) -> bool {
        [&self.bloc, &self.etat, &self.du, &self.au]
            .iter()
            .any(|text| !text.is_empty())
    }

    /// Whether the filter keeps a work. Pieces have no state: they are kept
    /// as long as no state is asked for.
    fn keeps(&self, work: &Work) -> bool {
        let day = local_date(work.at);
        parse_date(&self.du).is_none_or(|from| day >= from)
            && parse_date(&self.au).is_none_or(|to| day <= to)
            && self
                .etat
                .parse::<State>()
                .map_or(true, |state| work.state == Some(state))
    }
}

/// A bloc with the works behind each point.
struct Block {
    view: BlockView,
    rows: Vec<Row>,
}

/// A competence with the works linked to it.
struct Row {
    view: RowView,
    works: Vec<WorkCard>,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/learner_path.html")]
pub struct LearnerPath {
    shell: Shell,
    title: String,
    diploma: Option<String>,
    address: String,
    dashboard: String,
    digital: String,
    transversal: String,
    levels_only: bool,
    /// Their interviews and objectives, for the team.
    interviews: Option<String>,
    may_position: bool,
    filtered: bool,
    bloc: Field,
    bloc_options: Vec<(String, String)>,
    etat: Field,
    etat_options: Vec<(&'static str, &'static str)>,
    du: Field,
    au: Field,
    levels: &'static [ScaleLevel],
    blocks: Vec<Block>,
    loose: Vec<WorkCard>,
}

/// GET /personnes/{person}/parcours
pub async fn learner_path(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, SeesLevels>,
    Query(filter): Query<Filter>,
) -> AppResult<Page<LearnerPath>> {
    let learner = learner.object;
    let today = local_date(app.clock.now());
    let plan = Plan::of(&app.db, actor.school, learner.id, &learner.enrolment, today).await?;
    let may_position = learner.allows(&actor, PathAction::Position);
    let reader = match may_position {
        true => Reader::Team,
        false => Reader::Onlooker,
    };
    let levels_only = !learner.allows(&actor, PathAction::SeeWorks);
    let filter = if levels_only {
        Filter::default()
    } else {
        filter
    };
    let mut works = match levels_only {
        true => Vec::new(),
        false => seen::works(&app.db, actor.school, learner.id, reader).await?,
    };
    works.retain(|work| filter.keeps(work));
    let current = positionings::current_of(app.db.reader(), plan.course).await?;
    let map = WorkMap::new(&works);
    let href = |code: &str| (!levels_only).then(|| paths::learner_target(learner.id, code));
    let views = blocks(&plan.curriculum, &map, &current, href);
    let blocks = views
        .into_iter()
        .zip(&plan.curriculum.blocks)
        .filter(|(view, _)| filter.bloc.is_empty() || filter.bloc == view.number.to_string())
        .map(|(mut view, block)| Block {
            rows: view
                .rows
                .drain(..)
                .zip(&block.competences)
                .map(|(row, competence)| Row {
                    view: row,
                    works: cards(map.around(competence), reader),
                })
                .collect(),
            view,
        })
        .collect();
    Ok(Page::new(LearnerPath {
        title: format!("Parcours {}", elide("de", &learner.name.display())),
        diploma: Some(format!(
            "{}, {}",
            learner.enrolment.class.name, plan.diploma
        )),
        address: paths::learner_path(learner.id),
        dashboard: crate::dashboard::of_learner(learner.id),
        digital: paths::learner_digital(learner.id),
        transversal: paths::learner_transversal(learner.id),
        levels_only,
        interviews: may_position.then(|| crate::interviews::paths::of_learner(learner.id)),
        may_position,
        filtered: filter.is_set(),
        bloc_options: plan
            .curriculum
            .blocks
            .iter()
            .map(|block| {
                let number = block.number.to_string();
                (number.clone(), format!("{number}. {}", block.title))
            })
            .collect(),
        etat_options: State::ALL
            .iter()
            .map(|state| (state.code(), state.label()))
            .collect(),
        loose: cards(
            works.iter().filter(|work| work.is_loose()).collect(),
            reader,
        ),
        bloc: Field::new("bloc", filter.bloc),
        etat: Field::new("etat", filter.etat),
        du: Field::new("du", filter.du),
        au: Field::new("au", filter.au),
        levels: scale_levels(),
        blocks,
        shell,
    }))
}

fn cards(works: Vec<&Work>, reader: Reader) -> Vec<WorkCard> {
    works
        .into_iter()
        .map(|work| WorkCard::new(work, reader))
        .collect()
}
