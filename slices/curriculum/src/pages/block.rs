//! GET /referentiels/{curriculum}/blocs/{block}

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use web::{AppError, AppResult, Page, Shell};

use super::{Published, blocks};
use crate::{Block, Curriculum, paths};

/// A block with its pôle.
#[derive(Template)]
#[template(path = "pages/block.html")]
pub struct BlockPage {
    shell: Shell,
    curriculum: Arc<Curriculum>,
    number: u8,
    crumb: String,
    trail: Vec<(String, String)>,
}

/// The page.
pub async fn block(
    shell: Shell,
    Published(curriculum): Published,
    Path(parameters): Path<HashMap<String, String>>,
) -> AppResult<Page<BlockPage>> {
    let number = parameters
        .get("block")
        .and_then(|text| text.parse().ok())
        .ok_or(AppError::NotFound)?;
    curriculum.block(number).ok_or(AppError::NotFound)?;
    Ok(Page::new(BlockPage {
        shell,
        number,
        crumb: format!("Bloc {number}"),
        trail: vec![
            ("Référentiels".to_owned(), paths::INDEX.to_owned()),
            (curriculum.code.clone(), paths::curriculum(&curriculum.code)),
        ],
        curriculum,
    }))
}

impl BlockPage {
    /// The block; the handler has checked that there is one.
    fn block(&self) -> Option<&Block> {
        self.curriculum.block(self.number)
    }

    fn competence_href(&self, code: &str) -> String {
        paths::competence(&self.curriculum.code, code)
    }

    fn text(&self, text: &str) -> Vec<web::prose::Block> {
        blocks(text)
    }
}
