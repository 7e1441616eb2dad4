//! GET /referentiels/{curriculum}/competences/{competence}

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use web::{AppError, AppResult, Page, Shell};

use super::{Published, blocks};
use crate::{Competence, Curriculum, digital_framework, paths};

/// A competence with all its parts.
#[derive(Template)]
#[template(path = "pages/competence.html")]
pub struct CompetencePage {
    shell: Shell,
    curriculum: Arc<Curriculum>,
    code: String,
    bloc: u8,
    trail: Vec<(String, String)>,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
    digital: Vec<(String, String)>,
}

/// The page. A detailed competence is shown with the one that it details.
pub async fn competence(
    shell: Shell,
    Published(curriculum): Published,
    Path(parameters): Path<HashMap<String, String>>,
) -> AppResult<Page<CompetencePage>> {
    let asked = parameters.get("competence").map_or("", String::as_str);
    let target = curriculum.target(asked).ok_or(AppError::NotFound)?;
    let (code, bloc) = (target.competence().code.clone(), target.block().number);
    let all: Vec<&Competence> = curriculum.competences().collect();
    let index = all.iter().position(|one| one.code == code);
    let neighbour = |offset: isize| {
        let index = index?.checked_add_signed(offset)?;
        all.get(index).map(|one| {
            (
                paths::competence(&curriculum.code, &one.code),
                one.code.clone(),
            )
        })
    };
    let digital = target
        .competence()
        .crcn
        .iter()
        .filter_map(|code| digital_framework().competence(code))
        .map(|one| (one.code.clone(), one.title.clone()))
        .collect();
    Ok(Page::new(CompetencePage {
        shell,
        trail: vec![
            ("Référentiels".to_owned(), paths::INDEX.to_owned()),
            (curriculum.code.clone(), paths::curriculum(&curriculum.code)),
            (format!("Bloc {bloc}"), paths::block(&curriculum.code, bloc)),
        ],
        previous: neighbour(-1),
        next: neighbour(1),
        digital,
        code,
        bloc,
        curriculum,
    }))
}

impl CompetencePage {
    /// The competence; the handler has checked that there is one.
    fn competence(&self) -> Option<&Competence> {
        self.curriculum.competence(&self.code)
    }

    fn text(&self, text: &str) -> Vec<web::prose::Block> {
        blocks(text)
    }
}
