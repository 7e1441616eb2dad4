//! What the audit trail keeps of the years of classes.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;
use people::api::ClassId;

/// Something done to the year of a class.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// Its plan was saved.
    YearPlanned(ClassId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::YearPlanned(_) => "learning.year_planned",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        match *self {
            Self::YearPlanned(class) => Some(("class", class.into())),
        }
    }
}
