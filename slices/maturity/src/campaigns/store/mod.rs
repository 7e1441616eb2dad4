//! The rows of campaigns and the queries on them. Nothing here reads the
//! answers of anybody but the one who gave them: what others see comes from
//! the tallies.

pub mod rows;

pub use rows::{ChangeKind, campaigns, changes, own, people, remarks, tallies};

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::model::{Audience, CampaignId, OwnPositioningId, Progress, State};

/// A campaign of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: CampaignId,
) -> Result<Option<campaigns::Model>, DbError> {
    Ok(campaigns::Entity::find_by_id(id)
        .filter(campaigns::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a campaign, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: CampaignId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(campaigns::Entity::find_by_id(id)
        .select_only()
        .column(campaigns::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The campaigns of a school on an instrument, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    instrument: &str,
) -> Result<Vec<campaigns::Model>, DbError> {
    use campaigns::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Instrument.eq(instrument))
        .order_by_desc(Column::CreatedAt)
        .all(connection)
        .await?)
}

/// The last campaign of a school that was closed.
///
/// # Errors
/// When the database does not answer.
pub async fn last_closed(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    instrument: &str,
) -> Result<Option<campaigns::Model>, DbError> {
    use campaigns::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Instrument.eq(instrument))
        .filter(Column::State.eq(State::Closed))
        .order_by_desc(Column::CreatedAt)
        .limit(1)
        .one(connection)
        .await?)
}

/// The invitation of somebody, with their own answer.
///
/// # Errors
/// When the database does not answer.
pub async fn invitation(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
    account: AccountId,
) -> Result<Option<people::Model>, DbError> {
    use people::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.eq(campaign))
        .filter(Column::AccountId.eq(account))
        .one(connection)
        .await?)
}

/// A campaign to which somebody is invited.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mine {
    /// The campaign.
    pub id: CampaignId,
    /// Its name.
    pub title: String,
    /// Where it is.
    pub state: State,
    /// From which day one answers.
    pub opens_on: Date,
    /// Until which one.
    pub answers_until: Option<Date>,
    /// Where they are with their answer.
    pub progress: Progress,
    /// Whether they are of its steering group.
    pub steers: bool,
}

fn to_campaign() -> RelationDef {
    people::Entity::belongs_to(campaigns::Entity)
        .from(people::Column::CampaignId)
        .to(campaigns::Column::Id)
        .into()
}

/// The campaigns to which somebody is invited, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    account: AccountId,
) -> Result<Vec<Mine>, DbError> {
    use campaigns::Column;
    Ok(people::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Title,
            Column::State,
            Column::OpensOn,
            Column::AnswersUntil,
        ])
        .columns([people::Column::Progress, people::Column::Steers])
        .join(JoinType::InnerJoin, to_campaign())
        .filter(people::Column::SchoolId.eq(school))
        .filter(people::Column::AccountId.eq(account))
        .order_by_desc(Column::CreatedAt)
        .into_model()
        .all(connection)
        .await?)
}

/// Who is invited already, and among whom they are counted.
///
/// # Errors
/// When the database does not answer.
pub async fn invited(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
) -> Result<Vec<(AccountId, Audience, bool)>, DbError> {
    use people::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::AccountId, Column::Audience, Column::Steers])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.eq(campaign))
        .into_tuple()
        .all(connection)
        .await?)
}

/// Who has not sent their answer yet.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
) -> Result<Vec<AccountId>, DbError> {
    use people::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.eq(campaign))
        .filter(Column::Progress.ne(Progress::Sent))
        .into_tuple()
        .all(connection)
        .await?)
}

/// So many people of a group are where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Count {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The group.
    pub audience: Audience,
    /// Where they are.
    pub progress: Progress,
    /// How many.
    pub people: i64,
}

/// How many people of each group are invited to campaigns, and where they are.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaigns: &[CampaignId],
) -> Result<Vec<Count>, DbError> {
    use people::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::CampaignId, Column::Audience, Column::Progress])
        .expr_as(Column::Id.count(), "people")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.is_in(campaigns.iter().copied()))
        .group_by(Column::CampaignId)
        .group_by(Column::Audience)
        .group_by(Column::Progress)
        .into_model()
        .all(connection)
        .await?)
}

/// What the answers of a campaign add up to, group by group.
///
/// # Errors
/// When the database does not answer.
pub async fn tallies_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
) -> Result<Vec<tallies::Model>, DbError> {
    use tallies::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.eq(campaign))
        .all(connection)
        .await?)
}

/// What was remarked, in the order of the words: neither who nor when shows.
///
/// # Errors
/// When the database does not answer.
pub async fn remarks_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
) -> Result<Vec<remarks::Model>, DbError> {
    use remarks::{Column, Entity};
    let mut rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.eq(campaign))
        .all(connection)
        .await?;
    rows.sort_by(|one, other| one.text.cmp(&other.text));
    Ok(rows)
}

/// So many changes of a collective answer are shown.
pub const CHANGES_SHOWN: u64 = 300;

/// The changes of a collective answer, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn changes_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
) -> Result<Vec<changes::Model>, DbError> {
    use changes::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CampaignId.eq(campaign))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(CHANGES_SHOWN)
        .all(connection)
        .await?)
}

/// Where somebody stood, for themself, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn own_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    account: AccountId,
) -> Result<Vec<own::Model>, DbError> {
    use own::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(account))
        .order_by_desc(Column::CreatedAt)
        .all(connection)
        .await?)
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find_own(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    account: AccountId,
    id: OwnPositioningId,
) -> Result<Option<own::Model>, DbError> {
    use own::{Column, Entity};
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(account))
        .one(connection)
        .await?)
}
