//! Schools, the people in them, how they come in, and the classes they form.
//!
//! - An **account** is one person in the whole instance; a **membership** ties
//!   it to a school, with roles there. A session is in one school: everything
//!   that it sees is of that school, nothing tells whether another one exists.
//! - A **class** follows a curriculum during a school year. Learners are
//!   enrolled, teachers assigned with the blocs that they teach; one of them
//!   may coordinate the class.
//! - A person without a password comes in by a **code** that serves once; one
//!   who forgot theirs, by a **link** that serves once.
//! - Two **records** of one learner can be made one, and apart again (`merging`).
//! - An **address** is optional; it receives nothing else before its owner has
//!   confirmed it (`mailing`).
//!
//! Invariants: a school always keeps an administrator; closing somebody's
//! access removes nothing of what they wrote; codes and sessions are kept as
//! hashes; rows of two schools cannot be tied together (foreign keys).

pub mod api;
mod commands;
mod directory;
mod events;
mod forms;
mod imports;
mod jobs;
mod mailing;
mod merging;
mod model;
mod objects;
mod pages;
mod passwords;
mod policy;
mod routes;
mod store;

#[cfg(feature = "testing")]
pub mod testing;

pub use directory::directory;
pub use routes::module;

/// The tables of the slice.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    vec![
        Box::new(store::migration::People),
        Box::new(store::groups::Groups),
        Box::new(store::roll_overs::RollOvers),
        Box::new(store::hours::TeachingHours),
        Box::new(imports::migration::Imports),
        Box::new(mailing::migration::Mailing),
        Box::new(store::followed::migration::Followed),
        Box::new(merging::migration::Merges),
    ]
}
