//! The pages of digital projects, each handler beside its template.

pub mod links;
pub mod list;
pub mod show;
pub mod step;
pub mod trash;
pub mod write;

/// What is said to the second of two who change the same thing.
const CROSSED: &str = "Cette page a changé pendant que vous écriviez. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Ouvrez le projet dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";
