//! Proposing, adopting, reworking, deleting and duplicating a situation.

use db::Tx;
use kernel::Clock;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{NewMission, NewSituation, audit, begin, begin_mission, existing, sheet_of};
use crate::assignments::store::is_assigned;
use crate::events::Event;
use crate::model::life::{Action, Facts, transition};
use crate::model::{MissionId, Reason, SituationId, State};
use crate::sheets::commands::keep_present;
use crate::sheets::{By, Refused};
use crate::situations::{store, whole};

/// Moves a situation along its life and says where it is. The text of that
/// moment is kept as a version.
///
/// # Errors
/// [`Refused::Because`] when its state does not allow it.
pub async fn change_state(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: SituationId,
    action: Action,
) -> Result<State, Refused> {
    let row = existing(tx, by, id).await?;
    if row.deleted_at.is_some() {
        return Err(Refused::because(
            "Cette situation est dans la corbeille. Sortez-la de la corbeille avant de continuer.",
        ));
    }
    let missions = store::missions_of(tx, by.school, &[id]).await?;
    let facts = Facts {
        has_mission: !missions.is_empty(),
        assigned: is_assigned(tx, by.school, id, None).await?,
    };
    let state = transition(row.state, action, facts)
        .map_err(|impossible| Refused::because(impossible.to_string()))?;
    let (reason, event) = match state {
        State::Draft => (Reason::Reworked, Event::SituationReworked(id)),
        State::Proposed => (Reason::Proposed, Event::SituationProposed(id)),
        State::InUse => (Reason::InUse, Event::SituationAdopted(id)),
    };
    let sheet = sheet_of(tx, by.school, id.into()).await?;
    keep_present(tx, clock, by, &sheet, reason).await?;
    let mut active = row.into_active_model();
    active.state = Set(state);
    active.update(tx).await?;
    audit(tx, clock, by, event).await?;
    Ok(state)
}

/// Puts a situation in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] when it is in use: what is worked on in class stays.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: SituationId,
    deleted: bool,
) -> Result<(), Refused> {
    let row = existing(tx, by, id).await?;
    if deleted && row.state == State::InUse {
        return Err(Refused::because(
            "Cette situation est en usage\u{a0}: elle reste dans la bibliothèque. Reprenez-la en brouillon avant de la mettre à la corbeille.",
        ));
    }
    if row.deleted_at.is_some() == deleted {
        return Ok(());
    }
    let mut active = row.into_active_model();
    active.deleted_at = Set(deleted.then(|| clock.now()));
    active.update(tx).await?;
    let event = match deleted {
        true => Event::SituationDeleted(id),
        false => Event::SituationRestored(id),
    };
    audit(tx, clock, by, event).await?;
    Ok(())
}

/// Copies a situation with its missions, as a draft under another title.
/// Documents stay with the one that they were attached to.
///
/// # Errors
/// When a row cannot be written.
pub async fn duplicate(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: SituationId,
    curriculum: &curriculum::Curriculum,
) -> Result<SituationId, Refused> {
    let row = existing(tx, by, id).await?;
    let whole = whole::read(tx, &row).await?;
    let mut content = whole.content;
    content.title = kernel::truncate(
        &format!("Copie de {}", content.title),
        crate::situations::forms::TITLE_MAX,
    );
    let new = NewSituation {
        id: SituationId::generate(clock),
        curriculum: row.curriculum,
        content,
    };
    let copy = begin(tx, clock, by, &new).await?;
    for mission in whole.missions {
        let mission = NewMission {
            id: MissionId::generate(clock),
            situation: copy,
            content: mission.content,
        };
        begin_mission(tx, clock, by, curriculum, &mission).await?;
    }
    Ok(copy)
}
