//! The tables as SeaORM sees them. They are joined by hand, where a query
//! needs it: no relation is declared.

/// Schools.
pub mod schools {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::Uai;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "schools")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SchoolId,
        pub uai: Uai,
        pub name: String,
        pub city: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Accounts, one per person for the whole instance.
pub mod accounts {
    use kernel::{AccountId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::{Login, Title};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AccountId,
        pub login: Login,
        pub title: Option<Title>,
        pub first_name: String,
        pub last_name: String,
        pub birth_date: Option<Date>,
        /// PHC string; none until a first password is chosen.
        pub password_hash: Option<String>,
        pub must_choose_password: bool,
        /// Reading comfort, as [`web::Comfort`] writes it.
        pub comfort: String,
        pub closed_at: Option<Timestamp>,
        pub version: i32,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who belongs to which school, with the keys that lists sort and search by.
pub mod memberships {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub sort_key: Vec<u8>,
        pub sort_key_version: i16,
        pub search_key: String,
        pub ended_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Roles of a person in a school.
pub mod membership_roles {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "membership_roles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub role: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Classes.
pub mod classes {
    use curriculum::CurriculumId;
    use kernel::{SchoolId, SchoolYear, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::ClassId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "classes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ClassId,
        pub school_id: SchoolId,
        pub name: String,
        pub sort_key: Vec<u8>,
        pub sort_key_version: i16,
        pub school_year: SchoolYear,
        pub curriculum_id: CurriculumId,
        pub archived_at: Option<Timestamp>,
        pub version: i32,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Learners of a class.
pub mod enrolments {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::model::{ClassId, LearnerStatus};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrolments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub class_id: ClassId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub status: LearnerStatus,
        pub distance: bool,
        pub entered_on: Date,
        pub left_on: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The team of a class.
pub mod teachings {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::model::{BlockNumbers, ClassId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "teachings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub class_id: ClassId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub blocks: BlockNumbers,
        pub coordinator: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who is legally responsible for whom.
pub mod guardianships {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "guardianships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub learner_id: AccountId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub guardian_id: AccountId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// First sign-in codes and reset links, by their hash.
pub mod access_codes {
    use kernel::{AccountId, SchoolId, SecretHash, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::store::CodeKind;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: SecretHash,
        pub school_id: SchoolId,
        pub account_id: AccountId,
        pub kind: CodeKind,
        pub created_by: Option<AccountId>,
        pub created_at: Timestamp,
        pub expires_at: Timestamp,
        pub used_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody is told in the application.
pub mod notifications {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::model::NotificationId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notifications")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: NotificationId,
        pub school_id: SchoolId,
        pub account_id: AccountId,
        pub text: String,
        /// [`web::NoticeKind::code`]; empty before kinds existed.
        pub kind: String,
        pub href: String,
        pub created_at: Timestamp,
        pub read_at: Option<Timestamp>,
        /// When a message counted it.
        pub mailed_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
