//! What is one's own: account, sessions, comfort, notifications.

pub mod address;
pub mod confirm;
pub mod notifications;
pub mod own;
pub mod preferences;
pub mod rhythm;
pub mod sessions;
pub mod switch_school;
