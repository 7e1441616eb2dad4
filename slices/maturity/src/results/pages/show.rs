//! The result of a campaign: graph, percentages, strong points, axes of
//! progress, spread, evolution.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{date_long, local_date};
use serde::Deserialize;
use web::radar::Sheet;
use web::{Actor, App, AppResult, Authorised, Page, Query, Shell};

use crate::acting::STEERERS;
use crate::campaigns::model::{Audience, State};
use crate::campaigns::object::{Campaign, Reads};
use crate::campaigns::pages::{Chip, NUMEA, chip, instrument_of, when};
use crate::campaigns::store::{self, campaigns};
use crate::campaigns::{CampaignId, paths};
use crate::instrument::Instrument;
use crate::results::charts::{Axis, Bars, KINDS, Radar, Series, bars, radar};
use crate::results::counting::FEWEST;
use crate::results::model::Standing;
use crate::results::spread::{self, SPREAD_WIDTH, Spread, SpreadBar};

/// What to compare with, in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// Other campaigns: two at most count.
    pub avec: Vec<String>,
    /// A group whose answers are shown apart.
    pub groupe: String,
}

/// The page.
#[derive(Template)]
#[template(path = "results/pages/show.html")]
pub struct ResultPage {
    shell: Shell,
    title: String,
    when: String,
    occasion: String,
    told: String,
    alone: bool,
    base: String,
    chip: Chip,
    leads: bool,
    steers: bool,
    open: bool,
    blank: bool,
    reminded: String,
    others: Vec<Other>,
    fields: Radar,
    items: Radar,
    bars: Bars,
    per_field: Vec<FieldLine>,
    added: Option<String>,
    strengths: Vec<(String, String)>,
    improvements: Vec<Improvement>,
    groups: Vec<Group>,
    spread: Vec<SpreadField>,
    spread_shown: bool,
    fewest: u32,
    spread_width: u32,
    evolution: Vec<Past>,
}

/// A campaign that can be shown beside this one.
struct Other {
    id: String,
    title: String,
    checked: bool,
}

/// A field: its share at each step, then of all.
struct FieldLine {
    code: String,
    title: String,
    figures: Vec<String>,
}

/// What to work on.
struct Improvement {
    code: String,
    title: String,
    step: usize,
    statement: String,
    /// Where an objective is written for it.
    aim: String,
}

/// A group whose answers may be shown apart.
struct Group {
    href: String,
    label: String,
    current: bool,
}

/// The answers to the items of a field.
struct SpreadField {
    code: String,
    title: String,
    items: Vec<(String, String, Vec<SpreadBar>)>,
}

/// A campaign in the evolution.
struct Past {
    title: String,
    href: String,
    at: String,
    current: bool,
    figures: Vec<String>,
}

/// GET /numerique/campagnes/{campaign}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Campaign, Reads>,
    Query(beside): Query<Beside>,
) -> AppResult<Page<ResultPage>> {
    let campaign = &found.object;
    let (known, all) = known(&app, &actor, campaign, &beside).await?;
    page(shell, campaign, &all, &known).map(Page::new)
}

/// Reads what the page and the roadmap are made of, with all campaigns.
pub(super) async fn known(
    app: &App,
    actor: &Actor,
    campaign: &Campaign,
    beside: &Beside,
) -> AppResult<(Known, Vec<campaigns::Model>)> {
    let (row, reader) = (&campaign.row, app.db.reader());
    let audience = beside.groupe.parse::<Audience>().ok();
    let spread = spread::read(reader, actor.school, row.id, audience).await?;
    let all = store::list(reader, actor.school, NUMEA).await?;
    let known = Known {
        instrument: instrument_of(app, row).await?,
        standing: row.standing()?,
        series: chosen(row, &all, &beside.avec)?,
        spread,
        leads: actor.is_any(STEERERS),
    };
    Ok((known, all))
}

/// What the page is made of.
pub(super) struct Known {
    /// The instrument that the campaign keeps.
    pub(super) instrument: Instrument,
    /// The collective answer.
    pub(super) standing: Standing,
    /// The campaign, then those beside it.
    pub(super) series: Vec<(CampaignId, String, Standing)>,
    /// What the individual answers add up to.
    pub(super) spread: Spread,
    leads: bool,
}

/// The campaign and those to show beside it: the ones named, or the closed one
/// before it.
fn chosen(
    row: &campaigns::Model,
    all: &[campaigns::Model],
    named: &[String],
) -> AppResult<Vec<(CampaignId, String, Standing)>> {
    let others: Vec<&campaigns::Model> = match named.is_empty() {
        true => previous(row, all).into_iter().collect(),
        false => all
            .iter()
            .filter(|one| one.id != row.id && named.contains(&one.id.to_string()))
            .collect(),
    };
    std::iter::once(row)
        .chain(others)
        .take(KINDS.len())
        .map(|one| Ok((one.id, one.title.clone(), one.standing()?)))
        .collect()
}

fn previous<'a>(
    row: &campaigns::Model,
    all: &'a [campaigns::Model],
) -> Option<&'a campaigns::Model> {
    all.iter()
        .find(|one| one.created_at < row.created_at && one.state == State::Closed)
}

fn page(
    shell: Shell,
    campaign: &Campaign,
    all: &[campaigns::Model],
    known: &Known,
) -> AppResult<ResultPage> {
    let row = &campaign.row;
    let evolution: AppResult<Vec<Past>> = all
        .iter()
        .rev()
        .filter(|one| one.state == State::Closed || one.id == row.id)
        .map(|one| past(row, one))
        .collect();
    let of = |id: &CampaignId| known.series.iter().any(|one| one.0 == *id);
    let others = all
        .iter()
        .filter(|one| one.id != row.id && one.state == State::Closed);
    Ok(ResultPage {
        shell,
        title: row.title.clone(),
        when: when(row),
        occasion: row.occasion.clone(),
        told: known.spread.told(),
        alone: row.alone,
        base: paths::campaign(row.id),
        chip: chip(row.state),
        leads: known.leads,
        steers: known.leads || campaign.facts().steers,
        open: row.state == State::Open,
        blank: known.standing.is_blank(),
        reminded: row
            .reminded_at
            .map_or_else(String::new, |at| date_long(local_date(at))),
        others: others
            .map(|one| Other {
                id: one.id.to_string(),
                title: one.title.clone(),
                checked: of(&one.id),
            })
            .collect(),
        fields: field_radar(known),
        items: item_radar(known),
        bars: bars(&step_series(known)),
        per_field: per_field(known),
        added: known.standing.of_added().map(|share| share.to_string()),
        strengths: strengths(known),
        improvements: improvements(known),
        groups: groups(row.id, &known.spread),
        spread: spread_fields(known),
        spread_shown: known.spread.shown.whole,
        fewest: FEWEST,
        spread_width: SPREAD_WIDTH,
        evolution: evolution?,
    })
}

fn past(row: &campaigns::Model, one: &campaigns::Model) -> AppResult<Past> {
    let standing = one.standing()?;
    let steps = (1..=standing.steps()).map(|step| standing.of_step(step));
    let shares = steps.chain([standing.overall()]);
    Ok(Past {
        title: one.title.clone(),
        href: paths::campaign(one.id),
        at: one
            .closed_at
            .map_or_else(|| "en cours".to_owned(), |at| date_long(local_date(at))),
        current: one.id == row.id,
        figures: shares
            .map(|share| format!("{}\u{a0}%", share.percent()))
            .collect(),
    })
}

fn field_radar(known: &Known) -> Radar {
    let axes: Vec<Axis> = known
        .instrument
        .fields()
        .map(|field| Axis {
            code: field.code.clone(),
            title: field.title.clone(),
            label: format!(
                "{} {}\u{a0}%",
                field.title,
                known.standing.of_field(&field.code).percent()
            ),
        })
        .collect();
    let series = series(known, &axes, |standing, code| standing.of_field(code));
    let title = "Positionnement par champ d’action, en part des étapes atteintes".to_owned();
    radar(
        "champs",
        (title, "Champ d’action"),
        Sheet::FEW,
        &axes,
        &series,
    )
}

fn item_radar(known: &Known) -> Radar {
    let items = known.instrument.fields().flat_map(|field| field.in_force());
    let axes: Vec<Axis> = items
        .map(|item| Axis {
            code: item.code.clone(),
            title: item.title.clone(),
            label: item.label.clone(),
        })
        .collect();
    let series = series(known, &axes, |standing, code| standing.of_item(code));
    let title = "Positionnement par item, en part des étapes atteintes".to_owned();
    radar("items", (title, "Item"), Sheet::MANY, &axes, &series)
}

fn series(
    known: &Known,
    axes: &[Axis],
    share: impl Fn(&Standing, &str) -> crate::results::Share,
) -> Vec<Series> {
    let series = known.series.iter().map(|(_, name, standing)| Series {
        name: name.clone(),
        shares: axes
            .iter()
            .map(|axis| share(standing, &axis.code))
            .collect(),
    });
    series.collect()
}

fn step_series(known: &Known) -> Vec<Series> {
    let steps = known.standing.steps();
    let series = known.series.iter().map(|(_, name, standing)| Series {
        name: name.clone(),
        shares: (1..=steps)
            .map(|step| standing.of_step(step))
            .chain([standing.overall()])
            .collect(),
    });
    series.collect()
}

fn per_field(known: &Known) -> Vec<FieldLine> {
    let steps = known.standing.steps();
    let lines = known.instrument.fields().map(|field| {
        let shares = (1..=steps)
            .map(|step| known.standing.of_field_step(&field.code, step))
            .chain([known.standing.of_field(&field.code)]);
        FieldLine {
            code: field.code.clone(),
            title: field.title.clone(),
            figures: shares.map(|share| share.to_string()).collect(),
        }
    });
    lines.collect()
}

pub(super) fn title_of(known: &Known, code: &str) -> String {
    let item = known.instrument.item(code);
    item.map_or_else(String::new, |item| item.title.clone())
}

fn strengths(known: &Known) -> Vec<(String, String)> {
    let found = known.standing.strengths();
    found
        .into_iter()
        .map(|item| (item.code.clone(), title_of(known, &item.code)))
        .collect()
}

fn improvements(known: &Known) -> Vec<Improvement> {
    let found = known.standing.improvements();
    found
        .into_iter()
        .map(|(item, step)| {
            let code = format!("{}-{step}", item.code);
            let statement = known.instrument.statement(&code);
            Improvement {
                code: item.code.clone(),
                title: title_of(known, &item.code),
                aim: crate::objectives::paths::new_for(&item.code, step),
                step,
                statement: statement.map_or_else(String::new, |(_, one)| one.text.clone()),
            }
        })
        .collect()
}

fn groups(id: CampaignId, spread: &Spread) -> Vec<Group> {
    if spread.shown.groups.is_empty() {
        return Vec::new();
    }
    let whole = Group {
        href: format!("{}#reponses", paths::campaign(id)),
        label: "Tout le monde".to_owned(),
        current: spread.audience.is_none(),
    };
    let apart = spread.shown.groups.iter().map(|audience| Group {
        href: format!(
            "{}?groupe={}#reponses",
            paths::campaign(id),
            audience.code()
        ),
        label: audience.label().to_owned(),
        current: spread.audience == Some(*audience),
    });
    std::iter::once(whole).chain(apart).collect()
}

fn spread_fields(known: &Known) -> Vec<SpreadField> {
    if !known.spread.shown.whole {
        return Vec::new();
    }
    let fields = known.instrument.fields().map(|field| SpreadField {
        code: field.code.clone(),
        title: field.title.clone(),
        items: field
            .in_force()
            .map(|item| {
                let bars = item
                    .statements
                    .iter()
                    .filter_map(|one| known.spread.bar(&one.code));
                (item.code.clone(), item.title.clone(), bars.collect())
            })
            .collect(),
    });
    fields.collect()
}
