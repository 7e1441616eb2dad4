//! A cell of the matrix in words: on its page, on paper, for a voice.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Timestamp, count, date_long, local_date};

use super::model::{Cell, Mark};
use crate::positioning::Viewpoint;

/// « 12 apprenant·es sur 28 ».
pub fn summary(shown: usize, all: usize) -> String {
    match shown == all {
        true => count(all as u64, "apprenant·e", "apprenant·es"),
        false => format!(
            "{} sur {all}",
            count(shown as u64, "apprenant·e", "apprenant·es")
        ),
    }
}

/// « 12/10 · 3 »: when it was last looked at, how much proves it.
pub fn note(cell: &Cell, days: &mut Days) -> String {
    let day = cell.seen().map(|at| days.of(at).short.clone());
    match (day, cell.proofs) {
        (None, 0) => String::new(),
        (None, proofs) => format!("· {proofs}"),
        (Some(day), 0) => day,
        (Some(day), proofs) => format!("{day} · {proofs}"),
    }
}

/// « Inès Ferrand, C1.1, équipe niveau 3 le 12 octobre 2026, auto niveau 2, 3 preuves ».
pub fn label(
    name: &str,
    code: &str,
    cell: &Cell,
    viewpoints: &[Viewpoint],
    days: &mut Days,
) -> String {
    use std::fmt::Write;
    let mut label = format!("{name}, {code}");
    for viewpoint in viewpoints {
        let who = match viewpoint {
            Viewpoint::Team => "équipe",
            Viewpoint::SelfView => "auto",
            Viewpoint::Tutor => "tuteur·rice",
            Viewpoint::Peer => "pairs",
        };
        // Writing to a text cannot fail.
        let _ = match cell.mark(*viewpoint) {
            None => write!(label, ", {who} non positionné"),
            Some(Mark { level, at }) if *viewpoint == Viewpoint::Team => {
                write!(label, ", {who} niveau {level} le {}", days.of(at).long)
            }
            Some(Mark { level, .. }) => write!(label, ", {who} niveau {level}"),
        };
    }
    let _ = match cell.proofs {
        0 => write!(label, ", sans preuve"),
        proofs => write!(label, ", {}", count(proofs.into(), "preuve", "preuves")),
    };
    label
}

/// A day in words.
pub struct Day {
    /// « 12/10 », or « 10/2025 » when it is long ago.
    pub short: String,
    /// « 12 octobre 2026 ».
    pub long: String,
}

/// Days in words: a class is rated on few of them.
pub struct Days {
    today: NaiveDate,
    known: HashMap<NaiveDate, Day>,
}

impl Days {
    /// None yet, seen from a day.
    pub fn new(today: NaiveDate) -> Self {
        Self {
            today,
            known: HashMap::new(),
        }
    }

    /// The day of an instant, in Paris.
    pub fn of(&mut self, at: Timestamp) -> &Day {
        let day = local_date(at);
        let long_ago = (self.today - day).num_days() > 300;
        self.known.entry(day).or_insert_with(|| Day {
            short: day
                .format(if long_ago { "%m/%Y" } else { "%d/%m" })
                .to_string(),
            long: date_long(day),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(marks: &[(Viewpoint, u8)], proofs: u32) -> Cell {
        let mut cell = Cell::default();
        for (viewpoint, level) in marks {
            let at = Timestamp::from_timestamp(1_791_806_400, 0).unwrap();
            cell.add(*viewpoint, Mark { level: *level, at });
        }
        cell.proofs = proofs;
        cell
    }

    fn days() -> Days {
        Days::new(NaiveDate::from_ymd_opt(2027, 3, 9).unwrap())
    }

    #[test]
    fn a_cell_is_said_in_words() {
        let both = cell(&[(Viewpoint::Team, 3), (Viewpoint::SelfView, 2)], 1);
        let shown = [Viewpoint::Team, Viewpoint::SelfView];
        assert_eq!(
            label("Inès Ferrand", "C1.1", &both, &shown, &mut days()),
            "Inès Ferrand, C1.1, équipe niveau 3 le 12 octobre 2026, auto niveau 2, 1\u{a0}preuve"
        );
        assert_eq!(
            label(
                "Inès Ferrand",
                "C1.1",
                &Cell::default(),
                &shown,
                &mut days()
            ),
            "Inès Ferrand, C1.1, équipe non positionné, auto non positionné, sans preuve"
        );
    }

    #[test]
    fn a_note_says_the_day_and_the_proofs() {
        let placed = cell(&[(Viewpoint::Team, 3)], 2);
        assert_eq!(note(&placed, &mut days()), "12/10 · 2");
        assert_eq!(note(&Cell::default(), &mut days()), "");
        let mut later = Days::new(NaiveDate::from_ymd_opt(2028, 3, 9).unwrap());
        assert_eq!(note(&placed, &mut later), "10/2026 · 2");
    }
}
