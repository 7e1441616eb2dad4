//! The rows of positionings on skills.

use curriculum::CurriculumId;
use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder};

use super::model::{Framework, Skill};

pub use rows::Model as Row;

/// The table `skill_positionings`.
pub mod rows {
    use curriculum::CurriculumId;
    use kernel::{AccountId, Level, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::positioning::Viewpoint;
    use crate::report::ReportId;
    use crate::transversal::model::{Framework, SkillPositioningId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "skill_positionings")]
    /// One positioning.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SkillPositioningId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        pub framework: Framework,
        /// The code of the skill in its list.
        pub target: String,
        /// Of a skill of a diploma: which diploma.
        pub curriculum_id: Option<CurriculumId>,
        pub viewpoint: Viewpoint,
        pub author_id: AccountId,
        pub level: Level,
        /// Where it was seen; empty when it was not said.
        pub situation: String,
        /// The report that tells of the situation.
        pub report_id: Option<ReportId>,
        /// Empty when there is none.
        pub comment: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl rows::Model {
    /// Whether it is about that skill. Rows of another diploma were left out
    /// when they were read.
    #[must_use]
    pub fn is_on(&self, skill: &Skill) -> bool {
        self.framework == skill.framework && self.target == skill.code
    }
}

/// All positionings of a learner on skills, the latest first; those of a
/// diploma only for `curriculum`.
///
/// # Errors
/// When the database does not answer.
pub async fn of_learner(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    curriculum: Option<CurriculumId>,
) -> Result<Vec<Row>, DbError> {
    let mut rows = rows::Entity::find()
        .filter(rows::Column::SchoolId.eq(school))
        .filter(rows::Column::LearnerId.eq(learner))
        .order_by_desc(rows::Column::CreatedAt)
        .order_by_desc(rows::Column::Id)
        .all(reader)
        .await?;
    rows.retain(|row| row.framework != Framework::Diploma || row.curriculum_id == curriculum);
    Ok(rows)
}
