//! What the audit trail keeps of what is written together. Saves are not in it.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use crate::model::{CommentId, DocumentId, MissionId, OrganisationId, SheetId, SituationId};

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// An organisation was begun.
    OrganisationBegun(OrganisationId),
    /// It was put in the corbeille.
    OrganisationDeleted(OrganisationId),
    /// It was taken out of the corbeille.
    OrganisationRestored(OrganisationId),
    /// A situation was begun.
    SituationBegun(SituationId),
    /// It was shown to the team.
    SituationProposed(SituationId),
    /// The team works with it from now on.
    SituationAdopted(SituationId),
    /// It is written anew.
    SituationReworked(SituationId),
    /// It was put in the corbeille.
    SituationDeleted(SituationId),
    /// It was taken out of the corbeille.
    SituationRestored(SituationId),
    /// A mission was begun.
    MissionBegun(MissionId),
    /// It was taken out of its situation.
    MissionDeleted(MissionId),
    /// It was put back.
    MissionRestored(MissionId),
    /// An organisation was removed for good, with its history.
    OrganisationPurged(OrganisationId),
    /// A situation was, with its missions, documents and comments.
    SituationPurged(SituationId),
    /// A mission was, with its documents.
    MissionPurged(MissionId),
    /// An earlier version of a text was put in place.
    VersionRestored(SheetId),
    /// A comment was written.
    Commented(CommentId),
    /// It was removed by its author.
    CommentRemoved(CommentId),
    /// A document was attached.
    DocumentAdded(DocumentId),
    /// It was removed.
    DocumentRemoved(DocumentId),
    /// It was put back.
    DocumentRestored(DocumentId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::OrganisationBegun(_) => "learning.organisation_begun",
            Self::OrganisationDeleted(_) => "learning.organisation_deleted",
            Self::OrganisationRestored(_) => "learning.organisation_restored",
            Self::SituationBegun(_) => "learning.situation_begun",
            Self::SituationProposed(_) => "learning.situation_proposed",
            Self::SituationAdopted(_) => "learning.situation_adopted",
            Self::SituationReworked(_) => "learning.situation_reworked",
            Self::SituationDeleted(_) => "learning.situation_deleted",
            Self::SituationRestored(_) => "learning.situation_restored",
            Self::MissionBegun(_) => "learning.mission_begun",
            Self::MissionDeleted(_) => "learning.mission_deleted",
            Self::MissionRestored(_) => "learning.mission_restored",
            Self::OrganisationPurged(_) => "learning.organisation_purged",
            Self::SituationPurged(_) => "learning.situation_purged",
            Self::MissionPurged(_) => "learning.mission_purged",
            Self::VersionRestored(_) => "learning.version_restored",
            Self::Commented(_) => "learning.commented",
            Self::CommentRemoved(_) => "learning.comment_removed",
            Self::DocumentAdded(_) => "learning.document_added",
            Self::DocumentRemoved(_) => "learning.document_removed",
            Self::DocumentRestored(_) => "learning.document_restored",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(match *self {
            Self::OrganisationBegun(id)
            | Self::OrganisationDeleted(id)
            | Self::OrganisationRestored(id)
            | Self::OrganisationPurged(id) => ("organisation", id.into()),
            Self::SituationBegun(id)
            | Self::SituationProposed(id)
            | Self::SituationAdopted(id)
            | Self::SituationReworked(id)
            | Self::SituationDeleted(id)
            | Self::SituationRestored(id)
            | Self::SituationPurged(id) => ("situation", id.into()),
            Self::MissionBegun(id)
            | Self::MissionDeleted(id)
            | Self::MissionRestored(id)
            | Self::MissionPurged(id) => ("mission", id.into()),
            Self::VersionRestored(id) => ("sheet", id.into()),
            Self::Commented(id) | Self::CommentRemoved(id) => ("situation_comment", id.into()),
            Self::DocumentAdded(id) | Self::DocumentRemoved(id) | Self::DocumentRestored(id) => {
                ("situation_document", id.into())
            }
        })
    }
}
