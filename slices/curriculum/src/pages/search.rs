//! GET /referentiels/{curriculum}/recherche

use std::sync::Arc;

use askama::Template;
use kernel::count;
use serde::Deserialize;
use web::{Page, Query, Shell};

use super::Published;
use crate::search::{Hit, Kind, Place, search};
use crate::{Curriculum, paths};

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
    groups: Vec<(&'static str, Vec<Hit>)>,
}

/// The page.
pub async fn results(
    shell: Shell,
    Published(curriculum): Published,
    Query(Question { q }): Query<Question>,
) -> Page<SearchPage> {
    let question = kernel::truncate(q.trim(), 200);
    let hits = search(&curriculum, &question);
    let summary = match (question.is_empty(), hits.len()) {
        (true, _) => String::new(),
        (false, found) => count(found as u64, "passage trouvé", "passages trouvés"),
    };
    let groups = Kind::ALL
        .into_iter()
        .map(|kind| {
            let of_kind = hits.iter().filter(|hit| hit.kind == kind);
            (kind.label(), of_kind.cloned().collect::<Vec<_>>())
        })
        .filter(|(_, hits)| !hits.is_empty())
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

impl SearchPage {
    fn href(&self, hit: &Hit) -> String {
        match &hit.place {
            Place::Block(number) => paths::block(&self.curriculum.code, *number),
            Place::Competence(code) => paths::competence(&self.curriculum.code, code),
        }
    }
}
