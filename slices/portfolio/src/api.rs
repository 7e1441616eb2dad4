//! The door for other slices and for the demo school: the commands by which
//! reports, pieces, feedback and positionings come to be.

pub use crate::digital::pix::PixImportId;
pub use crate::digital::pix::stage::{
    Taken as PixFile, keep_certain as keep_certain_pix, stage as stage_pix,
};
pub use crate::evidence::commands::{Place, add_file, add_link, set_removed};
pub use crate::export::job::register as register_exports;
pub use crate::feedback::commands::{Answered, answer, reply};
pub use crate::feedback::forms::{Answer, LevelGiven};
pub use crate::feedback::model::{Decision, Said};
pub use crate::feedback::notices::{About, notify_answer, notify_submission};
pub use crate::feedback::store::find as find_feedback;
pub use crate::interviews::commands as interviews;
pub use crate::interviews::model::{
    Content as InterviewContent, InterviewId, Section as InterviewSection, Slot,
};
pub use crate::objectives::commands as objectives;
pub use crate::objectives::{
    Content as ObjectiveContent, Kind as ObjectiveKind, ObjectiveId, State as ObjectiveState,
};
pub use crate::past::{PastAnswer, PastPositioning, PastReport, Rows};
pub use crate::peers::api as peers;
pub use crate::positioning::commands::{NewPositioning, position};
pub use crate::positioning::store::Course;
pub use crate::positioning::{EvidenceRef, Viewpoint};
pub use crate::report::commands::{NewReport, Refused, create, submit, team_decides, team_reads};
pub use crate::report::{Action, Content, Context, Kind, ReportId, Section, Texts};
pub use crate::transversal::Framework;
pub use crate::transversal::commands::{NewSkillPositioning, position_on_skill};
