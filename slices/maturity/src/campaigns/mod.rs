//! Campaigns: the school says where it stands, person by person, then together.
//!
//! « Le positionnement se présente sous la forme d’une série d’items, pouvant
//! être remplie individuellement et collectivement » (guide of NumEA,
//! « Démarche et mise en œuvre »).
//!
//! Invariants: a campaign keeps the version of the instrument that it was
//! opened on. An individual answer is read by nobody but its author: sending it
//! adds it to totals, closing the campaign erases it. The collective answer
//! keeps who changed what; closing freezes it. A head may fill it alone.

pub mod commands;
pub mod events;
pub mod forms;
pub mod migration;
pub mod model;
pub mod notices;
pub mod object;
pub mod pages;
pub mod paths;
pub mod policy;
pub mod routes;
pub(crate) mod store;

pub use model::{Answer, Answers, Audience, CampaignId, State};
