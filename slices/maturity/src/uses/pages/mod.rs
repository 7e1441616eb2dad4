//! The pages of shared uses, each handler beside its template.

pub mod list;
pub mod show;
pub mod talk;
pub mod trash;
pub mod write;

/// What is said to somebody whose use changed elsewhere meanwhile.
const CROSSED: &str = "Cet usage a changé pendant que vous écriviez. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Ouvrez l’usage dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";
