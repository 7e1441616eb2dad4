//! Writing a positioning on a skill.

use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, Level, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, QueryOrder, Set};

use super::model::{Framework, SkillPositioningId};
use super::store::rows;
use crate::events::Event;
use crate::positioning::Viewpoint;
use crate::positioning::model::date_after;
use crate::report::ReportId;

/// A positioning to write. The skill is known to exist, the author to have the
/// right to this point of view, the report to be the learner's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSkillPositioning {
    /// The list of the skill.
    pub framework: Framework,
    /// Its code there.
    pub target: String,
    /// Of a skill of a diploma: which diploma.
    pub curriculum: Option<CurriculumId>,
    /// Who looks.
    pub viewpoint: Viewpoint,
    /// The level given.
    pub level: Level,
    /// Where it was seen; may be empty.
    pub situation: String,
    /// The report that tells of it.
    pub report: Option<ReportId>,
    /// What the author says of it; may be empty.
    pub comment: String,
}

/// Adds a positioning to the history of a learner. Of two authors at once,
/// both are kept and the later is shown.
///
/// # Errors
/// When the row cannot be written.
pub async fn position_on_skill(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    learner: AccountId,
    author: AccountId,
    new: &NewSkillPositioning,
) -> Result<SkillPositioningId, DbError> {
    let latest = rows::Entity::find()
        .filter(rows::Column::SchoolId.eq(school))
        .filter(rows::Column::LearnerId.eq(learner))
        .order_by_desc(rows::Column::CreatedAt)
        .one(tx)
        .await?;
    let id = SkillPositioningId::generate(clock);
    rows::ActiveModel {
        id: Set(id),
        school_id: Set(school),
        learner_id: Set(learner),
        framework: Set(new.framework),
        target: Set(new.target.clone()),
        curriculum_id: Set(new.curriculum),
        viewpoint: Set(new.viewpoint),
        author_id: Set(author),
        level: Set(new.level),
        situation: Set(new.situation.clone()),
        report_id: Set(new.report),
        comment: Set(new.comment.clone()),
        created_at: Set(date_after(clock.now(), latest.map(|row| row.created_at))),
    }
    .insert(tx)
    .await?;
    let event = Event::SkillPositioned(id);
    db::audit::record(tx, clock, school, Some(author), &event).await?;
    Ok(id)
}
