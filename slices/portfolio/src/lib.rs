//! The dossier numérique: reports that learners write, their evidence, the
//! team's feedback, and the positioning of both on the competences.
//!
//! Entities: [`report`] with its versions, [`evidence`] (« pièce »),
//! [`feedback`] (« retour »), [`positioning`] (« positionnement »);
//! [`matrix`] holds those of a class side by side, [`progress`] draws a learner's path out of them, [`reading`] the team's queue,
//! [`export`] makes a PDF of them.
//! [`progress`] draws a learner's path out of them, [`reading`] the team's queue,
//! [`export`] makes a PDF of them; [`interviews`] (« entretiens formatifs ») and
//! [`objectives`] say what comes next.
//! [`progress`] draws a learner's path out of them, [`reading`] the team's queue,
//! [`export`] makes a PDF of them; [`peers`] has learners read each
//! other; the dashboard shows one of them over time.
//!
//! Invariants: points of view stay apart and keep their history; the team
//! never sees a draft that was not shared; nothing written is overwritten.

pub mod api;
mod dashboard;
mod events;
pub mod evidence;
pub mod export;
pub mod feedback;
pub mod interviews;
mod jobs;
pub mod matrix;
mod merging;
mod module;
pub mod objectives;
mod pages;
mod past;
mod paths;
pub mod peers;
mod policy;
pub mod positioning;
mod progress;
mod reading;
pub mod report;

pub use module::module;

/// The tables of the slice.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    vec![
        Box::new(report::migration::Reports),
        Box::new(evidence::migration::Evidence),
        Box::new(positioning::migration::Positionings),
        Box::new(feedback::migration::FeedbackTables),
        Box::new(report::migration::ReportTrash),
        Box::new(export::migration::Exports),
        Box::new(report::migration::ReportQueue),
        Box::new(report::migration::ReportMission),
        Box::new(matrix::migration::Batches),
        Box::new(interviews::migration::Interviews),
        Box::new(objectives::migration::Objectives),
        Box::new(peers::migration::Peers),
    ]
}
