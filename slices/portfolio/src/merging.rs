//! The dossier of a learner who had two records: what follows them, and which
//! positionings are the latest then.

use std::collections::{HashMap, HashSet};

use db::{DbError, Tx};
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, IntoActiveModel, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use web::merge::{Amount, Two};
use web::{AccountColumn, Merging, Within};

use crate::digital::pix::model::PixResultId;
use crate::digital::pix::store::{self as pix, results};
use crate::matrix::store::withdrawn;
use crate::positioning::Viewpoint;
use crate::positioning::store::{current, positionings};

const REPORTS: Within = Within {
    key: "report_id",
    parent: "reports",
    owner: "learner_id",
};
const FEEDBACK: Within = Within {
    key: "feedback_id",
    parent: "feedback",
    owner: "learner_id",
};
const INTERVIEWS: Within = Within {
    key: "interview_id",
    parent: "interviews",
    owner: "learner_id",
};
const OBJECTIVES: Within = Within {
    key: "objective_id",
    parent: "objectives",
    owner: "learner_id",
};
const LED: &str = "interviews are led and reported by the team, and two records become one only when both are a learner's";
const OF_THE_TEAM: &str =
    "feedback is the team's, and two records become one only when both are a learner's";

const OF_THE_TEAM_TOO: &str = "what is rated together is the team's, and two records become one only when both are a learner's";
const ROUNDS_OF_THE_TEAM: &str = "a round is prepared and its remarks are hidden by the team, and two records become one only when both are a learner's";
const FILE_OF_THE_TEAM: &str =
    "files of Pix are the team's, and two records become one only when both are a learner's";

/// See [`web::Module::accounts`].
pub const COLUMNS: &[AccountColumn] = &[
    AccountColumn::follows("reports", "learner_id"),
    AccountColumn::follows_within("report_versions", "author_id", REPORTS),
    AccountColumn::follows("evidence", "learner_id"),
    AccountColumn::follows("feedback", "learner_id"),
    AccountColumn::stays("feedback", "author_id", OF_THE_TEAM),
    AccountColumn::follows_within("feedback_replies", "author_id", FEEDBACK),
    AccountColumn::follows("positionings", "learner_id"),
    AccountColumn::follows("positionings", "author_id"),
    AccountColumn::by_slice("current_positionings", "learner_id"),
    AccountColumn::by_slice("current_positionings", "author_id"),
    AccountColumn::by_slice("current_positionings", "author_key"),
    AccountColumn::stays("positioning_batches", "author_id", OF_THE_TEAM_TOO),
    AccountColumn::follows("skill_positionings", "learner_id"),
    AccountColumn::follows("skill_positionings", "author_id"),
    AccountColumn::by_slice("pix_results", "learner_id"),
    AccountColumn::stays("pix_imports", "author_id", FILE_OF_THE_TEAM),
    AccountColumn::follows("dossier_exports", "learner_id"),
    AccountColumn::follows("interviews", "learner_id"),
    AccountColumn::stays("interviews", "teacher_id", LED),
    AccountColumn::stays("interviews", "team_signer_id", LED),
    AccountColumn::stays("interview_versions", "author_id", LED),
    AccountColumn::follows_within("interview_addenda", "author_id", INTERVIEWS),
    AccountColumn::follows("objectives", "learner_id"),
    AccountColumn::follows("objectives", "author_id"),
    AccountColumn::follows_within("objective_notes", "author_id", OBJECTIVES),
    AccountColumn::stays("peer_rounds", "author_id", ROUNDS_OF_THE_TEAM),
    AccountColumn::follows("peer_readings", "learner_id"),
    AccountColumn::follows("peer_readings", "reader_id"),
    AccountColumn::stays("peer_remarks", "hidden_by", ROUNDS_OF_THE_TEAM),
    // The files behind the pieces count in what their owner may keep.
    AccountColumn::follows("files", "owner_id"),
];

/// This slice's part of a merge.
pub struct PortfolioMerging;

#[async_trait::async_trait]
impl Merging for PortfolioMerging {
    async fn amounts(
        &self,
        reader: &DatabaseConnection,
        school: SchoolId,
        people: [AccountId; 2],
    ) -> Result<Vec<Amount>, DbError> {
        let mut amounts = Vec::new();
        for (what, table, gone) in [
            ("Comptes rendus", "reports", Some("deleted_at")),
            ("Pièces", "evidence", Some("removed_at")),
            ("Retours reçus", "feedback", None),
            ("Positionnements", "positionings", None),
            ("Entretiens formatifs", "interviews", Some("deleted_at")),
            ("Objectifs", "objectives", Some("deleted_at")),
            ("Autres compétences situées", "skill_positionings", None),
            ("Résultats Pix", "pix_results", None),
        ] {
            amounts.push(Amount {
                what,
                counts: count(reader, school, people, table, gone).await?,
            });
        }
        Ok(amounts)
    }

    async fn merge(&self, tx: &Tx, two: Two) -> Result<serde_json::Value, DbError> {
        make_current(tx, two).await?;
        pix::write(&take_results(tx, two).await?)
    }

    async fn undo(&self, tx: &Tx, two: Two, moved: &serde_json::Value) -> Result<(), DbError> {
        let taken: Option<Taken> = pix::read(moved.clone())?;
        let taken = taken.unwrap_or_default();
        give_results(tx, two.school, taken.moved, two.closed).await?;
        put_back(tx, taken.doubles).await?;
        make_current(tx, two).await
    }
}

/// What became of the results of Pix that the closed record had.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Taken {
    /// Those that are the kept record’s now.
    moved: Vec<PixResultId>,
    /// Those that it had already: one sending is kept once.
    doubles: Vec<results::Model>,
}

/// Gives the kept record the results of Pix that it has not, and removes the
/// others.
async fn take_results(tx: &Tx, two: Two) -> Result<Taken, DbError> {
    use results::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::LearnerId.is_in([two.kept, two.closed]))
        .all(tx)
        .await?;
    let known: HashSet<_> = rows
        .iter()
        .filter(|row| row.learner_id == two.kept)
        .map(|row| (row.campaign_id.as_str(), row.sent_at))
        .collect();
    let (doubles, moved): (Vec<_>, Vec<_>) = rows
        .iter()
        .filter(|row| row.learner_id == two.closed)
        .partition(|row| known.contains(&(row.campaign_id.as_str(), row.sent_at)));
    let taken = Taken {
        moved: moved.iter().map(|row| row.id).collect(),
        doubles: doubles.into_iter().cloned().collect(),
    };
    give_results(tx, two.school, taken.moved.clone(), two.kept).await?;
    Entity::delete_many()
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::Id.is_in(taken.doubles.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    Ok(taken)
}

async fn put_back(tx: &Tx, doubles: Vec<results::Model>) -> Result<(), DbError> {
    let rows = doubles
        .into_iter()
        .map(|row| row.into_active_model().reset_all());
    pix::insert(tx, rows.collect()).await?;
    Ok(())
}

async fn give_results(
    tx: &Tx,
    school: SchoolId,
    moved: Vec<PixResultId>,
    to: AccountId,
) -> Result<(), DbError> {
    use results::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::LearnerId, Expr::value(to))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.is_in(moved))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many rows of a table are of each, those that were removed left out.
async fn count(
    reader: &DatabaseConnection,
    school: SchoolId,
    people: [AccountId; 2],
    table: &'static str,
    gone: Option<&'static str>,
) -> Result<[u64; 2], DbError> {
    let mut select = Query::select();
    select
        .column("learner_id")
        .expr_as(Expr::col("id").count(), Alias::new("many"))
        .from(table)
        .and_where(Expr::col("school_id").eq(school))
        .and_where(Expr::col("learner_id").is_in(people))
        .group_by_col("learner_id");
    if let Some(gone) = gone {
        select.and_where(Expr::col(gone).is_null());
    }
    let mut counts = [0; 2];
    for row in reader.query_all(&select).await? {
        let learner: AccountId = row.try_get("", "learner_id")?;
        let many: i64 = row.try_get("", "many")?;
        if let Some(place) = people.iter().position(|id| *id == learner) {
            counts[place] = u64::try_from(many).unwrap_or(0);
        }
    }
    Ok(counts)
}

/// Makes the latest of the history current again, for both and for those whom
/// they positioned as peers: one learner has one row for each point of view.
async fn make_current(tx: &Tx, two: Two) -> Result<(), DbError> {
    use current::{Column, Entity};
    let learners: Vec<AccountId> = touched(tx, two).await?.into_iter().collect();
    Entity::delete_many()
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .exec(tx)
        .await?;
    let history = positionings::Entity::find()
        .filter(positionings::Column::SchoolId.eq(two.school))
        .filter(positionings::Column::LearnerId.is_in(learners))
        .filter(positionings::Column::Id.not_in_subquery(withdrawn(two.school)))
        .order_by_asc(positionings::Column::CreatedAt)
        .order_by_asc(positionings::Column::Id)
        .all(tx)
        .await?;
    let mut latest = HashMap::new();
    for row in history {
        let row = current_row(row);
        let key = (
            row.learner_id,
            row.curriculum_id,
            row.target.clone(),
            row.viewpoint,
            row.author_key,
        );
        latest.insert(key, row);
    }
    let rows: Vec<current::Model> = latest.into_values().collect();
    for part in rows.chunks(100) {
        let part = part
            .iter()
            .map(|row| row.clone().into_active_model().reset_all());
        Entity::insert_many(part).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whose current rows may name one of both.
async fn touched(tx: &Tx, two: Two) -> Result<HashSet<AccountId>, DbError> {
    use positionings::Column;
    let peers: Vec<AccountId> = positionings::Entity::find()
        .select_only()
        .column(Column::LearnerId)
        .distinct()
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::AuthorId.is_in([two.kept, two.closed]))
        .filter(Column::Viewpoint.eq(Viewpoint::Peer))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(peers.into_iter().chain([two.kept, two.closed]).collect())
}

fn current_row(row: positionings::Model) -> current::Model {
    current::Model {
        school_id: row.school_id,
        learner_id: row.learner_id,
        curriculum_id: row.curriculum_id,
        target: row.target,
        viewpoint: row.viewpoint,
        author_key: row.viewpoint.author_key(row.author_id),
        positioning_id: row.id,
        author_id: row.author_id,
        level: row.level,
        created_at: row.created_at,
    }
}
