//! The dossier numérique: reports that learners write, their evidence, the
//! team's feedback, and the positioning of both on the competences.
//!
//! Entities: [`report`] with its versions, [`evidence`] (« pièce »),
//! [`feedback`] (« retour »), [`positioning`] (« positionnement »);
//! [`progress`] draws a learner's path out of them, [`reading`] the team's queue,
//! [`export`] makes a PDF of them; [`digital`] and [`transversal`] hold what no
//! diploma owns, [`overview`] looks at a whole class.
//!
//! Invariants: points of view stay apart and keep their history; the team
//! never sees a draft that was not shared; nothing written is overwritten.

pub mod api;
pub mod digital;
mod events;
pub mod evidence;
pub mod export;
pub mod feedback;
mod jobs;
mod merging;
mod module;
mod overview;
mod pages;
mod past;
mod paths;
mod policy;
pub mod positioning;
mod progress;
mod reading;
pub mod report;
pub mod transversal;

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
        Box::new(transversal::migration::SkillPositionings),
        Box::new(digital::pix::migration::PixResults),
    ]
}
