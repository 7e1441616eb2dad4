//! The instrument of the school: its statements, and what was adapted.

use askama::Template;
use axum::extract::State as Extract;
use kernel::date_long;
use serde::Deserialize;
use web::{Actor, App, AppResult, Page, Query, Shell};

use super::{ItemText, NUMEA, Tab, field_of};
use crate::acting::STEERERS;
use crate::campaigns::paths;
use crate::instrument::{Field, Instrument, versions};

/// Which field, in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// `1.1`.
    pub champ: String,
}

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/instrument.html")]
pub struct InstrumentPage {
    shell: Shell,
    title: String,
    source: String,
    url: String,
    /// Which version of the school this is; nothing for the official text.
    version: String,
    leads: bool,
    tabs: Vec<Tab>,
    code: String,
    heading: String,
    objective: String,
    items: Vec<Line>,
    add: String,
}

/// An item.
struct Line {
    text: ItemText,
    steps: Vec<(u8, String, String)>,
    href: String,
    retired: bool,
}

/// GET /numerique/instrument
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(which): Query<Which>,
) -> AppResult<Page<InstrumentPage>> {
    let (row, instrument) = versions::in_use(app.db.reader(), actor.school, NUMEA).await?;
    let field = field_of(&instrument, &which.champ)?;
    let version = row.filter(|_| instrument.is_adapted()).map(|row| {
        let since = date_long(kernel::local_date(row.created_at));
        format!("version {} de l’établissement, du {since}", row.number)
    });
    Ok(Page::new(InstrumentPage {
        shell,
        title: instrument.title.clone(),
        source: instrument.source.clone(),
        url: instrument.url.clone().unwrap_or_default(),
        version: version.unwrap_or_else(|| "texte officiel".to_owned()),
        leads: actor.is_any(STEERERS),
        tabs: tabs(&instrument, &field.code),
        code: field.code.clone(),
        heading: field.title.clone(),
        objective: field.objective.clone(),
        items: lines(&instrument, field),
        add: format!("{}/nouveau?champ={}", paths::INSTRUMENT, field.code),
    }))
}

fn tabs(instrument: &Instrument, shown: &str) -> Vec<Tab> {
    let tabs = instrument.fields().map(|field| Tab {
        code: field.code.clone(),
        label: field.label.clone(),
        href: format!("{}?champ={}", paths::INSTRUMENT, field.code),
        current: field.code == shown,
        done: String::new(),
    });
    tabs.collect()
}

fn lines(instrument: &Instrument, field: &Field) -> Vec<Line> {
    let lines = field.items.iter().map(|item| Line {
        text: ItemText::new(instrument, item),
        steps: item
            .statements
            .iter()
            .map(|one| {
                let heading = field.headings.get(usize::from(one.step) - 1);
                (
                    one.step,
                    heading.cloned().unwrap_or_default(),
                    one.text.clone(),
                )
            })
            .collect(),
        href: paths::item(&item.code),
        retired: item.retired,
    });
    lines.collect()
}
