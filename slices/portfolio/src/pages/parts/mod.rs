//! Parts that several of a learner's pages share.

use std::sync::Arc;

use curriculum::{Curriculum, CurriculumId};
use web::{App, AppError, AppResult};

pub mod pieces;
pub mod steps;
pub mod versions;

/// The curriculum that a report was written in.
pub async fn curriculum_of(app: &App, id: CurriculumId) -> AppResult<Arc<Curriculum>> {
    curriculum::api::get(&app.db, id)
        .await?
        .ok_or(AppError::NotFound)
}

/// A button that changes something: a small form of its own.
pub struct PostButton {
    /// Where it posts.
    pub action: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// What is written.
    pub label: &'static str,
    /// `primary`, `secondary` or `quiet`.
    pub kind: &'static str,
    /// A hidden field that goes with it: name and value.
    pub field: Option<(&'static str, String)>,
}

/// A link drawn as a button.
pub struct LinkButton {
    /// Where it leads.
    pub href: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// What is written.
    pub label: &'static str,
}
