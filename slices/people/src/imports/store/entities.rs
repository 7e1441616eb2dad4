//! The tables of imports as SeaORM sees them.

use std::fmt;
use std::str::FromStr;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum State {
    /// A table whose columns have to be named.
    Columns,
    /// The file is being compared with the school.
    Planning,
    /// Somebody looks at what it would do.
    Ready,
    /// It is being written.
    Applying,
    /// It is written.
    Done,
    /// Somebody gave it up.
    Abandoned,
}

impl State {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Columns, "columns"),
        (Self::Planning, "planning"),
        (Self::Ready, "ready"),
        (Self::Applying, "applying"),
        (Self::Done, "done"),
        (Self::Abandoned, "abandoned"),
    ];
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL[*self as usize].1)
    }
}

impl FromStr for State {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|(_, code)| *code == text)
            .map(|(state, _)| state)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

/// Numbers by which other applications know people.
pub mod external_ids {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::imports::plan::IdSource;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "external_ids")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub source: IdSource,
        #[sea_orm(primary_key, auto_increment = false)]
        pub value: String,
        pub account_id: AccountId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Imports.
pub mod imports {
    use db::jobs::JobId;
    use kernel::{AccountId, SchoolId, SchoolYear, Timestamp};
    use sea_orm::entity::prelude::*;

    use super::State;
    use crate::imports::ImportId;
    use crate::imports::formats::Format;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ImportId,
        pub school_id: SchoolId,
        pub created_by: Option<AccountId>,
        pub created_at: Timestamp,
        pub format: Format,
        pub file_name: String,
        pub school_year: SchoolYear,
        pub state: State,
        pub message: Option<String>,
        pub headers: Json,
        pub classes: Json,
        pub counts: Json,
        pub stamp: String,
        pub job_id: Option<JobId>,
        pub finished_at: Option<Timestamp>,
        pub lines: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What becomes of each row of a file.
pub mod rows {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::imports::ImportId;
    use crate::imports::plan::Verdict;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_rows")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: ImportId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub line: i32,
        pub verdict: Verdict,
        pub name: String,
        pub reason: String,
        pub advice: String,
        pub changes: Json,
        pub said: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is written when an import is confirmed.
pub mod effects {
    use kernel::{AccountId, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::imports::ImportId;
    use crate::imports::plan::IdSource;
    use crate::model::{ClassId, LearnerStatus, Login, Title};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_effects")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub event_id: Uuid,
        pub school_id: SchoolId,
        pub import_id: ImportId,
        pub account_id: AccountId,
        pub step: Option<String>,
        pub version: Option<i32>,
        pub login: Option<Login>,
        pub title: Option<Title>,
        pub first_name: Option<String>,
        pub last_name: Option<String>,
        pub birth_date: Option<Date>,
        pub sort_key: Option<Vec<u8>>,
        pub search_key: Option<String>,
        pub role: Option<String>,
        pub ine: Option<String>,
        pub number_source: Option<IdSource>,
        pub number: Option<String>,
        pub place: Option<String>,
        pub class_id: Option<ClassId>,
        pub learner_id: Option<AccountId>,
        pub status: Option<LearnerStatus>,
        pub on_date: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a school chose the time before.
pub mod memory {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_memory")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
