//! The door for other slices, for the server and for the demo school.

pub use crate::assignments::api::{
    Adaptation, Brief, Dates, DoneRow, Nearest, NewAssignment, Progress, ReportOn, Terms, ToWrite,
    Whom, adapt, begin_report, brief, done_by, drop_report, entrust, entrusted_to_class, given_to,
    link, nearest, note_report, to_write,
};
pub use crate::documents::commands::{Place as DocumentPlace, add as add_document};
pub use crate::exchange::{NotReceived, receive_shipped};
pub use crate::model::{
    AssignmentId, CommentId, DocumentId, MissionId, OrganisationContent, OrganisationId, Samr,
    SheetId, SituationId,
};
pub use crate::organisations::NewOrganisation;
pub use crate::organisations::commands::begin as begin_organisation;
pub use crate::sheets::{By, Refused};
pub use crate::situations::commands::{
    NewMission, NewSituation, Placed, begin, begin_mission, change_state, place,
};
pub use crate::situations::comments::add as add_comment;
pub use crate::situations::examples::{Ids, take_up};
