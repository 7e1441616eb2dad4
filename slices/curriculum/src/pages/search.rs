//! GET /referentiels/{curriculum}/recherche

use std::sync::Arc;

use askama::Template;
use kernel::count;
use serde::Deserialize;
use web::{Page, Query, Shell};

use super::Published;
use crate::search::{Hit, Kind, MAX_QUESTION, search};
use crate::{Curriculum, paths};

/// A group shows no more: somebody who finds so much has asked too little.
const MAX_HITS: usize = 50;

/// The question.
#[derive(Debug, Default, Deserialize)]
pub struct Question {
    #[serde(default)]
    q: String,
}

/// What was found.
#[derive(Template)]
#[template(path = "pages/search.html")]
pub struct SearchPage {
    shell: Shell,
    curriculum: Arc<Curriculum>,
    question: String,
    action: String,
    trail: Vec<(String, String)>,
    summary: String,
    groups: Vec<Group>,
}

/// The passages of one kind.
struct Group {
    label: &'static str,
    /// « 12 passages ».
    count: String,
    hits: Vec<Hit>,
    /// How many are not shown.
    left_out: usize,
}

/// The page.
pub async fn results(
    shell: Shell,
    Published(curriculum): Published,
    Query(Question { q }): Query<Question>,
) -> Page<SearchPage> {
    let asked = q.trim();
    let question: String = asked.chars().take(MAX_QUESTION).collect();
    let hits = search(&curriculum, &question);
    let mut summary = String::new();
    if !question.is_empty() {
        summary = count(hits.len() as u64, "passage trouvé", "passages trouvés");
    }
    if question.len() < asked.len() {
        summary = format!("{summary}. La question a été coupée à {MAX_QUESTION}\u{a0}caractères");
    }
    let groups = Kind::ALL
        .into_iter()
        .filter_map(|kind| group(kind, &hits))
        .collect();
    Page::new(SearchPage {
        shell,
        action: paths::search(&curriculum.code),
        trail: vec![
            ("Référentiels".to_owned(), paths::INDEX.to_owned()),
            (curriculum.code.clone(), paths::curriculum(&curriculum.code)),
        ],
        question,
        summary,
        groups,
        curriculum,
    })
}

/// The hits of one kind; none when there are none.
fn group(kind: Kind, hits: &[Hit]) -> Option<Group> {
    let found = hits.iter().filter(|hit| hit.kind == kind).count();
    let shown = hits.iter().filter(|hit| hit.kind == kind).take(MAX_HITS);
    (found > 0).then(|| Group {
        label: kind.label(),
        count: count(found as u64, "passage", "passages"),
        hits: shown.cloned().collect(),
        left_out: found.saturating_sub(MAX_HITS),
    })
}

impl SearchPage {
    fn href(&self, hit: &Hit) -> String {
        hit.place.href(&self.curriculum.code)
    }
}
