//! The steering group: what the individual answers add up to, beside each item,
//! while it fills the collective answer.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::date_long;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Query, Shell};

use super::reply::Which;
use super::{ItemText, Tab, field_of, instrument_of, next_field, trail};
use crate::acting::{By, Refused};
use crate::campaigns::commands::{self, Crossed};
use crate::campaigns::forms::AnswerForm;
use crate::campaigns::model::{Notes, State};
use crate::campaigns::object::{Campaign, Steers};
use crate::campaigns::store::remarks;
use crate::campaigns::{CampaignId, paths};
use crate::instrument::{Field, Instrument};
use crate::results::model::Standing;
use crate::results::spread::{self, SPREAD_WIDTH, Spread, SpreadBar};

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/position.html")]
pub struct PositionPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    action: String,
    history: String,
    results: String,
    told: String,
    /// Whether enough people answered for their answers to be shown.
    shown: bool,
    alone: bool,
    closed: bool,
    overall: String,
    tabs: Vec<Tab>,
    code: String,
    heading: String,
    objective: String,
    until: String,
    items: Vec<Place>,
    next: Option<String>,
    errors: Vec<(String, String)>,
    spread_width: u32,
}

/// An item to position.
struct Place {
    text: ItemText,
    steps: Vec<Step>,
    reached: usize,
    /// As it was when the page was shown, and as it is typed.
    seen: String,
    note: String,
    /// What somebody else wrote meanwhile.
    meanwhile: Option<String>,
    remarks: Vec<String>,
    open: bool,
}

/// A step of an item.
struct Step {
    code: String,
    number: u8,
    heading: String,
    text: String,
    /// As the page showed it, and as it is ticked.
    seen: bool,
    ticked: bool,
    bar: Option<SpreadBar>,
}

/// What the page is made of.
struct Known {
    instrument: Instrument,
    standing: Standing,
    notes: Notes,
    spread: Spread,
    remarks: Vec<remarks::Model>,
}

async fn known(app: &App, campaign: &Campaign) -> AppResult<Known> {
    let (row, reader) = (&campaign.row, app.db.reader());
    let spread = spread::read(reader, row.school_id, row.id, None).await?;
    Ok(Known {
        instrument: instrument_of(app, row).await?,
        standing: row.standing()?,
        notes: row.notes()?,
        remarks: spread::remarks(reader, row.school_id, row.id, &spread.shown).await?,
        spread,
    })
}

/// What was typed and could not be kept.
#[derive(Default)]
struct Typed<'a> {
    form: Option<&'a AnswerForm>,
    crossed: Crossed,
    errors: Vec<(String, String)>,
}

fn page(
    shell: Shell,
    campaign: &Campaign,
    known: &Known,
    which: &str,
    typed: Typed<'_>,
) -> AppResult<PositionPage> {
    let row = &campaign.row;
    let field = field_of(&known.instrument, which)?;
    let items = field
        .in_force()
        .map(|item| place(known, field, item, &typed));
    Ok(PositionPage {
        shell,
        trail: trail(row),
        title: row.title.clone(),
        action: paths::position(row.id, &field.code),
        history: paths::below(row.id, "historique"),
        results: paths::campaign(row.id),
        told: known.spread.told(),
        shown: known.spread.shown.whole,
        alone: row.alone,
        closed: row.state == State::Closed,
        overall: known.standing.overall().to_string(),
        tabs: tabs(row.id, known, &field.code),
        code: field.code.clone(),
        heading: field.title.clone(),
        objective: field.objective.clone(),
        until: row.answers_until.map_or_else(String::new, date_long),
        items: items.collect(),
        next: next_field(&known.instrument, &field.code).map(|next| next.label.clone()),
        errors: typed.errors,
        spread_width: SPREAD_WIDTH,
    })
}

fn tabs(id: CampaignId, known: &Known, shown: &str) -> Vec<Tab> {
    let tabs = known.instrument.fields().map(|field| Tab {
        code: field.code.clone(),
        label: field.label.clone(),
        href: paths::position(id, &field.code),
        current: field.code == shown,
        done: known.standing.of_field(&field.code).to_string(),
    });
    tabs.collect()
}

fn place(known: &Known, field: &Field, item: &crate::instrument::Item, typed: &Typed<'_>) -> Place {
    let steps: Vec<Step> = item
        .statements
        .iter()
        .map(|statement| {
            let seen = known.standing.get(&statement.code).unwrap_or(false);
            Step {
                code: statement.code.clone(),
                number: statement.step,
                heading: field
                    .headings
                    .get(usize::from(statement.step) - 1)
                    .cloned()
                    .unwrap_or_default(),
                text: statement.text.clone(),
                seen,
                ticked: typed
                    .form
                    .map_or(seen, |form| form.has(&format!("c-{}", statement.code))),
                bar: known.spread.bar(&statement.code),
            }
        })
        .collect();
    let seen = known.notes.get(&item.code).to_owned();
    let name = format!("n-{}", item.code);
    let crossed = typed.crossed.0.iter().find(|(code, _)| *code == item.code);
    Place {
        text: ItemText::new(&known.instrument, item),
        reached: steps.iter().filter(|step| step.seen).count(),
        note: typed
            .form
            .and_then(|form| form.get(&name))
            .map_or_else(|| seen.clone(), str::to_owned),
        seen,
        meanwhile: crossed.map(|(_, now)| now.clone()),
        remarks: known
            .remarks
            .iter()
            .filter(|remark| remark.item == item.code)
            .map(|remark| remark.text.clone())
            .collect(),
        open: steps.iter().any(|step| !step.seen) || typed.form.is_some(),
        steps,
    }
}

/// GET /numerique/campagnes/{campaign}/position
pub async fn show(
    Extract(app): Extract<App>,
    shell: Shell,
    found: Authorised<Campaign, Steers>,
    Query(which): Query<Which>,
) -> AppResult<Page<PositionPage>> {
    let known = known(&app, &found.object).await?;
    page(shell, &found.object, &known, &which.champ, Typed::default()).map(Page::new)
}

/// What is said when somebody else wrote the same note.
const CROSSED: &str = "Quelqu’un vient d’écrire dans la même note. Rien n’est perdu\u{a0}: votre texte est dans le champ, l’autre est au-dessous. Réunissez-les, puis enregistrez à nouveau.";

/// POST /numerique/campagnes/{campaign}/position
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Campaign, Steers>,
    Query(which): Query<Which>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let (campaign, form) = (&found.object, AnswerForm(pairs));
    let (crossed, errors) = match write(&app, &actor, campaign.row.id, &form).await {
        Ok(crossed) if crossed.0.is_empty() => {
            return Ok(onwards(&app, campaign, &which.champ).await?);
        }
        Ok(crossed) => {
            let first = crossed.0[0].0.clone();
            (crossed, vec![(first, CROSSED.to_owned())])
        }
        Err(Sent::Refused(refused)) => return Err(refused.into()),
        Err(Sent::Wrong(errors)) => (Crossed::default(), errors),
    };
    let known = known(&app, campaign).await?;
    let typed = Typed {
        form: Some(&form),
        crossed,
        errors,
    };
    let page = page(shell, campaign, &known, &which.champ, typed)?;
    Ok(Page::invalid(page).into_response())
}

/// Why a page was not kept.
enum Sent {
    /// Something in it is wrong: the item, and a sentence.
    Wrong(Vec<(String, String)>),
    /// The database.
    Refused(Refused),
}

async fn write(
    app: &App,
    actor: &Actor,
    id: CampaignId,
    form: &AnswerForm,
) -> Result<Crossed, Sent> {
    let steering = form.steering().map_err(Sent::Wrong)?;
    let (clock, by) = (app.clock.clone(), By::from(actor));
    let done = app.db.write(move |tx| {
        let (clock, steering) = (clock.clone(), steering.clone());
        async move { commands::steer(&tx, &clock, by, id, &steering).await }
    });
    done.await.map_err(|refused| match refused {
        Refused::Because(sentence) => Sent::Wrong(vec![(String::new(), sentence)]),
        refused => Sent::Refused(refused),
    })
}

/// The next field, or the results.
async fn onwards(app: &App, campaign: &Campaign, champ: &str) -> AppResult<Response> {
    let (row, instrument) = (&campaign.row, instrument_of(app, &campaign.row).await?);
    Ok(match next_field(&instrument, champ) {
        Some(next) => Flash::ok("Enregistré.").to(paths::position(row.id, &next.code)),
        None => Flash::ok("Enregistré. Voici la position de l’établissement.")
            .to(paths::campaign(row.id)),
    })
}
