//! The table of merges as SeaORM sees it.

use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::merging::MergeId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_merges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MergeId,
    pub school_id: SchoolId,
    pub kept_id: AccountId,
    pub closed_id: AccountId,
    pub done_by: Option<AccountId>,
    pub done_at: Timestamp,
    pub undone_at: Option<Timestamp>,
    /// A [`crate::merging::model::Moved`]; none once it is forgotten.
    pub moved: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
