//! The tables of digital projects, row by row.

/// The table `digital_projects`.
pub mod projects {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::projects::ProjectId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_projects")]
    /// A digital project.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ProjectId,
        pub school_id: SchoolId,
        /// Who began it.
        pub author_id: AccountId,
        pub pilot_id: AccountId,
        pub title: String,
        pub aim: String,
        /// Grows with each change of what it says.
        pub version: i32,
        pub created_at: Timestamp,
        pub changed_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digital_project_members`.
pub mod members {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::projects::ProjectId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_project_members")]
    /// Somebody of the team of a project.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: ProjectId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digital_project_steps`.
pub mod steps {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::projects::{ProjectId, StepContent};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_project_steps")]
    /// What a step of a project says.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: ProjectId,
        /// The code of the step.
        #[sea_orm(primary_key, auto_increment = false)]
        pub step: String,
        pub held_on: Option<Date>,
        pub participants: String,
        pub outcome: String,
        /// Grows with each change.
        pub version: i32,
        /// Who changed it last.
        pub author_id: AccountId,
        pub changed_at: Timestamp,
    }

    impl Model {
        /// What it says.
        #[must_use]
        pub fn content(&self) -> StepContent {
            StepContent {
                on: self.held_on,
                participants: self.participants.clone(),
                outcome: self.outcome.clone(),
            }
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digital_project_conditions`.
pub mod conditions {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::projects::ProjectId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_project_conditions")]
    /// A condition of success that is met.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: ProjectId,
        /// The code of the condition, or of a part of one.
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// Who ticked it.
        pub author_id: AccountId,
        pub ticked_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `digital_project_uses`.
pub mod observed {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::projects::ProjectId;
    use crate::uses::UseId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_project_uses")]
    /// A use that was observed in a project.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub project_id: ProjectId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub use_id: UseId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
