//! « Ma pratique numérique »: MENTEP, for oneself. Nobody else reads it: no
//! address of another person exists.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use kernel::{date_long, local_date};
use web::radar::Sheet;
use web::{Actor, App, AppError, AppResult, Flash, Form, Page, Query, Shell};

use super::instrument::Which;
use super::{MENTEP, Tab, answer, field_of, next_field};
use crate::acting::By;
use crate::campaigns::forms::AnswerForm;
use crate::campaigns::model::{Answer, Answers, OwnPositioningId};
use crate::campaigns::store::{self, own};
use crate::campaigns::{commands, paths};
use crate::instrument::{Field, Instrument, shipped_by_code, versions};
use crate::results::charts::{Axis, KINDS, Radar, Series, radar};
use crate::results::model::Standing;

/// The page of all of them.
#[derive(Template)]
#[template(path = "campaigns/pages/own.html")]
pub struct OwnPage {
    shell: Shell,
    source: String,
    scale: String,
    radar: Option<Radar>,
    past: Vec<Past>,
}

/// A positioning in the list.
struct Past {
    at: String,
    href: String,
    overall: String,
}

fn instrument() -> AppResult<&'static Instrument> {
    shipped_by_code(MENTEP).ok_or(AppError::NotFound)
}

fn standing(instrument: &Instrument, answers: &Answers) -> Standing {
    let mut standing = Standing::none_of(instrument);
    for (statement, answer) in &answers.0 {
        standing.set(statement, *answer == Answer::Reached);
    }
    standing
}

fn href(id: OwnPositioningId, field: &str) -> String {
    format!("{}/{id}?champ={field}", paths::OWN)
}

/// GET /numerique/ma-pratique
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<OwnPage>> {
    let instrument = instrument()?;
    let rows = store::own_of(app.db.reader(), actor.school, actor.account).await?;
    let past: AppResult<Vec<Past>> = rows.iter().map(|row| past(instrument, row)).collect();
    Ok(Page::new(OwnPage {
        shell,
        source: instrument.source.clone(),
        scale: instrument.scale.clone().unwrap_or_default(),
        radar: drawn(instrument, &rows)?,
        past: past?,
    }))
}

fn past(instrument: &Instrument, row: &own::Model) -> AppResult<Past> {
    let first = instrument.fields().next().map_or("", |field| &field.code);
    Ok(Past {
        at: date_long(local_date(row.created_at)),
        href: href(row.id, first),
        overall: standing(instrument, &row.answers()?).overall().to_string(),
    })
}

/// The last three, by entry.
fn drawn(instrument: &Instrument, rows: &[own::Model]) -> AppResult<Option<Radar>> {
    if rows.is_empty() {
        return Ok(None);
    }
    let axes: Vec<Axis> = instrument
        .fields()
        .map(|field| Axis {
            code: field.code.clone(),
            title: field.title.clone(),
            label: field.title.clone(),
        })
        .collect();
    let series: AppResult<Vec<Series>> = rows
        .iter()
        .take(KINDS.len())
        .map(|row| {
            let standing = standing(instrument, &row.answers()?);
            Ok(Series {
                name: date_long(local_date(row.created_at)),
                shares: axes
                    .iter()
                    .map(|axis| standing.of_field(&axis.code))
                    .collect(),
            })
        })
        .collect();
    let title = "Ma pratique, selon les quatre entrées de MENTEP".to_owned();
    Ok(Some(radar(
        "mentep",
        (title, "Entrée"),
        Sheet::FEW,
        &axes,
        &series?,
    )))
}

/// POST /numerique/ma-pratique
pub async fn begin(Extract(app): Extract<App>, actor: Actor) -> AppResult<Response> {
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let id = OwnPositioningId::generate(&app.clock);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::begin_own(&tx, &clock, by, id, MENTEP).await }
        })
        .await?;
    let first = instrument()?
        .fields()
        .next()
        .map_or("", |field| &field.code);
    Ok(
        Flash::ok("Un nouveau point est commencé\u{a0}: il reprend vos dernières réponses.")
            .to(href(id, first)),
    )
}

/// The page of one of them.
#[derive(Template)]
#[template(path = "campaigns/pages/own_field.html")]
pub struct OwnFieldPage {
    shell: Shell,
    at: String,
    action: String,
    tabs: Vec<Tab>,
    code: String,
    heading: String,
    objective: String,
    headings: Vec<String>,
    items: Vec<Question>,
    next: Option<String>,
}

/// A point of MENTEP.
struct Question {
    code: String,
    title: String,
    statements: Vec<(String, String, Option<Answer>)>,
}

impl Question {
    fn is(&self, at: &usize, answer: &Answer) -> bool {
        self.statements[*at].2 == Some(*answer)
    }
}

async fn mine(app: &App, actor: &Actor, id: &str) -> AppResult<(own::Model, Instrument)> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let reader = app.db.reader();
    let row = store::find_own(reader, actor.school, actor.account, id).await?;
    let row = row.ok_or(AppError::NotFound)?;
    let held = versions::find(reader, actor.school, row.version_id).await?;
    let instrument = held.ok_or(AppError::NotFound)?.read()?;
    Ok((row, instrument))
}

/// GET /numerique/ma-pratique/{own}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> AppResult<Page<OwnFieldPage>> {
    let (row, instrument) = mine(&app, &actor, &id).await?;
    let field = field_of(&instrument, &which.champ)?;
    let answers = row.answers()?;
    let standing = standing(&instrument, &answers);
    let tabs = instrument.fields().map(|one| Tab {
        code: one.code.clone(),
        label: one.label.clone(),
        href: href(row.id, &one.code),
        current: one.code == field.code,
        done: standing.of_field(&one.code).to_string(),
    });
    Ok(Page::new(OwnFieldPage {
        shell,
        at: date_long(local_date(row.created_at)),
        action: href(row.id, &field.code),
        tabs: tabs.collect(),
        code: field.code.clone(),
        heading: field.title.clone(),
        objective: field.objective.clone(),
        headings: field.headings.clone(),
        items: questions(field, &answers),
        next: next_field(&instrument, &field.code).map(|next| next.label.clone()),
    }))
}

fn questions(field: &Field, answers: &Answers) -> Vec<Question> {
    let items = field.in_force().map(|item| Question {
        code: item.code.clone(),
        title: item.title.clone(),
        statements: item
            .statements
            .iter()
            .map(|one| (one.code.clone(), one.text.clone(), answers.get(&one.code)))
            .collect(),
    });
    items.collect()
}

/// POST /numerique/ma-pratique/{own}
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<String>,
    Query(which): Query<Which>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let (row, instrument) = mine(&app, &actor, &id).await?;
    let given = AnswerForm(pairs).given().unwrap_or_default().answers;
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), row.id);
    let done = app.db.write(move |tx| {
        let (clock, given) = (clock.clone(), given.clone());
        async move { commands::save_own(&tx, &clock, by, id, &given).await }
    });
    let to = next_field(&instrument, &which.champ)
        .map_or_else(|| paths::OWN.to_owned(), |next| href(id, &next.code));
    answer(done.await, "Enregistré.", to)
}
