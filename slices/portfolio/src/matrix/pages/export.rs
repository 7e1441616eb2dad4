//! The matrix as a workbook: one row per learner and competence, as a
//! spreadsheet sorts and filters them; what the page is narrowed to.

use axum::extract::{RawQuery, State as Extract};
use axum::response::{IntoResponse, Response};
use curriculum::Target;
use documents::{Column, Place, TableDocument};
use files::{Disposition, Kind, content_disposition, display_name};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::{date_long, local_date};
use web::{Actor, App, AppError, AppResult, Authorised};

use super::parts::ClassData;
use crate::matrix::grid::{Line, shown};
use crate::matrix::model::Cell;
use crate::matrix::object::{Class, Sees};
use crate::matrix::view::View;
use crate::positioning::Viewpoint;

/// GET /classes/{class}/competences/export.xlsx
pub async fn workbook(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Class, Sees>,
    RawQuery(query): RawQuery,
) -> AppResult<Response> {
    let data = ClassData::load(&app, &actor, found.object.0.class).await?;
    let view = View::parse(&query.unwrap_or_default());
    let viewpoints = view.viewpoints();
    let lines = data.lines(&app, &actor, &view, &viewpoints).await?;
    let targets = shown(&data.curriculum, &view);
    let today = date_long(local_date(app.clock.now()));
    let table = TableDocument {
        title: format!("Compétences de {}", data.class.name),
        about: format!("{}, le {today}", data.diploma),
        sheet: "Compétences".to_owned(),
        columns: columns(&viewpoints),
        rows: lines
            .iter()
            .flat_map(|line| rows(line, &targets, &viewpoints))
            .collect(),
    };
    let name = display_name(&format!("Compétences {}", data.class.name), Kind::Xlsx);
    let made = tokio::task::spawn_blocking(move || documents::xlsx(&table)).await;
    let bytes = made.map_err(AppError::internal)?;
    let bytes = bytes.map_err(AppError::internal)?;
    let headers = [
        (CONTENT_TYPE, Kind::Xlsx.mime().to_owned()),
        (
            CONTENT_DISPOSITION,
            content_disposition(&name, Disposition::Attachment),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn columns(viewpoints: &[Viewpoint]) -> Vec<Column> {
    let column = |label, width| Column { label, width };
    let mut columns = vec![
        column("Apprenant·e", 26),
        column("Code", 9),
        column("Compétence", 48),
    ];
    for viewpoint in viewpoints {
        columns.push(column(viewpoint.label(), 14));
        columns.push(column("le", 12));
    }
    columns.push(column("Preuves", 9));
    columns
}

/// The rows of a learner, each with their name: a spreadsheet sorts them.
fn rows(line: &Line<'_>, targets: &[Target<'_>], viewpoints: &[Viewpoint]) -> Vec<Vec<Place>> {
    let name = line.learner.name.listed();
    let cells = targets.iter().zip(&line.cells);
    cells
        .map(|(target, cell)| {
            let mut row = vec![
                Place::one(name.as_str()),
                Place::one(target.code()),
                Place::one(target.title()),
            ];
            row.extend(
                viewpoints
                    .iter()
                    .flat_map(|viewpoint| level(cell, *viewpoint)),
            );
            row.push(Place::one(cell.proofs.to_string()));
            row
        })
        .collect()
}

fn level(cell: &Cell, viewpoint: Viewpoint) -> [Place; 2] {
    cell.mark(viewpoint).map_or_else(
        || [Place::one(""), Place::one("")],
        |mark| {
            let day = local_date(mark.at).format("%d/%m/%Y").to_string();
            [Place::one(mark.level.to_string()), Place::one(day)]
        },
    )
}
