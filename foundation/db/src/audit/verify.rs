//! Following the chains: what is whole, and where the first damage is.

use std::collections::BTreeSet;
use std::fmt;

use kernel::SchoolId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::store::{Column, Entity, head};
use super::{AuditEventId, AuditKey};
use crate::{Db, DbError};

/// Read at once.
const PAGE: u64 = 500;

/// What following the trail of every school has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// How many sealed events were found whole.
    pub intact: u64,
    /// How many events wait for their seal: nothing protects them yet.
    pub unsealed: u64,
    /// The first damage of each damaged school.
    pub damages: Vec<Damage>,
}

impl AuditReport {
    /// Whether nothing was altered or removed.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.damages.is_empty()
    }
}

/// Where a trail is no longer what was sealed. `Display` is a French sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// This event is not what was sealed.
    Altered {
        /// Whose trail.
        school: SchoolId,
        /// Its place in the trail.
        sequence: i64,
        /// The event.
        event: AuditEventId,
    },
    /// The event at this place is gone.
    Missing {
        /// Whose trail.
        school: SchoolId,
        /// The first place that is empty.
        sequence: i64,
    },
    /// The row that says where the trail ends is altered or gone: events may
    /// be missing at the end.
    Head {
        /// Whose trail.
        school: SchoolId,
    },
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered {
                school,
                sequence,
                event,
            } => write!(
                f,
                "Établissement {school}\u{a0}: la ligne {sequence} du journal ({event}) a été modifiée après coup."
            ),
            Self::Missing { school, sequence } => write!(
                f,
                "Établissement {school}\u{a0}: la ligne {sequence} du journal a été supprimée."
            ),
            Self::Head { school } => write!(
                f,
                "Établissement {school}\u{a0}: la marque de fin du journal a été modifiée ou supprimée\u{202f}; des lignes peuvent manquer à la fin."
            ),
        }
    }
}

/// Follows the trail of every school to its end, without writing.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(db: &Db, key: &AuditKey) -> Result<AuditReport, DbError> {
    let reader = db.reader();
    let mut report = AuditReport {
        unsealed: Entity::find()
            .filter(Column::Sequence.is_null())
            .count(reader)
            .await?,
        ..AuditReport::default()
    };
    // The heads come first: what is sealed meanwhile is beyond them, and left
    // for the next time.
    let heads = head::Entity::find()
        .order_by_asc(head::Column::SchoolId)
        .all(reader)
        .await?;
    let known: BTreeSet<SchoolId> = heads.iter().map(|head| head.school_id).collect();
    for head in heads {
        if let Some(damage) = follow(reader, key, &head, &mut report.intact).await? {
            report.damages.push(damage);
        }
    }
    let sealed: Vec<SchoolId> = Entity::find()
        .select_only()
        .column(Column::SchoolId)
        .distinct()
        .filter(Column::Sequence.is_not_null())
        .into_tuple()
        .all(reader)
        .await?;
    for school in sealed.into_iter().filter(|school| !known.contains(school)) {
        // Unless its first events were sealed since the heads were read.
        if head::Entity::find_by_id(school)
            .one(reader)
            .await?
            .is_none()
        {
            report.damages.push(Damage::Head { school });
        }
    }
    Ok(report)
}

/// Follows one school's trail up to `head` and returns its first damage.
async fn follow(
    reader: &impl ConnectionTrait,
    key: &AuditKey,
    head: &head::Model,
    intact: &mut u64,
) -> Result<Option<Damage>, DbError> {
    let school = head.school_id;
    let (mut sequence, mut last) = (0, Vec::new());
    loop {
        let events = Entity::find()
            .filter(Column::SchoolId.eq(school))
            .filter(Column::Sequence.gt(sequence))
            .order_by_asc(Column::Sequence)
            .limit(PAGE)
            .all(reader)
            .await?;
        if events.is_empty() {
            break;
        }
        for event in events {
            let place = event.sequence.unwrap_or_default();
            if sequence == head.sequence && key.head_is_intact(head) {
                let grown = head::Entity::find_by_id(school)
                    .filter(head::Column::Sequence.gt(head.sequence))
                    .one(reader)
                    .await?;
                return Ok(match grown {
                    // Sealed since the head was read: for the next time.
                    Some(_) => end(key, head, sequence, &last),
                    None => Some(Damage::Altered {
                        school,
                        sequence: place,
                        event: event.id,
                    }),
                });
            }
            sequence += 1;
            if place != sequence {
                return Ok(Some(Damage::Missing { school, sequence }));
            }
            if !key.event_is_intact(&event, sequence, &last) {
                return Ok(Some(Damage::Altered {
                    school,
                    sequence,
                    event: event.id,
                }));
            }
            *intact += 1;
            last = event.seal.unwrap_or_default();
        }
    }
    Ok(end(key, head, sequence, &last))
}

/// Whether the trail ends where its head says.
fn end(key: &AuditKey, head: &head::Model, sequence: i64, last: &[u8]) -> Option<Damage> {
    let school = head.school_id;
    if !key.head_is_intact(head) {
        Some(Damage::Head { school })
    } else if sequence < head.sequence {
        Some(Damage::Missing {
            school,
            sequence: sequence + 1,
        })
    } else {
        (last != head.seal).then_some(Damage::Head { school })
    }
}
