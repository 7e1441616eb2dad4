//! Who reads whom, to change.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors};
use people::api::{LearnerSummary, PersonName};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use crate::peers::commands::{By, spread};
use crate::peers::forms::{SpreadForm, spread_field};
use crate::peers::model::{Act, Phase, READINGS_MAX, allow};
use crate::peers::object::{Manages, Round};
use crate::peers::paths;
use crate::peers::store::{self, readings};
use crate::report::ReportId;
use crate::report::commands::Refused;

/// A choice of a reader.
struct Choice {
    id: String,
    value: String,
}

/// A production.
struct Row {
    name: String,
    author: String,
    author_id: String,
    /// Those who have begun: they stay.
    begun: Vec<String>,
    choices: Vec<Choice>,
}

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/spread.html")]
pub struct SpreadPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    action: String,
    back: String,
    version: i32,
    open: bool,
    repartition: Field,
    errors: Vec<SummaryLine>,
    rows: Vec<Row>,
    /// Identifier and name of the learners of the class.
    people: Vec<(String, String)>,
}

/// What the page is made of.
struct Loaded {
    round: Round,
    readings: Vec<readings::Model>,
    class: Vec<LearnerSummary>,
}

impl Loaded {
    async fn of(app: &App, actor: &Actor, round: Round) -> AppResult<Self> {
        let school = actor.school;
        Ok(Self {
            readings: store::readings_of(app.db.reader(), school, round.row.id).await?,
            class: people::api::learners_of_class(&app.db, school, round.class.id).await?,
            round,
        })
    }

    /// The productions with their authors, each once.
    fn productions(&self) -> Vec<(ReportId, AccountId)> {
        let mut productions = Vec::new();
        for row in &self.readings {
            let production = (row.report_id, row.learner_id);
            if !productions.contains(&production) {
                productions.push(production);
            }
        }
        // In the order of the class; those who have left come last.
        productions.sort_by_key(|(_, author)| {
            let place = self.class.iter().position(|one| one.account == *author);
            place.unwrap_or(usize::MAX)
        });
        productions
    }

    fn name(&self, who: AccountId, names: &[(AccountId, PersonName)]) -> String {
        let here = self.class.iter().find(|learner| learner.account == who);
        let named = here.map(|learner| learner.name.display()).or_else(|| {
            let mut names = names.iter();
            names
                .find(|(id, _)| *id == who)
                .map(|(_, name)| name.display())
        });
        named.unwrap_or_else(|| "Une personne partie".to_owned())
    }
}

/// GET /relectures/{round}/repartition
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Round, Manages>,
) -> AppResult<Response> {
    let round = found.object;
    if let Err(sentence) = allow(round.phase, Act::Spread) {
        return Ok(Flash::warn(sentence).to(paths::round(round.row.id)));
    }
    let loaded = Loaded::of(&app, &actor, round).await?;
    let page = page(&app, &actor, shell, &loaded, None).await?;
    Ok(Page::new(page).into_response())
}

/// POST /relectures/{round}/repartition
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Round, Manages>,
    Form(form): Form<SpreadForm>,
) -> AppResult<Response> {
    let loaded = Loaded::of(&app, &actor, found.object).await?;
    let class: Vec<AccountId> = loaded.class.iter().map(|one| one.account).collect();
    let id = loaded.round.row.id;
    let sentence = match form.read(&loaded.productions(), &class) {
        Err(sentence) => sentence.to_owned(),
        Ok(pairs) => {
            let work = (app.clock.clone(), By::from(&actor), pairs);
            let version = form.version();
            let done = app.db.write(move |tx| {
                let (clock, by, pairs) = work.clone();
                async move { spread(&tx, &clock, by, id, version, &pairs).await }
            });
            match done.await {
                Ok(()) => {
                    return Ok(Flash::ok("Qui relit qui est enregistré.").to(paths::round(id)));
                }
                Err(Refused::Because(sentence)) => sentence,
                Err(Refused::Db(db::DbError::Conflict)) => ELSEWHERE.to_owned(),
                Err(refused) => return Err(refused.into()),
            }
        }
    };
    let errors = FieldErrors::one("repartition", sentence);
    let page = page(&app, &actor, shell, &loaded, Some((&form, &errors))).await?;
    Ok(Page::invalid(page).into_response())
}

const ELSEWHERE: &str = "Un·e collègue a changé cette relecture entre-temps. Vos choix sont gardés ci-dessous\u{a0}: vérifiez, puis enregistrez à nouveau.";

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    loaded: &Loaded,
    refused: Option<(&SpreadForm, &FieldErrors)>,
) -> AppResult<SpreadPage> {
    let round = &loaded.round.row;
    let everybody: Vec<AccountId> = loaded
        .readings
        .iter()
        .flat_map(|row| [row.learner_id, row.reader_id])
        .collect();
    let names = people::api::names_of(&app.db, actor.school, &everybody).await?;
    let names: Vec<(AccountId, PersonName)> = names.into_iter().collect();
    Ok(SpreadPage {
        shell,
        trail: vec![
            ("Entre pairs".to_owned(), paths::ROUNDS.to_owned()),
            (round.title.clone(), paths::round(round.id)),
        ],
        title: round.title.clone(),
        action: paths::below(round.id, "repartition"),
        back: paths::round(round.id),
        version: round.version,
        open: loaded.round.phase == Phase::Open,
        repartition: refused.map_or_else(
            || Field::new("repartition", ""),
            |(_, errors)| Field::with("repartition", "", errors),
        ),
        errors: refused.map_or_else(Vec::new, |(_, errors)| summary(errors)),
        rows: loaded
            .productions()
            .into_iter()
            .map(|(report, author)| {
                row(
                    loaded,
                    report,
                    author,
                    refused.map(|(form, _)| form),
                    &names,
                )
            })
            .collect(),
        people: loaded
            .class
            .iter()
            .map(|learner| (learner.account.to_string(), learner.name.listed()))
            .collect(),
    })
}

fn row(
    loaded: &Loaded,
    report: ReportId,
    author: AccountId,
    typed: Option<&SpreadForm>,
    names: &[(AccountId, PersonName)],
) -> Row {
    let of_report = || loaded.readings.iter().filter(|row| row.report_id == report);
    let begun: Vec<String> = of_report()
        .filter(|row| row.saved_at.is_some())
        .map(|row| loaded.name(row.reader_id, names))
        .collect();
    let mut chosen: Vec<String> = match typed {
        Some(form) => form.readers(report).map(str::to_owned).collect(),
        None => of_report()
            .filter(|row| row.saved_at.is_none())
            .map(|row| row.reader_id.to_string())
            .collect(),
    };
    chosen.resize(READINGS_MAX.saturating_sub(begun.len()), String::new());
    let choices = chosen.into_iter().enumerate().map(|(place, value)| Choice {
        id: format!("{}-{}", spread_field(report), place + 1),
        value,
    });
    Row {
        name: spread_field(report),
        author: loaded.name(author, names),
        author_id: author.to_string(),
        choices: choices.collect(),
        begun,
    }
}
