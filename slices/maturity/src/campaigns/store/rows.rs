//! The tables as SeaORM sees them.

use db::DbError;
use sea_orm::DbErr;
use sea_orm::entity::prelude::Json;
use serde::de::DeserializeOwned;

use kernel::words;

words! {
    /// What was changed in the collective answer.
    ChangeKind {
        /// A statement is reached.
        Reached = "reached", "coché";
        /// It no longer is.
        Missed = "missed", "décoché";
        /// What the group retains of an item.
        Note = "note", "note";
    }
}

/// What a column of ours holds.
fn read<T: DeserializeOwned>(json: &Json) -> Result<T, DbError> {
    serde_json::from_value(json.clone())
        .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
}

/// The table `campaigns`.
pub mod campaigns {
    use db::DbError;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::campaigns::model::{CampaignId, Days, Notes, State};
    use crate::instrument::InstrumentVersionId;
    use crate::results::model::Standing;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "campaigns")]
    /// A campaign with its collective answer.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CampaignId,
        pub school_id: SchoolId,
        /// `numea`.
        pub instrument: String,
        /// The version that it is answered on, for ever.
        pub version_id: InstrumentVersionId,
        /// « Campagne 2026-2027 ».
        pub title: String,
        /// When and where the position is decided; may be empty.
        pub occasion: String,
        /// Whether the head fills it alone, without invitations.
        pub alone: bool,
        pub opens_on: Date,
        pub answers_until: Option<Date>,
        pub state: State,
        /// The collective answer: a [`Standing`].
        pub standing: Json,
        /// What the group retains, item by item: [`Notes`].
        pub notes: Json,
        pub author_id: AccountId,
        pub created_at: Timestamp,
        pub reminded_at: Option<Timestamp>,
        pub closed_at: Option<Timestamp>,
        pub closed_by_id: Option<AccountId>,
        /// Grows with each change.
        pub version: i32,
    }

    impl Model {
        /// The collective answer.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn standing(&self) -> Result<Standing, DbError> {
            super::read(&self.standing)
        }

        /// What the group retains.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn notes(&self) -> Result<Notes, DbError> {
            super::read(&self.notes)
        }

        /// Its days.
        #[must_use]
        pub const fn days(&self) -> Days {
            Days {
                from: self.opens_on,
                until: self.answers_until,
            }
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `campaign_people`.
pub mod people {
    use db::DbError;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::campaigns::model::{Answers, Audience, CampaignId, InvitationId, Notes, Progress};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "campaign_people")]
    /// Somebody who is invited, with their own answer until the campaign is
    /// closed; afterwards only what all of them add up to is kept.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InvitationId,
        pub school_id: SchoolId,
        pub campaign_id: CampaignId,
        pub account_id: AccountId,
        /// Among whom their answer is counted.
        pub audience: Audience,
        /// Whether they are of the steering group.
        pub steers: bool,
        pub progress: Progress,
        /// [`Answers`].
        pub answers: Json,
        /// What they remark, item by item: [`Notes`].
        pub remarks: Json,
        pub invited_at: Timestamp,
        pub saved_at: Option<Timestamp>,
        /// Grows with each change.
        pub version: i32,
    }

    impl Model {
        /// Their answers.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn answers(&self) -> Result<Answers, DbError> {
            super::read(&self.answers)
        }

        /// Their remarks.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn remarks(&self) -> Result<Notes, DbError> {
            super::read(&self.remarks)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `campaign_tallies`.
pub mod tallies {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::campaigns::model::{Audience, CampaignId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "campaign_tallies")]
    /// How a group answered a statement: no answer of anybody is in it.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub campaign_id: CampaignId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub audience: Audience,
        #[sea_orm(primary_key, auto_increment = false)]
        pub statement: String,
        pub reached: i32,
        pub missed: i32,
        pub unknown: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `campaign_remarks`.
pub mod remarks {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::campaigns::model::{CampaignId, RemarkId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "campaign_remarks")]
    /// What somebody remarked about an item: who is not kept.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RemarkId,
        pub school_id: SchoolId,
        pub campaign_id: CampaignId,
        pub item: String,
        pub text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `collective_changes`.
pub mod changes {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use super::ChangeKind;
    use crate::campaigns::model::{CampaignId, CollectiveChangeId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "collective_changes")]
    /// A change of the collective answer; never changed itself.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CollectiveChangeId,
        pub school_id: SchoolId,
        pub campaign_id: CampaignId,
        /// The statement, or the item that a note is about.
        pub place: String,
        pub kind: ChangeKind,
        /// The note; empty for a statement.
        pub text: String,
        pub author_id: AccountId,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `own_positionings`.
pub mod own {
    use db::DbError;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::campaigns::model::{Answers, OwnPositioningId};
    use crate::instrument::InstrumentVersionId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "own_positionings")]
    /// Where somebody stands, for themself alone.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: OwnPositioningId,
        pub school_id: SchoolId,
        pub account_id: AccountId,
        pub version_id: InstrumentVersionId,
        /// [`Answers`].
        pub answers: Json,
        pub created_at: Timestamp,
        pub saved_at: Timestamp,
        /// Grows with each change.
        pub version: i32,
    }

    impl Model {
        /// Their answers.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn answers(&self) -> Result<Answers, DbError> {
            super::read(&self.answers)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
