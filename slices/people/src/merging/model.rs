//! Which two records can be made one, and for how long it can be undone. Pure.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use kernel::uuid::Uuid;
use kernel::{AccountId, Role, RoleSet, SchoolId, Timestamp};
use serde::{Deserialize, Serialize};
use web::merge::Two;

use super::identity::Before;

/// A merge can be undone for so long: the time of a wrong import to be seen,
/// and of what was deleted to come back. Then the former values are forgotten.
pub const UNDO_DAYS: i64 = 30;

/// Until when a merge can be undone.
#[must_use]
pub fn undo_until(done_at: Timestamp) -> Timestamp {
    done_at + Duration::days(UNDO_DAYS)
}

/// One of the two records, as far as the rule looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The account.
    pub id: AccountId,
    /// « Léa Dupont ».
    pub name: String,
    /// What they are in the school.
    pub roles: RoleSet,
    /// The account serves in another school too.
    pub elsewhere: bool,
    /// The record was merged into another one.
    pub merged: bool,
}

/// Why two records cannot be made one, for whoever asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// The same record twice.
    #[error("C’est la même fiche. Choisissez l’autre fiche de cette personne.")]
    Same,
    /// Only learners have double records, and what a member of the team wrote
    /// about others is signed.
    #[error(
        "{0} n’est pas seulement apprenant·e. Seules deux fiches d’apprenant·e peuvent être réunies\u{a0}: vérifiez ses rôles sur sa page."
    )]
    OtherRole(String),
    /// What they do in another school is not this one's to change.
    #[error(
        "Ces fiches ne peuvent pas être réunies depuis l’établissement\u{a0}: adressez-vous à la personne qui héberge Jalon. Rien n’a été modifié."
    )]
    Elsewhere,
    /// It was done already.
    #[error(
        "La fiche de {0} est déjà réunie avec une autre. Rien n’a été modifié\u{a0}: partez de la fiche gardée."
    )]
    Merged(String),
}

/// What stands against making these two records one.
#[must_use]
pub fn obstacle(one: &Facts, other: &Facts) -> Option<Obstacle> {
    if one.id == other.id {
        return Some(Obstacle::Same);
    }
    let both = [one, other];
    if let Some(merged) = both.iter().find(|record| record.merged) {
        return Some(Obstacle::Merged(merged.name.clone()));
    }
    let learner = RoleSet::of(&[Role::Learner]);
    if let Some(more) = both.iter().find(|record| record.roles != learner) {
        return Some(Obstacle::OtherRole(more.name.clone()));
    }
    both.iter()
        .any(|record| record.elsewhere)
        .then_some(Obstacle::Elsewhere)
}

/// What an administrator decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The account that stays: its identifier and its password go on.
    pub kept: AccountId,
    /// The version of it that was compared.
    pub kept_version: i32,
    /// The account that is closed.
    pub closed: AccountId,
    /// The version of it that was compared.
    pub closed_version: i32,
    /// Whether the name of the closed record is the right one.
    pub take_name: bool,
    /// Whether its birth date is.
    pub take_birth: bool,
    /// Whether its national number is, where both have one.
    pub take_ine: bool,
    /// Whether its address is.
    pub take_address: bool,
}

impl Plan {
    /// Both records, in their school.
    #[must_use]
    pub fn two(&self, school: SchoolId) -> Two {
        Two {
            school,
            kept: self.kept,
            closed: self.closed,
        }
    }
}

/// All that a merge moved.
#[derive(Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Who both were before.
    pub identity: Before,
    /// Rows by `table.column`.
    pub rows: BTreeMap<String, Vec<Uuid>>,
    /// What each slice noted, by its name.
    pub slices: BTreeMap<String, serde_json::Value>,
}

/// The days of a stay in a class that was noted twice: from the first entry
/// to the last leaving, and open when one of both is.
#[must_use]
pub fn joint_days(
    one: (NaiveDate, Option<NaiveDate>),
    other: (NaiveDate, Option<NaiveDate>),
) -> (NaiveDate, Option<NaiveDate>) {
    let left = match (one.1, other.1) {
        (Some(a), Some(b)) => Some(a.max(b)),
        _ => None,
    };
    (one.0.min(other.0), left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facts(n: u128, roles: &[Role]) -> Facts {
        Facts {
            id: AccountId(Uuid::from_u128(n)),
            name: format!("Fiche {n}"),
            roles: RoleSet::of(roles),
            elsewhere: false,
            merged: false,
        }
    }

    #[test]
    fn only_two_records_of_a_learner_become_one() {
        let lea = facts(1, &[Role::Learner]);
        let twin = facts(2, &[Role::Learner]);
        assert_eq!(obstacle(&lea, &twin), None);
        assert_eq!(obstacle(&lea, &lea), Some(Obstacle::Same));
        for roles in [
            &[Role::Teacher][..],
            &[Role::Learner, Role::Admin],
            &[Role::Guardian, Role::Learner],
            &[],
        ] {
            let other = facts(3, roles);
            for found in [obstacle(&lea, &other), obstacle(&other, &lea)] {
                assert_eq!(found, Some(Obstacle::OtherRole("Fiche 3".into())));
            }
        }
        let merged = Facts {
            merged: true,
            ..twin.clone()
        };
        assert_eq!(
            obstacle(&lea, &merged),
            Some(Obstacle::Merged("Fiche 2".into()))
        );
        let elsewhere = Facts {
            elsewhere: true,
            ..twin
        };
        assert_eq!(obstacle(&elsewhere, &lea), Some(Obstacle::Elsewhere));
    }

    proptest! {
        #[test]
        fn a_joint_stay_holds_both(a in 0_u64..900, b in 0_u64..900, x in proptest::option::of(0_u64..900), y in proptest::option::of(0_u64..900)) {
            let day = |n: u64| NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Days::new(n);
            let one = (day(a), x.map(|n| day(a + n)));
            let other = (day(b), y.map(|n| day(b + n)));
            let joint = joint_days(one, other);
            prop_assert_eq!(joint, joint_days(other, one));
            for stay in [one, other] {
                prop_assert!(joint.0 <= stay.0);
                prop_assert!(joint.1.is_none_or(|left| stay.1.is_some_and(|theirs| left >= theirs)));
            }
        }
    }
}
