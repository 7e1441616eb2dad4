//! The dashboard, for its learner and for those who follow them.

pub mod printed;

use askama::Template;
use axum::extract::State as Extract;
use curriculum::ScaleLevel;
use kernel::{Period, elide, local_date};
use people::api::Enrolment;
use serde::Deserialize;
use web::{Actor, App, AppResult, Authorised, Field, Page, Protected, Query, Shell};

use super::chart::{self, Grid};
use super::loaded::{Loaded, Of};
use super::model::period;
use super::view::Sheet;
use crate::objectives::paths as objectives;
use crate::paths;
use crate::policy::PathAction;
use crate::progress::cards::Reader;
use crate::progress::learner::{Learner, Plan, SeesLevels};
use crate::progress::view::scale_levels;

/// The period that is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    du: String,
    au: String,
}

/// The page.
#[derive(Template)]
#[template(path = "dashboard/pages/dashboard.html")]
pub struct DashboardPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    whose: Option<String>,
    diploma: Option<String>,
    address: String,
    period: String,
    du: Field,
    au: Field,
    today: String,
    own: bool,
    /// The report of the period, as a PDF.
    report: String,
    /// Where an objective is written; none for whoever only looks.
    new_goal: Option<String>,
    levels: &'static [ScaleLevel],
    grid: Vec<Grid>,
    chart_box: &'static str,
    sheet: Option<Sheet>,
}

/// GET /dossier/tableau-de-bord. Five statements and the session.
pub async fn own(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> AppResult<Page<DashboardPage>> {
    let enrolment = people::api::enrolment_of(&app.db, actor.school, actor.account).await?;
    let mut page = blank(&app, shell, super::OWN.to_owned());
    page.trail = vec![("Mon parcours".to_owned(), paths::DOSSIER.to_owned())];
    page.own = true;
    page.new_goal = Some(objectives::NEW_OWN.to_owned());
    if let Some(enrolment) = enrolment {
        let today = local_date(app.clock.now());
        let plan = Plan::of(&app.db, actor.school, actor.account, &enrolment, today).await?;
        fill(
            &app,
            &mut page,
            &plan,
            &enrolment,
            &asked,
            Some(Reader::Learner),
        )
        .await?;
    }
    Ok(Page::new(page))
}

/// GET /personnes/{person}/tableau-de-bord
pub async fn of_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Learner, SeesLevels>,
    Query(asked): Query<Asked>,
) -> AppResult<Page<DashboardPage>> {
    let learner = found.object;
    let today = local_date(app.clock.now());
    let plan = Plan::of(&app.db, actor.school, learner.id, &learner.enrolment, today).await?;
    let reader = reader_of(&learner, &actor);
    let name = learner.name.display();
    let mut page = blank(&app, shell, super::of_learner(learner.id));
    page.trail = vec![(
        format!("Parcours {}", elide("de", &name)),
        paths::learner_path(learner.id),
    )];
    page.whose = Some(name);
    page.new_goal = (reader == Some(Reader::Team)).then(|| objectives::new(learner.id));
    fill(&app, &mut page, &plan, &learner.enrolment, &asked, reader).await?;
    Ok(Page::new(page))
}

/// As whom somebody looks; none for whoever sees levels only.
fn reader_of(learner: &Learner, actor: &Actor) -> Option<Reader> {
    match (
        learner.allows(actor, PathAction::SeeWorks),
        learner.allows(actor, PathAction::Position),
    ) {
        (false, _) => None,
        (true, true) => Some(Reader::Team),
        (true, false) => Some(Reader::Onlooker),
    }
}

fn blank(app: &App, shell: Shell, address: String) -> DashboardPage {
    let today = local_date(app.clock.now());
    DashboardPage {
        shell,
        trail: Vec::new(),
        whose: None,
        diploma: None,
        address,
        period: String::new(),
        du: Field::new("du", ""),
        au: Field::new("au", ""),
        today: today.to_string(),
        own: false,
        report: String::new(),
        new_goal: None,
        levels: scale_levels(),
        grid: chart::grid(u8::try_from(scale_levels().len()).unwrap_or(0)),
        chart_box: chart::BOX,
        sheet: None,
    }
}

async fn fill(
    app: &App,
    page: &mut DashboardPage,
    plan: &Plan,
    enrolment: &Enrolment,
    asked: &Asked,
    reader: Option<Reader>,
) -> AppResult<()> {
    let today = local_date(app.clock.now());
    let period: Period = period(&asked.du, &asked.au, enrolment.class.school_year, today);
    let of = Of {
        plan,
        class: enrolment.class.id,
        period,
        reader,
    };
    page.diploma = Some(format!("{}, {}", enrolment.class.name, plan.diploma));
    page.period = period.to_string();
    page.du = Field::new("du", period.start.to_string());
    page.au = Field::new("au", period.end.to_string());
    page.report = super::period_report(&page.address, period);
    page.sheet = Some(Sheet::new(of, &Loaded::read(app, of).await?, today));
    Ok(())
}
