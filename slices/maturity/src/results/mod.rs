//! What a positioning amounts to: percentages per step, graph by field and by
//! item, strong points and axes of progress, spread of the individual answers,
//! evolution over campaigns, and the head’s roadmap.
//!
//! « Un graphique de positionnement de la transition numérique et un
//! pourcentage d’items atteints pour chacune des trois étapes sont générés
//! automatiquement » (guide of NumEA).

pub mod charts;
pub mod counting;
pub mod model;
pub mod pages;
pub mod spread;

pub use model::{Share, Standing};
