//! A class as its team sees it: who learns, who teaches.

use askama::Template;
use axum::extract::State;
use kernel::{Role, count};
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use super::groups::{GroupLine, lines as group_lines};
use crate::model::LearnerStatus;
use crate::objects::{Class, Sees};
use crate::store::{enrolments, teams};

/// A learner of the class.
pub struct LearnerLine {
    /// To their path or, for those who do not follow it, to their file; none
    /// where neither is open, as in an archived class.
    href: Option<String>,
    name: String,
    /// The status, when it is not the usual one.
    status: String,
}

/// A member of its team.
pub struct TeacherLine {
    name: String,
    what: String,
    coordinator: bool,
}

#[derive(Template)]
#[template(path = "pages/classes/show.html")]
pub struct ClassPage {
    shell: Shell,
    name: String,
    year: String,
    curriculum: String,
    manage: Option<String>,
    /// Its weeks and its hours.
    plan_href: String,
    archived: bool,
    size: String,
    /// Whether the names lead to paths.
    paths: bool,
    learners: Vec<LearnerLine>,
    team: Vec<TeacherLine>,
    groups: Vec<GroupLine>,
    /// Where the person forms groups.
    groups_href: Option<String>,
    /// Where the person sees what the class is given and works; these pages
    /// belong to a slice that comes after.
    follow: Option<String>,
    /// Whether the person is of its team, who alone lead interviews.
    accompanies: bool,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Sees>,
) -> AppResult<Page<ClassPage>> {
    let reader = app.db.reader();
    let class = found.object;
    let curriculum = curriculum::api::get(&app.db, class.row.curriculum_id).await?;
    let paths = class.followed_by(&actor);
    let rows = enrolments::of_class(reader, actor.school, class.row.id).await?;
    let learners = learners(rows, paths, actor.is(Role::Admin));
    let team = teams::of_classes(reader, actor.school, &[class.row.id]).await?;
    let groups = group_lines(&app, &actor, class.row.id).await?;
    let groups_href = class
        .grouped_by(&actor)
        .then(|| format!("/classes/{}/groupes", class.row.id));
    Ok(Page::new(ClassPage {
        shell,
        groups,
        groups_href,
        accompanies: paths && actor.is_any(crate::policy::TEAM),
        follow: paths.then(|| format!("/classes/{}", class.row.id)),
        manage: class
            .managed_by(&actor)
            .then(|| format!("/admin/classes/{}", class.row.id)),
        plan_href: format!("/classes/{}/heures", class.row.id),
        archived: class.row.archived_at.is_some(),
        year: class.row.school_year.to_string(),
        curriculum: curriculum.map(|c| c.title.clone()).unwrap_or_default(),
        name: class.row.name,
        size: count(learners.len() as u64, "apprenant·e", "apprenant·es"),
        paths,
        learners,
        team: team
            .into_iter()
            .map(|member| TeacherLine {
                name: member.name().formal(),
                what: member.blocks.label(),
                coordinator: member.coordinator,
            })
            .collect(),
    }))
}

fn learners(rows: Vec<enrolments::LearnerRow>, paths: bool, files: bool) -> Vec<LearnerLine> {
    rows.into_iter()
        .filter(|row| row.left_on.is_none())
        .map(|row| LearnerLine {
            href: match (paths, files) {
                (true, _) => Some(format!("/personnes/{}/parcours", row.account_id)),
                (false, true) => Some(format!("/admin/personnes/{}", row.account_id)),
                (false, false) => None,
            },
            name: row.name().listed(),
            status: match (row.status, row.distance) {
                (LearnerStatus::School, false) => String::new(),
                (status, false) => status.label().to_owned(),
                (status, true) => format!("{}, à distance", status.label()),
            },
        })
        .collect()
}
