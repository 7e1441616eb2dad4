//! GET /referentiels/{curriculum}

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use kernel::{date_long, local_date};
use web::{App, Page, Shell};

use super::{Published, blocks};
use crate::{Curriculum, CurriculumName, Section, paths};

/// A curriculum as a whole.
#[derive(Template)]
#[template(path = "pages/show.html")]
pub struct ShowPage {
    shell: Shell,
    curriculum: Arc<Curriculum>,
    name: String,
    names: Vec<String>,
    search: String,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    Published(curriculum): Published,
) -> Page<ShowPage> {
    let today = local_date(app.clock.now());
    Page::new(ShowPage {
        shell,
        name: curriculum.name_on(today).map_or_else(
            || curriculum.title.clone(),
            |name| curriculum.full_name(name),
        ),
        names: curriculum
            .names
            .iter()
            .map(|name| named(&curriculum, name))
            .collect(),
        search: paths::search(&curriculum.code),
        curriculum,
    })
}

impl ShowPage {
    fn block_href(&self, number: &u8) -> String {
        paths::block(&self.curriculum.code, *number)
    }

    fn competence_href(&self, code: &str) -> String {
        paths::competence(&self.curriculum.code, code)
    }

    fn section_text(&self, section: &Section) -> Vec<web::prose::Block> {
        section.text.as_deref().map(blocks).unwrap_or_default()
    }
}

/// « Certificat de spécialisation …, depuis le 1er septembre 2024 (MEF 2583260111) ».
fn named(curriculum: &Curriculum, name: &CurriculumName) -> String {
    let full = curriculum.full_name(name);
    let mef = name
        .mef
        .as_deref()
        .map_or_else(String::new, |mef| format!(" (MEF {mef})"));
    match (name.since, name.until) {
        (Some(since), None) => format!("{full}, depuis le {}{mef}", date_long(since)),
        (None, Some(until)) => format!("{full}, jusqu’au {}{mef}", date_long(until)),
        (Some(since), Some(until)) => format!(
            "{full}, du {} au {}{mef}",
            date_long(since),
            date_long(until)
        ),
        (None, None) => format!("{full}{mef}"),
    }
}
