//! The door for other slices: who is in which class, who teaches whom, how
//! they are called, telling them something. Every question names the school.

mod groups;
pub mod holders;
mod places;
mod types;

use std::collections::HashMap;

use chrono::Duration;
use db::{Db, DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::ConnectionTrait;
use web::{Actor, AppError, NoticeKind};

pub use crate::commands::{
    By, ClassData, Enrolling, GroupData, NewAccount, NewClass, NewSchool, Refused, Taught,
    Teaching, assign, create_accounts, create_class, create_group, create_school, enrol, set_hours,
};
pub use crate::imports::api::{
    ImportId, ImportSummary, NotStaged, Table, TableRow, Unreadable, import_file, read_csv,
    school_of_uai, stage_import,
};
pub use crate::model::{
    BlockNumbers, ClassId, GroupId, InvalidBlocks, InvalidLogin, InvalidUai, LearnerStatus, Login,
    NotificationId, PersonName, Title, Uai, UnknownStatus,
};
pub use groups::{group_of, groups_of_class, present_in_class, roster_of_class};
pub use holders::people_holding;
pub use places::{places_of, taught_classes, tied_class};
pub use types::{
    ClassRoster, ClassSummary, Enrolment, FirstStep, FollowedLearner, Group, LearnerSummary,
    Person, Places, RoleHolder, TeamLink, TeamMember, TiedClass, Ward,
};

use crate::policy::{Action, Facts, decide};
use crate::store::enrolments::EnrolmentRow;
use crate::store::{
    beginning, classes, enrolments, followed, hours, notifications, people, schools, teams,
};

/// Whether a school was installed.
///
/// # Errors
/// When the database does not answer.
pub async fn is_installed(db: &Db) -> Result<bool, DbError> {
    schools::any(db.reader()).await
}

/// The first thing that a new school still has to do; nothing once a learner
/// has come in or codes were handed out. One statement for a school in use.
///
/// # Errors
/// When the database does not answer.
pub async fn first_step(db: &Db, school: SchoolId) -> Result<Option<FirstStep>, DbError> {
    let reader = db.reader();
    if beginning::somebody_came(reader, school).await? {
        return Ok(None);
    }
    Ok(
        match beginning::class_with_learners(reader, school).await? {
            Some(_) if beginning::has_code(reader, school).await? => None,
            Some(class) => Some(FirstStep::HandOutCodes(class)),
            None if beginning::has_class(reader, school).await? => Some(FirstStep::EnrolLearners),
            None => Some(FirstStep::CreateClass),
        },
    )
}

/// A school's name.
///
/// # Errors
/// When the database does not answer.
pub async fn school_name(db: &Db, school: SchoolId) -> Result<Option<String>, DbError> {
    Ok(schools::get(db.reader(), school)
        .await?
        .map(|school| school.name))
}

/// A class of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn class_of(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Option<ClassSummary>, DbError> {
    Ok(classes::get(db.reader(), school, class)
        .await?
        .map(Into::into))
}

/// Whether `actor` looks at the classes of the whole school rather than at
/// those of their teams.
#[must_use]
pub fn sees_all_classes(actor: &Actor) -> bool {
    decide(actor.roles, Action::SeeClass, Facts::default()) && !actor.is_any(crate::policy::TEAM)
}

/// The learners who are in a class now, in the order of their names.
///
/// # Errors
/// When the database does not answer.
pub async fn learners_of_class(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<LearnerSummary>, DbError> {
    let rows = enrolments::of_class(db.reader(), school, class).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.left_on.is_none())
        .map(|row| LearnerSummary {
            account: row.account_id,
            name: row.name(),
            status: row.status,
            distance: row.distance,
        })
        .collect())
}

/// The class that a learner is in now; the latest when there are several.
///
/// # Errors
/// When the database does not answer.
pub async fn enrolment_of(
    db: &Db,
    school: SchoolId,
    learner: AccountId,
) -> Result<Option<Enrolment>, DbError> {
    let rows = enrolments::of_learners(db.reader(), school, &[learner]).await?;
    Ok(rows
        .into_iter()
        .find(EnrolmentRow::current)
        .map(|row| Enrolment {
            status: row.status,
            distance: row.distance,
            entered_on: row.entered_on,
            class: ClassSummary {
                id: row.class_id,
                name: row.class_name,
                school_year: row.school_year,
                curriculum: row.curriculum_id,
                archived: false,
            },
        }))
}

/// The learners of the teams that `actor` belongs to, class by class: whose
/// reports they answer. Somebody enrolled in two of their classes is there
/// twice. One statement, however many classes.
///
/// # Errors
/// When the database does not answer.
pub async fn followed_learners(db: &Db, actor: &Actor) -> Result<Vec<FollowedLearner>, DbError> {
    let classes = followed::by(db.reader(), actor.school, actor.account).await?;
    let learners = classes.into_iter().flat_map(|class| {
        let of_class = move |account| FollowedLearner {
            account,
            class: class.class_id,
            class_name: class.class_name.clone(),
        };
        class.learners.into_iter().map(of_class)
    });
    Ok(learners.collect())
}

/// What ties a teacher to a learner now; nothing when they share no class.
/// When they share several: the latest class, the blocs of all of them, and
/// coordination if they coordinate one.
///
/// # Errors
/// When the database does not answer.
pub async fn is_team_of(
    db: &Db,
    school: SchoolId,
    teacher: AccountId,
    learner: AccountId,
) -> Result<Option<TeamLink>, DbError> {
    let rows = teams::between(db.reader(), school, teacher, learner).await?;
    Ok(rows.first().map(|latest| TeamLink {
        class: latest.class_id,
        blocks: rows
            .iter()
            .flat_map(|row| row.blocks.as_slice().iter().copied())
            .collect(),
        coordinator: rows.iter().any(|row| row.coordinator),
    }))
}

/// The team of a class: the référent·e first, then in the order of names.
///
/// # Errors
/// When the database does not answer.
pub async fn team_of_class(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<TeamMember>, DbError> {
    members(db.reader(), school, &[class]).await
}

/// The teams of the classes that a learner is in now; somebody who teaches
/// them in two classes is there twice. Also inside a transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn team_of_learner(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<TeamMember>, DbError> {
    let classes: Vec<ClassId> = enrolments::of_learners(connection, school, &[learner])
        .await?
        .into_iter()
        .filter(EnrolmentRow::current)
        .map(|row| row.class_id)
        .collect();
    if classes.is_empty() {
        return Ok(Vec::new());
    }
    members(connection, school, &classes).await
}

/// What the members of a team teach in each bloc of a class, somebody who
/// left the team included. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn taught_in_class(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Taught>, DbError> {
    let rows = hours::of_class(db.reader(), school, class).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

async fn members(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    classes: &[ClassId],
) -> Result<Vec<TeamMember>, DbError> {
    let rows = teams::of_classes(connection, school, classes).await?;
    Ok(rows
        .into_iter()
        .map(|row| TeamMember {
            account: row.account_id,
            name: row.name(),
            class: row.class_id,
            blocks: row.blocks,
            coordinator: row.coordinator,
        })
        .collect())
}

/// A person of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn person_of(
    db: &Db,
    school: SchoolId,
    account: AccountId,
) -> Result<Option<Person>, DbError> {
    Ok(people::get(db.reader(), school, account)
        .await?
        .map(|person| Person {
            account,
            name: person.account.name(),
            birth_date: person.account.birth_date,
            roles: person.roles,
            open: person.ended_at.is_none(),
        }))
}

/// How people of the school are called. Those of other schools are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn names_of(
    db: &Db,
    school: SchoolId,
    people: &[AccountId],
) -> Result<HashMap<AccountId, PersonName>, DbError> {
    people::names(db.reader(), school, people).await
}

/// Who is legally responsible for a learner.
///
/// # Errors
/// When the database does not answer.
pub async fn guardians_of(
    db: &Db,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<AccountId>, DbError> {
    teams::guardians(db.reader(), school, learner).await
}

/// The learners whom somebody is legally responsible for, of age or not, in
/// the order of their names.
///
/// # Errors
/// When the database does not answer.
pub async fn wards_of(
    db: &Db,
    school: SchoolId,
    guardian: AccountId,
) -> Result<Vec<Ward>, DbError> {
    let rows = followed::wards(db.reader(), school, guardian).await?;
    Ok(rows
        .into_iter()
        .map(|row| Ward {
            account: row.account_id,
            name: row.name(),
            birth_date: row.birth_date,
        })
        .collect())
}

/// Notes that somebody is legally responsible for a learner.
///
/// # Errors
/// [`DbError::Reference`] when one of them is not of the school.
pub async fn add_guardian(
    tx: &Tx,
    school: SchoolId,
    learner: AccountId,
    guardian: AccountId,
) -> Result<(), DbError> {
    teams::add_guardian(tx, school, learner, guardian).await
}

/// Tells somebody something in the application, in the transaction of what it
/// tells of. `text` is a French sentence; `href` an address of ours; `kind`
/// is one of those that the slice declares in its module: a message by mail
/// counts them and says nothing else.
///
/// # Errors
/// [`DbError::Reference`] when the person is not of the school.
pub async fn notify(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    account: AccountId,
    kind: &NoticeKind,
    text: &str,
    href: &str,
) -> Result<(), DbError> {
    let new = notifications::New {
        school,
        account,
        kind,
        text,
        href,
    };
    notifications::insert(tx, NotificationId::generate(clock), clock.now(), new).await
}

/// Marks as read all that a school was told before a moment: what an import or
/// a demo brings from the past is no news.
///
/// # Errors
/// When the rows cannot be written.
pub async fn mark_read_before(tx: &Tx, school: SchoolId, before: Timestamp) -> Result<(), DbError> {
    notifications::mark_read_before(tx, before, school).await
}

/// The PHC string of a password, for accounts that are created with one.
///
/// # Errors
/// When the machine has not enough memory.
pub async fn hash_password(password: &str) -> Result<String, AppError> {
    crate::passwords::hash(password).await
}

/// A link by which the owner of a login chooses a new password within an
/// hour, for whoever runs the server at `public_url`. `None` when nobody has
/// this login. It needs the database alone: a server may be running beside it.
///
/// # Errors
/// When it cannot be written.
pub async fn reset_link(
    db: &Db,
    clock: &Clock,
    public_url: &str,
    login: &str,
) -> Result<Option<String>, DbError> {
    let (clock, login) = (clock.clone(), Login::typed(login));
    let secret = db
        .write(move |tx| {
            let (clock, login) = (clock.clone(), login.clone());
            async move {
                crate::commands::give_link_by_host(&tx, &clock, &login, Duration::hours(1)).await
            }
        })
        .await?;
    Ok(secret.map(|secret| format!("{public_url}/reinitialisation/{}", secret.reveal())))
}
