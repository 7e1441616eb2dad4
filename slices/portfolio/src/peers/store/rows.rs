//! The rows of the readings between peers.

/// The table `peer_rounds`.
pub mod rounds {
    use chrono::NaiveDate;
    use curriculum::CurriculumId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use people::api::ClassId;
    use sea_orm::entity::prelude::*;

    use crate::peers::model::{Phase, RoundId, State, phase};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "peer_rounds")]
    /// A round.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RoundId,
        pub school_id: SchoolId,
        pub class_id: ClassId,
        pub curriculum_id: CurriculumId,
        pub author_id: AccountId,
        pub title: String,
        /// A word to the readers; may be empty.
        pub instructions: String,
        /// Learners do not see each other’s names.
        pub anonymous: bool,
        /// The last day on which one can write.
        pub closes_on: NaiveDate,
        pub state: State,
        /// When it was closed before its date.
        pub closed_at: Option<Timestamp>,
        pub released_at: Option<Timestamp>,
        pub version: i32,
        pub created_at: Timestamp,
    }

    impl Model {
        /// Where it is on a day.
        #[must_use]
        pub fn phase(&self, today: NaiveDate) -> Phase {
            phase(self.state, self.closes_on, self.closed_at.is_some(), today)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `peer_criteria`.
pub mod criteria {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::peers::model::RoundId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "peer_criteria")]
    /// A criterion of a round.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub round_id: RoundId,
        /// From 1, in the order of the form.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i16,
        pub text: String,
        /// The competence whose level becomes a positioning of the peers.
        pub target: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `peer_readings`.
pub mod readings {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::peers::model::{ReadingId, RoundId};
    use crate::report::ReportId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "peer_readings")]
    /// One learner reading one production.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ReadingId,
        pub school_id: SchoolId,
        pub round_id: RoundId,
        pub report_id: ReportId,
        /// Who wrote the production.
        pub learner_id: AccountId,
        pub reader_id: AccountId,
        /// Grows with each save.
        pub version: i32,
        pub saved_at: Option<Timestamp>,
        pub handed_in_at: Option<Timestamp>,
    }

    impl Model {
        /// What tells the readings of a production apart without telling in
        /// which order they were given: the random end of the identifier.
        #[must_use]
        pub fn shuffled(&self) -> u128 {
            Uuid::from(self.id).as_u128().reverse_bits()
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `peer_levels`.
pub mod levels {
    use kernel::{Level, SchoolId};
    use sea_orm::entity::prelude::*;

    use crate::peers::model::ReadingId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "peer_levels")]
    /// What a reader answers to a criterion.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub reading_id: ReadingId,
        /// The number of the criterion.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i16,
        /// None when the reader could not say.
        pub level: Option<Level>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `peer_remarks`.
pub mod remarks {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::peers::model::ReadingId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "peer_remarks")]
    /// A remark; kept as it is once it is hidden.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub reading_id: ReadingId,
        /// The code of a [`crate::peers::model::Part`].
        #[sea_orm(primary_key, auto_increment = false)]
        pub part: String,
        pub text: String,
        pub hidden_at: Option<Timestamp>,
        pub hidden_by: Option<AccountId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
