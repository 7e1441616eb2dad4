//! « La feuille de route du directeur »: where a school stands on its digital
//! transition, and what it is going to do about it.

use chrono::NaiveDate;

/// Everything that the roadmap shows, in the order it shows it. Texts are
/// those of the pages: French, already worded.
#[derive(Clone, Debug)]
pub struct RoadmapDocument {
    /// « Campagne 2026-2027 ».
    pub title: String,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// « NumEA-Établissement ».
    pub instrument: String,
    /// The day it is made, in Paris.
    pub date: NaiveDate,
    /// Label and value: when the campaign was held, who answered, where the
    /// position was decided.
    pub facts: Vec<(String, String)>,
    /// The graph.
    pub graph: Graph,
    /// What is reached of each step, the whole last.
    pub steps: Vec<StepShare>,
    /// Code and title of the items whose steps are all reached.
    pub strengths: Vec<(String, String)>,
    /// What to work on.
    pub improvements: Vec<Improvement>,
    /// The objectives that are pursued.
    pub objectives: Vec<RoadmapObjective>,
}

/// A radar with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// The axes: code and title.
    pub axes: Vec<(String, String)>,
    /// The campaigns, that of the document first: three at most.
    pub series: Vec<GraphSeries>,
    /// All of it in words, for those who do not see it.
    pub described: String,
}

/// A campaign on a radar.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphSeries {
    /// Its name.
    pub name: String,
    /// Its share on each axis, between 0 and 1.
    pub values: Vec<f64>,
    /// The same, as it is written: « 11 sur 15, 73 % ».
    pub figures: Vec<String>,
}

/// What is reached of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepShare {
    /// « Étape 1 ».
    pub name: String,
    /// Between 0 and 1.
    pub value: f64,
    /// « 20 sur 21, 95 % ».
    pub figure: String,
}

/// An item to work on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// « Étape 1 ».
    pub step: String,
    /// What is true once that step is reached.
    pub statement: String,
}

/// An objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoadmapObjective {
    /// What is to be done.
    pub title: String,
    /// The item and the step that it serves.
    pub about: String,
    /// Who leads it.
    pub pilot: String,
    /// By when.
    pub due: String,
    /// Where it is.
    pub state: String,
}
