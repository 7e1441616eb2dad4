//! SIECLE, `ResponsablesAvecAdresses.xml`: who is legally responsible for
//! whom, and how they are called. Their addresses are not read: Jalon has no
//! use for them.

use std::collections::HashMap;
use std::io::BufRead;

use super::xml::{Attributes, Visit, Xml, attribute};
use super::{Body, Format, MAX_ROWS, Reading, Row, Said, SaidGuardian, Unreadable};

/// A person has charge of so many learners at most; more is an error.
const MAX_WARDS: usize = 30;

/// Reads it.
pub fn read(reader: Xml<impl BufRead>) -> Result<Reading, Unreadable> {
    let mut guardians = Guardians::default();
    reader.walk(&mut guardians)?;
    if guardians.rows.is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut wards = guardians.wards;
    let rows = guardians
        .rows
        .into_iter()
        .map(|(line, mut guardian)| {
            guardian.wards = wards.remove(&guardian.local).unwrap_or_default();
            Row {
                line,
                said: Said::Guardian(guardian),
            }
        })
        .collect();
    Ok(Reading {
        format: Format::SiecleGuardians,
        uai: Some(guardians.uai),
        year: guardians.year.parse().ok(),
        body: Body::Rows(rows),
    })
}

#[derive(Default)]
struct Guardians {
    uai: String,
    year: String,
    rows: Vec<(u32, SaidGuardian)>,
    wards: HashMap<String, Vec<String>>,
    links: usize,
    learner: String,
    person: String,
    legal: String,
    /// Nom de famille and nom d’usage.
    family: String,
    used: String,
}

impl Visit for Guardians {
    fn open(
        &mut self,
        path: &[String],
        attributes: &Attributes,
        line: u32,
    ) -> Result<(), Unreadable> {
        match path.last().map(String::as_str) {
            Some("RESPONSABLE_ELEVE") => {
                self.learner.clear();
                self.person.clear();
                self.legal.clear();
            }
            Some("PERSONNE") => {
                if self.rows.len() >= MAX_ROWS {
                    return Err(Unreadable::TooManyRows { limit: MAX_ROWS });
                }
                self.family.clear();
                self.used.clear();
                self.rows.push((
                    line,
                    SaidGuardian {
                        local: attribute(attributes, "PERSONNE_ID").to_owned(),
                        ..SaidGuardian::default()
                    },
                ));
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
            ("RESPONSABLE_ELEVE", "ELEVE_ID") => self.learner = text.to_owned(),
            ("RESPONSABLE_ELEVE", "PERSONNE_ID") => self.person = text.to_owned(),
            ("RESPONSABLE_ELEVE", "RESP_LEGAL") => self.legal = text.to_owned(),
            (_, "RESPONSABLE_ELEVE") => return self.link(),
            (_, "PERSONNE") => {
                if let Some((_, person)) = self.rows.last_mut() {
                    person.last = match self.used.is_empty() {
                        true => std::mem::take(&mut self.family),
                        false => std::mem::take(&mut self.used),
                    };
                }
            }
            ("PERSONNE", field) => self.person_field(field, text),
            _ => {}
        }
        Ok(())
    }
}

impl Guardians {
    /// 1 and 2 are legally responsible; 0 is a contact.
    fn link(&mut self) -> Result<(), Unreadable> {
        if !matches!(self.legal.as_str(), "1" | "2") {
            return Ok(());
        }
        self.links += 1;
        if self.links > MAX_ROWS * 2 {
            return Err(Unreadable::TooManyRows { limit: MAX_ROWS });
        }
        let wards = self
            .wards
            .entry(std::mem::take(&mut self.person))
            .or_default();
        if wards.len() < MAX_WARDS && !wards.contains(&self.learner) {
            wards.push(std::mem::take(&mut self.learner));
        }
        Ok(())
    }

    fn person_field(&mut self, field: &str, text: &str) {
        let Some((_, person)) = self.rows.last_mut() else {
            return;
        };
        match field {
            "NOM_DE_FAMILLE" | "NOM" => self.family = text.to_owned(),
            "NOM_USAGE" => self.used = text.to_owned(),
            "PRENOM" => person.first = text.to_owned(),
            "LC_CIVILITE" | "LL_CIVILITE" | "CIVILITE" => person.title = text.to_owned(),
            _ => {}
        }
    }
}
