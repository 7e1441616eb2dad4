//! Two records of one learner made into one, and back.
//!
//! Imports and people type the same learner twice. An administrator compares
//! both records, says which account stays and which name, birth date and
//! address are right; one transaction then gives the kept account all that
//! hangs on the other one in the school, and closes the other.
//!
//! - What hangs on an account is known by its slice: [`web::Module::accounts`]
//!   lists the columns, [`web::Merging`] does what a list cannot say. This
//!   slice's own part is [`rows`]; who somebody is and how they come in is
//!   [`identity`].
//! - What moved is noted, row by row, so that it can go back exactly; what is
//!   done afterwards stays with the kept account. After
//!   [`model::UNDO_DAYS`] days the note is forgotten, and with it the way back.
//! - Two records that nobody can take for one learner are refused: another
//!   role, another school, a record that was merged already.

mod columns;
pub mod commands;
mod form;
mod identity;
pub mod migration;
pub mod model;
mod numbers;
pub mod pages;
mod rows;
pub mod store;
mod view;

pub use columns::COLUMNS;
pub use rows::PeopleMerging;

kernel::typed_ids! {
    /// A merge of two records.
    pub struct MergeId;
}
