//! A pasted list of people: « nom ; prénom ; date de naissance », one a line.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::forms::fields::{birth_date, first_name, last_name};
use crate::model::PersonName;

/// A list holds at most so many people: it is created in one transaction.
pub const MAX_LINES: usize = 500;

/// One line that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in what was pasted, from 1.
    pub number: usize,
    /// Who it names, or why it cannot be read.
    pub person: Result<ListedPerson, LineError>,
}

/// Somebody named by a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// Nom.
    pub last: String,
    /// Prénom.
    pub first: String,
    /// Birth date, if the line has one.
    pub birth_date: Option<NaiveDate>,
}

impl ListedPerson {
    /// How the person is called.
    #[must_use]
    pub fn name(&self) -> PersonName {
        PersonName {
            title: None,
            first: self.first.clone(),
            last: self.last.clone(),
        }
    }
}

/// Why a line cannot be read: a sentence, and the start of the line to find it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// What is wrong.
    pub reason: String,
    /// The beginning of the line.
    pub text: String,
}

/// Reads the lines. Columns are separated by « ; » or by tabs (a copy from a
/// spreadsheet); empty lines and a first line of titles are left out.
#[must_use]
pub fn parse_list(text: &str, today: NaiveDate) -> Vec<Line> {
    let mut first = true;
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim_matches(['\u{feff}', ' ', '\r'])))
        .filter(|(_, line)| !line.trim().is_empty())
        .filter(|(_, line)| !(std::mem::take(&mut first) && is_titles(line)))
        .map(|(number, line)| Line {
            number,
            person: parse_line(line, today).map_err(|reason| LineError {
                reason,
                text: kernel::truncate(line, 60),
            }),
        })
        .collect()
}

/// What would become of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The person is created.
    New(ListedPerson),
    /// Somebody of that name is in the school already: to be decided.
    Known(ListedPerson),
    /// An earlier line, by its number, names the same person: to be decided.
    Twice(ListedPerson, usize),
    /// The line cannot be read.
    Wrong(LineError),
}

impl Verdict {
    /// The person named by the line, if it can be read.
    #[must_use]
    pub fn person(&self) -> Option<&ListedPerson> {
        match self {
            Self::New(person) | Self::Known(person) | Self::Twice(person, _) => Some(person),
            Self::Wrong(_) => None,
        }
    }

    /// Whether somebody must decide.
    #[must_use]
    pub fn is_doubt(&self) -> bool {
        matches!(self, Self::Known(_) | Self::Twice(..))
    }
}

/// What would become of each line, by its number. `known` holds the search
/// keys of the names that are in the school.
#[must_use]
pub fn review(lines: Vec<Line>, known: &[String]) -> Vec<(usize, Verdict)> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    lines
        .into_iter()
        .map(|line| {
            let verdict = match line.person {
                Err(error) => Verdict::Wrong(error),
                Ok(person) => {
                    let key = person.name().search_key();
                    let earlier = *seen.entry(key.clone()).or_insert(line.number);
                    if earlier != line.number {
                        Verdict::Twice(person, earlier)
                    } else if known.contains(&key) {
                        Verdict::Known(person)
                    } else {
                        Verdict::New(person)
                    }
                }
            };
            (line.number, verdict)
        })
        .collect()
}

fn columns(line: &str) -> Vec<&str> {
    let separator = if line.contains('\t') { '\t' } else { ';' };
    line.split(separator)
        .map(|column| column.trim().trim_matches('"').trim())
        .collect()
}

fn is_titles(line: &str) -> bool {
    let columns = columns(line);
    let is = |index: usize, title: &str| {
        columns
            .get(index)
            .is_some_and(|column| db::text::search_key(column) == title)
    };
    is(0, "nom") && is(1, "prenom")
}

fn parse_line(line: &str, today: NaiveDate) -> Result<ListedPerson, String> {
    let columns = columns(line);
    let (last, first, birth) = match columns.as_slice() {
        [_] => {
            return Err("Il manque le «\u{202f};\u{202f}» entre le nom et le prénom.".to_owned());
        }
        [last, first] => (*last, *first, ""),
        [last, first, birth, rest @ ..] if rest.iter().all(|column| column.is_empty()) => {
            (*last, *first, *birth)
        }
        _ => {
            return Err(
                "Il y a trop de colonnes\u{a0}: nom, prénom et, au plus, date de naissance."
                    .to_owned(),
            );
        }
    };
    Ok(ListedPerson {
        last: last_name(last)?,
        first: first_name(first)?,
        birth_date: birth_date(birth, today)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, 9).unwrap()
    }

    fn read(text: &str) -> Vec<Line> {
        parse_list(text, today())
    }

    #[test]
    fn a_list_is_read_from_a_mail_or_from_a_spreadsheet() {
        let lines = read("\u{feff}Nom ; Prénom\nFERRAND ; Inès\r\n\nN’Diaye\tMoussa\t02/11/2008\n");
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].number, 2);
        assert_eq!(lines[0].person.as_ref().unwrap().first, "Inès");
        let moussa = lines[1].person.as_ref().unwrap();
        assert_eq!((lines[1].number, moussa.last.as_str()), (4, "N’Diaye"));
        assert_eq!(moussa.birth_date, NaiveDate::from_ymd_opt(2008, 11, 2));
    }

    #[test]
    fn each_wrong_line_says_why() {
        let reason = |line: &str| read(line)[0].person.as_ref().unwrap_err().reason.clone();
        assert!(reason("Ferrand Inès").contains("Il manque"));
        assert!(reason("Ferrand ;").contains("prénom est à remplir"));
        assert!(reason("; Inès").contains("nom est à remplir"));
        assert!(reason("Ferrand ; Inès ; hier").contains("date"));
        assert!(reason("Ferrand ; Inès ; 02/11/2035").contains("date"));
        assert!(reason("a;b;02/11/2008;d").contains("trop de colonnes"));
    }

    #[test]
    fn the_same_name_twice_or_known_is_a_doubt() {
        let lines = read("FERRAND ; Inès\nFerrand;Ines\nDupont;Léa\nseul");
        let lea = lines[2].person.as_ref().unwrap().name().search_key();
        let verdicts: Vec<Verdict> = review(lines, &[lea]).into_iter().map(|(_, v)| v).collect();
        assert!(matches!(verdicts[0], Verdict::New(_)));
        assert!(matches!(verdicts[1], Verdict::Twice(_, 1)));
        assert!(matches!(verdicts[2], Verdict::Known(_)));
        assert!(matches!(verdicts[3], Verdict::Wrong(_)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_losing_a_line(text in "(.{0,30}\n){0,6}") {
            let filled: Vec<&str> = text
                .lines()
                .map(|line| line.trim_matches(['\u{feff}', ' ', '\r']).trim())
                .filter(|line| !line.is_empty())
                .collect();
            let titles = usize::from(filled.first().is_some_and(|line| is_titles(line)));
            prop_assert_eq!(read(&text).len(), filled.len() - titles);
        }
    }
}
