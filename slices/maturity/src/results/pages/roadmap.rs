//! The roadmap of a campaign as a PDF: « fournir au directeur de
//! l’établissement une feuille de route qui identifie les champs d’action »
//! (guide of NumEA, first part). Made for one answer, kept nowhere.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use documents::{Graph, GraphSeries, Improvement, RoadmapDocument, RoadmapObjective, StepShare};
use files::{Disposition, Kind, content_disposition, display_name};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::{AccountId, SchoolId, date_long, local_date};
use web::{Actor, App, AppError, AppResult, Authorised, Query};

use super::show::{Beside, Known, known, title_of};
use crate::campaigns::object::{Campaign, Reads};
use crate::campaigns::pages::when;
use crate::objectives::model::{is_late, order, standing};
use crate::objectives::pages::schedule::pilot;
use crate::objectives::store::{self as goals, Which};
use crate::results::Share;
use crate::results::model::Standing;

/// GET /numerique/campagnes/{campaign}/feuille-de-route.pdf
pub async fn roadmap(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Campaign, Reads>,
    Query(beside): Query<Beside>,
) -> AppResult<Response> {
    let campaign = &found.object;
    let (known, _) = known(&app, &actor, campaign, &beside).await?;
    let school = people::api::school_name(&app.db, actor.school).await?;
    let mut document = document(campaign, &known);
    document.school = school.unwrap_or_default();
    document.date = local_date(app.clock.now());
    document.objectives = objectives(&app, actor.school, &known, document.date).await?;
    let renderer = Arc::clone(&app.sheets);
    let made = tokio::task::spawn_blocking(move || renderer.sheet(&document.into())).await;
    let rendered = made.map_err(AppError::internal)?;
    let rendered = rendered.map_err(AppError::internal)?;
    Ok(answer(&campaign.row.title, rendered.bytes))
}

/// What the school aims at with this instrument and has not reached, late ones
/// first.
async fn objectives(
    app: &App,
    school: SchoolId,
    known: &Known,
    today: NaiveDate,
) -> AppResult<Vec<RoadmapObjective>> {
    let mut goals = goals::list(app.db.reader(), school, Which::Open, None).await?;
    goals.retain(|goal| goal.instrument == known.instrument.code);
    goals.sort_by_key(|goal| order(false, goal.due_on, today));
    let pilots: Vec<AccountId> = goals.iter().filter_map(|goal| goal.pilot_id).collect();
    let names = people::api::names_of(&app.db, school, &pilots).await?;
    let objective = |goal: &goals::goals::Model| RoadmapObjective {
        title: goal.title.clone(),
        about: format!("{}, étape\u{a0}{}", goal.item_title, goal.step),
        pilot: pilot(goal, &names),
        due: goal.due_on.map_or_else(String::new, date_long),
        state: standing(goal.state, false, is_late(false, goal.due_on, today))
            .chip()
            .2
            .to_owned(),
    };
    Ok(goals.iter().map(objective).collect())
}

fn answer(title: &str, bytes: Vec<u8>) -> Response {
    let name = display_name(&format!("Feuille de route, {title}"), Kind::Pdf);
    (
        [
            (CONTENT_TYPE, Kind::Pdf.mime().to_owned()),
            (
                CONTENT_DISPOSITION,
                content_disposition(&name, Disposition::Inline),
            ),
            (CACHE_CONTROL, "no-store".to_owned()),
        ],
        bytes,
    )
        .into_response()
}

/// The roadmap, but for the school and the day.
fn document(campaign: &Campaign, known: &Known) -> RoadmapDocument {
    let row = &campaign.row;
    let mut facts = vec![("Campagne".to_owned(), when(row))];
    if !row.occasion.is_empty() {
        facts.push(("Position arrêtée".to_owned(), row.occasion.clone()));
    }
    if !row.alone {
        facts.push(("Réponses individuelles".to_owned(), known.spread.told()));
    }
    let named = |item: &crate::results::model::ItemStanding| {
        (item.code.clone(), title_of(known, &item.code))
    };
    RoadmapDocument {
        title: row.title.clone(),
        school: String::new(),
        instrument: known.instrument.title.clone(),
        date: row.opens_on,
        facts,
        graph: graph(known),
        steps: steps(&known.standing),
        strengths: known.standing.strengths().into_iter().map(named).collect(),
        improvements: improvements(known),
        objectives: Vec::new(),
    }
}

fn graph(known: &Known) -> Graph {
    let fields: Vec<(String, String)> = known
        .instrument
        .fields()
        .map(|field| (field.code.clone(), field.title.clone()))
        .collect();
    let series: Vec<GraphSeries> = known
        .series
        .iter()
        .map(|(_, name, standing)| {
            let shares: Vec<Share> = fields
                .iter()
                .map(|(code, _)| standing.of_field(code))
                .collect();
            GraphSeries {
                name: name.clone(),
                values: shares.iter().map(|share| share.ratio()).collect(),
                figures: shares.iter().map(ToString::to_string).collect(),
            }
        })
        .collect();
    let told: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(at, (code, title))| {
            let figures: Vec<&str> = series.iter().map(|one| one.figures[at].as_str()).collect();
            format!("{code} {title}\u{a0}: {}", figures.join(", puis "))
        })
        .collect();
    Graph {
        axes: fields,
        described: format!("Part des étapes atteintes. {}.", told.join("\u{202f}; ")),
        series,
    }
}

fn steps(standing: &Standing) -> Vec<StepShare> {
    let steps = (1..=standing.steps())
        .map(|step| (format!("Étape\u{a0}{step}"), standing.of_step(step)))
        .chain([("Ensemble".to_owned(), standing.overall())]);
    steps
        .map(|(name, share)| StepShare {
            name,
            value: share.ratio(),
            figure: share.to_string(),
        })
        .collect()
}

fn improvements(known: &Known) -> Vec<Improvement> {
    let found = known.standing.improvements().into_iter();
    let lines = found.map(|(item, step)| {
        let statement = known.instrument.statement(&format!("{}-{step}", item.code));
        Improvement {
            code: item.code.clone(),
            title: title_of(known, &item.code),
            step: format!("étape\u{a0}{step}"),
            statement: statement.map_or_else(String::new, |(_, one)| one.text.clone()),
        }
    });
    lines.collect()
}
