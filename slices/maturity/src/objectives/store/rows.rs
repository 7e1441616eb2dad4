//! The tables of SMART objectives, row by row.

/// The table `maturity_goals`.
pub mod goals {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::objectives::{Content, GoalId, Pilot, State, Target};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "maturity_goals")]
    /// A SMART objective of the school.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: GoalId,
        pub school_id: SchoolId,
        /// Who wrote it first.
        pub author_id: AccountId,
        pub instrument: String,
        /// The code of the item.
        pub item: String,
        /// What the item was called when the objective was written.
        pub item_title: String,
        pub step: i16,
        pub title: String,
        pub measure: String,
        pub ambition: String,
        pub means: String,
        pub due_on: Option<Date>,
        /// Who pilots it, when it is a person of the school.
        pub pilot_id: Option<AccountId>,
        /// Who pilots it, when it is somebody else.
        pub pilot_name: String,
        /// What the latest checkpoint says.
        pub state: State,
        /// Since when it is reached.
        pub reached_on: Option<Date>,
        pub observations: String,
        /// When its pilot was last reminded of it.
        pub reminded_on: Option<Date>,
        /// Grows with each change.
        pub version: i32,
        pub created_at: Timestamp,
        pub changed_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
    }

    impl Model {
        /// Who pilots it.
        #[must_use]
        pub fn pilot(&self) -> Pilot {
            match (self.pilot_id, self.pilot_name.as_str()) {
                (Some(account), _) => Pilot::Person(account),
                (None, "") => Pilot::Nobody,
                (None, name) => Pilot::Named(name.to_owned()),
            }
        }

        /// What it is for.
        #[must_use]
        pub fn target(&self) -> Target {
            Target {
                instrument: self.instrument.clone(),
                item: self.item.clone(),
                title: self.item_title.clone(),
                step: u8::try_from(self.step).unwrap_or(1),
            }
        }

        /// What it says.
        #[must_use]
        pub fn content(&self) -> Content {
            Content {
                target: self.target(),
                title: self.title.clone(),
                measure: self.measure.clone(),
                ambition: self.ambition.clone(),
                means: self.means.clone(),
                due_on: self.due_on,
                pilot: self.pilot(),
            }
        }

        /// The same row saying something else. A new day is to be reminded of anew.
        #[must_use]
        pub fn with(self, content: &Content) -> Self {
            let (pilot_id, pilot_name) = match &content.pilot {
                Pilot::Nobody => (None, String::new()),
                Pilot::Person(account) => (Some(*account), String::new()),
                Pilot::Named(name) => (None, name.clone()),
            };
            let same = self.due_on == content.due_on && self.pilot_id == pilot_id;
            Self {
                instrument: content.target.instrument.clone(),
                item: content.target.item.clone(),
                item_title: content.target.title.clone(),
                step: i16::from(content.target.step),
                title: content.title.clone(),
                measure: content.measure.clone(),
                ambition: content.ambition.clone(),
                means: content.means.clone(),
                due_on: content.due_on,
                reminded_on: self.reminded_on.filter(|_| same),
                pilot_id,
                pilot_name,
                ..self
            }
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `goal_checkpoints`.
pub mod checkpoints {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::objectives::{CheckpointId, GoalId, State};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "goal_checkpoints")]
    /// A checkpoint of an objective.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CheckpointId,
        pub school_id: SchoolId,
        pub goal_id: GoalId,
        pub author_id: AccountId,
        pub on_day: Date,
        pub state: State,
        /// What was said; may be empty.
        pub remark: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digital_project_goals`.
pub mod served {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::objectives::GoalId;
    use crate::projects::ProjectId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_project_goals")]
    /// An objective that a project serves.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: ProjectId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub goal_id: GoalId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `goal_feeds`.
pub mod feeds {
    use kernel::{AccountId, SchoolId, SecretHash, Timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "goal_feeds")]
    /// The calendar that somebody follows.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub token_hash: SecretHash,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
