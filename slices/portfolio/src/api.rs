//! The door for other slices and for the demo school: the commands by which
//! reports, pieces, feedback and positionings come to be.

pub use crate::evidence::commands::{Place, add_file, add_link, set_removed};
pub use crate::feedback::commands::{Answered, answer, reply};
pub use crate::feedback::forms::Answer;
pub use crate::feedback::model::{Decision, Said};
pub use crate::positioning::commands::{NewPositioning, position};
pub use crate::positioning::store::Course;
pub use crate::positioning::{EvidenceRef, Viewpoint};
pub use crate::report::commands::{NewReport, Refused, create, submit, team_decides, team_reads};
pub use crate::report::{Content, Context, Kind, ReportId, Section, Texts};
