//! The missions of a learner who had two records: what each of them was given
//! alone, and how far they came.

use db::{DbError, Tx};
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{DatabaseConnection, IntoActiveModel, QuerySelect};
use serde::{Deserialize, Serialize};
use web::merge::{Amount, Keyed, Two, note, noted};
use web::{AccountColumn, Merging};

use crate::assignments::store::{adaptations, claim, progress};
use crate::model::AssignmentId;

const OF_THE_TEAM: &str =
    "it is the team's, and two records become one only when both are a learner's";

/// See [`web::Module::accounts`].
pub const COLUMNS: &[AccountColumn] = &[
    AccountColumn::stays("learning_sheets", "created_by", OF_THE_TEAM),
    AccountColumn::stays("learning_sheets", "updated_by", OF_THE_TEAM),
    AccountColumn::stays("sheet_versions", "author_id", OF_THE_TEAM),
    AccountColumn::stays("situation_comments", "author_id", OF_THE_TEAM),
    AccountColumn::stays("situation_documents", "added_by", OF_THE_TEAM),
    AccountColumn::stays("assignments", "author_id", OF_THE_TEAM),
    AccountColumn::by_slice("assignment_learners", "account_id"),
    AccountColumn::by_slice("assignment_adaptations", "account_id"),
    AccountColumn::stays("assignment_adaptations", "author_id", OF_THE_TEAM),
    AccountColumn::by_slice("assignment_progress", "account_id"),
    AccountColumn::stays("year_plans", "author_id", OF_THE_TEAM),
    AccountColumn::stays("situation_arrivals", "author_id", OF_THE_TEAM),
];

const CHOSEN: Keyed = Keyed::new("assignment_learners", "assignment_id", "account_id");
const ADAPTED: Keyed = Keyed::new("assignment_adaptations", "assignment_id", "account_id");
const WORK: Keyed = Keyed::new("assignment_progress", "assignment_id", "account_id");

/// This slice's part of a merge.
pub struct LearningMerging;

/// What was moved. Of two rows about one mission, one is left; both are noted
/// whole where they say more than their key.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moved {
    chosen: Vec<Uuid>,
    same_chosen: Vec<Uuid>,
    adapted: Vec<Uuid>,
    joined: Vec<Joined>,
    /// The reports of the closed one on missions.
    reports: Vec<Uuid>,
    /// How far the report came that had to leave its place to the other one.
    left: Vec<progress::Model>,
}

/// A mission that was adapted for both.
#[derive(Debug, Serialize, Deserialize)]
struct Joined {
    closed: adaptations::Model,
    /// The kept one's, before.
    before: adaptations::Model,
    /// The kept one's, joined with the other.
    after: adaptations::Model,
}

#[async_trait::async_trait]
impl Merging for LearningMerging {
    async fn amounts(
        &self,
        _: &DatabaseConnection,
        _: SchoolId,
        _: [AccountId; 2],
    ) -> Result<Vec<Amount>, DbError> {
        // Work on missions is counted as reports, by the slice that keeps them.
        Ok(Vec::new())
    }

    async fn merge(&self, tx: &Tx, two: Two) -> Result<serde_json::Value, DbError> {
        let (chosen, same_chosen) = CHOSEN.take(tx, two).await?;
        CHOSEN.drop(tx, two, &same_chosen).await?;
        let (adapted, doubled) = ADAPTED.take(tx, two).await?;
        let joined = join(tx, two, &doubled).await?;
        let (reports, left) = take_work(tx, two).await?;
        note(&Moved {
            chosen,
            same_chosen,
            adapted,
            joined,
            reports,
            left,
        })
    }

    async fn undo(&self, tx: &Tx, two: Two, moved: &serde_json::Value) -> Result<(), DbError> {
        let moved: Moved = noted(moved)?;
        CHOSEN.give_back(tx, two, &moved.chosen).await?;
        // Whoever is no longer chosen since is not chosen again.
        let mut chosen = CHOSEN.keys(tx, two, two.kept).await?;
        chosen.retain(|key| moved.same_chosen.contains(key));
        CHOSEN.put_back(tx, two, &chosen).await?;
        ADAPTED.give_back(tx, two, &moved.adapted).await?;
        for joined in moved.joined {
            part(tx, joined).await?;
        }
        give_work_back(tx, two, moved.reports, moved.left).await
    }
}

/// Makes one adaptation of the two of each mission.
async fn join(tx: &Tx, two: Two, missions: &[Uuid]) -> Result<Vec<Joined>, DbError> {
    let mut all = Vec::with_capacity(missions.len());
    for mission in missions.iter().copied().map(AssignmentId) {
        let before = adaptation(tx, two, mission, two.kept).await?;
        let closed = adaptation(tx, two, mission, two.closed).await?;
        let (Some(before), Some(closed)) = (before, closed) else {
            continue;
        };
        let text = before.text().joined(&closed.text());
        let after = adaptations::Model {
            resources: text.resources,
            expectations: text.expectations,
            // Whoever still has the old text open is told.
            version: before.version + 1,
            ..before.clone()
        };
        remove(tx, &closed).await?;
        replace(tx, &after).await?;
        all.push(Joined {
            closed,
            before,
            after,
        });
    }
    Ok(all)
}

/// Gives both their own adaptation back; what was changed since stays the kept
/// one's.
async fn part(tx: &Tx, joined: Joined) -> Result<(), DbError> {
    let after = &joined.after;
    let key = (after.school_id, after.assignment_id, after.account_id);
    let now = adaptations::Entity::find_by_id(key).one(tx).await?;
    if now.as_ref() == Some(after) {
        replace(tx, &joined.before).await?;
    }
    replace(tx, &joined.closed).await
}

async fn adaptation(
    tx: &Tx,
    two: Two,
    mission: AssignmentId,
    learner: AccountId,
) -> Result<Option<adaptations::Model>, DbError> {
    crate::assignments::store::adaptation(tx, two.school, mission, learner).await
}

async fn remove(tx: &Tx, row: &adaptations::Model) -> Result<(), DbError> {
    let key = (row.school_id, row.assignment_id, row.account_id);
    adaptations::Entity::delete_by_id(key).exec(tx).await?;
    Ok(())
}

async fn replace(tx: &Tx, row: &adaptations::Model) -> Result<(), DbError> {
    remove(tx, row).await?;
    let row = row.clone().into_active_model().reset_all();
    adaptations::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Moves how far the closed one came. Of two reports on one mission, the one
/// that is nearer the end holds the place; the other stays in the dossier. The
/// closed one's reports, and the rows that left.
async fn take_work(tx: &Tx, two: Two) -> Result<(Vec<Uuid>, Vec<progress::Model>), DbError> {
    use progress::{Column, Entity};
    let theirs = Entity::find()
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::AccountId.eq(two.closed))
        .all(tx)
        .await?;
    let reports = theirs.iter().map(|row| row.report_id).collect();
    let mut left = Vec::new();
    for row in theirs {
        let key = (two.school, row.assignment_id, two.kept);
        let Some(own) = Entity::find_by_id(key).one(tx).await? else {
            continue;
        };
        let behind = match row.state.rank() > own.state.rank() {
            true => own,
            false => row,
        };
        Entity::delete_by_id((two.school, behind.assignment_id, behind.account_id))
            .exec(tx)
            .await?;
        left.push(behind);
    }
    WORK.take(tx, two).await?;
    Ok((reports, left))
}

/// Gives the closed one the places of its reports back, and those that had to
/// leave theirs, where nothing was begun since.
async fn give_work_back(
    tx: &Tx,
    two: Two,
    reports: Vec<Uuid>,
    left: Vec<progress::Model>,
) -> Result<(), DbError> {
    use progress::{Column, Entity};
    let missions: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::AssignmentId)
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::AccountId.eq(two.kept))
        .filter(Column::ReportId.is_in(reports))
        .into_tuple()
        .all(tx)
        .await?;
    WORK.give_back(tx, two, &missions).await?;
    for row in left {
        claim(tx, row).await?;
    }
    Ok(())
}
