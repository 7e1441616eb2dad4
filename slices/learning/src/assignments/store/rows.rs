//! The tables as SeaORM sees them.

/// Missions entrusted to a class or to a part of it.
pub mod assignments {
    use kernel::{AccountId, SchoolId, Timestamp};
    use people::api::{ClassId, GroupId};
    use sea_orm::entity::prelude::*;

    use crate::assignments::model::Audience;
    use crate::model::{AssignmentId, MissionId, SituationId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assignments")]
    /// An entrusted mission.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AssignmentId,
        pub school_id: SchoolId,
        pub situation_id: SituationId,
        pub mission_id: MissionId,
        pub class_id: ClassId,
        pub audience: Audience,
        /// The group, when it is entrusted to one.
        pub group_id: Option<GroupId>,
        pub author_id: AccountId,
        pub begin_on: Option<Date>,
        pub due_on: Option<Date>,
        /// What the team says to those whom it concerns; may be empty.
        pub message: String,
        pub version: i32,
        pub created_at: Timestamp,
        /// Since when it is no longer to be done; it can be given back.
        pub withdrawn_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The learners to whom a mission is entrusted one by one.
pub mod chosen {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::model::AssignmentId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assignment_learners")]
    /// A learner who was chosen.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: AssignmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is asked of one learner alone.
pub mod adaptations {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    use crate::model::AssignmentId;

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "assignment_adaptations")]
    /// An adaptation.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: AssignmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub resources: String,
        pub expectations: String,
        pub version: i32,
        pub author_id: AccountId,
        pub changed_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far learners have come: one row from the moment a report is begun.
pub mod progress {
    use kernel::uuid::Uuid;
    use kernel::{AccountId, SchoolId, Timestamp};
    use people::api::ClassId;
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    use crate::assignments::model::Progress;
    use crate::model::AssignmentId;

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, DeriveEntityModel)]
    #[sea_orm(table_name = "assignment_progress")]
    /// How far a learner has come with a mission.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub assignment_id: AssignmentId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub class_id: ClassId,
        pub state: Progress,
        /// Their report, as the slice that keeps it names it.
        pub report_id: Uuid,
        pub changed_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
