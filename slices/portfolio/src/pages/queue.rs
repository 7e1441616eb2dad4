//! « File de lecture »: what waits for me, the oldest first.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, Timestamp, days_between};
use people::api::{FollowedLearner, PersonName};
use serde::Deserialize;
use web::{Actor, App, AppResult, Field, Page, Query, Shell};

use crate::paths;
use crate::reading::queue::{self, Count, Waiting};

/// What the queue is narrowed to; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    classe: String,
    etat: String,
    page: String,
}

/// Read and unread, as the filter names them.
const READ: &str = "lus";
const UNREAD: &str = "non-lus";

impl Filter {
    fn read(&self) -> Option<bool> {
        match self.etat.as_str() {
            READ => Some(true),
            UNREAD => Some(false),
            _ => None,
        }
    }

    fn is_set(&self) -> bool {
        !self.classe.is_empty() || self.read().is_some()
    }

    /// The address of another page of the same list.
    fn page_address(&self, cursor: &db::Cursor) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("classe", &self.classe)
            .append_pair("etat", &self.etat)
            .append_pair("page", &cursor.to_string())
            .finish();
        format!("{}?{query}", paths::QUEUE)
    }
}

/// A report in the queue.
struct Row {
    title: String,
    learner: String,
    class: String,
    kind: &'static str,
    waiting: String,
    unread: bool,
    href: String,
    open: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/queue.html")]
pub struct QueuePage {
    shell: Shell,
    address: &'static str,
    summary: String,
    first: Option<String>,
    has_filters: bool,
    filtered: bool,
    no_class: bool,
    classe: Field,
    class_options: Vec<(String, String)>,
    etat: Field,
    read_options: Vec<(&'static str, String)>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /lecture. Four statements and the session, however many reports there are.
pub async fn queue(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(filter): Query<Filter>,
) -> AppResult<Page<QueuePage>> {
    let followed = people::api::followed_learners(&app.db, &actor).await?;
    let everybody: Vec<AccountId> = followed.iter().map(|learner| learner.account).collect();
    let shown: Vec<AccountId> = followed
        .iter()
        .filter(|learner| filter.classe.is_empty() || learner.class.to_string() == filter.classe)
        .map(|learner| learner.account)
        .collect();
    let reader = app.db.reader();
    let cursor: Option<db::Cursor> = filter.page.parse().ok();
    let page = queue::page(reader, actor.school, &shown, filter.read(), cursor.as_ref()).await?;
    let counts = queue::counts(reader, actor.school, &everybody).await?;
    let mut writers: Vec<AccountId> = page.items.iter().map(|row| row.learner_id).collect();
    writers.sort_unstable();
    writers.dedup();
    let names = people::api::names_of(&app.db, actor.school, &writers).await?;
    let total = sum(&counts, followed.iter());
    let now = app.clock.now();
    let first = page.items.first().filter(|_| page.previous.is_none());
    Ok(Page::new(QueuePage {
        shell: shell.with_shortcuts(),
        address: paths::QUEUE,
        summary: summary(total),
        first: first.map(|row| paths::open_reading(row.id)),
        has_filters: total.waiting > 0,
        filtered: filter.is_set(),
        no_class: followed.is_empty(),
        class_options: class_options(&followed, &counts),
        read_options: vec![
            (UNREAD, format!("Non lus ({})", total.unread)),
            (READ, format!("Lus ({})", total.waiting - total.unread)),
        ],
        previous: page.previous.as_ref().map(|c| filter.page_address(c)),
        next: page.next.as_ref().map(|c| filter.page_address(c)),
        rows: page
            .items
            .into_iter()
            .map(|waiting| row(waiting, &followed, &names, now))
            .collect(),
        classe: Field::new("classe", filter.classe),
        etat: Field::new("etat", filter.etat),
    }))
}

fn row(
    waiting: Waiting,
    followed: &[FollowedLearner],
    names: &HashMap<AccountId, PersonName>,
    now: Timestamp,
) -> Row {
    let learner = followed
        .iter()
        .find(|learner| learner.account == waiting.learner_id);
    Row {
        learner: names
            .get(&waiting.learner_id)
            .map_or_else(String::new, PersonName::display),
        class: learner.map_or_else(String::new, |learner| learner.class_name.clone()),
        kind: waiting.kind.label(),
        waiting: waits(days_between(waiting.submitted_at, now)),
        unread: waiting.read_at.is_none(),
        href: paths::reading(waiting.id),
        open: paths::open_reading(waiting.id),
        title: waiting.title,
    }
}

/// « soumis il y a 3 jours ».
fn waits(days: i64) -> String {
    match days {
        ..=0 => "soumis aujourd’hui".to_owned(),
        1 => "soumis hier".to_owned(),
        days => format!("soumis il y a {days}\u{a0}jours"),
    }
}

fn sum<'a>(
    counts: &HashMap<AccountId, Count>,
    learners: impl Iterator<Item = &'a FollowedLearner>,
) -> Count {
    // Somebody enrolled in two classes of mine counts once.
    let mut seen = std::collections::HashSet::new();
    let mut sum = Count::default();
    for learner in learners.filter(|learner| seen.insert(learner.account)) {
        sum += counts.get(&learner.account).copied().unwrap_or_default();
    }
    sum
}

fn summary(total: Count) -> String {
    match total.waiting {
        0 => "Aucun compte rendu n’attend de réponse.".to_owned(),
        waiting => format!(
            "{} de réponse, dont {}.",
            kernel::count(
                waiting,
                "compte rendu en attente",
                "comptes rendus en attente"
            ),
            kernel::count(total.unread, "non lu", "non lus"),
        ),
    }
}

/// My classes, each with the number of reports that wait there.
fn class_options(
    followed: &[FollowedLearner],
    counts: &HashMap<AccountId, Count>,
) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = Vec::new();
    for learner in followed {
        let id = learner.class.to_string();
        if options.iter().any(|(known, _)| *known == id) {
            continue;
        }
        let of_class = followed.iter().filter(|other| other.class == learner.class);
        let waiting = sum(counts, of_class).waiting;
        options.push((id, format!("{} ({waiting})", learner.class_name)));
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_said_in_days() {
        assert_eq!(waits(0), "soumis aujourd’hui");
        assert_eq!(waits(1), "soumis hier");
        assert_eq!(waits(12), "soumis il y a 12\u{a0}jours");
    }
}
