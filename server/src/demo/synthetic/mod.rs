//! `jalon demo --learners N`: an académie of invented people, for measuring.
//! Classes of 30, at most 34 classes in a school, a team of six for each class;
//! every learner has some eight reports at every stage, positionings, links
//! and notifications, dated relative to today. The same number gives the same
//! instance. One class of the first school was given six situations, another
//! sixty. People come in through the commands, with their audit events;
//! reports by the thousand, without any (see `portfolio::api::Rows`).

mod draw;
mod learner;
mod missions;
mod school;
mod texts;

use anyhow::Context;
use curriculum::{Curriculum, CurriculumId};
use futures::{StreamExt, TryStreamExt};
use indicatif::ProgressBar;
use kernel::{RoleSet, SchoolId, Timestamp};
use people::api;
use std::sync::Arc;

use crate::wiring::House;
use texts::TextsFile;

/// Learners in a class.
const CLASS: u32 = 30;
/// Classes in a school: about a thousand learners. A bigger instance has more
/// schools, not bigger ones.
const CLASSES_OF_SCHOOL: u32 = 34;
/// The team of a class.
const TEAM: u32 = 6;
/// Classes that somebody teaches.
const CLASSES_OF_TEACHER: u32 = 4;
/// The classes began so many days ago.
const STARTED: i64 = 250;

/// What was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Schools.
    pub schools: u32,
    /// Classes.
    pub classes: u32,
    /// Learners.
    pub learners: u32,
    /// Members of the teams.
    pub teachers: u32,
}

/// The login of the learner of that number, from 1.
#[must_use]
pub fn learner_login(number: u32) -> String {
    format!("apprenant-{number:06}")
}

/// The login of the member of a team of that number, from 1.
#[must_use]
pub fn teacher_login(number: u32) -> String {
    format!("enseignant-{number:05}")
}

/// What everything is drawn from.
struct Model {
    texts: TextsFile,
    curriculum: Arc<Curriculum>,
    curriculum_id: CurriculumId,
    hash: String,
    now: Timestamp,
}

/// Fills an empty instance. `bar` counts the learners.
///
/// # Errors
/// When there is a school already, or when the database refuses.
pub async fn build(house: &House, learners: u32, bar: &ProgressBar) -> anyhow::Result<Built> {
    let app = &house.app;
    anyhow::ensure!(
        !api::is_installed(&app.db).await?,
        "Cette base contient déjà un établissement\u{a0}: rien n’y a été ajouté. Choisissez une base vide"
    );
    let now = app.clock.now();
    let (curriculum_id, curriculum) = curriculum::api::by_code(&app.db, nobody(), "SNO")
        .await?
        .context("Le référentiel SNO n’est pas publié")?;
    let model = Model {
        texts: super::data::read("synthetic.toml")?,
        curriculum,
        curriculum_id,
        hash: api::hash_password(super::PASSWORD)
            .await
            .map_err(|error| anyhow::anyhow!("{error}"))?,
        now,
    };
    bar.set_length(learners.into());
    let plan = school::plan(learners);
    let mut built = Built {
        schools: 0,
        classes: 0,
        learners,
        teachers: 0,
    };
    for part in plan {
        let school = school::found(app, &model, &part).await?;
        // The next class is drawn while the last one is written.
        futures::stream::iter(part.classes())
            .map(|class| {
                let (model, school) = (&model, &school);
                async move {
                    let situations = missions::situations_of(class);
                    let class = school::class(model, school, class)?;
                    let learners = class.learners();
                    let place = class.place();
                    class.write(app).await?;
                    if let (Some(place), Some(count)) = (place, situations) {
                        missions::give(app, model, &place, count).await?;
                    }
                    anyhow::Ok(learners)
                }
            })
            .buffered(2)
            .try_for_each(|learners| async move {
                bar.inc(learners);
                Ok(())
            })
            .await?;
        let (id, news) = (school.id, now - chrono::Duration::days(4));
        app.db
            .write(move |tx| async move { api::mark_read_before(&tx, id, news).await })
            .await?;
        built.schools += 1;
        built.classes += part.class_count;
        built.teachers += part.teacher_count();
    }
    db::audit::seal(&app.db, &house.audit_key).await?;
    app.db.refresh_statistics().await?;
    Ok(built)
}

/// A school that sees the curricula of Jalon only.
fn nobody() -> SchoolId {
    SchoolId(uuid::Uuid::nil())
}

fn only(role: kernel::Role) -> RoleSet {
    RoleSet::of(&[role])
}
