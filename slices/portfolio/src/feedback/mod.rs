//! Retours: what the members of the team answer to a report, on the whole or
//! on one of its sections, and the conversation that follows.

pub mod commands;
pub mod forms;
pub mod migration;
pub mod model;
pub mod notices;
pub mod object;
pub(crate) mod store;
pub mod view;

pub use model::{FeedbackId, ReplyId, Said};
pub use notices::notify_submission;
