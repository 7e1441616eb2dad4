//! What is one's own: account, sessions, comfort, notifications.

pub mod notifications;
pub mod own;
pub mod preferences;
pub mod sessions;
pub mod switch_school;
