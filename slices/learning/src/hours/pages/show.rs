//! The plan of the year of a class, as its team reads it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use curriculum::Curriculum;
use kernel::{AccountId, date_time, local_date};
use people::api::{self, PersonName};
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use super::{curriculum_of, numbers};
use crate::hours::object::{ClassYear, Sees};
use crate::hours::store::{self, Saved};
use crate::hours::view::{self, HourLine, ShareLine, Strip};

/// A calendar to start from.
pub struct ModelLink {
    /// Its name.
    pub name: &'static str,
    /// The form filled with it.
    pub href: String,
}

/// A version of the plan.
pub struct VersionLine {
    when: String,
    who: String,
    /// The form filled with it, for whoever plans; none for the present one.
    href: Option<String>,
}

/// What a plan shows.
pub struct PlanView {
    strip: Strip,
    hours: Vec<HourLine>,
    /// Whether the class has such weeks: at school, shared.
    weekly: [bool; 2],
    shared: Vec<ShareLine>,
    source: Option<&'static str>,
    versions: Vec<VersionLine>,
}

#[derive(Template)]
#[template(path = "hours/pages/show.html")]
pub struct ShowPage {
    shell: Shell,
    class_name: String,
    class_href: String,
    year: String,
    /// Where whoever plans goes to; none for those who read.
    edit_href: Option<String>,
    share_href: Option<String>,
    models: Vec<ModelLink>,
    plan: Option<PlanView>,
}

/// The calendars that the guide of a curriculum proposes.
pub fn models(curriculum: &Curriculum, edit: &str) -> Vec<ModelLink> {
    let guide = curriculum::hours::guide(&curriculum.code);
    let calendars = guide.into_iter().flat_map(|guide| &guide.calendars);
    calendars
        .map(|model| ModelLink {
            name: &model.name,
            href: format!("{edit}?modele={}", model.key),
        })
        .collect()
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<ClassYear, Sees>,
) -> AppResult<Page<ShowPage>> {
    let year = found.object;
    let curriculum = curriculum_of(&app, &year).await?;
    let plans = year.planned_by(&actor);
    let class_href = format!("/classes/{}", year.class.id);
    let edit = format!("{class_href}/heures/modifier");
    Ok(Page::new(ShowPage {
        shell,
        plan: plan(&app, &actor, &year, &curriculum, plans.then_some(&edit)).await?,
        models: models(&curriculum, &edit),
        share_href: plans.then(|| format!("/admin/classes/{}/heures", year.class.id)),
        edit_href: plans.then_some(edit),
        class_href,
        year: year.class.school_year.to_string(),
        class_name: year.class.name,
    }))
}

async fn plan(
    app: &App,
    actor: &Actor,
    year: &ClassYear,
    curriculum: &Curriculum,
    edit: Option<&String>,
) -> AppResult<Option<PlanView>> {
    let (reader, class) = (app.db.reader(), year.class.id);
    let latest = store::latest(reader, actor.school, class).await?;
    let Some(plan) = latest.and_then(|row| row.plan()) else {
        return Ok(None);
    };
    let plan = plan.fitted(year.class.school_year, &numbers(curriculum));
    let saved = store::versions(reader, actor.school, class).await?;
    let authors: Vec<AccountId> = saved.iter().filter_map(|one| one.author_id).collect();
    let names = api::names_of(&app.db, actor.school, &authors).await?;
    let taught = api::taught_in_class(&app.db, actor.school, class).await?;
    let hours = view::hours(&plan, curriculum);
    Ok(Some(PlanView {
        strip: view::strip(&plan, local_date(app.clock.now())),
        weekly: [0, 1].map(|at| hours.iter().any(|line| line.weekly[at].is_some())),
        hours,
        shared: view::shared(&plan, curriculum, &taught),
        source: curriculum::hours::guide(&curriculum.code).map(|guide| &*guide.source),
        versions: versions(&saved, &names, edit),
    }))
}

fn versions(
    saved: &[Saved],
    names: &HashMap<AccountId, PersonName>,
    edit: Option<&String>,
) -> Vec<VersionLine> {
    let line = |(at, one): (usize, &Saved)| VersionLine {
        when: date_time(one.saved_at),
        who: one
            .author_id
            .and_then(|author| names.get(&author))
            .map_or_else(|| "Jalon".to_owned(), PersonName::formal),
        href: edit
            .filter(|_| at > 0)
            .map(|edit| format!("{edit}?version={}", one.version)),
    };
    saved.iter().enumerate().map(line).collect()
}
