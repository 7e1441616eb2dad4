//! What a workbook holds. Pure.

use chrono::NaiveDate;

use crate::objectives::State;
use crate::results::model::Standing;

/// The sheets, by their names.
pub const QUESTIONNAIRE: &str = "Questionnaire";
/// The data of the graph.
pub const GRAPH: &str = "Graphique";
/// The objectives.
pub const SCHEDULE: &str = "Échéancier";
/// What the sheets of the guide cannot hold.
pub const DETAIL: &str = "Jalon – détail";

/// What the sheets say at their head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// The campaign whose collective answer it is; empty without one.
    pub campaign: String,
    /// When it was made.
    pub updated_on: NaiveDate,
}

/// What a workbook holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// Where the school stands, statement by statement.
    pub standing: Standing,
    /// The objectives, in their order.
    pub goals: Vec<BookGoal>,
}

/// An objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookGoal {
    /// The code of its item.
    pub item: String,
    /// Its step.
    pub step: u8,
    /// What will be done.
    pub title: String,
    /// « Mesurable ».
    pub measure: String,
    /// « Ambitieux et Atteignable ».
    pub ambition: String,
    /// « Réaliste ».
    pub means: String,
    /// Who pilots it, by name; may be empty.
    pub pilot: String,
    /// Until when.
    pub due_on: Option<NaiveDate>,
    /// Its checkpoints, in the order of their days.
    pub points: Vec<BookPoint>,
    /// Whether it is reached.
    pub reached: bool,
    /// What was observed.
    pub observations: String,
}

/// A checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookPoint {
    /// Of which day.
    pub on: NaiveDate,
    /// What it says.
    pub state: State,
    /// What is said of it; only the sheet « Jalon – détail » holds it.
    pub remark: String,
    /// Who said it, likewise.
    pub author: String,
}
