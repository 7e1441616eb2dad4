//! The dossier numérique: reports that learners write, their evidence, the
//! team's feedback, and the positioning of both on the competences.
//!
//! Entities: [`report`] with its versions, [`evidence`] (« pièce »),
//! [`feedback`] (« retour »), [`positioning`] (« positionnement »);
//! [`progress`] draws a learner's path out of them, [`matrix`] those of a class
//! side by side, the overview says where the class is, the dashboard shows one
//! learner over time; [`reading`] is the team's queue, [`export`] makes a PDF.
//! [`peers`] has learners read each other; [`interviews`] (« entretiens
//! formatifs ») and [`objectives`] say what comes next; [`digital`] and
//! [`transversal`] are the competences that no diploma owns.
//!
//! Invariants: points of view stay apart and keep their history; the team
//! never sees a draft that was not shared; nothing written is overwritten.

pub mod api;
mod by;
mod dashboard;
pub mod digital;
mod events;
pub mod evidence;
pub mod export;
pub mod feedback;
pub mod interviews;
mod jobs;
mod kept;
pub mod matrix;
mod merging;
mod module;
pub mod objectives;
mod overview;
mod pages;
mod past;
mod paths;
pub mod peers;
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
        Box::new(matrix::migration::Batches),
        Box::new(interviews::migration::Interviews),
        Box::new(objectives::migration::Objectives),
        Box::new(peers::migration::Peers),
        Box::new(transversal::migration::SkillPositionings),
        Box::new(digital::pix::migration::PixResults),
    ]
}
