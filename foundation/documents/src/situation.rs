//! The sheet of a « situation d’apprentissage »: what a team reads, prints and
//! gives to colleagues (teaching guide of the diploma, § 3.3 and 3.4).

use chrono::NaiveDate;

use crate::{Linked, Piece, Section};

/// Everything that the sheet shows, in the order it shows it. Texts are those
/// of the pages: French, already worded.
#[derive(Clone, Debug)]
pub struct SituationDocument {
    /// Its title.
    pub title: String,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// The full name of the diploma.
    pub curriculum: String,
    /// « Brouillon », « Proposée », « En usage ».
    pub state: String,
    /// The day the sheet is made, in Paris.
    pub date: NaiveDate,
    /// Where it takes place.
    pub organisation: Option<Organisation>,
    /// Label and value: staging, modes of work.
    pub facts: Vec<(String, String)>,
    /// The texts that say something.
    pub sections: Vec<Section>,
    /// The savoirs that are mobilised.
    pub knowledge: Vec<Linked>,
    /// The missions, in order.
    pub missions: Vec<Mission>,
    /// What is attached for the team: only named.
    pub pieces: Vec<Piece>,
    /// What the guide asks for and is not written yet: whole sentences.
    pub missing: Vec<String>,
}

/// The organisation fil rouge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// « VosRêves ».
    pub name: String,
    /// The texts that say something.
    pub sections: Vec<Section>,
    /// Its chart: how many are above, and the place.
    pub chart: Vec<(usize, String)>,
}

/// A mission, in the table shape of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mission {
    /// Its title.
    pub title: String,
    /// The competences with what is worked of each.
    pub competences: Vec<Worked>,
    /// « Conditions de réalisation »: how deep, and the line.
    pub conditions: Vec<(usize, String)>,
    /// « Productions attendues ».
    pub productions: Vec<String>,
    /// Its documents: only named.
    pub pieces: Vec<Piece>,
}

/// A competence that a mission works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The competence.
    pub competence: Linked,
    /// The detailed ones; empty when the whole competence is worked.
    pub detailed: Vec<Linked>,
}
