//! The tables of roll-overs as SeaORM sees them.

/// What was done with a class at the end of its year.
pub mod roll_overs {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::ClassId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roll_overs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        /// The class that ended.
        #[sea_orm(primary_key, auto_increment = false)]
        pub class_id: ClassId,
        /// The class of the next year that it created; none when it was there.
        pub created_class_id: Option<ClassId>,
        /// Whether the created class was given the team of the old one.
        pub team_kept: bool,
        pub done_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What became of each learner.
pub mod lines {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::model::{ClassId, Fate};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roll_over_lines")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        /// The class that ended.
        #[sea_orm(primary_key, auto_increment = false)]
        pub class_id: ClassId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub fate: Fate,
        /// Where they were enrolled by it; none for those who leave or were
        /// there already.
        pub to_class_id: Option<ClassId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
