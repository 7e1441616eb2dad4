//! The rows of the audit trail.

use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;

use super::AuditEventId;

/// One event.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    /// The school whose trail it belongs to.
    pub school_id: SchoolId,
    /// Who did it; none for the application itself.
    pub actor_id: Option<AccountId>,
    /// What was done.
    pub action: String,
    /// The kind of the object.
    pub object_kind: Option<String>,
    /// The object.
    pub object_id: Option<Uuid>,
    /// When.
    pub at: Timestamp,
    /// Its place in the trail, from 1; none until it is sealed.
    pub sequence: Option<i64>,
    /// Its signature, 32 bytes; none until it is sealed.
    pub seal: Option<Vec<u8>>,
}

/// An event points at nothing that the database knows of.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The last sealed event of each school: it shows when the tail is missing.
pub mod head {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    /// The end of one school's chain.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_heads")]
    pub struct Model {
        /// The school.
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        /// How many events are sealed.
        pub sequence: i64,
        /// The seal of the last one.
        pub seal: Vec<u8>,
        /// The signature of this row.
        pub signature: Vec<u8>,
    }

    /// It points at nothing.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
