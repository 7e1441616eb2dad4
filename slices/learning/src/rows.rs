//! The tables as SeaORM sees them. They are joined by hand, where a query
//! needs it: no relation is declared.

/// What is written together: the text in place.
pub mod sheets {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{SheetId, SheetKind};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "learning_sheets")]
    /// A sheet.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SheetId,
        pub school_id: SchoolId,
        pub kind: SheetKind,
        /// What it says: the content of its kind in [`crate::model`].
        pub content: Json,
        /// Grows with each save: who saves says which one they started from.
        pub version: i32,
        pub created_by: AccountId,
        pub created_at: Timestamp,
        pub updated_by: AccountId,
        pub updated_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Versions kept of sheets; never changed.
pub mod versions {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{Reason, SheetId, VersionId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sheet_versions")]
    /// A kept version.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: VersionId,
        pub school_id: SchoolId,
        pub sheet_id: SheetId,
        /// 1, 2, 3… within the sheet.
        pub number: i32,
        pub reason: Reason,
        /// Who wrote it, or took the step that kept it.
        pub author_id: AccountId,
        pub created_at: Timestamp,
        pub content: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Organisations fil rouge: what lists need of them.
pub mod organisations {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::OrganisationId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisations")]
    /// An organisation.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OrganisationId,
        pub school_id: SchoolId,
        pub name: String,
        pub sort_key: Vec<u8>,
        pub sort_key_version: i16,
        pub deleted_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Situations: what lists need of them.
pub mod situations {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{OrganisationId, SituationId, State};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "situations")]
    /// A situation.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SituationId,
        pub school_id: SchoolId,
        /// The code of its curriculum: `SNO`.
        pub curriculum: String,
        pub title: String,
        pub search_key: String,
        pub sort_key: Vec<u8>,
        pub sort_key_version: i16,
        pub state: State,
        pub organisation_id: Option<OrganisationId>,
        /// Which of the nine elements lack something, one bit each.
        pub lacking: i16,
        pub deleted_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Missions: what lists need of them.
pub mod missions {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{MissionId, SituationId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "missions")]
    /// A mission.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MissionId,
        pub school_id: SchoolId,
        pub situation_id: SituationId,
        /// Its place among the missions of the situation: they are in the
        /// order of these numbers, which may have holes.
        pub position: i32,
        pub title: String,
        pub deleted_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What each mission works.
pub mod mission_targets {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::model::MissionId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mission_targets")]
    /// A competence or a detailed one of a mission.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub mission_id: MissionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        /// The bloc of the code.
        pub bloc: i16,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What colleagues say of a situation.
pub mod comments {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{CommentId, SituationId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "situation_comments")]
    /// A comment.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CommentId,
        pub school_id: SchoolId,
        pub situation_id: SituationId,
        pub author_id: AccountId,
        pub text: String,
        pub created_at: Timestamp,
        pub removed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Files attached to a situation or to one of its missions.
pub mod documents {
    use files::FileId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{DocumentId, MissionId, SituationId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "situation_documents")]
    /// A document.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: DocumentId,
        pub school_id: SchoolId,
        pub situation_id: SituationId,
        /// The mission that it goes with; none when it is the team's.
        pub mission_id: Option<MissionId>,
        pub file_id: FileId,
        pub name: String,
        /// What it is or what it is for, in a few words; may be empty.
        pub about: String,
        pub added_by: AccountId,
        pub added_at: Timestamp,
        pub removed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
