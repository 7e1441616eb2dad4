//! SIECLE, `ElevesSansAdresses.xml`: learners, then the classes that they are in.
//!
//! Shape: `BEE_ELEVES/PARAMETRES/UAJ`, `…/DONNEES/ELEVES/ELEVE@ELEVE_ID`,
//! `…/DONNEES/STRUCTURES/STRUCTURES_ELEVE@ELEVE_ID/STRUCTURE` with
//! `TYPE_STRUCTURE` « D » for a class (division).

use std::collections::HashMap;
use std::io::BufRead;

use super::xml::{Attributes, Visit, Xml, attribute};
use super::{Body, Format, MAX_ROWS, Reading, Row, Said, SaidLearner, Unreadable};

/// Reads it.
pub fn read(reader: Xml<impl BufRead>) -> Result<Reading, Unreadable> {
    let mut learners = Learners::default();
    reader.walk(&mut learners)?;
    if learners.rows.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(Reading {
        format: Format::SiecleLearners,
        uai: Some(learners.uai),
        year: learners.year.parse().ok(),
        body: Body::Rows(
            learners
                .rows
                .into_iter()
                .map(|(line, learner)| Row {
                    line,
                    said: Said::Learner(learner),
                })
                .collect(),
        ),
    })
}

#[derive(Default)]
struct Learners {
    uai: String,
    year: String,
    rows: Vec<(u32, SaidLearner)>,
    /// Where the learner of an `ELEVE_ID` is.
    places: HashMap<String, usize>,
    /// Nom de famille and nom d’usage of the learner being read.
    family: String,
    used: String,
    /// Whose structures are being read.
    whose: String,
    code: String,
    kind: String,
}

impl Visit for Learners {
    fn open(
        &mut self,
        path: &[String],
        attributes: &Attributes,
        line: u32,
    ) -> Result<(), Unreadable> {
        match path.last().map(String::as_str) {
            Some("ELEVE") if path.len() == 4 => {
                if self.rows.len() >= MAX_ROWS {
                    return Err(Unreadable::TooManyRows { limit: MAX_ROWS });
                }
                let local = attribute(attributes, "ELEVE_ID").to_owned();
                self.family.clear();
                self.used.clear();
                if !local.is_empty() {
                    self.places.insert(local.clone(), self.rows.len());
                }
                self.rows.push((
                    line,
                    SaidLearner {
                        local,
                        ..SaidLearner::default()
                    },
                ));
            }
            Some("STRUCTURES_ELEVE") => {
                self.whose = attribute(attributes, "ELEVE_ID").to_owned();
            }
            Some("STRUCTURE") => {
                self.code.clear();
                self.kind.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, path: &[String], text: &str) -> Result<(), Unreadable> {
        let Some(name) = path.last() else {
            return Ok(());
        };
        let parent = path.iter().rev().nth(1).map_or("", String::as_str);
        match (parent, name.as_str()) {
            ("PARAMETRES", "UAJ") => self.uai = text.to_owned(),
            ("PARAMETRES", "ANNEE_SCOLAIRE") => self.year = text.to_owned(),
            ("STRUCTURE", "CODE_STRUCTURE") => self.code = text.to_owned(),
            ("STRUCTURE", "TYPE_STRUCTURE") => self.kind = text.to_owned(),
            ("STRUCTURES_ELEVE", "STRUCTURE") => self.place_in_class(),
            ("ELEVES", "ELEVE") => {
                if let Some((_, learner)) = self.rows.last_mut() {
                    learner.last = match self.used.is_empty() {
                        true => std::mem::take(&mut self.family),
                        false => std::mem::take(&mut self.used),
                    };
                }
            }
            ("ELEVE", field) if path.len() == 5 => self.learner_field(field, text),
            _ => {}
        }
        Ok(())
    }
}

impl Learners {
    fn learner_field(&mut self, field: &str, text: &str) {
        let Some((_, learner)) = self.rows.last_mut() else {
            return;
        };
        match field {
            "ID_NATIONAL" | "INE" => learner.ine = text.to_owned(),
            "NOM_DE_FAMILLE" | "NOM" => self.family = text.to_owned(),
            "NOM_USAGE" => self.used = text.to_owned(),
            "PRENOM" => learner.first = text.to_owned(),
            "DATE_NAISS" => learner.birth = text.to_owned(),
            "CODE_MEF" => learner.mef = text.to_owned(),
            "CODE_STATUT" => learner.status = text.to_owned(),
            "DATE_SORTIE" => learner.left = text.to_owned(),
            _ => {}
        }
    }

    /// Groups are left out: a learner has one class and several groups.
    fn place_in_class(&mut self) {
        if self.kind != "D" {
            return;
        }
        let place = self.places.get(&self.whose).copied();
        if let Some((_, learner)) = place.and_then(|place| self.rows.get_mut(place)) {
            learner.class = std::mem::take(&mut self.code);
        }
    }
}
