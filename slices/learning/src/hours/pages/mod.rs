//! The pages of the year of a class.

pub mod edit;
pub mod own;
pub mod show;

use curriculum::Curriculum;
use std::sync::Arc;
use web::{App, AppError, AppResult};

use super::object::ClassYear;

/// The curriculum that a class follows.
async fn curriculum_of(app: &App, year: &ClassYear) -> AppResult<Arc<Curriculum>> {
    let found = curriculum::api::get(&app.db, year.class.curriculum).await?;
    found.ok_or(AppError::NotFound)
}

/// The numbers of its blocs.
fn numbers(curriculum: &Curriculum) -> Vec<u8> {
    let blocks = curriculum.blocks.iter();
    blocks.map(|block| block.number).collect()
}
