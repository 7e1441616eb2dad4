//! The pages of the slice, each handler beside its template.

pub mod dossier;
pub mod export;
pub mod learner_path;
pub(crate) mod parts;
pub mod piece;
pub mod piece_add;
pub mod pieces;
pub mod queue;
pub mod reading;
pub mod reply;
pub mod report_actions;
pub mod report_compare;
pub mod report_edit;
pub mod report_new;
pub mod report_save;
pub mod report_show;
pub mod report_versions;
pub mod reports_list;
pub mod retouch;
pub mod target;
mod upload;
pub mod wards;
