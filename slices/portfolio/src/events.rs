//! What the audit trail keeps of this slice. Autosaves are not in it.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use crate::digital::pix::PixImportId;
use crate::evidence::EvidenceId;
use crate::export::ExportId;
use crate::feedback::{FeedbackId, ReplyId};
use crate::matrix::BatchId;
use crate::positioning::PositioningId;
use crate::report::ReportId;
use crate::transversal::SkillPositioningId;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A report was begun.
    ReportBegun(ReportId),
    /// It was handed in.
    ReportSubmitted(ReportId),
    /// It was taken back unread.
    ReportWithdrawn(ReportId),
    /// Somebody of the team opened it to read.
    ReportOpened(ReportId),
    /// The team sent it back.
    RevisionAsked(ReportId),
    /// The team validated it.
    ReportValidated(ReportId),
    /// Its learner went on after the validation.
    ReportReopened(ReportId),
    /// A draft was shown to the team.
    DraftShared(ReportId),
    /// A draft was hidden from the team again.
    DraftHidden(ReportId),
    /// It was put in the corbeille.
    ReportDeleted(ReportId),
    /// It was taken out of the corbeille.
    ReportRestored(ReportId),
    /// Its time in the corbeille was over: it was removed for good.
    ReportPurged(ReportId),
    /// A piece was added.
    EvidenceAdded(EvidenceId),
    /// The picture of a piece was retouched; the original is gone.
    EvidenceRetouched(EvidenceId),
    /// A piece was removed.
    EvidenceRemoved(EvidenceId),
    /// A piece was put back.
    EvidenceRestored(EvidenceId),
    /// Somebody was positioned.
    Positioned(PositioningId),
    /// Several people were positioned together.
    RatedTogether(BatchId),
    /// What was positioned together was taken back.
    BatchUndone(BatchId),
    /// Somebody was positioned on a skill that no diploma owns.
    SkillPositioned(SkillPositioningId),
    /// Results of Pix were imported.
    PixImported(PixImportId),
    /// A feedback was given.
    FeedbackGiven(FeedbackId),
    /// A feedback was answered.
    FeedbackReplied(ReplyId),
    /// A learner asked for their dossier as a PDF.
    ExportRequested(ExportId),
    /// It was made.
    ExportMade(ExportId),
    /// Its time was over: it was erased.
    ExportErased(ExportId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::ReportBegun(_) => "portfolio.report_begun",
            Self::ReportSubmitted(_) => "portfolio.report_submitted",
            Self::ReportWithdrawn(_) => "portfolio.report_withdrawn",
            Self::ReportOpened(_) => "portfolio.report_opened",
            Self::RevisionAsked(_) => "portfolio.revision_asked",
            Self::ReportValidated(_) => "portfolio.report_validated",
            Self::ReportReopened(_) => "portfolio.report_reopened",
            Self::DraftShared(_) => "portfolio.draft_shared",
            Self::DraftHidden(_) => "portfolio.draft_hidden",
            Self::ReportDeleted(_) => "portfolio.report_deleted",
            Self::ReportRestored(_) => "portfolio.report_restored",
            Self::ReportPurged(_) => "portfolio.report_purged",
            Self::EvidenceAdded(_) => "portfolio.evidence_added",
            Self::EvidenceRetouched(_) => "portfolio.evidence_retouched",
            Self::EvidenceRemoved(_) => "portfolio.evidence_removed",
            Self::EvidenceRestored(_) => "portfolio.evidence_restored",
            Self::Positioned(_) => "portfolio.positioned",
            Self::RatedTogether(_) => "portfolio.positioned_together",
            Self::BatchUndone(_) => "portfolio.positioned_together_undone",
            Self::SkillPositioned(_) => "portfolio.skill_positioned",
            Self::PixImported(_) => "portfolio.pix_imported",
            Self::FeedbackGiven(_) => "portfolio.feedback_given",
            Self::FeedbackReplied(_) => "portfolio.feedback_replied",
            Self::ExportRequested(_) => "portfolio.export_requested",
            Self::ExportMade(_) => "portfolio.export_made",
            Self::ExportErased(_) => "portfolio.export_erased",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(match *self {
            Self::ReportBegun(id)
            | Self::ReportSubmitted(id)
            | Self::ReportWithdrawn(id)
            | Self::ReportOpened(id)
            | Self::RevisionAsked(id)
            | Self::ReportValidated(id)
            | Self::ReportReopened(id)
            | Self::DraftShared(id)
            | Self::DraftHidden(id)
            | Self::ReportDeleted(id)
            | Self::ReportRestored(id)
            | Self::ReportPurged(id) => ("report", id.into()),
            Self::EvidenceAdded(id)
            | Self::EvidenceRetouched(id)
            | Self::EvidenceRemoved(id)
            | Self::EvidenceRestored(id) => ("evidence", id.into()),
            Self::Positioned(id) => ("positioning", id.into()),
            Self::RatedTogether(id) | Self::BatchUndone(id) => ("positioning_batch", id.into()),
            Self::SkillPositioned(id) => ("skill_positioning", id.into()),
            Self::PixImported(id) => ("pix_import", id.into()),
            Self::FeedbackGiven(id) => ("feedback", id.into()),
            Self::FeedbackReplied(id) => ("feedback_reply", id.into()),
            Self::ExportRequested(id) | Self::ExportMade(id) | Self::ExportErased(id) => {
                ("dossier_export", id.into())
            }
        })
    }
}
