//! STS-Web, `sts_emp_{UAI}_{year}.xml`: the staff, and the classes in which
//! each teaches.
//!
//! Shape: `PARAMETRES/UAJ@CODE`, `…/INDIVIDUS/INDIVIDU@ID`,
//! `…/DIVISIONS/DIVISION@CODE/SERVICES/SERVICE/ENSEIGNANTS/ENSEIGNANT@ID`.

use std::collections::HashMap;
use std::io::BufRead;

use super::xml::{Attributes, Visit, Xml, attribute};
use super::{Body, Format, MAX_ROWS, Reading, Row, Said, SaidStaff, Unreadable};

/// Somebody teaches in so many classes at most.
const MAX_CLASSES: usize = 60;

/// Reads it.
pub fn read(reader: Xml<impl BufRead>) -> Result<Reading, Unreadable> {
    let mut staff = Staff::default();
    reader.walk(&mut staff)?;
    if staff.rows.is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut classes = staff.classes;
    let rows = staff
        .rows
        .into_iter()
        .map(|(line, mut person)| {
            let taught = classes.remove(&person.local).unwrap_or_default();
            for class in taught {
                if person.classes.len() < MAX_CLASSES && !person.classes.contains(&class) {
                    person.classes.push(class);
                }
            }
            Row {
                line,
                said: Said::Staff(person),
            }
        })
        .collect();
    Ok(Reading {
        format: Format::Sts,
        uai: Some(staff.uai),
        year: staff.year.parse().ok(),
        body: Body::Rows(rows),
    })
}

#[derive(Default)]
struct Staff {
    uai: String,
    year: String,
    rows: Vec<(u32, SaidStaff)>,
    classes: HashMap<String, Vec<String>>,
    division: String,
    family: String,
    used: String,
}

impl Visit for Staff {
    fn open(
        &mut self,
        path: &[String],
        attributes: &Attributes,
        line: u32,
    ) -> Result<(), Unreadable> {
        match path.last().map(String::as_str) {
            Some("UAJ") if path.len() == 3 => {
                self.uai = attribute(attributes, "CODE").to_owned();
            }
            Some("ANNEE_SCOLAIRE") if path.len() == 3 => {
                self.year = attribute(attributes, "ANNEE").to_owned();
            }
            Some("INDIVIDU") => {
                if self.rows.len() >= MAX_ROWS {
                    return Err(Unreadable::TooManyRows { limit: MAX_ROWS });
                }
                self.family.clear();
                self.used.clear();
                self.rows.push((
                    line,
                    SaidStaff {
                        local: attribute(attributes, "ID").to_owned(),
                        ..SaidStaff::default()
                    },
                ));
            }
            Some("DIVISION") => self.division = attribute(attributes, "CODE").to_owned(),
            Some("ENSEIGNANT") if path.iter().any(|name| name == "DIVISION") => {
                let classes = self
                    .classes
                    .entry(attribute(attributes, "ID").to_owned())
                    .or_default();
                if classes.len() < MAX_CLASSES && !classes.contains(&self.division) {
                    classes.push(self.division.clone());
                }
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
        let Some((_, person)) = self.rows.last_mut() else {
            return Ok(());
        };
        match (parent, name.as_str()) {
            (_, "INDIVIDU") => {
                person.last = match self.used.is_empty() {
                    true => std::mem::take(&mut self.family),
                    false => std::mem::take(&mut self.used),
                };
            }
            ("INDIVIDU", "NOM_USAGE") => self.used = text.to_owned(),
            ("INDIVIDU", "NOM_PATRONYMIQUE" | "NOM_DE_FAMILLE" | "NOM") => {
                self.family = text.to_owned();
            }
            ("INDIVIDU", "PRENOM") => person.first = text.to_owned(),
            ("INDIVIDU", "CIVILITE") => person.title = text.to_owned(),
            ("INDIVIDU", "FONCTION") => person.post = text.to_owned(),
            _ => {}
        }
        Ok(())
    }
}
