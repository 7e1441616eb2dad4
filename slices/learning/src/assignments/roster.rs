//! Who is in a class now, and whom a mission of it concerns.

use std::collections::HashSet;

use db::{Db, DbError};
use kernel::{AccountId, SchoolId, count};
use people::api::{ClassSummary, Group, LearnerSummary};

use super::model::Whom;

/// A class with the learners and the groups that are in it now.
#[derive(Clone, Debug)]
pub struct Roster {
    /// The class.
    pub class: ClassSummary,
    /// Its learners, in the order of their names.
    pub learners: Vec<LearnerSummary>,
    /// Its groups that are in use, by name.
    pub groups: Vec<Group>,
}

impl Roster {
    /// Reads it; three statements.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(db: &Db, school: SchoolId, class: ClassSummary) -> Result<Self, DbError> {
        Ok(Self {
            learners: people::api::learners_of_class(db, school, class.id).await?,
            groups: people::api::groups_of_class(db, school, class.id).await?,
            class,
        })
    }

    /// Whom a mission concerns now, in the order of their names. Nobody when
    /// its group was deleted.
    #[must_use]
    pub fn concerned(&self, whom: &Whom) -> Vec<&LearnerSummary> {
        let chosen: HashSet<AccountId> = match whom {
            Whom::Class => return self.learners.iter().collect(),
            Whom::Group(id) => self
                .groups
                .iter()
                .filter(|group| group.id == *id)
                .flat_map(|group| group.members.iter().copied())
                .collect(),
            Whom::Learners(learners) => learners.iter().copied().collect(),
        };
        self.learners
            .iter()
            .filter(|learner| chosen.contains(&learner.account))
            .collect()
    }

    /// The accounts of those whom it concerns.
    #[must_use]
    pub fn accounts(&self, whom: &Whom) -> Vec<AccountId> {
        let concerned = self.concerned(whom);
        concerned.iter().map(|learner| learner.account).collect()
    }

    /// « Toute la classe », « Groupe A », « 3 apprenant·es ».
    #[must_use]
    pub fn name_of(&self, whom: &Whom) -> String {
        match whom {
            Whom::Class => "Toute la classe".to_owned(),
            Whom::Group(id) => self
                .groups
                .iter()
                .find(|group| group.id == *id)
                .map_or_else(|| "Groupe supprimé".to_owned(), |group| group.name.clone()),
            Whom::Learners(learners) => count(learners.len() as u64, "apprenant·e", "apprenant·es"),
        }
    }
}
