//! Adapting the instrument: an item reworded, taken out, given back, added.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::FieldErrors;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Field, Flash, Form, Page, Query, Shell};

use super::instrument::Which;
use super::{NUMEA, field_of};
use crate::acting::{By, Refused};
use crate::campaigns::events::Event;
use crate::campaigns::forms::ItemForm;
use crate::campaigns::paths;
use crate::instrument::adapt::Change;
use crate::instrument::{self, Instrument, Item, versions};

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/item.html")]
pub struct ItemPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: String,
    action: String,
    back: String,
    version: String,
    errors: Vec<SummaryLine>,
    titre: Field,
    error: Option<String>,
    steps: Vec<Step>,
    official: Option<(String, Vec<String>)>,
    /// Whether the item can be taken out (or given back), and where.
    retire: Option<bool>,
}

/// A statement to write.
struct Step {
    number: usize,
    heading: String,
    text: String,
}

/// What is adapted: an item, or a new one in a field.
struct About {
    version: i32,
    instrument: Instrument,
    field: instrument::Field,
    item: Option<Item>,
}

async fn about(app: &App, actor: &Actor, item: &str) -> AppResult<About> {
    let (row, instrument) = versions::in_use(app.db.reader(), actor.school, NUMEA).await?;
    let found = instrument.item(item).cloned().ok_or(AppError::NotFound)?;
    let field = instrument.field_of(item).cloned();
    Ok(About {
        version: row.map_or(0, |row| row.version),
        field: field.ok_or(AppError::NotFound)?,
        item: Some(found),
        instrument,
    })
}

async fn about_new(app: &App, actor: &Actor, field: &str) -> AppResult<About> {
    let (row, instrument) = versions::in_use(app.db.reader(), actor.school, NUMEA).await?;
    Ok(About {
        version: row.map_or(0, |row| row.version),
        field: field_of(&instrument, field)?.clone(),
        item: None,
        instrument,
    })
}

impl About {
    fn form(&self) -> ItemForm {
        let wording = self.item.as_ref().map(Item::wording);
        ItemForm {
            version: self.version.to_string(),
            titre: wording
                .as_ref()
                .map_or_else(String::new, |one| one.title.clone()),
            enonces: wording.map_or_else(Vec::new, |one| one.steps),
        }
    }

    fn page(&self, shell: Shell, form: &ItemForm, errors: &FieldErrors) -> ItemPage {
        let back = format!("{}?champ={}", paths::INSTRUMENT, self.field.code);
        let texts = form.enonces.iter().map(String::as_str);
        let texts = texts.chain(std::iter::repeat(""));
        let steps = self.field.headings.iter().zip(texts).enumerate();
        ItemPage {
            shell,
            trail: vec![
                ("Pilotage NumEA".to_owned(), paths::HOME.to_owned()),
                (self.instrument.title.clone(), back.clone()),
            ],
            heading: match &self.item {
                Some(item) => format!("Adapter l’item {}", item.code),
                None => format!("Ajouter un item à «\u{202f}{}\u{202f}»", self.field.title),
            },
            action: match &self.item {
                Some(item) => paths::item(&item.code),
                None => format!("{}/nouveau?champ={}", paths::INSTRUMENT, self.field.code),
            },
            back,
            version: form.version.clone(),
            errors: summary(errors),
            titre: Field::with("titre", &form.titre, errors),
            error: errors.get("enonces").map(str::to_owned),
            steps: steps
                .map(|(at, (heading, text))| Step {
                    number: at + 1,
                    heading: heading.clone(),
                    text: text.to_owned(),
                })
                .collect(),
            official: self.item.as_ref().and_then(|item| {
                let official = item.official.as_ref()?;
                Some((official.title.clone(), official.steps.clone()))
            }),
            retire: self.item.as_ref().map(|item| !item.retired),
        }
    }
}

/// GET /numerique/instrument/nouveau
pub async fn new_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(which): Query<Which>,
) -> AppResult<Page<ItemPage>> {
    let about = about_new(&app, &actor, &which.champ).await?;
    Ok(Page::new(about.page(
        shell,
        &about.form(),
        &FieldErrors::new(),
    )))
}

/// POST /numerique/instrument/nouveau
pub async fn add(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(which): Query<Which>,
    Form(form): Form<ItemForm>,
) -> AppResult<Response> {
    let about = about_new(&app, &actor, &which.champ).await?;
    let field = about.field.code.clone();
    let change = form
        .wording(&about.field)
        .map(|wording| Change::Add { field, wording });
    submit(&app, &actor, shell, (about, form), change).await
}

/// GET /numerique/instrument/{item}
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(item): Path<String>,
) -> AppResult<Page<ItemPage>> {
    let about = about(&app, &actor, &item).await?;
    Ok(Page::new(about.page(
        shell,
        &about.form(),
        &FieldErrors::new(),
    )))
}

/// POST /numerique/instrument/{item}
pub async fn reword(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(item): Path<String>,
    Form(form): Form<ItemForm>,
) -> AppResult<Response> {
    let about = about(&app, &actor, &item).await?;
    let change = form
        .wording(&about.field)
        .map(|wording| Change::Reword { item, wording });
    submit(&app, &actor, shell, (about, form), change).await
}

/// POST /numerique/instrument/{item}/texte-officiel
pub async fn take_back(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(item): Path<String>,
    Form(form): Form<ItemForm>,
) -> AppResult<Response> {
    let about = about(&app, &actor, &item).await?;
    let kept = about.form();
    let kept = ItemForm {
        version: form.version,
        ..kept
    };
    submit(
        &app,
        &actor,
        shell,
        (about, kept),
        Ok(Change::TakeBack { item }),
    )
    .await
}

/// POST /numerique/instrument/{item}/retirer
pub async fn retire(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(item): Path<String>,
    Form(form): Form<ItemForm>,
) -> AppResult<Response> {
    let about = about(&app, &actor, &item).await?;
    let retired = about.item.as_ref().is_some_and(|item| !item.retired);
    let kept = about.form();
    let kept = ItemForm {
        version: form.version,
        ..kept
    };
    let change = Change::Retire { item, retired };
    submit(&app, &actor, shell, (about, kept), Ok(change)).await
}

/// What is said to the second of two who adapt the instrument.
const CROSSED: &str = "Quelqu’un vient d’adapter l’instrument. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Enregistrez à nouveau pour la garder.";

/// Writes a change; what is wrong comes back with all that was typed.
async fn submit(
    app: &App,
    actor: &Actor,
    shell: Shell,
    (about, mut form): (About, ItemForm),
    change: Result<Change, FieldErrors>,
) -> AppResult<Response> {
    let errors = match change {
        Ok(change) => match write(app, actor, form.version(), change).await {
            Ok(()) => {
                let to = format!("{}?champ={}", paths::INSTRUMENT, about.field.code);
                return Ok(Flash::ok(
                    "L’instrument est adapté. Les prochaines campagnes suivront.",
                )
                .to(to));
            }
            Err(Refused::Because(sentence)) => FieldErrors::one("titre", sentence),
            Err(Refused::Db(DbError::Conflict)) => {
                form.version = about.version.to_string();
                FieldErrors::one("titre", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(about.page(shell, &form, &errors)).into_response())
}

async fn write(app: &App, actor: &Actor, seen: i32, change: Change) -> Result<(), Refused> {
    let (clock, by) = (app.clock.clone(), By::from(actor));
    app.db
        .write(move |tx| {
            let (clock, change) = (clock.clone(), change.clone());
            async move {
                versions::change(&tx, &clock, by, NUMEA, seen, &change).await?;
                let event = Event::Adapted;
                db::audit::record(&tx, &clock, by.school, Some(by.account), &event).await?;
                Ok(())
            }
        })
        .await
}
