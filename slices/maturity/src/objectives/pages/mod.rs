//! The pages of SMART objectives, each handler beside its template.

pub mod calendar;
pub mod follow;
pub mod schedule;
pub mod show;
pub mod trash;
pub mod write;

/// What is said to the second of two who change the same objective.
const CROSSED: &str = "Cet objectif a changé pendant que vous écriviez. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Ouvrez l’objectif dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";
