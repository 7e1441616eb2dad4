//! The dossier numérique: reports that learners write, their evidence, the
//! team's feedback, and the positioning of both on the competences.
//!
//! Entities: [`report`] with its versions, [`evidence`] (« pièce »),
//! [`feedback`] (« retour »), [`positioning`] (« positionnement »).
//!
//! Invariants: points of view stay apart and keep their history; the team
//! never sees a draft that was not shared; nothing written is overwritten.

pub mod evidence;
pub mod feedback;
pub mod positioning;
pub mod report;
