//! Curricula as data: a diploma is a TOML file (`data/curricula/`), a school adds its own
//! without touching code.
//!
//! - [`check`] turns a file into a [`Curriculum`], or explains every mistake with its line;
//! - [`shipped`] gives the curricula that come with Jalon, [`digital_framework`] the CRCN,
//!   [`workplace_framework`] the AEFA's list, [`scales`] the level scales;
//! - a [`Target`] is what a learner can be positioned on.
//!
//! All of it is pure but for `store` and `api`, which keep published versions in the database.

pub mod api;
mod check;
mod digital;
mod events;
pub mod hours;
mod lookup;
mod model;
mod module;
mod pages;
pub mod paths;
pub mod picker;
mod scale;
mod search;
mod shipped;
mod store;
mod workplace;

pub use check::{Problem, check};
pub use digital::{DigitalBand, DigitalCompetence, DigitalDomain, DigitalFramework, DigitalLevel};
pub use lookup::{CrcnLink, Target};
pub use model::{
    Activity, Block, Competence, Criterion, Curriculum, CurriculumName, DetailedCompetence, Exam,
    ExpectedResult, Knowledge, Pole, ResourceGroup, Section, Source, Transversal,
    TransversalCompetence, Unit,
};
pub use module::module;

pub use picker::{Offer, Picker};
pub use scale::{Scale, ScaleLevel};
pub use shipped::{
    SHIPPED_CURRICULA, digital_framework, scale, scales, shipped, workplace_framework,
};
pub use store::{CurriculumId, migrations};
pub use workplace::{WorkplaceCompetence, WorkplaceFramework, WorkplaceStage};
