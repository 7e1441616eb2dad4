//! The « bilan intermédiaire » of a learner: where they stand after a time, for
//! themself, their family or an interview (teaching guide of the diploma,
//! § 3.3.2.1: « prendre conscience du chemin parcouru, de ses points forts et de
//! ses axes de progrès »).

use chrono::NaiveDate;

use crate::{Bloc, Linked};

/// Everything that the report of a period shows, in the order it shows it.
/// Texts are those of the pages: French, already worded.
#[derive(Clone, Debug)]
pub struct PeriodReport {
    /// « Inès Ferrand ».
    pub learner: String,
    /// « MC SNO 1 ».
    pub class: String,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// The full name of the diploma, with the year.
    pub curriculum: String,
    /// « du 1er septembre au 28 novembre 2026 ».
    pub period: String,
    /// The day it is made, in Paris.
    pub date: NaiveDate,
    /// The names of the levels, from level 1 up; as many milestones as names.
    pub levels: Vec<String>,
    /// What stands out.
    pub forces: Vec<Finding>,
    /// What is to be worked on.
    pub gaps: Vec<Finding>,
    /// The objectives; none for whoever does not see them.
    pub objectives: Option<Vec<Goal>>,
    /// Where the learner stands at the end of the period.
    pub blocs: Vec<Bloc>,
    /// What was done; none for whoever sees levels alone.
    pub works: Option<PeriodWorks>,
}

/// A force or a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The competence.
    pub competence: Linked,
    /// Why it is named, in a sentence.
    pub reason: String,
}

/// An objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What is to be reached.
    pub title: String,
    /// « Remédiation, pour le 20 mars 2027 ».
    pub about: String,
    /// « En cours ».
    pub state: String,
}

/// What was handed in and done in the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodWorks {
    /// By competence.
    pub evidence: Vec<Proven>,
    /// The missions.
    pub missions: Vec<Done>,
}

/// The proofs of a competence in the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The competence.
    pub competence: Linked,
    /// The reports and pieces, each with its day.
    pub works: Vec<Done>,
}

/// A report, a piece or a mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its title.
    pub title: String,
    /// « soumis le 8 mars 2027 ».
    pub about: String,
}
