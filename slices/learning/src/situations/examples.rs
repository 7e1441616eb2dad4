//! Taking up the situations of the guide: VosRêves becomes the school's own,
//! to change like anything else.

use curriculum::Curriculum;
use db::Tx;
use kernel::Clock;

use super::commands::{Placed, place};
use crate::model::{MissionId, OrganisationId, SituationId};
use crate::organisations::{self, NewOrganisation};
use crate::sheets::{By, Refused};
use crate::shipped::Collection;

/// The identifiers under which a collection is written.
#[derive(Clone, Debug)]
pub struct Ids {
    /// The organisation's.
    pub organisation: OrganisationId,
    /// Those of the situations, each with its missions.
    pub situations: Vec<(SituationId, Vec<MissionId>)>,
}

impl Ids {
    /// New ones.
    #[must_use]
    pub fn generate(clock: &Clock, collection: &Collection) -> Self {
        let missions = |count: usize| (0..count).map(|_| MissionId::generate(clock)).collect();
        Self {
            organisation: OrganisationId::generate(clock),
            situations: collection
                .situations
                .iter()
                .map(|file| (SituationId::generate(clock), missions(file.missions.len())))
                .collect(),
        }
    }
}

/// Copies a collection into the school, with the marks of what Jalon
/// completed and the notes of departure from the text.
///
/// # Errors
/// [`Refused::Because`] when the school has it already.
pub async fn take_up(
    tx: &Tx,
    clock: &Clock,
    by: By,
    collection: &Collection,
    curriculum: &Curriculum,
    ids: &Ids,
) -> Result<(), Refused> {
    let name = &collection.organisation.name;
    if organisations::store::by_name(tx, by.school, name).await? {
        return Err(Refused::because(format!(
            "L’organisation {name} est déjà dans votre établissement\u{a0}: rien n’a été repris une seconde fois. Ses situations sont dans la bibliothèque."
        )));
    }
    let organisation = NewOrganisation {
        id: ids.organisation,
        content: collection.organisation.clone(),
    };
    let organisation = organisations::commands::begin(tx, clock, by, &organisation).await?;
    for ((id, missions), file) in ids.situations.iter().zip(&collection.situations) {
        let placed = Placed {
            id: *id,
            missions: missions.clone(),
            file,
        };
        place(tx, clock, by, Some(organisation), curriculum, &placed).await?;
    }
    Ok(())
}
