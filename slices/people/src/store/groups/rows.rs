//! The tables of groups as SeaORM sees them.

/// Groups inside classes.
pub mod groups {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{ClassId, GroupId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "class_groups")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: GroupId,
        pub school_id: SchoolId,
        pub class_id: ClassId,
        pub name: String,
        /// Since when it is out of the lists; it can come back.
        pub deleted_at: Option<Timestamp>,
        pub version: i32,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is in which group. A learner can be in several.
pub mod members {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::model::GroupId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "group_members")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub group_id: GroupId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
