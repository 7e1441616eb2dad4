//! The table of hours taught as SeaORM sees it.

use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;

use crate::model::ClassId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "teaching_hours")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub class_id: ClassId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Number of the bloc in the curriculum.
    #[sea_orm(primary_key, auto_increment = false)]
    pub block: i16,
    /// Minutes in the whole year.
    pub minutes: i32,
    /// Those of English practice among them.
    pub english_minutes: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
