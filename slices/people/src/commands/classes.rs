//! Classes, who is in them and who teaches there.

use curriculum::CurriculumId;
use db::text::{SORT_KEY_VERSION, sort_key};
use db::{DbError, Tx, expect_one};
use kernel::{AccountId, Clock, Role, SchoolYear, local_date};
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use super::{By, Refused, record};
use crate::events::Event;
use crate::model::{BlockNumbers, ClassId, LearnerStatus};
use crate::policy::TEAM;
use crate::store::{class_rows, classes, enrolments, people, teams};

/// What is known of a class.
#[derive(Clone, Debug)]
pub struct ClassData {
    /// « CS SNO 1 ».
    pub name: String,
    /// When it takes place.
    pub year: SchoolYear,
    /// What it follows.
    pub curriculum: CurriculumId,
}

/// A class to create.
#[derive(Clone, Debug)]
pub struct NewClass {
    /// Its identifier; drawn when none is given.
    pub id: Option<ClassId>,
    /// What is known of it.
    pub data: ClassData,
}

/// Creates a class without anybody.
///
/// # Errors
/// The field `nom` when a class bears the name already that year.
pub async fn create_class(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    new: &NewClass,
) -> Result<ClassId, Refused> {
    let id = new.id.unwrap_or_else(|| ClassId::generate(clock));
    free_name(tx, by, &new.data, None).await?;
    class_rows::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        name: Set(new.data.name.clone()),
        sort_key: Set(sort_key(&new.data.name)),
        sort_key_version: Set(SORT_KEY_VERSION),
        school_year: Set(new.data.year),
        curriculum_id: Set(new.data.curriculum),
        archived_at: Set(None),
        version: Set(1),
        created_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    record(tx, clock, by, Event::ClassCreated(id)).await?;
    Ok(id)
}

async fn free_name(
    tx: &Tx,
    by: &By,
    data: &ClassData,
    except: Option<ClassId>,
) -> Result<(), Refused> {
    if classes::name_taken(tx, by.school, data.year, &data.name, except).await? {
        return Err(Refused::field(
            "nom",
            format!(
                "Une classe porte déjà ce nom en {}\u{a0}: choisissez-en un autre.",
                data.year
            ),
        ));
    }
    Ok(())
}

/// Renames a class, gives it another year or curriculum.
///
/// # Errors
/// The field `nom` when the name is taken; [`DbError::Conflict`] when somebody
/// else changed the class since `version`.
pub async fn change_class(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    id: ClassId,
    version: i32,
    data: &ClassData,
) -> Result<(), Refused> {
    use class_rows::Column;
    free_name(tx, by, data, Some(id)).await?;
    let updated = class_rows::Entity::update_many()
        .col_expr(Column::Name, Expr::value(data.name.as_str()))
        .col_expr(Column::SortKey, Expr::value(sort_key(&data.name)))
        .col_expr(Column::SortKeyVersion, Expr::value(SORT_KEY_VERSION))
        .col_expr(Column::SchoolYear, Expr::value(data.year))
        .col_expr(Column::CurriculumId, Expr::value(data.curriculum))
        .col_expr(Column::Version, Expr::value(version + 1))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(updated.rows_affected)?;
    record(tx, clock, by, Event::ClassChanged(id)).await?;
    Ok(())
}

/// Archives a class or takes it out of the archive.
///
/// # Errors
/// When the row cannot be written.
pub async fn set_archived(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    id: ClassId,
    archived: bool,
) -> Result<(), DbError> {
    let at = archived.then(|| clock.now());
    class_rows::Entity::update_many()
        .col_expr(class_rows::Column::ArchivedAt, Expr::value(at))
        .filter(class_rows::Column::Id.eq(id))
        .filter(class_rows::Column::SchoolId.eq(by.school))
        .exec(tx)
        .await?;
    let event = if archived {
        Event::ClassArchived(id)
    } else {
        Event::ClassRestored(id)
    };
    record(tx, clock, by, event).await
}

/// Learners to enrol, all under the same status.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// The learners.
    pub learners: Vec<AccountId>,
    /// Their status.
    pub status: LearnerStatus,
    /// Whether they learn at a distance.
    pub distance: bool,
}

/// Enrols learners in a class from today on.
///
/// # Errors
/// [`Refused::Unknown`] when somebody is no learner of the school.
pub async fn enrol(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    enrolling: &Enrolling,
) -> Result<(), Refused> {
    let roles = people::roles_of(tx, by.school, &enrolling.learners).await?;
    let all_learn = enrolling
        .learners
        .iter()
        .all(|id| roles.get(id).is_some_and(|roles| roles.has(Role::Learner)));
    if !all_learn {
        return Err(Refused::Unknown);
    }
    enrolments::enrol(
        tx,
        by.school,
        class,
        &enrolling.learners,
        enrolling.status,
        enrolling.distance,
        local_date(clock.now()),
    )
    .await?;
    for learner in &enrolling.learners {
        record(tx, clock, by, Event::Enrolled(*learner)).await?;
    }
    Ok(())
}

/// What somebody does in a class.
#[derive(Clone, Debug)]
pub struct Teaching {
    /// The member of the team.
    pub teacher: AccountId,
    /// The blocs that they teach there.
    pub blocks: BlockNumbers,
    /// Whether they coordinate the class.
    pub coordinator: bool,
}

/// Puts somebody in the team of a class, or changes what they do there.
///
/// # Errors
/// [`Refused::Unknown`] when they are no member of a team of the school.
pub async fn assign(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    teaching: &Teaching,
) -> Result<(), Refused> {
    let roles = people::roles_of(tx, by.school, &[teaching.teacher]).await?;
    if !roles
        .get(&teaching.teacher)
        .is_some_and(|roles| roles.has_any(TEAM))
    {
        return Err(Refused::Unknown);
    }
    teams::assign(
        tx,
        by.school,
        class,
        teaching.teacher,
        teaching.blocks.clone(),
        teaching.coordinator,
    )
    .await?;
    record(tx, clock, by, Event::TeamChanged(class)).await?;
    Ok(())
}

/// Takes somebody out of the team of a class.
///
/// # Errors
/// [`Refused::Unknown`] when they are not in it.
pub async fn remove_from_team(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
    teacher: AccountId,
) -> Result<(), Refused> {
    if !teams::remove(tx, by.school, class, teacher).await? {
        return Err(Refused::Unknown);
    }
    record(tx, clock, by, Event::TeamChanged(class)).await?;
    Ok(())
}
