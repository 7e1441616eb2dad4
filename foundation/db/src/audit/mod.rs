//! The audit trail.
pub mod migration;
