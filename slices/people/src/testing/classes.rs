//! What fills a class under test: learners, a team, groups.

use kernel::AccountId;

use super::School;
use crate::api::{self, ClassId, Enrolling, GroupData, GroupId, LearnerStatus, Teaching};

impl School<'_> {
    /// Enrols learners as « scolaire ».
    pub async fn enrol(&self, class: ClassId, learners: &[AccountId]) {
        let enrolling = Enrolling {
            learners: learners.to_vec(),
            status: LearnerStatus::School,
            distance: false,
        };
        let work = (self.house.app.clock.clone(), self.by(), enrolling);
        self.write(move |tx| {
            let (clock, by, enrolling) = work.clone();
            async move { api::enrol(&tx, &clock, &by, class, &enrolling).await }
        })
        .await;
    }

    /// Puts a teacher in the team of a class for these blocs.
    pub async fn assign(
        &self,
        class: ClassId,
        teacher: AccountId,
        blocks: &[u8],
        coordinator: bool,
    ) {
        let teaching = Teaching {
            teacher,
            blocks: blocks.iter().copied().collect(),
            coordinator,
        };
        let work = (self.house.app.clock.clone(), self.by(), teaching);
        self.write(move |tx| {
            let (clock, by, teaching) = work.clone();
            async move { api::assign(&tx, &clock, &by, class, &teaching).await }
        })
        .await;
    }

    /// Forms a group in a class.
    pub async fn group(&self, class: ClassId, name: &str, members: &[AccountId]) -> GroupId {
        let data = GroupData {
            name: name.into(),
            members: members.to_vec(),
        };
        let work = (self.house.app.clock.clone(), self.by(), data);
        self.write(move |tx| {
            let (clock, by, data) = work.clone();
            async move { api::create_group(&tx, &clock, &by, class, None, &data).await }
        })
        .await
    }
}
