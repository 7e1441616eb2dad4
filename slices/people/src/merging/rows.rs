//! What this slice ties to a learner, beyond the columns that follow by
//! themselves: rows of which a person has one for each class, group or
//! guardian.

use chrono::NaiveDate;
use db::{DbError, Tx};
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, FromQueryResult, IntoActiveModel};
use serde::{Deserialize, Serialize};
use web::Merging;
use web::merge::{Amount, Keyed, Two, insert_row, note, noted};

use super::model::joint_days;
use crate::model::{ClassId, LearnerStatus};
use crate::store::{classes, enrolment_rows as enrolments};

/// This slice's part of a merge.
pub struct PeopleMerging;

/// What was moved. Rows that both had are noted whole: the kept account has
/// one of them, the other comes back with the closed one.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Moved {
    classes: Vec<Uuid>,
    stays: Vec<Joint>,
    groups: Vec<Uuid>,
    same_groups: Vec<Uuid>,
    guardians: Vec<Uuid>,
    same_guardians: Vec<Uuid>,
    ended_years: Vec<Uuid>,
    same_years: Vec<Year>,
}

/// A class in which both were enrolled.
#[derive(Debug, Serialize, Deserialize)]
struct Joint {
    class: ClassId,
    /// The closed one's stay.
    closed: Stay,
    /// The kept one's, before.
    before: Days,
    /// The kept one's, joined with the other.
    after: Days,
}

#[derive(Debug, Serialize, Deserialize)]
struct Stay {
    status: String,
    distance: bool,
    days: Days,
}

type Days = (NaiveDate, Option<NaiveDate>);

/// What became of the closed one at the end of a class's year.
#[derive(Debug, Serialize, Deserialize, FromQueryResult)]
struct Year {
    class_id: Uuid,
    fate: String,
    to_class_id: Option<Uuid>,
}

const STAYS: Keyed = Keyed::new("enrolments", "class_id", "account_id");
const GROUPS: Keyed = Keyed::new("group_members", "group_id", "account_id");
const GUARDIANS: Keyed = Keyed::new("guardianships", "guardian_id", "learner_id");
const YEARS: Keyed = Keyed::new("roll_over_lines", "class_id", "account_id");

#[async_trait::async_trait]
impl Merging for PeopleMerging {
    async fn amounts(
        &self,
        _: &DatabaseConnection,
        _: SchoolId,
        _: [AccountId; 2],
    ) -> Result<Vec<Amount>, DbError> {
        // Classes, groups and guardians are compared by name.
        Ok(Vec::new())
    }

    async fn merge(&self, tx: &Tx, two: Two) -> Result<serde_json::Value, DbError> {
        let (classes, same_classes) = STAYS.take(tx, two).await?;
        let stays = join_stays(tx, two, &same_classes).await?;
        STAYS.drop(tx, two, &same_classes).await?;
        let (groups, same_groups) = GROUPS.take(tx, two).await?;
        GROUPS.drop(tx, two, &same_groups).await?;
        let (guardians, same_guardians) = GUARDIANS.take(tx, two).await?;
        GUARDIANS.drop(tx, two, &same_guardians).await?;
        let (ended_years, doubled) = YEARS.take(tx, two).await?;
        let same_years = years(tx, two, &doubled).await?;
        YEARS.drop(tx, two, &doubled).await?;
        note(&Moved {
            classes,
            stays,
            groups,
            same_groups,
            guardians,
            same_guardians,
            ended_years,
            same_years,
        })
    }

    async fn undo(&self, tx: &Tx, two: Two, moved: &serde_json::Value) -> Result<(), DbError> {
        let moved: Moved = noted(moved)?;
        STAYS.give_back(tx, two, &moved.classes).await?;
        for joint in &moved.stays {
            part_stays(tx, two, joint).await?;
        }
        GROUPS.give_back(tx, two, &moved.groups).await?;
        GROUPS.put_back(tx, two, &moved.same_groups).await?;
        GUARDIANS.give_back(tx, two, &moved.guardians).await?;
        GUARDIANS.put_back(tx, two, &moved.same_guardians).await?;
        YEARS.give_back(tx, two, &moved.ended_years).await?;
        put_years_back(tx, two, &moved.same_years).await?;
        Ok(())
    }
}

/// Joins the stays in classes where both were enrolled.
async fn join_stays(tx: &Tx, two: Two, classes: &[Uuid]) -> Result<Vec<Joint>, DbError> {
    let mut stays = Vec::with_capacity(classes.len());
    for class in classes.iter().copied().map(ClassId) {
        let kept = stay(tx, two, class, two.kept).await?;
        let closed = stay(tx, two, class, two.closed).await?;
        let (Some(kept), Some(closed)) = (kept, closed) else {
            continue;
        };
        let before = (kept.entered_on, kept.left_on);
        let theirs = (closed.entered_on, closed.left_on);
        let after = joint_days(before, theirs);
        set_days(tx, &kept, after).await?;
        stays.push(Joint {
            class,
            closed: Stay {
                status: closed.status.code().to_owned(),
                distance: closed.distance,
                days: theirs,
            },
            before,
            after,
        });
    }
    Ok(stays)
}

/// Gives both their own stay back; what was changed since in the kept one's stays.
async fn part_stays(tx: &Tx, two: Two, joint: &Joint) -> Result<(), DbError> {
    if let Some(kept) = stay(tx, two, joint.class, two.kept).await?
        && (kept.entered_on, kept.left_on) == joint.after
    {
        set_days(tx, &kept, joint.before).await?;
    }
    // A roll-over that was undone took its class with it.
    if classes::get(tx, two.school, joint.class).await?.is_none() {
        return Ok(());
    }
    let Ok(status) = joint.closed.status.parse::<LearnerStatus>() else {
        return Ok(());
    };
    let (entered_on, left_on) = joint.closed.days;
    enrolments::Model {
        school_id: two.school,
        class_id: joint.class,
        account_id: two.closed,
        status,
        distance: joint.closed.distance,
        entered_on,
        left_on,
    }
    .into_active_model()
    .reset_all()
    .insert(tx)
    .await?;
    Ok(())
}

async fn stay(
    tx: &Tx,
    two: Two,
    class: ClassId,
    account: AccountId,
) -> Result<Option<enrolments::Model>, DbError> {
    crate::store::enrolments::get(tx, two.school, class, account).await
}

async fn set_days(tx: &Tx, of: &enrolments::Model, days: Days) -> Result<(), DbError> {
    use enrolments::Column;
    enrolments::Entity::update_many()
        .col_expr(Column::EnteredOn, Expr::value(days.0))
        .col_expr(Column::LeftOn, Expr::value(days.1))
        .filter(Column::SchoolId.eq(of.school_id))
        .filter(Column::ClassId.eq(of.class_id))
        .filter(Column::AccountId.eq(of.account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// What became of the closed one in years that both ended in one class.
async fn years(tx: &Tx, two: Two, classes: &[Uuid]) -> Result<Vec<Year>, DbError> {
    let select = Query::select()
        .columns(["class_id", "fate", "to_class_id"])
        .from(YEARS.table)
        .and_where(Expr::col("school_id").eq(two.school))
        .and_where(Expr::col("class_id").is_in(classes.iter().copied()))
        .and_where(Expr::col("account_id").eq(two.closed))
        .to_owned();
    let rows = tx.query_all(&select).await?;
    Ok(rows
        .iter()
        .map(|row| Year::from_query_result(row, ""))
        .collect::<Result<_, _>>()?)
}

async fn put_years_back(tx: &Tx, two: Two, years: &[Year]) -> Result<(), DbError> {
    for year in years {
        // The roll-over was undone since: it has no lines any more.
        let class = ClassId(year.class_id);
        if crate::store::roll_overs::get(tx, two.school, class)
            .await?
            .is_none()
        {
            continue;
        }
        let columns = ["school_id", "class_id", "account_id", "fate", "to_class_id"];
        let values = [
            two.school.into(),
            year.class_id.into(),
            two.closed.into(),
            year.fate.clone().into(),
            year.to_class_id.into(),
        ];
        insert_row(tx, YEARS.table, columns, values).await?;
    }
    Ok(())
}
