//! Situations, missions and organisations: what they say and the rules on
//! them. Pure.

pub mod elements;
pub mod life;
mod mission;
mod organisation;
mod situation;
mod words;

pub use mission::{MissionContent, Row};
pub use organisation::{FIELDS as ORGANISATION_FIELDS, OrganisationContent, Post, chart};
pub use situation::{SituationContent, still_completed};
pub use words::{Passage, Reason, Samr, SheetKind, Staging, State, WorkMode};

kernel::typed_ids! {
    /// What is written together and has a history: an organisation, a
    /// situation or a mission. The thing and its sheet share their identifier.
    pub struct SheetId;
    /// A company thread (« organisation fil rouge »).
    pub struct OrganisationId;
    /// A situation d’apprentissage.
    pub struct SituationId;
    /// A mission of a situation.
    pub struct MissionId;
    /// A kept version of a sheet.
    pub struct VersionId;
    /// A comment on a situation.
    pub struct CommentId;
    /// A file attached to a situation or to one of its missions.
    pub struct DocumentId;
    /// A mission entrusted to a class or to some learners of it.
    pub struct AssignmentId;
}

/// Declares that a thing shares the identifier of its sheet.
macro_rules! has_sheet {
    ($($id:ident),+) => {$(
        impl From<$id> for SheetId {
            fn from(id: $id) -> Self {
                Self(id.0)
            }
        }
        impl From<SheetId> for $id {
            fn from(id: SheetId) -> Self {
                Self(id.0)
            }
        }
    )+};
}
has_sheet!(OrganisationId, SituationId, MissionId);
