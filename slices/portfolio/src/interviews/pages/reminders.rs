//! « À relancer »: what waits for the learners whom somebody follows.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use chrono::NaiveDate;
use kernel::AccountId;
use people::api::FollowedLearner;
use serde::Deserialize;
use web::{Actor, App, AppResult, Field, Page, Query, Shell};

use crate::interviews::reminders::{Facts, Reason, Reminder, USUAL_WEEKS, WEEKS};
use crate::interviews::{paths, store};
use crate::objectives::store as objectives;
use crate::positioning::store as positionings;

/// What the list is narrowed to; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    classe: String,
    raison: String,
    semaines: String,
}

impl Filter {
    fn weeks(&self) -> i64 {
        let asked = self.semaines.parse().ok();
        asked
            .filter(|weeks| WEEKS.contains(weeks))
            .unwrap_or(USUAL_WEEKS)
    }

    fn keeps(&self, reminder: &Reminder) -> bool {
        self.raison
            .parse::<Reason>()
            .map_or(true, |reason| reminder.reason == reason)
    }
}

/// A learner with what waits.
struct Row {
    name: String,
    class: String,
    href: String,
    reminders: Vec<Reminder>,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/reminders.html")]
pub struct RemindersPage {
    shell: Shell,
    address: &'static str,
    trash: &'static str,
    summary: String,
    no_class: bool,
    filtered: bool,
    classe: Field,
    classes: Vec<(String, String)>,
    raison: Field,
    reasons: Vec<(&'static str, &'static str)>,
    semaines: Field,
    weeks: Vec<(String, String)>,
    rows: Vec<Row>,
}

/// GET /relances. As many statements for a hundred learners as for three.
pub async fn reminders(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(filter): Query<Filter>,
) -> AppResult<Page<RemindersPage>> {
    let (followed, days): (Vec<FollowedLearner>, Vec<NaiveDate>) =
        people::api::followed_since(&app.db, &actor)
            .await?
            .into_iter()
            .unzip();
    let shown: Vec<&FollowedLearner> = each_once(&followed, &filter.classe);
    let ids: Vec<AccountId> = shown.iter().map(|learner| learner.account).collect();
    let facts = facts(&app, &actor, &ids, entries(&followed, &days)).await?;
    let names = people::api::names_of(&app.db, actor.school, &ids).await?;
    let (now, weeks) = (app.clock.now(), filter.weeks());
    let mut rows: Vec<(Vec<u8>, Row)> = shown
        .iter()
        .filter_map(|learner| {
            let name = names.get(&learner.account)?;
            let mut reminders = facts.of(learner.account, now, weeks);
            reminders.retain(|reminder| filter.keeps(reminder));
            let row = Row {
                name: name.listed(),
                class: learner.class_name.clone(),
                href: paths::of_learner(learner.account),
                reminders,
            };
            (!row.reminders.is_empty()).then(|| (name.sort_key(), row))
        })
        .collect();
    rows.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(Page::new(RemindersPage {
        shell,
        address: paths::REMINDERS,
        trash: paths::TRASH,
        summary: summary(rows.len(), shown.len()),
        no_class: followed.is_empty(),
        filtered: !filter.classe.is_empty() || !filter.raison.is_empty(),
        classes: classes(&followed),
        classe: Field::new("classe", filter.classe),
        reasons: Reason::ALL
            .iter()
            .map(|reason| (reason.code(), reason.label()))
            .collect(),
        raison: Field::new("raison", filter.raison),
        weeks: WEEKS
            .iter()
            .map(|weeks| (weeks.to_string(), format!("{weeks}\u{a0}semaines")))
            .collect(),
        semaines: Field::new("semaines", weeks.to_string()),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }))
}

/// Somebody enrolled in two classes of mine counts once.
fn each_once<'a>(followed: &'a [FollowedLearner], class: &str) -> Vec<&'a FollowedLearner> {
    let mut seen = std::collections::HashSet::new();
    followed
        .iter()
        .filter(|learner| class.is_empty() || learner.class.to_string() == class)
        .filter(|learner| seen.insert(learner.account))
        .collect()
}

/// When each came: into the class that they have been in for longest, when they
/// are in several.
fn entries(followed: &[FollowedLearner], days: &[NaiveDate]) -> HashMap<AccountId, NaiveDate> {
    let mut entries = HashMap::new();
    for (learner, day) in followed.iter().zip(days) {
        let first = entries.entry(learner.account).or_insert(*day);
        *first = (*first).min(*day);
    }
    entries
}

async fn facts(
    app: &App,
    actor: &Actor,
    ids: &[AccountId],
    entered: HashMap<AccountId, NaiveDate>,
) -> AppResult<Facts> {
    let (reader, school) = (app.db.reader(), actor.school);
    Ok(Facts {
        pending: store::pending_of(reader, school, ids).await?,
        held: store::latest_held(reader, school, ids).await?,
        objectives: objectives::open_of(reader, school, ids).await?,
        positioned: positionings::latest_of_team(reader, school, ids).await?,
        entered,
    })
}

fn classes(followed: &[FollowedLearner]) -> Vec<(String, String)> {
    let mut classes: Vec<(String, String)> = Vec::new();
    for learner in followed {
        let id = learner.class.to_string();
        if classes.iter().all(|(known, _)| *known != id) {
            classes.push((id, learner.class_name.clone()));
        }
    }
    classes
}

fn summary(waiting: usize, followed: usize) -> String {
    match waiting {
        0 => "Rien n’attend dans ce que vous regardez.".to_owned(),
        n => format!(
            "{} sur {followed}.",
            kernel::count(n as u64, "personne à relancer", "personnes à relancer")
        ),
    }
}
