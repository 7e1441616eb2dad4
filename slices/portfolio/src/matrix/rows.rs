//! The tables of bulks as SeaORM sees them.

/// The table `positioning_batches`: what somebody rated together.
pub mod batches {
    use kernel::{AccountId, SchoolId, Timestamp};
    use learning::api::MissionId;
    use people::api::ClassId;
    use sea_orm::entity::prelude::*;

    use crate::matrix::BatchId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "positioning_batches")]
    /// One bulk.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: BatchId,
        pub school_id: SchoolId,
        pub class_id: ClassId,
        pub author_id: AccountId,
        /// The mission that all of it rests on.
        pub mission_id: Option<MissionId>,
        /// Its title then.
        pub mission: Option<String>,
        /// The day on which it was observed.
        pub observed_on: Option<Date>,
        pub created_at: Timestamp,
        /// When its author took it back.
        pub undone_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `positioning_batch_cells`: the positionings of a bulk.
pub mod cells {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::matrix::BatchId;
    use crate::positioning::PositioningId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "positioning_batch_cells")]
    /// One positioning of a bulk.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub positioning_id: PositioningId,
        pub batch_id: BatchId,
        /// What was in force before.
        pub replaced_id: Option<PositioningId>,
        /// When it was taken back where nothing was in force before.
        pub withdrawn_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
