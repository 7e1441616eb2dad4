//! The door for other slices: the curricula of a school, and one by its id.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

use db::{Db, DbError, Tx};
use kernel::{Clock, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Set};

use crate::store::{self, Column, Entity};
use crate::{Curriculum, SHIPPED_CURRICULA};

pub use crate::store::CurriculumId;

/// The scale on which professional competences are positioned.
pub const PROFESSIONAL_SCALE: &str = "jalon-4";

/// A curriculum in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurriculumSummary {
    /// Its identifier.
    pub id: CurriculumId,
    /// `SNO`.
    pub code: String,
    /// « Services numériques aux organisations ».
    pub title: String,
    /// `2020.1`.
    pub version: String,
}

/// Publishes the curricula that come with Jalon, those that are missing. Run
/// at every start, after the migrations.
///
/// # Errors
/// When a row cannot be written.
pub async fn install_shipped(db: &Db, clock: &Clock) -> Result<(), DbError> {
    let clock = clock.clone();
    db.write(move |tx| {
        let clock = clock.clone();
        async move {
            for (curriculum, (_, source)) in crate::shipped().iter().zip(SHIPPED_CURRICULA) {
                publish(&tx, &clock, None, curriculum, source).await?;
            }
            Ok::<_, DbError>(())
        }
    })
    .await
}

/// Publishes a curriculum for one school, or for all (`None`). A version that
/// is published already stays as it is.
///
/// # Errors
/// When the row cannot be written.
pub async fn publish(
    tx: &Tx,
    clock: &Clock,
    school: Option<SchoolId>,
    curriculum: &Curriculum,
    source: &str,
) -> Result<CurriculumId, DbError> {
    let known = Entity::find()
        .filter(match school {
            Some(school) => Column::SchoolId.eq(school),
            None => Column::SchoolId.is_null(),
        })
        .filter(Column::Code.eq(&curriculum.code))
        .filter(Column::Version.eq(&curriculum.version))
        .one(tx)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let id = CurriculumId::generate(clock);
    store::ActiveModel {
        id: Set(id),
        school_id: Set(school),
        code: Set(curriculum.code.clone()),
        version: Set(curriculum.version.clone()),
        title: Set(curriculum.title.clone()),
        source: Set(source.to_owned()),
        published_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    Ok(id)
}

/// The curricula that a school can use, its own and those of Jalon: by code, the version
/// published last before the others (a version is free text: « 2027.10 » follows « 2027.9 »).
///
/// # Errors
/// When the database does not answer.
pub async fn list(db: &Db, school: SchoolId) -> Result<Vec<CurriculumSummary>, DbError> {
    let rows: Vec<(CurriculumId, String, String, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Code, Column::Title, Column::Version])
        .filter(visible_to(school))
        .order_by_asc(Column::Code)
        .order_by_desc(Column::PublishedAt)
        .order_by_desc(Column::Id)
        .into_tuple()
        .all(db.reader())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, code, title, version)| CurriculumSummary {
            id,
            code,
            title,
            version,
        })
        .collect())
}

/// The version published last of a curriculum, by its code (`SNO`, in any case), as the school
/// sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn by_code(
    db: &Db,
    school: SchoolId,
    code: &str,
) -> Result<Option<(CurriculumId, Arc<Curriculum>)>, DbError> {
    let found: Option<CurriculumId> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(visible_to(school))
        .filter(Column::Code.eq(code.to_uppercase()))
        .order_by_desc(Column::PublishedAt)
        .order_by_desc(Column::Id)
        .into_tuple()
        .one(db.reader())
        .await?;
    match found {
        Some(id) => Ok(get(db, id).await?.map(|curriculum| (id, curriculum))),
        None => Ok(None),
    }
}

/// A published curriculum. Read once per process and kept: a published
/// version never changes.
///
/// # Errors
/// When the database does not answer.
pub async fn get(db: &Db, id: CurriculumId) -> Result<Option<Arc<Curriculum>>, DbError> {
    static PUBLISHED: LazyLock<RwLock<HashMap<CurriculumId, Arc<Curriculum>>>> =
        LazyLock::new(RwLock::default);
    if let Ok(known) = PUBLISHED.read()
        && let Some(curriculum) = known.get(&id)
    {
        return Ok(Some(Arc::clone(curriculum)));
    }
    let Some(row) = Entity::find_by_id(id).one(db.reader()).await? else {
        return Ok(None);
    };
    let curriculum = crate::check(&row.source, &row.code).map_err(|problems| {
        DbError::Other(DbErr::Custom(format!(
            "the published curriculum {} cannot be read: {} problems",
            row.code,
            problems.len()
        )))
    })?;
    let curriculum = Arc::new(curriculum);
    if let Ok(mut known) = PUBLISHED.write() {
        known.insert(id, Arc::clone(&curriculum));
    }
    Ok(Some(curriculum))
}

fn visible_to(school: SchoolId) -> sea_orm::Condition {
    sea_orm::Condition::any()
        .add(Column::SchoolId.is_null())
        .add(Column::SchoolId.eq(school))
}
