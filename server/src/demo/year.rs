//! The year of the demo class: the first model calendar of the guide, adjusted.

use anyhow::Context;
use kernel::{SchoolYear, Timestamp};
use learning::hours::commands::save_plan;
use learning::hours::model::YearPlan;
use people::api::{By, ClassId};
use web::App;

use super::people::DemoSchool;
use super::{clock_at, ids};

/// How long ago the référente planned the year.
const PLANNED_DAYS_AGO: i64 = 80;

/// Plans the year of the class.
///
/// # Errors
/// When the curriculum has no guide of hours.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let curriculum = curriculum::api::get(&app.db, demo.curriculum).await?;
    let curriculum = curriculum.context("Le référentiel de la démonstration n’est pas publié")?;
    let guide = curriculum::hours::guide(&curriculum.code);
    let (guide, model) = guide
        .and_then(|guide| Some((guide, guide.calendars.first()?)))
        .context("Le référentiel de la démonstration n’a pas de calendrier")?;
    let year = SchoolYear::of(kernel::local_date(now));
    let blocks: Vec<u8> = curriculum.blocks.iter().map(|block| block.number).collect();
    let plan = YearPlan::from_model(year, &blocks, guide, model);
    let by = By {
        school: demo.school,
        account: Some(demo.person("referent")?),
    };
    let work = (clock_at(now, PLANNED_DAYS_AGO, 17), by, plan);
    let class = ids::id::<ClassId>("class", "cs-sno");
    app.db
        .write(move |tx| {
            let (clock, by, plan) = work.clone();
            async move { save_plan(&tx, &clock, &by, class, 0, &plan).await }
        })
        .await?;
    Ok(())
}
