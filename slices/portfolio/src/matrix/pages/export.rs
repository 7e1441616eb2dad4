//! The matrix to take away, narrowed as the page is: a sheet of paper, a
//! workbook.

use axum::extract::{RawQuery, State as Extract};
use axum::response::Response;
use kernel::local_date;
use web::{Actor, App, AppResult, Authorised, printed};

use super::parts::ClassData;
use crate::matrix::grid::shown;
use crate::matrix::object::{Class, Sees};
use crate::matrix::printed::Printed;
use crate::matrix::view::View;

/// GET /classes/{class}/competences/export.pdf
pub async fn sheet(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Class, Sees>,
    RawQuery(query): RawQuery,
) -> AppResult<Response> {
    let data = ClassData::load(&app, &actor, found.object.0.class).await?;
    let view = View::parse(&query.unwrap_or_default());
    let sheet = load(&app, &actor, &data, &view).await?;
    let document = sheet.document(actor.school_name.clone());
    printed::pdf(&app, &sheet.name(), document.into()).await
}

/// GET /classes/{class}/competences/export.xlsx
pub async fn workbook(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Class, Sees>,
    RawQuery(query): RawQuery,
) -> AppResult<Response> {
    let data = ClassData::load(&app, &actor, found.object.0.class).await?;
    let view = View::parse(&query.unwrap_or_default());
    let sheet = load(&app, &actor, &data, &view).await?;
    printed::workbook(&sheet.name(), sheet.tables()).await
}

async fn load<'a>(
    app: &App,
    actor: &Actor,
    data: &'a ClassData,
    view: &'a View,
) -> AppResult<Printed<'a>> {
    let viewpoints = view.viewpoints();
    Ok(Printed {
        class: &data.class.name,
        diploma: &data.diploma,
        roster: &data.roster,
        view,
        targets: shown(&data.curriculum, view),
        lines: data.lines(app, actor, view, &viewpoints).await?,
        viewpoints,
        today: local_date(app.clock.now()),
    })
}
