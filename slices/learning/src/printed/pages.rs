//! Sending what is printed.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use kernel::local_date;
use web::{Actor, App, AppError, AppResult, Authorised, printed};

use super::{document, table as tables};
use crate::situations::object::{Reads, Situation};
use crate::situations::whole::{self, Whole};

/// The sheet as a PDF.
pub async fn sheet(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Situation, Reads>,
) -> AppResult<Response> {
    let (whole, curriculum) = read(&app, &found.object).await?;
    let school = people::api::school_name(&app.db, actor.school).await?;
    let today = local_date(app.clock.now());
    let sheet = document::sheet(&whole, &curriculum, school.unwrap_or_default(), today);
    printed::pdf(&app, name(&whole), sheet.into()).await
}

/// The table as a workbook.
pub async fn table(
    State(app): State<App>,
    found: Authorised<Situation, Reads>,
) -> AppResult<Response> {
    let (whole, curriculum) = read(&app, &found.object).await?;
    let table = tables::table(&whole, &curriculum);
    printed::workbook(name(&whole), vec![table]).await
}

fn name(whole: &Whole) -> &str {
    match whole.content.title.trim() {
        "" => "Situation",
        title => title,
    }
}

async fn read(app: &App, situation: &Situation) -> AppResult<(Whole, Arc<curriculum::Curriculum>)> {
    let row = &situation.row;
    let whole = whole::read(app.db.reader(), row).await?;
    let found = curriculum::api::by_code(&app.db, row.school_id, &row.curriculum).await?;
    let (_, curriculum) = found.ok_or(AppError::NotFound)?;
    Ok((whole, curriculum))
}
