//! The rows of the queue.

use kernel::{SchoolId, Timestamp};
use sea_orm::entity::prelude::*;

use super::{JobId, JobState};

/// One job.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// The kind of work.
    pub kind: String,
    /// The school it works for; none for the whole instance.
    pub school_id: Option<SchoolId>,
    /// The payload of its kind.
    pub payload: Json,
    /// How far it is.
    pub state: JobState,
    /// How often it was begun.
    pub attempts: i16,
    /// After so many it is given up.
    pub max_attempts: i16,
    /// Not before this time.
    pub run_at: Timestamp,
    /// The run that holds it; another run cannot write its end.
    pub lease_id: Option<Uuid>,
    /// When another worker may take it over.
    pub lease_until: Option<Timestamp>,
    /// Percent done.
    pub progress: i16,
    /// The last failure.
    pub message: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
}

/// A job points at nothing.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// When a recurring kind of work is due next.
pub mod recurring {
    use kernel::Timestamp;
    use sea_orm::entity::prelude::*;

    /// One recurring kind.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "recurring_jobs")]
    pub struct Model {
        /// The kind of work.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        /// Not before this time.
        pub next_at: Timestamp,
    }

    /// It points at nothing.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
