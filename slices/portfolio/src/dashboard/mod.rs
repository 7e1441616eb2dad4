//! « Tableau de bord de suivi individuel des apprentissages » (teaching guide,
//! § 3.3.2.3): one learner over a time, from all points of view. It serves the
//! interview and the « bilans intermédiaires » (§ 3.3.2.1: « prendre conscience
//! du chemin parcouru, de ses points forts et de ses axes de progrès ») and lets
//! a learner « identifier ses forces et les écarts de réussites » (slides of the
//! inspectors). The gauge is the one that learners ask for in the vade-mecum
//! (III.2 D): « J’aime bien regarder le tableau de bord avec la jauge. »
//!
//! Points of view stay apart. A force or a gap is named by a rule with its
//! reason in a sentence; nothing is added up into a score.

mod chart;
mod loaded;
mod model;
mod pages;
mod printed;
pub mod routes;
mod store;
mod view;

use kernel::{AccountId, Period};

/// One’s own.
pub const OWN: &str = "/dossier/tableau-de-bord";

/// The report of a period, below the address of a dashboard.
#[must_use]
pub fn period_report(address: &str, period: Period) -> String {
    format!("{address}/bilan.pdf?du={}&au={}", period.start, period.end)
}

/// That of a learner, for those who follow them.
#[must_use]
pub fn of_learner(learner: AccountId) -> String {
    format!("/personnes/{learner}/tableau-de-bord")
}
