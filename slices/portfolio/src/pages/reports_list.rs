//! A learner's reports, the last saved first; and the corbeille.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use db::Cursor;
use kernel::{date_long, local_date};
use serde::Deserialize;
use web::{Actor, App, AppResult, Field, Page, Query, Shell};

use crate::evidence::store as evidence;
use crate::paths;
use crate::progress::cards::{Chip, state_chip};
use crate::report::commands::KEPT_DELETED_DAYS;
use crate::report::store::{self, ReportLine};
use crate::report::{ReportId, State};

/// What the list is narrowed to; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    etat: String,
    page: String,
}

impl Filter {
    fn state(&self) -> Option<State> {
        self.etat.parse().ok()
    }

    fn address(&self, list: &str, cursor: &Cursor) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.state().is_some() {
            query.append_pair("etat", &self.etat);
        }
        query.append_pair("page", &cursor.to_string());
        format!("{list}?{}", query.finish())
    }
}

/// A report in the list.
struct Row {
    title: String,
    href: String,
    chip: Chip,
    shared: bool,
    note: String,
    restore: String,
}

/// The list.
#[derive(Template)]
#[template(path = "pages/reports_list.html")]
pub struct ReportsPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    address: &'static str,
    new: &'static str,
    trash: &'static str,
    etat: Field,
    states: Vec<(&'static str, &'static str)>,
    filtered: bool,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /dossier/comptes-rendus
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(filter): Query<Filter>,
) -> AppResult<Page<ReportsPage>> {
    let reader = app.db.reader();
    let cursor: Option<Cursor> = filter.page.parse().ok();
    let state = filter.state();
    let (school, learner) = (actor.school, actor.account);
    let page = store::lines(reader, school, learner, state, false, cursor.as_ref()).await?;
    let ids: Vec<ReportId> = page.items.iter().map(|line| line.id).collect();
    let pieces = evidence::counts(reader, school, &ids).await?;
    Ok(Page::new(ReportsPage {
        shell,
        trail: vec![("Mon parcours", paths::DOSSIER)],
        address: paths::REPORTS,
        new: paths::NEW_REPORT,
        trash: paths::TRASH,
        states: State::ALL
            .iter()
            .map(|state| (state.code(), state.label()))
            .collect(),
        filtered: state.is_some(),
        previous: page
            .previous
            .as_ref()
            .map(|c| filter.address(paths::REPORTS, c)),
        next: page
            .next
            .as_ref()
            .map(|c| filter.address(paths::REPORTS, c)),
        rows: page
            .items
            .into_iter()
            .map(|line| row(line, &pieces))
            .collect(),
        etat: Field::new("etat", state.map_or("", State::code)),
    }))
}

/// The corbeille.
#[derive(Template)]
#[template(path = "pages/report_trash.html")]
pub struct TrashPage {
    shell: Shell,
    /// How long a report stays there.
    days: i64,
    trail: Vec<(&'static str, &'static str)>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /dossier/comptes-rendus/corbeille
pub async fn trash(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(filter): Query<Filter>,
) -> AppResult<Page<TrashPage>> {
    let reader = app.db.reader();
    let cursor: Option<Cursor> = filter.page.parse().ok();
    let (school, learner) = (actor.school, actor.account);
    let page = store::lines(reader, school, learner, None, true, cursor.as_ref()).await?;
    Ok(Page::new(TrashPage {
        shell,
        days: KEPT_DELETED_DAYS,
        trail: super::report_edit::trail(),
        previous: page
            .previous
            .as_ref()
            .map(|c| filter.address(paths::TRASH, c)),
        next: page.next.as_ref().map(|c| filter.address(paths::TRASH, c)),
        rows: page
            .items
            .into_iter()
            .map(|line| row(line, &HashMap::new()))
            .collect(),
    }))
}

fn row(line: ReportLine, pieces: &HashMap<ReportId, u64>) -> Row {
    let on = |at| date_long(local_date(at));
    let mut notes = vec![line.kind.label().to_owned()];
    notes.push(match (line.deleted_at, line.state, line.submitted_at) {
        (Some(at), _, _) => format!(
            "mis à la corbeille le {}, effacé après le {}",
            on(at),
            on(at + chrono::Duration::days(KEPT_DELETED_DAYS))
        ),
        (None, State::Submitted, Some(at)) if line.revised => {
            format!("soumis à nouveau le {}", on(at))
        }
        (None, State::Submitted | State::Validated, Some(at)) => format!("soumis le {}", on(at)),
        _ => format!("enregistré le {}", on(line.saved_at)),
    });
    if let Some(count) = pieces.get(&line.id) {
        notes.push(kernel::count(*count, "pièce", "pièces"));
    }
    Row {
        href: paths::report(line.id),
        chip: state_chip(line.state),
        shared: line.shared && line.state == State::Draft,
        note: format!("{}.", notes.join(", ")),
        restore: paths::below_report(line.id, "restaurer"),
        title: line.title,
    }
}
