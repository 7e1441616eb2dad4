//! The competences of a class, learner by learner, on one large sheet.

use chrono::NaiveDate;

use crate::Viewpoint;

/// Everything that the matrix shows, in the order it shows it. Texts are those
/// of the pages: French, already worded.
#[derive(Clone, Debug)]
pub struct MatrixDocument {
    /// « Compétences de MC SNO 1 ».
    pub title: String,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// The full name of the diploma, with the year.
    pub curriculum: String,
    /// The day it is made, in Paris.
    pub date: NaiveDate,
    /// « 12 apprenant·es sur 28 ».
    pub people: String,
    /// What it is narrowed to, in words; empty when everything is there.
    pub narrowed: Vec<String>,
    /// The names of the levels, from level 1 up.
    pub levels: Vec<String>,
    /// The points of view shown, in the order of [`MatrixCell::levels`].
    pub viewpoints: Vec<Viewpoint>,
    /// The blocs with their columns.
    pub blocs: Vec<MatrixBloc>,
    /// The learners; each has a cell for every column.
    pub rows: Vec<MatrixRow>,
}

/// A bloc over its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixBloc {
    /// 1, 2, 3…: also its hue.
    pub number: u8,
    /// Its official title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<MatrixColumn>,
}

/// A competence or a detailed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixColumn {
    /// `C1.1`.
    pub code: String,
    /// What it is called in a narrow column.
    pub label: String,
    /// Whether it is a detailed one.
    pub detailed: bool,
}

/// A learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// « Ferrand Inès ».
    pub name: String,
    /// Their cells.
    pub cells: Vec<MatrixCell>,
}

/// Where a learner and a competence meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixCell {
    /// The level of each point of view shown; 0 when there is none.
    pub levels: Vec<u8>,
    /// « 12/10 · 3 »: when it was last looked at, how much proves it.
    pub note: String,
    /// Whether the points of view are far apart.
    pub gap: bool,
    /// All of it in words, for those who do not see it.
    pub said: String,
}
