//! Situations d’apprentissage: what a team has its learners live in a
//! didacticised organisation, and the missions that it entrusts to them.
//!
//! Entities: the organisation fil rouge, the situation with its nine elements
//! (teaching guide, § 3.3.1.1), the mission in the table shape of the guide.
//!
//! Invariants: what is missing of the nine elements is said and blocks
//! nothing; nothing written is overwritten; a learner sees the missions
//! entrusted to them and no others.

pub mod api;
pub mod assignments;
pub mod coverage;
pub mod documents;
mod events;
mod exchange;
pub mod hours;
mod jobs;
mod merging;
mod migration;
pub mod model;
mod module;
pub mod organisations;
mod pages;
mod paths;
pub mod policy;
mod printed;
pub mod purging;
mod rows;
pub mod sheets;
pub mod shipped;
pub mod situations;

pub use module::module;

/// The tables of the slice.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    vec![
        Box::new(migration::Situations),
        Box::new(assignments::migration::Assignments),
        Box::new(hours::migration::YearPlans),
        Box::new(exchange::migration::Arrivals),
    ]
}
