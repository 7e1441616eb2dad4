//! Interviews as pages show them.

use std::collections::HashMap;

use chrono::Datelike;
use kernel::{AccountId, Timestamp, date_long, date_time, local_date, time_short};
use people::api::PersonName;
use web::prose::{Block, parse};

use super::model::{Content, Section, Slot, State};
use super::paths;
use super::store::{Line, interviews};
use crate::pages::parts::steps::Step;
use crate::progress::cards::Chip;

/// Days as they are said.
const DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

/// « mardi 9 mars 2027, de 14 h 30 à 15 h 00 ».
#[must_use]
pub fn when(slot: Slot) -> String {
    let day = local_date(slot.starts_at);
    format!(
        "{} {}, de {} à {}",
        DAYS[day.weekday().num_days_from_monday() as usize],
        date_long(day),
        time_short(slot.starts_at),
        time_short(slot.ends_at())
    )
}

/// How somebody is called: « Mme Carbonnel », « Inès Ferrand ».
#[must_use]
pub fn called(names: &HashMap<AccountId, PersonName>, account: AccountId) -> String {
    names
        .get(&account)
        .map_or_else(|| "Une personne partie".to_owned(), PersonName::formal)
}

/// The state of an interview, for `ui::chip`.
#[must_use]
pub const fn state_chip(state: State) -> Chip {
    let kind = match state {
        State::Held => "now",
        State::ToSign => "warn",
        State::Signed => "ok",
        State::Planned | State::Cancelled => "",
    };
    Chip {
        kind,
        icon: state_icon(state),
        text: state.label(),
    }
}

const fn state_icon(state: State) -> &'static str {
    match state {
        State::Planned => "calendar",
        State::Held => "pencil",
        State::ToSign => "signature",
        State::Signed => "circle-check",
        State::Cancelled => "circle-x",
    }
}

/// An interview in a list.
#[derive(Clone, Debug)]
pub struct LineView {
    /// Where it is.
    pub href: String,
    /// When.
    pub when: String,
    /// « Salle B12, avec Mme Carbonnel ».
    pub about: String,
    /// What it is about; may be empty.
    pub subject: String,
    /// Where it is in its life.
    pub chip: Chip,
}

impl LineView {
    /// The view of a line.
    #[must_use]
    pub fn new(line: &Line, names: &HashMap<AccountId, PersonName>) -> Self {
        let with = format!("avec {}", called(names, line.teacher_id));
        Self {
            href: paths::interview(line.id),
            when: when(line.slot()),
            about: match line.place.as_str() {
                "" => with,
                place => format!("{place}, {with}"),
            },
            subject: line.subject.clone(),
            chip: state_chip(line.state),
        }
    }
}

/// The steps of an interview.
#[must_use]
pub fn steps(row: &interviews::Model) -> Vec<Step> {
    let on = |at: Option<Timestamp>| at.map_or_else(String::new, |at| date_long(local_date(at)));
    let at = match row.state {
        State::Planned | State::Cancelled => 0,
        State::Held => 1,
        State::ToSign => 2,
        State::Signed => 4,
    };
    let names = [
        (
            if row.state == State::Cancelled {
                "Annulé"
            } else {
                "Prévu"
            },
            on(Some(row.starts_at)),
        ),
        ("Compte rendu", on(row.held_at)),
        ("Signé par l’équipe", on(row.team_signed_at)),
        ("Signé par les deux", on(row.learner_signed_at)),
    ];
    names
        .into_iter()
        .enumerate()
        .map(|(number, (label, detail))| Step {
            label,
            detail,
            // « À signer » : the team has signed, the learner is next.
            done: number < at || (at == 2 && number == 2),
            current: match at {
                2 => number == 3,
                at => number == at,
            },
        })
        .collect()
}

/// A section that says something.
#[derive(Clone, Debug)]
pub struct SectionView {
    /// « Points forts ».
    pub label: &'static str,
    /// Its text, read.
    pub blocks: Vec<Block>,
}

/// The sections of a report that say something.
#[must_use]
pub fn sections(content: &Content) -> Vec<SectionView> {
    Section::ALL
        .iter()
        .filter(|section| !content.get(**section).trim().is_empty())
        .map(|section| SectionView {
            label: section.label(),
            blocks: parse(content.get(*section), &[]),
        })
        .collect()
}

/// A signature.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Who, or who is to.
    pub name: String,
    /// « pour l’équipe ».
    pub role: &'static str,
    /// When; none while it is missing.
    pub at: Option<String>,
}

/// The two signatures of a report.
#[must_use]
pub fn signatures(
    row: &interviews::Model,
    names: &HashMap<AccountId, PersonName>,
) -> [Signature; 2] {
    [
        Signature {
            name: called(names, row.team_signer_id.unwrap_or(row.teacher_id)),
            role: "pour l’équipe",
            at: row.team_signed_at.map(date_time),
        },
        Signature {
            name: called(names, row.learner_id),
            role: "pour soi",
            at: row.learner_signed_at.map(date_time),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn an_interview_is_said_with_its_day_and_its_two_hours() {
        let slot = Slot {
            starts_at: chrono::Utc.with_ymd_and_hms(2027, 3, 9, 13, 30, 0).unwrap(),
            minutes: 45,
        };
        assert_eq!(
            when(slot),
            "mardi 9 mars 2027, de 14\u{a0}h\u{a0}30 à 15\u{a0}h\u{a0}15"
        );
    }

    #[test]
    fn only_sections_that_say_something_are_shown() {
        let mut content = Content::default();
        *content.get_mut(Section::Improve) = "Le vocabulaire".into();
        *content.get_mut(Section::Lived) = " \n".into();
        let labels: Vec<_> = sections(&content).iter().map(|one| one.label).collect();
        assert_eq!(labels, ["Axes de progrès"]);
    }
}
