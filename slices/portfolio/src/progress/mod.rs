//! Progress: what a learner has done and where they stand, put together for
//! « Mon parcours » and for the team.

pub mod cards;
pub mod learner;
pub mod map;
pub mod next;
#[cfg(test)]
pub(crate) mod plan;
pub mod seen;
pub mod store;
pub mod view;
pub mod work;

pub use work::Work;
