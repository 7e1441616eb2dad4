//! What happened, as pages show it.

use std::collections::HashMap;

use kernel::{AccountId, Timestamp, date_long, date_time, local_date};
use people::api::PersonName;
use serde::de::DeserializeOwned;

use super::lines;

/// A line of the history.
#[derive(Clone, Debug)]
pub struct LineView {
    /// What happened.
    pub what: String,
    /// Who did it.
    pub author: String,
    /// When.
    pub at: String,
    /// What was said before: a part and its text.
    pub before: Vec<(&'static str, String)>,
}

/// The lines as they are shown; `parts` takes apart what was kept.
#[must_use]
pub fn views<T: DeserializeOwned>(
    rows: &[lines::Model],
    names: &HashMap<AccountId, PersonName>,
    parts: impl Fn(T) -> Vec<(&'static str, String)>,
) -> Vec<LineView> {
    rows.iter()
        .map(|row| {
            let before = row.before.clone();
            let before = before.and_then(|json| serde_json::from_value(json).ok());
            let mut before = before.map(&parts).unwrap_or_default();
            before.retain(|(_, text)| !text.trim().is_empty());
            LineView {
                what: row.what.label().to_owned(),
                author: called(names, row.author_id),
                at: date_time(row.created_at),
                before,
            }
        })
        .collect()
}

/// How somebody is called: « Mme Carbonnel ».
#[must_use]
pub fn called(names: &HashMap<AccountId, PersonName>, account: AccountId) -> String {
    names
        .get(&account)
        .map_or_else(|| "Une personne partie".to_owned(), PersonName::formal)
}

/// Something in the corbeille.
#[derive(Clone, Debug)]
pub struct Trashed {
    /// What it is called.
    pub title: String,
    /// Since when it is there.
    pub note: String,
    /// Where it is taken out.
    pub restore: String,
}

impl Trashed {
    /// Something that was put there then.
    #[must_use]
    pub fn new(title: &str, since: Option<Timestamp>, restore: String) -> Self {
        let since = since.map_or_else(String::new, |at| date_long(local_date(at)));
        Self {
            title: title.to_owned(),
            note: format!("À la corbeille depuis le {since}, effacé après trente jours."),
            restore,
        }
    }
}
