//! What the audit trail keeps of this slice.

use db::audit::AuditEvent;

use crate::CurriculumId;

/// Something that somebody did.
pub enum Event {
    /// A school published a curriculum.
    Published(CurriculumId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Published(_) => "curriculum.published",
        }
    }

    fn object(&self) -> Option<(&'static str, kernel::uuid::Uuid)> {
        match self {
            Self::Published(id) => Some(("curriculum", id.0)),
        }
    }
}
