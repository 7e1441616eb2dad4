//! Finding people by number and by name, in the school and in the file.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::AccountId;

use super::known::{IdSource, Known, KnownPerson};
use super::values;
use crate::imports::formats::{Row, Said};

/// Where people are.
pub struct Index<'a> {
    /// What the school has.
    pub known: &'a Known,
    by_id: HashMap<AccountId, usize>,
    by_number: HashMap<(IdSource, &'a str), usize>,
    by_name: HashMap<String, Vec<usize>>,
    /// Lines of the file by INE.
    lines_by_ine: HashMap<String, Vec<u32>>,
    /// Lines of the file by name and birth date, with their INE.
    lines_by_name: HashMap<(String, Option<NaiveDate>), Vec<NumberedIne>>,
    /// How many lines of the file bear a name.
    names: HashMap<String, u32>,
    /// The line of the file that each account was recognised in.
    taken: HashMap<AccountId, u32>,
}

/// A line of the file and the INE that it gives.
type NumberedIne = (u32, Option<String>);

impl<'a> Index<'a> {
    /// Of a school and of a file.
    pub fn new(known: &'a Known, rows: &[Row]) -> Self {
        let mut index = Self {
            known,
            by_id: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            lines_by_ine: HashMap::new(),
            lines_by_name: HashMap::new(),
            names: HashMap::new(),
            taken: HashMap::new(),
        };
        for (place, person) in known.people.iter().enumerate() {
            index.by_id.insert(person.id, place);
            for (source, value) in &person.ids {
                index.by_number.insert((*source, value), place);
            }
            index
                .by_name
                .entry(person.name.search_key())
                .or_default()
                .push(place);
        }
        for row in rows {
            index.note(row);
        }
        index
    }

    fn note(&mut self, row: &Row) {
        let Said::Learner(said) = &row.said else {
            return;
        };
        let ine = values::ine(&said.ine).ok().flatten();
        if let Some(ine) = &ine {
            self.lines_by_ine
                .entry(ine.clone())
                .or_default()
                .push(row.line);
        }
        if let Ok(name) = values::name(&said.last, &said.first, None) {
            let key = name.search_key();
            *self.names.entry(key.clone()).or_default() += 1;
            self.lines_by_name
                .entry((key, values::day(&said.birth)))
                .or_default()
                .push((row.line, ine));
        }
    }

    /// The person of an account.
    pub fn person(&self, id: AccountId) -> Option<&'a KnownPerson> {
        let place = self.by_id.get(&id)?;
        self.known.people.get(*place)
    }

    /// The person of a number.
    pub fn numbered(&self, source: IdSource, value: &str) -> Option<&'a KnownPerson> {
        if value.is_empty() {
            return None;
        }
        let place = self.by_number.get(&(source, value))?;
        self.known.people.get(*place)
    }

    /// The people of a name.
    pub fn named(&self, key: &str) -> impl Iterator<Item = &'a KnownPerson> {
        let known = self.known;
        self.by_name
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(move |place| known.people.get(*place))
    }

    /// The other lines of the file with this INE.
    pub fn others_with_ine(&self, ine: &str, line: u32) -> Vec<u32> {
        self.lines_by_ine
            .get(ine)
            .into_iter()
            .flatten()
            .copied()
            .filter(|other| *other != line)
            .collect()
    }

    /// The other lines of the file with this name and birth date that no INE
    /// tells apart from this one.
    pub fn twins(
        &self,
        key: &str,
        birth: Option<NaiveDate>,
        ine: Option<&str>,
        line: u32,
    ) -> Vec<u32> {
        self.lines_by_name
            .get(&(key.to_owned(), birth))
            .into_iter()
            .flatten()
            .filter(|(other, theirs)| {
                let told_apart = matches!((ine, theirs.as_deref()), (Some(a), Some(b)) if a != b);
                *other != line && !told_apart
            })
            .map(|(other, _)| *other)
            .collect()
    }

    /// Whether one line only of the file bears this name.
    pub fn name_is_alone(&self, key: &str) -> bool {
        self.names.get(key).copied().unwrap_or(0) <= 1
    }

    /// Notes that a line is about this account; the earlier line if another
    /// one was already.
    pub fn take(&mut self, id: AccountId, line: u32) -> Option<u32> {
        match self.taken.insert(id, line) {
            Some(earlier) if earlier != line => Some(earlier),
            _ => None,
        }
    }
}
