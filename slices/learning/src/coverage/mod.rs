//! What a class works: competences across the situations that it was given,
//! by whom each is done and by whom not yet, and what follows for the CRCN.

mod crowd;
pub mod model;
pub mod pages;
pub mod store;
