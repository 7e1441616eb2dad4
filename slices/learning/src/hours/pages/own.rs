//! The weeks of the learner’s own class.

use askama::Template;
use axum::extract::State;
use kernel::local_date;
use people::api;
use web::{Actor, App, AppResult, Page, Shell};

use crate::hours::store;
use crate::hours::view::{Strip, strip};

#[derive(Template)]
#[template(path = "hours/pages/own.html")]
pub struct OwnYear {
    shell: Shell,
    class_name: Option<String>,
    year: String,
    strip: Option<Strip>,
}

/// The page.
pub async fn show(State(app): State<App>, shell: Shell, actor: Actor) -> AppResult<Page<OwnYear>> {
    let enrolment = api::enrolment_of(&app.db, actor.school, actor.account).await?;
    let class = enrolment.map(|enrolment| enrolment.class);
    let row = match &class {
        Some(class) => store::latest(app.db.reader(), actor.school, class.id).await?,
        None => None,
    };
    let today = local_date(app.clock.now());
    let plan = row.and_then(|row| row.plan());
    let strip = class.as_ref().zip(plan).map(|(class, plan)| {
        // The weeks alone: no bloc, no hour.
        strip(&plan.fitted(class.school_year, &[]), today)
    });
    Ok(Page::new(OwnYear {
        shell,
        year: class
            .as_ref()
            .map_or_else(String::new, |class| class.school_year.to_string()),
        class_name: class.map(|class| class.name),
        strip,
    }))
}
