//! The rows of positionings and the queries on them.

use std::collections::HashMap;

use curriculum::CurriculumId;
use db::DbError;
use kernel::{AccountId, Level, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use super::{EvidenceRef, PositioningId, Viewpoint};

/// The table `positionings`: the history, only ever added to.
pub mod positionings {
    use curriculum::CurriculumId;
    use kernel::{AccountId, Level, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::positioning::{PositioningId, Viewpoint};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "positionings")]
    /// One positioning.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PositioningId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        pub curriculum_id: CurriculumId,
        /// Code of a competence or of a detailed one.
        pub target: String,
        pub viewpoint: Viewpoint,
        pub author_id: AccountId,
        pub level: Level,
        /// Empty when there is none.
        pub comment: String,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `positioning_evidence`: what a positioning rests on.
pub mod positioning_evidence {
    use kernel::SchoolId;
    use sea_orm::entity::prelude::*;

    use crate::evidence::EvidenceId;
    use crate::positioning::PositioningId;
    use crate::report::ReportId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "positioning_evidence")]
    /// A report or a piece; one of the two is set.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub positioning_id: PositioningId,
        /// From 1, in the order in which they were ticked.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i16,
        pub report_id: Option<ReportId>,
        pub evidence_id: Option<EvidenceId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `current_positionings`: the latest of each point of view.
pub mod current {
    use curriculum::CurriculumId;
    use kernel::{AccountId, Level, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::positioning::{PositioningId, Viewpoint};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "current_positionings")]
    /// The latest positioning of a point of view on a target.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub learner_id: AccountId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub curriculum_id: CurriculumId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub target: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub viewpoint: Viewpoint,
        /// The author for peers, nil for the others: see `Viewpoint::author_key`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub author_key: Uuid,
        pub positioning_id: PositioningId,
        pub author_id: AccountId,
        pub level: Level,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose positionings, in which curriculum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The tenant.
    pub school: SchoolId,
    /// The learner.
    pub learner: AccountId,
    /// What they are enrolled on.
    pub curriculum: CurriculumId,
}

/// Where a learner stands on a target, from one point of view.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "current::Entity")]
pub struct CurrentLevel {
    /// Code of a competence or of a detailed one.
    pub target: String,
    /// Whose point of view.
    pub viewpoint: Viewpoint,
    /// Who placed them there.
    pub author_id: AccountId,
    /// How high.
    pub level: Level,
    /// When.
    pub created_at: Timestamp,
}

/// The current levels of a learner: at most one per target and point of view
/// (and per author for peers).
///
/// # Errors
/// When the database does not answer.
pub async fn current_of(
    reader: &impl ConnectionTrait,
    course: Course,
) -> Result<Vec<CurrentLevel>, DbError> {
    Ok(current::Entity::find()
        .filter(current::Column::SchoolId.eq(course.school))
        .filter(current::Column::LearnerId.eq(course.learner))
        .filter(current::Column::CurriculumId.eq(course.curriculum))
        .into_partial_model()
        .all(reader)
        .await?)
}

/// When the team last positioned each of some learners, on anything; those
/// whom it never positioned are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_of_team(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<HashMap<AccountId, Timestamp>, DbError> {
    use current::{Column, Entity};
    let rows: Vec<(AccountId, Timestamp)> = Entity::find()
        .select_only()
        .column(Column::LearnerId)
        .column_as(Column::CreatedAt.max(), "latest")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::Viewpoint.eq(Viewpoint::Team))
        .group_by(Column::LearnerId)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The whole history of one target, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(
    reader: &impl ConnectionTrait,
    course: Course,
    target: &str,
) -> Result<Vec<positionings::Model>, DbError> {
    Ok(positionings::Entity::find()
        .filter(positionings::Column::SchoolId.eq(course.school))
        .filter(positionings::Column::LearnerId.eq(course.learner))
        .filter(positionings::Column::CurriculumId.eq(course.curriculum))
        .filter(positionings::Column::Target.eq(target))
        .order_by_desc(positionings::Column::CreatedAt)
        .order_by_desc(positionings::Column::Id)
        .all(reader)
        .await?)
}

/// What the positionings rest on, in the order in which it was ticked.
///
/// # Errors
/// When the database does not answer.
pub async fn evidence_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    positionings: &[PositioningId],
) -> Result<Vec<(PositioningId, EvidenceRef)>, DbError> {
    use positioning_evidence::{Column, Entity};
    if positionings.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::PositioningId.is_in(positionings.iter().copied()))
        .order_by_asc(Column::PositioningId)
        .order_by_asc(Column::Number)
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let report = row.report_id.map(EvidenceRef::Report);
            let piece = row.evidence_id.map(EvidenceRef::Piece);
            Some((row.positioning_id, report.or(piece)?))
        })
        .collect())
}
