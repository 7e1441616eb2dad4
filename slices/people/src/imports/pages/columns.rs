//! Naming the columns of a table, proposed from their names and from what was
//! chosen the time before.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::count;
use serde::Deserialize;
use web::forms::{Field as FormField, SummaryLine};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::imports::formats::{Field, Mapping, TableRow, fold};
use crate::imports::objects::Import;
use crate::imports::stage;
use crate::imports::store::{State as Step, imports, list, memory_of};
use crate::objects::Manages;

/// A column to name.
pub struct ColumnView {
    header: String,
    samples: String,
    field: FormField,
}

#[derive(Template)]
#[template(path = "imports/pages/columns.html")]
pub struct ColumnsPage {
    shell: Shell,
    href: String,
    file: String,
    errors: Vec<SummaryLine>,
    columns: Vec<ColumnView>,
    fields: Vec<(&'static str, &'static str)>,
    lines: String,
}

/// What each column is said to hold, in their order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ColumnsForm {
    colonne: Vec<String>,
}

/// The form, filled with what is proposed.
pub async fn page(
    app: &App,
    shell: Shell,
    actor: &Actor,
    import: &imports::Model,
) -> AppResult<Response> {
    let memory = memory_of::load(app.db.reader(), actor.school).await?;
    let mapping = Mapping::proposed(&headers(import), |header| {
        memory_of::field(memory.get(&memory_of::column_key(&fold(header))))
    });
    let page = load(app, shell, actor, import, &mapping, None).await?;
    Ok(Page::new(page).into_response())
}

fn headers(import: &imports::Model) -> Vec<String> {
    serde_json::from_value(import.headers.clone()).unwrap_or_default()
}

async fn load(
    app: &App,
    shell: Shell,
    actor: &Actor,
    import: &imports::Model,
    mapping: &Mapping,
    error: Option<String>,
) -> AppResult<ColumnsPage> {
    let rows = list::rows_after(app.db.reader(), actor.school, import.id, None, 0, 3).await?;
    let rows: Vec<TableRow> = rows
        .into_iter()
        .filter_map(|row| serde_json::from_value(row.said).ok())
        .collect();
    let columns = headers(import)
        .into_iter()
        .enumerate()
        .map(|(place, header)| {
            let chosen = mapping.0.get(place).copied().flatten();
            let samples: Vec<String> = rows
                .iter()
                .filter_map(|row| row.cells.get(place))
                .filter(|cell| !cell.is_empty())
                .map(|cell| kernel::truncate(cell, 40))
                .collect();
            ColumnView {
                header: match header.is_empty() {
                    true => format!("Colonne {}", place + 1),
                    false => header,
                },
                samples: samples.join(", "),
                field: FormField::new("colonne", chosen.map_or("", Field::code))
                    .id(format!("colonne-{place}")),
            }
        })
        .collect();
    Ok(ColumnsPage {
        shell,
        href: super::address(import),
        file: import.file_name.clone(),
        errors: error
            .into_iter()
            .map(|message| SummaryLine {
                field_id: "colonne-0".to_owned(),
                message,
            })
            .collect(),
        columns,
        fields: Field::all()
            .map(|field| (field.code(), field.label()))
            .collect(),
        lines: count(u64::try_from(import.lines).unwrap_or(0), "ligne", "lignes"),
    })
}

/// Compares the table, its columns being named.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Import, Manages>,
    Form(form): Form<ColumnsForm>,
) -> AppResult<Response> {
    let import = found.object.0;
    if import.state != Step::Columns {
        return Ok(
            Flash::warn("Les colonnes de ce fichier sont déjà indiquées.")
                .to(super::address(&import)),
        );
    }
    let headers = headers(&import);
    let mut chosen: Vec<Option<Field>> = form
        .colonne
        .iter()
        .map(|code| Field::from_code(code))
        .collect();
    chosen.resize(headers.len(), None);
    let mapping = Mapping(chosen);
    if let Err(sentence) = mapping.check() {
        let page = load(&app, shell, &actor, &import, &mapping, Some(sentence)).await?;
        return Ok(Page::invalid(page).into_response());
    }
    let choices: Vec<(String, String)> = headers
        .iter()
        .zip(&mapping.0)
        .filter(|(header, _)| !header.is_empty())
        .map(|(header, field)| {
            (
                memory_of::column_key(&fold(header)),
                field.map_or("", Field::code).to_owned(),
            )
        })
        .collect();
    let school = actor.school;
    app.db
        .write(move |tx| {
            let choices = choices.clone();
            async move { memory_of::keep(&tx, school, &choices).await }
        })
        .await?;
    stage::name_columns(&app.db, &app.clock, &import, &mapping).await?;
    Ok(axum::response::Redirect::to(&super::address(&import)).into_response())
}
