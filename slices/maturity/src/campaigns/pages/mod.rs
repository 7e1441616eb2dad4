//! The pages of campaigns, each handler beside its template.

pub mod form;
pub mod history;
pub mod home;
pub mod instrument;
pub mod item;
pub mod own;
pub mod position;
pub mod reply;
pub mod steps;

use axum::response::Response;
use db::DbError;
use kernel::{date_long, local_date};
use web::{App, AppError, AppResult, Flash};

use super::model::State;
use super::paths;
use super::store::campaigns;
use crate::acting::Refused;
use crate::instrument::{Field, Instrument, Item, versions};

/// NumEA: the instrument of campaigns.
pub const NUMEA: &str = "numea";
/// MENTEP: the instrument of one’s own practice.
pub const MENTEP: &str = "mentep";

/// What is said when somebody else changed the same thing meanwhile and
/// nothing was typed that could be lost.
const CROSSED: &str = "Cette campagne a changé pendant que vous lisiez. Rien n’a été modifié\u{a0}: relisez, puis recommencez.";

/// What became of a button: the page again, with a sentence.
///
/// # Errors
/// When the database does not answer.
fn answer(done: Result<(), Refused>, said: impl Into<String>, to: String) -> AppResult<Response> {
    match done {
        Ok(()) => Ok(Flash::ok(said).to(to)),
        Err(Refused::Because(sentence)) => Ok(Flash::danger(sentence).to(to)),
        Err(Refused::Db(DbError::Conflict)) => Ok(Flash::warn(CROSSED).to(to)),
        Err(refused) => Err(refused.into()),
    }
}

/// Where we are, above a page of a campaign.
fn trail(row: &campaigns::Model) -> Vec<(String, String)> {
    vec![
        ("Pilotage NumEA".to_owned(), paths::HOME.to_owned()),
        (row.title.clone(), paths::campaign(row.id)),
    ]
}

/// The instrument that a campaign is answered on.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn instrument_of(app: &App, row: &campaigns::Model) -> AppResult<Instrument> {
    let held = versions::find(app.db.reader(), row.school_id, row.version_id).await?;
    let held = held.ok_or(AppError::NotFound)?;
    Ok(held.read()?)
}

/// A field among the tabs of a page.
#[derive(Clone, Debug)]
pub struct Tab {
    /// `1.1`.
    pub code: String,
    /// « Pilotage ».
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is shown.
    pub current: bool,
    /// What of it is done, in a word; may be empty.
    pub done: String,
}

/// The field that an address names, or the first one.
fn field_of<'a>(instrument: &'a Instrument, code: &str) -> AppResult<&'a Field> {
    let first = || instrument.fields().next();
    let field = instrument.field(code).or_else(first);
    field.ok_or(AppError::NotFound)
}

/// The field after another one.
fn next_field<'a>(instrument: &'a Instrument, code: &str) -> Option<&'a Field> {
    let mut fields = instrument.fields();
    fields.find(|field| field.code == code)?;
    fields.next()
}

/// What an item says, with what helps to answer it.
#[derive(Clone, Debug)]
pub struct ItemText {
    /// `1.1.3`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// A word of help; may be empty.
    pub help: String,
    /// What to read: title, address.
    pub links: Vec<(String, String)>,
    /// What became of the official text: « reformulé », « ajouté ».
    pub adapted: Option<&'static str>,
    /// The official title and texts, when the school wrote others.
    pub official: Option<(String, Vec<String>)>,
}

impl ItemText {
    fn new(instrument: &Instrument, item: &Item) -> Self {
        let adapted = match (item.added, item.official.is_some()) {
            (true, _) => Some("Ajouté par l’établissement"),
            (_, true) => Some("Adapté par l’établissement"),
            _ => None,
        };
        Self {
            code: item.code.clone(),
            title: item.title.clone(),
            help: item.help.clone().unwrap_or_default(),
            links: instrument
                .links_of(item)
                .map(|link| (link.title.clone(), link.url.clone()))
                .collect(),
            adapted,
            official: item
                .official
                .as_ref()
                .map(|wording| (wording.title.clone(), wording.steps.clone())),
        }
    }
}

/// « Ouverte », with its icon.
#[derive(Clone, Copy, Debug)]
pub struct Chip {
    /// Its colour.
    pub kind: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its word.
    pub text: &'static str,
}

/// The state of a campaign.
pub(crate) const fn chip(state: State) -> Chip {
    Chip {
        kind: match state {
            State::Open => "now",
            State::Closed => "ok",
        },
        icon: state_icon(state),
        text: state.label(),
    }
}

const fn state_icon(state: State) -> &'static str {
    match state {
        State::Open => "circle-dot",
        State::Closed => "lock",
    }
}

/// « ouverte le 9 mars 2027, close le 25 mars 2027 ».
pub(crate) fn when(row: &campaigns::Model) -> String {
    let opened = format!("ouverte le {}", date_long(row.opens_on));
    match (row.closed_at, row.answers_until) {
        (Some(closed), _) => format!("{opened}, close le {}", date_long(local_date(closed))),
        (None, Some(last)) => format!("{opened}, réponses jusqu’au {}", date_long(last)),
        (None, None) => opened,
    }
}
