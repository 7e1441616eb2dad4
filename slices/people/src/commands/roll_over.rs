//! The end of a class's year: everybody goes on, does it again or leaves, in
//! one transaction, and back while nothing was done in the new class.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolYear, local_date};

use super::{By, ClassData, NewClass, Refused, create_class, record, set_archived};
use crate::events::Event;
use crate::model::{ClassId, Fate};
use crate::store::{class_rows, classes, enrolment_rows, enrolments, groups, roll_overs};

/// Where those who do the year again go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// A class to create in the next year, with this name.
    New(String),
    /// A class that is there.
    Existing(ClassId),
}

/// What becomes of a class.
#[derive(Clone, Debug)]
pub struct RollOver {
    /// Everybody who is in the class now.
    pub fates: Vec<(AccountId, Fate)>,
    /// Where those who do the year again go; used when there are some.
    pub again: Again,
    /// Where those who pass go; used when there are some.
    pub onward: Option<ClassId>,
    /// Whether a class that is created is given the team of this one.
    pub keep_team: bool,
}

impl RollOver {
    fn any(&self, fate: Fate) -> bool {
        self.fates.iter().any(|(_, one)| *one == fate)
    }
}

/// Archives the class and enrols those who stay in classes of the next year,
/// under the status that they have. What they wrote is theirs and follows.
///
/// # Errors
/// [`DbError::Conflict`] when the class was archived or its list changed since
/// the fates were chosen; the fields `reprise`, `nom` or `suite` when a class
/// does not do.
pub async fn roll_over(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: &class_rows::Model,
    plan: &RollOver,
) -> Result<(), Refused> {
    let stays = current(tx, by, class, plan).await?;
    let mut created = None;
    let again = match (&plan.again, plan.any(Fate::Repeats)) {
        (_, false) => None,
        (Again::New(name), true) => {
            let id = next_class(tx, clock, by, class, name).await?;
            if plan.keep_team {
                roll_overs::copy_team(tx, by.school, class.id, id).await?;
            }
            created = Some(id);
            created
        }
        (Again::Existing(id), true) => Some(later(tx, by, class, *id, "reprise").await?),
    };
    let onward = match (plan.onward, plan.any(Fate::Passes)) {
        (_, false) => None,
        (Some(id), true) => Some(later(tx, by, class, id, "suite").await?),
        (None, true) => return Err(no_such_class("suite")),
    };
    let mut lines = Vec::with_capacity(stays.len());
    for (person, fate) in &plan.fates {
        let target = match fate {
            Fate::Repeats => again,
            Fate::Passes => onward,
            Fate::Leaves => None,
        };
        let to_class_id = match target {
            Some(to) => enrol_once(tx, clock, by, &stays, *person, to).await?,
            None => None,
        };
        lines.push(roll_overs::Line {
            school_id: by.school,
            class_id: class.id,
            account_id: *person,
            fate: *fate,
            to_class_id,
        });
    }
    let done = roll_overs::Model {
        school_id: by.school,
        class_id: class.id,
        created_class_id: created,
        team_kept: plan.keep_team,
        done_at: clock.now(),
    };
    roll_overs::insert(tx, &done, lines).await?;
    set_archived(tx, clock, by, class.id, true).await?;
    record(tx, clock, by, Event::RolledOver(class.id)).await?;
    Ok(())
}

/// Those who are in the class, if they are the ones of the plan.
async fn current(
    tx: &Tx,
    by: &By,
    class: &class_rows::Model,
    plan: &RollOver,
) -> Result<Vec<enrolment_rows::Model>, Refused> {
    let known = classes::get(tx, by.school, class.id).await?;
    let mut stays = roll_overs::stays(tx, by.school, class.id).await?;
    stays.retain(|stay| stay.left_on.is_none());
    let same = stays.len() == plan.fates.len()
        && stays
            .iter()
            .all(|stay| plan.fates.iter().any(|(id, _)| *id == stay.account_id));
    if !same || known.is_none_or(|known| known.archived_at.is_some()) {
        return Err(DbError::Conflict.into());
    }
    Ok(stays)
}

async fn next_class(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: &class_rows::Model,
    name: &str,
) -> Result<ClassId, Refused> {
    let year = SchoolYear::starting(class.school_year.first() + 1)
        .map_err(|error| Refused::field("nom", error.to_string()))?;
    let new = NewClass {
        id: None,
        data: ClassData {
            name: name.to_owned(),
            year,
            curriculum: class.curriculum_id,
        },
    };
    create_class(tx, clock, by, &new).await
}

fn no_such_class(field: &'static str) -> Refused {
    Refused::field(
        field,
        "Choisissez une classe d’une année suivante dans la liste.",
    )
}

/// A class of a later year that is in use.
async fn later(
    tx: &Tx,
    by: &By,
    class: &class_rows::Model,
    id: ClassId,
    field: &'static str,
) -> Result<ClassId, Refused> {
    let known = classes::get(tx, by.school, id).await?;
    let fits = known
        .is_some_and(|known| known.archived_at.is_none() && known.school_year > class.school_year);
    match fits {
        true => Ok(id),
        false => Err(no_such_class(field)),
    }
}

/// Enrols somebody who was not there before. Where they were, they stay as
/// they are: there is nothing to undo.
async fn enrol_once(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    stays: &[enrolment_rows::Model],
    person: AccountId,
    to: ClassId,
) -> Result<Option<ClassId>, Refused> {
    let Some(stay) = stays.iter().find(|stay| stay.account_id == person) else {
        return Err(Refused::Unknown);
    };
    if enrolments::get(tx, by.school, to, person).await?.is_some() {
        return Ok(None);
    }
    let today = local_date(clock.now());
    enrolments::enrol(
        tx,
        by.school,
        to,
        &[person],
        stay.status,
        stay.distance,
        today,
    )
    .await?;
    record(tx, clock, by, Event::Enrolled(person)).await?;
    Ok(Some(to))
}

/// Undoes a roll-over: the class is in use again, the enrolments that it made
/// and the class that it created are gone.
///
/// # Errors
/// [`Refused::Unknown`] when there is none; a sentence at `rentree` when
/// something was done in the new class since.
pub async fn undo_roll_over(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    class: ClassId,
) -> Result<(), Refused> {
    let Some(done) = roll_overs::get(tx, by.school, class).await? else {
        return Err(Refused::Unknown);
    };
    let lines = roll_overs::lines(tx, by.school, class).await?;
    let mut targets: Vec<ClassId> = lines.iter().filter_map(|line| line.to_class_id).collect();
    targets.sort_unstable();
    targets.dedup();
    for target in &targets {
        let people: Vec<AccountId> = lines
            .iter()
            .filter(|line| line.to_class_id == Some(*target))
            .map(|line| line.account_id)
            .collect();
        untouched(tx, by, &done, *target, &people).await?;
        roll_overs::remove_stays(tx, by.school, *target, &people).await?;
    }
    roll_overs::delete(tx, by.school, class).await?;
    if let Some(created) = done.created_class_id {
        match roll_overs::remove_class(tx, by.school, created).await {
            // Something of another capacity points at it.
            Err(DbError::Reference(_)) => return Err(touched()),
            other => other?,
        }
    }
    set_archived(tx, clock, by, class, false).await?;
    record(tx, clock, by, Event::RollOverUndone(class)).await?;
    Ok(())
}

fn touched() -> Refused {
    Refused::field(
        "rentree",
        "La nouvelle classe a déjà servi\u{a0}: sa liste, son équipe, son nom ou ses groupes ont changé. La rentrée ne peut plus être annulée\u{a0}; corrigez les inscriptions une par une.",
    )
}

/// Whether the enrolments are as they were made, in no group; for a class that
/// was created, whether nothing else was done with it.
async fn untouched(
    tx: &Tx,
    by: &By,
    done: &roll_overs::Model,
    target: ClassId,
    people: &[AccountId],
) -> Result<(), Refused> {
    let stays = roll_overs::stays(tx, by.school, target).await?;
    let entered = local_date(done.done_at);
    let as_made = people.iter().all(|person| {
        stays.iter().any(|stay| {
            stay.account_id == *person && stay.left_on.is_none() && stay.entered_on == entered
        })
    });
    let members = groups::members(tx, by.school, target).await?;
    let grouped = members
        .iter()
        .any(|member| people.contains(&member.account_id));
    let mut fine = as_made && !grouped;
    if done.created_class_id == Some(target) {
        let row = classes::get(tx, by.school, target).await?;
        let team = roll_overs::team(tx, by.school, target).await?;
        let mut expected = match done.team_kept {
            true => roll_overs::team(tx, by.school, done.class_id).await?,
            false => Vec::new(),
        };
        for teaching in &mut expected {
            teaching.class_id = target;
        }
        fine = fine
            && row.is_some_and(|row| row.version == 1 && row.archived_at.is_none())
            && stays.len() == people.len()
            && team.len() == expected.len()
            && expected.iter().all(|one| team.contains(one))
            && groups::of_class(tx, by.school, target).await?.is_empty();
    }
    match fine {
        true => Ok(()),
        false => Err(touched()),
    }
}
