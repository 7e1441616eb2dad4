//! Évaluation entre pairs (« Evaluation entre pairs », slides of the inspectors,
//! « Suivi de la progressivité du niveau d’acquisition des compétences, par
//! l’apprenant »): learners read productions of their class on criteria that
//! the team chose, and say what is done well, ask, suggest.
//!
//! A round (« relecture ») is prepared, opened, closed by its date, then handed
//! over by somebody of the team: nothing reaches an author before an adult
//! could read it and hide what is unkind. Nobody reads themself. Where the
//! round is anonymous, learners never see a name; the team always does, and
//! the pages say so to those who write. A level given on a competence becomes
//! a positioning of the peers, one for each of them: never a mark, never an
//! average. A production is open to a reader while the round is, and no longer.

pub mod api;
pub mod commands;
mod events;
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
pub mod view;
