//! The tables as SeaORM sees them.

use kernel::words;

words! {
    /// Why a version of a report was kept.
    Reason {
        /// Ten minutes of writing had passed.
        Saved = "saved", "enregistrée";
        /// It was written elsewhere at the same time.
        Conflict = "conflict", "écrite en parallèle";
        /// The member of the team signed it.
        Signed = "signed", "signée par l’équipe";
        /// Another version was taken instead.
        Replaced = "replaced", "remplacée";
    }
}

/// The table `interviews`.
pub mod interviews {
    use curriculum::CurriculumId;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::interviews::model::{Content, InterviewId, Slot, State};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interviews")]
    /// An interview with its report.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InterviewId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        /// Who leads it and signs it.
        pub teacher_id: AccountId,
        pub curriculum_id: CurriculumId,
        pub starts_at: Timestamp,
        pub minutes: i32,
        pub place: String,
        /// What it is about, in a line; may be empty.
        pub subject: String,
        /// When it was to take place before it was moved last.
        pub moved_from: Option<Timestamp>,
        /// How often its day, place or person changed, for calendars.
        pub changes: i32,
        /// Codes of what will be talked about.
        pub targets: Json,
        /// Codes of the questions that were prepared.
        pub questions: Json,
        pub lived: String,
        pub reflection: String,
        pub strengths: String,
        pub improve: String,
        pub decisions: String,
        pub remediation: String,
        pub state: State,
        /// Grows with each change: who changes says which one they started from.
        pub version: i32,
        pub created_at: Timestamp,
        pub saved_at: Timestamp,
        pub held_at: Option<Timestamp>,
        pub team_signer_id: Option<AccountId>,
        pub team_signed_at: Option<Timestamp>,
        pub learner_signed_at: Option<Timestamp>,
        /// Why it was cancelled; may be empty.
        pub cancel_reason: String,
        pub deleted_at: Option<Timestamp>,
    }

    impl Model {
        /// When it takes place.
        #[must_use]
        pub const fn slot(&self) -> Slot {
            Slot {
                starts_at: self.starts_at,
                minutes: self.minutes,
            }
        }

        /// What the report says.
        #[must_use]
        pub fn content(&self) -> Content {
            Content {
                texts: [
                    self.lived.clone(),
                    self.reflection.clone(),
                    self.strengths.clone(),
                    self.improve.clone(),
                    self.decisions.clone(),
                    self.remediation.clone(),
                ],
            }
        }

        /// Codes of what will be talked about.
        #[must_use]
        pub fn target_codes(&self) -> Vec<String> {
            codes(&self.targets)
        }

        /// Codes of the questions that were prepared.
        #[must_use]
        pub fn question_codes(&self) -> Vec<String> {
            codes(&self.questions)
        }
    }

    /// A list of codes; one that is not of our making counts as empty.
    fn codes(json: &Json) -> Vec<String> {
        serde_json::from_value(json.clone()).unwrap_or_default()
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `interview_versions`.
pub mod versions {
    use db::DbError;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use super::Reason;
    use crate::interviews::model::{Content, InterviewId, InterviewVersionId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interview_versions")]
    /// A kept version of a report; never changed.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: InterviewVersionId,
        pub school_id: SchoolId,
        pub interview_id: InterviewId,
        /// 1, 2, 3… within the interview.
        pub number: i32,
        pub reason: Reason,
        pub author_id: AccountId,
        pub created_at: Timestamp,
        /// A [`Content`].
        pub content: Json,
    }

    impl Model {
        /// What the version says.
        ///
        /// # Errors
        /// When the row is not of our making.
        pub fn read(&self) -> Result<Content, DbError> {
            serde_json::from_value(self.content.clone())
                .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `interview_addenda`.
pub mod addenda {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::interviews::model::{AddendumId, InterviewId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "interview_addenda")]
    /// What one of the two added below a report; never changed.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AddendumId,
        pub school_id: SchoolId,
        pub interview_id: InterviewId,
        pub author_id: AccountId,
        pub text: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
