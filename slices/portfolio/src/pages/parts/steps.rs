//! Where a report is in its life, as a line of steps.

use kernel::{Timestamp, date_long, local_date};

use crate::report::store::VersionLine;
use crate::report::store::reports::Model;
use crate::report::{Reason, State};

/// A step, for `ui::steps`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub label: &'static str,
    /// When; empty for what is to come.
    pub detail: String,
    /// Whether it is behind.
    pub done: bool,
    /// Whether the report is there.
    pub current: bool,
}

/// The steps of a report. One that was sent back has two more than another.
#[must_use]
pub fn steps(row: &Model, versions: &[VersionLine]) -> Vec<Step> {
    let sent_back = versions
        .iter()
        .find(|version| version.reason == Reason::ToRevise)
        .filter(|_| row.revised);
    let submitted = row.submitted_at.filter(|_| row.state != State::Draft);
    let began = format!("commencé {}", on(row.created_at));
    let mut names = vec![("Brouillon", began)];
    let at = match sent_back {
        None => {
            names.push(("Soumis", submitted.map_or_else(String::new, on)));
            names.push(("Validé", row.validated_at.map_or_else(String::new, on)));
            match row.state {
                State::Draft => 0,
                State::Submitted => 1,
                State::ToRevise | State::Validated => 2,
            }
        }
        Some(sent_back) => {
            let before = versions.iter().find(|version| {
                version.reason == Reason::Submitted && version.number < sent_back.number
            });
            names.push((
                "Soumis",
                before.map_or_else(String::new, |v| on(v.created_at)),
            ));
            names.push((
                "À reprendre",
                format!("depuis {}", on(sent_back.created_at)),
            ));
            let again = submitted.filter(|at| *at > sent_back.created_at);
            names.push(("Soumis à nouveau", again.map_or_else(String::new, on)));
            names.push(("Validé", row.validated_at.map_or_else(String::new, on)));
            match row.state {
                State::Draft => 0,
                State::ToRevise => 2,
                State::Submitted => 3,
                State::Validated => 4,
            }
        }
    };
    names
        .into_iter()
        .enumerate()
        .map(|(index, (label, detail))| Step {
            label,
            detail: if index <= at { detail } else { String::new() },
            done: index < at,
            current: index == at,
        })
        .collect()
}

fn on(at: Timestamp) -> String {
    format!("le {}", date_long(local_date(at)))
}
