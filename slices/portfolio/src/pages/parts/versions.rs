//! The kept versions of a report, as a list.

use kernel::{AccountId, date_time};
use web::{Actor, App, AppResult};

use crate::feedback::view::called;
use crate::paths;
use crate::report::ReportId;
use crate::report::store::VersionLine;

/// A version in the list.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// Its number.
    pub number: i32,
    /// « Version 3, à reprendre ».
    pub label: String,
    /// « 8 mars 2027 à 18 h 05 ».
    pub at: String,
    /// Who made it be kept, when it is somebody else.
    pub by: Option<String>,
    /// Where it is read.
    pub href: String,
    /// Where it is compared with the text in place.
    pub compare: String,
}

/// The versions as their learner sees them.
pub async fn rows(
    app: &App,
    actor: &Actor,
    report: ReportId,
    lines: &[VersionLine],
) -> AppResult<Vec<VersionRow>> {
    let mut others: Vec<AccountId> = lines
        .iter()
        .map(|line| line.author_id)
        .filter(|author| *author != actor.account)
        .collect();
    others.sort_unstable();
    others.dedup();
    let names = match others.is_empty() {
        true => std::collections::HashMap::new(),
        false => people::api::names_of(&app.db, actor.school, &others).await?,
    };
    Ok(lines
        .iter()
        .map(|line| VersionRow {
            number: line.number,
            label: label(line),
            at: date_time(line.created_at),
            by: (line.author_id != actor.account).then(|| called(&names, line.author_id)),
            href: paths::version(report, line.number),
            compare: paths::compare(report, line.number),
        })
        .collect())
}

/// « Version 3, à reprendre ».
#[must_use]
pub fn label(line: &VersionLine) -> String {
    format!("Version {}, {}", line.number, line.reason.label())
}
