//! What is known of both records, line by line.

use kernel::{AccountId, SchoolId, date_long, local_date};
use web::{App, AppResult};

use super::store::sides;
use crate::imports::IdSource;
use crate::store::enrolments;
use crate::store::people::PersonOfSchool;

/// One line of the comparison.
pub struct Line {
    /// « Classes ».
    pub label: &'static str,
    /// What each record has; nothing is said of what neither has.
    pub values: [Vec<String>; 2],
    /// Whether both say the same.
    pub same: bool,
}

impl Line {
    fn new(label: &'static str, values: [Vec<String>; 2]) -> Self {
        Self {
            same: values[0] == values[1],
            label,
            values,
        }
    }
}

/// All that is shown of both.
pub struct Known {
    /// Line by line.
    pub lines: Vec<Line>,
    /// How each comes in, for the choice of the account that stays.
    pub sign_ins: [String; 2],
    national: [Vec<String>; 2],
    addresses: [Option<String>; 2],
}

impl Known {
    /// Both national numbers, where there are two: likely two people.
    pub fn both_national(&self) -> Option<[String; 2]> {
        match &self.national {
            [one, other] if !one.is_empty() && !other.is_empty() => {
                Some([one.concat(), other.concat()])
            }
            _ => None,
        }
    }

    /// Both confirmed addresses, where there are two.
    pub fn both_addresses(&self) -> Option<[String; 2]> {
        match &self.addresses {
            [Some(one), Some(other)] => Some([one.clone(), other.clone()]),
            _ => None,
        }
    }
}

/// Asks everything, in a fixed number of statements.
///
/// # Errors
/// When the database does not answer.
pub async fn load(app: &App, school: SchoolId, both: [&PersonOfSchool; 2]) -> AppResult<Known> {
    let reader = app.db.reader();
    let ids = both.map(|person| person.account.id);
    let numbers = sides::numbers(reader, school, ids).await?;
    let of_source = |national: bool| {
        ids.map(|id| {
            let theirs = numbers.iter().filter(|(account, source, _)| {
                *account == id && (*source == IdSource::Ine) == national
            });
            theirs
                .map(|(_, _, value)| value.clone())
                .collect::<Vec<_>>()
        })
    };
    let (confirmed, waiting) = sides::addresses(reader, ids).await?;
    let national = of_source(true);
    let mut lines = vec![
        Line::new(
            "Nom",
            both.map(|person| vec![person.account.name().display()]),
        ),
        Line::new(
            "Date de naissance",
            both.map(|person| {
                person
                    .account
                    .birth_date
                    .map(date_long)
                    .into_iter()
                    .collect()
            }),
        ),
        Line::new("INE", national.clone()),
        Line::new("Numéro dans SIECLE", of_source(false)),
        Line::new("Connexion", both.map(|person| vec![sign_in(person)])),
        Line::new(
            "Adresse mail",
            ids.map(|id| {
                let sure = confirmed
                    .get(&id)
                    .map(|email| format!("{email} (confirmée)"));
                let asked = waiting
                    .get(&id)
                    .map(|email| format!("{email} (à confirmer)"));
                sure.into_iter().chain(asked).collect()
            }),
        ),
        Line::new("Classes", stays(app, school, ids).await?),
        Line::new(
            "Groupes",
            by_person(ids, sides::groups(reader, school, ids).await?),
        ),
        Line::new(
            "Responsables légaux",
            by_person(ids, sides::guardians(reader, school, ids).await?),
        ),
    ];
    for merging in app.modules.iter().filter_map(|module| module.merging) {
        for amount in merging.amounts(reader, school, ids).await? {
            let shown = |n: u64| (n > 0).then(|| n.to_string()).into_iter().collect();
            lines.push(Line::new(amount.what, amount.counts.map(shown)));
        }
    }
    lines.retain(|line| line.values.iter().any(|values| !values.is_empty()));
    Ok(Known {
        lines,
        sign_ins: both.map(sign_in),
        national,
        addresses: ids.map(|id| confirmed.get(&id).cloned()),
    })
}

/// « lea.dupont.k2, a choisi son mot de passe ».
fn sign_in(person: &PersonOfSchool) -> String {
    let came = match (person.ended_at, &person.account.password_hash) {
        (Some(at), _) => format!("accès fermé le {}", date_long(local_date(at))),
        (None, Some(_)) => "a choisi son mot de passe".to_owned(),
        (None, None) => "jamais connecté·e".to_owned(),
    };
    format!("{}, {came}", person.account.login)
}

/// « CS SNO, 2026-2027 (sortie le 3 mars 2027) ».
async fn stays(app: &App, school: SchoolId, ids: [AccountId; 2]) -> AppResult<[Vec<String>; 2]> {
    let rows = enrolments::of_learners(app.db.reader(), school, &ids).await?;
    Ok(ids.map(|id| {
        rows.iter()
            .filter(|row| row.account_id == id)
            .map(|row| {
                let left = row
                    .left_on
                    .map(|day| format!(" (sortie le {})", date_long(day)));
                format!(
                    "{}, {}{}",
                    row.class_name,
                    row.school_year,
                    left.unwrap_or_default()
                )
            })
            .collect()
    }))
}

fn by_person(ids: [AccountId; 2], rows: Vec<(AccountId, String)>) -> [Vec<String>; 2] {
    ids.map(|id| {
        let mut names: Vec<String> = rows
            .iter()
            .filter(|(account, _)| *account == id)
            .map(|(_, name)| name.clone())
            .collect();
        names.sort_by_cached_key(|name| db::text::sort_key(name));
        names
    })
}
